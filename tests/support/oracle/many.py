"""The gap of a large company on a day, group by group, by looking once at everything: the oracle takes too long for many people."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tests.support.oracle.days import instant
from tests.support.oracle.proof import LEVELS
from tests.support.oracle.then import Event, as_of_day

Asked = tuple[str, str, int]
"""A skill, or a credential, and the level."""
Gap = dict[Asked, tuple[int, set[str]]]
"""How many are asked for it, and who of these has it not."""


class LargeCompany:
    """One tenant at one instant, by the events that were told of it."""

    def __init__(self, events: Iterable[Event], at: datetime) -> None:
        self._at = at
        self._day = at.date().isoformat()
        newest: dict[tuple[str, str], Event] = {}
        for event in as_of_day(events, self._day):
            key = event["message"], str(next(iter(event["state"].values())))
            if key not in newest or newest[key]["version"] < event["version"]:
                newest[key] = event
        self._states: dict[str, dict[str, Any]] = {}
        for (message, entry_id), event in newest.items():
            self._states.setdefault(message, {})[entry_id] = event["state"]
        self._held: dict[str, set[str]] = {}
        for state in self._states["AchievementState"].values():
            if self._counts(state):
                self._held.setdefault(state["person_id"], set()).add(state["credential_id"])

    def people(self, *, department_id: str = "", team_id: str = "") -> list[str]:
        """Who works here on the day, in the department with all below it and in the team with all below it."""
        return [
            person_id
            for person_id, person in self._states["PersonState"].items()
            if (not person["hired_on"] or person["hired_on"] <= self._day)
            and (not person["left_on"] or self._day <= person["left_on"])
            and (
                not department_id or department_id in self._above(person["department_id"], "DepartmentState")
            )
            and (not team_id or team_id in self._above(person["manager_id"], "PersonState"))
        ]

    def groups(self, people: Iterable[str], field: str) -> dict[str, list[str]]:
        """The people by a field of theirs."""
        found: dict[str, list[str]] = {}
        for person_id in people:
            found.setdefault(self._states["PersonState"][person_id][field], []).append(person_id)
        return found

    def with_role(self, people: Iterable[str]) -> list[str]:
        """Those who have a role."""
        return [each for each in people if self._states["PersonState"][each]["role_id"]]

    def gap(self, people: Iterable[str], *, asked: Iterable[Asked] = ()) -> Gap:
        """What the own roles, or the list, ask of these people."""
        found: Gap = {}
        for person_id in people:
            for each in asked or self._own_asks(person_id):
                demanded, short = found.get(each, (0, set()))
                if not self._has(person_id, each):
                    short.add(person_id)
                found[each] = demanded + 1, short
        return found

    def _own_asks(self, person_id: str) -> set[Asked]:
        role = self._states["Role"].get(self._states["PersonState"][person_id]["role_id"], {})
        return {
            (each["skill"]["skill_id"], "", LEVELS[each["skill"]["level"]])
            if "skill" in each
            else ("", each["credential_id"], 0)
            for each in role.get("requirements", [])
        }

    def _has(self, person_id: str, asked: Asked) -> bool:
        skill_id, credential_id, level = asked
        held = self._held.get(person_id, set())
        if credential_id:
            return credential_id in held
        return any(
            granted["skill_id"] == skill_id and LEVELS[granted["level"]] >= level
            for each in held
            for granted in self._states["Credential"][each]["skills_granted"]
        )

    def _counts(self, achievement: Mapping[str, Any]) -> bool:
        if achievement["decision"] != "DECISION_VERIFIED":
            return False
        return any(
            instant(each["valid_from"]) <= self._at
            and ("valid_until" not in each or self._at < instant(each["valid_until"]))
            for each in achievement["periods"]
        )

    def _above(self, entry_id: str, message: str) -> list[str]:
        field = "parent_department_id" if message == "DepartmentState" else "manager_id"
        found: list[str] = []
        while entry_id and entry_id not in found:
            found.append(entry_id)
            entry_id = self._states[message].get(entry_id, {}).get(field, "")
        return found
