"""People who work for the tenant: what is known of them, and what it may refer to."""

import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cairn_learners.domain import fields
from cairn_learners.domain.errors import RoleNotYetKnownError
from cairn_learners.domain.hierarchy import circle_closed_by
from cairn_learners.domain.tenure import Position, RoleHeld, dated, role_left
from cairn_platform.errors import FieldViolation, InvalidFieldsError


@dataclass(frozen=True, kw_only=True)
class Profile:
    """All that the employer says about a person."""

    given_name: str
    family_name: str
    email: str | None
    position: Position
    target_role_id: str | None
    hired_on: date | None


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who works for the tenant; `account_subject` is the `sub` of the account that belongs to the person.

    `past_roles` are in the order in which they were left.
    """

    person_id: str
    version: int
    profile: Profile
    account_subject: str | None
    past_roles: tuple[RoleHeld, ...] = ()

    @property
    def name(self) -> str:
        """The given name and the family name."""
        return f"{self.profile.given_name} {self.profile.family_name}".strip()

    @property
    def manager_id(self) -> str | None:
        """Who leads the person; None at the top."""
        return self.profile.position.manager_id


@dataclass(frozen=True, kw_only=True)
class PersonDraft:
    """What a request says about a person, not looked at yet; empty where nothing is said."""

    person_id: str
    given_name: str
    family_name: str
    email: str
    title: str
    role_id: str
    department_id: str
    manager_id: str
    taken_on: str
    target_role_id: str
    hired_on: str


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What there is in the tenant that a profile may refer to, as far as it is asked for.

    `holder_of_email` tells, by `email_key` of the address, whose it is.
    """

    person_ids: Container[str]
    department_ids: frozenset[str]
    role_ids: frozenset[str]
    holder_of_email: Mapping[str, str]


def profile_from(draft: PersonDraft) -> Profile:
    """What the draft says, if it can be said of a person at all. Raises InvalidFieldsError with every field that is wrong."""
    fields.refuse(
        fields.identifier("person_id", draft.person_id),
        fields.required("given_name", draft.given_name),
        fields.line("given_name", draft.given_name, longest=fields.LONGEST_NAME),
        fields.line("family_name", draft.family_name, longest=fields.LONGEST_NAME),
        fields.email("email", draft.email),
        fields.line("position.title", draft.title, longest=fields.LONGEST_NAME),
        fields.identifier("position.role_id", draft.role_id),
        fields.identifier("position.department_id", draft.department_id),
        fields.identifier("position.manager_id", draft.manager_id),
        fields.day("position.taken_on", draft.taken_on),
        fields.identifier("target_role_id", draft.target_role_id),
        fields.day("hired_on", draft.hired_on),
    )
    return Profile(
        given_name=draft.given_name.strip(),
        family_name=draft.family_name.strip(),
        email=draft.email or None,
        position=Position(
            title=draft.title.strip(),
            role_id=draft.role_id or None,
            department_id=draft.department_id or None,
            manager_id=draft.manager_id or None,
            taken_on=fields.parsed_day(draft.taken_on),
        ),
        target_role_id=draft.target_role_id or None,
        hired_on=fields.parsed_day(draft.hired_on),
    )


def check_references(person_id: str, profile: Profile, *, surroundings: Surroundings) -> None:
    """A person's department and manager are there, and the mail address is nobody else's.

    Raises InvalidFieldsError for these, and RoleNotYetKnownError for a role that the service has no copy of.
    """
    fields.refuse(
        _department(profile, surroundings),
        _manager(profile, surroundings),
        _email(person_id, profile, surroundings),
    )
    for role_id in roles_of(profile):
        if role_id not in surroundings.role_ids:
            raise RoleNotYetKnownError(role_id)


def check_line(person_id: str, manager_id: str | None, *, manager_of: Mapping[str, str | None]) -> None:
    """Nobody is led by themselves, nor by somebody below. Raises InvalidFieldsError, which names the line."""
    circle = circle_closed_by(person_id, above=manager_id, above_of=manager_of)
    if circle:
        message = f"The reporting line would be a circle: {' is led by '.join(circle)}."
        raise InvalidFieldsError([FieldViolation("position.manager_id", "CYCLE", message)])


def roles_of(profile: Profile) -> frozenset[str]:
    """The catalogue's roles that the profile names: the one held and the one aimed at."""
    return frozenset(role_id for role_id in (profile.position.role_id, profile.target_role_id) if role_id)


def register(person_id: str, profile: Profile) -> Person:
    """A person who was not there before."""
    return Person(person_id=person_id, version=1, profile=profile, account_subject=None)


def change(person: Person, profile: Profile, *, today: date) -> Person:
    """The person with another profile; the same person if nothing differs. A role that is left is remembered."""
    before = person.profile.position
    position = dated(profile.position, after=before, today=today)
    profile = replace(profile, position=position)
    if profile == person.profile:
        return person
    return replace(
        person,
        version=person.version + 1,
        profile=profile,
        past_roles=person.past_roles + role_left(before, after=position, today=today),
    )


def choose_target_role(person: Person, role_id: str | None) -> Person:
    """The person, wanting to be ready for another role; None takes the choice back."""
    if role_id == person.profile.target_role_id:
        return person
    profile = replace(person.profile, target_role_id=role_id)
    return replace(person, version=person.version + 1, profile=profile)


def link_account(person: Person, *, subject: str) -> Person:
    """The person, to whom the account belongs from now on."""
    return replace(person, version=person.version + 1, account_subject=subject)


def may_be_linked(person: Person, *, email: str | None, email_verified: bool) -> bool:
    """An account is linked to the person with its verified mail address, regardless of case, unless another account is already."""
    return (
        email_verified
        and email is not None
        and person.profile.email is not None
        and email_key(email) == email_key(person.profile.email)
        and person.account_subject is None
    )


def email_key(email: str) -> str:
    """What a mail address is compared by: its case does not matter."""
    return email.lower()


def folded(text: str) -> str:
    """A text as names are sorted and looked up by: without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()


def _department(profile: Profile, surroundings: Surroundings) -> Iterator[FieldViolation]:
    department_id = profile.position.department_id
    if department_id is not None and department_id not in surroundings.department_ids:
        yield FieldViolation("position.department_id", "UNKNOWN_REFERENCE", "There is no such department.")


def _manager(profile: Profile, surroundings: Surroundings) -> Iterator[FieldViolation]:
    manager_id = profile.position.manager_id
    if manager_id is not None and manager_id not in surroundings.person_ids:
        yield FieldViolation("position.manager_id", "UNKNOWN_REFERENCE", "There is no such person.")


def _email(person_id: str, profile: Profile, surroundings: Surroundings) -> Iterator[FieldViolation]:
    holder = surroundings.holder_of_email.get(email_key(profile.email)) if profile.email else None
    if holder not in (None, person_id):
        yield FieldViolation("email", "TAKEN", "This mail address belongs to somebody else already.")
