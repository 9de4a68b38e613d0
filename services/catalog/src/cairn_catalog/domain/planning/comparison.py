"""The plan beside a degree and a bootcamp for the same goal."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from cairn_catalog.domain.cost import Money
from cairn_catalog.domain.credential import CredentialKind
from cairn_catalog.domain.planning.candidates import Candidate, holding_with
from cairn_catalog.domain.planning.constraints import Constraints, months_for
from cairn_catalog.domain.planning.measures import measure
from cairn_catalog.domain.planning.needs import Demand, Holding, SkillNeed, parts


class Way(Enum):
    """A way to the goal."""

    PLAN = "plan"
    BOOTCAMP = "bootcamp"
    DEGREE = "degree"


class Basis(Enum):
    """Where a statement is from: computed from the catalogue's entries, or said of such credentials in general."""

    CATALOGUE = "catalogue"
    GENERAL = "general"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence, where it is from, and the source of a general one."""

    text: str
    basis: Basis
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One way, by what people ask about it. The numbers are None where they are unknown; `covered` counts the demands."""

    way: Way
    credential_ids: tuple[str, ...]
    covered: int
    cost: Money | None
    months: int | None
    focus_percent: int | None
    cost_said: Statement
    time_said: Statement
    flexibility: Statement
    focus: Statement
    acknowledgment: Statement


@dataclass(frozen=True, kw_only=True)
class _General:
    """What is said of a kind of credential in general."""

    cost: Money
    months: int
    source: str
    flexibility: str
    focus: str
    acknowledgment: str


_ARTICLE = "Said of such credentials in general; not of one in the catalogue."
_GENERAL = {
    Way.BOOTCAMP: _General(
        cost=Money(currency="USD", minor_units=1_145_100),
        months=3,
        source="Course Report's market survey of 2016, US and Canada: tuition 11,451 USD and 12.9 weeks on average, full-time.",
        flexibility="Some weeks full-time, or some months beside a job, at fixed hours.",
        focus="On one job, most of it practice.",
        acknowledgment="Depends on the bootcamp: employers look at the projects rather than at its name.",
    ),
    Way.DEGREE: _General(
        cost=Money(currency="USD", minor_units=4_644_000),
        months=48,
        source="College Board, Trends in College Pricing 2024: four years of published in-state tuition and fees at public "
        "four-year institutions, 11,610 USD a year in 2024-25; living costs and aid not counted.",
        flexibility="Years of terms with fixed dates, mostly full-time.",
        focus="On a whole field, much of it beyond one job.",
        acknowledgment="Widely acknowledged, and the only thing that counts where a job asks for a degree.",
    ),
}
_OWN_PACE = Statement(
    text="Step by step beside a job, each at the learner's own pace.", basis=Basis.GENERAL, source=_ARTICLE
)


def compare(
    *,
    steps: Sequence[Candidate],
    demands: Sequence[Demand],
    candidates: Sequence[Candidate],
    held: Holding,
    constraints: Constraints,
) -> tuple[Row, ...]:
    """The plan's steps, then the bootcamp and the degree of the catalogue that cover the most of the demands; where the catalogue has none
    that covers any, what is said of these in general. Nothing of what the plan has to keep to is asked of the two but the weekly hours.
    """
    rows = [_computed(Way.PLAN, steps, demands=demands, held=held, constraints=constraints)]
    for way, kind in ((Way.BOOTCAMP, CredentialKind.BOOTCAMP), (Way.DEGREE, CredentialKind.DEGREE)):
        of_kind = [each for each in candidates if each.kind is kind]
        best = min(of_kind, key=lambda each: _preference(each, demands=demands, held=held), default=None)
        if best is None or not _covered([best], demands=demands, held=held):
            rows.append(_general(way))
        else:
            rows.append(_computed(way, [best], demands=demands, held=held, constraints=constraints))
    return tuple(rows)


def _covered(steps: Sequence[Candidate], *, demands: Sequence[Demand], held: Holding) -> list[Demand]:
    having = holding_with(held, steps)
    return [each for each in demands if having.meets(each.need)]


