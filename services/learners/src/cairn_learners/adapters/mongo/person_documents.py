"""From a person to the document and back. What documents from earlier versions do not have is nothing."""

from datetime import date

from cairn_learners.application import orders
from cairn_learners.domain.employment import Employment
from cairn_learners.domain.particulars import Particulars
from cairn_learners.domain.people import Person, Profile, email_key
from cairn_learners.domain.tenure import Position, RoleHeld
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.days import day_text, stored_day


def person_document(person: Person) -> Document:
    """The fields of a person."""
    profile = person.profile
    return {
        "person_id": person.person_id,
        "given_name": profile.given_name,
        "family_name": profile.family_name,
        "email": profile.email,
        "email_key": email_key(profile.email) if profile.email else None,
        **_position_document(profile.position),
        "further_positions": [_position_document(each) for each in profile.further_positions],
        "past_roles": [
            {
                "role_id": each.role_id,
                "taken_on": each.taken_on.isoformat(),
                "left_on": each.left_on.isoformat(),
            }
            for each in person.past_roles
        ],
        "target_role_id": profile.target_role_id,
        "hired_on": day_text(profile.hired_on),
        "left_on": day_text(profile.left_on),
        "past_employments": [
            {"hired_on": day_text(each.hired_on), "left_on": each.left_on.isoformat()}
            for each in person.past_employments
        ],
        "location": profile.particulars.location,
        "attributes": [{"name": name, "value": value} for name, value in profile.particulars.attributes],
        "time_zone": profile.particulars.time_zone,
        "language": profile.particulars.language,
        "account_subject": person.account_subject,
        "name_order": orders.by_name(person),
        "searchable": orders.searchable(person),
    }


def person_from(document: Document) -> Person:
    """The person whom a document holds."""
    return Person(
        person_id=document["person_id"],
        version=document["version"],
        profile=Profile(
            given_name=document["given_name"],
            family_name=document["family_name"],
            email=document["email"],
            position=_position_from(document),
            target_role_id=document["target_role_id"],
            hired_on=stored_day(document["hired_on"]),
            left_on=stored_day(document.get("left_on")),
            further_positions=tuple(_position_from(each) for each in document.get("further_positions", ())),
            particulars=Particulars(
                location=document.get("location") or "",
                attributes=tuple((each["name"], each["value"]) for each in document.get("attributes", ())),
                time_zone=document.get("time_zone"),
                language=document.get("language"),
            ),
        ),
        account_subject=document["account_subject"],
        past_roles=tuple(
            RoleHeld(
                role_id=each["role_id"],
                taken_on=date.fromisoformat(each["taken_on"]),
                left_on=date.fromisoformat(each["left_on"]),
            )
            for each in document.get("past_roles", ())
        ),
        past_employments=tuple(
            Employment(hired_on=stored_day(each["hired_on"]), left_on=date.fromisoformat(each["left_on"]))
            for each in document.get("past_employments", ())
        ),
    )


def _position_document(position: Position) -> Document:
    return {
        "title": position.title,
        "role_id": position.role_id,
        "department_id": position.department_id,
        "manager_id": position.manager_id,
        "taken_on": day_text(position.taken_on),
    }


def _position_from(document: Document) -> Position:
    return Position(
        title=document["title"],
        role_id=document["role_id"],
        department_id=document["department_id"],
        manager_id=document["manager_id"],
        taken_on=stored_day(document.get("taken_on")),
    )
