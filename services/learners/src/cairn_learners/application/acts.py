"""What a change says of whom, for the log of what was done on behalf of somebody."""

from collections.abc import Iterator, Sequence
from typing import Any

from cairn_learners.domain.achievements import Achievement
from cairn_learners.domain.assessments import Assessment
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.delegated_acts import Deed
from cairn_learners.domain.granted_exceptions import GrantedException
from cairn_learners.domain.learning_requests import LearningRequest
from cairn_learners.domain.people import Person
from cairn_learners.domain.renewal_log import RenewalEntry
from cairn_platform.changes import Change

# What follows from a deed by itself is nobody's.
_FOLLOWS = "reckoned"


def deeds_in(changes: Sequence[Change[Any]]) -> Iterator[Deed]:
    """What these changes do to people; who is enrolled together is so by one assignment."""
    for change in changes:
        if not change.happened or change.happened == _FOLLOWS:
            continue
        match change.aggregate:
            case Achievement() as each:
                named = "achievement", each.achievement_id, each.person_id
            case Assessment() as each:
                named = "assessment", each.assessment_id, each.person_id
            case Person() as each:
                named = "person", each.person_id, each.person_id
            case RenewalEntry() as each:
                named = "renewal_entry", each.entry_id, each.person_id
            case Enrolment() as each:
                named = "assignment", each.assignment_id or each.enrolment_id, each.person_id
            case GrantedException() as each if each.person_id:
                named = "exception", each.exception_id, each.person_id
            case LearningRequest() as each:
                named = "request", each.request_id, each.person_id
            case _:
                continue
        subject, subject_id, person_id = named
        yield Deed(subject=subject, subject_id=subject_id, happened=change.happened, person_id=person_id)
