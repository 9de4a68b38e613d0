"""Trends, the pipeline and what credentials were worth, by trying instants and looking at everything again for each of them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.support.oracle.answers import FOR_READINESS, Answer, Oracle, Write
from tests.support.oracle.known import Known, State
from tests.support.oracle.people import asked_for, reach, works_here
from tests.support.oracle.plans import plans_kept
from tests.support.oracle.proof import (
    MOMENT,
    achievements_of,
    counts,
    day_begins,
    facts_of,
    instant,
    meets,
    someone_counts,
)
from tests.support.oracle.then import Events, as_of_day

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


def trend(events: Events, tenant: str, month: str, write: Write, **asked: Any) -> dict[str, int]:
    """The figures of one month's end."""
    now, earlier = (
        _month(events, tenant, month, write, asked),
        _month(events, tenant, before(month), write, asked),
    )
    opened = now["lacking"] - earlier["lacking"]
    over = earlier["lacking"] - now["lacking"]
    closed = over & now["asked"]
    return {
        "people_count": len(now["people"]),
        "compared_count": len(now["states"]),
        "ready": sum(state in READY for state in now["states"]),
        "gaps_open": len(now["lacking"]),
        "gaps_opened": len(opened),
        "gaps_closed": len(closed),
        "gaps_gone": len(over - closed),
        "credentials_valid": now["valid"],
        "credentials_gained": now["gained"],
        "credentials_lapsed": now["lapsed"],
    }


def _month(events: Events, tenant: str, month: str, write: Write, asked: Mapping[str, Any]) -> dict[str, Any]:
    at = month_end(month)
    known = Known(events, tenant).on(at.date().isoformat())
    oracle = Oracle(known, at, write)
    people = asked_for(known, reach(known, "", {"hr"}), **asked)
    own = [each for each in (oracle.readiness(p, choices=("ROLE_CHOICE_OWN",)) for p in people) if each]
    asks = {
        (each["person_id"], line["skill_id"], line["credential_id"], line["required_level"]): line["state"]
        for each in own
        for line in each["requirements"]
    }
    begun, ended, valid = 0, 0, 0
    for person_id in people:
        for credential_id in {each["credential_id"] for each in achievements_of(known, person_id)}:
            held = [
                each for each in achievements_of(known, person_id) if each["credential_id"] == credential_id
            ]
            valid += someone_counts(held, at)
            for edge in _edges(held):
                if month_end(before(month)) < edge <= at:
                    was, is_ = someone_counts(held, edge - MOMENT), someone_counts(held, edge)
                    begun += is_ and not was
                    ended += was and not is_
    aimed = [each for each in (oracle.readiness(p, choices=FOR_READINESS) for p in people) if each]
    return {
        "people": people,
        "states": [each["state"] for each in aimed],
        "asked": set(asks),
        "lacking": {key for key, state in asks.items() if not state.startswith("REQUIREMENT_STATE_MET")},
        "valid": valid,
        "gained": begun,
        "lapsed": ended,
    }


def _edges(held: Iterable[State]) -> set[datetime]:
    return {
        instant(period[field])
        for each in held
        for period in each.get("periods", [])
        for field in ("valid_from", "valid_until")
        if field in period
    }


def pipeline(events: Events, tenant: str, at: datetime, until: datetime, write: Write) -> dict[str, Answer]:
    """By person id the role, the stage and, by plan, since when."""
    known = Known(events, tenant).on(at.date().isoformat())
    then = Known([*as_of_day(events, known.day), *plans_kept(known, at)], tenant, day=known.day)
    now = Oracle(known, at, write)
    found: dict[str, Answer] = {}
    for person_id in asked_for(known, reach(known, "", {"hr"})):
        compared = now.readiness(person_id, choices=FOR_PROMOTION)
        if compared is None:
            continue
        stage = compared["state"].removeprefix("READINESS_STATE_").replace("READY_UNTIL", "READY")
        answer: Answer = {"role_id": compared["role_id"], "stage": stage}
        if stage != "READY":
            for instant_ in sorted(_every_edge(then, person_id)):
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
    return {*_edges(held), *(day_begins(each["assessed_on"]) for each in said)}


