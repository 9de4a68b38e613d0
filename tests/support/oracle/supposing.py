"""What would be, as if it had been told: the same events and those of what is supposed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from tests.support.oracle.answers import FOR_GAPS, FOR_READINESS, Answer, Oracle, Write
from tests.support.oracle.days import instant
from tests.support.oracle.known import Known
from tests.support.oracle.people import asked_for, reach
from tests.support.oracle.then import Event, Events
from tests.support.oracle.words import DEFAULT_RULES, Rules

_VERY_LATE = 10**6
"""A version after all others."""
_READY = ("READINESS_STATE_READY", "READINESS_STATE_READY_UNTIL")
People = Sequence[str]


def what_if(
    events: Events,
    tenant: str,
    at: datetime,
    write: Write,
    *,
    leaving: People,
    lapses: Mapping[str, People],
    completions: Mapping[str, People],
    rules: Rules = DEFAULT_RULES,
) -> Answer:
    """The gaps with and without it, and who starts and stops being ready; lapses and completions are whose, by credential."""
    day = at.astimezone(UTC).date()
    known = Known(events, tenant, rules=rules)
    supposed = [
        *_with_leaving(events, leaving, (day - timedelta(days=1)).isoformat()),
        *_lapsed(known, lapses, at, write),
        *_completed(tenant, completions, at, write),
    ]
    before, after = (
        _Answers(Known(told, tenant, rules=rules).on(day.isoformat()), at, write)
        for told in (events, supposed)
    )
    changes = [
        (person_id, role_id, was, after.states[person_id, role_id])
        for (person_id, role_id), was in sorted(before.states.items())
        if (person_id, role_id) in after.states
    ]
    return {
        "gaps": {
            key: (*before.gaps.get(key, (0, 0)), *after.gaps.get(key, (0, 0)))
            for key in {*before.gaps, *after.gaps}
        },
        "starts": [each for each in changes if each[2] not in _READY and each[3] in _READY],
        "stops": [each for each in changes if each[2] in _READY and each[3] not in _READY],
        "people_count_before": before.people_count,
        "people_count": after.people_count,
    }


class _Answers:
    def __init__(self, known: Known, at: datetime, write: Write) -> None:
        oracle = Oracle(known, at, write)
        people = asked_for(known, reach(known, "", {"hr"}))
        gaps = oracle.gaps(people, choices=FOR_GAPS)
        self.people_count = len(people)
        self.gaps = {
            (each["skill_id"], each["credential_id"], each["required_level"]): (
                each["demanded"],
                each["short"],
            )
            for each in gaps["gaps"]
        }
        judged = [oracle.readiness(each, choices=FOR_READINESS) for each in people]
        self.states = {(each["person_id"], each["role_id"]): each["state"] for each in judged if each}


def _with_leaving(events: Events, leaving: People, last_day: str) -> Iterator[Event]:
    """The events, as if it had always been known of these people when they leave."""
    for event in events:
        if event["message"] == "PersonState" and event["state"]["person_id"] in leaving:
            yield {**event, "state": {**event["state"], "left_on": last_day}}
        else:
            yield event


def _lapsed(known: Known, lapses: Mapping[str, People], at: datetime, write: Write) -> Iterator[Event]:
    """Each period of theirs that has begun is over at the instant, and none begins later."""
    for state in known.own("AchievementState").values():
        if state["person_id"] in lapses.get(state["credential_id"], ()):
            periods = [
                each
                if "valid_until" in each and instant(each["valid_until"]) <= at
                else {**each, "valid_until": write(at)}
                for each in state.get("periods", [])
                if instant(each["valid_from"]) < at
            ]
            yield {**_told(known.tenant, "AchievementState"), "state": {**state, "periods": periods}}


def _completed(tenant: str, completions: Mapping[str, People], at: datetime, write: Write) -> Iterator[Event]:
    for credential_id, people in completions.items():
        for person_id in people:
            state = {
                "achievement_id": f"completed-{credential_id}-{person_id}",
                "person_id": person_id,
                "credential_id": credential_id,
                "decision": "DECISION_VERIFIED",
                "periods": [{"valid_from": write(at)}],
            }
            yield {**_told(tenant, "AchievementState"), "state": state}


def _told(tenant: str, message: str) -> Event:
    return {"tenant": tenant, "message": message, "version": _VERY_LATE, "time": "9999-01-01T00:00:00Z"}
