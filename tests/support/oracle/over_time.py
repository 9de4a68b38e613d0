"""Trends, the pipeline and what credentials were worth, by trying instants and looking at everything again for each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.support.oracle.answers import Answer, Line, Oracle, Write
from tests.support.oracle.asked import has_line, reached_by_time, uses
from tests.support.oracle.days import day_begins, instant, months_later
from tests.support.oracle.known import Known, State
from tests.support.oracle.people import asked_for, groups, reach, roles_held, works_here
from tests.support.oracle.plans import plans_kept
from tests.support.oracle.proof import (
    MOMENT,
    achievements_of,
    counts,
    facts_of,
    meets,
    someone_counts,
)
from tests.support.oracle.words import too_old_at

FOR_PROMOTION = ("ROLE_CHOICE_TARGET", "ROLE_CHOICE_NEXT")
READY = {"READINESS_STATE_READY", "READINESS_STATE_READY_UNTIL"}


def month_end(month: str) -> datetime:
    """The last millisecond of a month, YYYY-MM."""
    year, number = map(int, month.split("-"))
    return datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC) - MOMENT


def before(month: str) -> str:
    """The month before."""
    year, number = map(int, month.split("-"))
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02}"


@dataclass(frozen=True)
class MonthsEnd:
    """How one person stands at the end of a month: ready, None without a role; what is asked, and what of it is lacking; credentials."""

    is_ready: bool | None
    asked: frozenset[Line]
    lacking: frozenset[Line]
    valid: int
    gained: int
    lapsed: int


Trend = tuple[Answer, list[int]]
"""The figures of a month, and how many people stand behind what."""


def trends(
    known: Known, month: str, write: Write, *, by: str = "location", **asked: Any
) -> tuple[Trend, dict[str, Trend]]:
    """Of all people asked for, and by group; who changed the group within the month left the one and joined the other."""
    now, now_in = _month_ends(known, month, write, by, asked)
    earlier, earlier_in = _month_ends(known, before(month), write, by, asked)
    of_groups = {
        group: _trend(
            {each: now[each] for each in now_in.get(group, [])},
            {each: earlier[each] for each in earlier_in.get(group, [])},
        )
        for group in {*now_in, *earlier_in}
    }
    return _trend(now, earlier), of_groups


def _month_ends(
    known: Known, month: str, write: Write, by: str, asked: Mapping[str, Any]
) -> tuple[dict[str, MonthsEnd], dict[str, list[str]]]:
    """The people asked for, and who of them stands in which group, at the end of a month."""
    at = month_end(month)
    known = known.on(at.date().isoformat())
    oracle = Oracle(known, at, write)
    found: dict[str, MonthsEnd] = {}
    for person_id in asked_for(known, reach(known, "", {"hr"}), **asked):
        aimed = oracle.readiness(person_id)
        asks = oracle.asks(person_id) or {}
        valid, gained, lapsed = _credentials(known, person_id, month)
        found[person_id] = MonthsEnd(
            is_ready=aimed["state"] in READY if aimed else None,
            asked=frozenset(asks),
            lacking=frozenset(line for line, is_there in asks.items() if not is_there),
            valid=valid,
            gained=gained,
            lapsed=lapsed,
        )
    return found, groups(known, found, by)


def _credentials(known: Known, person_id: str, month: str) -> tuple[int, int, int]:
    """How many of a person's credentials count at the end of the month, and began and ceased to within it."""
    at, valid, gained, lapsed = month_end(month), 0, 0, 0
    achieved = achievements_of(known, person_id)
    for credential_id in {each["credential_id"] for each in achieved}:
        held = [each for each in achieved if each["credential_id"] == credential_id]
        valid += someone_counts(held, at)
        for edge in _edges(held):
            if month_end(before(month)) < edge <= at:
                was, is_ = someone_counts(held, edge - MOMENT), someone_counts(held, edge)
                gained += is_ and not was
                lapsed += was and not is_
    return valid, gained, lapsed


