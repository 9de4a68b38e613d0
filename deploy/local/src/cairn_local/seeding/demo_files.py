"""One employer of the demo as the files in `demo/tenants/<alias>/` describe it, in the words of the REST API."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

import yaml

from cairn_local.errors import Reason, StackError

Body = dict[str, object]
T = TypeVar("T")

_LEVELS = {"awareness": 1, "working": 2, "practitioner": 3, "expert": 4}


@dataclass(frozen=True, kw_only=True)
class EntryKind:
    """One kind of catalogue entry: its collection in the API, which is also its file's name, and its id's field."""

    collection: str
    id_field: str


# In this order no entry names another that comes later, but for stacks within stacks.
ENTRY_KINDS = (
    EntryKind(collection="issuers", id_field="issuer_id"),
    EntryKind(collection="platforms", id_field="platform_id"),
    EntryKind(collection="skills", id_field="skill_id"),
    EntryKind(collection="credentials", id_field="credential_id"),
    EntryKind(collection="stacks", id_field="stack_id"),
    EntryKind(collection="learning-paths", id_field="path_id"),
    EntryKind(collection="roles", id_field="role_id"),
    EntryKind(collection="ladders", id_field="ladder_id"),
)


@dataclass(frozen=True, kw_only=True)
class AssignmentPlan:
    """A path that is assigned when the demo is entered, due some days later."""

    path_id: str
    audience: Body
    due_in_days: int
    note: str

    def body(self, *, today: date) -> Body:
        """The assignment as it is asked for on `today`."""
        return {
            "path_id": self.path_id,
            "audience": self.audience,
            "due_on": (today + timedelta(days=self.due_in_days)).isoformat(),
            "note": self.note,
        }


@dataclass(frozen=True, kw_only=True)
class EmployerFiles:
    """Everything about one employer but accounts and API clients, as bodies of API requests."""

    entries: Mapping[EntryKind, tuple[Body, ...]]
    policies: tuple[Body, ...]
    """First versions of recertification policies, each with its `credential_id`."""
    departments: tuple[Body, ...]
    people: tuple[Body, ...]
    promoted_people: tuple[Body, ...]
    """Those of the people who were promoted since they joined, as they stood before that."""
    hr_responsibilities: tuple[Body, ...]
    """Who is HR partner for which departments, each without days."""
    decided_achievements: tuple[Body, ...]
    """Verified or refused: rows of an import."""
    waiting_achievements: tuple[Body, ...]
    """Claimed by `person_id`, not decided."""
    assignments: tuple[AssignmentPlan, ...]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read them; what is wrong with a file is said with its path. A file of entries, policies or responsibilities may be left out."""
        policies = folder / "recertification-policies.yaml"
        responsibilities = folder / "hr-responsibilities.yaml"
        achievements = _read(folder / "achievements.csv", partial(_csv_rows, _achievement))
        return cls(
            entries={
                kind: _read(path, partial(_yaml_entries, _entry))
                for kind in ENTRY_KINDS
                if (path := folder / f"{kind.collection}.yaml").exists()
            },
            policies=_read(policies, partial(_yaml_entries, _entry)) if policies.exists() else (),
            departments=_read(folder / "departments.yaml", partial(_yaml_entries, _entry)),
            people=_read(folder / "people.csv", partial(_csv_rows, _person)),
            promoted_people=_read(folder / "people.csv", _people_before_promotion),
            hr_responsibilities=(
                _read(responsibilities, partial(_yaml_entries, _entry)) if responsibilities.exists() else ()
            ),
            decided_achievements=tuple(row for row in achievements if row["decision"] != "claimed"),
            waiting_achievements=tuple(row for row in achievements if row["decision"] == "claimed"),
            assignments=_read(folder / "assignments.yaml", partial(_yaml_entries, _assignment)),
        )


def _read(path: Path, parse: Callable[[str], tuple[T, ...]]) -> tuple[T, ...]:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise StackError(
            Reason.BAD_DEMO_DATA, f"{path} is not what the demo needs: {type(error).__name__}: {error}"
        ) from error


def _yaml_entries(translate: Callable[[Body], T], text: str) -> tuple[T, ...]:
    entries = yaml.safe_load(text)
    if not isinstance(entries, list):
        raise TypeError("it holds no list of entries")
    return tuple(translate(entry) for entry in entries)


def _csv_rows(translate: Callable[[dict[str, str]], T], text: str) -> tuple[T, ...]:
    return tuple(translate(row) for row in csv.DictReader(text.splitlines(), strict=True))


def _entry(entry: Body) -> Body:
    """As in the contract, but: levels as numbers, the goal's fields beside the step's own, nothing for empty."""
    return {name: _value(name, value) for name, value in entry.items() if value != ""}


def _value(name: str, value: object) -> object:
    if name == "level":
        return _LEVELS[str(value)]
    if isinstance(value, dict):
        return _entry(value)
    if isinstance(value, list):
        return [_part(each) for each in value]
    return value


def _part(part: object) -> object:
    if not isinstance(part, dict):
        return part
    goal = part.get("goal", {})
    return _entry({**{name: value for name, value in part.items() if name != "goal"}, **goal})


def _person(row: dict[str, str]) -> Body:
    return {
        "person_id": row["person_id"],
        "given_name": row["given_name"],
        "family_name": row["family_name"] or None,
        "email": row["email"] or None,
        "position": {
            "title": row["position_title"],
            "role_id": row["role_id"] or None,
            "department_id": row["department_id"] or None,
            "manager_id": row["manager_id"] or None,
            "taken_on": row["promoted_on"] or None,
        },
        "target_role_id": row["target_role_id"] or None,
        "hired_on": row["hired_on"] or None,
    }


def _people_before_promotion(text: str) -> tuple[Body, ...]:
    rows = csv.DictReader(text.splitlines(), strict=True)
    return tuple(_before_promotion(row) for row in rows if row["promoted_on"])


def _before_promotion(row: dict[str, str]) -> Body:
    role_id = row["promoted_from_role_id"]
    title = role_id.replace("-", " ").capitalize()
    return _person({**row, "role_id": role_id, "position_title": title, "promoted_on": row["hired_on"]})


def _achievement(row: dict[str, str]) -> Body:
    return {
        "person_id": row["person_id"],
        "credential_id": row["credential_id"],
        "issued_on": row["issued_on"],
        "evidence": [{"url": row["evidence_url"], "description": "The certificate's page at its issuer"}],
        "decision": row["decision"],
        "reason": row["reason"] or None,
    }


def _assignment(entry: Body) -> AssignmentPlan:
    audience, due_in_days = entry["audience"], entry["due_in_days"]
    if not isinstance(audience, dict) or not isinstance(due_in_days, int):
        raise TypeError("an assignment needs an audience and due_in_days")
    return AssignmentPlan(
        path_id=str(entry["path_id"]), audience=audience, due_in_days=due_in_days, note=str(entry["note"])
    )
