"""The life of one person's credential: from all that is known to its periods, each with its reasons.

What is known may come late, twice and in any order: the same facts give the same periods.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from cairn_learners.domain.policy_versions import PolicyVersion, in_force
from cairn_learners.domain.recertification import (
    CertificationPeriod,
    PreviousPeriod,
    Recertification,
    recertify,
)
from cairn_learners.domain.recertification_policy import Basis, Policy
from cairn_learners.domain.renewal_terms import RenewalOption
from cairn_learners.domain.renewals import (
    NOTHING,
    Cycle,
    FactKind,
    Happening,
    PathSteps,
    Renewable,
    Renewal,
    first_renewal,
)

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Completion:
    """A verified achievement of the credential: the day on the certificate, and the last valid day printed there, None for none.

    From each of `revoked` on, up to its reinstatement, it stands for nothing; None is not yet reinstated. `due_on` is by when it was
    asked for, which counts where it is the first of a life.
    """

    achievement_id: str
    issued_on: date
    expires_on: date | None
    revoked: tuple[tuple[datetime, datetime | None], ...] = ()
    due_on: date | None = None

    def is_revoked(self, at: datetime) -> bool:
        """It was revoked by then, and not reinstated."""
        return any(begin <= at and (end is None or at < end) for begin, end in self.revoked)


@dataclass(frozen=True, kw_only=True)
class RenewalFact:
    """Something that helped to renew, on a day."""

    fact_id: str
    kind: FactKind
    happened_on: date
    amount: Decimal = NOTHING
    category: str = ""
    credential_id: str = ""


@dataclass(frozen=True, kw_only=True)
class LifePeriod:
    """One period of the life, and what made it.

    It belongs to the achievement that began the credential's life or renewed it last; `option_id` is the way to renew that made it, empty
    where the achievement itself did. `policy_version` is 0 for the catalogue's validity. `took_effect_at` is when it was completed.
    `computed_until` is what the policy would have said where the certificate's own date won, None elsewhere or for never. `renewed_at`
    is when what renewed it took effect, None while nothing has.
    """

    dates: CertificationPeriod
    achievement_id: str
    option_id: str
    policy_version: int
    took_effect_at: datetime
    grace_counts: bool
    by_issuer: bool
    computed_until: datetime | None
    renewed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class WithoutEffect:
    """What made no period, and why."""

    achievement_id: str
    option_id: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Life:
    """All periods in the order in which they were made, what made none, and where the cycle under way began, None before the first."""

    periods: tuple[LifePeriod, ...]
    without_effect: tuple[WithoutEffect, ...]
    since: datetime | None
    carried_over: Decimal


@dataclass(frozen=True, kw_only=True)
class LifeFacts:
    """All that decides about a life. `plain` holds where no version of the policy does yet."""

    versions: Sequence[PolicyVersion]
    plain: Policy
    completions: Sequence[Completion]
    facts: Sequence[RenewalFact] = ()
    paths: PathSteps = field(default_factory=dict)

    def policy_on(self, day: date) -> tuple[int, Policy]:
        """The policy for what happens on a day, and its version's number."""
        version = in_force(self.versions, day)
        return (version.number, version.policy) if version else (0, self.plain)


def life_of(facts: LifeFacts) -> Life:
    """The periods of a credential's life.

    Each completion, and each renewal once its conditions are met, is judged by the version of the policy in force on its day, against
    the latest period that has not been revoked by then. What an issuer printed on the certificate wins over what was computed.
    """
    telling = _Telling(facts)
    waiting = sorted(
        {each.achievement_id: each for each in facts.completions}.values(),
        key=lambda each: (each.issued_on, each.expires_on is None, each.achievement_id),
    )
    while True:
        renewal = telling.next_renewal()
        if waiting and (renewal is None or telling.instant_of(waiting[0]) <= renewal[1].at):
            telling.complete(waiting.pop(0))
        elif renewal:
            telling.renew(*renewal)
        else:
            return telling.told()


