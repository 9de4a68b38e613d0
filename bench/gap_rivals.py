"""Other ways to the gap of everybody, in all and by unit: DuckDB, an aggregation in MongoDB, and bitmaps with nothing around them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import duckdb
import pyarrow as pa
from pymongo.database import Database
from pyroaring import BitMap

from bench.workforce import TENANT, Employer, skill_id, unit_id
from cairn_platform.mongo.connection import Document

Line = tuple[str, str, int]
"""Unit, empty for all of them; skill; level asked for."""

Figures = Mapping[Line, tuple[int, int]]
"""By line how many are asked for it, and how many of these have it not."""

Lists = list[list[Document]]
"""By number, the skills at their levels that a role asks for or a credential grants."""

_LINES = """
WITH held AS (
    SELECT person, skill, max(level) AS level FROM earned JOIN granted USING (credential)
    WHERE valid_from <= $at AND (valid_until IS NULL OR $at < valid_until) GROUP BY person, skill
)
SELECT {unit}, asked.skill, asked.level, count(*), count(*) FILTER (held.level IS NULL OR held.level < asked.level)
FROM people JOIN asked USING (role) LEFT JOIN held ON held.person = people.person AND held.skill = asked.skill
GROUP BY {groups}
"""
_BY_UNIT = _LINES.format(
    unit="unit", groups="GROUPING SETS ((unit, asked.skill, asked.level), (asked.skill, asked.level))"
)
_IN_ALL = _LINES.format(unit="NULL", groups="asked.skill, asked.level")


class DuckDb:
    """Columns in DuckDB's memory, numbers for ids: its best case."""

    def __init__(self, employer: Employer) -> None:
        self._database = duckdb.connect()
        for name, columns in _tables(employer).items():
            self._database.register("arriving", pa.table(columns))
            self._database.table("arriving").create(name)
            self._database.unregister("arriving")

    def __call__(self, at: datetime, *, by_unit: bool = True) -> Figures:
        rows = self._database.execute(_BY_UNIT if by_unit else _IN_ALL, {"at": at}).fetchall()
        return {
            (unit_id(unit) if unit is not None else "", skill_id(skill), level): (demanded, short)
            for unit, skill, level, demanded, short in rows
        }

    def mebibytes(self) -> int:
        """What it keeps in memory, by its own account."""
        found = self._database.execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchone()
        return round(found[0] / 2**20) if found else 0


def _tables(employer: Employer) -> Mapping[str, Mapping[str, Sequence[object]]]:
    return {
        "people": {
            "person": list(range(len(employer.roles))),
            "role": list(employer.roles),
            "unit": list(employer.units),
        },
        "earned": {
            "person": [each.person for each in employer.earned],
            "credential": [each.credential for each in employer.earned],
            "valid_from": [each.valid_from for each in employer.earned],
            "valid_until": [each.valid_until for each in employer.earned],
        },
        "granted": _levels("credential", employer.granted),
        "asked": _levels("role", employer.asked),
    }


def by_aggregation(employer: Employer, database: Database[Document]) -> Callable[[datetime], Figures]:
    """One pipeline over the read models with an index for its lookup; roles and credentials are in the pipeline itself."""
    database["achievements.g1"].create_index([("person_id", 1), ("tenant_id", 1)])
    granted, asked = _lists(employer.granted), _lists(employer.asked)

    def ask(at: datetime) -> Figures:
        figures: dict[Line, tuple[int, int]] = {}
        for row in database["people.g1"].aggregate(_pipeline(at, granted, asked), allowDiskUse=True):
            skill, level = row["_id"]["skill"], row["_id"]["level"]
            figures[row["_id"]["unit"], skill, level] = (row["demanded"], row["short"])
            demanded, short = figures.get(("", skill, level), (0, 0))
            figures["", skill, level] = (demanded + row["demanded"], short + row["short"])
        return figures

    return ask


