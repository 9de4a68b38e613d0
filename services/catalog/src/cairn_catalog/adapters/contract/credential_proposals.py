"""From the contract's messages to proposals of credentials."""

from typing import Literal

from cairn.catalog.v1 import entries_pb2 as pb
from cairn.common.v1 import money_pb2
from cairn_catalog.adapters.contract.common_proposals import proposed_life, proposed_skill_level, truth
from cairn_catalog.adapters.contract.enums import BASES, KINDS, LOADS, PAYERS, member
from cairn_catalog.domain.cost import CostBasis, Money, Payer, ProposedCost
from cairn_catalog.domain.credential import (
    Credential,
    Intensity,
    Prerequisite,
    StudyLoad,
    propose_credential,
)
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.quality_signals import (
    EmployerAcknowledgment,
    FrameworkAlignment,
    LearnerReviews,
    ProposedQualitySignals,
)

_PriceField = Literal["price", "subscription_per_month", "exam_fee", "renewal_fee"]


def proposed_credential(message: pb.Credential) -> Proposal[Credential]:
    """The credential that the message proposes."""
    return propose_credential(
        credential_id=message.credential_id,
        name=message.name,
        kind=member(KINDS, message.kind),
        issuer_id=message.issuer_id,
        platform_id=message.platform_id,
        skills_granted=[proposed_skill_level(each) for each in message.skills_granted],
        effort_hours=message.effort_hours or None,
        cost=_cost(message.cost),
        validity=message.validity,
        website=message.website,
        source_note=message.source_note,
        illustrative=message.illustrative,
        prerequisites=[_prerequisite(each) for each in message.prerequisites],
        post_nominal=message.post_nominal,
        intensity=_intensity(message.intensity) if message.HasField("intensity") else None,
        project_count=message.project_count or None,
        quality_signals=_signals(message.quality_signals),
        lifecycle=proposed_life(message.lifecycle),
    )


def _cost(message: pb.Cost) -> ProposedCost:
    return ProposedCost(
        basis=member(BASES, message.basis) or CostBasis.UNKNOWN,
        price=_money(message, "price"),
        subscription_per_month=_money(message, "subscription_per_month"),
        exam_fee=_money(message, "exam_fee"),
        renewal_fee=_money(message, "renewal_fee"),
        renewal_interval=message.renewal_interval,
        audit_available=truth(message, "audit_available"),
        financial_aid_available=truth(message, "financial_aid_available"),
        usual_payer=member(PAYERS, message.usual_payer) or Payer.UNKNOWN,
    )


def _money(message: pb.Cost, field: _PriceField) -> Money | None:
    if not message.HasField(field):
        return None
    money: money_pb2.Money = getattr(message, field)
    return Money(currency=money.currency, minor_units=money.minor_units)


def _prerequisite(message: pb.Prerequisite) -> Prerequisite:
    named = message.WhichOneof("demand")
    return Prerequisite(
        credential_id=message.credential_id if named == "credential_id" else None,
        experience_months=message.experience_months if named == "experience_months" else None,
        note=message.note,
    )


def _intensity(message: pb.Intensity) -> Intensity:
    return Intensity(
        load=member(LOADS, message.load) or StudyLoad.UNKNOWN,
        hours_per_week=message.hours_per_week or None,
        weeks=message.weeks or None,
    )


def _signals(message: pb.QualitySignals) -> ProposedQualitySignals:
    reviews = message.reviews
    return ProposedQualitySignals(
        graded_assessment=truth(message, "graded_assessment"),
        proctored=truth(message, "proctored"),
        hands_on_project=truth(message, "hands_on_project"),
        instruction_beyond_video=truth(message, "instruction_beyond_video"),
        reviews=LearnerReviews(
            count=reviews.count or None,
            average_hundredths=reviews.average_hundredths or None,
            moved_on_percent=reviews.moved_on_percent if reviews.HasField("moved_on_percent") else None,
        ),
        employers=EmployerAcknowledgment(
            acknowledged=truth(message.employers, "acknowledged"), statement=message.employers.statement
        ),
        framework=FrameworkAlignment(
            aligned=truth(message.framework, "aligned"), framework=message.framework.framework
        ),
        content_updated_on=message.content_updated_on,
        source_note=message.source_note,
    )