def cycle_of(
    facts: LifeFacts, *, policy: Policy, period: LifePeriod, since: datetime, carried_over: Decimal
) -> Cycle | None:
    """What has happened in the cycle of a period, in the policy's calendar; None for a period without an end."""
    until = period.dates.valid_until
    if until is None or period.dates.grace_until is None:
        return None
    opens = [period.dates.window_opens_at, policy.window_opens_at(until)]
    calendar = policy.calendar
    unique = {each.fact_id: each for each in facts.facts}
    return Cycle(
        period=Renewable(
            since=since,
            valid_until=until,
            window_opens_at=min((each for each in opens if each), default=None),
            grace_until=policy.grace_until(until),
            carried_over=carried_over,
        ),
        happenings=[
            Happening(
                kind=each.kind,
                at=calendar.start_of(each.happened_on),
                amount=each.amount,
                category=each.category,
                credential_id=each.credential_id,
            )
            for each in unique.values()
        ],
        paths=facts.paths,
        calendar=calendar,
    )


@dataclass(frozen=True)
class _Made:
    """The dates of a new period, and what made it by which version of the policy."""

    dates: CertificationPeriod
    achievement_id: str
    option_id: str
    number: int
    policy: Policy
    at: datetime
    by_issuer: bool = False


class _Telling:
    """A life as far as it has been told: completions and renewals are told in the order of time."""

    def __init__(self, facts: LifeFacts) -> None:
        self._facts = facts
        self._by_id = {each.achievement_id: each for each in facts.completions}
        self._periods: list[LifePeriod] = []
        self._without_effect: list[WithoutEffect] = []
        self._anchors: dict[int, datetime] = {}
        self._since: datetime | None = None
        self._carried_over = NOTHING

    def told(self) -> Life:
        return Life(
            periods=tuple(self._periods),
            without_effect=tuple(self._without_effect),
            since=self._since,
            carried_over=self._carried_over,
        )

    def instant_of(self, completion: Completion) -> datetime:
        _, policy = self._facts.policy_on(completion.issued_on)
        return policy.calendar.start_of(completion.issued_on)

    def complete(self, completion: Completion) -> None:
        """An achievement of the credential itself; the same day once."""
        at = self.instant_of(completion)
        number, policy = self._facts.policy_on(completion.issued_on)
        latest = self._latest(at)
        if latest and latest.took_effect_at == at and not latest.option_id:
            self._changes_nothing(
                completion.achievement_id, "", at, "Another achievement of the same day counts."
            )
            return
        due_at = policy.calendar.start_of(completion.due_on) if completion.due_on and not latest else None
        found = self._judged(policy, number, at, latest, due_at=due_at)
        computed = found.periods[0] if found.periods else None
        if completion.expires_on:
            dates = _as_printed(policy, at, latest, printed_on=completion.expires_on, computed=computed)
            if isinstance(dates, str):
                self._changes_nothing(completion.achievement_id, "", at, dates)
                return
            if dates.valid_until:
                self._anchors[number] = dates.valid_until
            self._add(
                _Made(dates, completion.achievement_id, "", number, policy, at, by_issuer=True),
                latest,
                computed,
            )
        elif computed is None:
            self._changes_nothing(completion.achievement_id, "", at, found.unchanged[0].reason)
        else:
            self._add(_Made(computed, completion.achievement_id, "", number, policy, at), latest)

    def next_renewal(self) -> tuple[int, Renewal] | None:
        """What renews the latest period first, and the version of the policy by which it does."""
        period = self._periods[-1] if self._periods else None
        if period is None or self._since is None:
            return None
        found: list[tuple[int, Renewal]] = []
        for version in self._facts.versions:
            cycle = cycle_of(
                self._facts,
                policy=version.policy,
                period=period,
                since=self._since,
                carried_over=self._carried_over,
            )
            renewal = first_renewal(version.renewal, cycle=cycle) if cycle else None
            if renewal is None or self._by_id[period.achievement_id].is_revoked(renewal.at):
                continue
            day = renewal.at.astimezone(version.policy.calendar.zone).date()
            if in_force(self._facts.versions, day) is version:
                found.append((version.number, renewal))
        return min(found, key=lambda each: (each[1].at, each[0]), default=None)

    def renew(self, number: int, renewal: Renewal) -> None:
        """What the conditions of a way to renew lead to."""
        version = self._facts.versions[number - 1]
        latest = self._periods[-1]
        policy = _extended(version.policy, renewal.option)
        found = self._judged(policy, number, renewal.at, latest)
        option_id, achievement_id = renewal.option.option_id, latest.achievement_id
        if found.periods:
            dates = replace(
                found.periods[0], explanation=(*renewal.explanation, *found.periods[0].explanation)
            )
            self._add(_Made(dates, achievement_id, option_id, number, policy, renewal.at), latest)
        else:
            self._changes_nothing(achievement_id, option_id, renewal.at, found.unchanged[0].reason)
        self._since, self._carried_over = renewal.at, renewal.carried_over

    def _judged(
        self,
        policy: Policy,
        number: int,
        at: datetime,
        latest: LifePeriod | None,
        *,
        due_at: datetime | None = None,
    ) -> Recertification:
        """What the engine says; fixed expiries of one version keep the anchor that they first had."""
        anchor = self._anchors.get(number) if policy.basis is Basis.FIXED else None
        found = recertify(
            policy=policy,
            due_at=anchor or due_at,
            previous=_previous(latest) if latest else None,
            completions=[at],
        )
        if policy.basis is Basis.FIXED and policy.validity and anchor is None:
            before = latest.dates.valid_until if latest else None
            self._anchors[number] = due_at or before or policy.calendar.after(at, policy.validity)
        return found

    def _latest(self, at: datetime) -> LifePeriod | None:
        """The latest period whose achievement stands at that instant."""
        for period in reversed(self._periods):
            if not self._by_id[period.achievement_id].is_revoked(at):
                return period
        return None

    def _add(
        self, made: "_Made", latest: LifePeriod | None, computed: CertificationPeriod | None = None
    ) -> None:
        if latest:
            place = self._periods.index(latest)
            self._periods[place] = replace(latest, renewed_at=made.at)
        self._periods.append(
            LifePeriod(
                dates=made.dates,
                achievement_id=made.achievement_id,
                option_id=made.option_id,
                policy_version=made.number,
                took_effect_at=made.at,
                grace_counts=made.policy.grace_counts,
                by_issuer=made.by_issuer,
                computed_until=computed.valid_until if computed else None,
                renewed_at=None,
            )
        )
        self._since, self._carried_over = made.at, NOTHING

    def _changes_nothing(self, achievement_id: str, option_id: str, at: datetime, reason: str) -> None:
        self._without_effect.append(
            WithoutEffect(achievement_id=achievement_id, option_id=option_id, at=at, reason=reason)
        )


