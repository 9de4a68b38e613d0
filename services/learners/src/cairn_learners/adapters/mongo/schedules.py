"""For which work of learners the due schedule holds what, so that whatever changes makes due whom it concerns."""

from cairn_learners.domain.achievements import Achievement, Decision
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.granted_exceptions import GrantedException
from cairn_learners.domain.people import Person
from cairn_platform.mongo.store import Marks

REMINDER_WORK = "reminders"
"""People, each under the person's id: when there is something to tell or to assign next."""
SETTINGS_WORK = "reminder_settings"
"""Tenants whose settings were changed: everybody who waits is looked at again."""
MAIL_WORK = "mail"
"""Notifications that go by mail, each under its id."""

WHEN_ACHIEVED: Marks[Achievement] = Marks(
    work=REMINDER_WORK,
    of=lambda achievement: [achievement.person_id] if achievement.decision is Decision.VERIFIED else [],
)
"""What was verified moves when its holder is reminded."""

WHEN_ENROLLED: Marks[Enrolment] = Marks(
    work=REMINDER_WORK, of=lambda enrolment: [enrolment.person_id] if enrolment.due_on else []
)
"""What is due on a day does too."""

WHEN_SOMEBODY_CHANGED: Marks[Person] = Marks(
    work=REMINDER_WORK, of=lambda person: [person.person_id] if person.version > 1 else []
)
"""Who leaves, returns, or moves to another time zone is reminded otherwise."""

WHEN_EXCEPTED: Marks[GrantedException] = Marks(
    work=REMINDER_WORK, of=lambda each: [each.person_id] if each.person_id else []
)
"""An extension or an exemption does too; what counts for everybody is found when each is looked at next."""
