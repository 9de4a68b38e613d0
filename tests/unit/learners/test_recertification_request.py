"""A question to the recertification engine as it is written: what it means, and what is refused."""

import pytest

from cairn_learners.domain.recertification_request import (
    MOST_COMPLETIONS,
    PreviousDraft,
    RecertificationDraft,
    question_of,
)
from cairn_learners.domain.renewal_terms import RenewalKind, RenewalOptionDraft
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.recertifying import a_policy_draft, at
from tests.support.learners.renewing import an_option, by_credits, credits_of

LAST_YEAR = PreviousDraft(valid_from="2012-05-03", valid_until="2013-05-03", window_opens_at="")


def a_question(
    *completions: str,
    timezone: str = "UTC",
    due_at: str = "",
    previous: PreviousDraft | None = None,
    window: str = "P1M",
    renewal: tuple[RenewalOptionDraft, ...] = (),
    version: int = 0,
    effective_on: str = "",
) -> RecertificationDraft:
    return RecertificationDraft(
        policy=a_policy_draft(timezone=timezone, window=window),
        renewal=renewal,
        version=version,
        effective_on=effective_on,
        due_at=due_at,
        previous=previous,
        completions=completions,
    )


def refused(draft: RecertificationDraft) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFieldsError) as error:
        question_of(draft)
    return [(each.field, each.reason) for each in error.value.violations]


def test_a_date_is_the_start_of_that_day_in_the_policys_time_zone() -> None:
    previous = PreviousDraft(valid_from="2022-02-12", valid_until="2023-02-12", window_opens_at="2023-01-12")
    asked = question_of(
        a_question("2023-07-01", timezone="Europe/Madrid", due_at="2023-02-12", previous=previous)
    )
    assert asked.as_written == {at("2023-07-01 00:00+02:00"): "2023-07-01"}
    assert asked.due_at == at("2023-02-12 00:00+01:00")
    assert asked.previous is not None
    assert asked.previous.valid_from == at("2022-02-12 00:00+01:00")
    assert asked.previous.valid_until == at("2023-02-12 00:00+01:00")
    assert asked.previous.window_opens_at == at("2023-01-12 00:00+01:00")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2013-04-15T12:01:00Z", "2013-04-15 12:01"),
        ("2013-04-15t12:01:00z", "2013-04-15 12:01"),
        ("2013-04-15T12:01Z", "2013-04-15 12:01"),
        ("2013-04-15T12:01:00.250+02:00", "2013-04-15 10:01:00.250"),
        ("2013-04-15T12:01:00.123456789Z", "2013-04-15 12:01:00.123456"),
    ],
)
def test_an_instant_has_its_offset_whatever_the_policys_time_zone(written: str, meant: str) -> None:
    assert list(question_of(a_question(written, timezone="Asia/Kolkata")).as_written) == [at(meant)]


def test_without_a_time_zone_the_policy_counts_in_utc() -> None:
    assert question_of(a_question(timezone="")).policy.calendar.name == "UTC"


def test_without_an_end_the_period_in_force_has_none() -> None:
    previous = PreviousDraft(valid_from="2012-05-03", valid_until="", window_opens_at="")
    asked = question_of(a_question(previous=previous))
    assert asked.previous is not None
    assert asked.previous.valid_until is None


def test_of_two_ways_to_write_an_instant_the_same_is_shown_whichever_came_first() -> None:
    ways = ("2013-04-15T00:00:00Z", "2013-04-15", "2013-04-15T02:00:00+02:00")
    assert question_of(a_question(*ways)).as_written == question_of(a_question(*ways[::-1])).as_written


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "2013-04-15T12:01:00",
        "2013-04-15 12:01:00Z",
        "2013-02-30",
        "2013-02-30T00:00:00Z",
        "2013-04-15T25:00:00Z",
        "20130415",
        "2013-W16-1",
        "1365984000",
        "9999-12-31",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00+01:00",
        "\uff12013-04-15",
    ],
)
def test_what_is_neither_an_instant_nor_a_date_is_refused_where_it_stands(text: str) -> None:
    previous = PreviousDraft(valid_from=text, valid_until=text, window_opens_at=text)
    assert refused(a_question("2013-04-15", text, due_at=text, previous=previous)) == [
        ("due_at", "NOT_AN_INSTANT_OR_DATE"),
        ("previous.valid_from", "NOT_AN_INSTANT_OR_DATE"),
        ("previous.valid_until", "NOT_AN_INSTANT_OR_DATE"),
        ("previous.window_opens_at", "NOT_AN_INSTANT_OR_DATE"),
        ("completions[1]", "NOT_AN_INSTANT_OR_DATE"),
    ]


def test_everything_that_is_wrong_is_named_at_once() -> None:
    previous = PreviousDraft(valid_from="", valid_until="2013-05-03", window_opens_at="")
    assert refused(a_question("", timezone="Mars", window="P1Y", previous=previous)) == [
        ("policy.timezone", "UNKNOWN_TIME_ZONE"),
        ("policy.window", "NOT_SHORTER_THAN_VALIDITY"),
        ("previous.valid_from", "REQUIRED"),
        ("completions[0]", "REQUIRED"),
    ]


def test_the_period_in_force_ends_after_it_begins() -> None:
    previous = PreviousDraft(valid_from="2013-05-03", valid_until="2013-05-03", window_opens_at="")
    assert refused(a_question(previous=previous)) == [("previous.valid_until", "NOT_AFTER_BEGINNING")]


def test_there_is_a_limit_to_completions() -> None:
    assert refused(a_question(*["2013-04-15"] * (MOST_COMPLETIONS + 1))) == [("completions", "TOO_MANY")]
    assert question_of(a_question(*["2013-04-15"] * MOST_COMPLETIONS))


def test_what_renewing_takes_is_judged_as_in_a_version_of_a_policy() -> None:
    wrong = (
        an_option(RenewalKind.PATH),
        by_credits(credits_of("60", ("education", "70", ""))),
        an_option(RenewalKind.EXAM, option_id="short", extends="P1W"),
    )
    assert refused(a_question("2013-04-15", renewal=wrong, effective_on="soon")) == [
        ("renewal[0].path_id", "REQUIRED"),
        ("renewal[1].credits.categories", "OUT_OF_RANGE"),
        ("renewal[2].extends", "NOT_LONGER_THAN_WINDOW_AND_GRACE"),
        ("effective_on", "NOT_A_DATE"),
    ]
