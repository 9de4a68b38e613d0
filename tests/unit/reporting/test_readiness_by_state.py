"""Who is in a state of readiness: some of the people, while the figures stay those of all."""

import pytest

from cairn.learners.v1.events_pb2 import PersonState
from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_platform.errors import InvalidFieldsError, PageTokenInvalidError
from tests.support.reporting.asking import Asker, plain, principal
from tests.support.reporting.company import NOW, everything, verified
from tests.support.reporting.events import event
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.world import workforces

READY_UNTIL = contract.READINESS_STATE_READY_UNTIL
NOT_YET = contract.READINESS_STATE_NOT_YET
STATES = [each for each in contract.ReadinessState.values() if each]


def _question(*states: contract.ReadinessState.ValueType, size: int = 0) -> contract.ReportReadinessRequest:
    request = contract.ReportReadinessRequest(role_id="engineer", states=states)
    request.page.page_size = size
    return request


def _ids(answer: contract.ReportReadinessResponse) -> list[str]:
    return [each.person_id for each in answer.people]


@pytest.fixture(params=["by the engine", "person by person"])
def hr(request: pytest.FixtureRequest) -> Asker:
    """HR of a company of eighteen, asked either way."""
    world = InMemoryReadModels()
    world.apply(everything())
    people = [PersonState(person_id=f"p{number:02}", role_id="engineer") for number in range(12)]
    courses = [verified(f"{each.person_id}-c", each.person_id, "course", until=None) for each in people[:6]]
    world.apply([event(each, tenant_id="acme", version=1, at=NOW) for each in (*people, *courses)])
    caller = principal("hr", tenant_id="acme")
    if request.param == "by the engine":
        engine = workforces(world, clock=lambda: NOW)
        with engine.of("acme") as everybody:
            assert everybody is not None
        return Asker(world, caller, now=NOW, workforces=engine.of)
    return Asker(world, caller, now=NOW)


def test_each_state_lists_as_many_as_its_figure_and_the_states_together_everybody(hr: Asker) -> None:
    everybody = _question(size=500)
    everybody.group_by = contract.DIMENSION_DEPARTMENT
    told = hr.ask("ReportReadiness", everybody)
    in_states = []
    for state in STATES:
        asked = _question(state, size=500)
        asked.group_by = contract.DIMENSION_DEPARTMENT
        answer = hr.ask("ReportReadiness", asked)
        assert {each.state for each in answer.people} <= {state}
        name = contract.ReadinessState.Name(state).removeprefix("READINESS_STATE_").lower()
        assert len(answer.people) == getattr(answer.figures, name)
        # The figures, and who has no role, are of everybody asked for.
        assert (answer.figures, list(answer.groups)) == (told.figures, list(told.groups))
        assert answer.without_role_count == told.without_role_count
        in_states += answer.people
    assert sorted(map(str, map(plain, in_states))) == sorted(map(str, map(plain, told.people)))
    assert len({each.state for each in told.people}) > 1


def test_pages_of_a_state_are_pages_of_who_is_in_it(hr: Asker) -> None:
    whole = _ids(hr.ask("ReportReadiness", _question(NOT_YET, READY_UNTIL, size=500)))
    request, found = _question(READY_UNTIL, NOT_YET, size=4), []
    while True:
        answer = hr.ask("ReportReadiness", request)
        found.append(_ids(answer))
        if not answer.page.next_page_token:
            break
        request.page.page_token = answer.page.next_page_token
    assert [person_id for page in found for person_id in page] == whole
    assert [len(page) for page in found[:-1]] == [4] * (len(found) - 1)


def test_a_page_token_goes_on_with_the_states_it_was_given_for_and_no_others(hr: Asker) -> None:
    token = hr.ask("ReportReadiness", _question(NOT_YET, size=2)).page.next_page_token
    assert token
    for states in ([], [READY_UNTIL], [NOT_YET, READY_UNTIL]):
        other = _question(*states, size=2)
        other.page.page_token = token
        with pytest.raises(PageTokenInvalidError):
            hr.ask("ReportReadiness", other)


def test_a_state_said_twice_is_one_state(hr: Asker) -> None:
    once, twice = _question(NOT_YET, size=2), _question(NOT_YET, NOT_YET, size=2)
    assert hr.ask("ReportReadiness", once) == hr.ask("ReportReadiness", twice)


def test_a_state_that_nobody_is_in_is_an_empty_page_and_no_wrong_date(hr: Asker) -> None:
    answer = hr.ask("ReportReadiness", _question(contract.READINESS_STATE_BLOCKED))
    assert (_ids(answer), answer.page.next_page_token) == ([], "")


@pytest.mark.parametrize("number", [0, 99])
def test_a_state_that_there_is_none_of_is_named(hr: Asker, number: int) -> None:
    request = _question(NOT_YET)
    request.states.append(contract.ReadinessState.ValueType(number))
    with pytest.raises(InvalidFieldsError) as refused:
        hr.ask("ReportReadiness", request)
    assert [(each.field, each.reason) for each in refused.value.violations] == [("states[1]", "UNKNOWN")]


def test_who_may_not_see_persons_cannot_ask_who_is_in_a_state() -> None:
    world = InMemoryReadModels()
    world.apply(everything())
    analyst = Asker(world, principal("analyst", tenant_id="acme"), now=NOW)
    for figures_only in (False, True):
        request = _question(NOT_YET)
        request.figures_only = figures_only
        with pytest.raises(InvalidFieldsError) as refused:
            analyst.ask("ReportReadiness", request)
        assert [(each.field, each.reason) for each in refused.value.violations] == [("states", "NOT_ALLOWED")]


def test_a_manager_sees_who_of_the_own_line_is_in_a_state() -> None:
    world = InMemoryReadModels()
    world.apply(everything())
    bob = Asker(world, principal("manager", tenant_id="acme", subject="account-bob"), now=NOW)
    everybody = bob.ask("ReportReadiness", contract.ReportReadinessRequest())
    not_yet = bob.ask("ReportReadiness", contract.ReportReadinessRequest(states=[NOT_YET]))
    assert _ids(not_yet) == [each.person_id for each in everybody.people if each.state == NOT_YET]
    assert len(_ids(not_yet)) == 3
