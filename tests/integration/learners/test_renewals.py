"""The stored life of credentials: late, twice and in any order the same; marked, corrected, and changed by policies as was previewed."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest

from cairn.learners.v1 import certification_pb2 as certification
from cairn.learners.v1 import events_pb2, progress_pb2, recertification_pb2
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import renewals_pb2 as contract
from cairn_learners.adapters.grpc import renewal_requests
from cairn_learners.domain.policy_versions import with_version
from cairn_platform.changes import Change
from tests.support.learners.builders import NOW
from tests.support.learners.company import Company
from tests.support.learners.mongo_world import MongoWorld

VERIFIED = progress_pb2.DECISION_VERIFIED


def a_policy(
    validity: str = "P3Y",
    *options: certification.RenewalOption,
    effective_on: str = "2000-01-01",
    applies: certification.PolicyApplies.ValueType = certification.POLICY_APPLIES_FORWARD,
    grace: str = "P6M",
    grace_counts: bool = False,
) -> certification.PolicyVersion:
    return certification.PolicyVersion(
        policy=recertification_pb2.RecertificationPolicy(
            basis=recertification_pb2.RECERTIFICATION_BASIS_EXPIRY,
            validity=validity,
            window="P6M",
            grace=grace,
            grace_counts=grace_counts,
        ),
        renewal=options,
        effective_on=effective_on,
        applies=applies,
    )


BY_CREDITS = certification.RenewalOption(
    option_id="credits",
    kind=certification.RENEWAL_KIND_CREDITS,
    credits=certification.CreditRule(
        unit=certification.CREDIT_UNIT_PDU,
        amount="60",
        categories=[certification.CreditCategory(category="education", minimum="35")],
    ),
    needs_fee=True,
)


def change(
    company: Company, version: certification.PolicyVersion, *, seen: int = 0, credential_id: str = "badge"
) -> contract.ChangePolicyResponse:
    asked = contract.ChangePolicyRequest(
        credential_id=credential_id, policy_version=version, expected_version=seen
    )
    answer: contract.ChangePolicyResponse = company.ask("tess", asked)
    return answer


def achieve(
    company: Company, on: str, *, through: str = "", credential_id: str = "badge", who: str = "ann"
) -> progress_pb2.Achievement:
    """Claimed by somebody and verified by hr."""
    claim = learners.ClaimAchievementRequest(
        credential_id=credential_id,
        issued_on=on,
        certificate=certification.Certificate(expires_on=through, number="N-1" if through else ""),
    )
    claimed = company.ask(who, claim).achievement
    verdict = learners.DecideAchievementRequest(achievement_id=claimed.achievement_id, decision=VERIFIED)
    found: progress_pb2.Achievement = company.ask("hana", verdict).achievement
    return found


def log(
    company: Company, on: str, amount: str = "", *, who: str = "hana", category: str = "education"
) -> contract.RenewalEntry:
    kind = certification.RENEWAL_ENTRY_KIND_CREDITS if amount else certification.RENEWAL_ENTRY_KIND_FEE
    entry = contract.LogRenewalEntryRequest(
        person_id="ann",
        credential_id="badge",
        kind=kind,
        happened_on=on,
        amount=amount,
        category=category if amount else "",
    )
    found: contract.RenewalEntry = company.ask(who, entry).entry
    return found


def life(company: Company, who: str = "ann") -> contract.GetCertificationResponse:
    asked = contract.GetCertificationRequest(person_id="ann", credential_id="badge")
    found: contract.GetCertificationResponse = company.ask(who, asked)
    return found


def days(found: contract.GetCertificationResponse) -> list[tuple[str, str]]:
    return [(each.period.valid_from.ToJsonString()[:10], each.period.last_valid_on) for each in found.periods]


def test_a_renewal_starts_the_next_period_by_the_policy_in_force(company: Company) -> None:
    change(company, a_policy("P3Y"))
    change(company, a_policy("P1Y", effective_on="2025-01-01"), seen=1)
    achieve(company, "2022-03-01")
    achieve(company, "2025-02-01")
    assert days(life(company)) == [("2022-03-01", "2025-02-28"), ("2025-03-01", "2026-02-28")]
    assert [each.period.policy_version for each in life(company).periods] == [1, 2]
    assert life(company).standing == progress_pb2.STANDING_LAPSED


def test_late_twice_and_in_any_order_the_same_follows(company: Company) -> None:
    """Four facts in every order; the fourth is what the credential was begun with, so that all before it have to wait for it."""
    change(company, a_policy("P3Y", BY_CREDITS))
    told = []
    for order in list(permutations(range(4)))[::5]:
        world = company.world
        assert isinstance(world, MongoWorld)
        for name in ("achievements", "renewal_entries", "guards"):
            world.database[name].delete_many({"tenant_id": "acme"})
        facts: list[Any] = [
            lambda: log(company, "2024-05-01", "40"),
            lambda: log(company, "2024-09-01", "20", category="work"),
            lambda: log(company, "2025-02-01"),
            lambda: achieve(company, "2022-03-01"),
        ]
        for number in order:
            facts[number]()
        told.append(days(life(company)))
    assert len(told) > 3
    assert all(each == [("2022-03-01", "2025-02-28"), ("2025-03-01", "2028-02-29")] for each in told)


def test_what_renewing_takes_is_said_and_what_of_it_is_done(company: Company) -> None:
    change(company, a_policy("P3Y", BY_CREDITS))
    achieve(company, "2024-06-01")
    log(company, "2025-06-01", "20.5")
    [option] = life(company).renewal
    assert [each.HasField("met_at") for each in option.conditions] == [False, False]
    assert [each.sentence for each in option.conditions] == [
        "20.5 of 60 PDU (20.5 of at least 35 in education) so far.",
        "The fee has not been paid in this cycle.",
    ]


def test_what_somebody_logs_alone_waits_until_it_is_accepted(company: Company, world: MongoWorld) -> None:
    change(company, a_policy("P3Y", BY_CREDITS))
    achieve(company, "2022-03-01")
    log(company, "2025-02-01")
    own = log(company, "2024-05-01", "60", who="ann")
    assert own.state == certification.ENTRY_STATE_LOGGED
    assert len(life(company).periods) == 1

    accept = contract.DecideRenewalEntryRequest(
        entry_id=own.entry_id, state=certification.ENTRY_STATE_ACCEPTED
    )
    assert company.refusal("ann", accept) == "OWN_CLAIM"
    assert company.refusal("yan", accept) == "NOT_FOUND"
    assert company.refusal("stranger", accept) == "NOT_FOUND"
    assert company.ask("ben", accept).entry.decisions[0].decided_by == "ben"
    assert len(life(company).periods) == 2
    assert company.refusal("ben", accept) == "ALREADY_DECIDED"

    withdraw = contract.DecideRenewalEntryRequest(
        entry_id=own.entry_id, state=certification.ENTRY_STATE_WITHDRAWN, reason="Counted twice."
    )
    company.ask("ann", withdraw)
    assert len(life(company).periods) == 1
    [entry] = [
        each
        for each in company.ask("ann", contract.ListRenewalEntriesRequest(person_id="ann")).entries
        if each.entry_id == own.entry_id
    ]
    assert [each.state for each in entry.decisions] == [
        certification.ENTRY_STATE_ACCEPTED,
        certification.ENTRY_STATE_WITHDRAWN,
    ]
    assert {"renewal_entry logged", "renewal_entry accepted", "renewal_entry withdrawn"} <= set(world.told())
    # Nothing that was found before is lost: the first reckoning, the renewed one, and the one after the withdrawal.
    [achievement] = company.ask("ann", learners.ListAchievementsRequest(person_id="ann")).achievements
    assert [len(each.periods) for each in achievement.reckonings] == [1, 2, 1]


def test_the_issuers_date_wins(company: Company, world: MongoWorld) -> None:
    change(company, a_policy("P3Y"))
    verified = achieve(company, "2025-03-01", through="2027-12-31")
    [period] = verified.reckonings[-1].periods
    assert (period.by_issuer, period.last_valid_on) == (True, "2027-12-31")
    assert period.computed_until.ToJsonString() == "2028-03-01T00:00:00Z"
    assert any("60 days more" in each for each in period.explanation)
    assert verified.periods[0].valid_until.ToJsonString() == "2028-01-01T00:00:00Z"
    assert verified.certificate.number == "N-1"
    [last] = [each for each in states(world) if each.version == verified.version]
    assert last.certificate_expires_on == "2027-12-31"
    assert last.held_periods[0].by_issuer
    assert not last.held_periods[0].explanation


def test_without_a_policy_the_issuers_date_wins_over_the_catalogue(company: Company) -> None:
    verified = achieve(company, "2026-03-01", through="2026-12-31")
    assert [each.last_valid_on for each in verified.periods] == ["2026-12-31"]


@pytest.mark.parametrize(
    ("certificate", "violation"),
    [
        ({"expires_on": "2024-01-01"}, ("certificate.expires_on", "BEFORE_ISSUE")),
        ({"expires_on": "9999-12-31"}, ("certificate.expires_on", "OUT_OF_RANGE")),
        ({"expires_on": "soon"}, ("certificate.expires_on", "NOT_A_DATE")),
        ({"verification_url": "javascript:alert(1)"}, ("certificate.verification_url", "NOT_A_URL")),
        ({"number": "x" * 101}, ("certificate.number", "TOO_LONG")),
    ],
)
def test_what_cannot_be_printed_is_refused(
    company: Company, certificate: dict[str, str], violation: tuple[str, str]
) -> None:
    claim = learners.ClaimAchievementRequest(
        credential_id="badge",
        issued_on="2025-01-01",
        certificate=certification.Certificate(**certificate),
    )
    assert company.violations("ann", claim) == [violation]


def states(world: MongoWorld) -> list[events_pb2.AchievementState]:
    found = world.database["outbox"].find({"tenant_id": "acme", "topic": "cairn.learners.achievement.v1"})
    return [events_pb2.AchievementState.FromString(bytes(entry["value"])) for entry in found]


def mark(
    achievement_id: str,
    kind: certification.MarkKind.ValueType,
    on: date | None = None,
    reason: str = "Said so.",
) -> contract.MarkAchievementRequest:
    asked = contract.MarkAchievementRequest(achievement_id=achievement_id, kind=kind, reason=reason)
    if on:
        asked.at.FromDatetime(datetime(on.year, on.month, on.day, tzinfo=UTC))
    return asked


REVOKED, SUSPENDED, REINSTATED = (
    certification.MARK_KIND_REVOKED,
    certification.MARK_KIND_SUSPENDED,
    certification.MARK_KIND_REINSTATED,
)


def test_what_is_suspended_does_not_count_until_it_is_reinstated(company: Company) -> None:
    found = achieve(company, "2026-01-01")
    suspended = company.ask("ben", mark(found.achievement_id, SUSPENDED, date(2026, 3, 1))).achievement
    assert suspended.standing == progress_pb2.STANDING_SUSPENDED
    assert [each.last_valid_on for each in suspended.periods] == ["2026-02-28"]
    again = company.ask("ben", mark(found.achievement_id, SUSPENDED, date(2026, 3, 1))).achievement
    assert again.version == suspended.version

    back = company.ask("ben", mark(found.achievement_id, REINSTATED, date(2026, 5, 1))).achievement
    assert back.standing == progress_pb2.STANDING_ACTIVE
    assert [(each.valid_from.ToJsonString()[:10], each.last_valid_on) for each in back.periods] == [
        ("2026-01-01", "2026-02-28"),
        ("2026-05-01", "2026-12-31"),
    ]
    assert [each.reason for each in back.marks] == ["Said so."] * 2


def test_what_is_revoked_counts_no_more_and_its_past_stays(company: Company, world: MongoWorld) -> None:
    found = achieve(company, "2026-01-01")
    revoked = company.ask("hana", mark(found.achievement_id, REVOKED, date(2026, 10, 1))).achievement
    assert revoked.standing == progress_pb2.STANDING_REVOKED
    assert [each.last_valid_on for each in revoked.periods] == ["2026-09-30"]
    assert "achievement revoked" in world.told()
    [last] = [each for each in states(world) if each.version == revoked.version]
    assert [each.kind for each in last.marks] == [REVOKED]
    assert last.marks[0].reason == ""


def test_who_may_mark_and_what_cannot_be_marked(company: Company) -> None:
    found = achieve(company, "2026-01-01").achievement_id
    assert company.refusal("ann", mark(found, REVOKED)) == "OWN_CLAIM"
    assert company.refusal("tess", mark(found, REVOKED)) == "ROLE_REQUIRED"
    for who in ("bob", "zoe", "stranger"):
        assert company.refusal(who, mark(found, REVOKED)) == "NOT_FOUND"
    assert company.violations("ben", mark(found, REVOKED, reason="")) == [("reason", "REQUIRED")]
    assert company.violations("ben", mark(found, REINSTATED)) == [("kind", "NOTHING_TO_REINSTATE")]
    assert company.violations("ben", mark(found, REVOKED, date(2027, 1, 1))) == [("at", "IN_FUTURE")]
    company.ask("ben", mark(found, REVOKED))
    assert company.violations("ben", mark(found, SUSPENDED)) == [("kind", "REVOKED")]
    claimed = company.ask(
        "ann", learners.ClaimAchievementRequest(credential_id="html", issued_on="2026-01-01")
    ).achievement
    assert company.violations("ben", mark(claimed.achievement_id, REVOKED)) == [
        ("achievement_id", "NOT_VERIFIED")
    ]


def test_what_is_put_right_moves_the_dates_and_keeps_what_was_said(company: Company) -> None:
    found = achieve(company, "2026-02-01")
    correction = contract.CorrectAchievementRequest(
        achievement_id=found.achievement_id, issued_on="2026-01-02", reason="Misread."
    )
    assert company.refusal("ann", correction) == "OWN_CLAIM"
    assert company.refusal("yan", correction) == "NOT_FOUND"
    corrected = company.ask("ben", correction).achievement
    assert corrected.issued_on == "2026-01-02"
    assert [each.last_valid_on for each in corrected.periods] == ["2027-01-01"]
    assert [each.earlier_issued_on for each in corrected.corrections] == ["2026-02-01"]
    assert [each.periods[0].last_valid_on for each in corrected.reckonings] == ["2027-01-31", "2027-01-01"]
    assert company.ask("ben", correction).achievement.version == corrected.version

    other = achieve(company, "2025-05-05")
    clash = contract.CorrectAchievementRequest(
        achievement_id=other.achievement_id, issued_on="2026-01-02", reason="Misread."
    )
    assert company.refusal("ben", clash) == "ALREADY_CLAIMED"


def test_a_change_of_policy_does_what_its_preview_says(company: Company) -> None:
    change(company, a_policy("P3Y"))
    achieve(company, "2024-01-01")
    achieve(company, "2023-01-01", who="bob")
    achieve(company, "2026-09-01", who="yan")
    shorter = a_policy("P2Y", effective_on="2026-01-01", applies=certification.POLICY_APPLIES_RETROACTIVELY)
    preview = company.ask(
        "tess", contract.PreviewPolicyChangeRequest(credential_id="badge", policy_version=shorter)
    )
    assert [(each.person_id, each.standing_after) for each in preview.effects] == [
        ("ann", progress_pb2.STANDING_LAPSED),
        ("bob", progress_pb2.STANDING_LAPSED),
        ("yan", progress_pb2.STANDING_ACTIVE),
    ]
    assert days(life(company)) == [("2024-01-01", "2026-12-31")]

    done = change(company, shorter, seen=1)
    assert done.effects == preview.effects
    assert days(life(company)) == [("2024-01-01", "2025-12-31")]
    assert not company.ask("tess", contract.ReckonAnewRequest(credential_id="badge")).effects


def test_a_change_that_was_cut_short_is_finished_by_reckoning_anew(
    company: Company, world: MongoWorld
) -> None:
    """As if the process had ended right after the version was stated, before anybody was reckoned by it."""
    change(company, a_policy("P3Y"))
    achieve(company, "2024-01-01")
    shorter = a_policy("P2Y", applies=certification.POLICY_APPLIES_RETROACTIVELY)
    preview = company.ask(
        "tess", contract.PreviewPolicyChangeRequest(credential_id="badge", policy_version=shorter)
    )
    stated = with_version(
        world.of().policies()["badge"],
        credential_id="badge",
        draft=renewal_requests.version(shorter),
        expected_version=1,
        stated_by="tess",
        now=NOW,
    )
    world.of().commit([Change(aggregate=stated, happened="changed", happened_at=NOW)])
    assert days(life(company)) == [("2024-01-01", "2026-12-31")]
    again = contract.ReckonAnewRequest(credential_id="badge")
    assert company.refusal("hana", again) == "ROLE_REQUIRED"
    assert company.ask("tess", again).effects == preview.effects
    assert days(life(company)) == [("2024-01-01", "2025-12-31")]
    assert not company.ask("tess", again).effects


def test_forward_a_version_changes_only_what_happens_from_its_day_on(company: Company) -> None:
    change(company, a_policy("P3Y"))
    achieve(company, "2024-01-01")
    achieve(company, "2026-09-01", who="yan")
    done = change(company, a_policy("P2Y", effective_on="2026-08-01"), seen=1)
    assert [each.person_id for each in done.effects] == ["yan"]
    assert done.unchanged == 1


def test_only_admins_change_policies_and_nobody_loses_a_version(company: Company) -> None:
    request = contract.ChangePolicyRequest(credential_id="badge", policy_version=a_policy())
    for who in ("ann", "ben", "hana", "client"):
        assert company.refusal(who, request) == "ROLE_REQUIRED"
    company.ask("tess", request)
    assert company.refusal("tess", request) == "STALE_VERSION"
    unknown = contract.ChangePolicyRequest(credential_id="unknown", policy_version=a_policy())
    assert company.refusal("tess", unknown) == "CREDENTIAL_NOT_YET_KNOWN"
    bad = contract.PreviewPolicyChangeRequest(credential_id="badge", policy_version=a_policy("P6M"))
    assert ("policy_version.policy.window", "NOT_SHORTER_THAN_VALIDITY") in company.violations("tess", bad)
    [policy] = company.ask("ann", contract.ListPoliciesRequest()).policies
    assert (policy.credential_id, policy.version) == ("badge", 1)


def test_policies_are_a_tenants_own(company: Company) -> None:
    change(company, a_policy())
    assert not company.ask("stranger", contract.ListPoliciesRequest()).policies
    asked = contract.GetCertificationRequest(person_id="ann", credential_id="badge")
    achieve(company, "2026-01-01")
    assert company.refusal("stranger", asked) == "NOT_FOUND"
    assert company.refusal("yan", asked) == "NOT_FOUND"
    assert company.refusal("nobody", asked) == "ROLE_REQUIRED"
    unclaimed = contract.GetCertificationRequest(person_id="ann", credential_id="html")
    assert company.refusal("ann", unclaimed) == "NOT_FOUND"


def test_a_grace_counts_where_the_policy_says_so(company: Company) -> None:
    change(company, a_policy("P1Y", grace="P3M", grace_counts=True))
    verified = achieve(company, "2025-10-01")
    assert verified.standing == progress_pb2.STANDING_IN_GRACE
    assert [each.last_valid_on for each in verified.periods] == ["2026-09-30", "2026-12-31"]
    change(company, a_policy("P1Y", grace="P3M", applies=certification.POLICY_APPLIES_RETROACTIVELY), seen=1)
    asked = learners.GetAchievementRequest(achievement_id=verified.achievement_id)
    now = company.ask("ann", asked).achievement
    assert [each.last_valid_on for each in now.periods] == ["2026-09-30"]
    assert now.standing == progress_pb2.STANDING_IN_GRACE


def test_a_higher_credential_renews_the_lower_when_it_is_verified(company: Company) -> None:
    option = certification.RenewalOption(
        option_id="higher", kind=certification.RENEWAL_KIND_CREDENTIAL, credential_ids=["html"]
    )
    change(company, a_policy("P1Y", option))
    lower = achieve(company, "2025-12-01")
    assert lower.standing == progress_pb2.STANDING_DUE_FOR_RENEWAL
    achieve(company, "2026-11-01", credential_id="html")
    assert days(life(company)) == [("2025-12-01", "2026-11-30"), ("2026-12-01", "2027-11-30")]
    assert life(company).standing == progress_pb2.STANDING_ACTIVE


def test_a_renewal_before_the_window_is_recorded_and_changes_nothing(company: Company) -> None:
    change(company, a_policy("P3Y"))
    achieve(company, "2025-01-01")
    early = achieve(company, "2026-01-01")
    assert early.standing == progress_pb2.STANDING_WITHOUT_EFFECT
    assert early.reckonings[-1].without_effect.startswith("It came before the window for renewing opened")
    assert not early.periods


def test_the_last_day_is_that_of_the_policys_time_zone(company: Company) -> None:
    version = a_policy("P3Y")
    version.policy.timezone = "America/New_York"
    change(company, version)
    verified = achieve(company, "2025-01-15")
    assert verified.periods[0].valid_until.ToJsonString() == "2028-01-15T05:00:00Z"
    assert verified.periods[0].last_valid_on == "2028-01-14"
    assert verified.reckonings[-1].periods[0].last_valid_on == "2028-01-14"


def test_imported_history_is_reckoned_by_the_policy_too(company: Company) -> None:
    change(company, a_policy("P3Y"))
    achieve(company, "2025-01-15")
    row = progress_pb2.Achievement(
        person_id="ann", credential_id="badge", issued_on="2022-03-01", decision=VERIFIED
    )
    company.ask("hana", learners.ImportAchievementsRequest(achievements=[row, row]))
    assert days(life(company)) == [("2022-03-01", "2025-02-28"), ("2025-03-01", "2028-02-29")]
