"""On which terms a path is assigned: by when, and for whom from now on."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from cairn_gateway.adapters.http.model import Answer, Day, Draft, Flag, Instant

DurationText = Annotated[str | None, Field(max_length=50)]


class DueAnchor(StrEnum):
    """What a duration is counted from: the day on which somebody is given the path, was hired, or took the position."""

    ASSIGNMENT = "assignment"
    HIRE = "hire"
    POSITION_START = "position_start"


class OnLeaving(StrEnum):
    """What becomes of the enrolment of somebody who leaves the audience."""

    KEEP = "keep"
    WITHDRAW = "withdraw"


class DueRule(Draft):
    """By when: a day, or a duration after an anchor, or a duration before an expiry."""

    due_on: Day | None = None
    """The same day for everybody."""
    anchor: DueAnchor | None = None
    """What `duration` is counted from. What is not known of it, and what lies before `basis_on`, counts from that day."""
    duration: DurationText = None
    """An ISO 8601 duration of years, months, weeks and days, such as P30D."""
    before_expiry_of: str | None = None
    """The credential before whose expiry, as the person holds it then, it is due by `duration`; without an expiry nothing is due."""


class AssignmentTerms(Draft):
    """By when an assignment is due, and for whom from now on."""

    due: DueRule | None = None
    """By when; null for never."""
    due_for_joiners: DueRule | None = None
    """By when for who joins the audience later; null: by the same rule."""
    basis_on: Day | None = None
    """The day before which no duration is counted; null for none."""
    standing: Flag = False
    """Who joins the audience later gets it too."""
    on_leaving: OnLeaving | None = None
    """What becomes of the enrolment of who leaves the audience; null: it stays."""


class EnrolmentAsk(Answer):
    """An assignment that asks somebody to complete a path."""

    assignment_id: str | None
    """Which; null for the opening of a recertification window."""
    due_on: Day | None
    """The last day to complete it; null for no due date."""
    asked_at: Instant
    """Since when it asks."""
    withdrawn_at: Instant | None
    """When it stopped asking; null while it asks."""