def _pipeline(at: datetime, granted: Lists, asked: Lists) -> list[Document]:
    valid = {"valid_from": {"$lte": at}, "$or": [{"valid_until": None}, {"valid_until": {"$gt": at}}]}
    has = {
        "$anyElementTrue": {
            "$map": {
                "input": "$held",
                "as": "held",
                "in": {
                    "$and": [
                        {"$eq": ["$$held.skill", "$$asked.skill"]},
                        {"$gte": ["$$held.level", "$$asked.level"]},
                    ]
                },
            }
        }
    }
    return [
        {"$match": {"tenant_id": TENANT}},
        {
            "$lookup": {
                "from": "achievements.g1",
                "localField": "person_id",
                "foreignField": "person_id",
                "pipeline": [
                    {"$match": {"tenant_id": TENANT, "verified": True, "periods": {"$elemMatch": valid}}},
                    {"$project": {"_id": 0, "credential_id": 1}},
                ],
                "as": "earned",
            }
        },
        {
            "$project": {
                "department_id": 1,
                "asked": _numbered("$role_id", asked),
                "held": {
                    "$reduce": {
                        "input": "$earned",
                        "initialValue": [],
                        "in": {
                            "$concatArrays": [
                                "$$value",
                                _numbered("$$this.credential_id", granted),
                            ]
                        },
                    }
                },
            }
        },
        {
            "$project": {
                "department_id": 1,
                "lines": {
                    "$map": {
                        "input": "$asked",
                        "as": "asked",
                        "in": {"skill": "$$asked.skill", "level": "$$asked.level", "has": has},
                    }
                },
            }
        },
        {"$unwind": "$lines"},
        {
            "$group": {
                "_id": {"unit": "$department_id", "skill": "$lines.skill", "level": "$lines.level"},
                "demanded": {"$sum": 1},
                "short": {"$sum": {"$cond": ["$lines.has", 0, 1]}},
            }
        },
    ]


def _lists(levels: Sequence[Mapping[int, int]]) -> Lists:
    return [[{"skill": skill_id(skill), "level": level} for skill, level in of.items()] for of in levels]


def _numbered(entry_id: str, lists: Lists) -> Document:
    """The list with the number that an entry's id ends with."""
    return {"$arrayElemAt": [{"$literal": lists}, {"$toInt": {"$substrCP": [entry_id, 1, 3]}}]}


def by_bare_bitmaps(employer: Employer, at: datetime) -> Callable[[], Figures]:
    """Bitmaps of now, and the set algebra of the question; no ids, no names, no message."""
    roles, units = _sets(employer.roles), _sets(employer.units)
    holders: dict[tuple[int, int], BitMap] = {}
    for each in employer.earned:
        if each.valid_from <= at and (each.valid_until is None or at < each.valid_until):
            for skill, level in employer.granted[each.credential].items():
                for reached in range(1, level + 1):
                    holders.setdefault((skill, reached), BitMap()).add(each.person)
    asking: dict[tuple[int, int], list[BitMap]] = {}
    for role, asked in enumerate(employer.asked):
        for demand in asked.items():
            asking.setdefault(demand, []).append(roles[role])

    def ask() -> Figures:
        figures: dict[Line, tuple[int, int]] = {}
        for (skill, level), sets in asking.items():
            demanded = BitMap.union(*sets) if len(sets) > 1 else sets[0]
            short = demanded - holders.get((skill, level), BitMap())
            figures["", skill_id(skill), level] = (len(demanded), len(short))
            for unit, members in units.items():
                here = demanded.intersection_cardinality(members)
                if here:
                    lacking = short.intersection_cardinality(members)
                    figures[unit_id(unit), skill_id(skill), level] = (here, lacking)
        return figures

    return ask


def _sets(numbers: Any) -> dict[int, BitMap]:
    found: dict[int, BitMap] = {}
    for person, number in enumerate(numbers):
        found.setdefault(number, BitMap()).add(person)
    return found


def _levels(of: str, rows: Any) -> dict[str, list[int]]:
    flat = list(
        chain.from_iterable(
            ((number, skill, level) for skill, level in levels.items()) for number, levels in enumerate(rows)
        )
    )
    return {
        of: [row[0] for row in flat],
        "skill": [row[1] for row in flat],
        "level": [row[2] for row in flat],
    }
