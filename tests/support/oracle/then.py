"""The organization of a day: the same events, as if everybody had always been where they were on it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

Event = Mapping[str, Any]
State = Mapping[str, Any]
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
            found.append({**newest, "state": {**state, **_doing_on(newest["state"], day, told=place)}})
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


def _doing_on(person: State, day: str, *, told: State) -> dict[str, Any]:
    """The roles of a day and since when the first is held, by the newest state of somebody of whom this was `told` for the day.

    The role is the present one from its first day on, else the one taken last of those held then, the others beside it, else what was
    told. What was taken beside it on a later day is left out. `stints` are all roles of which it is known when they were held.
    """
    present = {
        "role_id": person.get("role_id") or "",
        "taken_on": person.get("taken_on") or "",
        "left_on": "",
    }
    beside = [
        {"role_id": each["role_id"], "taken_on": each["taken_on"], "left_on": ""}
        for each in person.get("further_positions", [])
        if each.get("role_id") and each["role_id"] != present["role_id"] and each.get("taken_on")
    ]
    later = {each["role_id"] for each in beside if each["taken_on"] > day}
    further = [each for each in told["further_positions"] or [] if each.get("role_id") not in later]
    past = person.get("past_roles", [])
    held = [each for each in past if each["taken_on"] <= day < each["left_on"]]
    held.sort(key=lambda each: (each["taken_on"], each["role_id"]), reverse=True)
    is_dated = bool(present["role_id"] and present["taken_on"])
    if is_dated and present["taken_on"] <= day:
        role_id, since = present["role_id"], present["taken_on"]
    elif held:
        role_id, since = held[0]["role_id"], held[0]["taken_on"]
        further += [{"role_id": each["role_id"]} for each in held if each["role_id"] != role_id]
    else:
        role_id = told["role_id"] or ""
        since = present["taken_on"] if is_dated and role_id == present["role_id"] else ""
    return {
        "role_id": role_id,
        "since": since,
        "further_positions": further,
        "stints": [*past, *beside, *([present] if is_dated else [])],
    }
