"""Paths are previewed, assigned, worked on; and seen as far as one's reach goes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from cairn.learners.v1 import learners_service_pb2 as contract
from cairn.learners.v1 import progress_pb2
from cairn_learners.domain.achievements import Decision
from tests.support.learners.builders import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_path,
    a_person,
    an_achievement,
    an_assignment,
    an_audience,
    an_enrolment,
)
from tests.support.learners.company import Company
from tests.support.learners.mongo_world import MongoWorld


def _assign(
    *person_ids: str,
    teams: tuple[str, ...] = (),
    sub_teams: bool = False,
    path_id: str = "path",
    due_on: date | None = None,
    note: str = "",
) -> contract.AssignPathRequest:
    return contract.AssignPathRequest(
        path_id=path_id,
        audience=progress_pb2.Audience(person_ids=person_ids, team_ids=teams, include_sub_teams=sub_teams),
        due_on=due_on.isoformat() if due_on else "",
        note=note,
    )


def _preview(*person_ids: str, teams: tuple[str, ...] = ()) -> contract.PreviewAssignmentRequest:
    audience = progress_pb2.Audience(person_ids=person_ids, team_ids=teams, include_sub_teams=True)
    return contract.PreviewAssignmentRequest(path_id="path", audience=audience)


def test_a_path_is_assigned_to_people_and_teams_and_each_person_is_enrolled(
    company: Company, world: MongoWorld
) -> None:
    request = _assign("ann", "bob", teams=("ben",), due_on=TOMORROW, note=" For the new desk. ")
    answer = company.ask("cleo", request)
    assert (list(answer.enrolled_person_ids), list(answer.already_enrolled_person_ids)) == (
        ["ann", "bob"],
        [],
    )
    assignment = answer.assignment
    assert (assignment.assigned_by, assignment.due_on, assignment.note) == (
        "cleo",
        TOMORROW.isoformat(),
        "For the new desk.",
    )
    assert (assignment.enrolled_count, assignment.completed_count, assignment.version) == (2, 0, 1)
    assert assignment.audience == request.audience
    read = contract.GetAssignmentRequest(assignment_id=assignment.assignment_id)
    assert company.ask("cleo", read).assignment == assignment
    assert world.told() == ["assignment assigned", "enrolment enrolled", "enrolment enrolled"]
    keys = {entry["key"] for entry in world.database["outbox"].find({"tenant_id": "acme"})}
    assert keys == {"acme:ann", "acme:bob", f"acme:{assignment.assignment_id}"}
    said = b"".join(bytes(each["value"]) for each in world.database["outbox"].find({"tenant_id": "acme"}))
    assert b"For the new desk" not in said


def test_an_api_client_assigns_without_being_a_person(company: Company) -> None:
    assert company.ask("client", _assign("yan")).assignment.assigned_by == ""


def test_assigning_again_adds_nothing(company: Company, world: MongoWorld) -> None:
    first = company.ask("cleo", _assign("ann", due_on=TOMORROW))
    again = company.ask("ben", _assign("ann"))
    assert list(again.enrolled_person_ids) == []
    assert list(again.already_enrolled_person_ids) == ["ann"]
    assert again.assignment == first.assignment
    assert len(world.told()) == 2
    assert len(company.ask("hana", contract.ListAssignmentsRequest()).assignments) == 1


def test_assigning_to_more_adds_only_those_who_were_missing(company: Company) -> None:
    company.ask("cleo", _assign("ann"))
    more = company.ask("cleo", _assign("ann", "bob"))
    assert list(more.enrolled_person_ids) == ["bob"]
    assert list(more.already_enrolled_person_ids) == ["ann"]
    assert more.assignment.enrolled_count == 2


def test_another_path_is_another_enrolment(company: Company) -> None:
    company.ask("cleo", _assign("ann"))
    assert list(company.ask("cleo", _assign("ann", path_id="short")).enrolled_person_ids) == ["ann"]


def test_two_managers_who_assign_the_same_at_the_same_moment_add_nothing_twice(
    company: Company, world: MongoWorld
) -> None:
    managers = ["cleo", "ben", "hana", "tess", "cleo", "ben"]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda who: company.ask(who, _assign("ann", teams=("ben",))), managers))
    assert sum(len(each.enrolled_person_ids) for each in answers) == 1
    assert len({each.assignment.assignment_id for each in answers}) == 1
    assert world.told() == ["assignment assigned", "enrolment enrolled"]


def test_overlapping_audiences_at_the_same_moment_enrol_everybody_once(
    company: Company, world: MongoWorld
) -> None:
    audiences = [("ann", "bob"), ("bob", "yan"), ("yan", "ann")] * 2
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda people: company.ask("hana", _assign(*people)), audiences))
    enrolled = [person for each in answers for person in each.enrolled_person_ids]
    assert sorted(enrolled) == ["ann", "bob", "yan"]
    assert world.told().count("enrolment enrolled") == 3


def test_the_same_idempotency_key_gives_the_first_answer(company: Company, world: MongoWorld) -> None:
    first = company.ask("cleo", _assign("ann"), key="k")
    assert list(first.enrolled_person_ids) == ["ann"]
    assert company.ask("cleo", _assign("ann"), key="k") == first
    assert company.refusal("cleo", _assign("bob"), key="k") == "IDEMPOTENCY_KEY_REUSED"
    assert len(world.told()) == 2


@pytest.mark.parametrize(
    ("request_", "violations"),
    [
        (_assign(), [("audience", "REQUIRED")]),
        (_assign("ann", due_on=YESTERDAY), [("due_on", "IN_PAST")]),
        (_assign("ann", note="x" * 501), [("note", "TOO_LONG")]),
        (_preview(), [("audience", "REQUIRED")]),
    ],
)
def test_wrong_fields_of_an_assignment_are_named(
    company: Company, request_: Any, violations: list[tuple[str, str]]
) -> None:
    assert company.violations("cleo", request_) == violations


def test_a_due_date_of_today_is_not_in_the_past(company: Company) -> None:
    assert company.ask("cleo", _assign("ann", due_on=TODAY)).assignment.due_on == TODAY.isoformat()


def test_a_path_that_has_not_arrived_yet_is_not_yet_known(company: Company) -> None:
    assert company.refusal("cleo", _assign("ann", path_id="fresh")) == "LEARNING_PATH_NOT_YET_KNOWN"
    company.world.know(a_path("badge", path_id="fresh"), tenant_id="acme")
    company.ask("cleo", _assign("ann", path_id="fresh"))


def test_a_path_that_is_out_of_use_is_not_assigned(company: Company) -> None:
    company.world.know(a_path("badge", path_id="old", retired=True), tenant_id="acme")
    assert company.violations("cleo", _assign("ann", path_id="old")) == [("path_id", "RETIRED")]


def test_one_person_outside_the_line_refuses_the_whole_audience(company: Company, world: MongoWorld) -> None:
    assert company.refusal("cleo", _assign("ann", "yan")) == "NOT_FOUND"
    assert company.refusal("cleo", _assign("ann", teams=("zoe",))) == "NOT_FOUND"
    assert world.told() == []


def test_a_preview_says_who_gets_the_path_and_who_has_what_of_it_already_and_changes_nothing(
    company: Company, world: MongoWorld
) -> None:
    world.put(an_achievement("badge", person_id="ann"), an_achievement("html", person_id="ann"))
    company.enrol("bob")
    forecasts = company.ask("cleo", _preview(teams=("cleo",))).forecasts
    assert [(each.person_id, each.name, each.completed_steps) for each in forecasts] == [
        ("bob", "Bob Ash", 0),
        ("ben", "Ben Elm", 0),
        ("ann", "Ann Fir", 1),
    ]
    already, will_be = (
        progress_pb2.ENROLMENT_FORECAST_ALREADY_ENROLLED,
        progress_pb2.ENROLMENT_FORECAST_WILL_BE_ENROLLED,
    )
    assert [each.forecast for each in forecasts] == [already, will_be, will_be]
    badge, web = forecasts[2].steps
    assert (badge.state, web.state) == (
        progress_pb2.STEP_STATE_COMPLETED,
        progress_pb2.STEP_STATE_IN_PROGRESS,
    )
    assert (web.stack.completed_members, web.stack.required_members) == (1, 2)
    assert world.told() == []


def test_a_step_is_begun_by_the_person_once(company: Company, world: MongoWorld) -> None:
    company.enrol("ann")
    request = contract.StartStepRequest(enrolment_id="ann-on-path", step_id="s1")
    begun = company.ask("ann", request).enrolment
    assert (begun.version, [each.step_id for each in begun.started_steps]) == (2, ["s1"])
    assert company.ask("ann", request).enrolment == begun
    assert world.told() == ["enrolment step_started"]
    [path] = company.ask("ann", contract.GetPersonProgressRequest(person_id="ann")).paths
    assert [each.state for each in path.steps] == [
        progress_pb2.STEP_STATE_IN_PROGRESS,
        progress_pb2.STEP_STATE_NOT_STARTED,
    ]


def test_two_steps_begun_at_the_same_moment_are_both_kept(company: Company, world: MongoWorld) -> None:
    company.enrol("ann")
    requests = [contract.StartStepRequest(enrolment_id="ann-on-path", step_id=each) for each in ("s1", "s2")]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: company.ask("ann", each), [*requests, *requests]))
    found = world.of().enrolment("ann-on-path")
    assert found is not None
    assert (found.version, {each.step_id for each in found.started_steps}) == (3, {"s1", "s2"})


@pytest.fixture
def assigned(company: Company) -> Company:
    """Two assignments: `a1` by hana to ann and yan, `a2` by cleo to bob, who has completed it."""
    company.world.put(
        an_assignment("a1", audience=an_audience("ann", "yan", teams=["zoe"]), assigned_by="hana"),
        an_assignment("a2", audience=an_audience("bob"), path_id="short", due_on=YESTERDAY),
        an_enrolment("ann", assignment_id="a1", due_on=YESTERDAY),
        an_enrolment("yan", assignment_id="a1", due_on=TOMORROW),
        an_enrolment("bob", assignment_id="a2", path_id="short", due_on=YESTERDAY),
        an_achievement("html", person_id="bob"),
    )
    return company


@pytest.mark.parametrize(
    ("who", "counts"),
    [
        ("hana", {"a1": (2, 0), "a2": (1, 1)}),
        ("cleo", {"a1": (1, 0), "a2": (1, 1)}),
        ("ben", {"a1": (1, 0)}),
        ("ann", {"a1": (1, 0)}),
        ("zoe", {"a1": (1, 0)}),
        ("tess", {"a1": (2, 0), "a2": (1, 1)}),
        ("stranger", {}),
    ],
)
def test_assignments_are_listed_and_counted_within_the_callers_reach(
    assigned: Company, who: str, counts: dict[str, tuple[int, int]]
) -> None:
    listed = assigned.ask(who, contract.ListAssignmentsRequest()).assignments
    assert {each.assignment_id: (each.enrolled_count, each.completed_count) for each in listed} == counts


def test_an_assignment_does_not_name_whom_the_caller_does_not_see(assigned: Company) -> None:
    request = contract.GetAssignmentRequest(assignment_id="a1")
    audience = assigned.ask("ann", request).assignment.audience
    assert (list(audience.person_ids), list(audience.team_ids)) == (["ann"], [])
    audience = assigned.ask("hana", request).assignment.audience
    assert (list(audience.person_ids), list(audience.team_ids)) == (["ann", "yan"], ["zoe"])


def test_assignments_are_listed_by_path_and_person(assigned: Company) -> None:
    def listed(**asked: Any) -> list[str]:
        found = assigned.ask("hana", contract.ListAssignmentsRequest(**asked)).assignments
        return [each.assignment_id for each in found]

    assert listed(path_id="short") == ["a2"]
    assert listed(person_id="yan") == ["a1"]
    assert listed(person_id="cleo") == []


@pytest.mark.parametrize(
    ("who", "asked", "found"),
    [
        ("hana", {}, [("ann", True), ("bob", False), ("yan", False)]),
        ("cleo", {}, [("ann", True), ("bob", False)]),
        ("ann", {}, [("ann", True)]),
        ("hana", {"assignment_id": "a1"}, [("ann", True), ("yan", False)]),
        ("zoe", {"assignment_id": "a1"}, [("yan", False)]),
        ("hana", {"path_id": "short"}, [("bob", False)]),
        ("cleo", {"person_id": "bob"}, [("bob", False)]),
        ("stranger", {}, []),
    ],
)
def test_where_people_stand_is_listed_by_due_date_within_reach_and_says_what_is_overdue(
    assigned: Company, who: str, asked: dict[str, Any], found: list[tuple[str, bool]]
) -> None:
    paths = assigned.ask(who, contract.ListPathProgressRequest(**asked)).paths
    assert [(each.enrolment.person_id, each.overdue) for each in paths] == found


def test_progress_comes_page_by_page(assigned: Company) -> None:
    request = contract.ListPathProgressRequest()
    request.page.page_size = 2
    first = assigned.ask("hana", request)
    request.page.page_token = first.page.next_page_token
    second = assigned.ask("hana", request)
    found = [each.enrolment.person_id for each in [*first.paths, *second.paths]]
    assert (found, second.page.next_page_token) == (["ann", "bob", "yan"], "")


def test_everything_about_where_a_person_stands(company: Company, world: MongoWorld) -> None:
    world.put(
        an_enrolment("ann", due_on=None),
        an_enrolment("ann", path_id="short", due_on=YESTERDAY),
        an_achievement("badge", issued_on=date(2025, 1, 1), validity="P1Y"),
        an_achievement("html", issued_on=date(2026, 5, 1), validity="P1Y"),
        an_achievement("css", issued_on=date(2026, 6, 1), decision=Decision.CLAIMED),
    )
    progress = company.ask("ben", contract.GetPersonProgressRequest(person_id="ann"))
    assert progress.as_of.ToJsonString() == "2026-11-22T12:00:00Z"
    assert [(each.path_name, each.completed, each.overdue) for each in progress.paths] == [
        ("Short", True, False),
        ("Path", False, False),
    ]
    badge, web = progress.paths[1].steps
    assert (badge.name, badge.state) == ("Badge", progress_pb2.STEP_STATE_LAPSED)
    assert (web.stack_id, web.state) == ("web", progress_pb2.STEP_STATE_WAITING_FOR_VERIFICATION)
    assert progress.paths[0].steps[0].last_valid_on == "2027-04-30"
    assert [(each.stack_id, each.completed_members, each.required_members) for each in progress.stacks] == [
        ("order", 1, 2),
        ("web", 1, 2),
    ]
    [html, css] = progress.stacks[1].members
    assert (html.name, html.state, html.last_valid_on) == (
        "Html",
        progress_pb2.STEP_STATE_COMPLETED,
        "2027-04-30",
    )
    assert css.state == progress_pb2.STEP_STATE_WAITING_FOR_VERIFICATION
    assert [(each.credential_id, each.standing) for each in progress.achievements] == [
        ("css", progress_pb2.STANDING_WAITING_FOR_VERIFICATION),
        ("html", progress_pb2.STANDING_ACTIVE),
        ("badge", progress_pb2.STANDING_LAPSED),
    ]


def test_who_has_nothing_stands_nowhere(company: Company) -> None:
    progress = company.ask("yan", contract.GetPersonProgressRequest(person_id="yan"))
    assert (list(progress.paths), list(progress.stacks), list(progress.achievements)) == ([], [], [])


def test_lists_take_as_many_reads_for_many_people_as_for_few(company: Company, world: MongoWorld) -> None:
    def reads(request: Any) -> int:
        world.reads.clear()
        company.ask("hana", request)
        return len(world.reads)

    requests = [
        contract.ListPathProgressRequest(),
        contract.ListPeopleRequest(),
        contract.ListAssignmentsRequest(),
        contract.ListTeamsRequest(),
        contract.ListAchievementsRequest(),
        _preview(teams=("cleo",)),
    ]
    company.world.put(an_assignment("a0"), an_enrolment("ann", assignment_id="a0"))
    few = [reads(each) for each in requests]
    for number in range(30):
        person_id = f"p{number}"
        world.put(
            a_person(person_id, manager_id="cleo" if number < 9 else f"p{number % 9}"),
            an_assignment(f"b{number}", audience=an_audience(person_id)),
            an_enrolment(person_id, assignment_id=f"b{number}", due_on=TOMORROW),
            an_achievement("html", person_id=person_id),
        )
    assert [reads(each) for each in requests] == few
