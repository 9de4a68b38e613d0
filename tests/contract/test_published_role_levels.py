"""Every role level of the UK government's framework, from the file as published through the catalogue into reporting, and judged there.

The framework lies beside the repository, in ../shared/data: it is not part of it.
"""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from cairn_catalog.adapters.contract.role_states import role_state
from cairn_catalog.adapters.files.tables import COMMA, decoded, rows
from cairn_catalog.domain.role import Role as RoleEntry
from cairn_catalog.domain.taxonomy.role_ladders import REQUIRED_COLUMNS, read_role_ladders
from cairn_catalog.domain.taxonomy.skill_register import SkillRegister
from cairn_reporting.adapters.kafka import states
from cairn_reporting.domain.achievements import portfolio_of
from cairn_reporting.domain.assessments import DEFAULT_RULES, Assessment, Assessor
from cairn_reporting.domain.catalogue import Catalogue, Role
from cairn_reporting.domain.comparison import Comparison
from cairn_reporting.domain.demands import SkillDemand
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.readiness import (
    PersonReadiness,
    ReadinessState,
    RequirementState,
    person_readiness,
)
from cairn_reporting.domain.tenure import Tenure

FRAMEWORK = Path(__file__).resolve().parents[3] / "shared" / "data" / "gdad-role-levels.csv"
NOTHING = Catalogue(skills={}, credentials={}, stacks={})
NOW = datetime(2026, 11, 22, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not FRAMEWORK.exists(), reason="the framework lies beside the project, where it is developed"
)


@cache
def _framework() -> dict[str, Role]:
    content = decoded(FRAMEWORK.read_bytes(), file=FRAMEWORK.name)
    table = rows(content, file=FRAMEWORK.name, delimiter=COMMA, columns=REQUIRED_COLUMNS)
    read = read_role_ladders(table, register=SkillRegister(()), source_note="OGL v3")
    entries = [each.proposal.entry for each in read.proposed]
    roles = [states.role(role_state(each)) for each in entries if isinstance(each, RoleEntry)]
    return {role.role_id: role for role in roles}


def _asked(role: Role) -> dict[str, int]:
    demands = [requirement.demand for requirement in role.requirements]
    return {each.skill_id: each.level for each in demands if isinstance(each, SkillDemand)}


def _judged(role: Role, levels: dict[str, int]) -> PersonReadiness:
    said = [
        Assessment(
            assessment_id=skill_id,
            person_id="ada",
            skill_id=skill_id,
            assessor=Assessor.REVIEWER,
            level=level,
            assessed_on=date(2026, 1, 1),
            given_at=NOW,
            withdrawn=False,
        )
        for skill_id, level in levels.items()
    ]
    portfolio = portfolio_of(achievements=(), assessments=said, rules=DEFAULT_RULES, catalogue=NOTHING)
    return person_readiness(
        person_id="ada",
        comparison=Comparison(role=role, choice=None),
        record=Record(portfolio=portfolio, tenure=Tenure()),
        catalogue=NOTHING,
        at=NOW,
    )


def test_whoever_has_just_what_a_role_level_asks_for_is_ready_for_it() -> None:
    roles = _framework()
    assert len(roles) == 148
    for role in roles.values():
        assert _judged(role, _asked(role)).state is ReadinessState.READY
        assert _judged(role, {}).state is ReadinessState.NOT_YET


def test_whoever_is_one_level_short_in_one_skill_is_short_there_and_nowhere_else() -> None:
    roles = _framework()
    for role in roles.values():
        asked = _asked(role)
        lowered = max(asked, key=lambda skill_id: (asked[skill_id], skill_id))
        found = _judged(role, {**asked, lowered: asked[lowered] - 1})
        short = RequirementState.SHORT if asked[lowered] > 1 else RequirementState.MISSING
        states_found = {each.state for each in found.standings if each.name != lowered}
        assert states_found <= {RequirementState.MET}
        assert {each.state for each in found.standings if each.name == lowered} == {short}


def test_rungs_are_not_monotonic_a_senior_may_lack_what_the_head_needs_and_the_head_what_a_senior_needs() -> (
    None
):
    roles = _framework()
    senior = roles["content-designer.senior-content-designer"]
    head = roles["content-designer.head-of-content-design"]
    for asks, has in ((senior, head), (head, senior)):
        found = _judged(asks, _asked(has))
        assert found.state in {ReadinessState.NEARLY, ReadinessState.NOT_YET}
        assert found.share < 1
