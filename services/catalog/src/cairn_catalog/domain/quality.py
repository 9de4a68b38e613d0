"""How good a proof a credential is, and why: a grade from named signals.

Each signal speaks for the credential, against it, or not at all: what is unknown is neither good nor bad. The points of the signals, and
caps, give the grade:

- unproven: nothing speaks for it.
- light: something does, but less than SOLID_FROM points.
- solid: from SOLID_FROM points on.
- strong: from STRONG_FROM points on.

A cap holds the grade down where the signals that it names say so, whatever the points: what was only watched, or never graded, is light at
best. A signal has no other effect than on its own line, on the grade, and on the caps that name it; a better signal never makes a worse
grade.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum

from cairn_catalog.domain.issuer import RecognitionExtent
from cairn_catalog.domain.issuer_trust import TrustVerdict
from cairn_catalog.domain.quality_signals import LearnerReviews, QualitySignals

SOLID_FROM = 5
STRONG_FROM = 8
MANY_REVIEWS = 100
GOOD_AVERAGE_HUNDREDTHS = 400
BAD_AVERAGE_HUNDREDTHS = 300
MANY_MOVED_ON_PERCENT = 30
CURRENT_FOR_YEARS = 3
OUTDATED_AFTER_YEARS = 5


class Grade(IntEnum):
    """How good a credential is, from the least to the best."""

    UNPROVEN = 1
    LIGHT = 2
    SOLID = 3
    STRONG = 4


class Signal(Enum):
    """What a credential's quality is judged by."""

    ISSUER = "issuer"
    GRADED_ASSESSMENT = "graded_assessment"
    PROCTORED = "proctored"
    HANDS_ON_PROJECT = "hands_on_project"
    INSTRUCTION_BEYOND_VIDEO = "instruction_beyond_video"
    REVIEWS = "reviews"
    EMPLOYERS = "employers"
    FRAMEWORK = "framework"
    CURRENCY = "currency"


class Verdict(IntEnum):
    """What a signal says: against the credential, nothing, or for it."""

    AGAINST = -1
    NOTHING = 0
    FOR = 1


