"""From a claim to its periods: the facts, the events, and what cannot be done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from cairn.learners.v1 import events_pb2, organization_pb2, progress_pb2
from cairn.learners.v1 import learners_service_pb2 as contract
from tests.support.learners.builders import TODAY, TOMORROW, YESTERDAY, a_credential, an_achievement
from tests.support.learners.company import Company
from tests.support.learners.mongo_world import MongoWorld

VERIFIED, REFUSED = progress_pb2.DECISION_VERIFIED, progress_pb2.DECISION_REFUSED
LINK = progress_pb2.Evidence(url="https://example.org/badge", description="The badge of Ann Fir.")


def _claim(
    *, issued_on: date = YESTERDAY, person_id: str = "", credential_id: str = "badge"
) -> contract.ClaimAchievementRequest:
    return contract.ClaimAchievementRequest(
        person_id=person_id, credential_id=credential_id, issued_on=issued_on.isoformat(), evidence=[LINK]
    )


def _decide(
    achievement_id: str, decision: progress_pb2.Decision.ValueType = VERIFIED, reason: str = ""
) -> contract.DecideAchievementRequest:
    return contract.DecideAchievementRequest(achievement_id=achievement_id, decision=decision, reason=reason)


def _waiting_events(world: MongoWorld) -> list[events_pb2.AchievementState]:
    found = world.database["outbox"].find({"tenant_id": "acme"}, sort=[("created_at", 1)])
    return [events_pb2.AchievementState.FromString(bytes(entry["value"])) for entry in found]


def test_a_claim_is_verified_and_counts_until_its_last_valid_day(company: Company, world: MongoWorld) -> None:
    claimed = company.ask("ann", _claim(issued_on=date(2026, 2, 28))).achievement
    assert claimed.standing == progress_pb2.STANDING_WAITING_FOR_VERIFICATION
    assert (claimed.person_id, claimed.version, list(claimed.periods)) == ("ann", 1, [])

    verified = company.ask("ben", _decide(claimed.achievement_id)).achievement
    assert verified.standing == progress_pb2.STANDING_ACTIVE
    assert (verified.decided_by, verified.version) == ("ben", 2)
    [period] = verified.periods
    assert period.valid_from.ToJsonString() == "2026-02-28T00:00:00Z"
    assert period.valid_until.ToJsonString() == "2027-02-28T00:00:00Z"
    assert period.last_valid_on == "2027-02-27"

    assert (
        company.ask("ann", contract.GetAchievementRequest(achievement_id=claimed.achievement_id)).achievement
        == verified
    )
    assert world.told() == ["achievement claimed", "achievement verified"]


def test_the_events_hold_the_whole_state_without_evidence_and_free_text(
    company: Company, world: MongoWorld
) -> None:
    claimed = company.ask("ann", _claim()).achievement
    company.ask("ben", _decide(claimed.achievement_id, REFUSED, "The name is not Ann Fir's."))
    states = sorted(_waiting_events(world), key=lambda each: each.version)
    assert [(each.version, each.decision) for each in states] == [
        (1, progress_pb2.DECISION_CLAIMED),
        (2, progress_pb2.DECISION_REFUSED),
    ]
    assert {each.person_id for each in states} == {"ann"}
    entries = list(world.database["outbox"].find({"tenant_id": "acme"}))
    assert {entry["key"] for entry in entries} == {"acme:ann"}
    assert {entry["topic"] for entry in entries} == {"cairn.learners.achievement.v1"}
    said = b"".join(bytes(entry["value"]) for entry in entries)
    assert b"example.org" not in said
    assert b"Ann Fir" not in said


def test_a_credential_without_validity_never_lapses(company: Company) -> None:
    claimed = company.ask("ann", _claim(credential_id="html")).achievement
    [period] = company.ask("hana", _decide(claimed.achievement_id)).achievement.periods
    assert not period.HasField("valid_until")
    assert period.last_valid_on == ""


def test_a_claim_for_a_credential_that_has_not_arrived_yet_says_so_and_succeeds_once_it_has(
    company: Company,
) -> None:
    assert company.refusal("ann", _claim(credential_id="fresh")) == "CREDENTIAL_NOT_YET_KNOWN"
    company.world.know(a_credential("fresh"), tenant_id="other")
    assert company.refusal("ann", _claim(credential_id="fresh")) == "CREDENTIAL_NOT_YET_KNOWN"
    company.world.know(a_credential("fresh"))
    company.ask("ann", _claim(credential_id="fresh"))


def test_wrong_fields_of_a_claim_are_named_by_their_paths(company: Company) -> None:
    request = contract.ClaimAchievementRequest(
        credential_id="badge",
        issued_on=TOMORROW.isoformat(),
        evidence=[LINK, progress_pb2.Evidence(url="ftp://example.org")],
    )
    assert company.violations("ann", request) == [
        ("issued_on", "IN_FUTURE"),
        ("evidence[1].url", "NOT_A_URL"),
    ]


def test_wrong_fields_of_a_decision_are_named(company: Company) -> None:
    claimed = company.ask("ann", _claim()).achievement.achievement_id
    assert company.violations("ben", _decide(claimed, REFUSED)) == [("reason", "REQUIRED")]
    assert company.violations("ben", _decide(claimed, progress_pb2.DECISION_UNSPECIFIED)) == [
        ("decision", "OUT_OF_RANGE")
    ]


def test_a_claim_is_made_once_and_decided_once_and_after_a_refusal_made_again(company: Company) -> None:
    first = company.ask("ann", _claim()).achievement.achievement_id
    assert company.refusal("ann", _claim()) == "ALREADY_CLAIMED"
    company.ask("ben", _decide(first, REFUSED, "Not legible."))
    assert company.refusal("ben", _decide(first)) == "ALREADY_DECIDED"
    second = company.ask("ann", _claim()).achievement.achievement_id
    company.ask("ben", _decide(second))
    assert company.refusal("ann", _claim()) == "ALREADY_CLAIMED"
    company.ask("ann", _claim(issued_on=TODAY))


def test_hr_claims_for_somebody_and_may_decide_on_it(company: Company) -> None:
    claimed = company.ask("hana", _claim(person_id="ann")).achievement
    assert claimed.person_id == "ann"
    assert company.ask("hana", _decide(claimed.achievement_id)).achievement.decided_by == "hana"


def test_nobody_decides_on_a_claim_of_their_own_not_even_hr_or_a_manager(company: Company) -> None:
    for who in ("hana", "ben"):
        claimed = company.ask(who, _claim()).achievement.achievement_id
        assert company.refusal(who, _decide(claimed)) == "OWN_CLAIM"


def test_the_same_idempotency_key_gives_the_first_answer_and_another_request_under_it_is_refused(
    company: Company, world: MongoWorld
) -> None:
    first = company.ask("ann", _claim(), key="k1")
    assert company.ask("ann", _claim(), key="k1") == first
    assert company.refusal("ann", _claim(issued_on=TODAY), key="k1") == "IDEMPOTENCY_KEY_REUSED"
    assert company.refusal("ann", _claim(), key="k2") == "ALREADY_CLAIMED"
    assert company.ask("bob", _claim(), key="k1").achievement.person_id == "bob"
    assert world.told() == ["achievement claimed"] * 2


def test_the_same_claim_many_times_at_the_same_moment_is_one(company: Company, world: MongoWorld) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: company.ask("ann", _claim(), key="k1"), range(8)))
    assert len({each.achievement.achievement_id for each in answers}) == 1
    assert world.told() == ["achievement claimed"]


def _outcome(company: Company, who: str, request: Any) -> str:
    try:
        company.ask(who, request)
    except Exception:  # noqa: BLE001 (asked again below, for its reason)
        return "refused"
    return "done"


def test_two_claims_of_the_same_at_the_same_moment_are_one_and_a_refusal(
    company: Company, world: MongoWorld
) -> None:
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda _: _outcome(company, "ann", _claim()), range(6)))
    assert sorted(outcomes) == ["done", *["refused"] * 5]
    assert world.told() == ["achievement claimed"]
    assert company.refusal("ann", _claim()) == "ALREADY_CLAIMED"


def test_of_two_decisions_at_the_same_moment_one_counts(company: Company, world: MongoWorld) -> None:
    claimed = company.ask("ann", _claim()).achievement.achievement_id
    requests = [
        ("ben", _decide(claimed)),
        ("cleo", _decide(claimed, REFUSED, "No.")),
        ("hana", _decide(claimed)),
    ]
    with ThreadPoolExecutor(3) as pool:
        outcomes = list(pool.map(lambda each: _outcome(company, *each), requests))
    assert sorted(outcomes) == ["done", "refused", "refused"]
    assert len(world.told()) == 2
    found = company.ask("ann", contract.GetAchievementRequest(achievement_id=claimed)).achievement
    assert found.version == 2


def _past(
    person_id: str, *, credential_id: str = "badge", issued_on: str = "2026-01-15", **more: Any
) -> progress_pb2.Achievement:
    values = {"decision": VERIFIED, **more}
    return progress_pb2.Achievement(
        person_id=person_id, credential_id=credential_id, issued_on=issued_on, **values
    )


def test_achievements_of_the_past_are_imported_row_by_row_and_again_change_nothing(
    company: Company, world: MongoWorld
) -> None:
    rows = contract.ImportAchievementsRequest(
        achievements=[
            _past("ann"),
            _past("bob", decision=REFUSED, reason="Not legible."),
            _past("nobody"),
            _past("bob", credential_id="unknown"),
            _past("hana"),
            _past("yan", issued_on="2027-01-01"),
            _past("ann", credential_id="html", evidence=[LINK]),
        ]
    )
    results = company.ask("hana", rows).results
    created, refused = organization_pb2.ROW_OUTCOME_CREATED, organization_pb2.ROW_OUTCOME_REFUSED
    assert [(each.row, each.outcome, each.reason) for each in results] == [
        (0, created, ""),
        (1, created, ""),
        (2, refused, "NOT_FOUND"),
        (3, refused, "CREDENTIAL_NOT_YET_KNOWN"),
        (4, refused, "OWN_CLAIM"),
        (5, refused, "IN_FUTURE"),
        (6, created, ""),
    ]
    assert all(each.id for each in results if each.outcome == created)
    assert world.told() == ["achievement refused", "achievement verified", "achievement verified"]

    again = company.ask("hana", rows).results
    unchanged = organization_pb2.ROW_OUTCOME_UNCHANGED
    assert [each.outcome for each in again] == [
        unchanged,
        unchanged,
        refused,
        refused,
        refused,
        refused,
        unchanged,
    ]
    assert [each.id for each in again] == [each.id for each in results]
    assert len(world.told()) == 3


def test_an_import_of_more_than_500_rows_is_refused(company: Company) -> None:
    rows = [_past("ann") for _ in range(501)]
    request = contract.ImportAchievementsRequest(achievements=rows)
    assert company.violations("hana", request) == [("achievements", "TOO_MANY")]


def test_two_imports_of_the_same_at_the_same_moment_add_it_once(company: Company, world: MongoWorld) -> None:
    rows = contract.ImportAchievementsRequest(
        achievements=[_past("ann", issued_on=f"2025-03-{day:02}") for day in range(1, 29)]
    )
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: company.ask("hana", rows).results, range(4)))
    assert world.told() == ["achievement verified"] * 28
    created = organization_pb2.ROW_OUTCOME_CREATED
    assert sum(row.outcome == created for results in answers for row in results) == 28


@pytest.mark.parametrize(
    "mode", [contract.ACHIEVEMENT_IMPORT_MODE_HISTORY, contract.ACHIEVEMENT_IMPORT_MODE_SKIP]
)
def test_history_is_listed_and_changes_no_date_of_what_is_held(
    company: Company, mode: contract.AchievementImportMode.ValueType
) -> None:
    def held() -> list[progress_pb2.Achievement]:
        return list(company.ask("ann", contract.ListAchievementsRequest(person_id="ann")).achievements)

    company.ask("hana", contract.ImportAchievementsRequest(achievements=[_past("ann")]))
    before = held()
    later = contract.ImportAchievementsRequest(
        achievements=[_past("ann", issued_on="2026-11-01"), _past("ann", issued_on="2019-01-01")], mode=mode
    )
    company.ask("hana", later)
    counting = [each for each in held() if not each.as_history]
    assert counting == before
    kept = [each.issued_on for each in held() if each.as_history]
    assert sorted(kept) == (
        ["2019-01-01", "2026-11-01"] if mode == contract.ACHIEVEMENT_IMPORT_MODE_HISTORY else []
    )
    assert not any(each.counts or each.periods for each in held() if each.as_history)


@pytest.fixture
def claims(company: Company) -> dict[str, str]:
    """Claims of ann, ben, bob and yan, of which ben's was verified; by person."""
    found = {
        who: str(company.ask(who, _claim()).achievement.achievement_id)
        for who in ("ann", "ben", "bob", "yan")
    }
    company.ask("cleo", _decide(found["ben"]))
    return found


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ann", {"ann"}),
        ("ben", {"ben", "ann"}),
        ("cleo", {"ann", "ben", "bob"}),
        ("zoe", {"yan"}),
        ("hana", {"ann", "ben", "bob", "yan"}),
        ("client", {"ann", "ben", "bob", "yan"}),
        ("stranger", set()),
    ],
)
def test_achievements_are_listed_within_the_callers_reach(
    company: Company, claims: dict[str, str], who: str, seen: set[str]
) -> None:
    listed = company.ask(who, contract.ListAchievementsRequest()).achievements
    assert {each.achievement_id for each in listed} == {claims[each] for each in seen}


