"""What a row of a file says about an achievement of the past, and taking back what it added."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

from cairn_learners.domain.achievement_import import PastAchievement
from cairn_learners.domain.achievements import Achievement, ClaimDraft, Decision, Evidence, MarkKind
from cairn_learners.domain.certificates import CertificateDraft
from cairn_learners.domain.certification_marks import MarkDraft, marked
from cairn_learners.domain.errors import ChangedSinceError
from cairn_learners.domain.imported_days import day_as_iso
from cairn_platform.errors import FieldViolation, InvalidFieldsError

_DECISIONS = {
    "": Decision.VERIFIED,
    "verified": Decision.VERIFIED,
    "refused": Decision.REFUSED,
}


def past_achievement_of(values: Mapping[str, str]) -> PastAchievement:
    """What the row says. Raises InvalidFieldsError for a decision that there is not; the rest is looked at as ever."""
    decision = _DECISIONS.get(values.get("decision", "").lower())
    if decision is None:
        raise InvalidFieldsError(
            [FieldViolation("decision", "OUT_OF_RANGE", "Write verified or refused, or nothing.")]
        )
    evidence_url = values.get("evidence_url", "")
    return PastAchievement(
        claim=ClaimDraft(
            person_id=values.get("person_id", ""),
            credential_id=values.get("credential_id", ""),
            issued_on=day_as_iso(values.get("issued_on", "")),
            evidence=(Evidence(url=evidence_url, description=""),) if evidence_url else (),
            certificate=CertificateDraft(
                expires_on=day_as_iso(values.get("expires_on", "")),
                number=values.get("certificate_number", ""),
                verification_url=values.get("verification_url", ""),
            ),
            due_on=day_as_iso(values.get("due_on", "")),
        ),
        decision=decision,
        reason=values.get("reason", ""),
    )


def withdrawn(
    achievement: Achievement | None, *, reason: str, marked_by: str | None, now: datetime
) -> Achievement:
    """The achievement, revoked since the day on the certificate: it never counted. What was refused stays, since it never did.

    Raises ChangedSinceError where something has befallen it since it was imported.
    """
    if achievement is None or achievement.marks or achievement.corrections:
        raise ChangedSinceError
    if achievement.decision is not Decision.VERIFIED:
        return achievement
    at = datetime.combine(achievement.issued_on, time.min, tzinfo=UTC)
    draft = MarkDraft(kind=MarkKind.REVOKED, at=at, reason=reason)
    return marked(achievement, draft, marked_by=marked_by, now=now)
