"""Who may see and do what."""

from collections.abc import Callable

import pytest

from cairn_learners.domain.errors import NoPersonError, NotOneselfError, OwnClaimError
from cairn_learners.domain.reach import (
    Reach,
    check_is_oneself,
    check_leads_somebody,
    check_may_claim_for,
    check_may_decide_on,
    check_may_lead,
    check_seen,
    needs_lines,
    reach_of,
)
from cairn_learners.domain.teams import managers_within, sees_team, team_of
from cairn_platform.errors import NotFoundError, RefusedError, RoleRequiredError
from tests.support.learners.builders import a_person, lines

LINES = lines(cleo=None, ben="cleo", ann="ben", bob="cleo", zoe=None, yan="zoe")


def _reach(own_id: str | None, *roles: str) -> Reach:
    return reach_of(roles=frozenset(roles), own_id=own_id, lines=LINES)


EMPLOYEE = _reach("ann", "employee")
MANAGER = _reach("cleo", "employee", "manager")
WITHOUT_ROLE = _reach("cleo", "employee")
WITHOUT_LINE = _reach("ann", "employee", "manager")
HR = _reach("yan", "employee", "hr")
ADMIN = _reach("yan", "employee", "tenant-admin")
CLIENT = _reach(None, "hr")


@pytest.mark.parametrize(
    ("reach", "seen"),
    [
        (EMPLOYEE, {"ann"}),
        (MANAGER, {"cleo", "ben", "ann", "bob"}),
        (WITHOUT_ROLE, {"cleo"}),
        (WITHOUT_LINE, {"ann"}),
        (HR, set(LINES.above_of)),
        (ADMIN, set(LINES.above_of)),
        (CLIENT, set(LINES.above_of)),
        (_reach(None, "employee", "manager"), set()),
    ],
)
def test_one_sees_oneself_the_own_line_at_any_depth_and_with_hr_or_tenant_admin_everybody(
    reach: Reach, seen: set[str]
) -> None:
    assert {person_id for person_id in LINES.above_of if reach.sees(person_id)} == seen
    assert reach.seen == (None if reach.everybody else frozenset(seen))


def test_a_manager_needs_the_role_and_somebody_in_the_line() -> None:
    check_leads_somebody(MANAGER)
    check_leads_somebody(CLIENT)
    for reach in (EMPLOYEE, WITHOUT_ROLE, WITHOUT_LINE):
        with pytest.raises(RoleRequiredError):
            check_leads_somebody(reach)


def test_lines_are_only_needed_for_who_may_lead() -> None:
    assert needs_lines(roles=frozenset({"manager"}), own_id="cleo")
    assert not needs_lines(roles=frozenset({"manager"}), own_id=None)
    assert not needs_lines(roles=frozenset({"hr"}), own_id="cleo")


def test_who_is_outside_the_reach_is_refused_like_somebody_unknown() -> None:
    with pytest.raises(NotFoundError) as outside:
        check_seen(MANAGER, "yan", resource="person")
    with pytest.raises(NotFoundError) as unknown:
        check_seen(MANAGER, "nobody", resource="person")
    assert str(outside.value) == str(unknown.value) == "There is no such person."


def _refusal(check: Callable[[], None]) -> type[RefusedError] | None:
    try:
        check()
    except RefusedError as error:
        return type(error)
    return None


@pytest.mark.parametrize(
    ("reach", "person_id", "refusal"),
    [
        (EMPLOYEE, "ann", None),
        (EMPLOYEE, "ben", NotFoundError),
        (MANAGER, "cleo", None),
        (MANAGER, "ann", RoleRequiredError),
        (MANAGER, "yan", NotFoundError),
        (HR, "ann", None),
        (ADMIN, "ann", None),
        (CLIENT, "ann", None),
    ],
)
def test_one_claims_for_oneself_and_hr_and_tenant_admin_for_anybody(
    reach: Reach, person_id: str, refusal: type[RefusedError] | None
) -> None:
    assert _refusal(lambda: check_may_claim_for(reach, person_id)) is refusal


@pytest.mark.parametrize(
    ("reach", "person_id", "refusal"),
    [
        (MANAGER, "ann", None),
        (MANAGER, "ben", None),
        (MANAGER, "cleo", OwnClaimError),
        (MANAGER, "yan", NotFoundError),
        (WITHOUT_ROLE, "ann", NotFoundError),
        (EMPLOYEE, "ann", OwnClaimError),
        (EMPLOYEE, "ben", NotFoundError),
        (HR, "ann", None),
        (HR, "yan", OwnClaimError),
        (ADMIN, "ann", RoleRequiredError),
        (ADMIN, "yan", OwnClaimError),
        (CLIENT, "ann", None),
        (_reach("cleo", "tenant-admin", "manager"), "ann", None),
    ],
)
def test_a_claim_is_decided_by_a_manager_above_or_hr_and_never_by_the_claimant(
    reach: Reach, person_id: str, refusal: type[RefusedError] | None
) -> None:
    assert _refusal(lambda: check_may_decide_on(reach, person_id)) is refusal


@pytest.mark.parametrize(
    ("reach", "person_id", "refusal"),
    [
        (MANAGER, "ann", None),
        (MANAGER, "cleo", RoleRequiredError),
        (MANAGER, "yan", NotFoundError),
        (HR, "ann", None),
        (ADMIN, "yan", None),
        (EMPLOYEE, "ann", RoleRequiredError),
    ],
)
def test_paths_are_assigned_by_a_manager_above_hr_and_tenant_admin(
    reach: Reach, person_id: str, refusal: type[RefusedError] | None
) -> None:
    assert _refusal(lambda: check_may_lead(reach, [person_id])) is refusal


@pytest.mark.parametrize(
    ("reach", "person_id", "refusal"),
    [
        (EMPLOYEE, "ann", None),
        (MANAGER, "ann", NotOneselfError),
        (MANAGER, "yan", NotFoundError),
        (HR, "ann", NotOneselfError),
        (CLIENT, "ann", NoPersonError),
    ],
)
def test_some_things_only_the_person_can_say(
    reach: Reach, person_id: str, refusal: type[RefusedError] | None
) -> None:
    assert _refusal(lambda: check_is_oneself(reach, person_id, resource="enrolment")) is refusal


@pytest.mark.parametrize(
    ("reach", "teams"),
    [
        (MANAGER, {"cleo", "ben"}),
        (_reach("ben", "manager"), {"ben"}),
        (HR, {"cleo", "ben", "zoe"}),
        (EMPLOYEE, set()),
        (WITHOUT_LINE, set()),
    ],
)
def test_a_manager_sees_the_own_team_and_those_below(reach: Reach, teams: set[str]) -> None:
    assert managers_within(reach, lines=LINES) == teams
    assert not sees_team(reach, "ann", lines=LINES)


def test_a_team_is_read_off_the_line() -> None:
    team = team_of(a_person("cleo", given_name="Cleo", family_name="Oak"), lines=LINES)
    assert (team.team_id, team.manager_name) == ("cleo", "Cleo Oak")
    assert (team.direct_member_count, team.total_member_count) == (2, 3)
