"""When achievements count: their periods from all that is known of one person, found anew whenever something becomes known.

What was found before is kept: a reckoning that says something else is added behind it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from cairn_learners.domain.achievements import Achievement, Decision, MarkKind, Reckoning, ReckoningCause
from cairn_learners.domain.catalogue import Credential, CredentialGoal, LearningPath
from cairn_learners.domain.certification_life import (
    Completion,
    Life,
    LifeFacts,
    LifePeriod,
    RenewalFact,
    life_of,
)
from cairn_learners.domain.certification_marks import GONE, away
from cairn_learners.domain.periods import Period
from cairn_learners.domain.policy_versions import CredentialPolicy, PolicyVersion, in_force, plain_policy
from cairn_learners.domain.renewal_log import EntryState, RenewalEntry
from cairn_learners.domain.renewals import FactKind

_AWAY = GONE | {MarkKind.SUSPENDED}


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What holds for everybody: policies by credential, the catalogue's credentials and the paths that policies name."""

    policies: Mapping[str, CredentialPolicy]
    credentials: Mapping[str, Credential]
    paths: Mapping[str, LearningPath]

    def versions(self, credential_id: str) -> tuple[PolicyVersion, ...]:
        """The versions of a credential's policy; none where nothing was stated."""
        policy = self.policies.get(credential_id)
        return policy.versions if policy else ()

    def bearing_on(self, credential_id: str) -> frozenset[str]:
        """The credentials whose life an achievement of this one bears on: itself, and what it helps to renew."""
        return frozenset({credential_id}) | {
            each
            for each, policy in self.policies.items()
            if any(
                credential_id in option.credential_ids
                or any(credential_id in step for step in self._steps(option.path_id))
                for version in policy.versions
                for option in version.renewal
            )
        }

    def decided_by(self, credential_ids: Iterable[str]) -> frozenset[str]:
        """The credentials whose achievements decide about the lives of these: themselves, and what helps to renew them."""
        options = [
            option for each in credential_ids for version in self.versions(each) for option in version.renewal
        ]
        return frozenset(credential_ids).union(
            *(option.credential_ids for option in options),
            *(step for option in options for step in self._steps(option.path_id)),
        )

    def begins(self, credential_id: str, day: date) -> datetime:
        """When a day begins by the credential's policy, in its time zone."""
        version = in_force(self.versions(credential_id), day)
        return (version.policy if version else plain_policy(None)).calendar.start_of(day)

    def paths_of(self, credential_id: str) -> Mapping[str, Sequence[frozenset[str]]]:
        """The steps of the paths that renew a credential. A step that no credential completes is one that nothing does."""
        path_ids = {
            option.path_id
            for version in self.versions(credential_id)
            for option in version.renewal
            if option.path_id
        }
        return {path_id: self._steps(path_id) for path_id in path_ids}

    def _steps(self, path_id: str | None) -> list[frozenset[str]]:
        path = self.paths.get(path_id) if path_id else None
        return [
            frozenset({step.goal.credential_id} if isinstance(step.goal, CredentialGoal) else ())
            for step in (path.steps if path else ())
        ]


@dataclass(frozen=True, kw_only=True)
class PersonKnown:
    """All achievements and log entries of one person."""

    achievements: Sequence[Achievement]
    entries: Sequence[RenewalEntry]


def life_facts(known: PersonKnown, credential_id: str, *, rules: Rules) -> LifeFacts:
    """What decides about the life of one credential of a person: only what was verified and accepted."""
    credential = rules.credentials.get(credential_id)
    verified = [each for each in known.achievements if _bears(each)]
    others = [
        RenewalFact(
            fact_id=each.achievement_id,
            kind=FactKind.CREDENTIAL,
            happened_on=each.issued_on,
            credential_id=each.credential_id,
        )
        for each in verified
        if each.credential_id != credential_id and not away(each, kinds=GONE)
    ]
    entries = [
        each.fact
        for each in known.entries
        if each.credential_id == credential_id and each.state is EntryState.ACCEPTED
    ]
    return LifeFacts(
        versions=rules.versions(credential_id),
        plain=plain_policy(credential.validity if credential else None),
        completions=[_completion(each) for each in verified if each.credential_id == credential_id],
        facts=[*entries, *others],
        paths=rules.paths_of(credential_id),
    )


