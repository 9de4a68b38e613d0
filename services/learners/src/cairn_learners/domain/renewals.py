"""Renewing a credential otherwise than by claiming it again: when the conditions of a way to renew are met, and why then.

Credits count in the cycle in which they were earned, before the window opens too; the renewal takes effect when the window opens or
the last condition is met, whichever is later.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum

from cairn_learners.domain.renewal_terms import CreditRule, RenewalKind, RenewalOption, amount_in_words
from cairn_learners.domain.zoned_calendar import ZonedCalendar

NOTHING = Decimal(0)


class FactKind(Enum):
    """What can happen that helps to renew."""

    CREDITS = "credits"
    EXAM = "exam"
    ASSESSMENT = "assessment"
    FEE = "fee"
    ATTESTATION = "attestation"
    CREDENTIAL = "credential"


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that helps to renew. `amount` and `category` are said of credits; `credential_id` is another credential achieved."""

    kind: FactKind
    at: datetime
    amount: Decimal = NOTHING
    category: str = ""
    credential_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Renewable:
    """A period that can be renewed, and since when its cycle lasts: since what began it, or since the renewal before took effect.

    `carried_over` are credits of the cycle before.
    """

    since: datetime
    valid_until: datetime
    window_opens_at: datetime | None
    grace_until: datetime
    carried_over: Decimal


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """A way to renew, all of whose conditions are met: it takes effect at `at`. `carried_over` are credits for the next cycle."""

    option: RenewalOption
    at: datetime
    carried_over: Decimal
    explanation: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition of a way to renew: when it was met, None while it is not, and a sentence about it."""

    met_at: datetime | None
    sentence: str


# The steps of learning paths: of each step the credentials any of which completes it.
PathSteps = Mapping[str, Sequence[frozenset[str]]]


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """What happened in the cycle of a period, in the words of one calendar."""

    period: Renewable
    happenings: Sequence[Happening] = field(default=())
    paths: PathSteps = field(default_factory=dict)
    calendar: ZonedCalendar

    def of(self, *kinds: FactKind) -> list[Happening]:
        """What happened of these kinds, in the order of time; at the same instant the smallest credits first."""
        found = [each for each in self.happenings if each.kind in kinds and each.at > self.period.since]
        return sorted(found, key=lambda each: (each.at, each.kind.value, each.category, each.amount))


def first_renewal(options: Iterable[RenewalOption], *, cycle: Cycle) -> Renewal | None:
    """The renewal that takes effect first, of those at the same instant the one that comes first; None while no way is complete."""
    found = (_renewal(option, cycle=cycle) for option in options)
    return min((each for each in found if each), key=lambda each: each.at, default=None)


def conditions(option: RenewalOption, *, cycle: Cycle) -> tuple[Condition, ...]:
    """What a way to renew takes, and what of it has been met."""
    found = [_main(option, cycle)]
    if option.needs_fee:
        found.append(_once(cycle, FactKind.FEE, done="The fee was paid", missing="The fee has not been paid"))
    if option.needs_attestation:
        done, missing = "The attestation was given", "The attestation has not been given"
        found.append(_once(cycle, FactKind.ATTESTATION, done=done, missing=missing))
    return tuple(found)


def _renewal(option: RenewalOption, *, cycle: Cycle) -> Renewal | None:
    asked = conditions(option, cycle=cycle)
    instants = [each.met_at for each in asked if each.met_at is not None]
    if len(instants) < len(asked):
        return None
    met_at, period = max(instants), cycle.period
    if option.refused_when_late and met_at >= period.grace_until:
        return None
    at = max(met_at, period.window_opens_at or met_at)
    when = "when the last condition was met" if at == met_at else "when the window for renewing opens"
    sentences = [each.sentence for each in asked]
    sentences.append(f"The renewal takes effect {cycle.calendar.shown(at)}, {when}.")
    carried = NOTHING
    if option.credits:
        earned = [each for each in cycle.of(FactKind.CREDITS) if each.at <= at]
        left = _counted(option.credits, earned, carried=period.carried_over).total - option.credits.amount
        carried = min(left, option.credits.carry_over)
    if carried:
        unit = option.credits.unit.value.upper() if option.credits else ""
        sentences.append(f"{amount_in_words(carried)} {unit} are carried over to the next cycle.")
    return Renewal(option=option, at=at, carried_over=carried, explanation=tuple(sentences))


def _main(option: RenewalOption, cycle: Cycle) -> Condition:
    match option.kind:
        case RenewalKind.CREDITS if option.credits:
            return _credits(option.credits, cycle)
        case RenewalKind.CREDENTIAL:
            return _achieved(cycle, option.credential_ids)
        case RenewalKind.PATH if option.path_id:
            return _path(cycle, option.path_id)
        case RenewalKind.ASSESSMENT:
            done, missing = "The assessment was passed", "The assessment has not been passed"
            return _once(cycle, FactKind.ASSESSMENT, done=done, missing=missing)
        case _:
            return _once(
                cycle, FactKind.EXAM, done="The exam was passed", missing="The exam has not been passed"
            )


def _once(cycle: Cycle, kind: FactKind, *, done: str, missing: str) -> Condition:
    found = cycle.of(kind)
    if not found:
        return Condition(met_at=None, sentence=f"{missing} in this cycle.")
    return Condition(met_at=found[0].at, sentence=f"{done} {cycle.calendar.shown(found[0].at)}.")


def _achieved(cycle: Cycle, credential_ids: frozenset[str]) -> Condition:
    for each in cycle.of(FactKind.CREDENTIAL):
        if each.credential_id in credential_ids:
            sentence = f"The credential {each.credential_id}, which renews it, was achieved {cycle.calendar.shown(each.at)}."
            return Condition(met_at=each.at, sentence=sentence)
    named = " or ".join(sorted(credential_ids))
    return Condition(met_at=None, sentence=f"The credential {named} has not been achieved in this cycle.")


def _path(cycle: Cycle, path_id: str) -> Condition:
    """The path is gone once more in each cycle: every step by something achieved in it."""
    steps = cycle.paths.get(path_id, ())
    achieved = cycle.of(FactKind.CREDENTIAL)
    firsts = [next((each.at for each in achieved if each.credential_id in step), None) for step in steps]
    done = [each for each in firsts if each is not None]
    if steps and len(done) == len(steps):
        at = max(done)
        return Condition(
            met_at=at,
            sentence=f"The path {path_id} was completed {cycle.calendar.shown(at)}, all in this cycle.",
        )
    return Condition(
        met_at=None,
        sentence=f"Of the path {path_id}, {len(done)} of {len(steps)} steps are done in this cycle.",
    )


@dataclass(frozen=True, kw_only=True)
class _Count:
    """Credits as they count: by category, and all together."""

    by_category: Mapping[str, Decimal]
    earned: Mapping[str, Decimal]
    total: Decimal

    def meets(self, rule: CreditRule) -> bool:
        return self.total >= rule.amount and all(
            self.by_category.get(each.category, NOTHING) >= each.minimum for each in rule.categories
        )


def _credits(rule: CreditRule, cycle: Cycle) -> Condition:
    carried = cycle.period.carried_over
    earned = cycle.of(FactKind.CREDITS)
    for number in range(1, len(earned) + 1):
        # What was earned at the same instant counts together.
        if number < len(earned) and earned[number].at == earned[number - 1].at:
            continue
        count = _counted(rule, earned[:number], carried=carried)
        if count.meets(rule):
            at = earned[number - 1].at
            sentence = f"{_tally(rule, count, carried=carried)}, reached {cycle.calendar.shown(at)}."
            return Condition(met_at=at, sentence=sentence)
    count = _counted(rule, earned, carried=carried)
    return Condition(met_at=None, sentence=f"{_tally(rule, count, carried=carried)} so far.")


def _counted(rule: CreditRule, earned: Sequence[Happening], *, carried: Decimal) -> _Count:
    sums: dict[str, Decimal] = {}
    for each in earned:
        sums[each.category] = sums.get(each.category, NOTHING) + each.amount
    caps = {each.category: each.cap for each in rule.categories if each.cap is not None}
    counted = {category: min(amount, caps.get(category, amount)) for category, amount in sums.items()}
    return _Count(by_category=counted, earned=sums, total=sum(counted.values(), carried))


def _tally(rule: CreditRule, count: _Count, *, carried: Decimal) -> str:
    """`60 of 60 PDU (35 of at least 35 in education; 25 in giving back, of which 25 at most count)`."""
    parts = []
    for each in rule.categories:
        counted = count.by_category.get(each.category, NOTHING)
        if each.minimum:
            parts.append(
                f"{amount_in_words(counted)} of at least {amount_in_words(each.minimum)} in {each.category}"
            )
        elif each.cap is not None:
            earned = count.earned.get(each.category, NOTHING)
            parts.append(
                f"{amount_in_words(earned)} in {each.category}, of which at most {amount_in_words(each.cap)} count"
            )
    if carried:
        parts.append(f"{amount_in_words(carried)} carried over")
    details = f" ({'; '.join(parts)})" if parts else ""
    return (
        f"{amount_in_words(count.total)} of {amount_in_words(rule.amount)} {rule.unit.value.upper()}{details}"
    )
