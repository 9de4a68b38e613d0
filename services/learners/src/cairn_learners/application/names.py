"""What things and people that notifications are about are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cairn_learners.application.ports import LearnersStore
from cairn_learners.domain.notifications import Notification, NotificationItem
from cairn_learners.domain.reminders import SubjectKind


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names by id; what is not known any more is called by its id."""

    credentials: Mapping[str, str]
    paths: Mapping[str, str]
    people: Mapping[str, str]

    def of(self, item: NotificationItem) -> str:
        """What ends or is due is called."""
        if item.is_of_credential:
            return self.credentials.get(item.subject_id, item.subject_id)
        return self.paths.get(item.path_id, item.path_id)

    def of_person(self, item: NotificationItem) -> str:
        """Whom it is about."""
        return self.people.get(item.person_id, item.person_id)

    def of_assigned(self, item: NotificationItem) -> str:
        """The path that was assigned to renew; empty for none."""
        return self.paths.get(item.assigned_path_id, item.assigned_path_id)


def names_in(notifications: Iterable[Notification], *, store: LearnersStore) -> Names:
    """The names of all that these notifications are about, in as many queries for many as for one."""
    items = [item for each in notifications for item in each.items]
    credentials = {each.subject_id for each in items if each.is_of_credential}
    paths = {path_id for each in items for path_id in (each.path_id, each.assigned_path_id) if path_id}
    people = {each.person_id for each in items if each.kind is SubjectKind.ESCALATION}
    return Names(
        credentials={key: each.name for key, each in store.credentials(credentials).items()}
        if credentials
        else {},
        paths={key: each.name for key, each in store.learning_paths(paths).items()} if paths else {},
        people={key: each.name for key, each in store.people(people).items()} if people else {},
    )
