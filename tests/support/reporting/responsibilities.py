"""Who is responsible as HR for what, as events tell it."""

from datetime import date

from cairn.learners.v1 import events_pb2
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.company import NOW


def responsible(
    person_id: str,
    *department_ids: str,
    from_on: date = date.min,
    until_on: date | None = None,
    taken_back: bool = False,
) -> events_pb2.HrResponsibilityState:
    """This person is responsible for these departments; for good, where no days are given."""
    return events_pb2.HrResponsibilityState(
        responsibility_id=f"{person_id}-for-{'-'.join(department_ids)}-{from_on}",
        person_id=person_id,
        department_ids=department_ids,
        from_on=from_on.isoformat(),
        until_on=until_on.isoformat() if until_on else "",
        withdrawn_at=timestamp(NOW) if taken_back else None,
    )
