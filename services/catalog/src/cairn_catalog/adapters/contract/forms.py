"""For each kind of entry: its message, and how the two become each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract import (
    credential_proposals,
    credential_states,
    proposals,
    role_proposals,
    role_states,
    stack_proposals,
    stack_states,
    states,
)
from cairn_catalog.adapters.contract.enums import ORIGINS
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.entry import E
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.ladder import Ladder
from cairn_catalog.domain.learning_path import LearningPath
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.role import Role
from cairn_catalog.domain.skill import Skill
from cairn_catalog.domain.stack import Stack
from cairn_catalog.domain.view import Seen

EntryMessage = (
    pb.Issuer | pb.Platform | pb.Skill | pb.Credential | pb.Stack | pb.LearningPath | pb.Role | pb.Ladder
)
M = TypeVar("M", bound=EntryMessage)


@dataclass(frozen=True, kw_only=True)
class Form(Generic[E, M]):
    """How one kind of entry stands in the contract. `field` is its name in requests and answers."""

    kind: type[E]
    message: type[M]
    field: str
    propose: Callable[[M], Proposal[E]]
    state: Callable[[E], M]

    def seen(self, seen: Seen[E], *, revision_due_on: date | None) -> M:
        """The entry as the tenant sees it, and when a revision of it is due, for an answer."""
        message = self.state(seen.entry)
        message.origin = ORIGINS[seen.origin]
        if revision_due_on is not None:
            message.lifecycle.revision_due_on = revision_due_on.isoformat()
        return message


ISSUER = Form(
    kind=Issuer,
    message=pb.Issuer,
    field="issuer",
    propose=proposals.proposed_issuer,
    state=states.issuer_state,
)
PLATFORM = Form(
    kind=Platform,
    message=pb.Platform,
    field="platform",
    propose=proposals.proposed_platform,
    state=states.platform_state,
)
SKILL = Form(
    kind=Skill,
    message=pb.Skill,
    field="skill",
    propose=proposals.proposed_skill,
    state=states.skill_state,
)
CREDENTIAL = Form(
    kind=Credential,
    message=pb.Credential,
    field="credential",
    propose=credential_proposals.proposed_credential,
    state=credential_states.credential_state,
)
STACK = Form(
    kind=Stack,
    message=pb.Stack,
    field="stack",
    propose=stack_proposals.proposed_stack,
    state=stack_states.stack_state,
)
LEARNING_PATH = Form(
    kind=LearningPath,
    message=pb.LearningPath,
    field="learning_path",
    propose=proposals.proposed_learning_path,
    state=states.learning_path_state,
)
ROLE = Form(
    kind=Role,
    message=pb.Role,
    field="role",
    propose=role_proposals.proposed_role,
    state=role_states.role_state,
)
LADDER = Form(
    kind=Ladder,
    message=pb.Ladder,
    field="ladder",
    propose=proposals.proposed_ladder,
    state=states.ladder_state,
)

FORMS: tuple[Form[Any, Any], ...] = (ISSUER, PLATFORM, SKILL, CREDENTIAL, STACK, LEARNING_PATH, ROLE, LADDER)
"""Every kind, each after those that it names."""