@dataclass(frozen=True, kw_only=True)
class SignalLine:
    """What one signal says of a credential, with how many points that is, in a sentence."""

    signal: Signal
    verdict: Verdict
    is_known: bool
    points: int
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Cap:
    """The grade is at most `grade`, because of what these signals say."""

    grade: Grade
    signals: tuple[Signal, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """A credential's grade, and what made it. `lines` has every signal once, in a fixed order."""

    grade: Grade
    points: int
    lines: tuple[SignalLine, ...]
    caps: tuple[Cap, ...]

    @property
    def unknown(self) -> tuple[Signal, ...]:
        """The signals of which nothing is known."""
        return tuple(line.signal for line in self.lines if not line.is_known)


def assess(
    *, signals: QualitySignals, recognition: RecognitionExtent, trust: TrustVerdict, on: date
) -> Assessment:
    """The credential's assessment on a day. A tenant's own trust in the issuer stands in the place of the public recognition."""
    lines = (
        _issuer(recognition, trust),
        _yes_or_no(
            Signal.GRADED_ASSESSMENT,
            signals.graded_assessment,
            (2, -2),
            "Somebody or something marks the work, and it can be failed.",
            "Nothing is graded.",
        ),
        _yes_or_no(
            Signal.PROCTORED,
            signals.proctored,
            (2, -1),
            "The exam is supervised.",
            "Nobody sees who sits the exam.",
        ),
        _yes_or_no(
            Signal.HANDS_ON_PROJECT,
            signals.hands_on_project,
            (2, -1),
            "There is practical work of one's own.",
            "There is no practical work.",
        ),
        _yes_or_no(
            Signal.INSTRUCTION_BEYOND_VIDEO,
            signals.instruction_beyond_video,
            (1, -1),
            "There is more than videos to learn from.",
            "There are only videos to learn from.",
        ),
        _reviews(signals.reviews),
        _yes_or_no(
            Signal.EMPLOYERS,
            signals.employers.acknowledged,
            (2, -1),
            signals.employers.statement or "Employers acknowledge it.",
            signals.employers.statement or "Employers do not acknowledge it.",
        ),
        _yes_or_no(
            Signal.FRAMEWORK,
            signals.framework.aligned,
            (1, -1),
            f"It follows {signals.framework.framework or 'a public framework'}.",
            "It follows no public framework.",
        ),
        _currency(signals.content_updated_on, on),
    )
    by_signal = {line.signal: line for line in lines}
    points = sum(line.points for line in lines)
    caps = tuple(_caps(by_signal, distrusted=trust is TrustVerdict.NOT_TRUSTED))
    by_points = _by_points(points, something_for_it=any(line.verdict is Verdict.FOR for line in lines))
    return Assessment(
        grade=min([by_points, *(cap.grade for cap in caps)]), points=points, lines=lines, caps=caps
    )


def _by_points(points: int, *, something_for_it: bool) -> Grade:
    if points >= STRONG_FROM:
        return Grade.STRONG
    if points >= SOLID_FROM:
        return Grade.SOLID
    return Grade.LIGHT if something_for_it else Grade.UNPROVEN


def _caps(lines: dict[Signal, SignalLine], *, distrusted: bool) -> Iterator[Cap]:
    def says(signal: Signal) -> Verdict:
        return lines[signal].verdict

    graded, proctored, project = Signal.GRADED_ASSESSMENT, Signal.PROCTORED, Signal.HANDS_ON_PROJECT
    video, employers = Signal.INSTRUCTION_BEYOND_VIDEO, Signal.EMPLOYERS
    if distrusted:
        yield Cap(
            grade=Grade.LIGHT,
            signals=(Signal.ISSUER,),
            sentence="The organization does not trust the issuer.",
        )
    if says(graded) is Verdict.AGAINST:
        yield Cap(grade=Grade.LIGHT, signals=(graded,), sentence="What is never graded is light at best.")
    if says(video) is Verdict.AGAINST and says(graded) is not Verdict.FOR:
        sentence = "Videos only, and no graded work is known: light at best."
        yield Cap(grade=Grade.LIGHT, signals=(video, graded), sentence=sentence)
    if says(proctored) is Verdict.AGAINST and says(project) is Verdict.AGAINST:
        sentence = "A test that nobody watches, without practical work, is light at best."
        yield Cap(grade=Grade.LIGHT, signals=(proctored, project), sentence=sentence)
    if says(graded) is not Verdict.FOR:
        yield Cap(grade=Grade.SOLID, signals=(graded,), sentence="Strong needs graded work.")
    if says(employers) is not Verdict.FOR:
        yield Cap(
            grade=Grade.SOLID, signals=(employers,), sentence="Strong needs employers that acknowledge it."
        )
    if says(proctored) is not Verdict.FOR and says(project) is not Verdict.FOR:
        sentence = "Strong needs an exam under supervision, or practical work."
        yield Cap(grade=Grade.SOLID, signals=(proctored, project), sentence=sentence)


def _issuer(recognition: RecognitionExtent, trust: TrustVerdict) -> SignalLine:
    match trust, recognition:
        case TrustVerdict.TRUSTED, _:
            return _line(Signal.ISSUER, Verdict.FOR, 2, "The organization trusts the issuer.")
        case TrustVerdict.NOT_TRUSTED, _:
            return _line(Signal.ISSUER, Verdict.AGAINST, -2, "The organization does not trust the issuer.")
        case _, RecognitionExtent.WIDELY:
            return _line(Signal.ISSUER, Verdict.FOR, 2, "The issuer is widely recognised.")
        case _, RecognitionExtent.IN_ITS_FIELD:
            return _line(Signal.ISSUER, Verdict.FOR, 1, "The issuer is recognised in its field.")
        case _, RecognitionExtent.LITTLE:
            return _line(Signal.ISSUER, Verdict.AGAINST, -1, "The issuer is hardly known.")
        case _:
            return _unknown(Signal.ISSUER)


def _yes_or_no(
    signal: Signal, said: bool | None, points: tuple[int, int], if_yes: str, if_no: str
) -> SignalLine:
    if said is None:
        return _unknown(signal)
    speaks_for, speaks_against = points
    if said:
        return _line(signal, Verdict.FOR, speaks_for, if_yes)
    return _line(signal, Verdict.AGAINST, speaks_against, if_no)


def _reviews(reviews: LearnerReviews) -> SignalLine:
    """Few reviews say nothing; many good ones speak for it, the more so where they come from people who moved on with it."""
    if reviews.count is None or reviews.average_hundredths is None:
        return _unknown(Signal.REVIEWS)
    stars = f"{reviews.average_hundredths / 100:.1f} of 5 stars in {reviews.count} reviews"
    if reviews.count < MANY_REVIEWS:
        return _line(Signal.REVIEWS, Verdict.NOTHING, 0, f"{stars}: too few to say anything.")
    if reviews.average_hundredths < BAD_AVERAGE_HUNDREDTHS:
        return _line(Signal.REVIEWS, Verdict.AGAINST, -1, f"{stars}.")
    if reviews.average_hundredths < GOOD_AVERAGE_HUNDREDTHS:
        return _line(Signal.REVIEWS, Verdict.NOTHING, 0, f"{stars}: neither good nor bad.")
    if reviews.moved_on_percent is not None and reviews.moved_on_percent >= MANY_MOVED_ON_PERCENT:
        sentence = f"{stars}, {reviews.moved_on_percent} of 100 from people who moved on with it."
        return _line(Signal.REVIEWS, Verdict.FOR, 2, sentence)
    return _line(Signal.REVIEWS, Verdict.FOR, 1, f"{stars}.")


def _currency(updated_on: date | None, on: date) -> SignalLine:
    if updated_on is None:
        return _unknown(Signal.CURRENCY)
    days = (on - updated_on).days
    said = f"Its content was last renewed on {updated_on.isoformat()}"
    if days <= CURRENT_FOR_YEARS * 365:
        return _line(Signal.CURRENCY, Verdict.FOR, 1, f"{said}.")
    if days > OUTDATED_AFTER_YEARS * 365:
        return _line(
            Signal.CURRENCY, Verdict.AGAINST, -1, f"{said}, more than {OUTDATED_AFTER_YEARS} years ago."
        )
    return _line(Signal.CURRENCY, Verdict.NOTHING, 0, f"{said}.")


def _line(signal: Signal, verdict: Verdict, points: int, sentence: str) -> SignalLine:
    return SignalLine(signal=signal, verdict=verdict, is_known=True, points=points, sentence=sentence)


def _unknown(signal: Signal) -> SignalLine:
    return SignalLine(
        signal=signal, verdict=Verdict.NOTHING, is_known=False, points=0, sentence="Nothing is known of it."
    )
