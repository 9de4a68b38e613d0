"""Entering one employer of the demo through the REST API, as its own API clients."""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cairn_local.progress import Step
from cairn_local.seeding.demo_files import Body, EmployerFiles, EntryKind
from cairn_local.seeding.tenant_api import RefusedRequestError, TenantApi

_REPORTS_SECONDS = 60.0

Held = tuple[str, str, str]
"""What makes an achievement: person, credential, issue date."""


@dataclass(frozen=True)
class _Known:
    """What the reports know: who is in grace is valid as well where the grace counts, and neither valid nor lapsed where it does not."""

    people: int
    held: int
    in_grace: int

    def all_of(self, people: int, holdings: int) -> bool:
        return self.people == people and self.held <= holdings <= self.held + self.in_grace


class Employer:
    """One employer's files on one side, its tenant on the other.

    Only what the tenant lacks is entered. What is there stays as it is, also where it differs from the files:
    somebody may have changed it in the portal.
    """

    def __init__(self, *, files: EmployerFiles, admin: TenantApi, hr: TenantApi, step: Step) -> None:
        """`admin` has the role tenant-admin, `hr` the role hr."""
        self._files = files
        self._admin = admin
        self._hr = hr
        self._step = step
        self._done = 0
        self._added = 0

    def enter(self) -> None:
        """Enter what is missing, and wait until the reports know of it."""
        for kind, entries in self._files.entries.items():
            self._enter_entries(kind, entries)
        self._enter_policies()
        self._enter_departments()
        self._enter_people()
        self._enter_hr_responsibilities()
        self._enter_achievements()
        self._enter_assignments()
        if self._added:
            self._await_reports()

    def _enter_entries(self, kind: EntryKind, entries: Sequence[Body]) -> None:
        self._step.say(kind.collection)
        own = {
            entry[kind.id_field] for entry in self._admin.list(kind.collection) if entry["origin"] != "public"
        }
        for entry in entries:
            if entry[kind.id_field] not in own:
                self._admin.create(f"/{kind.collection}/{entry[kind.id_field]}", entry)
                self._added += 1
            self._advance(1)

    def _enter_policies(self) -> None:
        """Before the history, so that all of it is reckoned by them."""
        self._step.say("recertification policies")
        there = {each["credential_id"] for each in self._admin.get("/recertification/policies")["items"]}
        for policy in self._files.policies:
            credential_id = policy["credential_id"]
            if credential_id not in there:
                version = {name: value for name, value in policy.items() if name != "credential_id"}
                self._admin.begin(f"/recertification/policies/{credential_id}/versions", version)
                self._added += 1
            self._advance(1)

    def _enter_departments(self) -> None:
        self._step.say("departments")
        there = {department["department_id"] for department in self._admin.list("departments")}
        for department in self._files.departments:
            if department["department_id"] not in there:
                self._admin.create(f"/departments/{department['department_id']}", department)
                self._added += 1
            self._advance(1)

    def _enter_people(self) -> None:
        """Whoever was promoted joins in the earlier role, so that the promotion is in the trail."""
        self._step.say("people")
        there = {person["person_id"]: _role(person) for person in self._admin.list("people")}
        missing = [person for person in self._files.people if person["person_id"] not in there]
        before = {person["person_id"]: person for person in self._files.promoted_people}
        joining = [before.get(person["person_id"], person) for person in missing]
        self._admin.import_rows("/people/import", "people", joining)
        roles = there | {person["person_id"]: _role(person) for person in joining}
        promoted = [
            person
            for person in self._files.people
            if (earlier := before.get(person["person_id"])) and roles[person["person_id"]] == _role(earlier)
        ]
        self._admin.import_rows("/people/import", "people", promoted)
        self._added += len(missing)
        self._advance(len(self._files.people))

    def _enter_hr_responsibilities(self) -> None:
        """Whoever was ever given some keeps what somebody made of it since."""
        self._step.say("HR responsibilities")
        there = {given["person_id"] for given in self._admin.list("hr-responsibilities")}
        for given in self._files.hr_responsibilities:
            if given["person_id"] not in there:
                self._admin.post("/hr-responsibilities", given, idempotency_key=_key(given))
                self._added += 1
            self._advance(1)

    def _enter_achievements(self) -> None:
        self._step.say("learning history")
        there = set(_held(self._hr.list("achievements")))
        decided = _missing(self._files.decided_achievements, there)
        self._hr.import_rows("/achievements/import", "achievements", decided)
        waiting = _missing(self._files.waiting_achievements, there)
        for row in waiting:
            self._claim(row)
        self._added += len(decided) + len(waiting)
        self._advance(len(self._files.decided_achievements) + len(self._files.waiting_achievements))

    def _claim(self, row: Body) -> None:
        claim = {name: row[name] for name in ("credential_id", "issued_on", "evidence")}
        try:
            self._hr.post(f"/people/{row['person_id']}/achievements", claim, idempotency_key=_key(row))
        except RefusedRequestError as error:
            if error.reason != "ALREADY_CLAIMED":
                raise

    def _enter_assignments(self) -> None:
        self._step.say("assignments")
        there = {_recognised(assignment) for assignment in self._hr.list("assignments")}
        today = datetime.now(UTC).date()
        for plan in self._files.assignments:
            body = plan.body(today=today)
            if _recognised(body) not in there:
                self._hr.post("/assignments", body, idempotency_key=_key(body))
                self._added += 1
            self._advance(1)

    def _await_reports(self) -> None:
        """Until the reports count every person, and every credential that somebody holds or held."""
        self._step.say("waiting for the reports")
        people = sum(1 for _ in self._hr.list("people"))
        holdings = {
            (person, credential)
            for person, credential, _ in _held(self._hr.list("achievements", decision="verified"))
        }
        deadline = time.monotonic() + _REPORTS_SECONDS
        while not (known := self._known_to_reports()).all_of(people, len(holdings)):
            self._hr.pause(
                deadline,
                f"the reports know of {known.people} of {people} people and {known.held} of {len(holdings)} credentials held",
            )

    def _known_to_reports(self) -> _Known:
        report = self._hr.get("/reports/recertification")
        lines = report["lines"]
        return _Known(
            people=report["people_count"],
            held=sum(line["valid"] + line["lapsed"] for line in lines),
            in_grace=sum(line["in_grace"] for line in lines),
        )

    def _advance(self, count: int) -> None:
        self._done += count
        self._step.advance_to(self._done)


