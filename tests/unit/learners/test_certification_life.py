"""The periods of a credential's life: renewal by what a policy asks for, versions of it, and what issuers print."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cairn_learners.domain.certification_life import Completion, RenewalFact
from cairn_learners.domain.policy_versions import Applies
from cairn_learners.domain.recertification_policy import Basis
from cairn_learners.domain.renewal_terms import RenewalKind
from cairn_learners.domain.renewals import FactKind
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.renewing import (
    a_fact,
    a_version_draft,
    an_option,
    by_credits,
    credits_of,
    days,
    earned,
    issued,
    life,
    versions,
    why,
)

PMP = credits_of("60", ("education", "35", ""), ("giving back", "", "25"), carry="20")
THREE_YEARS = a_policy_draft(Basis.EXPIRY, validity="P3Y", window="P1Y", grace="P1Y")
BY_PDU = versions(a_version_draft(THREE_YEARS, by_credits(PMP)))


def test_an_achievement_of_the_credential_itself_renews_it() -> None:
    told = life(BY_PDU, issued("2023-05-01"), issued("2026-02-01"))
    assert days(told) == [("2023-05-01", "2026-04-30"), ("2026-05-01", "2029-04-30")]
    assert [each.renewed_at for each in told.periods] == [datetime(2026, 2, 1, tzinfo=UTC), None]


def test_credits_earned_before_the_window_count_and_the_renewal_takes_effect_when_it_opens() -> None:
    told = life(
        BY_PDU,
        issued("2023-05-01"),
        facts=[earned("2023-08-01", "40", "education"), earned("2024-03-01", "20", "giving back")],
    )
    assert days(told) == [("2023-05-01", "2026-04-30"), ("2026-05-01", "2029-04-30")]
    assert told.periods[1].took_effect_at == datetime(2025, 5, 1, tzinfo=UTC)
    assert (
        "60 of 60 PDU (40 of at least 35 in education; 20 in giving back, of which at most 25 count)"
        in why(told)
    )
    assert "when the window for renewing opens" in why(told)


def test_it_takes_effect_with_the_last_condition_where_that_is_later() -> None:
    known = versions(a_version_draft(THREE_YEARS, by_credits(PMP, fee=True, attestation=True)))
    facts = [
        earned("2024-01-01", "60", "education"),
        a_fact("2025-06-01", FactKind.FEE),
        a_fact("2026-01-15", FactKind.ATTESTATION),
    ]
    assert life(known, issued("2023-05-01"), facts=facts).periods[1].took_effect_at == datetime(
        2026, 1, 15, tzinfo=UTC
    )
    assert len(life(known, issued("2023-05-01"), facts=facts[:2]).periods) == 1


@pytest.mark.parametrize(
    ("facts", "renewed"),
    [
        ([("60", "education")], True),
        ([("34.99", "education"), ("25", "giving back"), ("10", "")], False),
        ([("35", "education"), ("40", "giving back")], True),
        ([("35", "education"), ("24.75", "giving back")], False),
        ([("35", "education"), ("24.75", "giving back"), ("0.25", "")], True),
        ([("59.99", "education")], False),
    ],
)
def test_minima_and_caps_of_categories_hold(facts: list[tuple[str, str]], renewed: bool) -> None:
    told = life(BY_PDU, issued("2023-05-01"), facts=[earned("2024-01-01", *each) for each in facts])
    assert (len(told.periods) == 2) is renewed


def test_what_is_left_over_is_carried_into_the_next_cycle_up_to_a_limit_and_for_no_category() -> None:
    first = [earned("2024-01-01", "90", "education")]
    told = life(BY_PDU, issued("2023-05-01"), facts=first)
    assert told.carried_over == Decimal(20)
    assert "20 PDU are carried over to the next cycle." in why(told)
    assert (
        len(
            life(
                BY_PDU, issued("2023-05-01"), facts=[*first, earned("2026-01-01", "39.99", "education")]
            ).periods
        )
        == 2
    )
    assert (
        len(
            life(
                BY_PDU, issued("2023-05-01"), facts=[*first, earned("2026-01-01", "40", "education")]
            ).periods
        )
        == 3
    )
    carried_only = [
        *first,
        earned("2026-01-01", "34", "education"),
        earned("2026-02-01", "25", "giving back"),
    ]
    assert len(life(BY_PDU, issued("2023-05-01"), facts=carried_only).periods) == 2


def test_credits_of_the_cycle_before_do_not_count_twice() -> None:
    facts = [earned("2024-01-01", "60", "education"), earned("2025-05-02", "59", "education")]
    assert len(life(BY_PDU, issued("2023-05-01"), facts=facts).periods) == 2


def test_an_option_may_extend_differently() -> None:
    known = versions(
        a_version_draft(
            a_policy_draft(Basis.EXPIRY, validity="P3Y", window="P6M"),
            an_option(RenewalKind.EXAM),
            an_option(RenewalKind.ASSESSMENT, extends="P1Y"),
        )
    )
    by_exam = life(known, issued("2023-05-01"), facts=[a_fact("2026-01-01", FactKind.EXAM)])
    by_assessment = life(known, issued("2023-05-01"), facts=[a_fact("2026-01-01", FactKind.ASSESSMENT)])
    assert (days(by_exam)[1][1], days(by_assessment)[1][1]) == ("2029-04-30", "2027-04-30")


def test_a_higher_certification_renews_the_lower() -> None:
    known = versions(
        a_version_draft(
            a_policy_draft(Basis.COMPLETION, validity="P3Y", window=""),
            an_option(RenewalKind.CREDENTIAL, credential_ids=("professional",)),
        )
    )
    higher = a_fact("2025-05-01", FactKind.CREDENTIAL, credential_id="professional")
    told = life(known, issued("2023-05-01"), facts=[higher])
    assert days(told)[1] == ("2026-05-01", "2028-04-30")
    other = a_fact("2025-05-01", FactKind.CREDENTIAL, credential_id="another")
    assert len(life(known, issued("2023-05-01"), facts=[other]).periods) == 1


def test_a_path_renews_once_every_step_is_done_anew_in_the_cycle() -> None:
    known = versions(
        a_version_draft(
            a_policy_draft(Basis.EXPIRY, validity="P1Y", window="P2M"),
            an_option(RenewalKind.PATH, path_id="refresh"),
        )
    )
    steps = {"refresh": [frozenset({"a"}), frozenset({"b", "c"})]}

    def done(on: str, credential_id: str) -> RenewalFact:
        return a_fact(on, FactKind.CREDENTIAL, credential_id=credential_id)

    before = [done("2024-01-01", "a"), done("2024-01-01", "b")]
    assert len(life(known, issued("2024-05-01"), facts=before, paths=steps).periods) == 1
    anew = [*before, done("2025-03-10", "c"), done("2025-04-01", "a")]
    told = life(known, issued("2024-05-01"), facts=anew, paths=steps)
    assert days(told)[1] == ("2025-05-01", "2026-04-30")
    assert told.periods[1].took_effect_at == datetime(2025, 4, 1, tzinfo=UTC)


def test_an_option_may_be_refused_once_the_grace_is_over() -> None:
    policy = a_policy_draft(Basis.EXPIRY, validity="P3Y", window="P1Y")
    strict = versions(a_version_draft(policy, an_option(refused_when_late=True)))
    lenient = versions(a_version_draft(policy, an_option()))
    late = [a_fact("2026-05-01")]
    assert len(life(strict, issued("2023-05-01"), facts=late).periods) == 1
    assert days(life(lenient, issued("2023-05-01"), facts=late))[1] == ("2026-05-01", "2029-04-30")
    assert len(life(strict, issued("2023-05-01"), facts=[a_fact("2026-04-30")]).periods) == 2


def test_the_version_in_force_when_it_happened_decides() -> None:
    known = versions(
        a_version_draft(a_policy_draft(Basis.COMPLETION, validity="P3Y", window="")),
        a_version_draft(
            a_policy_draft(Basis.COMPLETION, validity="P1Y", window=""), effective_on="2025-01-01"
        ),
    )
    told = life(known, issued("2024-12-31"), issued("2027-06-01"))
    assert days(told) == [("2024-12-31", "2027-12-30"), ("2027-12-31", "2028-05-31")]
    assert [each.policy_version for each in told.periods] == [1, 2]


def test_before_the_first_version_the_catalogue_decides() -> None:
    known = versions(a_version_draft(a_policy_draft(validity="P3Y"), effective_on="2025-01-01"))
    assert life(known, issued("2024-06-01")).periods[0].policy_version == 0


def test_a_retroactive_version_stands_in_the_place_of_all_before() -> None:
    known = versions(
        a_version_draft(a_policy_draft(Basis.COMPLETION, validity="P3Y", window="")),
        a_version_draft(
            a_policy_draft(Basis.COMPLETION, validity="P1Y", window=""),
            effective_on="2026-01-01",
            applies=Applies.RETROACTIVELY,
        ),
    )
    assert days(life(known, issued("2024-12-31"))) == [("2024-12-31", "2025-12-30")]


def test_a_window_that_was_open_stays_open_when_the_policy_is_shortened() -> None:
    known = versions(
        a_version_draft(a_policy_draft(Basis.EXPIRY, validity="P1Y", window="P6M")),
        a_version_draft(
            a_policy_draft(Basis.EXPIRY, validity="P1Y", window="P1M"), effective_on="2024-08-01"
        ),
    )
    told = life(known, issued("2024-01-01"), issued("2024-09-01"))
    assert days(told)[1] == ("2025-01-01", "2025-12-31")


def test_the_issuers_date_wins_and_the_difference_is_said() -> None:
    told = life(BY_PDU, issued("2023-05-01", through="2026-06-30"))
    assert days(told) == [("2023-05-01", "2026-06-30")]
    [period] = told.periods
    assert (period.by_issuer, period.computed_until) == (True, datetime(2026, 5, 1, tzinfo=UTC))
    assert "By the policy it would be valid through 2026-04-30, 61 days less." in why(told)
    assert period.dates.window_opens_at == datetime(2025, 7, 1, tzinfo=UTC)


def test_what_the_issuer_renewed_before_the_window_counts_all_the_same() -> None:
    told = life(BY_PDU, issued("2023-05-01"), issued("2023-06-01", through="2030-01-31"))
    assert days(told)[1] == ("2026-05-01", "2030-01-31")
    assert "By the policy alone it would have changed nothing." in why(told)


def test_a_printed_date_that_is_not_later_changes_nothing() -> None:
    told = life(BY_PDU, issued("2023-05-01"), issued("2024-05-01", through="2026-04-30"))
    assert len(told.periods) == 1
    assert "which is not later than" in told.without_effect[0].reason


def test_fixed_expiries_keep_to_the_date_that_the_issuer_printed_first() -> None:
    """Who was born in August: the cycle ends with August, every three years."""
    known = versions(a_version_draft(a_policy_draft(Basis.FIXED, validity="P3Y", window="P1Y")))
    told = life(known, issued("2021-03-10", through="2024-08-31"), issued("2024-02-01"), issued("2027-08-30"))
    assert [last for _, last in days(told)] == ["2024-08-31", "2027-08-31", "2030-08-31"]


def test_after_a_revocation_a_new_achievement_begins_anew() -> None:
    revoked = Completion(
        achievement_id="a",
        issued_on=date(2023, 5, 1),
        expires_on=None,
        revoked=((datetime(2024, 1, 1, tzinfo=UTC), None),),
    )
    told = life(BY_PDU, revoked, issued("2024-06-01"))
    assert days(told)[1] == ("2024-06-01", "2027-05-31")
    credits = [earned("2024-02-01", "60", "education")]
    assert len(life(BY_PDU, revoked, facts=credits).periods) == 1


def test_the_same_day_twice_makes_one_period() -> None:
    told = life(BY_PDU, issued("2023-05-01", achievement_id="a"), issued("2023-05-01", achievement_id="b"))
    assert len(told.periods) == 1
    assert [each.achievement_id for each in told.without_effect] == ["b"]