def test_the_queue_of_what_waits_is_a_list_by_decision(company: Company, claims: dict[str, str]) -> None:
    waiting = contract.ListAchievementsRequest(decision=progress_pb2.DECISION_CLAIMED)
    assert {each.person_id for each in company.ask("cleo", waiting).achievements} == {"ann", "bob"}
    one = contract.ListAchievementsRequest(person_id="ben", credential_id="badge", decision=VERIFIED)
    assert [each.achievement_id for each in company.ask("cleo", one).achievements] == [claims["ben"]]


def test_a_list_comes_page_by_page_and_refuses_the_tokens_of_others(
    company: Company, claims: dict[str, str]
) -> None:
    request = contract.ListAchievementsRequest()
    request.page.page_size = 3
    first = company.ask("hana", request)
    request.page.page_token = first.page.next_page_token
    second = company.ask("hana", request)
    found = [each.achievement_id for answer in (first, second) for each in answer.achievements]
    assert sorted(found) == sorted(claims.values())
    assert second.page.next_page_token == ""

    people = contract.ListPeopleRequest()
    people.page.page_token = first.page.next_page_token
    assert company.refusal("hana", people) == "PAGE_TOKEN_INVALID"
    request.page.page_token = "!"
    assert company.refusal("hana", request) == "PAGE_TOKEN_INVALID"
    request.page.page_size = 501
    assert company.violations("hana", request) == [("page.page_size", "OUT_OF_RANGE")]


def test_what_may_stand_behind_a_name_comes_with_the_progress_and_on_demand_with_oneself(
    company: Company, world: MongoWorld
) -> None:
    world.know(
        a_credential("pmp", validity="P3Y", post_nominal="PMP"),
        a_credential("old", validity="P1Y", post_nominal="CPA"),
    )
    world.put(
        an_achievement("pmp", validity="P3Y"),
        an_achievement("old", issued_on=TODAY - timedelta(days=800), validity="P1Y"),
        an_achievement("badge"),
    )
    for who in ("ann", "ben"):
        progress = company.ask(who, contract.GetPersonProgressRequest(person_id="ann"))
        assert list(progress.post_nominals) == ["PMP"]
    found = company.ask("ann", contract.GetSelfRequest(with_post_nominals=True))
    assert list(found.self.post_nominals) == ["PMP"]
    assert list(company.ask("ann", contract.GetSelfRequest()).self.post_nominals) == []