def worth(events: Events, tenant: str, first: date, last: date, months: int) -> Answer:
    """The lines by credential id, without names, and the totals."""
    begins, ends = day_begins(first.isoformat()), day_begins(last.isoformat()) + timedelta(days=1)
    known = Known(events, tenant).on(last.isoformat())
    told = Known(events, tenant).own("PersonState")
    people = asked_for(known, reach(known, "", {"hr"}))
    promoted = [each for person_id in people for each in _promotions(known, person_id, told[person_id])]
    promoted = [each for each in promoted if first <= each[2] <= last]
    followed = [(each, _before(known, each[0], each[2], months)) for each in promoted]
    roles = known.seen("Role")
    in_use = {
        role_id
        for person in known.own("PersonState").values()
        if works_here(known, person)
        for role_id in (person.get("role_id", ""), person.get("target_role_id", ""))
        if role_id in roles
    }
    asked = [line for role_id in in_use for line in roles[role_id].get("requirements", [])]
    closed = {each for p in people for each in _closed(known, p, begins, ends)}
    held_ids = {each["credential_id"] for p in people for each in achievements_of(known, p)}
    lines: dict[str, Answer] = {}
    for credential_id in held_ids:
        of_it = [a for p in people for a in achievements_of(known, p) if a["credential_id"] == credential_id]
        verified = [a for a in of_it if a["decision"] == "DECISION_VERIFIED" and _within(a, begins, ends)]
        holders = {a["person_id"] for a in of_it if counts(a, ends - MOMENT)}
        after = sum(credential_id in credentials for _, credentials in followed)
        if not (verified or holders or after):
            continue
        cost = known.seen("Credential").get(credential_id, {}).get("cost", {})
        price = _price(cost)
        lines[credential_id] = {
            "gained": len(verified),
            "cost": (price[0], price[1] * len(verified)) if price else None,
            "is_free": cost.get("basis") == "COST_BASIS_FREE",
            "gaps_closed": len({each[:2] for each in closed if each[2] == credential_id}),
            "promotions_followed": after,
            "held": len(holders),
            "is_used": any(_uses(known, line, credential_id) for line in asked),
        }
    return {
        "lines": lines,
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


def _promotions(known: Known, person_id: str, person: State) -> list[tuple[str, str, date]]:
    held = [(each["taken_on"], each["role_id"]) for each in person.get("past_roles", [])]
    if person.get("taken_on") and person.get("role_id"):
        held.append((person["taken_on"], person["role_id"]))
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
        if gained.date() <= day <= _later(gained.date(), months):
            found.add(each["credential_id"])
    return found


def _later(day: date, months: int) -> date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError


def _closed(known: Known, person_id: str, begins: datetime, ends: datetime) -> set[tuple[str, str, str]]:
    """Who, what was asked, and by which credential it was closed."""
    role = known.seen("Role").get(known.own("PersonState")[person_id].get("role_id", ""), {})
    found = set()
    for line in role.get("requirements", []):
        test = meets(known, line)
        facts = [each for each in facts_of(known, person_id) if test(each)]
        if someone_counts(facts, begins - MOMENT):
            continue
        for each in facts:
            if "achievement_id" in each and _within(each, begins, ends) and counts(each, ends - MOMENT):
                asked = str(sorted(line["skill"].items())) if "skill" in line else line["credential_id"]
                found.add((person_id, asked, each["credential_id"]))
    return found


def _uses(known: Known, line: State, credential_id: str) -> bool:
    """A requirement is met by the credential."""
    return credential_id in known.seen("Credential") and bool(
        meets(known, line)({"credential_id": credential_id, "achievement_id": "any"})
    )
