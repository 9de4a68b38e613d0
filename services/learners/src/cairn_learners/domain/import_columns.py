"""Which fields a file's columns can fill, how they are recognised by their headers, and what a template says of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cairn_learners.domain import fields
from cairn_learners.domain.imports import ImportKind
from cairn_learners.domain.people import folded
from cairn_platform.errors import FieldViolation

ATTRIBUTE = "attribute."
# How many positions one row can say: the primary one and those beside it.
POSITIONS = 3

# What the number of a person is called in files of many systems.
_PERSON_NUMBERS = (
    "person number",
    "person no",
    "personnel number",
    "personnel no",
    "personnel id",
    "employee",
    "employee id",
    "employee number",
    "employee no",
    "staff id",
    "staff number",
    "staff no",
    "worker id",
    "payroll number",
    "personalnummer",
    "personalnr",
    "mitarbeiternummer",
)
_NO_LETTER = re.compile(r"[\W_]+")
_ATTRIBUTE_COLUMN = re.compile(r"attribute\.[a-z][a-z0-9_]{0,49}")


@dataclass(frozen=True, kw_only=True)
class ImportField:
    """A field that a column can fill. `aliases` are other headers that mean it."""

    name: str
    note: str
    example: str
    required: bool = False
    aliases: tuple[str, ...] = ()


def _position_fields(place: int) -> tuple[ImportField, ...]:
    ending, which = (f"_{place}", f"position {place}") if place > 1 else ("", "the position")
    return (
        ImportField(
            name=f"title{ending}",
            note=f"The title of {which}, as you word it.",
            example="Analyst" if place == 1 else "",
            aliases=(f"job title{ending}", f"position{ending}"),
        ),
        ImportField(
            name=f"role_id{ending}",
            note=f"The role of the catalogue that {which} demands.",
            example="",
            aliases=(f"role{ending}", f"job role{ending}"),
        ),
        ImportField(
            name=f"department{ending}",
            note=f"The department of {which}, by id or name; one that is not there yet is founded.",
            example="Sales" if place == 1 else "",
            aliases=(f"department id{ending}", f"unit{ending}", f"abteilung{ending}", f"team{ending}"),
        ),
        ImportField(
            name=f"manager{ending}",
            note=f"The manager of {which}, by person id or mail address, in any row."
            + ("" if place == 1 else " Does not lead the person."),
            example="e-1002" if place == 1 else "",
            aliases=(
                f"manager id{ending}",
                f"manager email{ending}",
                f"reports to{ending}",
                f"supervisor{ending}",
                f"vorgesetzter{ending}",
            ),
        ),
        ImportField(
            name=f"taken_on{ending}",
            note=f"Since when {which} is held. Empty: from today on where the role is new.",
            example="",
            aliases=(f"in position since{ending}", f"position start{ending}", f"since{ending}"),
        ),
    )


_PEOPLE = (
    ImportField(
        name="person_id",
        note="Your own number or name for the person; never changes, and is never given to somebody else.",
        example="e-1001",
        required=True,
        aliases=(*_PERSON_NUMBERS, "id"),
    ),
    ImportField(
        name="given_name",
        note="The given name. Needed for who is new.",
        example="Ann",
        aliases=("first name", "forename", "vorname", "name"),
    ),
    ImportField(
        name="family_name",
        note="The family name.",
        example="Lee",
        aliases=("last name", "surname", "nachname", "familienname"),
    ),
    ImportField(
        name="email",
        note="The mail address at work; nobody else's.",
        example="ann.lee@example.org",
        aliases=("e-mail", "mail", "email address", "work email"),
    ),
    *_position_fields(1),
    ImportField(
        name="target_role_id",
        note="The role that the person wants to be ready for.",
        example="",
        aliases=("target role",),
    ),
    ImportField(
        name="hired_on",
        note="The first day, as YYYY-MM-DD. A day after the last day says that the person has returned.",
        example="2024-02-01",
        aliases=("hire date", "start date", "entry date", "eintritt", "joined"),
    ),
    ImportField(
        name="left_on",
        note="The last day, as YYYY-MM-DD; empty or 9999-12-31 for who is here. Without this column everybody in the file is here.",
        example="",
        aliases=("leave date", "end date", "exit date", "termination date", "austritt", "last day"),
    ),
    ImportField(
        name="location",
        note="Where the person works.",
        example="Hull",
        aliases=("site", "office", "standort"),
    ),
    ImportField(
        name="time_zone",
        note="Of the IANA database.",
        example="Europe/London",
        aliases=("timezone", "zeitzone"),
    ),
    ImportField(
        name="language",
        note="A language tag.",
        example="en-GB",
        aliases=("locale", "sprache"),
    ),
    *(each for place in range(2, POSITIONS + 1) for each in _position_fields(place)),
)

_DEPARTMENTS = (
    ImportField(
        name="department_id",
        note="Your own number or short name for the department; never changes. Without it a department is known by its name.",
        example="sales",
        aliases=(
            "department number",
            "unit id",
            "cost centre",
            "cost center",
            "abteilungsnummer",
            "kostenstelle",
            "id",
        ),
    ),
    ImportField(
        name="name",
        note="What the department is called.",
        example="Sales",
        required=True,
        aliases=("department", "department name", "unit", "unit name", "abteilung", "bezeichnung"),
    ),
    ImportField(
        name="parent",
        note="The department that it is a part of, by id or name, in any row; empty at the top.",
        example="",
        aliases=(
            "parent id",
            "parent department",
            "parent department id",
            "part of",
            "belongs to",
            "parent unit",
            "übergeordnete abteilung",
        ),
    ),
)

_ACHIEVEMENTS = (
    ImportField(
        name="person_id",
        note="Whose achievement it is.",
        example="e-1001",
        required=True,
        aliases=_PERSON_NUMBERS,
    ),
    ImportField(
        name="credential_id",
        note="The credential of the catalogue, by its id.",
        example="pmp",
        required=True,
        aliases=("credential", "certificate", "certification", "badge"),
    ),
    ImportField(
        name="issued_on",
        note="The day on the certificate, as YYYY-MM-DD.",
        example="2023-05-04",
        required=True,
        aliases=("issue date", "date issued", "completed on", "completion date", "datum"),
    ),
    ImportField(
        name="expires_on",
        note="The last valid day that is printed on the certificate, as YYYY-MM-DD.",
        example="2026-05-03",
        aliases=("expiry date", "expiration date", "valid until", "gültig bis"),
    ),
    ImportField(
        name="certificate_number",
        note="The certificate's number.",
        example="1234567",
        aliases=("number", "certificate id", "licence number", "license number"),
    ),
    ImportField(
        name="verification_url",
        note="Where the issuer confirms it.",
        example="",
        aliases=("verification link", "verify url"),
    ),
    ImportField(
        name="due_on",
        note="By when it had been asked for, as YYYY-MM-DD; empty is what assignments asked for.",
        example="",
        aliases=("due date", "deadline", "fällig am"),
    ),
    ImportField(
        name="evidence_url",
        note="A link to what shows it.",
        example="",
        aliases=("evidence", "link", "url"),
    ),
    ImportField(
        name="decision",
        note="verified or refused; empty is verified.",
        example="verified",
        aliases=("status", "state"),
    ),
    ImportField(
        name="reason",
        note="Why it was decided so; needed for refused.",
        example="",
        aliases=("comment", "note"),
    ),
)

_ASSIGNMENTS = (
    ImportField(
        name="person",
        note="Who completes the path, by person id or mail address.",
        example="e-1001",
        required=True,
        aliases=(
            "person id",
            *_PERSON_NUMBERS,
            "email",
            "e-mail",
        ),
    ),
    ImportField(
        name="path_id",
        note="The learning path of the catalogue, by its id.",
        example="project-management",
        required=True,
        aliases=("path", "learning path", "lernpfad"),
    ),
    ImportField(
        name="due_on",
        note="By when, as YYYY-MM-DD; empty for no day.",
        example="2027-03-31",
        aliases=("due", "due date", "deadline", "fällig am"),
    ),
    ImportField(
        name="note",
        note="What whoever it is assigned to reads with it.",
        example="",
        aliases=("comment", "remark", "bemerkung"),
    ),
)

FIELDS: Mapping[ImportKind, tuple[ImportField, ...]] = {
    ImportKind.PEOPLE: _PEOPLE,
    ImportKind.DEPARTMENTS: _DEPARTMENTS,
    ImportKind.ACHIEVEMENTS: _ACHIEVEMENTS,
    ImportKind.ASSIGNMENTS: _ASSIGNMENTS,
}


def suggested(kind: ImportKind, headers: Sequence[str]) -> tuple[str, ...]:
    """Which field each column most likely fills, by its header; each field once, empty for none.

    The name of a field goes before its other names, and an earlier column before a later one.
    """
    names = {_plain(each.name): each.name for each in FIELDS[kind]}
    aliases = {_plain(alias): each.name for each in FIELDS[kind] for alias in each.aliases}
    mapping = [""] * len(headers)
    taken: set[str] = set()
    for known in (names, aliases):
        for place, header in enumerate(headers):
            name = known.get(_plain(header), "")
            if name and not mapping[place] and name not in taken:
                mapping[place] = name
                taken.add(name)
    if kind is ImportKind.PEOPLE:
        for place, header in enumerate(headers):
            name = header.strip().lower()
            if not mapping[place] and _ATTRIBUTE_COLUMN.fullmatch(name) and name not in taken:
                mapping[place] = name
                taken.add(name)
    return tuple(mapping)


def check_mapping(kind: ImportKind, mapping: Sequence[str], *, headers: Sequence[str]) -> None:
    """Every column fills a field that there is, or none; every field is filled once; what every row needs is filled.

    Raises InvalidFieldsError.
    """
    fields.refuse(_wrong(kind, mapping, headers))


def header_key(headers: Sequence[str]) -> str:
    """What a mapping is remembered by: the headers, regardless of case, accents and punctuation."""
    return "|".join(_plain(each) for each in headers)


def filled(cells: Sequence[str], mapping: Sequence[str]) -> dict[str, str]:
    """What a row says of each field that a column fills; a cell that is not there is empty."""
    return {
        name: cells[place].strip() if place < len(cells) else "" for place, name in enumerate(mapping) if name
    }


def _wrong(kind: ImportKind, mapping: Sequence[str], headers: Sequence[str]) -> Iterator[FieldViolation]:
    if len(mapping) != len(headers):
        yield FieldViolation("mapping", "OUT_OF_RANGE", f"The file has {len(headers)} columns.")
        return
    known = {each.name for each in FIELDS[kind]}
    seen: set[str] = set()
    for place, name in enumerate(mapping):
        attribute = kind is ImportKind.PEOPLE and _ATTRIBUTE_COLUMN.fullmatch(name)
        if name and name not in known and not attribute:
            yield FieldViolation(f"mapping[{place}]", "UNKNOWN_REFERENCE", f"There is no field {name!r:.80}.")
        if name and name in seen:
            yield FieldViolation(f"mapping[{place}]", "DUPLICATE", f"Another column fills {name!r:.80}.")
        seen.add(name)
    for each in FIELDS[kind]:
        if each.required and each.name not in seen:
            yield FieldViolation(
                "mapping", "REQUIRED", f"No column fills {each.name}, which every row needs."
            )


def _plain(header: str) -> str:
    return _NO_LETTER.sub("", folded(header))
