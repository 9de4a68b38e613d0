"""By when people were asked for what they achieved, looked up for many at once."""

from collections.abc import Callable, Iterable
from datetime import date

from cairn_learners.application.scope import Scope
from cairn_learners.application.whereabouts import catalogue_for
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.catalogue import credentials_within, goals_of
from cairn_learners.domain.due_dates import asked_for_by

# Of a person, a credential and a day: by when it was asked for then.
DueDates = Callable[[str, str, date], date | None]


def due_dates_of(scope: Scope, person_ids: Iterable[str]) -> DueDates:
    """By when these people were asked for credentials; the number of queries does not depend on how many people there are."""
    by_person: dict[str, list[Enrolment]] = {}
    for each in scope.store.enrolments_of_people(person_ids):
        by_person.setdefault(each.person_id, []).append(each)
    paths = scope.store.learning_paths({each.path_id for found in by_person.values() for each in found})
    catalogue = catalogue_for(paths.values(), store=scope.store)
    credentials_of = {
        path_id: credentials_within(goals_of([path]), stacks=catalogue.stacks)
        for path_id, path in paths.items()
    }

    def due(person_id: str, credential_id: str, day: date) -> date | None:
        return asked_for_by(
            by_person.get(person_id, ()), credentials_of=credentials_of, credential_id=credential_id, day=day
        )

    return due
