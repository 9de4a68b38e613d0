"""From the contract's messages to proposals. `version` and `origin` of a message are ignored, as the contract says."""

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.common_proposals import proposed_life
from cairn_catalog.adapters.contract.enums import EXTENTS, LADDER_KINDS, member
from cairn_catalog.adapters.contract.stack_proposals import proposed_goal
from cairn_catalog.domain.issuer import Issuer, Recognition, RecognitionExtent, propose_issuer
from cairn_catalog.domain.ladder import Ladder, propose_ladder
from cairn_catalog.domain.learning_path import LearningPath, ProposedStep, propose_learning_path
from cairn_catalog.domain.platform import Platform, propose_platform
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.skill import Skill, Translation, propose_skill


def proposed_issuer(message: pb.Issuer) -> Proposal[Issuer]:
    """The issuer that the message proposes; a tenant's trust in it is said elsewhere."""
    return propose_issuer(
        issuer_id=message.issuer_id,
        name=message.name,
        aliases=message.aliases,
        website=message.website,
        recognition=Recognition(
            extent=member(EXTENTS, message.recognition.extent) or RecognitionExtent.UNKNOWN,
            source=message.recognition.source,
        ),
        merged_into=message.merged_into,
        lifecycle=proposed_life(message.lifecycle),
    )


def proposed_platform(message: pb.Platform) -> Proposal[Platform]:
    """The platform that the message proposes."""
    return propose_platform(
        platform_id=message.platform_id,
        name=message.name,
        website=message.website,
        lifecycle=proposed_life(message.lifecycle),
    )


def proposed_skill(message: pb.Skill) -> Proposal[Skill]:
    """The skill that the message proposes."""
    return propose_skill(
        skill_id=message.skill_id,
        name=message.name,
        esco_uri=message.esco_uri,
        aliases=message.aliases,
        translations=[
            Translation(language=each.language, name=each.name, aliases=tuple(each.aliases))
            for each in message.translations
        ],
        broader_skill_ids=message.broader_skill_ids,
        source_note=message.source_note,
        lifecycle=proposed_life(message.lifecycle),
    )


def proposed_learning_path(message: pb.LearningPath) -> Proposal[LearningPath]:
    """The learning path that the message proposes."""
    return propose_learning_path(
        path_id=message.path_id,
        name=message.name,
        description=message.description,
        steps=[
            ProposedStep(step_id=each.step_id, goal=proposed_goal(each.goal), note=each.note)
            for each in message.steps
        ],
        lifecycle=proposed_life(message.lifecycle),
    )


def proposed_ladder(message: pb.Ladder) -> Proposal[Ladder]:
    """The ladder that the message proposes."""
    return propose_ladder(
        ladder_id=message.ladder_id,
        name=message.name,
        kind=member(LADDER_KINDS, message.kind),
        role_ids=message.role_ids,
        lifecycle=proposed_life(message.lifecycle),
    )
