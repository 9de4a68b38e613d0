"""What would be, and that it is what comes true when it happens."""

import random
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.reporting.v1 import reporting_service_pb2 as reports
from cairn.reporting.v1 import what_if_pb2 as contract
from cairn_reporting.application.supposed_facts import SupposedFacts
from cairn_reporting.domain.catalogue import Path, PathStep
from cairn_reporting.domain.what_if import Scenario, credentials_of
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.asking import Asker, plain, principal
from tests.support.reporting.builders import place, stack
from tests.support.reporting.calling import ReportingEndpoint
from tests.support.reporting.company import NOW
from tests.support.reporting.events import from_plain
from tests.support.reporting.histories import (
    CREDENTIALS,
    PEOPLE,
    Plain,
    histories,
    instants,
    written,
)
from tests.support.reporting.memory import InMemoryReadModels

HR = principal("hr", tenant_id="acme", subject="account-of-hr")


def _what_if(reporting: ReportingEndpoint, **request: Any) -> contract.ReportWhatIfResponse:
    answer: contract.ReportWhatIfResponse = reporting.caller("hr").call(
        "ReportWhatIf", contract.ReportWhatIfRequest(**request)
    )
    return answer


def _people(*person_ids: str) -> reports.PeopleFilter:
    return reports.PeopleFilter(person_ids=person_ids)


def test_where_nothing_is_supposed_nothing_changes(reporting: ReportingEndpoint) -> None:
    answer = _what_if(reporting)
    assert (answer.people_count_before, answer.people_count) == (6, 6)
    assert not answer.starts
    assert not answer.stops
    assert all(
        (each.demanded_before, each.short_before) == (each.demanded, each.short) for each in answer.gaps
    )


def test_whoever_completes_what_is_lacking_starts_being_ready(reporting: ReportingEndpoint) -> None:
    earned = contract.SupposedCompletion(credential_ids=["course"], people=_people("dan", "cleo"))
    answer = _what_if(reporting, role_id="engineer", completions=[earned])
    (change,) = answer.starts
    assert (change.person_id, change.before, change.after) == (
        "dan",
        reports.READINESS_STATE_NOT_YET,
        reports.READINESS_STATE_READY,
    )
    assert change.explanation.startswith("Ready for Engineer")
    (gap,) = answer.gaps
    assert (gap.short_before, gap.short) == (5, 4)


def test_whoever_does_not_renew_stops_being_ready_and_who_leaves_is_gone(
    reporting: ReportingEndpoint,
) -> None:
    lapse = contract.SupposedLapse(credential_id="course")
    answer = _what_if(reporting, role_id="engineer", lapses=[lapse], leaving_person_ids=["dan"])
    assert [each.person_id for each in answer.stops] == ["cleo"]
    (gap,) = answer.gaps
    assert (gap.demanded_before, gap.short_before, gap.demanded, gap.short) == (6, 5, 5, 5)


def test_whoever_leaves_does_not_stop_being_ready(reporting: ReportingEndpoint) -> None:
    answer = _what_if(reporting, role_id="engineer", leaving_person_ids=["cleo"])
    assert (list(answer.stops), answer.people_count) == ([], 5)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({"as_of": timestamp(NOW - timedelta(seconds=1))}, "as_of"),
        ({"completions": [contract.SupposedCompletion()]}, "completions[0]"),
        (
            {"completions": [contract.SupposedCompletion(path_id="p", credential_ids=["pmp"])]},
            "completions[0]",
        ),
        ({"leaving_person_ids": ["cleo"] * 501}, "leaving_person_ids"),
        ({"lapses": [contract.SupposedLapse(credential_id="pmp")] * 51}, "lapses"),
    ],
)
def test_what_cannot_be_supposed_is_named(
    reporting: ReportingEndpoint, request_: dict[str, Any], field: str
) -> None:
    refusal = reporting.caller("hr").refusal("ReportWhatIf", contract.ReportWhatIfRequest(**request_))
    assert [name for name, _ in refusal.fields] == [field]


@pytest.mark.parametrize(
    "request_",
    [
        {"lapses": [contract.SupposedLapse(credential_id="unknown")]},
        {"completions": [contract.SupposedCompletion(credential_ids=["unknown"])]},
        {"completions": [contract.SupposedCompletion(path_id="unknown")]},
        {"leaving_person_ids": ["ada"]},
        {"role_id": "unknown"},
    ],
)
def test_what_is_not_there_for_a_manager_is_not_found(
    reporting: ReportingEndpoint, request_: dict[str, Any]
) -> None:
    bob = reporting.caller("employee", "manager", subject="account-bob")
    refusal = bob.refusal("ReportWhatIf", contract.ReportWhatIfRequest(**request_))
    assert refusal.reason == "NOT_FOUND"