def size(files: EmployerFiles) -> int:
    """How many things there are to enter: what a bar of progress counts."""
    entries = sum(len(each) for each in files.entries.values())
    achievements = len(files.decided_achievements) + len(files.waiting_achievements)
    entries += len(files.policies) + len(files.hr_responsibilities)
    return entries + len(files.departments) + len(files.people) + achievements + len(files.assignments)


def _role(person: Mapping[str, Any]) -> str | None:
    role_id: str | None = person["position"]["role_id"]
    return role_id


def _held(achievements: Iterable[Mapping[str, Any]]) -> Iterable[Held]:
    return ((each["person_id"], each["credential_id"], each["issued_on"]) for each in achievements)


def _missing(rows: Sequence[Body], there: set[Held]) -> list[Body]:
    return [row for row, held in zip(rows, _held(rows), strict=True) if held not in there]


def _recognised(assignment: Mapping[str, Any]) -> str:
    """An assignment of the demo is recognised by path, audience and note; its due date depends on the day."""
    audience = assignment["audience"]
    return json.dumps(
        [
            assignment["path_id"],
            sorted(audience["person_ids"]),
            sorted(audience["team_ids"]),
            audience["include_sub_teams"],
            assignment["note"],
        ]
    )


def _key(body: Body) -> str:
    return "demo-" + hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]
