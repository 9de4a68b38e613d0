"""Responsibilities as HR in the contract's words."""

from collections.abc import Mapping
from datetime import date

from cairn.learners.v1 import events_pb2, hr_responsibilities_pb2
from cairn_learners.adapters import messages
from cairn_learners.adapters.exception_messages import STATUSES, withdrawal
from cairn_learners.domain.day_spans import NO_END, DaySpan, status_of
from cairn_learners.domain.hr_responsibilities import HrResponsibility
from cairn_learners.domain.people import Person


def hr_responsibility(
    found: HrResponsibility, *, people: Mapping[str, Person], today: date
) -> hr_responsibilities_pb2.HrResponsibility:
    """A responsibility with the name of who has it, and where it stands today."""
    person = people.get(found.person_id)
    return hr_responsibilities_pb2.HrResponsibility(
        responsibility_id=found.responsibility_id,
        version=found.version,
        person_id=found.person_id,
        person_name=person.name if person else "",
        department_ids=found.department_ids,
        from_on=messages.day(found.span.from_on),
        until_on=_last_day(found.span),
        given_by=found.given_by or "",
        given_at=messages.timestamp(found.given_at),
        withdrawal=withdrawal(found.withdrawal),
        status=STATUSES[status_of(found.span, found.withdrawal, today=today)],
    )


def hr_responsibility_state(found: HrResponsibility) -> events_pb2.HrResponsibilityState:
    """A responsibility as its event tells it: ids and days."""
    return events_pb2.HrResponsibilityState(
        responsibility_id=found.responsibility_id,
        version=found.version,
        person_id=found.person_id,
        department_ids=found.department_ids,
        from_on=messages.day(found.span.from_on),
        until_on=_last_day(found.span),
        given_by=found.given_by or "",
        given_at=messages.timestamp(found.given_at),
        withdrawn_at=messages.timestamp(found.withdrawal.withdrawn_at) if found.withdrawal else None,
    )


def _last_day(span: DaySpan) -> str:
    return "" if span.until_on == NO_END else messages.day(span.until_on)
