"""What a row of a file says about a person, laid over what is known already."""

from collections.abc import Mapping
from datetime import date

from cairn_learners.domain.department_names import DepartmentNames
from cairn_learners.domain.import_columns import ATTRIBUTE, POSITIONS
from cairn_learners.domain.imported_days import day_as_iso
from cairn_learners.domain.particulars import ParticularsDraft
from cairn_learners.domain.people import Person, PersonDraft, PositionDraft, Profile, email_key
from cairn_learners.domain.tenure import Position

Texts = dict[str, str]

# How personnel systems say that somebody's last day is not known yet.
_NO_LAST_DAY = "9999-12-31"
DAYS = ("hired_on", "left_on", *(f"taken_on{'' if n == 1 else f'_{n}'}" for n in range(1, POSITIONS + 1)))


def texts_of(profile: Profile) -> Texts:
    """A profile as a row would say it, field by field."""
    particulars = profile.particulars
    texts = {
        "given_name": profile.given_name,
        "family_name": profile.family_name,
        "email": profile.email or "",
        "target_role_id": profile.target_role_id or "",
        "hired_on": _day(profile.hired_on),
        "left_on": _day(profile.left_on),
        "location": particulars.location,
        "time_zone": particulars.time_zone or "",
        "language": particulars.language or "",
        **{f"{ATTRIBUTE}{name}": value for name, value in particulars.attributes},
    }
    for place, position in enumerate(profile.positions, start=1):
        texts |= {_at(name, place): text for name, text in _position_texts(position).items()}
    return texts


def draft_of(
    values: Mapping[str, str],
    *,
    before: Person | None,
    departments: DepartmentNames,
    holder_of_email: Mapping[str, str],
    today: date,
) -> PersonDraft:
    """What the row says about the person; what no column says stays as it is.

    Whoever is in a file that does not tell last days is here. Another role whose first day nobody tells begins today, or with the
    employment. `holder_of_email` tells, by `email_key`, who a manager is who is named by mail address.
    """
    said = {name: day_as_iso(text) if name in DAYS else text for name, text in values.items()}
    known = texts_of(before.profile) if before else {}
    texts = {**known, **said}
    if said.get("left_on") == _NO_LAST_DAY:
        texts["left_on"] = ""
    if before and "left_on" not in said and not before.is_employed_on(today):
        texts["left_on"] = ""
    returned = bool(known.get("left_on")) and texts.get("hired_on", "") > known["left_on"]
    for place in range(1, POSITIONS + 1):
        role, since = _at("role_id", place), _at("taken_on", place)
        if since not in said and (returned or texts.get(role, "") != known.get(role, "")):
            texts[since] = ""
    return PersonDraft(
        person_id=texts.get("person_id", ""),
        given_name=texts.get("given_name", ""),
        family_name=texts.get("family_name", ""),
        email=texts.get("email", ""),
        title=texts.get("title", ""),
        role_id=texts.get("role_id", ""),
        department_id=departments.id_of(texts.get("department", "")),
        manager_id=manager_id_of(texts.get("manager", ""), holder_of_email),
        taken_on=texts.get("taken_on", ""),
        target_role_id=texts.get("target_role_id", ""),
        hired_on=texts.get("hired_on", ""),
        left_on=texts.get("left_on", ""),
        further_positions=_further(texts, before, departments, holder_of_email),
        particulars=ParticularsDraft(
            location=texts.get("location", ""),
            attributes=tuple(
                (name.removeprefix(ATTRIBUTE), text)
                for name, text in texts.items()
                if name.startswith(ATTRIBUTE)
            ),
            time_zone=texts.get("time_zone", ""),
            language=texts.get("language", ""),
        ),
    )


def _further(
    texts: Texts,
    before: Person | None,
    departments: DepartmentNames,
    holder_of_email: Mapping[str, str],
) -> tuple[PositionDraft, ...]:
    """The positions beside the primary one; those that a row has no columns for stay."""
    last = max(POSITIONS, len(before.profile.positions) if before else 0)
    drafts = []
    for place in range(2, last + 1):
        draft = PositionDraft(
            title=texts.get(_at("title", place), ""),
            role_id=texts.get(_at("role_id", place), ""),
            department_id=departments.id_of(texts.get(_at("department", place), "")),
            manager_id=manager_id_of(texts.get(_at("manager", place), ""), holder_of_email),
            taken_on=texts.get(_at("taken_on", place), ""),
        )
        if draft.title or draft.role_id or draft.department_id or draft.manager_id:
            drafts.append(draft)
    return tuple(drafts)


def manager_id_of(text: str, holder_of_email: Mapping[str, str]) -> str:
    """The manager's person id, where the row names a mail address that somebody has; else what it says."""
    return holder_of_email.get(email_key(text), text) if "@" in text else text


def _position_texts(position: Position) -> Texts:
    return {
        "title": position.title,
        "role_id": position.role_id or "",
        "department": position.department_id or "",
        "manager": position.manager_id or "",
        "taken_on": _day(position.taken_on),
    }


def _at(name: str, place: int) -> str:
    return name if place == 1 else f"{name}_{place}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
