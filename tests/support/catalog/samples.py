"""One sound entry of every kind, which name each other, as messages of the contract."""

from datetime import UTC, datetime
from typing import Any

from cairn.catalog.v1 import entries_pb2 as pb
from cairn.common.v1.money_pb2 import Money
from cairn_catalog.adapters.contract.forms import FORMS, Form
from cairn_catalog.application.impact import impact_of
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.publish_public import publish_public
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import Proposal
from cairn_platform.errors import NotFoundError
from cairn_platform.identity import Principal

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

_IN_USE = pb.Lifecycle(state=pb.ENTRY_STATE_PUBLISHED)

ISSUER = pb.Issuer(
    lifecycle=_IN_USE,
    issuer_id="pmi",
    name="PMI",
    aliases=["Project Management Institute"],
    website="https://www.pmi.org",
)
PLATFORM = pb.Platform(
    lifecycle=_IN_USE, platform_id="coursera", name="Coursera", website="https://www.coursera.org"
)
SKILL = pb.Skill(
    lifecycle=_IN_USE,
    skill_id="project-management",
    name="project management",
    aliases=["managing projects"],
    source_note="Cairn's own",
)
CREDENTIAL = pb.Credential(
    lifecycle=_IN_USE,
    credential_id="pmp",
    name="Project Management Professional",
    kind=pb.CREDENTIAL_KIND_INDUSTRY_CERTIFICATION,
    issuer_id="pmi",
    platform_id="coursera",
    skills_granted=[pb.SkillLevel(skill_id="project-management", level=pb.PROFICIENCY_LEVEL_PRACTITIONER)],
    effort_hours=150,
    cost=pb.Cost(basis=pb.COST_BASIS_EXAM_FEE, price=Money(currency="USD", minor_units=57500)),
    validity="P3Y",
    website="https://www.pmi.org/pmp",
    source_note="PMI's page",
    illustrative=True,
)
STACK = pb.Stack(
    lifecycle=_IN_USE,
    stack_id="delivery",
    name="Delivery",
    specialisation="Getting things done",
    rule=pb.STACK_RULE_ALL_OF,
    members=[pb.StackMember(credential_id="pmp")],
)
LEARNING_PATH = pb.LearningPath(
    lifecycle=_IN_USE,
    path_id="to-pm",
    name="Become a project manager",
    description="Ends with PMP.",
    steps=[
        pb.PathStep(step_id="exam", goal=pb.StackMember(credential_id="pmp"), note="Four hours."),
        pb.PathStep(step_id="all", goal=pb.StackMember(stack_id="delivery")),
    ],
)
ROLE = pb.Role(
    lifecycle=_IN_USE,
    role_id="project-manager",
    name="Project manager",
    description="Delivers.",
    requirements=[
        pb.RoleRequirement(
            requirement_id="skill",
            skill=pb.SkillLevel(skill_id="project-management", level=pb.PROFICIENCY_LEVEL_WORKING),
        ),
        pb.RoleRequirement(requirement_id="pmp", credential_id="pmp"),
    ],
)
SENIOR_ROLE = pb.Role(lifecycle=_IN_USE, role_id="senior-project-manager", name="Senior project manager")
LADDER = pb.Ladder(
    lifecycle=_IN_USE,
    kind=pb.LADDER_KIND_PROMOTION,
    ladder_id="delivery",
    name="Delivery",
    role_ids=["project-manager", "senior-project-manager"],
)

SAMPLES: tuple[Any, ...] = (
    ISSUER,
    PLATFORM,
    SKILL,
    CREDENTIAL,
    STACK,
    LEARNING_PATH,
    ROLE,
    SENIOR_ROLE,
    LADDER,
)


def form_of(message: Any) -> Form[Any, Any]:
    """The form of a message's kind."""
    return next(form for form in FORMS if form.message is type(message))


def sample(form: Form[Any, Any]) -> Any:
    """A copy of the sample of a kind."""
    return changed(next(message for message in SAMPLES if isinstance(message, form.message)))


def entry_id(message: Any) -> str:
    """The id of a message's entry."""
    return str(getattr(message, form_of(message).kind.id_field))


def changed(message: Any, **fields: Any) -> Any:
    """A copy of the message with other values in some of its fields."""
    copy = type(message)()
    copy.CopyFrom(message)
    for name, value in fields.items():
        copy.ClearField(name)
        copy.MergeFrom(type(message)(**{name: value}))
    return copy


def proposal(message: Any) -> Proposal[Any]:
    """What the message proposes."""
    found: Proposal[Any] = form_of(message).propose(message)
    return found


def sound(message: Any) -> Entry:
    """The entry that the message proposes; it has to be sound."""
    entry: Entry = proposal(message).sound_entry(also_wrong=())
    return entry


def furnish(public_catalogue: Catalogue, *messages: Any) -> None:
    """Publishes the samples, or these messages, as the public catalogue."""
    publish_public(public_catalogue, [proposal(each) for each in messages or SAMPLES], now=NOW)


def shown_impact(catalogue: Catalogue, message: Any) -> str:
    """The digest of the impact that an admin is shown before an edit; empty for a new entry."""
    kind: type[Entry] = form_of(message).kind
    try:
        return impact_of(catalogue, principal=principal(), kind=kind, entry_id=entry_id(message)).digest
    except NotFoundError:
        return ""


def principal(tenant_id: str = "acme", *roles: str) -> Principal:
    """Somebody of a tenant; an admin unless roles are named."""
    return Principal(
        tenant_id=tenant_id,
        subject="sub-1",
        roles=frozenset(roles or {"tenant-admin"}),
        client_id="portal",
        email=None,
        email_verified=False,
    )
