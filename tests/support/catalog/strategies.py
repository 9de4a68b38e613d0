"""Arbitrary sound entries, for properties."""

from typing import Any

from hypothesis import strategies as st

from cairn_catalog.domain.cost import Cost, CostBasis, Money, Payer
from cairn_catalog.domain.credential import (
    WITHOUT_POST_NOMINAL,
    Credential,
    CredentialKind,
    Intensity,
    Prerequisite,
    StudyLoad,
)
from cairn_catalog.domain.demand import (
    Alternative,
    AnyOf,
    CredentialDemand,
    Experience,
    StackDemand,
    TimeInRole,
    subject,
)
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer, Recognition, RecognitionExtent
from cairn_catalog.domain.ladder import Ladder, LadderKind
from cairn_catalog.domain.learning_path import LearningPath, PathStep
from cairn_catalog.domain.lifecycle import EntryState, Lifecycle
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.quality_signals import (
    EmployerAcknowledgment,
    FrameworkAlignment,
    LearnerReviews,
    QualitySignals,
)
from cairn_catalog.domain.role import Role, RoleRequirement
from cairn_catalog.domain.skill import ProficiencyLevel, Skill, SkillLevel, Translation
from cairn_catalog.domain.stack import CredentialMember, Member, OneOf, Stack, StackMember, StackRule
from cairn_catalog.domain.validity import Validity

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)
NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=30)
TEXTS = st.one_of(st.just(""), NAMES)
URLS = st.sampled_from(["", "https://pmi.org", "http://example.org:8080/a?b=c#d"])
_ALIASES = st.just(()) | NAMES.map(lambda name: (f"{name}-{name}-1", f"{name}-{name}-2"))
_LEVELS = st.sampled_from([level for level in ProficiencyLevel if level])
_SKILL_LEVELS = st.builds(SkillLevel, skill_id=IDS, level=_LEVELS)
_GOALS = st.one_of(IDS.map(CredentialMember), IDS.map(StackMember))
_MAYBE = st.none() | st.booleans()
VALIDITIES = st.none() | st.builds(
    Validity,
    years=st.integers(0, 9),
    months=st.integers(0, 99),
    weeks=st.integers(0, 9),
    days=st.integers(1, 99),
)

_DAYS = st.dates()
_LIVES = st.one_of(
    st.builds(
        Lifecycle,
        state=st.sampled_from([EntryState.DRAFT, EntryState.PUBLISHED]),
        retired_on=st.none(),
        retirement_reason=st.just(""),
    ),
    st.builds(Lifecycle, state=st.just(EntryState.RETIRED), retired_on=_DAYS, retirement_reason=NAMES),
)
_RECOGNITIONS = st.one_of(
    st.builds(Recognition, extent=st.just(RecognitionExtent.UNKNOWN), source=TEXTS),
    st.builds(Recognition, extent=st.sampled_from(RecognitionExtent), source=NAMES),
)
_MONEY = st.builds(Money, currency=st.just("EUR"), minor_units=st.integers(1, 10**9))
_FURTHER_COSTS = {
    "subscription_per_month": st.none() | _MONEY,
    "renewal_interval": st.none(),
    "audit_available": _MAYBE,
    "financial_aid_available": _MAYBE,
    "usual_payer": st.sampled_from(Payer),
}
COSTS = st.one_of(
    st.builds(
        Cost,
        basis=st.sampled_from([CostBasis.UNKNOWN, CostBasis.FREE]),
        price=st.none(),
        exam_fee=st.none() | _MONEY,
        renewal_fee=st.none() | _MONEY,
        **_FURTHER_COSTS,
    ),
    st.builds(
        Cost,
        basis=st.just(CostBasis.ONE_PRICE),
        price=st.none() | _MONEY,
        exam_fee=st.none() | _MONEY,
        renewal_fee=_MONEY,
        **{**_FURTHER_COSTS, "renewal_interval": VALIDITIES},
    ),
    st.builds(
        Cost,
        basis=st.just(CostBasis.EXAM_FEE),
        price=st.none() | _MONEY,
        exam_fee=st.none(),
        renewal_fee=st.none() | _MONEY,
        **_FURTHER_COSTS,
    ),
)
_PREREQUISITES = st.one_of(
    st.builds(Prerequisite, credential_id=IDS, experience_months=st.none(), note=TEXTS),
    st.builds(Prerequisite, credential_id=st.none(), experience_months=st.integers(1, 600), note=TEXTS),
)
_INTENSITIES = st.builds(
    Intensity,
    load=st.sampled_from(StudyLoad),
    hours_per_week=st.none() | st.integers(1, 168),
    weeks=st.none() | st.integers(1, 520),
)
_SIGNALS = st.builds(
    QualitySignals,
    graded_assessment=_MAYBE,
    proctored=_MAYBE,
    hands_on_project=_MAYBE,
    instruction_beyond_video=_MAYBE,
    reviews=st.builds(
        LearnerReviews,
        count=st.none() | st.integers(1, 10**9),
        average_hundredths=st.none() | st.integers(100, 500),
        moved_on_percent=st.none() | st.integers(0, 100),
    ),
    employers=st.builds(EmployerAcknowledgment, acknowledged=_MAYBE, statement=TEXTS),
    framework=st.builds(FrameworkAlignment, aligned=_MAYBE, framework=NAMES),
    content_updated_on=st.none() | _DAYS,
    source_note=TEXTS,
)
_SINGLE_DEMANDS = st.one_of(
    _SKILL_LEVELS,
    st.builds(CredentialDemand, credential_id=IDS),
    st.builds(StackDemand, stack_id=IDS),
    st.builds(Experience, months=st.integers(1, 600), role_id=st.just("") | IDS),
    st.builds(TimeInRole, months=st.integers(1, 600)),
)


