"""The answers of ReportingService as dictionaries in the contract's JSON form, without sentences for people and freshness."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from tests.support.oracle.known import Known, State
from tests.support.oracle.people import compared_role
from tests.support.oracle.proof import (
    LEVELS,
    NEVER_ENDS,
    Test,
    assessments_of,
    at_level,
    end_after,
    ends,
    facts_of,
    level_held,
    longest,
    meets,
    of_credential,
    someone_counts,
)
from tests.support.oracle.whole import is_nearly, is_ready, share

Answer = dict[str, Any]
Write = Callable[[datetime], str]
FOR_READINESS = ("ROLE_CHOICE_TARGET", "ROLE_CHOICE_NEXT", "ROLE_CHOICE_OWN")
FOR_GAPS = ("ROLE_CHOICE_OWN",)


class Oracle:
    """Answers for one tenant at one instant; `write` turns an instant into the contract's JSON form."""

    def __init__(self, known: Known, at: datetime, write: Write) -> None:
        self._known = known
        self._at = at
        self._write = write

    def skill_profile(self, person_id: str) -> list[Answer]:
        """Every skill at its level, with the proof and its end."""
        known, at = self._known, self._at
        skills = {
            granted["skill_id"]
            for credential in known.seen("Credential").values()
            for granted in credential.get("skills_granted", [])
        } | {each["skill_id"] for each in assessments_of(known, person_id)}
        held = []
        for skill_id in skills:
            level = level_held(known, person_id, skill_id, at)
            if not level:
                continue
            proofs = self._having(person_id, at_level(known, skill_id, level))
            named = longest(proofs, at)
            assert named is not None
            line = {
                "skill_id": skill_id,
                "skill_name": known.name("Skill", skill_id),
                "level": level,
                "achievement_id": named.get("achievement_id", ""),
                "credential_id": named.get("credential_id", ""),
                "credential_name": "",
                **_assessment(named),
            }
            if "credential_id" in named:
                line["credential_name"] = known.name("Credential", named["credential_id"])
            held.append({**line, **self._end("valid_until", end_after(proofs, at))})
        return sorted(
            held, key=lambda each: (-each["level"], each["skill_name"].casefold(), each["skill_id"])
        )

    def readiness(
        self, person_id: str, *, role_id: str = "", choices: tuple[str, ...] = FOR_READINESS
    ) -> Answer | None:
        """One person's readiness; None where there is no role to compare with."""
        choice = "ROLE_CHOICE_UNSPECIFIED"
        if not role_id:
            role_id, choice = compared_role(self._known, person_id, choices)
        if not role_id:
            return None
        role = self._known.seen("Role")[role_id]
        requirements = role.get("requirements", [])
        standings = [self._standing(person_id, each) for each in requirements]
        states = [each["state"].removeprefix("REQUIREMENT_STATE_") for each in standings]
        met = [state in {"MET", "MET_UNTIL"} for state in states]
        weights = [each.get("weight", 0) for each in requirements]
        answer = {
            "person_id": person_id,
            "role_id": role_id,
            "role_name": role["name"],
            "role_choice": choice,
            "met_count": sum(met),
            "requirement_count": len(states),
            "requirements": standings,
            "share": float(share(weights, met)),
        }
        if "BLOCKED" in states:
            return {**answer, "state": "READINESS_STATE_BLOCKED"}
        if not is_ready(weights, met):
            nearly = is_nearly(weights, met)
            return {**answer, "state": "READINESS_STATE_NEARLY" if nearly else "READINESS_STATE_NOT_YET"}
        until = self._ready_until(person_id, requirements)
        if until == NEVER_ENDS:
            return {**answer, "state": "READINESS_STATE_READY"}
        return {**answer, "state": "READINESS_STATE_READY_UNTIL", "ready_until": self._write(until)}

    def _ready_until(self, person_id: str, requirements: Sequence[State]) -> datetime:
        """The first instant at which too little is met, of all at which anything begins or ends."""
        meeting = [self._having(person_id, meets(self._known, each)) for each in requirements]
        weights = [each.get("weight", 0) for each in requirements]
        for each in sorted({end for facts in meeting for end in ends(facts) if end > self._at}):
            if not is_ready(weights, [someone_counts(facts, each) for facts in meeting]):
                return each
        return NEVER_ENDS

    def gaps(
        self, person_ids: Iterable[str], *, role_id: str = "", choices: tuple[str, ...] = FOR_GAPS
    ) -> Answer:
        """The gap of these people."""
        people = list(person_ids)
        readiness = [self.readiness(each, role_id=role_id, choices=choices) for each in people]
        compared = [each for each in readiness if each]
        keys = {
            (each["skill_id"], each["credential_id"], each["name"], each["required_level"])
            for person in compared
            for each in person["requirements"]
        }
        lines = []
        for skill_id, credential_id, name, level in keys:
            asked: dict[str, str] = {}
            for person in compared:
                for each in person["requirements"]:
                    if (each["skill_id"], each["credential_id"], each["required_level"]) == (
                        skill_id,
                        credential_id,
                        level,
                    ):
                        asked[person["person_id"]] = each["state"]
            short = sorted(
                key for key, state in asked.items() if not state.startswith("REQUIREMENT_STATE_MET")
            )
            lines.append(
                {
                    "skill_id": skill_id,
                    "credential_id": credential_id,
                    "name": name,
                    "required_level": level,
                    "demanded": len(asked),
                    "supplied": len(asked) - len(short),
                    "short": len(short),
                    "short_person_ids": short,
                }
            )
        lines.sort(
            key=lambda each: (
                -each["short"],
                each["name"].casefold(),
                each["required_level"],
                each["skill_id"] or each["credential_id"],
            )
        )
        return {
            "gaps": lines,
            "people_count": len(compared),
            "without_role_count": len(people) - len(compared),
            "groups": [],
            "hidden_count": 0,
        }

    def _standing(self, person_id: str, requirement: State) -> Answer:
        known, at = self._known, self._at
        skill = requirement.get("skill")
        if skill:
            skill_id, credential_id, level = skill["skill_id"], "", LEVELS[skill["level"]]
            held_level = level_held(known, person_id, skill_id, at)
            meeting = self._having(person_id, at_level(known, skill_id, level))
            name = known.name("Skill", skill_id)
        else:
            skill_id, credential_id, level, held_level = "", requirement["credential_id"], 0, 0
            meeting = self._having(person_id, of_credential(credential_id))
            name = known.name("Credential", credential_id)
        answer = {
            "requirement_id": requirement["requirement_id"],
            "skill_id": skill_id,
            "credential_id": credential_id,
            "name": name,
            "required_level": level,
            "held_level": held_level,
            "achievement_id": "",
            "proven_by_credential_id": "",
            "stack_id": "",
            "weight": requirement.get("weight", 0),
        }
        if someone_counts(meeting, at):
            end = self._end("met_until", end_after(meeting, at))
            state = "MET_UNTIL" if end else "MET"
            proof = longest(meeting, at)
        else:
            end = {}
            proof = (
                longest(self._having(person_id, at_level(known, skill_id, held_level)), at)
                if held_level
                else None
            )
            kind = known.seen("Credential").get(credential_id, {}).get("kind", "")
            state = "SHORT" if held_level else "MISSING"
            if kind in {"CREDENTIAL_KIND_LICENCE", "CREDENTIAL_KIND_DEGREE"} and not requirement.get(
                "weight"
            ):
                state = "BLOCKED"
        if proof:
            answer["achievement_id"] = proof.get("achievement_id", "")
            answer["proven_by_credential_id"] = proof.get("credential_id", "")
            answer.update(_assessment(proof))
        return {**answer, "state": f"REQUIREMENT_STATE_{state}", **end}

    def _having(self, person_id: str, test: Test) -> list[State]:
        return [each for each in facts_of(self._known, person_id) if test(each)]

    def _end(self, field: str, end: datetime) -> Answer:
        return {} if end == NEVER_ENDS else {field: self._write(end)}


def _assessment(fact: State) -> Answer:
    if "assessment_id" not in fact:
        return {}
    return {
        "assessment": {
            "assessment_id": fact["assessment_id"],
            "assessor": fact["assessor_kind"].replace("_KIND", ""),
            "assessed_on": fact["assessed_on"],
        }
    }
