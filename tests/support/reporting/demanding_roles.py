"""Roles that ask for everything that a role can ask for, and stacks within stacks; as plain states."""

import random
from collections.abc import Sequence

from tests.support.reporting.histories import Plain

STACKS = ("k1", "k2", "k3")
_LEVELS = ("AWARENESS", "WORKING", "PRACTITIONER", "EXPERT")
_WAYS = 2


class Demanding:
    """Draws what is asked for from these skills, credentials and roles."""

    def __init__(
        self,
        chance: random.Random,
        *,
        skills: Sequence[str],
        credentials: Sequence[str],
        roles: Sequence[str],
    ) -> None:
        self._chance = chance
        self._skills = skills
        self._credentials = credentials
        self._roles = roles

    def skill(self) -> Plain:
        """A skill at a level."""
        level = f"PROFICIENCY_LEVEL_{self._chance.choice(_LEVELS)}"
        return {"skill_id": self._chance.choice(self._skills), "level": level}

    def requirements(self) -> list[Plain]:
        """What a role asks for; seldom nothing at all."""
        count = self._chance.choice([0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6])
        return [{"requirement_id": f"q{number}", **self._requirement()} for number in range(count)]

    def stack(self, stack_id: str) -> Plain:
        """Of credentials and stacks, among them itself, some of which have to be there."""
        members = [self._member() for _ in range(self._chance.randint(1, 3))]
        state: Plain = {"stack_id": stack_id, "name": f"Stack {stack_id}", "members": members}
        if self._chance.random() < 0.6:
            state |= {"rule": "STACK_RULE_N_OF", "required_count": self._chance.randint(1, len(members))}
        return state

    def _requirement(self) -> Plain:
        asked = self._single()
        if self._chance.random() < 0.2:
            asked = {"any_of": {"alternatives": [{"all_of": self._way()} for _ in range(_WAYS)]}}
        return {**asked, "weight": self._chance.choice([0, 0, 0, 1, 2, 5])}

    def _way(self) -> list[Plain]:
        return [self._single() for _ in range(self._chance.randint(1, 2))]

    def _single(self) -> Plain:
        chance = self._chance
        months = chance.randint(1, 8)
        match chance.choices(range(5), weights=[4, 4, 2, 2, 1])[0]:
            case 0:
                return {"skill": self.skill()}
            case 1:
                return {"credential_id": chance.choice(self._credentials)}
            case 2:
                return {"stack_id": chance.choice([*STACKS, "unknown"])}
            case 3:
                return {"experience": {"months": months, "role_id": chance.choice(["", *self._roles])}}
            case _:
                return {"time_in_role": {"months": months}}

    def _member(self) -> Plain:
        alternatives = [self._goal(), self._goal()]
        return self._chance.choice([self._goal(), {"one_of": {"alternatives": alternatives}}])

    def _goal(self) -> Plain:
        if self._chance.random() < 0.3:
            return {"stack_id": self._chance.choice(STACKS)}
        return {"credential_id": self._chance.choice(self._credentials)}