def _previous(latest: LifePeriod) -> PreviousPeriod:
    return PreviousPeriod(
        valid_from=latest.dates.valid_from,
        valid_until=latest.dates.valid_until,
        window_opens_at=latest.dates.window_opens_at,
    )


def _extended(policy: Policy, option: RenewalOption) -> Policy:
    return replace(policy, validity=option.extends) if option.extends else policy


def _as_printed(
    policy: Policy,
    at: datetime,
    latest: LifePeriod | None,
    *,
    printed_on: date,
    computed: CertificationPeriod | None,
) -> CertificationPeriod | str:
    """The period that the certificate itself says, through the day printed on it; or why it changes nothing.

    It wins over the computed one, and the difference is said.
    """
    calendar = policy.calendar
    until = calendar.start_of(printed_on + _A_DAY)
    if latest and latest.dates.valid_until is None:
        return "It is valid without an end already."
    before = latest.dates.valid_until if latest else None
    if before and until <= before:
        return (
            f"By the certificate it is valid until {calendar.shown(until)}, which is not later than {calendar.shown(before)}, until "
            "when it is valid already."
        )
    begins = max(at, before) if before else at
    opens, grace_until = policy.window_opens_at(until), policy.grace_until(until)
    sentences = [
        f"It was completed {calendar.shown(at)}.",
        f"The certificate says that it is valid through {printed_on}; the issuer's date wins.",
        _difference(printed_on, computed),
        "It begins with the completion."
        if begins == at
        else f"It begins when the period before ends, {calendar.shown(begins)}.",
    ]
    if opens:
        sentences.append(f"It can be renewed from {calendar.shown(opens)} on.")
    if grace_until > until:
        sentences.append(f"After that there is a grace until {calendar.shown(grace_until)}.")
    return CertificationPeriod(
        valid_from=begins,
        valid_until=until,
        last_valid_on=printed_on,
        window_opens_at=opens,
        grace_until=grace_until,
        explanation=tuple(sentences),
    )


def _difference(printed_on: date, computed: CertificationPeriod | None) -> str:
    if computed is None:
        return "By the policy alone it would have changed nothing."
    if computed.last_valid_on is None:
        return "By the policy alone it would never expire."
    days = (printed_on - computed.last_valid_on).days
    if days == 0:
        return "The policy says the same."
    some = f"{abs(days)} {'day' if abs(days) == 1 else 'days'}"
    return f"By the policy it would be valid through {computed.last_valid_on}, {some} {'less' if days > 0 else 'more'}."
