"""Where people stand, read for many at once: the number of queries does not depend on how many people or paths there are."""

from collections.abc import Iterable, Mapping

from cairn_learners.application.ports import LearnersStore
from cairn_learners.application.scope import Scope
from cairn_learners.domain.achievements import Achievement
from cairn_learners.domain.catalogue import Catalogue, LearningPath, StackGoal, credentials_within, goals_of
from cairn_learners.domain.granted import Granted, in_force_on
from cairn_learners.domain.granted_exceptions import GrantedException
from cairn_learners.domain.progress import Holdings, holdings


def catalogue_for(
    paths: Iterable[LearningPath], *, store: LearnersStore, with_every_stack: bool = False
) -> Catalogue:
    """As much of the catalogue as it takes to say where somebody stands on these paths, or in every stack too."""
    by_id = {path.path_id: path for path in paths}
    # All stacks at once: they are curated by people and few, while following the nested ones takes a query for each level.
    stacks = store.stacks() if by_id or with_every_stack else {}
    goals = goals_of(by_id.values())
    if with_every_stack:
        goals |= {StackGoal(stack_id) for stack_id in stacks}
    wanted = credentials_within(goals, stacks=stacks)
    credentials = store.credentials(wanted) if wanted else {}
    return Catalogue(
        credential_names={key: each.name for key, each in credentials.items()},
        post_nominals={key: each.post_nominal for key, each in credentials.items() if each.post_nominal},
        stacks=stacks,
        paths=by_id,
    )


def holdings_of(person_ids: Iterable[str], *, catalogue: Catalogue, scope: Scope) -> Mapping[str, Holdings]:
    """Where each of these people stands with each credential that the catalogue's paths lead through, with what is granted to them."""
    by_person: dict[str, list[Achievement]] = {person_id: [] for person_id in person_ids}
    granted = granted_to(by_person, scope=scope)
    wanted = credentials_within(goals_of(catalogue.paths.values()), stacks=catalogue.stacks)
    counting = {
        other_id
        for each in granted.values()
        for asked in wanted & each.equivalences.keys()
        for other_id, _ in each.equivalences[asked]
    }
    if by_person and wanted:
        for achievement in scope.store.achievements_of(by_person, credential_ids=wanted | counting):
            by_person[achievement.person_id].append(achievement)
    return {
        person_id: holdings(found, now=scope.now, granted=granted[person_id])
        for person_id, found in by_person.items()
    }


def granted_to(person_ids: Iterable[str], *, scope: Scope) -> Mapping[str, Granted]:
    """The exceptions that hold today for each of these people, in one query."""
    by_person: dict[str, list[GrantedException]] = {person_id: [] for person_id in person_ids}
    found = scope.store.exceptions.in_force(by_person, today=scope.today) if by_person else ()
    for exception in found:
        for person_id in [exception.person_id] if exception.person_id else by_person:
            by_person[person_id].append(exception)
    return {person_id: in_force_on(each, scope.today) for person_id, each in by_person.items()}
