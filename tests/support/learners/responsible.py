"""Responsibilities as HR, said in as few words as a test needs."""

from datetime import date, datetime

from cairn_learners.domain.day_spans import NO_END, DaySpan
from cairn_learners.domain.hr_responsibilities import HrResponsibility
from tests.support.learners.builders import NOW, TODAY
from tests.support.learners.excepting import a_withdrawal


def a_responsibility(
    person_id: str = "pia",
    *department_ids: str,
    from_on: date = TODAY,
    until_on: date = NO_END,
    responsibility_id: str = "",
    given_at: datetime = NOW,
    withdrawn: bool = False,
) -> HrResponsibility:
    """Somebody is responsible for departments."""
    named = department_ids or ("inside",)
    return HrResponsibility(
        responsibility_id=responsibility_id or f"{person_id}-for-{'-'.join(named)}-{from_on}",
        version=1,
        person_id=person_id,
        department_ids=named,
        span=DaySpan(from_on=from_on, until_on=until_on),
        given_by="hana",
        given_at=given_at,
        withdrawal=a_withdrawal() if withdrawn else None,
    )
