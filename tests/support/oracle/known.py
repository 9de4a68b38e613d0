"""What one tenant knows from a list of plain events, in whatever order and however often they come."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from tests.support.oracle.then import as_of_day

State = Mapping[str, Any]

_IDS = {
    "PersonState": "person_id",
    "DepartmentState": "department_id",
    "AchievementState": "achievement_id",
    "AssessmentState": "assessment_id",
    "Skill": "skill_id",
    "Credential": "credential_id",
    "Role": "role_id",
    "Ladder": "ladder_id",
}


class Known:
    """Looks at all events again whenever it is asked."""

    def __init__(self, events: Iterable[Mapping[str, Any]], tenant: str) -> None:
        self._events = list(events)
        self.tenant = tenant

    def on(self, day: str) -> "Known":
        """The same, with the organization of the day."""
        return Known(as_of_day(self._events, day), self.tenant)

    def newest(self, tenant: str, message: str) -> dict[str, State]:
        """The state with the highest version of everything of one kind that a tenant owns."""
        found: dict[str, State] = {}
        for aggregate_id in sorted({self._id(each) for each in self._of(tenant, message)}):
            states = [each for each in self._of(tenant, message) if self._id(each) == aggregate_id]
            found[aggregate_id] = max(states, key=lambda each: each["version"])["state"]
        return found

    def own(self, message: str) -> dict[str, State]:
        """What belongs to the tenant."""
        return self.newest(self.tenant, message)

    def seen(self, message: str) -> dict[str, State]:
        """The catalogue as the tenant sees it: its own entries, and the public ones that it has no own version of."""
        own = self.own(message)
        return {
            **{key: value for key, value in self.newest("public", message).items() if key not in own},
            **own,
        }

    def latest_time(self) -> str | None:
        """When the latest of the tenant's events happened."""
        times = [each["time"] for each in self._events if each["tenant"] == self.tenant]
        return max(times, key=datetime.fromisoformat, default=None)

    def name(self, message: str, entry_id: str) -> str:
        """An entry's name; its id where nothing is known of it."""
        entry = self.seen(message).get(entry_id)
        return str(entry["name"]) if entry else entry_id

    def _of(self, tenant: str, message: str) -> Iterator[Mapping[str, Any]]:
        return (each for each in self._events if each["tenant"] == tenant and each["message"] == message)

    @staticmethod
    def _id(event: Mapping[str, Any]) -> str:
        return str(event["state"][_IDS[event["message"]]])
