"""What people will have proven if each learning path that they are on is completed on its last day."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from tests.support.oracle.days import day_begins
from tests.support.oracle.known import Known, State


def plans_kept(known: Known, at: datetime) -> Iterator[Mapping[str, Any]]:
    """An event for each credential that a step of a path asks for: verified from the day after its last one on, if that is to come."""
    today = at.date().isoformat()
    paths = known.seen("LearningPath")
    for enrolment in known.own("EnrolmentState").values():
        if "due_on" not in enrolment or "withdrawn_at" in enrolment or enrolment["path_id"] not in paths:
            continue
        granted = list(_granted(known, enrolment))
        due_on = max(
            [
                enrolment["due_on"],
                *(
                    each["until_on"]
                    for each in granted
                    if each["kind"] == "EXCEPTION_KIND_EXTENSION" and _in_force(each, today)
                ),
            ]
        )
        begins = day_begins((date.fromisoformat(due_on) + timedelta(days=1)).isoformat())
        spared = {
            each.get("step_id", "")
            for each in granted
            if each["kind"] in {"EXCEPTION_KIND_EXEMPTION", "EXCEPTION_KIND_PRIOR_LEARNING"}
            and _in_force(each, due_on)
        }
        if begins <= at or "" in spared:
            continue
        for number, step in enumerate(paths[enrolment["path_id"]]["steps"]):
            if step.get("step_id", str(number)) not in spared:
                yield _earned(known.tenant, enrolment, step["goal"]["credential_id"], begins)


def _granted(known: Known, enrolment: State) -> Iterator[State]:
    """What eases this path for this person."""
    for each in known.about(enrolment["person_id"], "ExceptionState"):
        meant = each.get("enrolment_id", "") in {"", enrolment["enrolment_id"]}
        if meant and each["path_id"] == enrolment["path_id"] and "withdrawn_at" not in each:
            yield each


def _in_force(exception: State, day: str) -> bool:
    return bool(exception["from_on"] <= day <= exception["until_on"])


def _earned(tenant: str, enrolment: State, credential_id: str, begins: datetime) -> Mapping[str, Any]:
    state = {
        "achievement_id": f"by-{enrolment['enrolment_id']}-{credential_id}",
        "person_id": enrolment["person_id"],
        "credential_id": credential_id,
        "decision": "DECISION_VERIFIED",
        "periods": [{"valid_from": begins.isoformat()}],
    }
    return {"tenant": tenant, "message": "AchievementState", "version": 1, "state": state}
