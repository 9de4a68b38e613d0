"""What one tenant knows from a list of plain events, in whatever order and however often they come."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from tests.support.oracle.then import as_of_day
from tests.support.oracle.words import DEFAULT_RULES, Rules

State = Mapping[str, Any]

_IDS = {
    "PersonState": "person_id",
    "DepartmentState": "department_id",
    "AchievementState": "achievement_id",
    "AssessmentState": "assessment_id",
    "Skill": "skill_id",
    "Credential": "credential_id",
    "Stack": "stack_id",
    "Role": "role_id",
    "Ladder": "ladder_id",
    "LearningPath": "path_id",
    "EnrolmentState": "enrolment_id",
    "ExceptionState": "exception_id",
}


class Known:
    """Looks at all events once for each kind of thing that it is asked for; the organization is that of `day`, empty for the newest.

    `rules` are what the tenant settled.
    """

    def __init__(
        self, events: Iterable[Mapping[str, Any]], tenant: str, *, day: str = "", rules: Rules = DEFAULT_RULES
    ) -> None:
        self._events = list(events)
        self.rules = rules
        self.tenant = tenant
        self.day = day

    def on(self, day: str) -> "Known":
        """The same, with the organization of the day."""
        return Known(as_of_day(self._events, day), self.tenant, day=day, rules=self.rules)

    def with_events(self, events: Iterable[Mapping[str, Any]]) -> "Known":
        """The same, with what else is told."""
        return Known([*self._events, *events], self.tenant, day=self.day, rules=self.rules)

    @cache  # noqa: B019 (it lives as long as a test)
    def newest(self, tenant: str, message: str) -> dict[str, State]:
        """The state with the highest version of everything of one kind that a tenant owns."""
        found: dict[str, Mapping[str, Any]] = {}
        for event in self._events:
            if event["tenant"] == tenant and event["message"] == message:
                aggregate_id = str(event["state"][_IDS[message]])
                if aggregate_id not in found or found[aggregate_id]["version"] < event["version"]:
                    found[aggregate_id] = event
        return {aggregate_id: found[aggregate_id]["state"] for aggregate_id in sorted(found)}

    def own(self, message: str) -> dict[str, State]:
        """What belongs to the tenant."""
        return self.newest(self.tenant, message)

    @cache  # noqa: B019 (as above)
    def seen(self, message: str) -> dict[str, State]:
        """The catalogue as the tenant sees it: its own entries, and the public ones that it has no own version of."""
        own = self.own(message)
        return {
            **{key: value for key, value in self.newest("public", message).items() if key not in own},
            **own,
        }

    def about(self, person_id: str, message: str) -> list[State]:
        """What is known of one person, of one kind, by id."""
        return self._by_person(message).get(person_id, [])

    @cache  # noqa: B019 (as above)
    def _by_person(self, message: str) -> dict[str, list[State]]:
        found: dict[str, list[State]] = {}
        for state in self.own(message).values():
            found.setdefault(state["person_id"], []).append(state)
        return found

    def latest_time(self) -> str | None:
        """When the latest of the tenant's events happened."""
        times = [each["time"] for each in self._events if each["tenant"] == self.tenant]
        return max(times, key=datetime.fromisoformat, default=None)

    def name(self, message: str, entry_id: str) -> str:
        """An entry's name; its id where nothing is known of it."""
        entry = self.seen(message).get(entry_id)
        return str(entry["name"]) if entry else entry_id
