"""Where people stand, read for many at once: the number of queries does not depend on how many people or paths there are."""

from collections.abc import Iterable, Mapping

from cairn_learners.application.ports import LearnersStore
from cairn_learners.application.scope import Scope
from cairn_learners.domain.achievements import Achievement
from cairn_learners.domain.catalogue import Catalogue, LearningPath, StackGoal, credentials_within, goals_of
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
    """Where each of these people stands with each credential that the catalogue's paths lead through."""
    by_person: dict[str, list[Achievement]] = {person_id: [] for person_id in person_ids}
    wanted = credentials_within(goals_of(catalogue.paths.values()), stacks=catalogue.stacks)
    if by_person and wanted:
        for achievement in scope.store.achievements_of(by_person, credential_ids=wanted):
            by_person[achievement.person_id].append(achievement)
    return {person_id: holdings(found, now=scope.now) for person_id, found in by_person.items()}
