"""The catalogue's entries and departments that questions speak of, each read once until something of them changes."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from cairn_reporting.application.ports import Facts
from cairn_reporting.domain.catalogue import Catalogue, Credential, Ladder, Role, Skill, Stack
from cairn_reporting.domain.demands import CredentialDemand, SkillDemand, StackDemand, singles
from cairn_reporting.domain.gaps import by_name
from cairn_reporting.domain.workforce import Department
from cairn_reporting.domain.workforce_index.conditions import Conditions
from cairn_reporting.domain.workforce_index.shortages import Granting

T = TypeVar("T")


class Title(NamedTuple):
    """What something asked for is called, and before it its place among the lines of a gap."""

    order: tuple[str, int, str]
    name: str


class Entries:
    """What was read so far of one tenant's view; `facts` answers for what was not."""

    def __init__(self) -> None:
        self._roles: dict[str, Role | None] = {}
        self._skills: dict[str, Skill | None] = {}
        self._credentials: dict[str, Credential | None] = {}
        self._stacks: dict[str, Stack | None] = {}
        self._ladders: Sequence[Ladder] | None = None
        self._departments: Sequence[Department] | None = None
        self._granting: tuple[frozenset[str], Granting] | None = None
        self._titles: dict[SkillDemand | CredentialDemand, Title] = {}

    def roles(self, role_ids: Collection[str], *, facts: Facts) -> Mapping[str, Role]:
        """The roles with these ids, by id."""
        return _remembered(self._roles, role_ids, facts.roles)

    def ladders(self, *, facts: Facts) -> Sequence[Ladder]:
        """Every ladder, by id."""
        if self._ladders is None:
            self._ladders = facts.ladders()
        return self._ladders

    def departments(self, *, facts: Facts) -> Sequence[Department]:
        """Every department, by id."""
        if self._departments is None:
            self._departments = facts.departments()
        return self._departments

    def granting(self, credential_ids: frozenset[str], *, facts: Facts) -> Granting:
        """Which of these credentials grants what."""
        if self._granting is None or self._granting[0] is not credential_ids:
            credentials = _remembered(self._credentials, credential_ids, facts.credentials)
            self._granting = (credential_ids, Granting(credentials.values()))
        return self._granting[1]

    def conditions(
        self, roles: Iterable[Role], *, credential_ids: frozenset[str], facts: Facts
    ) -> Conditions:
        """What the roles ask for, as conditions on people who hold these credentials."""
        demands = singles(each.demand for role in roles for each in role.requirements)
        stack_ids = {each.stack_id for each in demands if isinstance(each, StackDemand)}
        stacks: dict[str, Stack] = {}
        while stack_ids:
            stacks |= _remembered(self._stacks, stack_ids, facts.stacks)
            within = {
                each for stack_id in stack_ids & stacks.keys() for each in stacks[stack_id].stacks_within
            }
            stack_ids = within - stacks.keys()
        return Conditions(granting=self.granting(credential_ids, facts=facts), stacks=stacks)

    def irreplaceable(self, roles: Iterable[Role], *, facts: Facts) -> frozenset[str]:
        """The licences and degrees that the roles ask for, by id."""
        demands = (each.demand for role in roles for each in role.requirements)
        asked = {each.credential_id for each in demands if isinstance(each, CredentialDemand)}
        credentials = _remembered(self._credentials, asked, facts.credentials)
        return frozenset(each for each, entry in credentials.items() if entry.kind.is_irreplaceable)

    def naming(self, demands: Collection[SkillDemand | CredentialDemand], *, facts: Facts) -> Catalogue:
        """What these are called."""
        skill_ids = {each.skill_id for each in demands if isinstance(each, SkillDemand)}
        credential_ids = {each.credential_id for each in demands if isinstance(each, CredentialDemand)}
        return Catalogue(
            skills=_remembered(self._skills, skill_ids, facts.skills),
            credentials=_remembered(self._credentials, credential_ids, facts.credentials),
            stacks={},
        )

    def titles(self, demands: Sequence[SkillDemand | CredentialDemand], *, facts: Facts) -> Sequence[Title]:
        """What these are called in a gap, in the same order."""
        if not self._titles.keys() >= set(demands):
            names = self.naming(demands, facts=facts)
            for each in demands:
                name = names.demand_name(each)
                self._titles[each] = Title(by_name(each, name), name)
        return [self._titles[each] for each in demands]


def _remembered(
    known: dict[str, T | None], ids: Collection[str], read: Callable[[Collection[str]], Mapping[str, T]]
) -> dict[str, T]:
    """The entries with these ids; what is not there is remembered too."""
    unknown = [each for each in ids if each not in known]
    if unknown:
        found = read(unknown)
        known.update((each, found.get(each)) for each in unknown)
    return {each: entry for each in ids if (entry := known[each]) is not None}