def _trend(now: Mapping[str, MonthsEnd], earlier: Mapping[str, MonthsEnd]) -> Trend:
    lacking, lacked = (
        {(person_id, line) for person_id, each in people.items() for line in each.lacking}
        for people in (now, earlier)
    )
    asked = {(person_id, line) for person_id, each in now.items() for line in each.asked}
    over = lacked - lacking
    gaps = {
        "gaps_open": lacking,
        "gaps_opened": lacking - lacked,
        "gaps_closed": over & asked,
        "gaps_gone": over - asked,
    }
    credentials = {
        f"credentials_{name}": [getattr(each, name) for each in now.values()]
        for name in ("valid", "gained", "lapsed")
    }
    compared = [each.is_ready for each in now.values() if each.is_ready is not None]
    figures = {
        "people_count": len(now),
        "compared_count": len(compared),
        "ready": sum(compared),
        **{name: len(each) for name, each in gaps.items()},
        **{name: sum(each) for name, each in credentials.items()},
    }
    behind = [
        len(now),
        len(compared),
        sum(compared),
        len(compared) - sum(compared),
        *(len({person_id for person_id, _ in each}) for each in gaps.values()),
        *(sum(bool(count) for count in each) for each in credentials.values()),
    ]
    return figures, behind


def _edges(held: Iterable[State]) -> set[datetime]:
    return {
        instant(period[field])
        for each in held
        for period in each.get("periods", [])
        for field in ("valid_from", "valid_until")
        if field in period
    }


def pipeline(known: Known, at: datetime, until: datetime, write: Write, **asked: Any) -> dict[str, Answer]:
    """By person id the role, the stage and, by plan, since when."""
    known = known.on(at.date().isoformat())
    then = known.with_events(plans_kept(known, at))
    now = Oracle(known, at, write)
    found: dict[str, Answer] = {}
    for person_id in asked_for(known, reach(known, "", {"hr"}), **asked):
        compared = now.readiness(person_id, choices=FOR_PROMOTION)
        if compared is None:
            continue
        stage = compared["state"].removeprefix("READINESS_STATE_").replace("READY_UNTIL", "READY")
        answer: Answer = {"role_id": compared["role_id"], "stage": stage}
        if stage != "READY":
            role = then.seen("Role")[compared["role_id"]]
            by_time = reached_by_time(then, person_id, role.get("requirements", []))
            for instant_ in sorted({*_every_edge(then, person_id), *by_time}):
                if at < instant_ <= until:
                    later = Oracle(then, instant_, write).readiness(person_id, choices=FOR_PROMOTION)
                    if later and later["state"] in READY:
                        answer = {**answer, "stage": "READY_BY_PLAN", "ready_at": write(instant_)}
                        break
        found[person_id] = answer
    return found


def _every_edge(known: Known, person_id: str) -> set[datetime]:
    said = known.about(person_id, "AssessmentState")
    held = known.about(person_id, "AchievementState")
    heard = {day_begins(each["assessed_on"]) for each in said} | {
        too_old_at(each, known.rules) for each in said
    }
    return _edges(held) | heard


