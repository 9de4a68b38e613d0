"""Whether what people have collected is asked for by a role."""

from collections.abc import Iterable, Mapping

from cairn_reporting.domain.catalogue import Credential, CredentialGoal, Role, Stack, StackGoal
from cairn_reporting.domain.demands import CredentialDemand, SkillDemand, StackDemand, singles


class RolesInUse:
    """What the roles ask for, each in one of its ways. A role uses a credential that it asks for by name or within a stack, and one that
    grants a skill at the level that it asks for or above; what grants less than is asked for is not used.
    """

    def __init__(self, roles: Iterable[Role], *, stacks: Mapping[str, Stack]) -> None:
        """`stacks` are those that the roles ask for, and the ones within them."""
        demands = set(singles(each.demand for role in roles for each in role.requirements))
        self._named = {each.credential_id for each in demands if isinstance(each, CredentialDemand)}
        self._lowest: dict[str, int] = {}
        for each in demands:
            match each:
                case StackDemand(stack_id=stack_id):
                    self._named |= _within(stack_id, stacks=stacks, around=frozenset())
                case SkillDemand(skill_id=skill_id, level=level):
                    self._lowest[skill_id] = min(level, self._lowest.get(skill_id, level))

    def use(self, credential: Credential) -> bool:
        """Whether one of the roles does."""
        return credential.credential_id in self._named or any(
            skill_id in self._lowest and level >= self._lowest[skill_id]
            for skill_id, level in credential.grants.items()
        )


def _within(stack_id: str, *, stacks: Mapping[str, Stack], around: frozenset[str]) -> set[str]:
    stack = stacks.get(stack_id)
    if stack is None or stack_id in around:
        return set()
    inside = around | {stack_id}
    found: set[str] = set()
    for place in stack.places:
        for goal in place:
            match goal:
                case CredentialGoal(credential_id):
                    found.add(credential_id)
                case StackGoal(inner):
                    found |= _within(inner, stacks=stacks, around=inside)
    return found
