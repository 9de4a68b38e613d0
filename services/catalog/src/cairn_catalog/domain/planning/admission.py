"""Which credentials may be steps of a plan, and why the others may not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from cairn_catalog.domain.credential import CredentialKind
from cairn_catalog.domain.planning.candidates import Candidate
from cairn_catalog.domain.planning.constraints import Constraints
from cairn_catalog.domain.planning.needs import Holding

LICENCES_AND_DEGREES = frozenset({CredentialKind.LICENCE, CredentialKind.DEGREE})


class Bar(Enum):
    """Why a credential may not be a step."""

    HELD = "held"
    IN_PROGRESS = "in_progress"
    LICENCE_OR_DEGREE = "licence_or_degree"
    BELOW_QUALITY = "below_quality"
    ISSUER_NOT_TRUSTED = "issuer_not_trusted"
    OTHER_CURRENCY = "other_currency"
    COST_UNKNOWN = "cost_unknown"
    HOURS_UNKNOWN = "hours_unknown"
    TOO_INTENSE = "too_intense"
    EXPERIENCE_MISSING = "experience_missing"
    PREREQUISITE_MISSING = "prerequisite_missing"


@dataclass(frozen=True, kw_only=True)
class Admission:
    """The candidates that may be steps, and for each other one everything that bars it."""

    admitted: tuple[Candidate, ...]
    barred: Mapping[str, tuple[Bar, ...]]


def admit(candidates: Iterable[Candidate], *, held: Holding, constraints: Constraints) -> Admission:
    """Holds each candidate against the constraints.

    One whose prerequisites can never all be there, because one of them is barred, unknown, or needs the candidate itself first, is
    barred too. Candidates are taken in the order of their ids, so that the same catalogue gives the same plan.
    """
    ordered = sorted(candidates, key=lambda each: each.id)
    bars = {each.id: tuple(_bars(each, held=held, constraints=constraints)) for each in ordered}
    reachable = _reachable([each for each in ordered if not bars[each.id]], held=held)
    return Admission(
        admitted=tuple(each for each in ordered if each.id in reachable),
        barred={
            each.id: bars[each.id] or (Bar.PREREQUISITE_MISSING,)
            for each in ordered
            if each.id not in reachable
        },
    )


def _bars(candidate: Candidate, *, held: Holding, constraints: Constraints) -> Iterator[Bar]:
    if candidate.id in constraints.in_progress_ids:
        yield Bar.IN_PROGRESS
    elif candidate.id in held.credential_ids:
        yield Bar.HELD
    if candidate.kind in LICENCES_AND_DEGREES and not constraints.allow_licences_and_degrees:
        yield Bar.LICENCE_OR_DEGREE
    if constraints.minimum_grade is not None and (
        candidate.grade is None or candidate.grade < constraints.minimum_grade
    ):
        yield Bar.BELOW_QUALITY
    if not _is_trusted(candidate.issuer_id, constraints=constraints):
        yield Bar.ISSUER_NOT_TRUSTED
    yield from _bars_of_cost(candidate, constraints=constraints)
    if constraints.finish_by is not None and candidate.hours is None and not constraints.allow_unknown_hours:
        yield Bar.HOURS_UNKNOWN
    if candidate.hours_per_week > constraints.weekly_hours:
        yield Bar.TOO_INTENSE
    if (
        constraints.experience_months is not None
        and candidate.experience_months > constraints.experience_months
    ):
        yield Bar.EXPERIENCE_MISSING


def _is_trusted(issuer_id: str, *, constraints: Constraints) -> bool:
    """Whom the caller names is trusted; where nobody is named, everybody whom the tenant does not distrust."""
    if constraints.trusted_issuer_ids:
        return issuer_id in constraints.trusted_issuer_ids
    return issuer_id not in constraints.distrusted_issuer_ids


def _bars_of_cost(candidate: Candidate, *, constraints: Constraints) -> Iterator[Bar]:
    price = candidate.price
    if price is not None and not price.is_free and price.currency != constraints.currency:
        yield Bar.OTHER_CURRENCY
    elif (
        not candidate.cost_is_known and constraints.budget is not None and not constraints.allow_unknown_costs
    ):
        yield Bar.COST_UNKNOWN


def _reachable(candidates: Iterable[Candidate], *, held: Holding) -> set[str]:
    """Those of the candidates that can be had one after the other, beginning with what is held."""
    waiting = {each.id: each.prerequisite_ids - held.credential_ids for each in candidates}
    reached: set[str] = set()
    while ready := {each for each, missing in waiting.items() if missing <= reached}:
        reached |= ready
        waiting = {each: missing for each, missing in waiting.items() if each not in ready}
    return reached
