"""What is known about a credential that lets one judge how good it is. What is None or empty is unknown, neither good nor bad."""

from dataclasses import dataclass
from datetime import date

from cairn_catalog.domain.proposal import FieldChecks

REVIEWS_AT_MOST = 1_000_000_000
WORST_AVERAGE_HUNDREDTHS = 100
BEST_AVERAGE_HUNDREDTHS = 500


@dataclass(frozen=True, kw_only=True)
class LearnerReviews:
    """What learners say: how many reviews, their average in hundredths of a star (480 is 4.8 of 5), and how many of a hundred come from
    people who moved on with it.
    """

    count: int | None
    average_hundredths: int | None
    moved_on_percent: int | None


@dataclass(frozen=True, kw_only=True)
class EmployerAcknowledgment:
    """Whether employers acknowledge it, and how that shows."""

    acknowledged: bool | None
    statement: str


@dataclass(frozen=True, kw_only=True)
class FrameworkAlignment:
    """Whether it is aligned with a public framework of skills or qualifications, and with which."""

    aligned: bool | None
    framework: str


@dataclass(frozen=True, kw_only=True)
class QualitySignals:
    """The signals that a credential's quality is judged by. `source_note` says where they are from."""

    graded_assessment: bool | None
    proctored: bool | None
    hands_on_project: bool | None
    instruction_beyond_video: bool | None
    reviews: LearnerReviews
    employers: EmployerAcknowledgment
    framework: FrameworkAlignment
    content_updated_on: date | None
    source_note: str


@dataclass(frozen=True, kw_only=True)
class ProposedQualitySignals:
    """Signals as somebody wants them: `content_updated_on` is YYYY-MM-DD or empty; the rest as in `QualitySignals`."""

    graded_assessment: bool | None
    proctored: bool | None
    hands_on_project: bool | None
    instruction_beyond_video: bool | None
    reviews: LearnerReviews
    employers: EmployerAcknowledgment
    framework: FrameworkAlignment
    content_updated_on: str
    source_note: str


def check_quality_signals(check: FieldChecks, proposed: ProposedQualitySignals) -> QualitySignals:
    """Reviews have an average from 1 to 5 stars only where there are any; what is aligned says with what."""
    at = "quality_signals"
    framework = FrameworkAlignment(
        aligned=proposed.framework.aligned,
        framework=check.line(f"{at}.framework.framework", proposed.framework.framework),
    )
    if framework.aligned and not framework.framework:
        check.refuse(f"{at}.framework.framework", "REQUIRED", "Say with which framework it is aligned.")
    return QualitySignals(
        graded_assessment=proposed.graded_assessment,
        proctored=proposed.proctored,
        hands_on_project=proposed.hands_on_project,
        instruction_beyond_video=proposed.instruction_beyond_video,
        reviews=_check_reviews(check, f"{at}.reviews", proposed.reviews),
        employers=EmployerAcknowledgment(
            acknowledged=proposed.employers.acknowledged,
            statement=check.text(f"{at}.employers.statement", proposed.employers.statement),
        ),
        framework=framework,
        content_updated_on=check.day(f"{at}.content_updated_on", proposed.content_updated_on),
        source_note=check.text(f"{at}.source_note", proposed.source_note),
    )


def _check_reviews(check: FieldChecks, field: str, reviews: LearnerReviews) -> LearnerReviews:
    if reviews.count is not None:
        check.whole_number(f"{field}.count", reviews.count, at_least=1, at_most=REVIEWS_AT_MOST)
    if reviews.average_hundredths is not None:
        check.whole_number(
            f"{field}.average_hundredths",
            reviews.average_hundredths,
            at_least=WORST_AVERAGE_HUNDREDTHS,
            at_most=BEST_AVERAGE_HUNDREDTHS,
        )
    if reviews.moved_on_percent is not None:
        check.whole_number(f"{field}.moved_on_percent", reviews.moved_on_percent, at_least=0, at_most=100)
    return reviews
