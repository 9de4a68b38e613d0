"""Exceptions that are granted once and then only time goes by: each does something up to the end of its last day, and lapses by itself."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from cairn_learners.application.assignments import preview_assignment
from cairn_learners.application.exceptions import get_exception, grant_exception
from cairn_learners.application.progress import get_person_progress
from cairn_learners.domain.assignments import Audience
from cairn_learners.domain.day_spans import SpanStatus, status_of
from cairn_learners.domain.forecasts import Group, outlook
from cairn_learners.domain.granted import in_force_on
from cairn_learners.domain.granted_exceptions import ExceptionDraft, ExceptionKind
from cairn_learners.domain.progress import PathProgress, StepState, holdings, steps_progress
from tests.support.learners.builders import (
    NOW,
    TODAY,
    a_catalogue,
    a_credential,
    a_path,
    a_person,
    an_achievement,
    an_audience,
    an_enrolment,
)
from tests.support.learners.excepting import IN_A_MONTH, an_exception, an_exception_draft, exempt
from tests.support.learners.fake_store import FakeWorld
from tests.support.learners.scopes import a_scope

DUE_ON = TODAY + timedelta(days=3)
ENDS_ON = TODAY + timedelta(days=10)
LAST_MOMENT = datetime.combine(ENDS_ON, time(23, 59, 59), tzinfo=UTC)
OVER = LAST_MOMENT + timedelta(seconds=1)


@pytest.fixture
def world() -> FakeWorld:
    world = FakeWorld()
    world.put(
        a_person("ann", account_subject="sub-ann", manager_id="cleo"),
        a_person("cleo", account_subject="sub-cleo"),
        an_enrolment(due_on=DUE_ON, enrolled_at=NOW),
        an_achievement("other"),
    )
    world.know(a_credential("badge"), a_credential("other"), a_credential("html"), a_path("badge", "html"))
    return world


def granted_by_cleo(world: FakeWorld, draft: ExceptionDraft) -> str:
    exception = grant_exception(a_scope(world, "cleo", "manager"), draft=draft, once=None)
    return exception.exception_id


def seen(world: FakeWorld, now: datetime) -> PathProgress:
    [path] = get_person_progress(a_scope(world, "ann", "employee", now=now), person_id="ann").paths
    return path


def first_step(world: FakeWorld, now: datetime) -> StepState:
    return seen(world, now).steps[0].state


@pytest.mark.parametrize(
    ("draft", "answer", "while_it_holds", "afterwards"),
    [
        (
            an_exception_draft(path_id="path", until_on=ENDS_ON.isoformat()),
            lambda world, now: seen(world, now).overdue,
            False,
            True,
        ),
        (
            an_exception_draft(path_id="path", step_id="s1", until_on=ENDS_ON.isoformat()),
            first_step,
            StepState.EXEMPT,
            StepState.NOT_STARTED,
        ),
        (
            an_exception_draft(ExceptionKind.EXTENSION, path_id="path", until_on=ENDS_ON.isoformat()),
            lambda world, now: seen(world, now).due_on,
            ENDS_ON,
            DUE_ON,
        ),
        (
            an_exception_draft(
                ExceptionKind.EQUIVALENCE,
                credential_id="badge",
                counts_credential_id="other",
                until_on=ENDS_ON.isoformat(),
            ),
            first_step,
            StepState.COMPLETED,
            StepState.NOT_STARTED,
        ),
        (
            an_exception_draft(
                ExceptionKind.PRIOR_LEARNING,
                path_id="path",
                step_id="s1",
                happened_on=(TODAY - timedelta(days=30)).isoformat(),
                look_back_days=30,
                until_on=ENDS_ON.isoformat(),
            ),
            first_step,
            StepState.COMPLETED,
            StepState.NOT_STARTED,
        ),
    ],
    ids=["exemption", "exemption from a step", "extension", "equivalence", "prior learning"],
)
def test_what_was_granted_lapses_by_itself_when_its_last_day_is_over(
    world: FakeWorld,
    draft: ExceptionDraft,
    answer: Callable[[FakeWorld, datetime], object],
    while_it_holds: object,
    afterwards: object,
) -> None:
    exception_id = granted_by_cleo(world, draft)
    happened = list(world.happened)
    assert answer(world, LAST_MOMENT) == while_it_holds
    assert answer(world, OVER) == afterwards
    # Nothing ran, and what was granted can still be read, with who granted it and why.
    assert world.happened == happened
    found = get_exception(a_scope(world, "cleo", "manager", now=OVER), exception_id=exception_id)
    assert (found.reason, found.granted_by) == ("On leave.", "cleo")
    assert status_of(found.span, found.withdrawal, today=OVER.date()) is SpanStatus.LAPSED


def test_a_preview_shows_an_exempt_step_of_somebody_who_is_not_on_the_path_until_it_lapses(
    world: FakeWorld,
) -> None:
    world.put(a_person("bob", manager_id="cleo"))
    draft = an_exception_draft(person_id="bob", path_id="path", step_id="s1", until_on=ENDS_ON.isoformat())
    granted_by_cleo(world, draft)
    audience: Audience = an_audience("bob")

    def steps(now: datetime) -> list[StepState]:
        scope = a_scope(world, "cleo", "manager", now=now)
        [forecast] = preview_assignment(scope, path_id="path", audience=audience)
        return [each.state for each in forecast.steps]

    assert steps(LAST_MOMENT) == [StepState.EXEMPT, StepState.NOT_STARTED]
    assert steps(OVER) == [StepState.NOT_STARTED, StepState.NOT_STARTED]


def foreseen(*exempt_steps: str, held: tuple[str, ...] = (), until_on: date = IN_A_MONTH) -> object:
    """What assigning the path does for somebody who is not on it."""
    exceptions = [
        an_exception(exempt(step_id=each), exception_id=each, until_on=until_on) for each in exempt_steps
    ]
    granted = in_force_on(exceptions, TODAY)
    steps = steps_progress(
        a_path("badge", "html"),
        catalogue=a_catalogue(a_path("badge", "html")),
        held=holdings([an_achievement(each) for each in held], now=NOW, granted=granted),
        enrolment=None,
    )
    found = outlook(a_person("bob"), steps=steps, enrolment=None, exempt_until=None, due_on=None)
    return found.group, found.until_on


def test_who_holds_what_is_left_of_a_path_holds_it_until_the_exemption_lapses() -> None:
    assert foreseen("s1", held=("html",)) == (Group.HOLDS_IT, IN_A_MONTH)
    assert foreseen("s1") == (Group.GETS_IT, None)


def test_who_is_exempt_from_every_step_is_exempt_until_the_first_exemption_lapses() -> None:
    assert foreseen("s1", "s2", until_on=ENDS_ON) == (Group.EXEMPT, ENDS_ON)
