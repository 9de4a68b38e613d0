"""Exceptions: what they need, when they hold, and what they do to progress."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.day_spans import DaySpan, SpanStatus, status_of
from cairn_learners.domain.day_words import day_in_words
from cairn_learners.domain.errors import AlreadyDecidedError
from cairn_learners.domain.granted import in_force_on
from cairn_learners.domain.granted_exceptions import (
    ExceptionDraft,
    ExceptionKind,
    GrantedException,
    already_granted,
    check_draft,
    check_extends,
    check_looked_back,
    exempt_until,
    withdraw,
)
from cairn_learners.domain.post_nominals import post_nominals
from cairn_learners.domain.progress import (
    PathProgress,
    StepState,
    holdings,
    last_day_of,
    path_progress,
    stack_progress,
)
from cairn_learners.domain.zoned_calendar import ZonedCalendar, calendar_in
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.builders import (
    NOW,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_catalogue,
    a_path,
    a_stack,
    an_achievement,
    an_enrolment,
)
from tests.support.learners.excepting import (
    IN_A_MONTH,
    a_withdrawal,
    an_exception,
    an_exception_draft,
    counts,
    exempt,
    learned_before,
    longer,
)

DAY = timedelta(days=1)
OVERDUE = an_enrolment(due_on=YESTERDAY)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def zone(name: str) -> ZonedCalendar:
    calendar = calendar_in(name)
    assert calendar is not None
    return calendar


def wrong(draft: ExceptionDraft) -> set[tuple[str, str]]:
    with pytest.raises(InvalidFieldsError) as refused:
        check_draft(draft, today=TODAY)
    return {(each.field, each.reason) for each in refused.value.violations}


def progress(
    *granted: GrantedException,
    on: date = TODAY,
    enrolment: Enrolment = OVERDUE,
    held: tuple[str, ...] = (),
) -> PathProgress:
    """Where ann stands on a path of a badge and a course, on a day."""
    now = datetime.combine(on, NOW.timetz())
    return path_progress(
        enrolment,
        catalogue=a_catalogue(a_path("badge", "course"), names={"course": "Course", "other": "Other"}),
        held=holdings(
            [an_achievement(each, issued_on=date(2026, 1, 1)) for each in held],
            now=now,
            granted=in_force_on(granted, on),
        ),
        today=on,
    )


@given(begins=days, length=st.integers(0, 500), day=days)
def test_what_is_granted_holds_from_its_first_to_its_last_day_and_lapses_by_itself(
    begins: date, length: int, day: date
) -> None:
    span = DaySpan(from_on=begins, until_on=begins + length * DAY)
    expected = SpanStatus.UPCOMING if day < begins else SpanStatus.ACTIVE
    if day > span.until_on:
        expected = SpanStatus.LAPSED
    assert status_of(span, None, today=day) is expected
    assert span.contains(day) is (expected is SpanStatus.ACTIVE)
    at = datetime.combine(day, NOW.timetz())
    assert (at < span.ends_at) is (day <= span.until_on)
    assert status_of(span, a_withdrawal(), today=day) is SpanStatus.WITHDRAWN


@pytest.mark.parametrize(("days_before", "accepted"), [(0, True), (29, True), (30, True), (31, False)])
def test_a_look_back_of_30_days_accepts_day_30_and_not_day_31(days_before: int, accepted: bool) -> None:
    enrolled_at = datetime(2026, 3, 31, 12, tzinfo=UTC)

    def check() -> None:
        check_looked_back(
            happened_on=date(2026, 3, 31) - days_before * DAY,
            enrolled_at=enrolled_at,
            look_back_days=30,
            calendar=zone("UTC"),
        )

    if accepted:
        check()
    else:
        with pytest.raises(InvalidFieldsError, match="31 days before"):
            check()


@pytest.mark.parametrize(
    ("timezone", "enrolled_at", "enrolled_on"),
    [
        # Late in the evening in UTC is the next day in Auckland and still the day before in Honolulu's morning.
        ("Pacific/Auckland", datetime(2026, 3, 1, 23, 30, tzinfo=UTC), date(2026, 3, 2)),
        ("Pacific/Honolulu", datetime(2026, 3, 1, 5, 0, tzinfo=UTC), date(2026, 2, 28)),
        # On the night when the clock goes forward, and back; 30 days across it are not 30 times 24 hours.
        ("Europe/Madrid", datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),
        ("Europe/Madrid", datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        ("Europe/Madrid", datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_the_look_back_counts_from_the_day_of_the_enrolment_in_the_time_zone(
    timezone: str, enrolled_at: datetime, enrolled_on: date
) -> None:
    def accepted(happened_on: date) -> bool:
        try:
            check_looked_back(
                happened_on=happened_on,
                enrolled_at=enrolled_at,
                look_back_days=30,
                calendar=zone(timezone),
            )
        except InvalidFieldsError:
            return False
        return True

    days_around = [enrolled_on - number * DAY for number in (31, 30, 0, -1)]
    assert [accepted(each) for each in days_around] == [False, True, True, False]


def test_an_exception_has_a_kind_a_reason_and_an_end() -> None:
    found = wrong(an_exception_draft(None, until_on="", reason=" "))
    assert found == {("kind", "UNKNOWN_VALUE"), ("reason", "REQUIRED")}
    assert wrong(an_exception_draft(path_id="path", until_on="")) == {("until_on", "REQUIRED")}
    assert wrong(an_exception_draft(path_id="path", until_on="soon")) == {("until_on", "NOT_A_DATE")}


@pytest.mark.parametrize(
    ("from_on", "until_on", "violation"),
    [
        (YESTERDAY, IN_A_MONTH, ("from_on", "IN_PAST")),
        (TOMORROW, TODAY, ("until_on", "BEFORE_BEGIN")),
        (TODAY, date.max, ("until_on", "OUT_OF_RANGE")),
    ],
)
def test_it_begins_today_or_later_and_ends_after_it_begins(
    from_on: date, until_on: date, violation: tuple[str, str]
) -> None:
    draft = an_exception_draft(path_id="path", from_on=from_on.isoformat(), until_on=until_on.isoformat())
    assert wrong(draft) == {violation}


@pytest.mark.parametrize(
    ("draft", "violations"),
    [
        (an_exception_draft(), {("path_id", "REQUIRED")}),
        (an_exception_draft(path_id="path", person_id=""), {("person_id", "REQUIRED")}),
        (an_exception_draft(path_id="path", credential_id="a"), {("credential_id", "NOT_OF_THIS_KIND")}),
        (
            an_exception_draft(ExceptionKind.EXTENSION, path_id="path", step_id="s1"),
            {("step_id", "NOT_OF_THIS_KIND")},
        ),
        (
            an_exception_draft(ExceptionKind.EQUIVALENCE, credential_id="a", counts_credential_id="a"),
            {("counts_credential_id", "THE_SAME")},
        ),
        (
            an_exception_draft(ExceptionKind.PRIOR_LEARNING, path_id="path", step_id="s1"),
            {("happened_on", "EITHER_OR")},
        ),
        (
            an_exception_draft(
                ExceptionKind.PRIOR_LEARNING,
                path_id="path",
                step_id="s1",
                happened_on="2026-01-01",
                look_back_days=-1,
                timezone="Nowhere",
            ),
            {("look_back_days", "OUT_OF_RANGE"), ("timezone", "NOT_A_TIME_ZONE")},
        ),
    ],
)
def test_each_kind_needs_its_own_fields_and_no_others(
    draft: ExceptionDraft, violations: set[tuple[str, str]]
) -> None:
    assert wrong(draft) == violations


def test_who_is_exempt_is_not_overdue_until_the_exemption_lapses() -> None:
    exemption = an_exception(exempt(), until_on=TOMORROW)
    assert progress().overdue
    excused = progress(exemption, on=TOMORROW)
    assert not excused.overdue
    assert excused.exemption is not None
    assert (
        excused.exemption.explanation
        == f"Not asked for until {day_in_words(TOMORROW)}, and then lapses: On leave."
    )
    again = progress(exemption, on=TOMORROW + DAY)
    assert again.overdue
    assert again.exemption is None


def test_an_exempt_step_is_not_needed_for_the_path() -> None:
    exemption = an_exception(exempt(step_id="s2"))
    half = progress(exemption, held=("badge",))
    assert [step.state for step in half.steps] == [StepState.COMPLETED, StepState.EXEMPT]
    assert half.completed
    assert (half.completed_steps, half.exempt_steps) == (1, 1)
    assert not progress(exemption).completed


def test_a_path_of_which_nothing_is_asked_for_is_neither_complete_nor_overdue() -> None:
    both = [an_exception(exempt(step_id=each), exception_id=each) for each in ("s1", "s2")]
    nothing = progress(*both)
    assert not nothing.completed
    assert not nothing.overdue


def test_what_is_complete_stays_complete_whatever_is_granted() -> None:
    [first, _] = progress(
        an_exception(exempt(step_id="s1")),
        an_exception(learned_before("s1"), exception_id="x2"),
        held=("badge",),
    ).steps
    assert first.state is StepState.COMPLETED
    assert first.by is None


def test_an_extension_moves_the_due_date_until_it_lapses_and_the_original_stays() -> None:
    extension = an_exception(longer(), until_on=TOMORROW)
    extended = progress(extension)
    assert (extended.due_on, extended.enrolment.due_on, extended.overdue) == (TOMORROW, YESTERDAY, False)
    assert extended.extension is not None
    lapsed = progress(extension, on=TOMORROW + DAY)
    assert (lapsed.due_on, lapsed.extension, lapsed.overdue) == (YESTERDAY, None, True)


def test_an_extension_of_another_enrolment_moves_nothing() -> None:
    assert progress(an_exception(longer(enrolment_id="earlier"))).overdue


def test_of_two_extensions_the_later_one_counts() -> None:
    two = [
        an_exception(longer(), until_on=TOMORROW),
        an_exception(longer(), until_on=IN_A_MONTH, exception_id="x2"),
    ]
    assert progress(*two).due_on == IN_A_MONTH


def test_an_extension_needs_a_due_date_and_a_later_day() -> None:
    span = DaySpan(from_on=TODAY, until_on=TOMORROW)
    check_extends(span, due_on=TODAY)
    with pytest.raises(InvalidFieldsError, match="nothing to extend"):
        check_extends(span, due_on=None)
    with pytest.raises(InvalidFieldsError, match="ends later"):
        check_extends(span, due_on=TOMORROW)


def test_another_credential_counts_for_the_step_while_the_equivalence_lasts() -> None:
    equivalence = an_exception(counts("other", for_credential="course"))
    [_, step] = progress(equivalence, held=("other",)).steps
    assert step.state is StepState.COMPLETED
    assert last_day_of(step.coverage) == IN_A_MONTH
    assert step.achievement_id is not None
    assert step.by is not None
    assert step.by.explanation.startswith("Other counts for Course until ")
    [_, without] = progress(equivalence).steps
    assert without.state is StepState.NOT_STARTED
    [_, after] = progress(equivalence, on=IN_A_MONTH + DAY, held=("other",)).steps
    assert after.state is StepState.NOT_STARTED


def test_an_equivalence_is_not_followed_to_a_third_credential() -> None:
    chain = [
        an_exception(counts("middle", for_credential="course")),
        an_exception(counts("other", for_credential="middle"), exception_id="x2"),
    ]
    [_, step] = progress(*chain, held=("other",)).steps
    assert step.state is StepState.NOT_STARTED


def test_the_own_credential_decides_where_it_lasts_longer_than_the_one_that_counts_for_it() -> None:
    [_, step] = progress(
        an_exception(counts("other", for_credential="course")), held=("course", "other")
    ).steps
    assert step.by is None
    assert last_day_of(step.coverage) is None


def test_an_equivalence_counts_in_stacks_and_gives_no_letters_behind_the_name() -> None:
    stack = a_stack("web", "html", "css")
    held = holdings(
        [an_achievement("html"), an_achievement("other")],
        now=NOW,
        granted=in_force_on([an_exception(counts("other", for_credential="css"))], TODAY),
    )
    found = stack_progress(stack, catalogue=a_catalogue(stack), held=held)
    assert found.completed_members == 2
    assert [member.by is not None for member in found.members] == [False, True]
    assert last_day_of(found.coverage) == IN_A_MONTH
    assert post_nominals(held, letters={"css": "CSS", "other": "OTH"}) == ("OTH",)
    assert held.reached == {"html", "other", "css"}


def test_what_was_learned_before_completes_its_step_until_it_lapses() -> None:
    accepted = an_exception(learned_before("s2"))
    [_, step] = progress(accepted).steps
    assert (step.state, last_day_of(step.coverage)) == (StepState.COMPLETED, IN_A_MONTH)
    assert step.by is not None
    assert step.by.explanation.startswith(
        f"What was learned before, on {day_in_words(YESTERDAY)}, is accepted until "
    )
    [_, after] = progress(accepted, on=IN_A_MONTH + DAY).steps
    assert after.state is StepState.NOT_STARTED
    [_, of_other_enrolment] = progress(an_exception(learned_before("s2", enrolment_id="earlier"))).steps
    assert of_other_enrolment.state is StepState.NOT_STARTED


def test_only_an_exemption_from_the_whole_path_makes_a_person_exempt() -> None:
    def until(*granted: GrantedException) -> date | None:
        return exempt_until(granted, path_id="path", today=TODAY)

    assert until(an_exception(exempt())) == IN_A_MONTH
    assert until(an_exception(exempt(step_id="s1"))) is None
    assert until(an_exception(exempt("another"))) is None
    assert until(an_exception(exempt(), from_on=TOMORROW)) is None
    assert until(an_exception(exempt(), withdrawn=True)) is None


def test_the_same_is_granted_once_for_the_same_days() -> None:
    before = [an_exception(exempt(), until_on=TOMORROW)]
    assert already_granted(an_exception(exempt()), before=before)
    assert not already_granted(an_exception(exempt(), from_on=TOMORROW + DAY), before=before)
    assert not already_granted(an_exception(exempt(step_id="s1")), before=before)
    assert not already_granted(an_exception(exempt(), person_id="bob"), before=before)
    assert not already_granted(an_exception(exempt()), before=[replace(before[0], withdrawal=a_withdrawal())])
    further = an_exception(longer(), until_on=IN_A_MONTH)
    assert not already_granted(further, before=[an_exception(longer(), until_on=TOMORROW)])


def test_it_is_taken_back_once_and_with_a_reason() -> None:
    withdrawn = withdraw(an_exception(exempt()), a_withdrawal())
    assert not withdrawn.in_force(TODAY)
    with pytest.raises(AlreadyDecidedError):
        withdraw(withdrawn, a_withdrawal())
    with pytest.raises(InvalidFieldsError):
        withdraw(an_exception(exempt()), a_withdrawal(""))
