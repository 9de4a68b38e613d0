"""What lies ahead of one person: what ends and what is due, and when they are told of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cairn_learners.application.ports import PersonFacts
from cairn_learners.domain.day_words import day_in_words
from cairn_learners.domain.granted import in_force_on
from cairn_learners.domain.progress import PathProgress, holdings, path_progress
from cairn_learners.domain.reminder_settings import ReminderSettings
from cairn_learners.domain.reminder_subjects import (
    RunningPeriod,
    certification_subjects,
    enrolment_subjects,
    running_periods,
)
from cairn_learners.domain.reminders import Subject, SubjectKind
from cairn_learners.domain.telling_times import TellingTimes


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """All that a person is reminded of: of their own, and what the manager is told of it."""

    running: Sequence[RunningPeriod]
    own: Sequence[Subject]
    for_manager: Sequence[Subject]

    def keys(self, *, until: datetime | None = None) -> list[str]:
        """The keys of every moment, or of those planned for `until` or before."""
        return [
            each.key_of(moment.step)
            for each in (*self.own, *self.for_manager)
            for moment in each.moments
            if until is None or moment.planned_at <= until
        ]


def ahead_of(facts: PersonFacts, *, settings: ReminderSettings, times: TellingTimes, now: datetime) -> Ahead:
    """What a person is reminded of: credentials that end, and paths with a due date that are not completed."""
    running = running_periods(facts.achievements, now=now)
    granted = in_force_on(facts.exceptions, now.date())
    walked = [each for each in facts.enrolments if each.withdrawn_at is None]
    held = holdings(facts.achievements if walked else (), now=now, granted=granted)
    standing = [
        path_progress(each, catalogue=facts.catalogue, held=held, today=now.date()) for each in walked
    ]
    of_paths = [
        subject
        for each in standing
        if not each.completed and each.exemption is None
        for subject in enrolment_subjects(
            replace(each.enrolment, due_on=each.due_on),
            settings=settings,
            times=times,
            why=tuple(_why_due(each, names=facts.catalogue.credential_names)),
        )
    ]
    of_credentials = [
        subject
        for each in running
        for subject in certification_subjects(each, settings=settings, times=times)
    ]
    subjects = [*of_credentials, *of_paths]
    return Ahead(
        running=running,
        own=[each for each in subjects if each.kind is not SubjectKind.ESCALATION],
        for_manager=[each for each in subjects if each.kind is SubjectKind.ESCALATION],
    )


def _why_due(standing: PathProgress, *, names: Mapping[str, str]) -> Iterator[str]:
    """What a due date comes from where it is not an assignment's own; without the words that people wrote, as it goes by mail."""
    cycle = standing.enrolment.cycle
    if cycle:
        yield f"It renews {names.get(cycle.credential_id, cycle.credential_id)}."
    if standing.extension and standing.enrolment.due_on and standing.due_on:
        before, after = day_in_words(standing.enrolment.due_on), day_in_words(standing.due_on)
        yield f"It was due on {before}; an extension moved that to {after}."
