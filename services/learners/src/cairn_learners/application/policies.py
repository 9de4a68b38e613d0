"""Recertification policies over time: a change is seen before it is made, and does what was seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cairn_learners.application.achievements import known_credential
from cairn_learners.application.lives import guards_for, known_of, reckoned_anew, rules_for
from cairn_learners.application.scope import Scope
from cairn_learners.domain.achievements import Achievement, ReckoningCause
from cairn_learners.domain.policy_effects import PolicyEffect, effect_of
from cairn_learners.domain.policy_versions import CredentialPolicy, VersionDraft, with_version
from cairn_learners.domain.reach import ROLES, TENANT_ADMIN
from cairn_learners.domain.reckoning import Rules, reckoned
from cairn_platform.changes import Change, decide_again
from cairn_platform.identity import require_any_role

# So many people are read, reckoned and saved in one transaction.
_PEOPLE_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class PolicyChange:
    """What a version of a policy does: who changes and how, and how many achievements stay as they are."""

    effects: Sequence[PolicyEffect]
    unchanged: int


@dataclass(frozen=True, kw_only=True)
class ChangedPolicy:
    """A policy with one more version, and what that did."""

    policy: CredentialPolicy
    change: PolicyChange


def list_policies(scope: Scope, *, credential_id: str) -> Sequence[CredentialPolicy]:
    """The tenant's policies by credential, or the one of this credential. For every account with a role."""
    require_any_role(scope.principal, *ROLES)
    found = scope.store.policies()
    return [found[each] for each in sorted(found) if credential_id in {"", each}]


def preview_policy_change(scope: Scope, *, credential_id: str, draft: VersionDraft) -> PolicyChange:
    """What a new version would do; nothing is changed. Needs tenant-admin.

    Raises CredentialNotYetKnownError and InvalidFieldsError.
    """
    require_any_role(scope.principal, TENANT_ADMIN)
    known_credential(scope, credential_id)
    before = scope.store.policies().get(credential_id)
    policy = _with_version(scope, before, credential_id, draft, expected=before.version if before else 0)
    rules = rules_for(scope, [credential_id], instead=policy)
    found = [
        pair
        for person_ids in _some_at_once(scope.store.holders_of(credential_id))
        for pair in _compared(scope, person_ids, credential_id, rules=rules)
    ]
    return _told(found, scope=scope)


def change_policy(
    scope: Scope, *, credential_id: str, draft: VersionDraft, expected_version: int
) -> ChangedPolicy:
    """Adds a version, and reckons everybody who holds the credential anew. Needs tenant-admin.

    Raises CredentialNotYetKnownError, InvalidFieldsError and StaleVersionError. Cut short, `reckon_anew` does the rest.
    """
    require_any_role(scope.principal, TENANT_ADMIN)
    known_credential(scope, credential_id)

    def decide() -> CredentialPolicy:
        before = scope.store.policies().get(credential_id)
        policy = _with_version(scope, before, credential_id, draft, expected=expected_version)
        scope.store.commit([Change(aggregate=policy, happened="changed", happened_at=scope.now)])
        return policy

    return ChangedPolicy(policy=decide_again(decide), change=reckon_anew(scope, credential_id=credential_id))


def reckon_anew(scope: Scope, *, credential_id: str) -> PolicyChange:
    """Reckons everybody who holds the credential by its policy as it is; what is so already stays. Needs tenant-admin."""
    require_any_role(scope.principal, TENANT_ADMIN)
    found: list[tuple[Achievement, Achievement]] = []
    for person_ids in _some_at_once(scope.store.holders_of(credential_id)):
        found += _reckon_some(scope, person_ids, credential_id)
    return _told(found, scope=scope)


def _reckon_some(
    scope: Scope, person_ids: Sequence[str], credential_id: str
) -> list[tuple[Achievement, Achievement]]:
    """Looks at all of them first: only for whom something changes is looked again with a guard, and saved."""
    rules = rules_for(scope, [credential_id])
    seen = _compared(scope, person_ids, credential_id, rules=rules)
    changing = sorted({before.person_id for before, after in seen if before != after})

    def decide() -> list[tuple[Achievement, Achievement]]:
        guards = guards_for(scope, changing)
        found = _compared(scope, changing, credential_id, rules=rules_for(scope, [credential_id]))
        before, after = [each for each, _ in found], [each for _, each in found]
        changes = reckoned_anew(before, after, scope=scope)
        if changes:
            scope.store.commit(changes, guards=guards)
        return found

    kept = [pair for pair in seen if pair[0].person_id not in changing]
    return [*kept, *decide_again(decide)] if changing else kept


def _compared(
    scope: Scope, person_ids: Sequence[str], credential_id: str, *, rules: Rules
) -> list[tuple[Achievement, Achievement]]:
    """Each verified achievement of the credential as it is, and as it would be by these rules."""
    found: list[tuple[Achievement, Achievement]] = []
    for known in known_of(scope, person_ids).values():
        before = {each.achievement_id: each for each in known.achievements}
        after = reckoned(known, [credential_id], rules=rules, cause=ReckoningCause.POLICY, now=scope.now)
        found += [(before[each.achievement_id], each) for each in after]
    return found


def _told(found: Sequence[tuple[Achievement, Achievement]], *, scope: Scope) -> PolicyChange:
    effects = [effect_of(before, after, now=scope.now) for before, after in found]
    changed = [each for each in effects if each]
    return PolicyChange(
        effects=sorted(changed, key=lambda each: (each.person_id, each.achievement_id)),
        unchanged=len(effects) - len(changed),
    )


def _with_version(
    scope: Scope,
    before: CredentialPolicy | None,
    credential_id: str,
    draft: VersionDraft,
    *,
    expected: int,
) -> CredentialPolicy:
    own = scope.own_person()
    return with_version(
        before,
        credential_id=credential_id,
        draft=draft,
        expected_version=expected,
        stated_by=own.person_id if own else None,
        now=scope.now,
    )


def _some_at_once(person_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(person_ids), _PEOPLE_AT_ONCE):
        yield person_ids[start : start + _PEOPLE_AT_ONCE]
