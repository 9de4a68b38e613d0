"""From credentials to the contract's messages."""

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.common_states import lifecycle_state, skill_level_state
from cairn_catalog.adapters.contract.enums import BASES, KINDS, LOADS, PAYERS
from cairn_catalog.adapters.contract.money import money_state
from cairn_catalog.domain.cost import Cost
from cairn_catalog.domain.credential import Credential, Intensity, Prerequisite
from cairn_catalog.domain.quality_signals import QualitySignals


def credential_state(credential: Credential) -> pb.Credential:
    """The credential's full state."""
    return pb.Credential(
        credential_id=credential.id,
        version=credential.version,
        name=credential.name,
        lifecycle=lifecycle_state(credential.lifecycle),
        kind=KINDS[credential.kind],
        issuer_id=credential.issuer_id,
        platform_id=credential.platform_id,
        skills_granted=[skill_level_state(each) for each in credential.skills_granted],
        effort_hours=credential.effort_hours or 0,
        cost=_cost(credential.cost),
        validity=str(credential.validity or ""),
        website=credential.website,
        source_note=credential.source_note,
        illustrative=credential.illustrative,
        prerequisites=[_prerequisite(each) for each in credential.prerequisites],
        post_nominal=credential.post_nominal,
        intensity=_intensity(credential.intensity) if credential.intensity else None,
        project_count=credential.project_count or 0,
        quality_signals=_signals(credential.quality_signals),
    )


def _cost(cost: Cost) -> pb.Cost | None:
    """None where nothing is known."""
    message = pb.Cost(
        basis=BASES[cost.basis],
        price=money_state(cost.price),
        subscription_per_month=money_state(cost.subscription_per_month),
        exam_fee=money_state(cost.exam_fee),
        renewal_fee=money_state(cost.renewal_fee),
        renewal_interval=str(cost.renewal_interval or ""),
        audit_available=cost.audit_available,
        financial_aid_available=cost.financial_aid_available,
        usual_payer=PAYERS[cost.usual_payer],
    )
    return message if message.ListFields() else None


def _prerequisite(prerequisite: Prerequisite) -> pb.Prerequisite:
    if prerequisite.credential_id is not None:
        return pb.Prerequisite(credential_id=prerequisite.credential_id, note=prerequisite.note)
    return pb.Prerequisite(experience_months=prerequisite.experience_months or 0, note=prerequisite.note)


def _intensity(intensity: Intensity) -> pb.Intensity:
    return pb.Intensity(
        load=LOADS[intensity.load],
        hours_per_week=intensity.hours_per_week or 0,
        weeks=intensity.weeks or 0,
    )


def _signals(signals: QualitySignals) -> pb.QualitySignals | None:
    """None where nothing is known."""
    reviews = pb.LearnerReviews(
        count=signals.reviews.count or 0,
        average_hundredths=signals.reviews.average_hundredths or 0,
        moved_on_percent=signals.reviews.moved_on_percent,
    )
    employers = pb.EmployerAcknowledgment(
        acknowledged=signals.employers.acknowledged, statement=signals.employers.statement
    )
    framework = pb.FrameworkAlignment(
        aligned=signals.framework.aligned, framework=signals.framework.framework
    )
    message = pb.QualitySignals(
        graded_assessment=signals.graded_assessment,
        proctored=signals.proctored,
        hands_on_project=signals.hands_on_project,
        instruction_beyond_video=signals.instruction_beyond_video,
        reviews=reviews if reviews.ListFields() else None,
        employers=employers if employers.ListFields() else None,
        framework=framework if framework.ListFields() else None,
        content_updated_on=signals.content_updated_on.isoformat() if signals.content_updated_on else "",
        source_note=signals.source_note,
    )
    return message if message.ListFields() else None
