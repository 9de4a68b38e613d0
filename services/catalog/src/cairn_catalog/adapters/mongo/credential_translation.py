"""Credentials and their documents."""

from typing import Any

from cairn_catalog.adapters.mongo.common_translation import (
    common,
    common_document,
    skill_level,
    skill_level_document,
)
from cairn_catalog.domain.cost import Cost, CostBasis, Money, Payer
from cairn_catalog.domain.credential import Credential, CredentialKind, Intensity, Prerequisite, StudyLoad
from cairn_catalog.domain.quality_signals import (
    EmployerAcknowledgment,
    FrameworkAlignment,
    LearnerReviews,
    QualitySignals,
)
from cairn_catalog.domain.validity import Validity
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.days import day_text, stored_day


def credential_document(credential: Credential) -> Document:
    """The fields of a credential."""
    return {
        **common_document(credential),
        "kind": credential.kind.value,
        "issuer_id": credential.issuer_id,
        "platform_id": credential.platform_id,
        "skills_granted": [skill_level_document(each) for each in credential.skills_granted],
        "effort_hours": credential.effort_hours,
        "cost": _cost_document(credential.cost),
        "validity": _validity_text(credential.validity),
        "website": credential.website,
        "source_note": credential.source_note,
        "illustrative": credential.illustrative,
        "prerequisites": [
            {
                "credential_id": each.credential_id,
                "experience_months": each.experience_months,
                "note": each.note,
            }
            for each in credential.prerequisites
        ],
        "post_nominal": credential.post_nominal,
        "intensity": _intensity_document(credential.intensity),
        "project_count": credential.project_count,
        "quality_signals": _signals_document(credential.quality_signals),
    }


def credential_of(document: Document) -> Credential:
    """The credential of a document."""
    return Credential(
        **common(document),
        kind=CredentialKind(document["kind"]),
        issuer_id=document["issuer_id"],
        platform_id=document["platform_id"],
        skills_granted=tuple(skill_level(each) for each in document["skills_granted"]),
        effort_hours=document["effort_hours"],
        cost=_cost(document["cost"]),
        validity=_validity(document["validity"]),
        website=document["website"],
        source_note=document["source_note"],
        illustrative=document["illustrative"],
        prerequisites=tuple(Prerequisite(**each) for each in document.get("prerequisites", ())),
        post_nominal=document.get("post_nominal", ""),
        intensity=_intensity(document.get("intensity")),
        project_count=document.get("project_count"),
        quality_signals=_signals(document.get("quality_signals") or {}),
    )


def _validity_text(validity: Validity | None) -> str | None:
    return str(validity) if validity else None


def _validity(text: str | None) -> Validity | None:
    return Validity.parse(text) if text else None


def _cost_document(cost: Cost) -> Document:
    return {
        "basis": cost.basis.value,
        "price": _money_document(cost.price),
        "subscription_per_month": _money_document(cost.subscription_per_month),
        "exam_fee": _money_document(cost.exam_fee),
        "renewal_fee": _money_document(cost.renewal_fee),
        "renewal_interval": _validity_text(cost.renewal_interval),
        "audit_available": cost.audit_available,
        "financial_aid_available": cost.financial_aid_available,
        "usual_payer": cost.usual_payer.value,
    }


def _cost(document: Document) -> Cost:
    return Cost(
        basis=CostBasis(document["basis"]),
        price=_money(document["price"]),
        subscription_per_month=_money(document.get("subscription_per_month")),
        exam_fee=_money(document.get("exam_fee")),
        renewal_fee=_money(document.get("renewal_fee")),
        renewal_interval=_validity(document.get("renewal_interval")),
        audit_available=document.get("audit_available"),
        financial_aid_available=document.get("financial_aid_available"),
        usual_payer=Payer(document.get("usual_payer", Payer.UNKNOWN.value)),
    )


def _money_document(money: Money | None) -> Document | None:
    return {"currency": money.currency, "minor_units": money.minor_units} if money else None


def _money(document: Document | None) -> Money | None:
    return Money(currency=document["currency"], minor_units=document["minor_units"]) if document else None


def _intensity_document(intensity: Intensity | None) -> Document | None:
    if intensity is None:
        return None
    return {
        "load": intensity.load.value,
        "hours_per_week": intensity.hours_per_week,
        "weeks": intensity.weeks,
    }


def _intensity(document: Document | None) -> Intensity | None:
    if document is None:
        return None
    return Intensity(
        load=StudyLoad(document["load"]),
        hours_per_week=document["hours_per_week"],
        weeks=document["weeks"],
    )


_PLAIN_SIGNALS = ("graded_assessment", "proctored", "hands_on_project", "instruction_beyond_video")
_REVIEWS = ("count", "average_hundredths", "moved_on_percent")


def _signals_document(signals: QualitySignals) -> Document:
    return {
        **{name: getattr(signals, name) for name in _PLAIN_SIGNALS},
        "reviews": {name: getattr(signals.reviews, name) for name in _REVIEWS},
        "employers": {
            "acknowledged": signals.employers.acknowledged,
            "statement": signals.employers.statement,
        },
        "framework": {"aligned": signals.framework.aligned, "framework": signals.framework.framework},
        "content_updated_on": day_text(signals.content_updated_on),
        "source_note": signals.source_note,
    }


def _signals(document: Document) -> QualitySignals:
    plain: dict[str, Any] = {name: document.get(name) for name in _PLAIN_SIGNALS}
    reviews = document.get("reviews", {})
    return QualitySignals(
        **plain,
        reviews=LearnerReviews(**{name: reviews.get(name) for name in _REVIEWS}),
        employers=EmployerAcknowledgment(
            **document.get("employers", {"acknowledged": None, "statement": ""})
        ),
        framework=FrameworkAlignment(**document.get("framework", {"aligned": None, "framework": ""})),
        content_updated_on=stored_day(document.get("content_updated_on")),
        source_note=document.get("source_note", ""),
    )