def reckoned(
    known: PersonKnown,
    credential_ids: Iterable[str],
    *,
    rules: Rules,
    cause: ReckoningCause,
    now: datetime,
) -> list[Achievement]:
    """The person's verified achievements of these credentials as they count now; `version` is left to whoever saves them."""
    found: list[Achievement] = []
    for credential_id in sorted(set(credential_ids)):
        facts = life_facts(known, credential_id, rules=rules)
        told = _told(facts)
        found += [
            _with(each, told[each.achievement_id], cause=cause, now=now)
            for each in known.achievements
            if each.credential_id == credential_id and _bears(each)
        ]
    return found


def _bears(achievement: Achievement) -> bool:
    """Dates follow from it: it was verified, and is not only history."""
    return achievement.decision is Decision.VERIFIED and not achievement.as_history


def _told(facts: LifeFacts) -> Mapping[str, Life]:
    """The life that each achievement is a part of. Where no policy was ever stated, each is one of its own, as its issuer made it."""
    if facts.versions:
        together = life_of(facts)
        return {each.achievement_id: together for each in facts.completions}
    return {each.achievement_id: life_of(replace(facts, completions=[each])) for each in facts.completions}


def _with(achievement: Achievement, life: Life, *, cause: ReckoningCause, now: datetime) -> Achievement:
    own_id = achievement.achievement_id
    held = tuple(each for each in life.periods if each.achievement_id == own_id)
    reasons = [
        each.reason for each in life.without_effect if each.achievement_id == own_id and not each.option_id
    ]
    reckoning = Reckoning(
        reckoned_at=now, cause=cause, periods=held, without_effect=reasons[0] if reasons else ""
    )
    last = achievement.reckonings[-1] if achievement.reckonings else None
    says_more = last is None or (last.periods, last.without_effect) != (held, reckoning.without_effect)
    return replace(
        achievement,
        reckonings=(*achievement.reckonings, reckoning) if says_more else achievement.reckonings,
        periods=tuple(_counting(held, away(achievement, kinds=_AWAY))),
    )


def _counting(
    held: Iterable[LifePeriod], gone: Sequence[tuple[datetime, datetime | None]]
) -> Iterable[Period]:
    """When it counts: its periods and their grace where that counts, up to what renewed them, without what was taken away."""
    for each in held:
        dates = each.dates
        yield from _without(Period(valid_from=dates.valid_from, valid_until=dates.valid_until), gone)
        if not each.grace_counts or dates.valid_until is None or dates.grace_until is None:
            continue
        until = min(dates.grace_until, each.renewed_at or dates.grace_until)
        if dates.valid_until < until:
            yield from _without(Period(valid_from=dates.valid_until, valid_until=until), gone)


def _without(period: Period, gone: Sequence[tuple[datetime, datetime | None]]) -> Iterable[Period]:
    begins, ends = period.valid_from, period.valid_until
    for began, ended in gone:
        if ends is not None and ends <= began:
            break
        if ended is not None and ended <= begins:
            continue
        if begins < began:
            yield Period(valid_from=begins, valid_until=began)
        if ended is None or (ends is not None and ends <= ended):
            return
        begins = ended
    yield Period(valid_from=begins, valid_until=ends)


def _completion(achievement: Achievement) -> Completion:
    return Completion(
        achievement_id=achievement.achievement_id,
        issued_on=achievement.issued_on,
        expires_on=achievement.certificate.expires_on,
        revoked=away(achievement, kinds=GONE),
        due_on=achievement.due_on,
    )
