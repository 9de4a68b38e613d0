"""What every implementation of the port `Facts` does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from cairn.catalog.v1 import entries_pb2
from cairn.learners.v1 import assessments_pb2, events_pb2, organization_pb2, progress_pb2
from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import connect
from cairn_platform.mongo.lag import KeptLag, keep_lag
from cairn_platform.settings import MongoSettings
from cairn_reporting.application.ports import Lag, LatestEvent, PeopleSelection
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.assessments import Assessor
from cairn_reporting.domain.catalogue import (
    Credential,
    CredentialGoal,
    CredentialKind,
    Ladder,
    Path,
    PathStep,
    Requirement,
    Role,
    Skill,
    Stack,
    StackGoal,
)
from cairn_reporting.domain.demands import (
    AnyOf,
    CredentialDemand,
    ExperienceDemand,
    SkillDemand,
    StackDemand,
    TimeInRoleDemand,
)
from cairn_reporting.domain.tenure import RoleHeld, Tenure
from cairn_reporting.domain.workforce import Department, Person
from tests.support.reporting.builders import assessed, day, period
from tests.support.reporting.events import event
from tests.support.reporting.responsibilities import responsible
from tests.support.reporting.world import MongoWorld, World

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ODD_ID = "a.b$c:d é"


def _tell(
    world: World, *states: Message, tenant_id: str = "acme", version: int = 1, at: datetime = NOON
) -> None:
    world.apply([event(state, tenant_id=tenant_id, version=version, at=at) for state in states])


def _person(person_id: str, **fields: Any) -> events_pb2.PersonState:
    return events_pb2.PersonState(person_id=person_id, **fields)


def _ids(world: World, **selection: Any) -> list[str]:
    found = world.facts("acme").people(PeopleSelection(**selection))
    return [each.person_id for each in found]


def _timestamp(number: int) -> Timestamp:
    found = Timestamp()
    found.FromDatetime(day(number))
    return found


def test_a_tenant_of_which_nothing_was_told_has_nothing(world: World) -> None:
    _tell(world, _person("ada"), tenant_id="globex")
    facts = world.facts("acme")
    assert facts.latest_event() is None
    assert facts.person_of_account("account") is None
    assert (list(facts.people(PeopleSelection())), list(facts.departments()), list(facts.ladders())) == (
        [],
        [],
        [],
    )


def test_a_person_is_found_by_account_in_the_own_tenant_only(world: World) -> None:
    ada = _person(
        "ada",
        account_subject="account",
        role_id="engineer",
        department_id="it",
        manager_id="bob",
        target_role_id="lead",
        hired_on="2020-02-29",
        taken_on="2024-05-01",
        past_roles=[organization_pb2.RoleHeld(role_id="clerk", taken_on="2020-02-29", left_on="2024-05-01")],
    )
    _tell(world, ada, _person("bob"))
    _tell(world, _person("other", account_subject="account"), tenant_id="globex")
    assert world.facts("acme").person_of_account("account") == Person(
        person_id="ada",
        account_subject="account",
        role_id="engineer",
        department_id="it",
        manager_id="bob",
        target_role_id="lead",
        tenure=Tenure(
            hired_on=date(2020, 2, 29),
            present=RoleHeld("engineer", date(2024, 5, 1), None),
            past=(RoleHeld("clerk", date(2020, 2, 29), date(2024, 5, 1)),),
        ),
    )
    assert world.facts("acme").person_of_account("unknown") is None


def test_what_is_empty_in_an_event_is_nothing(world: World) -> None:
    _tell(world, _person("ada"))
    (ada,) = world.facts("acme").people(PeopleSelection())
    assert ada == Person("ada", None, None, None, None, None, Tenure())


def test_people_are_selected_by_all_conditions_at_once_and_come_by_id(world: World) -> None:
    _tell(
        world,
        _person("cleo", department_id="it", role_id="engineer"),
        _person("ada", department_id="it", role_id="engineer"),
        _person("bob", department_id="it", role_id="lead"),
        _person("dan", department_id="sales", role_id="engineer"),
    )
    assert _ids(world) == ["ada", "bob", "cleo", "dan"]
    assert _ids(world, person_ids=frozenset({"dan", "ada", "nobody"})) == ["ada", "dan"]
    assert _ids(world, department_ids=frozenset({"it", "sales"}), role_id="engineer") == [
        "ada",
        "cleo",
        "dan",
    ]
    assert _ids(world, department_ids=frozenset({"it"}), person_ids=frozenset({"bob", "dan"})) == ["bob"]
    assert _ids(world, person_ids=frozenset()) == []
    assert _ids(world, department_ids=frozenset()) == []


def test_the_same_id_in_two_tenants_is_two_people(world: World) -> None:
    _tell(world, _person("ada", role_id="engineer"))
    _tell(world, _person("ada", role_id="nurse"), tenant_id="globex")
    for tenant_id, role_id in (("acme", "engineer"), ("globex", "nurse")):
        (ada,) = world.facts(tenant_id).people(PeopleSelection(person_ids=frozenset({"ada"})))
        assert ada.role_id == role_id


def test_direct_reports_are_found_by_their_managers(world: World) -> None:
    _tell(
        world,
        _person("dan", manager_id="cleo"),
        _person("bob", manager_id="ada"),
        _person("cleo", manager_id="ada"),
        _person("ada"),
    )
    _tell(world, _person("eve", manager_id="ada"), tenant_id="globex")
    facts = world.facts("acme")
    assert [each.person_id for each in facts.led_by({"ada"})] == ["bob", "cleo"]
    assert [each.person_id for each in facts.led_by({"ada", "cleo"})] == ["bob", "cleo", "dan"]
    assert list(facts.led_by({"bob"})) == []


def test_departments_come_by_id_with_their_place(world: World) -> None:
    _tell(
        world,
        events_pb2.DepartmentState(department_id="it", name="IT", parent_department_id="company"),
        events_pb2.DepartmentState(department_id="company", name="Company"),
    )
    assert list(world.facts("acme").departments()) == [
        Department("company", None),
        Department("it", "company"),
    ]


def test_achievements_come_with_decision_and_periods(world: World) -> None:
    renewed = [
        progress_pb2.Period(valid_from=_timestamp(0), valid_until=_timestamp(10)),
        progress_pb2.Period(valid_from=_timestamp(10)),
    ]
    _tell(
        world,
        events_pb2.AchievementState(
            achievement_id="a2",
            person_id="ada",
            credential_id="pmp",
            decision=progress_pb2.DECISION_VERIFIED,
            periods=renewed,
        ),
        events_pb2.AchievementState(
            achievement_id="a1", person_id="bob", credential_id="aws", decision=progress_pb2.DECISION_CLAIMED
        ),
        events_pb2.AchievementState(
            achievement_id="a3", person_id="ada", credential_id="aws", decision=progress_pb2.DECISION_REFUSED
        ),
    )
    facts = world.facts("acme")
    assert list(facts.achievements(person_ids={"ada", "bob"})) == [
        Achievement("a1", "bob", "aws", verified=False, periods=()),
        Achievement("a2", "ada", "pmp", verified=True, periods=(period(0, 10), period(10, None))),
        Achievement("a3", "ada", "aws", verified=False, periods=()),
    ]
    of_aws = facts.achievements(person_ids={"ada"}, credential_id="aws")
    assert [each.achievement_id for each in of_aws] == ["a3"]
    assert list(facts.achievements(person_ids=set())) == []
    assert list(world.facts("globex").achievements(person_ids={"ada"})) == []


def test_catalogue_entries_come_by_id_and_unknown_ones_are_left_out(world: World) -> None:
    _tell(
        world,
        entries_pb2.Skill(skill_id="python", name="Python"),
        entries_pb2.Credential(
            credential_id=ODD_ID,
            name="Odd",
            kind=entries_pb2.CREDENTIAL_KIND_LICENCE,
            skills_granted=[
                entries_pb2.SkillLevel(skill_id=ODD_ID, level=entries_pb2.PROFICIENCY_LEVEL_WORKING),
                entries_pb2.SkillLevel(skill_id=ODD_ID, level=entries_pb2.PROFICIENCY_LEVEL_AWARENESS),
            ],
        ),
        entries_pb2.Role(
            role_id="engineer",
            name="Engineer",
            requirements=[
                entries_pb2.RoleRequirement(requirement_id="r2", credential_id=ODD_ID),
                entries_pb2.RoleRequirement(
                    requirement_id="r1",
                    skill=entries_pb2.SkillLevel(
                        skill_id="python", level=entries_pb2.PROFICIENCY_LEVEL_EXPERT
                    ),
                ),
            ],
        ),
        entries_pb2.Role(role_id="idle", name="Idle"),
    )
    facts = world.facts("acme")
    assert facts.skills({"python", "unknown"}) == {"python": Skill("python", "Python")}
    assert facts.credentials({ODD_ID}) == {
        ODD_ID: Credential(ODD_ID, "Odd", CredentialKind.LICENCE, {ODD_ID: 2})
    }
    assert facts.roles({"engineer", "idle"}) == {
        "engineer": Role(
            "engineer",
            "Engineer",
            (
                Requirement("r2", CredentialDemand(ODD_ID), None),
                Requirement("r1", SkillDemand("python", 4), None),
            ),
        ),
        "idle": Role("idle", "Idle", ()),
    }
    assert (facts.skills(set()), facts.credentials(set()), facts.roles(set())) == ({}, {}, {})


def test_a_role_may_ask_for_stacks_experience_and_alternatives_and_weigh_them(world: World) -> None:
    single = entries_pb2.AlternativeDemand
    ways = entries_pb2.Alternatives(
        alternatives=[
            entries_pb2.Alternative(all_of=[single(credential_id="bsc")]),
            entries_pb2.Alternative(
                all_of=[
                    single(stack_id="core"),
                    single(experience=entries_pb2.Experience(months=36, role_id="clerk")),
                ]
            ),
        ]
    )
    _tell(
        world,
        entries_pb2.Role(
            role_id="lead",
            name="Lead",
            requirements=[
                entries_pb2.RoleRequirement(requirement_id="a", any_of=ways),
                entries_pb2.RoleRequirement(requirement_id="b", stack_id="core", weight=3),
                entries_pb2.RoleRequirement(requirement_id="c", experience=entries_pb2.Experience(months=12)),
                entries_pb2.RoleRequirement(
                    requirement_id="d", time_in_role=entries_pb2.TimeInRole(months=6)
                ),
            ],
        ),
    )
    alternatives = ((CredentialDemand("bsc"),), (StackDemand("core"), ExperienceDemand(36, "clerk")))
    assert world.facts("acme").roles({"lead"})["lead"].requirements == (
        Requirement("a", AnyOf(alternatives), None),
        Requirement("b", StackDemand("core"), 3),
        Requirement("c", ExperienceDemand(12, None), None),
        Requirement("d", TimeInRoleDemand(6), None),
    )


def test_a_stack_has_places_and_what_fills_them(world: World) -> None:
    member, way = entries_pb2.StackMember, entries_pb2.StackAlternative
    ways = entries_pb2.StackAlternatives(alternatives=[way(credential_id="b"), way(stack_id="inner")])
    _tell(
        world,
        entries_pb2.Stack(
            stack_id="core",
            name="Core",
            specialisation="Engines",
            rule=entries_pb2.STACK_RULE_N_OF,
            required_count=1,
            members=[
                member(credential_id="a", equivalent_credential_ids=["a-before"]),
                member(one_of=ways),
            ],
        ),
        entries_pb2.Stack(
            stack_id="inner",
            name="Inner",
            rule=entries_pb2.STACK_RULE_ORDERED,
            members=[member(credential_id="c")],
        ),
    )
    assert world.facts("acme").every_stack() == world.facts("acme").stacks({"core", "inner"})
    assert world.facts("acme").stacks({"core", "inner", "unknown"}) == {
        "core": Stack(
            "core",
            "Core",
            "Engines",
            1,
            (
                (CredentialGoal("a"), CredentialGoal("a-before")),
                (CredentialGoal("b"), StackGoal("inner")),
            ),
        ),
        "inner": Stack("inner", "Inner", "Inner", 1, ((CredentialGoal("c"),),)),
    }


def test_an_own_entry_stands_in_the_place_of_a_public_one_for_its_tenant_only(world: World) -> None:
    _tell(
        world,
        entries_pb2.Skill(skill_id="sql", name="SQL"),
        entries_pb2.Skill(skill_id="python", name="Python"),
        entries_pb2.Ladder(ladder_id="b", name="B", role_ids=["r1", "r2"]),
        entries_pb2.Ladder(ladder_id="a", name="A", role_ids=["r2", "r3"]),
        tenant_id="public",
    )
    _tell(
        world,
        entries_pb2.Skill(skill_id="sql", name="Our SQL"),
        entries_pb2.Ladder(ladder_id="b", name="Ours", role_ids=["r3", "r1"]),
    )
    acme, globex = world.facts("acme"), world.facts("globex")
    assert {each.name for each in acme.skills({"sql", "python"}).values()} == {"Our SQL", "Python"}
    assert {each.name for each in globex.skills({"sql", "python"}).values()} == {"SQL", "Python"}
    assert list(acme.ladders()) == [Ladder("a", ("r2", "r3")), Ladder("b", ("r3", "r1"))]
    assert list(globex.ladders()) == [Ladder("a", ("r2", "r3")), Ladder("b", ("r1", "r2"))]


def test_an_override_stands_whichever_of_the_two_came_last(world: World) -> None:
    _tell(world, entries_pb2.Skill(skill_id="sql", name="Our SQL"))
    _tell(world, entries_pb2.Skill(skill_id="sql", name="SQL"), tenant_id="public", version=9)
    assert world.facts("acme").skills({"sql"})["sql"].name == "Our SQL"


def test_only_what_is_newer_changes_anything(world: World) -> None:
    _tell(world, _person("ada", role_id="lead"), version=2)
    _tell(world, _person("ada", role_id="engineer"), version=1)
    _tell(world, _person("ada", role_id="never"), version=2)
    assert world.facts("acme").people(PeopleSelection())[0].role_id == "lead"
    _tell(world, _person("ada", role_id="head"), version=3)
    assert world.facts("acme").people(PeopleSelection())[0].role_id == "head"


def test_one_batch_may_hold_several_versions_in_any_order(world: World) -> None:
    world.apply(
        [
            event(_person("ada", role_id=f"r{version}"), tenant_id="acme", version=version, at=NOON)
            for version in (2, 3, 1, 3)
        ]
    )
    assert world.facts("acme").people(PeopleSelection())[0].role_id == "r3"


def test_freshness_is_the_time_of_the_latest_event_of_the_tenant(world: World) -> None:
    _tell(world, _person("ada"), at=day(5))
    _tell(world, _person("bob"), at=day(3))
    _tell(world, _person("eve"), tenant_id="globex", at=day(9))
    found = world.facts("acme").latest_event()
    assert found is not None
    assert found.happened_at == day(5)
    assert found.event_id


def test_the_lag_is_what_the_worker_measured_last(mongo_settings: MongoSettings) -> None:
    database = connect(mongo_settings)
    assert MongoWorld(database).facts("acme").lag() is None
    for events, at in ((7, day(1)), (2, day(2))):
        keep_lag(database, KeptLag(events=events, measured_at=at))
    # Whoever asked before may be told for half a second what was true then.
    assert MongoWorld(database).facts("acme").lag() == Lag(events=2, measured_at=day(2))
    database.client.close()


def test_who_has_left_where_somebody_works_and_what_is_held_beside_are_kept(world: World) -> None:
    beside = [
        events_pb2.FurtherPosition(role_id="guide", taken_on="2025-01-01"),
        events_pb2.FurtherPosition(role_id="clerk", taken_on="2025-01-01"),
        events_pb2.FurtherPosition(role_id="porter"),
    ]
    told = _person(
        "ann",
        role_id="clerk",
        taken_on="2024-01-01",
        left_on="2026-11-22",
        location="Hull",
        further_positions=beside,
    )
    _tell(world, told)
    (ann,) = world.facts("acme").people(PeopleSelection())
    assert (ann.tenure.left_on, ann.location) == (date(2026, 11, 22), "Hull")
    assert ann.tenure.employs_on(date(2026, 11, 22))
    assert not ann.tenure.employs_on(date(2026, 11, 23))
    assert ann.role_ids == ("clerk", "guide", "porter")
    assert ann.tenure.in_role("guide") == [RoleHeld("guide", date(2025, 1, 1), None)]
    assert ann.tenure.in_role("clerk") == [RoleHeld("clerk", date(2024, 1, 1), None)]
    assert ann.tenure.in_role("porter") == []


def test_whoever_returned_worked_here_before_too(world: World) -> None:
    earlier = organization_pb2.Employment(hired_on="2020-01-01", left_on="2021-06-30")
    _tell(world, _person("ann", hired_on="2026-01-01", past_employments=[earlier]))
    (ann,) = world.facts("acme").people(PeopleSelection())
    days = (date(2019, 12, 31), date(2021, 6, 30), date(2021, 7, 1), date(2026, 1, 1))
    assert [ann.tenure.employs_on(day) for day in days] == [False, True, False, True]


def test_the_organization_had_begun_when_the_first_of_its_people_had(world: World) -> None:
    def begun_by(*days: date) -> list[bool]:
        return [world.facts("acme").had_begun_by(day) for day in days]

    first, before = date(2020, 1, 1), date(2019, 12, 31)
    _tell(world, _person("eve", hired_on="2001-01-01"), tenant_id="globex")
    assert begun_by(date(1900, 1, 1)) == [True], "nobody is known"
    _tell(world, _person("bob", hired_on="2025-01-01"))
    assert begun_by(before, first, date(2024, 12, 31), date(2025, 1, 1)) == [False, False, False, True]
    earlier = organization_pb2.Employment(hired_on=first.isoformat(), left_on="2021-06-30")
    _tell(world, _person("ann", hired_on="2026-01-01", past_employments=[earlier]))
    assert begun_by(before, first) == [False, True]
    _tell(world, _person("cleo", hired_on=""))
    assert begun_by(before) == [True], "since when cleo works here is not known"


def test_whoever_holds_several_positions_is_found_by_each_of_them(world: World) -> None:
    beside = events_pb2.FurtherPosition(role_id="guide", department_id="tours")
    _tell(world, _person("ann", role_id="clerk", department_id="shop", further_positions=[beside]))
    assert _ids(world, role_id="guide") == _ids(world, role_id="clerk") == ["ann"]
    for department_id in ("tours", "shop"):
        assert _ids(world, department_ids=frozenset({department_id})) == ["ann"]


def test_assessments_of_people_are_known_with_what_their_level_means(world: World) -> None:
    said = events_pb2.AssessmentState(
        assessment_id="s1",
        person_id="ann",
        skill_id="python",
        assessor_kind=assessments_pb2.ASSESSOR_KIND_PEER,
        scale_id="one-to-hundred",
        level=70,
        assessed_on="2026-01-02",
        given_at=_timestamp(3),
    )
    _tell(world, said)
    _tell(world, said, tenant_id="globex")
    facts = world.facts("acme")
    known = assessed("s1", "python", 3, on=1, by=Assessor.PEER, person_id="ann")
    assert list(facts.assessments(person_ids={"ann"})) == [replace(known, given_at=day(3))]
    assert list(facts.assessments(person_ids={"bob"})) == []
    said.withdrawn_at.CopyFrom(_timestamp(4))
    _tell(world, said, version=2)
    (taken_back,) = world.facts("acme").assessments(person_ids={"ann"})
    assert taken_back.withdrawn


def test_who_stands_in_for_whom_is_what_holds_today(world: World) -> None:
    today = datetime.now(tz=UTC).date()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)

    def handed(manager_id: str, from_on: date, until_on: date, **fields: Any) -> events_pb2.DelegationState:
        return events_pb2.DelegationState(
            delegation_id=f"by-{manager_id}",
            manager_id=manager_id,
            delegate_id=fields.pop("delegate_id", "zoe"),
            from_on=from_on.isoformat(),
            until_on=until_on.isoformat(),
            **fields,
        )

    _tell(
        world,
        handed("today", today, today),
        handed("long", yesterday, tomorrow),
        handed("lapsed", yesterday, yesterday),
        handed("upcoming", tomorrow, tomorrow),
        handed("taken-back", yesterday, tomorrow, withdrawn_at=_timestamp(1)),
        handed("to-bob", yesterday, tomorrow, delegate_id="bob"),
    )
    _tell(world, handed("another-tenants", yesterday, tomorrow), tenant_id="globex")
    assert list(world.facts("acme").stood_in_for("zoe")) == ["long", "today"]


def test_departments_are_in_ones_hands_on_the_days_for_which_they_were_given(world: World) -> None:
    today = utc_now().date()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    _tell(
        world,
        responsible("zoe", "today", "both", from_on=today, until_on=today),
        responsible("zoe", "for-good", "both", from_on=yesterday),
        responsible("zoe", "lapsed", from_on=yesterday, until_on=yesterday),
        responsible("zoe", "upcoming", from_on=tomorrow),
        responsible("zoe", "taken-back", taken_back=True),
        responsible("bob", "bobs"),
    )
    _tell(world, responsible("zoe", "another-tenants"), tenant_id="globex")
    assert list(world.facts("acme").responsible_for("zoe")) == ["both", "for-good", "today"]


def test_a_path_is_known_by_what_completes_its_steps(world: World) -> None:
    told = entries_pb2.LearningPath(
        path_id="to-lead",
        name="To lead",
        steps=[
            entries_pb2.PathStep(step_id="s1", goal=entries_pb2.StackMember(credential_id="pmp")),
            entries_pb2.PathStep(step_id="s2", goal=entries_pb2.StackMember(stack_id="cloud")),
        ],
    )
    _tell(world, told, tenant_id="public")
    paths = world.facts("acme").paths({"to-lead", "unknown"})
    assert paths == {
        "to-lead": Path(
            "to-lead", (PathStep("s1", (CredentialGoal("pmp"),)), PathStep("s2", (StackGoal("cloud"),)))
        )
    }


def test_what_was_known_then_is_each_things_last_version_up_to_then_however_late_it_came(
    world: World,
) -> None:
    _tell(world, _person("ada", role_id="lead"), version=3, at=day(9))
    _tell(world, _person("ada", role_id="clerk"), version=1, at=day(1))
    _tell(world, _person("ada", role_id="guide"), version=2, at=day(5))
    _tell(world, _person("ada", role_id="clerk"), version=1, at=day(1))
    _tell(world, entries_pb2.Role(role_id="guide", name="Guide"), tenant_id="public", at=day(5))

    def roles(known_at: datetime | None) -> list[str | None]:
        facts = world.facts("acme", known_at=known_at)
        return [each.role_id for each in facts.people(PeopleSelection())]

    found = [roles(each) for each in (day(0), day(1), day(4), day(5), day(8), day(9), None)]
    assert found == [[], ["clerk"], ["clerk"], ["guide"], ["guide"], ["lead"], ["lead"]]
    then = world.facts("acme", known_at=day(5))
    assert then.people(PeopleSelection(role_id="lead")) == []
    assert [each.person_id for each in then.people(PeopleSelection(role_id="guide"))] == ["ada"]
    assert list(then.roles({"guide"})) == ["guide"]
    assert list(world.facts("acme", known_at=day(4)).roles({"guide"})) == []
    assert then.latest_event() == LatestEvent(day(5), None)
    assert world.facts("globex", known_at=day(5)).people(PeopleSelection()) == []
