"""Whose word about somebody's skill holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.support.oracle.days import NEVER_ENDS, day_begins, instant, months_later


@dataclass(frozen=True)
class Rules:
    """Who is heard, the first before all others; whether people are heard about themselves where nobody else spoke; and for how many
    months, by skill.
    """

    heard: tuple[str, ...] = ("REVIEWER", "MANAGER", "PEER")
    about_themselves: bool = False
    months: Mapping[str, int] = field(default_factory=dict)


DEFAULT_RULES = Rules()


def whose_word(said: Iterable[Mapping[str, Any]], rules: Rules, at: datetime) -> Mapping[str, Any] | None:
    """The latest of what the first who is heard said by then, and not too long before."""
    for kind in (*rules.heard, *(["SELF"] if rules.about_themselves else [])):
        heard = [
            each
            for each in said
            if each["assessor_kind"] == f"ASSESSOR_KIND_{kind}"
            and "withdrawn_at" not in each
            and day_begins(each["assessed_on"]) <= at < too_old_at(each, rules)
        ]
        if heard:
            return max(
                heard,
                key=lambda each: (each["assessed_on"], instant(each["given_at"]), each["assessment_id"]),
            )
    return None


def too_old_at(assessment: Mapping[str, Any], rules: Rules) -> datetime:
    """When it is not heard any more."""
    months = rules.months.get(assessment["skill_id"])
    if not months:
        return NEVER_ENDS
    return day_begins(months_later(date.fromisoformat(assessment["assessed_on"]), months).isoformat())