def _preference(
    candidate: Candidate, *, demands: Sequence[Demand], held: Holding
) -> tuple[int, int, bool, int, str]:
    """The most must-haves, the most weight, known hours, the fewest of them; then the id."""
    covered = _covered([candidate], demands=demands, held=held)
    return (
        -sum(each.is_must_have for each in covered),
        -sum(each.weight for each in covered),
        candidate.hours is None,
        candidate.hours or 0,
        candidate.id,
    )


def _computed(
    way: Way,
    steps: Sequence[Candidate],
    *,
    demands: Sequence[Demand],
    held: Holding,
    constraints: Constraints,
) -> Row:
    taken = measure(steps, weekly_hours=constraints.weekly_hours)
    months = months_for(hours=taken.hours, weekly_hours=constraints.weekly_hours)
    currencies = {each.price.currency for each in steps if each.price and not each.price.is_free}
    currency = currencies.pop() if currencies else constraints.currency
    focus_percent = _focus_percent(steps, demands=demands)
    in_catalogue = Basis.CATALOGUE
    return Row(
        way=way,
        credential_ids=tuple(each.id for each in steps),
        covered=len(_covered(steps, demands=demands, held=held)),
        cost=None if taken.unknown_costs else Money(currency=currency, minor_units=taken.cost),
        months=None if taken.unknown_hours else months,
        focus_percent=focus_percent,
        cost_said=Statement(text=_of_unknown(taken.unknown_costs, "cost"), basis=in_catalogue),
        time_said=Statement(text=_of_unknown(taken.unknown_hours, "time"), basis=in_catalogue),
        flexibility=_flexibility(way, steps),
        focus=Statement(
            text="It grants no skill."
            if focus_percent is None
            else f"{focus_percent} of a hundred of the skills that it grants are asked for.",
            basis=in_catalogue,
        ),
        acknowledgment=_acknowledgment(way, steps),
    )


def _of_unknown(count: int, what: str) -> str:
    return f"The {what} of {count} is unknown." if count else f"The {what} of every credential is known."


def _focus_percent(steps: Sequence[Candidate], *, demands: Collection[Demand]) -> int | None:
    """How many of a hundred granted skills are asked for; None where none is granted."""
    asked = {
        part.skill_id for demand in demands for part in parts(demand.need) if isinstance(part, SkillNeed)
    }
    granted = {skill_id for step in steps for skill_id in step.grants}
    return round(100 * len(granted & asked) / len(granted)) if granted else None


def _flexibility(way: Way, steps: Sequence[Candidate]) -> Statement:
    densest = max((each.hours_per_week for each in steps), default=0)
    if densest:
        return Statement(text=f"Takes {densest} hours a week at least.", basis=Basis.CATALOGUE)
    if way is Way.PLAN:
        return _OWN_PACE
    return Statement(text=_GENERAL[way].flexibility, basis=Basis.GENERAL, source=_ARTICLE)


def _acknowledgment(way: Way, steps: Sequence[Candidate]) -> Statement:
    known = [each for each in steps if each.is_acknowledged is not None]
    if not known and way is not Way.PLAN:
        return Statement(text=_GENERAL[way].acknowledgment, basis=Basis.GENERAL, source=_ARTICLE)
    acknowledged = sum(bool(each.is_acknowledged) for each in known)
    return Statement(
        text=f"Employers acknowledge {acknowledged} of {len(steps)}; of {len(steps) - len(known)} it is unknown.",
        basis=Basis.CATALOGUE,
    )


def _general(way: Way) -> Row:
    general = _GENERAL[way]

    def said(text: str, source: str = _ARTICLE) -> Statement:
        return Statement(text=text, basis=Basis.GENERAL, source=source)

    return Row(
        way=way,
        credential_ids=(),
        covered=0,
        cost=general.cost,
        months=general.months,
        focus_percent=None,
        cost_said=said("The usual tuition.", general.source),
        time_said=said("The usual length.", general.source),
        flexibility=said(general.flexibility),
        focus=said(general.focus),
        acknowledgment=said(general.acknowledgment),
    )
