"""Who holds which credential, in grace or not, who is suspended, what ends when, and what renewing costs."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from tests.support.oracle.answers import Answer, Write
from tests.support.oracle.days import instant
from tests.support.oracle.known import Known, State
from tests.support.oracle.people import groups
from tests.support.oracle.proof import (
    MOMENT,
    achievements_of,
    counts,
    end_after,
    last_end_before,
    someone_counts,
)

_DUE = (7, 30, 60, 90)


class Outlook:
    """What ReportRecertification answers at one instant, as a dictionary in the contract's JSON form."""

    def __init__(self, known: Known, at: datetime, write: Write) -> None:
        self._known = known
        self._at = at
        self._write = write

    def report(self, person_ids: Iterable[str], *, credential_id: str = "", by: str = "") -> Answer:
        """About these people; `by` the field of theirs by which they are grouped."""
        people = list(person_ids)
        of_groups = groups(self._known, people, by) if by else {}
        return {
            **self._of(people, credential_id),
            "groups": [
                {"group": group, **self._of(members, credential_id)}
                for group, members in sorted(of_groups.items())
            ],
        }

    def _of(self, people: list[str], credential_id: str) -> Answer:
        claimed = {
            each["credential_id"] for person in people for each in achievements_of(self._known, person)
        }
        found = (self._line(each, people) for each in claimed if credential_id in {"", each})
        lines = [
            line for line in found if line["valid"] + line["lapsed"] + line["suspended"] + line["in_grace"]
        ]
        lines.sort(key=lambda line: (line["credential_name"].casefold(), line["credential_id"]))
        return {
            "lines": lines,
            "renewal_costs": list(_costs(lines)),
            "without_cost_count": sum(line["due_in_90_days"] for line in lines if "renewal_cost" not in line),
            "people_count": len(people),
        }

    def _line(self, credential_id: str, people: Iterable[str]) -> Answer:
        at = self._at
        line: Answer = {
            "credential_id": credential_id,
            "credential_name": self._known.name("Credential", credential_id),
            **dict.fromkeys(("valid", "lapsed", "suspended", "in_grace"), 0),
            **{f"due_in_{days}_days": 0 for days in _DUE},
            **_renewal(self._known.seen("Credential").get(credential_id, {})),
        }
        expiries = []
        for person_id in people:
            held = [
                each
                for each in achievements_of(self._known, person_id)
                if each["credential_id"] == credential_id and each["decision"] == "DECISION_VERIFIED"
            ]
            valid = someone_counts(held, at)
            suspended = not valid and any(_is_suspended(each, at) for each in held)
            in_grace = not suspended and _are_in_grace(held, at)
            line["valid"] += valid
            line["suspended"] += suspended
            line["in_grace"] += in_grace
            end = end_after(held, at) if valid else last_end_before(held, at)
            if end is None:
                continue
            lapsed = not (valid or suspended or in_grace)
            line["lapsed"] += lapsed
            for days in _DUE:
                line[f"due_in_{days}_days"] += valid and end - at <= timedelta(days=days)
            if not valid or end - at <= timedelta(days=90):
                last = [each["achievement_id"] for each in held if counts(each, end - MOMENT)]
                expiries.append(
                    {
                        "person_id": person_id,
                        "achievement_id": min(last),
                        "valid_until": self._write(end),
                        "last_valid_on": (end.astimezone(UTC) - MOMENT).strftime("%Y-%m-%d"),
                        "lapsed": lapsed,
                        "suspended": suspended,
                        "in_grace": in_grace,
                    }
                )
        expiries.sort(key=lambda each: (instant(each["valid_until"]), each["person_id"]))
        return {**line, "expiries": expiries}


def _is_suspended(achievement: State, at: datetime) -> bool:
    """What befell it last by the instant is a suspension."""
    befallen = [each for each in achievement.get("marks", []) if instant(each["at"]) <= at]
    last = max(befallen, key=lambda each: (instant(each["at"]), instant(each["marked_at"])), default=None)
    return last is not None and last["kind"] == "MARK_KIND_SUSPENDED"


def _are_in_grace(held: Iterable[State], at: datetime) -> bool:
    """One of them may still be renewed, and none counts for another reason."""
    graces = [(each, _is_in_grace(each, at)) for each in held]
    return any(graced for _, graced in graces) and not any(
        counts(each, at) and not graced for each, graced in graces
    )


def _is_in_grace(achievement: State, at: datetime) -> bool:
    """A validity of it is over, its grace is not, and it was neither renewed nor taken back."""
    marks = achievement.get("marks", [])
    if any(each["kind"] == "MARK_KIND_REVOKED" and instant(each["at"]) <= at for each in marks):
        return False
    return any(
        instant(each["valid_until"]) <= at < instant(each["grace_until"])
        and not ("renewed_at" in each and instant(each["renewed_at"]) <= at)
        for each in achievement.get("held_periods", [])
        if "grace_until" in each
    )


def _renewal(credential: State) -> Answer:
    """What one renewal costs: the fee as often as its interval ends within the validity, once at least; nothing where it is not known."""
    cost = credential.get("cost", {})
    fee = cost.get("renewal_fee")
    if fee is None:
        return {}
    interval, validity = _years(cost.get("renewal_interval", "")), _years(credential.get("validity", ""))
    times = max(1, validity // interval) if interval and validity else 1
    return {"renewal_cost": _money(fee["currency"], times * int(fee["minor_units"]))}


def _years(duration: str) -> int:
    """The random histories reckon in whole years."""
    return int(re.sub(r"\D", "", duration) or 0)


def _costs(lines: Iterable[Answer]) -> Iterator[Answer]:
    """For each currency, what everybody who is due, or in grace, pays."""
    priced = [line for line in lines if "renewal_cost" in line]
    for currency in sorted({line["renewal_cost"]["currency"] for line in priced}):
        yield {
            figure: _money(
                currency,
                sum(
                    line[figure] * int(line["renewal_cost"]["minor_units"])
                    for line in priced
                    if line["renewal_cost"]["currency"] == currency
                ),
            )
            for figure in (*(f"due_in_{days}_days" for days in _DUE), "in_grace")
        }


def _money(currency: str, minor_units: int) -> Answer:
    return {"currency": currency, "minor_units": str(minor_units)}