def test_a_path_means_the_first_way_of_each_step_and_of_a_stack_as_much_as_it_needs() -> None:
    known = {
        "stack-two": stack(
            "stack-two", place("pmp"), place("stack-in", "cpa"), place("bsc"), required_count=2
        ),
        "stack-in": stack("stack-in", place("exam", "course")),
        "stack-round": stack("stack-round", place("stack-round")),
    }
    path = Path(
        "p",
        tuple(
            PathStep(f"s{number}", goals)
            for number, goals in enumerate(
                (place("basics", "stack-in"), place("stack-two"), place("stack-round"), place("stack-gone"))
            )
        ),
    )
    assert credentials_of(path, stacks=known) == {"basics", "pmp", "exam"}


_credentials_by_person = st.dictionaries(
    st.sampled_from(PEOPLE), st.frozensets(st.sampled_from(CREDENTIALS), min_size=1), max_size=2
)
_scenarios = st.builds(
    Scenario,
    leaving=st.frozensets(st.sampled_from(PEOPLE), max_size=2),
    lapsed=_credentials_by_person,
    earned=_credentials_by_person,
)


def _come_true(history: list[Plain], scenario: Scenario, at: datetime) -> list[Plain]:
    """The history with what is supposed as events: people left the day before, periods end, credentials were verified."""
    newest: dict[tuple[str, str], Plain] = {}
    for event in history:
        if event["tenant"] == "acme" and event["message"] in {"PersonState", "AchievementState"}:
            key = "person_id" if event["message"] == "PersonState" else "achievement_id"
            newest[event["message"], event["state"][key]] = event
    followed: list[Plain] = []
    for (message, _), event in newest.items():
        state = deepcopy(event["state"])
        if message == "PersonState" and state["person_id"] in scenario.leaving:
            state["left_on"] = (at - timedelta(days=1)).date().isoformat()
        elif message == "AchievementState" and state["credential_id"] in scenario.lapsed.get(
            state["person_id"], ()
        ):
            state["periods"] = [
                {**each, "valid_until": min(each.get("valid_until", written(at)), written(at))}
                for each in state["periods"]
                if each["valid_from"] < written(at)
            ]
        followed.append({**event, "version": event["version"] + 1, "state": state})
    for person_id, credential_ids in scenario.earned.items():
        for credential_id in credential_ids:
            state = {
                "achievement_id": f"what-if:{person_id}:{credential_id}",
                "person_id": person_id,
                "credential_id": credential_id,
                "decision": "DECISION_VERIFIED",
                "periods": [{"valid_from": written(at)}],
            }
            followed.append(
                {
                    "tenant": "acme",
                    "message": "AchievementState",
                    "version": 1,
                    "state": state,
                    "time": history[-1]["time"],
                }
            )
    return [*history, *followed]


class _Supposed:
    """A world in which a scenario is supposed."""

    def __init__(self, world: InMemoryReadModels, scenario: Scenario, at: datetime) -> None:
        self._world = world
        self._scenario = scenario
        self._at = at
        self.settings = world.settings
        self.apply = world.apply
        self.log = world.log
        self.snapshots = world.snapshots
        self.enrolments = world.enrolments

    def facts(self, tenant_id: str, *, known_at: datetime | None = None) -> SupposedFacts:
        """The facts as the scenario would make them."""
        facts = self._world.facts(tenant_id, known_at=known_at)
        return SupposedFacts(facts, scenario=self._scenario, at=self._at)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(history=histories(), at=instants, scenario=_scenarios, seed=st.integers(0, 2**32))
def test_what_is_supposed_is_what_is_answered_when_it_has_happened_and_the_clock_has_moved(
    history: list[Plain], at: datetime, scenario: Scenario, seed: int
) -> None:
    now, then = InMemoryReadModels(), InMemoryReadModels()
    now.apply([from_plain(each) for each in history])
    happened = _come_true(history, scenario, at)
    random.Random(seed).shuffle(happened)
    then.apply([from_plain(each) for each in happened])
    supposed = Asker(_Supposed(now, scenario, at), HR, now=at - timedelta(days=30))
    come_true = Asker(then, HR, now=at)
    for method, request in (
        ("ReportSkillGaps", reports.ReportSkillGapsRequest),
        ("ReportReadiness", reports.ReportReadinessRequest),
        ("ReportRecertification", reports.ReportRecertificationRequest),
    ):
        before, after = supposed.ask(method, request(as_of=timestamp(at))), come_true.ask(method, request())
        for answer in (before, after):
            answer.ClearField("freshness")
        assert plain(before) == plain(after)
