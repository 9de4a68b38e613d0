"""Arbitrary sound entries, for properties."""

from typing import Any

from hypothesis import strategies as st

from cairn_catalog.domain.credential import Cost, CostBasis, Credential, CredentialKind, Money
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.ladder import Ladder
from cairn_catalog.domain.learning_path import LearningPath, PathStep
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.role import CredentialDemand, Role, RoleRequirement
from cairn_catalog.domain.skill import ProficiencyLevel, Skill, SkillLevel
from cairn_catalog.domain.stack import CredentialMember, Stack, StackMember, StackRule
from cairn_catalog.domain.validity import Validity

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)
NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=30)
TEXTS = st.one_of(st.just(""), NAMES)
URLS = st.sampled_from(["", "https://pmi.org", "http://example.org:8080/a?b=c#d"])
_ALIASES = st.just(()) | NAMES.map(lambda name: (f"{name}-{name}-1", f"{name}-{name}-2"))
_LEVELS = st.sampled_from([level for level in ProficiencyLevel if level])
_SKILL_LEVELS = st.builds(SkillLevel, skill_id=IDS, level=_LEVELS)
_MEMBERS = st.one_of(IDS.map(CredentialMember), IDS.map(StackMember))
_MONEY = st.builds(Money, currency=st.sampled_from(["USD", "EUR"]), minor_units=st.integers(1, 10**9))
_COSTS = st.one_of(
    st.just(Cost(basis=CostBasis.UNKNOWN, price=None)),
    st.just(Cost(basis=CostBasis.FREE, price=None)),
    st.builds(
        Cost,
        basis=st.sampled_from([CostBasis.ONE_PRICE, CostBasis.MONTHLY, CostBasis.EXAM_FEE]),
        price=st.none() | _MONEY,
    ),
)
_VALIDITIES = st.none() | st.builds(
    Validity,
    years=st.integers(0, 9),
    months=st.integers(0, 99),
    weeks=st.integers(0, 9),
    days=st.integers(1, 99),
)


def _tuples(elements: st.SearchStrategy[Any], *, by: Any, at_least: int = 0) -> st.SearchStrategy[Any]:
    return st.lists(elements, min_size=at_least, max_size=4, unique_by=by).map(tuple)


def entries(*, versions: st.SearchStrategy[int]) -> st.SearchStrategy[Entry]:
    """A sound entry of any kind."""
    common = {"id": IDS, "version": versions, "name": NAMES}
    return st.one_of(
        st.builds(Issuer, **common, aliases=_ALIASES, website=URLS),
        st.builds(Platform, **common, website=URLS),
        st.builds(Skill, **common, esco_uri=st.just(""), aliases=_ALIASES, source_note=TEXTS),
        st.builds(
            Credential,
            **common,
            kind=st.sampled_from(CredentialKind),
            issuer_id=IDS,
            platform_id=st.just("") | IDS,
            skills_granted=_tuples(_SKILL_LEVELS, by=lambda each: each.skill_id),
            effort_hours=st.none() | st.integers(1, 20_000),
            cost=_COSTS,
            validity=_VALIDITIES,
            website=URLS,
            source_note=TEXTS,
            illustrative=st.booleans(),
        ),
        _tuples(_MEMBERS, by=lambda each: each, at_least=1).flatmap(
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
                st.builds(PathStep, step_id=IDS, goal=_MEMBERS, note=TEXTS),
                by=(lambda step: step.goal, lambda step: step.step_id),
                at_least=1,
            ),
        ),
        st.builds(
            Role,
            **common,
            description=TEXTS,
            requirements=_tuples(
                st.builds(
                    RoleRequirement,
                    requirement_id=IDS,
                    demand=_SKILL_LEVELS | st.builds(CredentialDemand, credential_id=IDS),
                ),
                by=(
                    lambda each: each.requirement_id,
                    lambda each: getattr(each.demand, "skill_id", None) or ("c", each.demand.credential_id),
                ),
            ),
        ),
        st.builds(Ladder, **common, role_ids=_tuples(IDS, by=lambda each: each, at_least=2)),
    )