def _tuples(elements: st.SearchStrategy[Any], *, by: Any, at_least: int = 0) -> st.SearchStrategy[Any]:
    return st.lists(elements, min_size=at_least, max_size=4, unique_by=by).map(tuple)


_ALTERNATIVES = st.builds(Alternative, all_of=_tuples(_SINGLE_DEMANDS, by=subject, at_least=1))
_DEMANDS = _SINGLE_DEMANDS | st.builds(
    AnyOf,
    alternatives=_tuples(_ALTERNATIVES, by=lambda each: frozenset(each.all_of), at_least=2),
)
_MEMBERS = st.one_of(
    st.builds(Member, filled_by=_GOALS, equivalent_credential_ids=st.just(())),
    st.builds(
        Member,
        filled_by=IDS.map(CredentialMember),
        equivalent_credential_ids=IDS.map(lambda each: (f"also-{each}",)),
    ),
    st.builds(
        Member,
        filled_by=st.builds(OneOf, _tuples(_GOALS, by=lambda each: each, at_least=2)),
        equivalent_credential_ids=st.just(()),
    ),
)


def _fills_no_place_twice(members: tuple[Member, ...]) -> bool:
    ways = [way for member in members for way in member.ways]
    return len(ways) == len(set(ways))


def _credentials(common: dict[str, Any], kind: CredentialKind) -> st.SearchStrategy[Credential]:
    return st.builds(
        Credential,
        **common,
        kind=st.just(kind),
        issuer_id=IDS,
        platform_id=st.just("") | IDS,
        skills_granted=_tuples(_SKILL_LEVELS, by=lambda each: each.skill_id),
        effort_hours=st.none() | st.integers(1, 20_000),
        cost=COSTS,
        validity=VALIDITIES,
        website=URLS,
        source_note=TEXTS,
        illustrative=st.booleans(),
        prerequisites=_tuples(_PREREQUISITES, by=lambda each: each.credential_id),
        post_nominal=st.just("") if kind in WITHOUT_POST_NOMINAL else TEXTS,
        intensity=st.none() | _INTENSITIES if kind is CredentialKind.BOOTCAMP else st.none(),
        project_count=st.none() | st.integers(1, 9) if kind is CredentialKind.NANODEGREE else st.none(),
        quality_signals=_SIGNALS,
    )


def entries(*, versions: st.SearchStrategy[int]) -> st.SearchStrategy[Entry]:
    """A sound entry of any kind."""
    common = {
        "id": IDS.map(lambda each: f"own-{each}"),
        "version": versions,
        "name": NAMES,
        "lifecycle": _LIVES,
    }
    return st.one_of(
        st.builds(
            Issuer,
            **common,
            aliases=_ALIASES,
            website=URLS,
            recognition=_RECOGNITIONS,
            merged_into=st.just("") | IDS,
        ),
        st.builds(Platform, **common, website=URLS),
        st.builds(
            Skill,
            **common,
            esco_uri=st.just(""),
            aliases=_ALIASES,
            translations=_tuples(
                st.builds(Translation, language=st.sampled_from(["de", "fr"]), name=NAMES, aliases=_ALIASES),
                by=lambda each: each.language,
            ),
            broader_skill_ids=_tuples(IDS, by=lambda each: each),
            source_note=TEXTS,
        ),
        st.sampled_from(CredentialKind).flatmap(lambda kind: _credentials(common, kind)),
        _tuples(_MEMBERS, by=lambda each: each, at_least=1)
        .filter(_fills_no_place_twice)
        .flatmap(
            lambda members: st.one_of(
                st.builds(
                    Stack,
                    **common,
                    specialisation=TEXTS,
                    rule=st.sampled_from([StackRule.ALL_OF, StackRule.ORDERED]),
                    required_count=st.just(0),
                    members=st.just(members),
                ),
                st.builds(
                    Stack,
                    **common,
                    specialisation=TEXTS,
                    rule=st.just(StackRule.N_OF),
                    required_count=st.integers(1, len(members)),
                    members=st.just(members),
                ),
            )
        ),
        st.builds(
            LearningPath,
            **common,
            description=TEXTS,
            steps=_tuples(
                st.builds(PathStep, step_id=IDS, goal=_GOALS, note=TEXTS),
                by=(lambda step: step.goal, lambda step: step.step_id),
                at_least=1,
            ),
        ),
        st.builds(
            Role,
            **common,
            description=TEXTS,
            occupation_uri=URLS,
            requirements=_tuples(
                st.builds(
                    RoleRequirement,
                    requirement_id=IDS,
                    demand=_DEMANDS,
                    weight=st.none() | st.integers(1, 100),
                ),
                by=(lambda each: each.requirement_id, lambda each: subject(each.demand)),
            ),
        ),
        st.builds(
            Ladder,
            **common,
            kind=st.sampled_from(LadderKind),
            role_ids=_tuples(IDS, by=lambda each: each, at_least=2),
        ),
    )
