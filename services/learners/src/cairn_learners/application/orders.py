"""How lists are ordered: by one text that each item is given, so that a page begins right behind the last item of the one before."""

from datetime import UTC, datetime

from cairn_learners.domain.achievements import Achievement
from cairn_learners.domain.assignments import Assignment, Enrolment
from cairn_learners.domain.departments import Department
from cairn_learners.domain.people import Person, folded

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


def _sortable(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")


def searchable(person: Person) -> str:
    """What is searched when people are looked up by a text: name and mail address, without case and accents."""
    return folded("\n".join([person.name, person.profile.email or ""]))
