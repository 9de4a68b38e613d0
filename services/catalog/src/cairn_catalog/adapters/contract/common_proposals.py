"""What several kinds of entry have, from the contract's messages."""

from google.protobuf.message import Message

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.enums import LEVELS, STATES, member
from cairn_catalog.domain.proposed_lifecycle import ProposedLifecycle
from cairn_catalog.domain.skill import ProficiencyLevel, SkillLevel


def proposed_life(message: pb.Lifecycle) -> ProposedLifecycle:
    """The life that the message proposes; when a revision is due is not for the client to say here."""
    return ProposedLifecycle(
        state=member(STATES, message.state),
        retired_on=message.retired_on,
        retirement_reason=message.retirement_reason,
    )


def proposed_skill_level(message: pb.SkillLevel) -> SkillLevel:
    """A skill at a level."""
    return SkillLevel(skill_id=message.skill_id, level=member(LEVELS, message.level) or ProficiencyLevel.NONE)


def truth(message: Message, field: str) -> bool | None:
    """A boolean that may be unknown: None where the message does not say."""
    return bool(getattr(message, field)) if message.HasField(field) else None
