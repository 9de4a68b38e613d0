"""The answers of ReportingService as dictionaries in the contract's JSON form, without sentences for people and freshness."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from tests.support.oracle.asked import asked_name, end_of, has_line, is_known, is_met
from tests.support.oracle.days import NEVER_ENDS
from tests.support.oracle.known import Known, State
from tests.support.oracle.people import compared_role, roles_held
from tests.support.oracle.proof import (
    LEVELS,
    Test,
    assessments_of,
    at_level,
    end_after,
    ends,
    facts_of,
    level_held,
    longest,
    meets,
)
from tests.support.oracle.whole import is_nearly, is_ready, share

Answer = dict[str, Any]
Write = Callable[[datetime], str]
FOR_READINESS = ("ROLE_CHOICE_TARGET", "ROLE_CHOICE_NEXT", "ROLE_CHOICE_OWN")
FOR_GAPS = ("ROLE_CHOICE_OWN",)
Line = tuple[str, str, str, int]
"""A skill or a credential, its name, and the level."""
_MET = "REQUIREMENT_STATE_MET"
_IRREPLACEABLE = {"CREDENTIAL_KIND_LICENCE", "CREDENTIAL_KIND_DEGREE"}


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
        standings = self._standings(person_id, role_id)
        judged = [
            (asked, each)
            for asked, each in zip(role.get("requirements", []), standings, strict=True)
            if each["state"] != "REQUIREMENT_STATE_UNKNOWN"
        ]
        met = [each["state"].startswith(_MET) for _, each in judged]
        weights = [each["weight"] for _, each in judged]
        answer = {
            "person_id": person_id,
            "role_id": role_id,
            "role_name": role["name"],
            "role_choice": choice,
            "met_count": sum(met),
            "requirement_count": len(judged),
            "requirements": standings,
            "share": float(share(weights, met)) if judged or not standings else 0.0,
        }
        if any(each["state"] == "REQUIREMENT_STATE_BLOCKED" for each in standings):
            return {**answer, "state": "READINESS_STATE_BLOCKED"}
        if standings and not judged:
            return {**answer, "state": "READINESS_STATE_NOT_YET"}
        if not is_ready(weights, met):
            nearly = is_nearly(weights, met)
            return {**answer, "state": "READINESS_STATE_NEARLY" if nearly else "READINESS_STATE_NOT_YET"}
        until = self._ready_until(person_id, [asked for asked, _ in judged])
        if until == NEVER_ENDS:
            return {**answer, "state": "READINESS_STATE_READY"}
        return {**answer, "state": "READINESS_STATE_READY_UNTIL", "ready_until": self._write(until)}

    def _ready_until(self, person_id: str, requirements: Sequence[State]) -> datetime:
        """The first instant at which too little is met, of all at which anything of the person's ends."""
        weights = [each.get("weight", 0) for each in requirements]
        every_end = ends(facts_of(self._known, person_id))
        for end in sorted({each for each in every_end if each > self._at}):
            if not is_ready(weights, [is_met(self._known, person_id, each, end) for each in requirements]):
                return end
        return NEVER_ENDS

    def asks(
        self, person_id: str, *, role_id: str = "", choices: tuple[str, ...] = FOR_GAPS
    ) -> dict[Line, bool] | None:
        """What a gap tells of: what is asked of somebody, and whether it is there; None where there is no role to ask.

        By the own roles, the roles of all positions ask.
        """
        role_ids = [role_id or compared_role(self._known, person_id, choices)[0]]
        if not role_id and choices == ("ROLE_CHOICE_OWN",):
            role_ids = roles_held(self._known.own("PersonState")[person_id])
        roles = [each for each in role_ids if each in self._known.seen("Role")]
        if not roles:
            return None
        return {
            (each["skill_id"], each["credential_id"], each["name"], each["required_level"]): each[
                "state"
            ].startswith(_MET)
            for role in roles
            for each in self._standings(person_id, role, lines_alone=True)
        }

    def gaps(
        self, person_ids: Iterable[str], *, role_id: str = "", choices: tuple[str, ...] = FOR_GAPS
    ) -> Answer:
        """The gap of these people."""
        people = list(person_ids)
        asked = {
            each: asks
            for each in people
            if (asks := self.asks(each, role_id=role_id, choices=choices)) is not None
        }
        lines: list[Answer] = []
        for line in {line for asks in asked.values() for line in asks}:
            skill_id, credential_id, name, level = line
            has_it = {person_id: asks[line] for person_id, asks in asked.items() if line in asks}
            short = sorted(person_id for person_id, is_there in has_it.items() if not is_there)
            lines.append(
                {
                    "skill_id": skill_id,
                    "credential_id": credential_id,
                    "name": name,
                    "required_level": level,
                    "demanded": len(has_it),
                    "supplied": len(has_it) - len(short),
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
            "people_count": len(asked),
            "without_role_count": len(people) - len(asked),
            "groups": [],
            "hidden_count": 0,
        }

    def _standings(self, person_id: str, role_id: str, *, lines_alone: bool = False) -> list[Answer]:
        requirements = self._known.seen("Role")[role_id].get("requirements", [])
        return [self._standing(person_id, each) for each in requirements if has_line(each) or not lines_alone]

    def _standing(self, person_id: str, requirement: State) -> Answer:
        known, at = self._known, self._at
        skill_id = requirement.get("skill", {}).get("skill_id", "")
        credential_id = requirement.get("credential_id", "")
        held_level = level_held(known, person_id, skill_id, at) if skill_id else 0
        answer = {
            "requirement_id": requirement["requirement_id"],
            "skill_id": skill_id,
            "credential_id": credential_id,
            "name": asked_name(known, requirement),
            "required_level": LEVELS[requirement["skill"]["level"]] if skill_id else 0,
            "held_level": held_level,
            "achievement_id": "",
            "proven_by_credential_id": "",
            "stack_id": requirement.get("stack_id", ""),
            "weight": requirement.get("weight", 0),
        }
        end: Answer = {}
        proof = None
        if is_met(known, person_id, requirement, at):
            end = self._end("met_until", end_of(known, person_id, requirement, at))
            state = "MET_UNTIL" if end else "MET"
            if has_line(requirement):
                proof = longest(self._having(person_id, meets(known, requirement)), at)
        elif not is_known(known, person_id, requirement):
            state = "UNKNOWN"
        else:
            state = "SHORT" if held_level else "MISSING"
            if held_level:
                proof = longest(self._having(person_id, at_level(known, skill_id, held_level)), at)
            kind = known.seen("Credential").get(credential_id, {}).get("kind", "")
            if kind in _IRREPLACEABLE and not requirement.get("weight"):
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
