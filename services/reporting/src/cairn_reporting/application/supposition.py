"""What is supposed, as it was asked and as what becomes of whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from cairn_reporting.application.loading import with_nested
from cairn_reporting.application.people import PeopleFilter, people_asked_for, require_person
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import Reach
from cairn_reporting.domain.what_if import Scenario, credentials_of

MOST_LEAVING = 500
MOST_SUPPOSED = 50


@dataclass(frozen=True, slots=True)
class SupposedLapse:
    """These people do not renew a credential."""

    credential_id: str
    people: PeopleFilter


@dataclass(frozen=True, slots=True)
class SupposedCompletion:
    """These people complete a path, or earn these credentials where no path is named."""

    path_id: str | None
    credential_ids: tuple[str, ...]
    people: PeopleFilter


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is supposed, as it was asked."""

    leaving_person_ids: tuple[str, ...]
    lapses: tuple[SupposedLapse, ...]
    completions: tuple[SupposedCompletion, ...]

    def __post_init__(self) -> None:
        for field, count, most in (
            ("leaving_person_ids", len(self.leaving_person_ids), MOST_LEAVING),
            ("lapses", len(self.lapses), MOST_SUPPOSED),
            ("completions", len(self.completions), MOST_SUPPOSED),
        ):
            if count > most:
                raise InvalidFieldsError([FieldViolation(field, "TOO_MANY", f"At most {most}.")])
        for place, each in enumerate(self.completions):
            field = f"completions[{place}]"
            if bool(each.path_id) == bool(each.credential_ids):
                description = "Name a path, or credentials."
                raise InvalidFieldsError([FieldViolation(field, "ONE_OF", description)])
            if len(each.credential_ids) > MOST_SUPPOSED:
                description = f"At most {MOST_SUPPOSED}."
                raise InvalidFieldsError([FieldViolation(f"{field}.credential_ids", "TOO_MANY", description)])


class Workforce(Protocol):
    """Everybody at once: the same answers as person by person, fast for many."""

    def who_is_asked_for(
        self, asked: PeopleFilter, *, reach: Reach, as_of: datetime, holding: str | None = None
    ) -> frozenset[str]:
        """The ids of the people asked for, nobody of them by name; of these, where `holding` names one, who holds the credential.

        Raises what `people_asked_for` does.
        """


def scenario_of(
    supposition: Supposition, *, reach: Reach, facts: Facts, workforce: Workforce | None, as_of: datetime
) -> Scenario:
    """What becomes of whom. Raises NotFoundError for a path, credential or leaving person that is not there for the caller."""

    def who(asked: PeopleFilter, *, holding: str | None = None) -> Iterable[str]:
        if workforce is not None and not asked.person_ids:
            return workforce.who_is_asked_for(asked, reach=reach, as_of=as_of, holding=holding)
        found = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
        return [each.person_id for each in found]

    for person_id in supposition.leaving_person_ids:
        require_person(person_id=person_id, reach=reach, facts=facts)
    lapsed: dict[str, frozenset[str]] = {}
    for lapse in supposition.lapses:
        _add(
            lapsed,
            _known({lapse.credential_id}, facts=facts),
            who(lapse.people, holding=lapse.credential_id),
        )
    earned: dict[str, frozenset[str]] = {}
    for completion in supposition.completions:
        credential_ids = (
            _of_path(completion.path_id, facts=facts)
            if completion.path_id
            else _known(set(completion.credential_ids), facts=facts)
        )
        _add(earned, credential_ids, who(completion.people))
    return Scenario(leaving=frozenset(supposition.leaving_person_ids), lapsed=lapsed, earned=earned)


def _add(
    supposed: dict[str, frozenset[str]], credential_ids: frozenset[str], person_ids: Iterable[str]
) -> None:
    for each in person_ids:
        supposed[each] = supposed.get(each, frozenset()) | credential_ids


def _known(credential_ids: set[str], *, facts: Facts) -> frozenset[str]:
    if credential_ids - facts.credentials(credential_ids).keys():
        raise NotFoundError("credential")
    return frozenset(credential_ids)


def _of_path(path_id: str, *, facts: Facts) -> frozenset[str]:
    path = facts.paths({path_id}).get(path_id)
    if path is None:
        raise NotFoundError("learning path")
    return credentials_of(path, stacks=with_nested(path.stacks_within, facts=facts))
