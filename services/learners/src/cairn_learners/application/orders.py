"""How lists are ordered: by one text that each item is given, so that a page begins right behind the last item of the one before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from cairn_learners.domain.achievements import Achievement
from cairn_learners.domain.assignments import Assignment, Enrolment
from cairn_learners.domain.delegated_acts import DelegatedAct
from cairn_learners.domain.delegations import Delegation
from cairn_learners.domain.deliveries import Delivery
from cairn_learners.domain.departments import Department
from cairn_learners.domain.dynamic_audiences import DynamicAudience
from cairn_learners.domain.hr_responsibilities import HrResponsibility
from cairn_learners.domain.imports import Import
from cairn_learners.domain.learning_requests import LearningRequest
from cairn_learners.domain.notifications import Notification
from cairn_learners.domain.people import Person, folded
from cairn_platform.errors import PageTokenInvalidError
from cairn_platform.paging import KeyPart, Page, PageRequest, page_of

T = TypeVar("T")

# What a page token of any of these lists is made of: the list's name and the last item's text.
KEY_LENGTH = 2
# Stands before every character that a name or an id may have.
_THEN = "\x1f"
_NEVER_DUE = "9999-99-99"


def by_name(person: Person) -> str:
    """By family name, then given name, regardless of case and accents. A person's only name stands in for the family name."""
    profile = person.profile
    names = (profile.family_name or profile.given_name, profile.given_name)
    return _THEN.join([*(folded(each) for each in names), person.person_id])


def by_department_name(department: Department) -> str:
    """By name, regardless of case and accents."""
    return _THEN.join([folded(department.name), department.department_id])


def by_audience_name(audience: DynamicAudience) -> str:
    """By name, regardless of case and accents."""
    return _THEN.join([folded(audience.name), audience.audience_id])


def by_assigned_at(assignment: Assignment) -> str:
    """By when it was assigned."""
    return _THEN.join([_sortable(assignment.assigned_at), assignment.assignment_id])


def by_due_date(enrolment: Enrolment) -> str:
    """By due date, what is never due last; then by person."""
    due = enrolment.due_on.isoformat() if enrolment.due_on else _NEVER_DUE
    return _THEN.join([due, enrolment.person_id, enrolment.enrolment_id])


def by_claimed_at(achievement: Achievement) -> str:
    """By when it was claimed."""
    return _THEN.join([_sortable(achievement.claimed_at), achievement.achievement_id])


def by_accepted_at(job: Import) -> str:
    """By when it was accepted."""
    return _THEN.join([_sortable(job.accepted_at), job.import_id])


def by_submitted_at(request: LearningRequest) -> str:
    """By when it was submitted."""
    return _THEN.join([_sortable(request.submitted_at), request.request_id])


def by_given_at(responsibility: HrResponsibility) -> str:
    """By when it was given."""
    return _THEN.join([_sortable(responsibility.given_at), responsibility.responsibility_id])


def by_handed_over_at(delegation: Delegation) -> str:
    """By when the line was handed over."""
    return _THEN.join([_sortable(delegation.handed_over_at), delegation.delegation_id])


def by_acted_at(act: DelegatedAct) -> str:
    """By when it was done."""
    return _THEN.join([_sortable(act.acted_at), act.act_id])


def by_told_at(notification: Notification) -> str:
    """By when it was told."""
    return _THEN.join([_sortable(notification.created_at), notification.notification_id])


def by_mailed_at(delivery: Delivery) -> str:
    """By when it was told."""
    return _THEN.join([_sortable(delivery.created_at), delivery.notification_id])


def _sortable(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")


def searchable(person: Person) -> str:
    """What is searched when people are looked up by a text: name and mail address, without case and accents."""
    return folded("\n".join([person.name, person.profile.email or ""]))


@dataclass(frozen=True)
class Order(Generic[T]):
    """The order of one list, and what tells its page tokens from those of the others."""

    list_name: str
    text_of: Callable[[T], str]

    def after(self, page: PageRequest) -> str | None:
        """The text behind which the page begins; None for the first one. Raises PageTokenInvalidError for another list's token."""
        match page.after:
            case None:
                return None
            case (self.list_name, str(text)):
                return text
        raise PageTokenInvalidError

    def page(self, found: Sequence[T], page: PageRequest) -> Page[T]:
        """The page of what was found, of which there is one more than the page holds if another page follows."""
        return page_of(found, request=page, key=self._key)

    def _key(self, item: T) -> tuple[KeyPart, ...]:
        return (self.list_name, self.text_of(item))


PEOPLE = Order("people", by_name)
TEAMS = Order("teams", by_name)
DEPARTMENTS = Order("departments", by_department_name)
DYNAMIC_AUDIENCES = Order("dynamic-audiences", by_audience_name)
ASSIGNMENTS = Order("assignments", by_assigned_at)
PATH_PROGRESS = Order("path-progress", by_due_date)
ACHIEVEMENTS = Order("achievements", by_claimed_at)
IMPORTS = Order("imports", by_accepted_at)
HR_RESPONSIBILITIES = Order("hr-responsibilities", by_given_at)
DELEGATIONS = Order("delegations", by_handed_over_at)
DELEGATED_ACTS = Order("delegated-acts", by_acted_at)
NOTIFICATIONS = Order("notifications", by_told_at)
DELIVERIES = Order("notification-deliveries", by_mailed_at)
LEARNING_REQUESTS = Order("learning-requests", by_submitted_at)
