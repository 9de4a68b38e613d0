"""What others say about somebody's skill, and whose word holds when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import Enum
from itertools import pairwise

from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.tenure import months_after
from cairn_reporting.domain.validity_sets import joined


class Assessor(Enum):
    """As what somebody assesses a person's skill."""

    REVIEWER = "reviewer"
    MANAGER = "manager"
    PEER = "peer"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What somebody said about a person's skill; `level` is 1 to 4, and 0 for not at all."""

    assessment_id: str
    person_id: str
    skill_id: str
    assessor: Assessor
    level: int
    assessed_on: date
    given_at: datetime
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class AssessmentRules:
    """Whose word holds in a tenant.

    `ranking` has the assessors other than the person, the highest-ranking first; who is not in it does not speak. `ageing_months` says for
    how long an assessment of a skill speaks, by skill id; for ever where it says nothing.
    """

    ranking: tuple[Assessor, ...] = (Assessor.REVIEWER, Assessor.MANAGER, Assessor.PEER)
    self_ratings_count: bool = False
    ageing_months: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if Assessor.SELF in self.ranking or len(set(self.ranking)) < len(self.ranking):
            raise ValueError("The ranking names assessors other than the person, each once.")
        if any(months < 1 for months in self.ageing_months.values()):
            raise ValueError("An assessment speaks for a month at least.")

    def ranked(self) -> Sequence[Assessor]:
        """All whose word can hold, the highest-ranking first. A self-rating is the last, so that it holds where nobody else has spoken."""
        return (*self.ranking, Assessor.SELF) if self.self_ratings_count else self.ranking


DEFAULT_RULES = AssessmentRules()


@dataclass(frozen=True, slots=True)
class Ruling:
    """An assessment, and when its word holds."""

    assessment: Assessment
    periods: tuple[Period, ...]

    @property
    def fact_id(self) -> str:
        """What it is known by."""
        return self.assessment.assessment_id


def rulings(*, assessments: Iterable[Assessment], rules: AssessmentRules) -> tuple[Ruling, ...]:
    """Of one person's assessments in one skill those whose word holds at some time, and when.

    At any instant it is the latest one by the highest-ranking assessor who has spoken; of several on the same day the one that was given
    last. An assessment speaks from the start of its day, in UTC, until it is too old; a withdrawn one never does.
    """
    ranking = rules.ranked()
    speaking = [
        (each, _speaks(each, rules=rules))
        for each in assessments
        if each.assessor in ranking and not each.withdrawn
    ]
    instants = sorted(
        {instant for _, spoken in speaking for instant in (spoken.valid_from, spoken.valid_until) if instant}
    )
    held: dict[Assessment, list[Period]] = {}
    for begins, ends in pairwise([*instants, None]):
        if begins is None:
            break
        heard = [each for each, spoken in speaking if _contains(spoken, begins)]
        if heard:
            ruling = min(heard, key=lambda each: ranking.index(each.assessor))
            latest = max(
                (each for each in heard if each.assessor is ruling.assessor),
                key=lambda each: (each.assessed_on, each.given_at, each.assessment_id),
            )
            held.setdefault(latest, []).append(Period(valid_from=begins, valid_until=ends))
    return tuple(Ruling(assessment=each, periods=joined(periods)) for each, periods in held.items())


def _speaks(assessment: Assessment, *, rules: AssessmentRules) -> Period:
    months = rules.ageing_months.get(assessment.skill_id)
    return Period(
        valid_from=datetime.combine(assessment.assessed_on, time(), UTC),
        valid_until=months_after(assessment.assessed_on, months) if months else None,
    )


def _contains(period: Period, at: datetime) -> bool:
    return period.valid_from <= at and (period.valid_until is None or at < period.valid_until)
