"""What several kinds of entry have, as the contract's messages."""

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.enums import LEVELS, STATES
from cairn_catalog.domain.lifecycle import Lifecycle
from cairn_catalog.domain.skill import SkillLevel


def lifecycle_state(lifecycle: Lifecycle) -> pb.Lifecycle:
    """Where the entry stands in its life; a revision that waits is not known here."""
    return pb.Lifecycle(
        state=STATES[lifecycle.state],
        retired_on=lifecycle.retired_on.isoformat() if lifecycle.retired_on else "",
        retirement_reason=lifecycle.retirement_reason,
    )


def skill_level_state(asked: SkillLevel) -> pb.SkillLevel:
    """A skill at a level."""
    return pb.SkillLevel(skill_id=asked.skill_id, level=LEVELS[asked.level])
