"""The path that renews a credential is assigned by itself: once in each cycle, when the window opens, due when the credential ends."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from cairn_learners.application.lives import rules_in
from cairn_learners.application.ports import LearnersStore, PersonFacts
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.certification_life import life_of
from cairn_learners.domain.notifications import deterministic_id
from cairn_learners.domain.policy_versions import in_force
from cairn_learners.domain.reckoning import PersonKnown, Rules, life_facts
from cairn_learners.domain.reminder_subjects import RunningPeriod
from cairn_learners.domain.renewal_cycles import RenewalCycle
from cairn_learners.domain.renewal_log import RenewalEntry
from cairn_learners.domain.renewal_terms import RenewalKind


def missing_renewals(
    store: LearnersStore, people: Iterable[tuple[PersonFacts, Iterable[RunningPeriod]]], *, now: datetime
) -> Mapping[str, Sequence[Enrolment]]:
    """The enrolments that are missing now on paths that renew credentials of which the window is open, by person.

    Their ids follow from person, path and cycle: whoever else makes them at the same moment makes the same ones.
    """
    open_now = [
        (facts, window) for facts, running in people for window in running if window.may_be_renewed(now)
    ]
    if not open_now:
        return {}
    rules = rules_in(store, {window.credential_id for _, window in open_now})
    with_path = [
        (facts, window) for facts, window in open_now if _path_ids(rules, window.credential_id, now=now)
    ]
    logged: defaultdict[str, list[RenewalEntry]] = defaultdict(list)
    if with_path:
        for entry in store.renewal_entries_of({facts.person.person_id for facts, _ in with_path}):
            logged[entry.person_id].append(entry)
    found: defaultdict[str, list[Enrolment]] = defaultdict(list)
    for facts, window in with_path:
        person_id = facts.person.person_id
        known = PersonKnown(achievements=facts.achievements, entries=logged[person_id])
        enrolment = _enrolment(window, known=known, rules=rules, facts=facts, now=now)
        walked = {(each.path_id, each.cycle) for each in facts.enrolments}
        if enrolment and (enrolment.path_id, enrolment.cycle) not in walked:
            found[person_id].append(enrolment)
    return found


def _enrolment(
    running: RunningPeriod, *, known: PersonKnown, rules: Rules, facts: PersonFacts, now: datetime
) -> Enrolment | None:
    version = in_force(rules.versions(running.credential_id), now.date())
    since = life_of(life_facts(known, running.credential_id, rules=rules)).since
    usable = [
        path_id
        for path_id in _path_ids(rules, running.credential_id, now=now)
        if (path := facts.catalogue.paths.get(path_id)) and not path.retired
    ]
    if version is None or since is None or not usable:
        return None
    began_on = since.astimezone(version.policy.calendar.zone).date()
    cycle = RenewalCycle(credential_id=running.credential_id, began_on=began_on)
    return Enrolment(
        enrolment_id=deterministic_id("renewal", running.person_id, usable[0], cycle.key),
        version=1,
        person_id=running.person_id,
        path_id=usable[0],
        assignment_id="",
        due_on=running.last_valid_on,
        enrolled_at=now,
        started_steps=(),
        cycle=cycle,
    )


def _path_ids(rules: Rules, credential_id: str, *, now: datetime) -> list[str]:
    """The paths that renew a credential by the version of its policy that is in force, in the order in which they are stated."""
    version = in_force(rules.versions(credential_id), now.date())
    options = version.renewal if version else ()
    return [each.path_id for each in options if each.kind is RenewalKind.PATH and each.path_id]
