"""What credentials were worth to those who collected them: promotions, closed gaps, what it cost, and what is still used."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from cairn_reporting.domain.achievements import Achievement, joint_coverage
from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.costs import Money, by_currency
from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.fulfilment import meeting
from cairn_reporting.domain.gaps import ComparedPerson, gap_demands
from cairn_reporting.domain.promotions import Promotion
from cairn_reporting.domain.usefulness import RolesInUse

ClosedGap = tuple[str, SkillDemand | CredentialDemand]
"""Who, and what was asked of the person."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `begins_at` on, up to but without `ends_at`."""

    begins_at: datetime
    ends_at: datetime

    def has(self, at: datetime | None) -> bool:
        """The instant lies within."""
        return at is not None and self.begins_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class WorthLine:
    """What one credential was worth. `gained` says by whom, once for each achievement that began to count in the span; `cost` is theirs,
    None where unknown unless it `is_free`.

    `closed` are the gaps that it closed, `promoted` the promotions that followed it, `holders` who holds it at the end of the span; and
    whether a role uses it then.
    """

    credential_id: str
    credential_name: str
    gained: tuple[str, ...]
    cost: Money | None
    is_free: bool
    closed: frozenset[ClosedGap]
    promoted: tuple[Promotion, ...]
    holders: frozenset[str]
    is_used: bool

    @property
    def behind(self) -> tuple[int, ...]:
        """How many people stand behind each figure."""
        gainers = set(self.gained)
        closers = {person_id for person_id, _ in self.closed}
        promoted = {each.person_id for each in self.promoted}
        return (
            len(self.holders | gainers | closers | promoted),
            *(len(each) for each in (self.holders, gainers, closers, promoted)),
        )


@dataclass(frozen=True, slots=True)
class CostPerGap:
    """In one currency: what was spent on credentials, how many gaps these closed, and what that is for each; None where it is none."""

    spent: Money
    closed_count: int
    per_closed_gap: Money | None


def gaps_closed(
    person: ComparedPerson, *, span: Span
) -> Mapping[SkillDemand | CredentialDemand, frozenset[str]]:
    """What the person's roles ask for that was lacking when the span began and is there when it ends; and which credentials, gained
    within the span, count for it then. What was closed by something else is left out.
    """
    found = {}
    last = span.ends_at - datetime.resolution
    for demand in gap_demands(person.roles):
        facts = meeting(demand=demand, portfolio=person.portfolio)
        if joint_coverage(facts=facts, at=span.begins_at - datetime.resolution):
            continue
        by = frozenset(
            each.credential_id
            for each in facts
            if isinstance(each, Achievement)
            and span.has(each.gained_at)
            and joint_coverage(facts=[each], at=last)
        )
        if by:
            found[demand] = by
    return found


def worth_lines(
    *,
    people: Iterable[ComparedPerson],
    followed: Mapping[Promotion, frozenset[str]],
    in_use: RolesInUse,
    catalogue: Catalogue,
    span: Span,
) -> tuple[WorthLine, ...]:
    """A line for each credential that somebody gained within the span, holds at its end, or was promoted after, by name.

    `followed` are the promotions with the credentials that they followed.
    """
    last = span.ends_at - datetime.resolution
    gained: dict[str, list[str]] = {}
    holders: dict[str, set[str]] = {}
    closed: dict[str, set[ClosedGap]] = {}
    for person in people:
        for credential_id, achievements in person.portfolio.holdings.items():
            of_span = sum(span.has(each.gained_at) for each in achievements)
            if of_span:
                gained.setdefault(credential_id, []).extend([person.person_id] * of_span)
            if joint_coverage(facts=achievements, at=last):
                holders.setdefault(credential_id, set()).add(person.person_id)
        for demand, by in gaps_closed(person, span=span).items():
            for credential_id in by:
                closed.setdefault(credential_id, set()).add((person.person_id, demand))
    return lines_by_name(
        gained=gained, holders=holders, closed=closed, followed=followed, in_use=in_use, catalogue=catalogue
    )


def lines_by_name(
    *,
    gained: Mapping[str, Sequence[str]],
    holders: Mapping[str, Set[str]],
    closed: Mapping[str, Set[ClosedGap]],
    followed: Mapping[Promotion, frozenset[str]],
    in_use: RolesInUse,
    catalogue: Catalogue,
) -> tuple[WorthLine, ...]:
    """The lines of what was gained, once for each achievement, is held, closed gaps and was followed, each by credential."""
    promoted: dict[str, list[Promotion]] = {}
    for promotion, credential_ids in followed.items():
        for credential_id in credential_ids:
            promoted.setdefault(credential_id, []).append(promotion)
    lines = (
        _line(
            credential_id,
            gained=gained.get(credential_id, ()),
            closed=frozenset(closed.get(credential_id, ())),
            promoted=promoted.get(credential_id, ()),
            holders=frozenset(holders.get(credential_id, ())),
            in_use=in_use,
            catalogue=catalogue,
        )
        for credential_id in {*gained, *holders, *promoted}
    )
    return tuple(sorted(lines, key=lambda line: (line.credential_name.casefold(), line.credential_id)))


def costs_per_gap(lines: Iterable[WorthLine]) -> tuple[CostPerGap, ...]:
    """By currency, of the credentials of which the cost is known and not nothing. A gap that several of them closed counts once."""
    priced = [(line, line.cost) for line in lines if line.cost and line.gained]
    found = []
    for currency, spent in by_currency(cost for _, cost in priced).items():
        closed = {gap for line, cost in priced if cost.currency == currency for gap in line.closed}
        each = Money(currency, (2 * spent.minor_units + len(closed)) // (2 * len(closed))) if closed else None
        found.append(CostPerGap(spent=spent, closed_count=len(closed), per_closed_gap=each))
    return tuple(found)


def _line(
    credential_id: str,
    *,
    gained: Sequence[str],
    closed: frozenset[ClosedGap],
    promoted: Sequence[Promotion],
    holders: frozenset[str],
    in_use: RolesInUse,
    catalogue: Catalogue,
) -> WorthLine:
    credential = catalogue.credentials.get(credential_id)
    price = credential.cost.price if credential else None
    return WorthLine(
        credential_id=credential_id,
        credential_name=catalogue.credential_name(credential_id),
        gained=tuple(gained),
        cost=price.times(len(gained)) if price else None,
        is_free=credential is not None and credential.cost.is_free,
        closed=closed,
        promoted=tuple(promoted),
        holders=holders,
        is_used=credential is not None and in_use.use(credential),
    )
