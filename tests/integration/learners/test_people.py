"""People, departments and teams: who is there, who leads whom, whose account it is."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from pymongo import MongoClient

from cairn.learners.v1 import events_pb2, organization_pb2
from cairn.learners.v1 import learners_service_pb2 as contract
from cairn.learners.v1.organization_pb2 import Department, Person, Position
from cairn_platform.mongo.connection import Document
from tests.support.learners.builders import a_person
from tests.support.learners.company import TENANT, Company
from tests.support.learners.mongo_world import MongoWorld

CREATED, CHANGED = organization_pb2.ROW_OUTCOME_CREATED, organization_pb2.ROW_OUTCOME_CHANGED
UNCHANGED, REFUSED = organization_pb2.ROW_OUTCOME_UNCHANGED, organization_pb2.ROW_OUTCOME_REFUSED


def _save(person: Person, *, version: int = 0) -> contract.SavePersonRequest:
    return contract.SavePersonRequest(person=person, expected_version=version)


def _led_by(person_id: str, manager_id: str, *, version: int = 1) -> contract.SavePersonRequest:
    position = Position(manager_id=manager_id)
    return _save(Person(person_id=person_id, given_name=person_id, position=position), version=version)


def _found(name: str, parent: str = "", *, version: int = 0, department_id: str = "") -> Any:
    department = Department(department_id=department_id, name=name, parent_department_id=parent)
    return contract.SaveDepartmentRequest(department=department, expected_version=version)


def _person(company: Company, person_id: str) -> Person:
    found: Person = company.ask("hana", contract.GetPersonRequest(person_id=person_id)).person
    return found


def _listed(company: Company, who: str, **asked: Any) -> list[str]:
    people = company.ask(who, contract.ListPeopleRequest(**asked)).people
    return [each.person_id for each in people]


def test_oneself_is_the_person_whom_the_account_belongs_to(company: Company) -> None:
    cleo = company.ask("cleo", contract.GetSelfRequest()).self
    assert (cleo.tenant_id, list(cleo.roles), cleo.person.person_id) == (
        TENANT,
        ["employee", "manager"],
        "cleo",
    )
    assert cleo.leads_people
    assert cleo.person.has_account
    assert cleo.read_at.ToJsonString() == "2026-11-22T12:00:00Z"
    assert not company.ask("ann", contract.GetSelfRequest()).self.leads_people


def test_an_api_client_and_an_account_of_nobody_have_no_person(company: Company, world: MongoWorld) -> None:
    for who in ("client", "nobody"):
        assert not company.ask(who, contract.GetSelfRequest()).self.HasField("person")
    assert world.told() == []


def test_oneself_is_looked_for_in_the_tokens_tenant_only(company: Company) -> None:
    stranger = company.ask("stranger", contract.GetSelfRequest()).self
    assert (stranger.tenant_id, stranger.person.person_id) == ("other", "sam")
    moved = company.ask("cleo", contract.GetSelfRequest(), organization=["other"]).self
    assert not moved.HasField("person")


def test_the_first_call_links_the_account_by_its_verified_mail_address_once(
    company: Company, world: MongoWorld
) -> None:
    world.put(a_person("eva", email="Eva@Acme.example"))
    linked = company.ask("eva", contract.GetSelfRequest(), email="eva@acme.EXAMPLE").self.person
    assert (linked.person_id, linked.version, linked.has_account) == ("eva", 2, True)
    assert company.ask("eva", contract.GetSelfRequest()).self.person == linked
    other = company.ask("other-eva", contract.GetSelfRequest(), email="eva@acme.example").self
    assert not other.HasField("person")
    assert world.told() == ["person account_linked"]
    [entry] = world.database["outbox"].find({"tenant_id": TENANT})
    state = events_pb2.PersonState.FromString(bytes(entry["value"]))
    assert (state.person_id, state.account_subject) == ("eva", "sub-eva")
    assert b"Eva" not in bytes(entry["value"])


@pytest.mark.parametrize(
    "request_",
    [
        contract.GetPersonRequest(person_id="eva"),
        contract.ClaimAchievementRequest(credential_id="badge", issued_on="2026-11-01"),
        contract.ListAchievementsRequest(person_id="eva"),
    ],
)
def test_it_does_not_matter_which_call_is_the_first(
    company: Company, world: MongoWorld, request_: Any
) -> None:
    world.put(a_person("eva", email="eva@acme.example"))
    company.ask("eva", request_)
    assert _person(company, "eva").has_account
    assert world.told().count("person account_linked") == 1


def test_an_unverified_address_links_nothing(company: Company, world: MongoWorld) -> None:
    world.put(a_person("eva", email="eva@acme.example"))
    assert not company.ask("eva", contract.GetSelfRequest(), email_verified=False).self.HasField("person")
    assert world.told() == []


def test_an_account_that_belongs_to_somebody_is_not_linked_to_another(
    company: Company, world: MongoWorld
) -> None:
    world.put(a_person("eva", email="eva@acme.example"))
    ann = company.ask("ann", contract.GetSelfRequest(), email="eva@acme.example").self.person
    assert ann.person_id == "ann"
    assert world.told() == []


def test_two_first_calls_at_the_same_moment_link_once(company: Company, world: MongoWorld) -> None:
    world.put(a_person("eva", email="eva@acme.example"))
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: company.ask("eva", contract.GetSelfRequest()), range(6)))
    assert {each.self.person.person_id for each in found} == {"eva"}
    assert world.told() == ["person account_linked"]


def test_a_person_is_registered_changed_and_read(company: Company, world: MongoWorld) -> None:
    person = Person(
        given_name="Eva",
        family_name="Ivy",
        email="eva@acme.example",
        position=Position(title="Analyst", role_id="analyst", department_id="sales", manager_id="ben"),
        target_role_id="lead",
        hired_on="2026-01-01",
        has_account=True,
    )
    registered = company.ask("tess", _save(person)).person
    assert (registered.version, registered.has_account, bool(registered.person_id)) == (1, False, True)
    assert _person(company, registered.person_id) == registered

    registered.position.title = "Senior analyst"
    changed = company.ask("tess", _save(registered, version=1)).person
    assert (changed.version, changed.position.title) == (2, "Senior analyst")
    assert company.ask("tess", _save(changed, version=2)).person == changed
    assert company.refusal("tess", _save(changed, version=1)) == "STALE_VERSION"
    assert company.refusal("tess", _save(changed)) == "ALREADY_EXISTS"
    assert company.refusal("tess", _save(Person(person_id="x", given_name="X"), version=1)) == "NOT_FOUND"
    assert world.told() == ["person changed", "person registered"]


def test_somebody_who_leaves_is_in_no_team_and_returns_with_one_history(
    company: Company, world: MongoWorld
) -> None:
    further = Position(title="Trainer", role_id="analyst", department_id="sales", manager_id="zoe")
    ann = _person(company, "ann")
    ann.hired_on, ann.left_on, ann.location, ann.time_zone = (
        "2020-01-01",
        "2026-11-21",
        "Hull",
        "Europe/London",
    )
    ann.further_positions.append(further)
    ann.attributes.add(name="cost_centre", value="4711")
    gone = company.ask("tess", _save(ann, version=ann.version)).person
    assert (gone.left_on, gone.location, gone.time_zone) == ("2026-11-21", "Hull", "Europe/London")
    assert [(each.name, each.value) for each in gone.attributes] == [("cost_centre", "4711")]
    assert _listed(company, "ben") == []
    assert company.refusal("ben", contract.GetPersonRequest(person_id="ann")) == "NOT_FOUND"
    assert _listed(company, "hana", person_ids=["ann"]) == ["ann"]

    gone.left_on, gone.hired_on = "", "2026-11-22"
    back = company.ask("tess", _save(gone, version=gone.version)).person
    assert [(each.hired_on, each.left_on) for each in back.past_employments] == [("2020-01-01", "2026-11-21")]
    assert _listed(company, "ben") == ["ann"]
    assert _person(company, "ann") == back

    *_, entry = world.database["outbox"].find({"tenant_id": TENANT})
    state = events_pb2.PersonState.FromString(bytes(entry["value"]))
    assert (state.left_on, state.location, state.past_employments[0].left_on) == ("", "Hull", "2026-11-21")
    assert state.further_positions[0].role_id == "analyst"


def test_a_manager_who_has_left_leads_nobody_and_the_line_goes_on_above(company: Company) -> None:
    ben = _person(company, "ben")
    ben.left_on = "2026-11-21"
    company.ask("tess", _save(ben, version=ben.version))
    assert company.refusal("ben", contract.GetPersonRequest(person_id="ann")) == "NOT_FOUND"
    assert company.ask("cleo", contract.GetPersonRequest(person_id="ann")).person.person_id == "ann"
    assert sorted(_listed(company, "cleo")) == ["ann", "bob"]


def test_the_manager_of_a_further_position_does_not_lead_the_person(company: Company) -> None:
    ann = _person(company, "ann")
    ann.further_positions.append(Position(manager_id="zoe"))
    company.ask("tess", _save(ann, version=ann.version))
    assert company.refusal("zoe", contract.GetPersonRequest(person_id="ann")) == "NOT_FOUND"
    ann = _person(company, "ann")
    ann.further_positions[0].manager_id = "nobody-here"
    wrong = ("person.further_positions[0].manager_id", "UNKNOWN_REFERENCE")
    assert company.violations("tess", _save(ann, version=ann.version)) == [wrong]


def test_a_change_keeps_the_account(company: Company) -> None:
    company.ask("tess", _led_by("bob", "ben"))
    assert _person(company, "bob").has_account
    assert company.ask("bob", contract.GetSelfRequest()).self.person.position.manager_id == "ben"


def test_wrong_fields_of_a_person_are_named_by_their_paths_in_the_request(company: Company) -> None:
    position = Position(manager_id="nobody", department_id="legal")
    person = Person(person_id="eva", given_name="Eva", email="x", position=position)
    assert company.violations("tess", _save(person)) == [("person.email", "NOT_AN_EMAIL")]
    person.email = "eva@acme.example"
    assert company.violations("tess", _save(person)) == [
        ("person.position.department_id", "UNKNOWN_REFERENCE"),
        ("person.position.manager_id", "UNKNOWN_REFERENCE"),
    ]


def test_a_mail_address_belongs_to_one_person(company: Company, world: MongoWorld) -> None:
    world.put(a_person("eva", email="eva@acme.example"))
    person = Person(person_id="eve", given_name="Eve", email="EVA@acme.example")
    assert company.violations("tess", _save(person)) == [("person.email", "TAKEN")]
    company.ask("stranger", _save(person))


def test_two_registrations_with_one_address_at_the_same_moment_are_one(
    company: Company, world: MongoWorld
) -> None:
    def register(number: int) -> bool:
        try:
            company.ask("tess", _save(Person(person_id=f"e{number}", given_name="E", email="e@acme.example")))
        except grpc.RpcError:
            return False
        return True

    with ThreadPoolExecutor(5) as pool:
        assert sum(pool.map(register, range(5))) == 1
    assert world.told() == ["person registered"]


def test_a_role_that_has_not_arrived_yet_is_not_yet_known(company: Company) -> None:
    person = Person(person_id="eva", given_name="Eva", position=Position(role_id="pilot"))
    assert company.refusal("tess", _save(person)) == "ROLE_NOT_YET_KNOWN"
    company.world.know("pilot", tenant_id=TENANT)
    company.ask("tess", _save(person))


def test_registering_again_with_the_same_key_gives_the_first_answer(
    company: Company, world: MongoWorld
) -> None:
    request = _save(Person(given_name="Eva"))
    first = company.ask("tess", request, key="k")
    assert company.ask("tess", request, key="k") == first
    assert company.refusal("tess", _save(Person(given_name="Eve")), key="k") == "IDEMPOTENCY_KEY_REUSED"
    assert world.told() == ["person registered"]


def test_a_reporting_line_that_would_be_a_circle_is_refused_naming_the_line(company: Company) -> None:
    request = _led_by("cleo", "ann")
    assert company.violations("tess", request) == [("person.position.manager_id", "CYCLE")]
    assert "cleo is led by ann is led by ben is led by cleo" in company.refused("tess", request)[1]
    assert company.violations("tess", _led_by("ann", "ann")) == [("person.position.manager_id", "CYCLE")]
    new = _save(Person(person_id="eva", given_name="Eva", position=Position(manager_id="eva")))
    assert company.violations("tess", new) == [("person.position.manager_id", "CYCLE")]


def test_two_admins_who_close_a_circle_at_the_same_moment_leave_a_line(
    company: Company, world: MongoWorld
) -> None:
    for round_ in range(5):
        people = [f"r{round_}p{number}" for number in range(3)]
        world.put(*(a_person(each) for each in people))

        def lead(pair: tuple[str, str]) -> bool:
            try:
                company.ask("tess", _led_by(*pair))
            except grpc.RpcError:
                return False
            return True

        pairs = list(zip(people, [*people[1:], people[0]], strict=True))
        with ThreadPoolExecutor(3) as pool:
            assert sum(pool.map(lead, pairs)) == 2
    lines = world.of().reporting_lines()
    assert all(person not in lines.below(person) for person in lines.above_of)


def test_a_changed_line_counts_at_once(company: Company) -> None:
    assert company.refusal("zoe", contract.GetPersonRequest(person_id="ann")) == "NOT_FOUND"
    company.ask("tess", _led_by("ann", "zoe"))
    company.ask("zoe", contract.GetPersonRequest(person_id="ann"))
    assert company.refusal("ben", contract.GetPersonRequest(person_id="ann")) == "NOT_FOUND"


def test_people_are_imported_row_by_row_and_again_change_nothing(company: Company, world: MongoWorld) -> None:
    request = contract.ImportPeopleRequest(
        people=[
            Person(person_id="eva", given_name="Eva", position=Position(manager_id="finn")),
            Person(person_id="finn", given_name="Finn", position=Position(manager_id="cleo")),
            Person(person_id="gus", given_name=""),
            Person(person_id="hal", given_name="Hal", position=Position(role_id="pilot")),
            Person(person_id="zoe", given_name="Zoë", family_name="Yew"),
            Person(person_id="yan", given_name="Yan", family_name="Box", position=Position(manager_id="zoe")),
        ]
    )
    results = company.ask("tess", request).results
    assert [(each.row, each.id, each.outcome, each.reason) for each in results] == [
        (0, "eva", CREATED, ""),
        (1, "finn", CREATED, ""),
        (2, "", REFUSED, "REQUIRED"),
        (3, "", REFUSED, "ROLE_NOT_YET_KNOWN"),
        (4, "zoe", CHANGED, ""),
        (5, "yan", UNCHANGED, ""),
    ]
    assert results[2].message == "given_name: This is needed."
    assert world.told() == ["person changed", "person registered", "person registered"]
    assert _person(company, "zoe").has_account

    again = company.ask("tess", request).results
    assert [each.outcome for each in again] == [UNCHANGED, UNCHANGED, REFUSED, REFUSED, UNCHANGED, UNCHANGED]
    assert len(world.told()) == 3


def test_two_imports_that_close_a_circle_at_the_same_moment_leave_a_line(
    company: Company, world: MongoWorld
) -> None:
    world.put(*(a_person(f"p{number}") for number in range(6)))

    def imported(shift: int) -> None:
        rows = [
            Person(
                person_id=f"p{number}",
                given_name=f"P{number}",
                position=Position(manager_id=f"p{(number + shift) % 6}"),
            )
            for number in range(6)
        ]
        company.ask("tess", contract.ImportPeopleRequest(people=rows))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(imported, (1, 5, 2)))
    lines = world.of().reporting_lines()
    assert all(person not in lines.below(person) for person in lines.above_of)


def test_an_import_of_500_people_is_one_call_and_501_are_refused(company: Company, world: MongoWorld) -> None:
    rows = [
        Person(
            person_id=f"n{number}",
            given_name=f"N{number}",
            email=f"n{number}@acme.example",
            position=Position(manager_id=f"n{number // 2}" if number else "", department_id="inside"),
        )
        for number in range(500)
    ]
    results = company.ask("tess", contract.ImportPeopleRequest(people=rows)).results
    assert {each.outcome for each in results} == {CREATED}
    assert len(world.told()) == 500
    request = contract.ImportPeopleRequest(people=[*rows, Person(person_id="one", given_name="More")])
    assert company.violations("tess", request) == [("people", "TOO_MANY")]


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("hana", ["bob", "hana", "yan", "ben", "ann", "cleo", "tess", "zoe"]),
        ("client", ["bob", "hana", "yan", "ben", "ann", "cleo", "tess", "zoe"]),
        ("cleo", ["bob", "ben", "ann"]),
        ("ben", ["ann"]),
        ("ann", []),
        ("stranger", ["sam"]),
    ],
)
def test_people_are_listed_by_name_everybody_for_hr_the_own_line_for_a_manager(
    company: Company, who: str, found: list[str]
) -> None:
    assert _listed(company, who) == found


@pytest.mark.parametrize(
    ("who", "asked", "found"),
    [
        ("hana", {"query": "FIR"}, ["ann"]),
        ("hana", {"department_id": "inside"}, ["bob", "ann"]),
        ("hana", {"department_id": "sales"}, ["bob", "ben", "ann", "cleo"]),
        ("cleo", {"department_id": "sales"}, ["bob", "ben", "ann"]),
        ("hana", {"team_id": "cleo"}, ["bob", "ben"]),
        ("cleo", {"team_id": "cleo", "include_sub_teams": True}, ["bob", "ben", "ann"]),
        ("cleo", {"team_id": "ben"}, ["ann"]),
        ("cleo", {"team_id": "cleo", "department_id": "inside", "query": "a"}, ["bob"]),
        ("cleo", {"person_ids": ["ann", "yan", "cleo", "unknown"]}, ["ann", "cleo"]),
        ("ann", {"person_ids": ["ann", "ben"]}, ["ann"]),
        ("client", {"person_ids": ["ann", "yan"]}, ["yan", "ann"]),
    ],
)
def test_people_are_found_by_text_department_team_and_ids_within_reach(
    company: Company, who: str, asked: dict[str, Any], found: list[str]
) -> None:
    assert _listed(company, who, **asked) == found


def test_more_than_500_ids_are_refused(company: Company) -> None:
    request = contract.ListPeopleRequest(person_ids=[f"p{number}" for number in range(501)])
    assert company.violations("hana", request) == [("person_ids", "TOO_MANY")]


def test_the_wanted_role_is_chosen_by_oneself_a_manager_above_hr_and_tenant_admin(
    company: Company, world: MongoWorld
) -> None:
    for version, who in enumerate(("ann", "cleo", "hana", "tess"), start=1):
        role_id = "lead" if version % 2 else ""
        request = contract.ChooseTargetRoleRequest(person_id="ann", role_id=role_id, expected_version=version)
        chosen = company.ask(who, request).person
        assert (chosen.version, chosen.target_role_id) == (version + 1, role_id)
    stale = contract.ChooseTargetRoleRequest(person_id="ann", role_id="lead", expected_version=1)
    assert company.refusal("ann", stale) == "STALE_VERSION"
    unknown = contract.ChooseTargetRoleRequest(person_id="ann", role_id="pilot", expected_version=5)
    assert company.refusal("ann", unknown) == "ROLE_NOT_YET_KNOWN"
    same = contract.ChooseTargetRoleRequest(person_id="ann", role_id="", expected_version=5)
    assert company.ask("ann", same).person.version == 5
    assert world.told() == ["person changed"] * 4


def test_teams_are_read_off_the_line(company: Company) -> None:
    teams = company.ask("hana", contract.ListTeamsRequest()).teams
    assert [(each.team_id, each.manager_name) for each in teams] == [
        ("ben", "Ben Elm"),
        ("cleo", "Cleo Oak"),
        ("zoe", "Zoe Yew"),
    ]
    assert [(each.direct_member_count, each.total_member_count) for each in teams] == [(1, 1), (2, 3), (1, 1)]
    assert [each.team_id for each in company.ask("cleo", contract.ListTeamsRequest()).teams] == [
        "ben",
        "cleo",
    ]
    assert [each.team_id for each in company.ask("ben", contract.ListTeamsRequest()).teams] == ["ben"]


def test_teams_come_page_by_page(company: Company) -> None:
    request = contract.ListTeamsRequest()
    request.page.page_size = 2
    first = company.ask("hana", request)
    request.page.page_token = first.page.next_page_token
    second = company.ask("hana", request)
    assert [each.team_id for each in [*first.teams, *second.teams]] == ["ben", "cleo", "zoe"]
    assert second.page.next_page_token == ""


def test_a_department_is_founded_changed_and_read_by_everybody(company: Company, world: MongoWorld) -> None:
    founded = company.ask("tess", _found("Legal", "sales")).department
    assert (founded.version, founded.parent_department_id) == (1, "sales")
    request = _found("Law", version=1, department_id=founded.department_id)
    assert company.ask("tess", request).department.version == 2
    assert company.refusal("tess", request) == "STALE_VERSION"
    assert company.refusal("tess", _found("Sales", department_id="sales")) == "ALREADY_EXISTS"
    assert company.refusal("tess", _found("X", department_id="x", version=1)) == "NOT_FOUND"
    listed = company.ask("ann", contract.ListDepartmentsRequest()).departments
    assert [each.name for each in listed] == ["Inside", "Law", "Sales"]
    named = contract.ListDepartmentsRequest(department_ids=["sales", "nowhere"])
    assert [each.name for each in company.ask("ann", named).departments] == ["Sales"]
    many = contract.ListDepartmentsRequest(department_ids=[str(number) for number in range(501)])
    assert company.violations("ann", many) == [("department_ids", "TOO_MANY")]
    read = company.ask("yan", contract.GetDepartmentRequest(department_id=founded.department_id)).department
    assert (read.name, read.parent_department_id) == ("Law", "")
    assert world.told() == ["department changed", "department founded"]


def test_wrong_fields_of_a_department_are_named_by_their_paths_in_the_request(company: Company) -> None:
    assert company.violations("tess", _found(" ")) == [("department.name", "REQUIRED")]
    assert company.violations("tess", _found("X", "nowhere")) == [
        ("department.parent_department_id", "UNKNOWN_REFERENCE")
    ]
    circle = _found("Sales", "inside", version=1, department_id="sales")
    assert company.violations("tess", circle) == [("department.parent_department_id", "CYCLE")]


def test_two_admins_who_close_a_circle_of_departments_at_the_same_moment_leave_a_tree(
    company: Company,
) -> None:
    for name in ("a", "b"):
        company.ask("tess", _found(name, department_id=name))

    def move(pair: tuple[str, str]) -> bool:
        try:
            company.ask("tess", _found(pair[0], pair[1], version=1, department_id=pair[0]))
        except grpc.RpcError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(move, [("a", "b"), ("b", "a")])) == 1


def test_founding_again_with_the_same_key_gives_the_first_answer(company: Company, world: MongoWorld) -> None:
    first = company.ask("tess", _found("Legal"), key="k")
    assert company.ask("tess", _found("Legal"), key="k") == first
    assert world.told() == ["department founded"]


def _uses(mongo_url: str, world: MongoWorld) -> dict[str, int]:
    """How often each index on people was used so far; past the fence, since this asks about the collection and not about people."""
    with MongoClient[Document](mongo_url) as client:
        found = client[world.database.name]["people"].aggregate([{"$indexStats": {}}])
        return {each["name"]: int(each["accesses"]["ops"]) for each in found}


def test_accounts_and_addresses_are_found_by_their_indexes_and_not_by_looking_at_everybody(
    world: MongoWorld, mongo_url: str
) -> None:
    world.put(a_person("ann", email="ann@acme.example", account_subject="sub-ann"))
    before = _uses(mongo_url, world)
    store = world.of()
    assert store.person_of_account("sub-ann") is not None
    assert store.facts_about("ann", subject="sub-ann") is not None
    assert set(store.people_by_email(["ann@acme.example", "nobody@acme.example"])) == {"ann@acme.example"}
    after = _uses(mongo_url, world)
    used = {name: after[name] - before[name] for name in after if after[name] > before[name]}
    assert used == {"_id_": 1, "tenant_id_1_account_subject_1": 2, "tenant_id_1_email_key_1": 1}
