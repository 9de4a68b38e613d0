"""Exceptions, said in as few words as a test needs."""

from datetime import date, timedelta

from cairn_learners.domain.day_spans import DaySpan, Withdrawal
from cairn_learners.domain.granted_exceptions import (
    Equivalence,
    ExceptionDraft,
    ExceptionKind,
    Exemption,
    Extension,
    GrantedException,
    PriorLearning,
    Terms,
)
from tests.support.learners.builders import NOW, TODAY, YESTERDAY

IN_A_MONTH = TODAY + timedelta(days=30)


def an_exception(
    terms: Terms,
    *,
    person_id: str | None = "ann",
    from_on: date = TODAY,
    until_on: date = IN_A_MONTH,
    exception_id: str = "x1",
    withdrawn: bool = False,
) -> GrantedException:
    """What cleo granted."""
    return GrantedException(
        exception_id=exception_id,
        version=1,
        person_id=person_id,
        terms=terms,
        span=DaySpan(from_on=from_on, until_on=until_on),
        reason="On leave.",
        granted_by="cleo",
        on_behalf_of=None,
        granted_at=NOW,
        withdrawal=a_withdrawal() if withdrawn else None,
    )


def a_withdrawal(reason: str = "Back early.") -> Withdrawal:
    """Cleo took it back."""
    return Withdrawal(withdrawn_by="cleo", on_behalf_of=None, withdrawn_at=NOW, reason=reason)


def exempt(path_id: str = "path", step_id: str | None = None) -> Exemption:
    """From a path or a step."""
    return Exemption(path_id=path_id, step_id=step_id)


def longer(path_id: str = "path", *, enrolment_id: str = "ann-on-path") -> Extension:
    """For a path."""
    return Extension(path_id=path_id, enrolment_id=enrolment_id)


def counts(other: str, *, for_credential: str) -> Equivalence:
    """Another credential counts."""
    return Equivalence(credential_id=for_credential, counts_credential_id=other)


def learned_before(step_id: str, *, enrolment_id: str = "ann-on-path") -> PriorLearning:
    """Experience stands for a step."""
    return PriorLearning(
        path_id="path",
        enrolment_id=enrolment_id,
        step_id=step_id,
        achievement_id=None,
        happened_on=YESTERDAY,
        look_back_days=30,
    )


def an_exception_draft(
    kind: ExceptionKind | None = ExceptionKind.EXEMPTION,
    *,
    person_id: str = "ann",
    path_id: str = "",
    step_id: str = "",
    credential_id: str = "",
    counts_credential_id: str = "",
    achievement_id: str = "",
    happened_on: str = "",
    look_back_days: int = 0,
    timezone: str = "",
    from_on: str = "",
    until_on: str = IN_A_MONTH.isoformat(),
    reason: str = "On leave.",
) -> ExceptionDraft:
    """What somebody wants to grant."""
    return ExceptionDraft(
        person_id=person_id,
        kind=kind,
        path_id=path_id,
        step_id=step_id,
        credential_id=credential_id,
        counts_credential_id=counts_credential_id,
        achievement_id=achievement_id,
        happened_on=happened_on,
        look_back_days=look_back_days,
        timezone=timezone,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
    )
