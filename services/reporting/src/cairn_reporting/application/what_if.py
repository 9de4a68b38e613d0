"""What would become of gaps and readiness if something happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from cairn_platform.identity import Principal
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.loading import comparisons, with_nested
from cairn_reporting.application.people import PeopleFilter, people_asked_for, require_person
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import Reach, reach_of
from cairn_reporting.application.readiness import judge
from cairn_reporting.application.skill_gaps import GapQuestion, compare
from cairn_reporting.application.supposed_facts import SupposedFacts
from cairn_reporting.domain.comparison import FOR_READINESS, RoleChoice
from cairn_reporting.domain.gaps import Gap, skill_gaps
from cairn_reporting.domain.readiness import PersonReadiness
from cairn_reporting.domain.what_if import Scenario, credentials_of
from cairn_reporting.domain.workforce import Person

MOST_PEOPLE = 2000
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


@dataclass(frozen=True, slots=True)
class SupposedGap:
    """A line of the gap as it would be otherwise, and as it becomes; None where nobody is asked for it."""

    before: Gap | None
    after: Gap | None


@dataclass(frozen=True, slots=True)
class ReadinessChange:
    """One person's readiness as it would be otherwise, and as it becomes."""

    before: PersonReadiness
    after: PersonReadiness


@dataclass(frozen=True, slots=True)
class WhatIfReport:
    """What becomes of the gap of a set of people, and who of them starts or stops being ready."""

    gaps: Sequence[SupposedGap]
    starts: Sequence[ReadinessChange]
    stops: Sequence[ReadinessChange]
    people_count_before: int
    people_count: int
    freshness: Freshness


def report_what_if(
    *,
    principal: Principal,
    asked: PeopleFilter,
    role_id: str | None,
    choice: RoleChoice | None,
    supposition: Supposition,
    as_of: datetime,
    facts: Facts,
) -> WhatIfReport:
    """The reports at `as_of` with and without what is supposed.

    Raises NotFoundError for a role, path, credential or leaving person that is not there for the caller.
    """
    reach = reach_of(principal=principal, facts=facts)
    fresh = freshness(facts=facts, as_of=as_of)
    scenario = _scenario(supposition, reach=reach, facts=facts, as_of=as_of)
    supposed = SupposedFacts(facts, scenario=scenario, at=as_of)
    before = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
    if len(before) > MOST_PEOPLE:
        description = f"It is about {len(before)} people; ask about at most {MOST_PEOPLE}."
        raise InvalidFieldsError([FieldViolation("people", "TOO_MANY", description)])
    after = people_asked_for(asked=asked, reach=reach, facts=supposed, as_of=as_of)
    question = GapQuestion(role_id=role_id, choice=choice)
    changes = _changes(
        _readiness(before, role_id=role_id, choice=choice, facts=facts, as_of=as_of),
        _readiness(after, role_id=role_id, choice=choice, facts=supposed, as_of=as_of),
    )
    return WhatIfReport(
        gaps=_lines(
            _gaps(before, question=question, facts=facts, as_of=as_of),
            _gaps(after, question=question, facts=supposed, as_of=as_of),
        ),
        starts=[each for each in changes if each.after.state.is_ready],
        stops=[each for each in changes if each.before.state.is_ready],
        people_count_before=len(before),
        people_count=len(after),
        freshness=fresh,
    )


def _scenario(supposition: Supposition, *, reach: Reach, facts: Facts, as_of: datetime) -> Scenario:
    for person_id in supposition.leaving_person_ids:
        require_person(person_id=person_id, reach=reach, facts=facts)
    lapsed: dict[str, frozenset[str]] = {}
    for lapse in supposition.lapses:
        _add(
            lapsed,
            _known({lapse.credential_id}, facts=facts),
            people_asked_for(asked=lapse.people, reach=reach, facts=facts, as_of=as_of),
        )
    earned: dict[str, frozenset[str]] = {}
    for completion in supposition.completions:
        credential_ids = (
            _of_path(completion.path_id, facts=facts)
            if completion.path_id
            else _known(set(completion.credential_ids), facts=facts)
        )
        _add(
            earned,
            credential_ids,
            people_asked_for(asked=completion.people, reach=reach, facts=facts, as_of=as_of),
        )
    return Scenario(leaving=frozenset(supposition.leaving_person_ids), lapsed=lapsed, earned=earned)


def _add(
    supposed: dict[str, frozenset[str]], credential_ids: frozenset[str], people: Sequence[Person]
) -> None:
    for person in people:
        supposed[person.person_id] = supposed.get(person.person_id, frozenset()) | credential_ids


def _known(credential_ids: set[str], *, facts: Facts) -> frozenset[str]:
    if credential_ids - facts.credentials(credential_ids).keys():
        raise NotFoundError("credential")
    return frozenset(credential_ids)


def _of_path(path_id: str, *, facts: Facts) -> frozenset[str]:
    path = facts.paths({path_id}).get(path_id)
    if path is None:
        raise NotFoundError("learning path")
    return credentials_of(path, stacks=with_nested(path.stacks_within, facts=facts))


def _gaps(
    people: Sequence[Person], *, question: GapQuestion, facts: Facts, as_of: datetime
) -> tuple[Gap, ...]:
    compared, catalogue = compare(people=people, question=question, facts=facts)
    return skill_gaps(people=compared.values(), catalogue=catalogue, at=as_of)


def _readiness(
    people: Sequence[Person], *, role_id: str | None, choice: RoleChoice | None, facts: Facts, as_of: datetime
) -> Mapping[str, PersonReadiness]:
    choices = (choice,) if choice else FOR_READINESS
    compared = comparisons(people=people, role_id=role_id, choices=choices, facts=facts)
    with_role = [person for person in people if person.person_id in compared]
    judged = judge(people=with_role, compared=compared, facts=facts, as_of=as_of)
    return {each.person_id: each for each in judged}


def _lines(before: Sequence[Gap], after: Sequence[Gap]) -> Sequence[SupposedGap]:
    """In the order of what it becomes; what nobody is asked for any more comes last."""
    otherwise = {gap.demand: gap for gap in before}
    becomes = {gap.demand for gap in after}
    gone = (gap for gap in before if gap.demand not in becomes)
    return [
        *(SupposedGap(before=otherwise.get(gap.demand), after=gap) for gap in after),
        *(SupposedGap(before=gap, after=None) for gap in gone),
    ]


def _changes(
    before: Mapping[str, PersonReadiness], after: Mapping[str, PersonReadiness]
) -> Sequence[ReadinessChange]:
    """Who is ready in one of the two and not in the other, by person id."""
    return [
        ReadinessChange(before=before[person_id], after=after[person_id])
        for person_id in sorted(after)
        if before[person_id].state.is_ready is not after[person_id].state.is_ready
    ]
