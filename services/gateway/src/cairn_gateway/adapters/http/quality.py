"""How good a proof a credential is: the route /credentials/{id}/quality."""

from enum import StrEnum

from fastapi import APIRouter

from cairn.catalog.v1 import quality_pb2 as messages
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.model import Answer, Count
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.translation import answer


class QualityGrade(StrEnum):
    """How good a proof a credential is, from the least to the best."""

    UNPROVEN = "unproven"
    LIGHT = "light"
    SOLID = "solid"
    STRONG = "strong"


class QualitySignal(StrEnum):
    """What quality is judged by."""

    ISSUER = "issuer"
    GRADED_ASSESSMENT = "graded_assessment"
    PROCTORED = "proctored"
    HANDS_ON_PROJECT = "hands_on_project"
    INSTRUCTION_BEYOND_VIDEO = "instruction_beyond_video"
    REVIEWS = "reviews"
    EMPLOYERS = "employers"
    FRAMEWORK = "framework"
    CURRENCY = "currency"


class QualityLine(Answer):
    """What one signal says of a credential."""

    signal: QualitySignal
    """The signal."""
    is_known: bool
    """Something is known of it; what is unknown is neither good nor bad."""
    points: int
    """Its points: above 0 it speaks for the credential, below 0 against it."""
    sentence: str
    """What it says, in a sentence."""


class QualityCap(Answer):
    """A bound of the grade."""

    grade: QualityGrade
    """The grade is at most this."""
    signals: list[QualitySignal]
    """Because of these signals."""
    sentence: str
    """Why, in a sentence."""


class Quality(Answer):
    """How good a credential is, and why."""

    credential_id: str
    """The credential."""
    credential_version: Count
    """Which version of it."""
    grade: QualityGrade
    """The grade."""
    points: int
    """The sum of the lines' points."""
    lines: list[QualityLine]
    """Every signal once."""
    caps: list[QualityCap]
    """What bounds the grade."""
    unknown: list[QualitySignal]
    """The signals of which nothing is known."""


router = APIRouter(tags=["credentials"])


@router.get(
    "/credentials/{credential_id}/quality",
    operation_id="getQuality",
    summary="Get how good a credential is, and why",
    responses=responses(404),
)
async def get_quality(upstream: Asking, credential_id: str) -> Quality:
    """The grade, the signals and caps that made it, and what is unknown. The organization's own trust in the issuer counts."""
    asked = messages.GetQualityRequest(credential_id=credential_id)
    found = await upstream.read(upstream.quality.GetQuality, asked)
    return answer(Quality, found)
