"""What becomes known of a person is settled: every achievement that it bears on is reckoned anew, in the same transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cairn_learners.application.ports import LearnersStore, certifications_of
from cairn_learners.application.scope import Scope
from cairn_learners.domain.achievements import Achievement, Decision, ReckoningCause
from cairn_learners.domain.policy_versions import CredentialPolicy
from cairn_learners.domain.reckoning import PersonKnown, Rules, reckoned
from cairn_learners.domain.renewal_log import RenewalEntry
from cairn_platform.changes import Change, Guard

Settled = Change[Achievement] | Change[RenewalEntry]


def guards_for(scope: Scope, person_ids: Iterable[str]) -> list[Guard]:
    """What to read before, and to commit with, whatever is settled of these people."""
    return [scope.store.guard(certifications_of(each)) for each in sorted(set(person_ids))]


def rules_for(
    scope: Scope, credential_ids: Iterable[str], *, instead: CredentialPolicy | None = None
) -> Rules:
    """What holds for these credentials, and for all that they bear on; `instead` stands in the place of one policy."""
    return rules_in(scope.store, credential_ids, instead=instead)


def rules_in(
    store: LearnersStore, credential_ids: Iterable[str], *, instead: CredentialPolicy | None = None
) -> Rules:
    """The same, where nobody asks."""
    policies = dict(store.policies())
    if instead:
        policies[instead.credential_id] = instead
    path_ids = {
        option.path_id
        for policy in policies.values()
        for version in policy.versions
        for option in version.renewal
        if option.path_id
    }
    return Rules(
        policies=policies,
        credentials=store.credentials({*credential_ids, *policies}),
        paths=store.learning_paths(path_ids) if path_ids else {},
    )


def known_of(
    scope: Scope, person_ids: Iterable[str], *, credential_ids: Iterable[str] | None = None
) -> Mapping[str, PersonKnown]:
    """All that is known of the credentials of these people; of achievements only those of `credential_ids` where these are said."""
    wanted = sorted(set(person_ids))
    achievements: defaultdict[str, list[Achievement]] = defaultdict(list)
    entries: defaultdict[str, list[RenewalEntry]] = defaultdict(list)
    for achievement in scope.store.achievements_of(wanted, credential_ids=credential_ids):
        achievements[achievement.person_id].append(achievement)
    for entry in scope.store.renewal_entries_of(wanted):
        entries[entry.person_id].append(entry)
    return {each: PersonKnown(achievements=achievements[each], entries=entries[each]) for each in wanted}


def settled(
    scope: Scope, changes: Sequence[Settled], *, rules: Rules, cause: ReckoningCause
) -> list[Settled]:
    """The changes with what follows from them: their own achievements as they count, and every other that they bear on."""
    by_person: defaultdict[str, list[Settled]] = defaultdict(list)
    for change in changes:
        by_person[change.aggregate.person_id].append(change)
    bearing = {
        each: rules.bearing_on(each) for each in {change.aggregate.credential_id for change in changes}
    }
    # People collect achievements for years; only few of them decide about what changed.
    deciding = rules.decided_by(frozenset().union(*bearing.values()))
    stored = known_of(scope, by_person, credential_ids=deciding)
    found: list[Settled] = []
    for person_id, own in sorted(by_person.items()):
        found += _of_person(scope, own, stored=stored[person_id], bearing=bearing, rules=rules, cause=cause)
    return found


def reckoned_anew(
    before: Sequence[Achievement], after: Iterable[Achievement], *, scope: Scope
) -> list[Change[Achievement]]:
    """The achievements that are not as they were, told as reckoned."""
    known = {each.achievement_id: each for each in before}
    return [
        Change(aggregate=replace(each, version=each.version + 1), happened="reckoned", happened_at=scope.now)
        for each in after
        if each != known[each.achievement_id]
    ]


def _of_person(
    scope: Scope,
    changes: Sequence[Settled],
    *,
    stored: PersonKnown,
    bearing: Mapping[str, frozenset[str]],
    rules: Rules,
    cause: ReckoningCause,
) -> list[Settled]:
    achievements = {each.achievement_id: each for each in stored.achievements}
    entries = {each.entry_id: each for each in stored.entries}
    bears_on: set[str] = set()
    own: dict[str, Change[Achievement]] = {}
    found: list[Settled] = []
    for change in changes:
        aggregate = change.aggregate
        if isinstance(aggregate, RenewalEntry):
            entries[aggregate.entry_id] = aggregate
            bears_on.add(aggregate.credential_id)
            found.append(change)
            continue
        achievements[aggregate.achievement_id] = aggregate
        own[aggregate.achievement_id] = Change(
            aggregate=aggregate, happened=change.happened, happened_at=change.happened_at
        )
        if aggregate.decision is Decision.VERIFIED:
            bears_on |= bearing[aggregate.credential_id]
    known = PersonKnown(achievements=list(achievements.values()), entries=list(entries.values()))
    after = {
        each.achievement_id: each
        for each in reckoned(known, bears_on, rules=rules, cause=cause, now=scope.now)
    }
    found += [
        replace(change, aggregate=after.get(achievement_id, change.aggregate))
        for achievement_id, change in own.items()
    ]
    others = [each for achievement_id, each in after.items() if achievement_id not in own]
    return [*found, *reckoned_anew(known.achievements, others, scope=scope)]
