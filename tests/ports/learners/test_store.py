"""What the use cases rely on, whatever the facts are stored in."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cairn_learners.application import orders
from cairn_learners.application.ports import (
    AchievementFilter,
    AssignmentFilter,
    EnrolmentFilter,
    LearnersStore,
    PeopleFilter,
)
from cairn_learners.domain.achievements import Decision, Evidence
from cairn_learners.domain.catalogue import StackRule
from cairn_learners.domain.employment import Employment
from cairn_learners.domain.particulars import Particulars
from cairn_learners.domain.renewal_cycles import RenewalCycle
from cairn_learners.domain.tenure import Position
from cairn_platform.changes import Change, ConflictError
from cairn_platform.errors import IdempotencyKeyReusedError
from cairn_platform.idempotency import AnsweredMeanwhileError, Once
from tests.ports.learners.conftest import World
from tests.support.learners.builders import (
    NOW,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_credential,
    a_department,
    a_path,
    a_person,
    a_stack,
    an_achievement,
    an_assignment,
    an_audience,
    an_enrolment,
)

ALL_PEOPLE = PeopleFilter(text="", person_ids=None, department_ids=None)
ALL_ASSIGNMENTS = AssignmentFilter(path_id=None, enrolled=None)
ALL_ENROLMENTS = EnrolmentFilter(person_ids=None, path_id=None, assignment_id=None)
ALL_ACHIEVEMENTS = AchievementFilter(person_ids=None, decision=None, credential_id=None)


def _changes(happened: str, *aggregates: Any) -> list[Change[Any]]:
    return [Change(aggregate=each, happened=happened, happened_at=NOW) for each in aggregates]


def _people(store: LearnersStore, which: PeopleFilter = ALL_PEOPLE) -> list[str]:
    return [each.person_id for each in store.list_people(which, after=None, at_most=500)]


def _read_by_twos(read: Callable[[str | None], Sequence[Any]], order: Callable[[Any], str]) -> list[Any]:
    found: list[Any] = []
    while page := read(order(found[-1]) if found else None):
        assert len(page) <= 2
        found += page
    return found


@pytest.mark.parametrize(
    "aggregate",
    [
        a_person(
            "ann",
            given_name="Ann",
            family_name="Lee",
            email="Ann@acme.example",
            title="Analyst",
            role_id="analyst",
            department_id="sales",
            manager_id="ben",
            target_role_id="lead",
            hired_on=TODAY,
            account_subject="sub-1",
        ),
        replace(
            a_person(
                "ann",
                hired_on=TODAY - timedelta(days=9),
                left_on=TODAY,
                further_positions=(
                    Position(
                        title="Guide", role_id="guide", department_id=None, manager_id="ben", taken_on=TODAY
                    ),
                ),
                particulars=Particulars(
                    location="Hull",
                    attributes=(("cost_centre", "4711"),),
                    time_zone="Europe/London",
                    language="en-GB",
                ),
            ),
            past_employments=(Employment(hired_on=None, left_on=TODAY - timedelta(days=99)),),
        ),
        a_person("ann"),
    ],
)
def test_a_person_is_read_as_it_was_saved(world: World, aggregate: Any) -> None:
    world.of().commit(_changes("registered", aggregate))
    assert world.of().person("ann") == aggregate


def test_every_aggregate_is_read_as_it_was_saved(world: World) -> None:
    department = a_department("inside", parent="sales")
    assignment = an_assignment(
        audience=an_audience("ann", teams=["ben"], sub_teams=True),
        due_on=TOMORROW,
        note="Go.",
        assigned_by=None,
    )
    enrolment = an_enrolment("ann", due_on=TOMORROW, started=["s1"])
    evidence = [Evidence(url="https://example.org", description="The badge.")]
    verified = an_achievement(achievement_id="one", validity="P1Y", evidence=evidence)
    claimed = an_achievement("other", achievement_id="two", decision=Decision.CLAIMED)
    store = world.of()
    store.commit(_changes("founded", department))
    store.commit(_changes("assigned", assignment))
    store.commit(_changes("enrolled", enrolment))
    store.commit(_changes("verified", verified) + _changes("claimed", claimed))
    assert store.department("inside") == department
    assert store.assignment("a1") == assignment
    assert store.enrolment(enrolment.enrolment_id) == enrolment
    assert (store.achievement("one"), store.achievement("two")) == (verified, claimed)


def test_what_is_unknown_is_none(world: World) -> None:
    store = world.of()
    assert store.person("ann") is None
    assert store.department("sales") is None
    assert store.assignment("a1") is None
    assert store.enrolment("e1") is None
    assert store.achievement("x") is None
    assert store.person_of_account("sub-1") is None
    assert store.people(["ann"]) == {}


def test_a_tenant_sees_only_its_own(world: World) -> None:
    facts = (
        a_person("ann", email="ann@x.example", account_subject="sub-1", manager_id="ben"),
        a_department("sales"),
        an_assignment(),
        an_enrolment(),
        an_achievement(achievement_id="one"),
    )
    world.put(*facts, tenant_id="other")
    store = world.of("acme")
    assert store.person("ann") is None
    assert store.person_of_account("sub-1") is None
    assert store.people(["ann"]) == store.people_by_email(["ann@x.example"]) == {}
    assert store.reporting_lines().above_of == store.department_tree().above_of == {}
    assert not store.leads_somebody("ben")
    assert store.department("sales") is None
    assert store.assignment("a1") is None
    assert store.enrolment("ann-on-path") is None
    assert store.achievement("one") is None
    assert list(store.enrolments_by(["a1"])) == list(store.enrolments_of("ann")) == []
    assert store.enrolments_on("path", person_ids=["ann"]) == {}
    assert list(store.achievements_of(["ann"], credential_ids=None)) == []
    assert _people(store) == []
    assert list(store.list_departments(None, after=None, at_most=9)) == []
    assert list(store.list_assignments(ALL_ASSIGNMENTS, after=None, at_most=9)) == []
    enrolled = AssignmentFilter(path_id=None, enrolled=frozenset({"ann"}))
    assert list(store.list_assignments(enrolled, after=None, at_most=9)) == []
    assert list(store.list_enrolments(ALL_ENROLMENTS, after=None, at_most=9)) == []
    assert list(store.list_achievements(ALL_ACHIEVEMENTS, after=None, at_most=9)) == []


def test_two_tenants_may_have_the_same_ids_addresses_accounts_and_claims(world: World) -> None:
    ann = a_person("ann", email="ann@x.example", account_subject="sub-1")
    for tenant_id in ("acme", "other"):
        store = world.of(tenant_id)
        store.commit(_changes("registered", ann))
        store.commit(_changes("enrolled", an_enrolment()))
        store.commit(_changes("claimed", an_achievement(decision=Decision.CLAIMED)))
        assert store.person_of_account("sub-1") == ann


def test_people_are_found_by_account_and_by_address_regardless_of_case(world: World) -> None:
    ann = a_person("ann", email="Ann@Acme.example", account_subject="sub-1")
    world.put(ann, a_person("ben"))
    store = world.of()
    assert store.person_of_account("sub-1") == ann
    assert store.people_by_email(["ann@acme.example", "x@acme.example"]) == {"ann@acme.example": ann}
    assert store.people(["ann", "nobody"]) == {"ann": ann}


def test_lines_and_departments_are_read_whole(world: World) -> None:
    world.put(a_person("cleo"), a_person("ben", manager_id="cleo"), a_person("ann", manager_id="ben"))
    world.put(a_department("sales"), a_department("inside", parent="sales"))
    store = world.of()
    assert store.reporting_lines().above_of == {"cleo": None, "ben": "cleo", "ann": "ben"}
    assert store.department_tree().above_of == {"sales": None, "inside": "sales"}
    assert (store.leads_somebody("ben"), store.leads_somebody("ann")) == (True, False)


def test_who_has_left_is_known_from_the_day_after_the_last_one(world: World) -> None:
    world.put(
        a_person("ann", left_on=TODAY - timedelta(days=1)), a_person("ben", left_on=TODAY), a_person("cleo")
    )
    world.put(a_person("zoe", left_on=TODAY - timedelta(days=1)), tenant_id="other")
    store = world.of()
    assert store.gone_by(TODAY) == {"ann"}
    assert store.gone_by(TODAY + timedelta(days=1)) == {"ann", "ben"}
    assert store.reporting_lines().above_of.keys() == {"ann", "ben", "cleo"}


NAMED = (
    a_person("p1", given_name="Zoe", family_name="adams"),
    a_person("p2", given_name="Ann", family_name="Ädams"),
    a_person("p3", given_name="Bo", family_name="Baker", department_id="sales"),
    a_person("p4", given_name="Bo", family_name="Baker", email="chief@acme.example"),
    a_person("p5", given_name="Aristotle"),
)


def test_people_are_listed_by_family_name_then_given_name_regardless_of_case_and_accents(
    world: World,
) -> None:
    world.put(*NAMED)
    assert _people(world.of()) == ["p2", "p1", "p5", "p3", "p4"]


@pytest.mark.parametrize(
    ("which", "found"),
    [
        (replace(ALL_PEOPLE, text="ADÄMS"), ["p2", "p1"]),
        (replace(ALL_PEOPLE, text="bo bak"), ["p3", "p4"]),
        (replace(ALL_PEOPLE, text="chief@"), ["p4"]),
        (replace(ALL_PEOPLE, text=".*"), []),
        (replace(ALL_PEOPLE, person_ids=frozenset({"p5", "p1", "nobody"})), ["p1", "p5"]),
        (replace(ALL_PEOPLE, person_ids=frozenset()), []),
        (replace(ALL_PEOPLE, department_ids=frozenset({"sales"})), ["p3"]),
        (replace(ALL_PEOPLE, text="bo", department_ids=frozenset({"sales", "x"})), ["p3"]),
    ],
)
def test_people_are_listed_by_text_ids_and_departments(
    world: World, which: PeopleFilter, found: list[str]
) -> None:
    world.put(*NAMED)
    assert _people(world.of(), which) == found


def test_pages_of_a_list_follow_each_other_without_gap_and_repetition(world: World) -> None:
    world.put(*NAMED)
    world.put(*(a_department(name) for name in ("c", "a", "b")))
    store = world.of()
    people = _read_by_twos(
        lambda after: store.list_people(ALL_PEOPLE, after=after, at_most=2), orders.by_name
    )
    assert [each.person_id for each in people] == ["p2", "p1", "p5", "p3", "p4"]
    departments = _read_by_twos(
        lambda after: store.list_departments(None, after=after, at_most=2), orders.by_department_name
    )
    assert [each.department_id for each in departments] == ["a", "b", "c"]
    named = store.list_departments(["c", "a", "nowhere"], after=None, at_most=9)
    assert [each.department_id for each in named] == ["a", "c"]


def test_the_catalogue_is_the_public_one_with_the_tenants_own_in_front(world: World) -> None:
    world.know(a_credential("badge", name="Public", validity="P3Y"), a_credential("other", name="Other"))
    world.know(a_path("badge", name="Public"), "analyst")
    nested = a_stack("big", "stack:web", "css", rule=StackRule.N_OF, required=1)
    world.know(a_stack("web", "html"), nested)
    world.know(a_credential("badge", name="Own"), tenant_id="acme")
    world.know(a_path("stack:web", "css", path_id="own"), "lead", tenant_id="acme")
    world.know(a_stack("web", "html|xhtml", "css|stack:big|sass"), tenant_id="acme")
    store, foreign = world.of("acme"), world.of("other")
    assert store.credentials(["badge", "other", "unknown"]) == {
        "badge": a_credential("badge", name="Own"),
        "other": a_credential("other", name="Other"),
    }
    assert foreign.credentials(["badge"]) == {"badge": a_credential("badge", name="Public", validity="P3Y")}
    assert store.learning_paths(["path", "own", "x"]) == {
        "path": a_path("badge", name="Public"),
        "own": a_path("stack:web", "css", path_id="own"),
    }
    assert foreign.learning_paths(["own"]) == {}
    assert store.stacks() == {"web": a_stack("web", "html|xhtml", "css|stack:big|sass"), "big": nested}
    assert foreign.stacks() == {"web": a_stack("web", "html"), "big": nested}
    assert store.known_roles(["analyst", "lead", "x"]) == {"analyst", "lead"}
    assert foreign.known_roles(["analyst", "lead"]) == {"analyst"}


def test_assignments_are_listed_the_newest_first_by_path_and_by_whom_they_enrolled(world: World) -> None:
    minute = timedelta(minutes=1)
    world.put(
        an_assignment("a1", assigned_at=NOW),
        an_assignment("a2", assigned_at=NOW + minute, path_id="other"),
        an_assignment("a3", assigned_at=NOW + 2 * minute),
        an_assignment("a4", assigned_at=NOW),
        an_enrolment("ann", assignment_id="a1"),
        an_enrolment("ben", assignment_id="a1"),
        an_enrolment("ann", assignment_id="a2", path_id="other"),
        an_enrolment("cleo", assignment_id="a3"),
    )
    store = world.of()

    def listed(which: AssignmentFilter) -> list[str]:
        read = _read_by_twos(
            lambda after: store.list_assignments(which, after=after, at_most=2), orders.by_assigned_at
        )
        return [each.assignment_id for each in read]

    assert listed(ALL_ASSIGNMENTS) == ["a3", "a2", "a4", "a1"]
    assert listed(replace(ALL_ASSIGNMENTS, path_id="path")) == ["a3", "a4", "a1"]
    assert listed(replace(ALL_ASSIGNMENTS, enrolled=frozenset({"ann", "ben"}))) == ["a2", "a1"]
    assert listed(AssignmentFilter(path_id="path", enrolled=frozenset({"ann"}))) == ["a1"]
    assert listed(replace(ALL_ASSIGNMENTS, enrolled=frozenset())) == []


def test_enrolments_are_listed_by_due_date_what_is_never_due_last_then_by_person(world: World) -> None:
    world.put(
        an_enrolment("ann", due_on=None),
        an_enrolment("zoe", due_on=TODAY),
        an_enrolment("ben", due_on=TODAY, assignment_id="a2"),
        an_enrolment("ann", due_on=YESTERDAY, path_id="other"),
    )
    store = world.of()

    def listed(which: EnrolmentFilter) -> list[str]:
        read = _read_by_twos(
            lambda after: store.list_enrolments(which, after=after, at_most=2), orders.by_due_date
        )
        return [each.enrolment_id for each in read]

    assert listed(ALL_ENROLMENTS) == ["ann-on-other", "ben-on-path", "zoe-on-path", "ann-on-path"]
    assert listed(replace(ALL_ENROLMENTS, person_ids=frozenset({"ann"}))) == ["ann-on-other", "ann-on-path"]
    assert listed(replace(ALL_ENROLMENTS, path_id="path", assignment_id="a1")) == [
        "zoe-on-path",
        "ann-on-path",
    ]
    assert [each.enrolment_id for each in store.enrolments_of("ann")] == ["ann-on-other", "ann-on-path"]
    of_people = store.enrolments_of_people(["ann", "ben", "nobody"])
    assert {each.enrolment_id for each in of_people} >= {"ann-on-other", "ann-on-path"}
    assert {each.person_id for each in of_people} == {"ann", "ben"}
    assert {each.person_id for each in store.enrolments_by(["a2", "x"])} == {"ben"}
    assert set(store.enrolments_on("path", person_ids=["ann", "ben", "nobody"])) == {"ann", "ben"}


def test_somebody_is_on_a_path_once_in_each_cycle_and_the_latest_is_found(world: World) -> None:
    cycle = RenewalCycle(credential_id="pmp", began_on=date(2025, 3, 1))
    again = an_enrolment(
        enrolment_id="again", assignment_id="", enrolled_at=NOW + timedelta(days=1), cycle=cycle
    )
    world.put(again, an_enrolment(started=["one"]))
    store = world.of("acme")
    assert store.enrolments_on("path", person_ids=["ann"]) == {"ann": again}
    assert store.enrolment("ann-on-path") == an_enrolment(started=["one"])
    for twice in (replace(again, enrolment_id="twice"), an_enrolment(enrolment_id="twice")):
        with pytest.raises(ConflictError):
            store.commit([Change(aggregate=twice, happened="enrolled", happened_at=NOW)])


def test_achievements_are_listed_the_newest_claim_first(world: World) -> None:
    minute = timedelta(minutes=1)
    world.put(
        an_achievement("a", achievement_id="1", claimed_at=NOW),
        an_achievement("b", achievement_id="2", claimed_at=NOW + minute, decision=Decision.CLAIMED),
        an_achievement("a", achievement_id="3", claimed_at=NOW, person_id="ben"),
        an_achievement("b", achievement_id="4", claimed_at=NOW - minute, person_id="ben"),
    )
    store = world.of()

    def listed(which: AchievementFilter) -> list[str]:
        read = _read_by_twos(
            lambda after: store.list_achievements(which, after=after, at_most=2), orders.by_claimed_at
        )
        return [each.achievement_id for each in read]

    assert listed(ALL_ACHIEVEMENTS) == ["2", "3", "1", "4"]
    assert listed(replace(ALL_ACHIEVEMENTS, person_ids=frozenset({"ben"}))) == ["3", "4"]
    assert listed(replace(ALL_ACHIEVEMENTS, decision=Decision.CLAIMED)) == ["2"]
    assert listed(replace(ALL_ACHIEVEMENTS, credential_id="a")) == ["3", "1"]
    found = store.achievements_of(["ann", "ben"], credential_ids=["b"])
    assert {each.achievement_id for each in found} == {"2", "4"}
    assert len(store.achievements_of(["ann"], credential_ids=None)) == 2


def test_a_change_replaces_the_version_before_it_and_tells_of_it(world: World) -> None:
    store = world.of()
    store.commit(_changes("registered", a_person("ann")))
    store.commit(_changes("changed", a_person("ann", version=2, given_name="Anna")))
    found = store.person("ann")
    assert found is not None
    assert (found.version, found.name) == (2, "Anna")
    assert world.told() == ["person changed", "person registered"]


@pytest.mark.parametrize("version", [1, 2, 4])
def test_who_saves_over_somebody_elses_change_conflicts(world: World, version: int) -> None:
    store = world.of()
    world.put(a_person("ann", version=2))
    with pytest.raises(ConflictError):
        store.commit(_changes("changed", a_person("ann", version=version)))
    assert world.told() == []


@pytest.mark.parametrize(
    ("there", "added"),
    [
        (a_person("ann", email="a@x.example"), a_person("abe", email="A@X.example")),
        (a_person("ann", account_subject="sub-1"), a_person("abe", account_subject="sub-1")),
        (an_enrolment("ann", enrolment_id="e1"), an_enrolment("ann", enrolment_id="e2")),
        (an_achievement(achievement_id="1"), an_achievement(achievement_id="2", decision=Decision.CLAIMED)),
        (
            an_achievement(achievement_id="1", decision=Decision.CLAIMED),
            an_achievement(achievement_id="2", decision=Decision.CLAIMED),
        ),
    ],
)
def test_what_has_to_be_unique_conflicts_and_nothing_of_the_commit_is_saved(
    world: World, there: Any, added: Any
) -> None:
    world.put(there)
    happened = {"Person": "registered", "Enrolment": "enrolled", "Achievement": "claimed"}[
        type(added).__name__
    ]
    with pytest.raises(ConflictError):
        world.of().commit(_changes("founded", a_department("sales")) + _changes(happened, added))
    assert world.of().department("sales") is None
    assert world.told() == []


def test_a_claim_may_stand_beside_those_that_were_refused(world: World) -> None:
    refused = [
        an_achievement(achievement_id=each, decision=Decision.REFUSED, evidence=()) for each in ("1", "2")
    ]
    world.put(*refused)
    world.of().commit(_changes("claimed", an_achievement(achievement_id="3", decision=Decision.CLAIMED)))
    assert len(world.of().achievements_of(["ann"], credential_ids=None)) == 3


def test_who_committed_against_a_guard_meanwhile_conflicts(world: World) -> None:
    store = world.of()
    first, second = store.guard("reporting-line"), store.guard("reporting-line")
    store.commit(_changes("registered", a_person("ann")), guards=[first])
    with pytest.raises(ConflictError):
        store.commit(_changes("registered", a_person("ben")), guards=[second])
    assert store.person("ben") is None
    store.commit(_changes("registered", a_person("ben")), guards=[store.guard("reporting-line")])
    world.of("other").commit([], guards=[world.of("other").guard("reporting-line")])


def _once(fingerprint: str = "f", key: str = "k", subject: str = "sub-1") -> Once:
    return Once(key=key, subject=subject, method="m", fingerprint=fingerprint, encode=lambda result: result)


def test_the_first_answer_is_kept_with_the_state(world: World) -> None:
    store = world.of()
    assert store.answer_to(_once()) is None
    store.commit(_changes("registered", a_person("ann")), once=_once(), result=b"ann")
    assert store.answer_to(_once()) == b"ann"
    assert store.answer_to(_once(key="other")) is None
    assert store.answer_to(_once(subject="sub-2")) is None
    assert world.of("other").answer_to(_once()) is None
    with pytest.raises(IdempotencyKeyReusedError):
        store.answer_to(_once(fingerprint="another"))


def test_an_answer_is_kept_even_where_nothing_had_to_be_saved(world: World) -> None:
    store = world.of()
    store.commit([], once=_once(), result=b"nothing to do")
    assert store.answer_to(_once()) == b"nothing to do"


def test_the_same_request_at_the_same_moment_is_answered_once_and_saved_once(world: World) -> None:
    store = world.of()
    store.commit(_changes("registered", a_person("ann")), once=_once(), result=b"ann")
    with pytest.raises(AnsweredMeanwhileError):
        store.commit(_changes("registered", a_person("abe")), once=_once(), result=b"abe")
    assert store.person("abe") is None


def test_hundreds_are_saved_together(world: World) -> None:
    people = [a_person(f"p{number}") for number in range(500)]
    world.of().commit(_changes("registered", *people))
    assert len(world.of().reporting_lines().above_of) == 500
    assert len(world.told()) == 500


def _know_a_catalogue(world: World) -> None:
    world.know(
        a_credential("html", post_nominal="HTM"),
        a_credential("css"),
        a_stack("web", "html", "css"),
        a_path("html", "stack:web"),
    )


def test_what_is_known_about_a_person_is_read_at_once(world: World) -> None:
    _know_a_catalogue(world)
    ann, cleo = a_person("ann", manager_id="cleo"), a_person("cleo", account_subject="sub-cleo")
    later, sooner = (
        an_enrolment("ann", path_id="other", due_on=TOMORROW),
        an_enrolment("ann", due_on=YESTERDAY),
    )
    mine, others = an_achievement("html"), an_achievement("html", person_id="cleo")
    world.put(ann, cleo, later, sooner, an_enrolment("cleo"), mine, others)
    world.put(a_person("ann", account_subject="sub-cleo"), an_enrolment("ann"), tenant_id="globex")
    facts = world.of().facts_about("ann", subject="sub-cleo")
    assert facts is not None
    assert (facts.person, facts.caller) == (ann, cleo)
    assert list(facts.enrolments) == [sooner, later]
    assert list(facts.achievements) == [mine]
    assert facts.catalogue.credential_names == {"html": "Html", "css": "Css"}
    assert facts.catalogue.post_nominals == {"html": "HTM"}
    assert world.of().credentials(["html"])["html"].post_nominal == "HTM"
    assert facts.catalogue.stacks == world.of().stacks()
    assert facts.catalogue.paths == world.of().learning_paths(["path"])


def test_an_unknown_person_has_no_facts_and_an_unknown_account_no_person(world: World) -> None:
    world.put(a_person("ann"))
    world.put(a_person("zoe", account_subject="sub-1"), tenant_id="globex")
    assert world.of().facts_about("zoe", subject="sub-1") is None
    facts = world.of().facts_about("ann", subject="sub-1")
    assert facts is not None
    assert facts.caller is None


def test_facts_show_the_catalogue_as_it_is_now_and_as_the_tenant_sees_it(world: World) -> None:
    def path_names(tenant_id: str = "acme") -> dict[str, str]:
        facts = world.of(tenant_id).facts_about("ann", subject="")
        assert facts is not None
        return {path_id: path.name for path_id, path in facts.catalogue.paths.items()}

    world.put(a_person("ann"))
    world.put(a_person("ann"), tenant_id="globex")
    assert path_names() == {}
    world.know(a_path("html", name="For all"))
    assert path_names() == path_names("globex") == {"path": "For all"}
    world.know(a_path("html", name="Our own"), tenant_id="acme")
    assert (path_names(), path_names("globex")) == ({"path": "Our own"}, {"path": "For all"})
    world.know(a_path("html", path_id="second", name="Second"))
    assert path_names() == {"path": "Our own", "second": "Second"}
