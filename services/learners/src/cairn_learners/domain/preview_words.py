"""What a whole policy says, its version and what renewing takes among it, of the periods that completions make under it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from cairn_learners.domain.day_words import day_in_words
from cairn_learners.domain.recertification import CertificationPeriod, Recertification
from cairn_learners.domain.recertification_request import RecertificationQuestion
from cairn_learners.domain.renewal_words import what_renewing_takes


def explained_by_policy(
    question: RecertificationQuestion, found: Recertification
) -> tuple[CertificationPeriod, ...]:
    """The periods that were found, with what the rest of the policy says of each: its version, and what renewing takes.

    No date follows from either: a completion is the instant at which a way to renew was met in full, or the credential itself achieved.
    """
    without = {each.completed_at for each in found.unchanged}
    made = sorted(set(question.as_written) - without)
    return tuple(
        replace(period, explanation=(*period.explanation, *_said_by_policy(question, period, completed_at)))
        for period, completed_at in zip(found.periods, made, strict=True)
    )


def _said_by_policy(
    question: RecertificationQuestion, period: CertificationPeriod, completed_at: datetime
) -> Iterator[str]:
    if question.renewal and period.valid_until:
        yield what_renewing_takes(question.renewal)
    named = f"version {question.version} of the policy" if question.version else "the policy"
    if question.effective_on is None:
        if question.version:
            yield f"It follows from {named}."
        return
    begins = day_in_words(question.effective_on)
    if completed_at >= question.policy.calendar.start_of(question.effective_on):
        yield f"It follows from {named}, which counts from {begins} on."
    else:
        yield (
            f"It was completed before {begins}, from when on {named} counts: it is judged by it only where the version applies "
            "retroactively, as here."
        )
