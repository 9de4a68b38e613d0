"""Which of the paths that somebody is on make the person ready by plan."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from cairn_reporting.domain.achievements import Achievement, Portfolio
from cairn_reporting.domain.catalogue import Catalogue, Role
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.plans import Enrolment
from cairn_reporting.domain.ready_periods import ready_periods


def needed_plan(
    planned: Mapping[Enrolment, Sequence[Achievement]],
    *,
    role: Role,
    record: Record,
    catalogue: Catalogue,
    at: datetime,
) -> tuple[Enrolment, ...]:
    """Those of the person's enrolments without any of which the person, who is ready at `at` with what they bring, would not be.

    The record has what all of them bring. Where several ways make it, what is due the latest is left out first; none are needed where
    time alone makes it.
    """
    needed: list[Enrolment] = []
    left_out: frozenset[str] = frozenset()
    for enrolment in sorted(planned, key=lambda each: (str(each.due_on), each.enrolment_id), reverse=True):
        tried = left_out | {each.achievement_id for each in planned[enrolment]}
        without = Record(portfolio=_without(record.portfolio, tried), tenure=record.tenure)
        if _is_ready(role=role, record=without, catalogue=catalogue, at=at):
            left_out = tried
        else:
            needed.append(enrolment)
    return tuple(reversed(needed))


def _is_ready(*, role: Role, record: Record, catalogue: Catalogue, at: datetime) -> bool:
    moment = Period(valid_from=at, valid_until=at + datetime.resolution)
    return bool(ready_periods(role=role, record=record, catalogue=catalogue, since=moment))


def _without(portfolio: Portfolio, achievement_ids: frozenset[str]) -> Portfolio:
    return Portfolio(
        proofs={
            skill_id: tuple(each for each in proofs if each.fact.fact_id not in achievement_ids)
            for skill_id, proofs in portfolio.proofs.items()
        },
        holdings={
            credential_id: tuple(each for each in held if each.achievement_id not in achievement_ids)
            for credential_id, held in portfolio.holdings.items()
        },
    )
