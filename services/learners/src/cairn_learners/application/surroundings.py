"""What there is in the tenant that people's profiles may refer to."""

from collections.abc import Container, Sequence

from cairn_learners.application.ports import LearnersStore
from cairn_learners.domain.people import Profile, Surroundings, email_key, roles_of


def surroundings_of(
    profiles: Sequence[Profile], *, store: LearnersStore, people: Container[str]
) -> Surroundings:
    """What these profiles may refer to, read in as many queries for many as for one; `people` are all there are."""
    role_ids = {role_id for profile in profiles for role_id in roles_of(profile)}
    keys = {email_key(profile.email) for profile in profiles if profile.email}
    holders = store.people_by_email(keys) if keys else {}
    return Surroundings(
        person_ids=people,
        department_ids=frozenset(store.department_tree().above_of),
        role_ids=store.known_roles(role_ids) if role_ids else frozenset(),
        holder_of_email={key: person.person_id for key, person in holders.items()},
    )
