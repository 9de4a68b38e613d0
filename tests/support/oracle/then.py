"""The organization of a day: the same events, as if everybody had always been where they were on it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

Event = Mapping[str, Any]
Events = Sequence[Event]

_PLACE = ("role_id", "department_id", "manager_id", "target_role_id", "location", "further_positions")


def as_of_day(events: Iterable[Event], day: str) -> list[Event]:
    """Of each person and department one event, whose state is the newest but for what was another on the day; the others as they are."""
    found: list[Event] = []
    told: dict[tuple[str, str], dict[int, Event]] = {}
    for event in events:
        key = {"PersonState": "person_id", "DepartmentState": "department_id"}.get(event["message"])
        if key is None:
            found.append(event)
        else:
            told.setdefault((event["tenant"], event["state"][key]), {})[event["version"]] = event
    for versions in told.values():
        newest = versions[max(versions)]
        then = _of_day(versions, day)
        if newest["message"] == "DepartmentState":
            found.append({**newest, "state": then["state"]})
        else:
            place = {field: then["state"].get(field) for field in _PLACE}
            state = {**newest["state"], **{field: value or "" for field, value in place.items()}}
            state["further_positions"] = place["further_positions"] or []
            state["role_id"] = _role_on(newest["state"], day, otherwise=state["role_id"])
            found.append({**newest, "state": state})
    return found


def _of_day(versions: Mapping[int, Event], day: str) -> Event:
    """The newest version that counts from that day or an earlier one; where there is none, the first."""
    numbers = sorted(versions)
    for place in reversed(range(1, len(numbers))):
        version, before = versions[numbers[place]], versions[numbers[place - 1]]
        if _counts_from(version, before) <= day:
            return version
    return versions[numbers[0]]


def _counts_from(version: Event, before: Event) -> str:
    state, old = version["state"], before["state"]
    told_on = datetime.fromisoformat(version["time"]).astimezone(UTC).date().isoformat()
    said = ""
    if state.get("role_id", "") != old.get("role_id", ""):
        said = state.get("taken_on", "") if state.get("role_id") else ""
    elif len(state.get("past_employments", [])) > len(old.get("past_employments", [])):
        said = state.get("hired_on", "")
    return min(said, told_on) if said else told_on


def _role_on(person: Mapping[str, Any], day: str, *, otherwise: str) -> str:
    """The role of a day: the present one from its first day on, else the one taken last of those held then, else what was told."""
    if person.get("role_id") and person.get("taken_on", "") and person["taken_on"] <= day:
        return str(person["role_id"])
    held = [each for each in person.get("past_roles", []) if each["taken_on"] <= day < each["left_on"]]
    return str(max(held, key=lambda each: each["taken_on"])["role_id"]) if held else otherwise