def worth(known: Known, first: date, last: date, months: int, **of: Any) -> Answer:
    """The lines by credential id, without names, and the totals; and how many people stand behind each line and behind the totals."""
    begins, ends = day_begins(first.isoformat()), day_begins(last.isoformat()) + timedelta(days=1)
    known = known.on(last.isoformat())
    people = asked_for(known, reach(known, "", {"hr"}), **of)
    promoted = [each for person_id in people for each in _promotions(known, person_id)]
    promoted = [each for each in promoted if first <= each[2] <= last]
    followed = [(each, _before(known, each[0], each[2], months)) for each in promoted]
    roles = known.seen("Role")
    in_use = {
        role_id
        for person in known.own("PersonState").values()
        if works_here(known, person)
        for role_id in (*roles_held(person), person.get("target_role_id", ""))
        if role_id in roles
    }
    asked = [line for role_id in in_use for line in roles[role_id].get("requirements", [])]
    closed = {each for p in people for each in _closed(known, p, begins, ends)}
    held_ids = {each["credential_id"] for p in people for each in achievements_of(known, p)}
    lines: dict[str, Answer] = {}
    behind: dict[str, list[set[str]]] = {}
    for credential_id in held_ids:
        of_it = [a for p in people for a in achievements_of(known, p) if a["credential_id"] == credential_id]
        verified = [a for a in of_it if a["decision"] == "DECISION_VERIFIED" and _within(a, begins, ends)]
        holders = {a["person_id"] for a in of_it if counts(a, ends - MOMENT)}
        after = sum(credential_id in credentials for _, credentials in followed)
        if not (verified or holders or after):
            continue
        behind[credential_id] = [
            holders,
            {each["person_id"] for each in verified},
            {each[0] for each in closed if each[2] == credential_id},
            {each[0] for each, credentials in followed if credential_id in credentials},
        ]
        cost = known.seen("Credential").get(credential_id, {}).get("cost", {})
        price = _price(cost)
        lines[credential_id] = {
            "gained": len(verified),
            "cost": (price[0], price[1] * len(verified)) if price else None,
            "is_free": cost.get("basis") == "COST_BASIS_FREE",
            "gaps_closed": len({each[:2] for each in closed if each[2] == credential_id}),
            "promotions_followed": after,
            "held": len(holders),
            "is_used": credential_id in known.seen("Credential")
            and any(uses(known, line, credential_id) for line in asked),
        }
    used = [of_line for key, of_line in behind.items() if lines[key]["is_used"]]
    totals = [
        {each[0] for each in promoted},
        {each[0] for each, credentials in followed if credentials},
        *(set().union(*(of_line[place] for of_line in behind.values())) for place in (1, 2, 0)),
        set().union(*(of_line[0] for of_line in used)),
    ]
    return {
        "lines": lines,
        "behind": {key: [len(set().union(*each)), *map(len, each)] for key, each in behind.items()},
        "behind_totals": [len(each) for each in totals],
        "promotions": len(promoted),
        "promotions_followed": sum(bool(credentials) for _, credentials in followed),
        "gaps_closed": len({each[:2] for each in closed}),
    }


def _price(cost: State) -> tuple[str, int] | None:
    """The price and what the exam costs beside it; what is paid by month of learning is unknown."""
    parts = [cost[name] for name in ("price", "exam_fee") if name in cost]
    if cost.get("basis") == "COST_BASIS_MONTHLY" or not parts:
        return None
    return parts[0]["currency"], sum(int(each["minor_units"]) for each in parts)


def _within(achievement: State, begins: datetime, ends: datetime) -> bool:
    gained = _gained(achievement)
    return gained is not None and begins <= gained < ends


def _gained(achievement: State) -> datetime | None:
    """When the first of its periods begins."""
    begins = sorted(instant(each["valid_from"]) for each in achievement.get("periods", []))
    return begins[0] if begins else None


def _promotions(known: Known, person_id: str) -> list[tuple[str, str, date]]:
    stints = known.own("PersonState")[person_id]["stints"]
    held = [(each["taken_on"], each["role_id"]) for each in stints]
    found = []
    for taken_on, role_id in held:
        for ladder in known.seen("Ladder").values():
            rungs = list(ladder["role_ids"])
            earlier = [each for each in held if each[0] < taken_on and each[1] in rungs]
            if role_id in rungs and earlier:
                last = max(earlier, key=lambda each: (each[0], rungs.index(each[1])))
                if rungs.index(last[1]) < rungs.index(role_id):
                    found.append((person_id, role_id, date.fromisoformat(taken_on)))
                    break
    return found


def _before(known: Known, person_id: str, day: date, months: int) -> set[str]:
    """By counting months back: what was gained by the day, and of which so many months later is not before the day."""
    found = set()
    for each in achievements_of(known, person_id):
        gained = _gained(each)
        if each["decision"] != "DECISION_VERIFIED" or gained is None:
            continue
        if gained.date() <= day <= months_later(gained.date(), months):
            found.add(each["credential_id"])
    return found


def _closed(known: Known, person_id: str, begins: datetime, ends: datetime) -> set[tuple[str, str, str]]:
    """Who, what was asked, and by which credential it was closed."""
    roles = (known.seen("Role").get(each, {}) for each in roles_held(known.own("PersonState")[person_id]))
    found = set()
    for line in (line for role in roles for line in role.get("requirements", []) if has_line(line)):
        test = meets(known, line)
        facts = [each for each in facts_of(known, person_id) if test(each)]
        if someone_counts(facts, begins - MOMENT):
            continue
        for each in facts:
            if "achievement_id" in each and _within(each, begins, ends) and counts(each, ends - MOMENT):
                asked = str(sorted(line["skill"].items())) if "skill" in line else line["credential_id"]
                found.add((person_id, asked, each["credential_id"]))
    return found
