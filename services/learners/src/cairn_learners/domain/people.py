"""People who work for the tenant: what is known of them, and what it may refer to."""

import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cairn_learners.domain import employment, fields
from cairn_learners.domain.employment import Employment
from cairn_learners.domain.errors import RoleNotYetKnownError
from cairn_learners.domain.hierarchy import circle_closed_by
from cairn_learners.domain.particulars import (
    NO_PARTICULARS,
    NO_PARTICULARS_SAID,
    Particulars,
    ParticularsDraft,
    check_particulars,
    particulars_from,
)
from cairn_learners.domain.tenure import Position, RoleHeld, dated, roles_ended, roles_left
from cairn_platform.errors import FieldViolation, InvalidFieldsError

MOST_FURTHER_POSITIONS = 5


@dataclass(frozen=True, kw_only=True)
class Profile:
    """All that the employer says about a person.

    `position` is the primary one: its manager leads the person, and nobody else does. Who is named as the manager of a further position
    reads of it in the person's profile and gains no reach by it. `hired_on` and `left_on` are the first and the last day of the present,
    or else the latest, employment.
    """

    given_name: str
    family_name: str
    email: str | None
    position: Position
    target_role_id: str | None
    hired_on: date | None
    left_on: date | None = None
    further_positions: tuple[Position, ...] = ()
    particulars: Particulars = NO_PARTICULARS

    @property
    def positions(self) -> tuple[Position, ...]:
        """Everything that the person does at once, the primary position first."""
        return (self.position, *self.further_positions)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who works for the tenant; `account_subject` is the `sub` of the account that belongs to the person.

    `past_roles` are in the order in which they were left, `past_employments` in that in which they ended: both are only added to.
    """

    person_id: str
    version: int
    profile: Profile
    account_subject: str | None
    past_roles: tuple[RoleHeld, ...] = ()
    past_employments: tuple[Employment, ...] = ()

    @property
    def name(self) -> str:
        """The given name and the family name."""
        return f"{self.profile.given_name} {self.profile.family_name}".strip()

    @property
    def manager_id(self) -> str | None:
        """Who leads the person; None at the top."""
        return self.profile.position.manager_id

    def is_employed_on(self, day: date) -> bool:
        """The person has not left by this day."""
        return employment.employed_on(day, left_on=self.profile.left_on)


@dataclass(frozen=True, kw_only=True)
class PositionDraft:
    """What a request says about a position beside the primary one."""

    title: str
    role_id: str
    department_id: str
    manager_id: str
    taken_on: str


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
    left_on: str = ""
    further_positions: tuple[PositionDraft, ...] = ()
    particulars: ParticularsDraft = NO_PARTICULARS_SAID

    @property
    def position(self) -> PositionDraft:
        """What is said about the primary position."""
        return PositionDraft(
            title=self.title,
            role_id=self.role_id,
            department_id=self.department_id,
            manager_id=self.manager_id,
            taken_on=self.taken_on,
        )


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
    hired_on, left_on = fields.parsed_day(draft.hired_on), fields.parsed_day(draft.left_on)
    fields.refuse(
        fields.identifier("person_id", draft.person_id),
        fields.required("given_name", draft.given_name),
        fields.line("given_name", draft.given_name, longest=fields.LONGEST_NAME),
        fields.line("family_name", draft.family_name, longest=fields.LONGEST_NAME),
        fields.email("email", draft.email),
        _check_position("position", draft.position),
        fields.identifier("target_role_id", draft.target_role_id),
        fields.day("hired_on", draft.hired_on),
        fields.day("left_on", draft.left_on),
        employment.order_of_days(hired_on=hired_on, left_on=left_on),
        fields.at_most("further_positions", len(draft.further_positions), limit=MOST_FURTHER_POSITIONS),
        *(_check_position(_further(place), each) for place, each in enumerate(draft.further_positions)),
        check_particulars(draft.particulars),
    )
    return Profile(
        given_name=draft.given_name.strip(),
        family_name=draft.family_name.strip(),
        email=draft.email or None,
        position=_position(draft.position),
        target_role_id=draft.target_role_id or None,
        hired_on=hired_on,
        left_on=left_on,
        further_positions=tuple(_position(each) for each in draft.further_positions),
        particulars=particulars_from(draft.particulars),
    )


def check_references(person_id: str, profile: Profile, *, surroundings: Surroundings) -> None:
    """A person's departments and managers are there, and the mail address is nobody else's.

    Raises InvalidFieldsError for these, and RoleNotYetKnownError for a role that the service has no copy of.
    """
    fields.refuse(
        *(_department(field, position, surroundings) for field, position in _placed(profile)),
        *(_manager(field, position, surroundings) for field, position in _placed(profile)),
        _own_manager(person_id, profile),
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
    """The catalogue's roles that the profile names: those held and the one aimed at."""
    held = (each.role_id for each in profile.positions)
    return frozenset(role_id for role_id in (*held, profile.target_role_id) if role_id)


def register(person_id: str, profile: Profile) -> Person:
    """A person who was not there before."""
    return Person(person_id=person_id, version=1, profile=profile, account_subject=None)


def change(person: Person, profile: Profile, *, today: date) -> Person:
    """The person with another profile; the same person if nothing differs. A role that is left is remembered.

    Who joins again after the last day has returned: the employment that ended is remembered, and every role of it ended with it. What is
    held now began with the present employment. Raises InvalidFieldsError where that would begin before an earlier one was over.
    """
    fields.refuse(employment.after_earlier(profile.hired_on, person.past_employments))
    before = person.profile
    ended = employment.ended_by_return(
        hired_on=before.hired_on, left_on=before.left_on, hired_again_on=profile.hired_on
    )
    if ended:
        positions = dated(profile.positions, after=(), since=profile.hired_on or today)
        left = roles_ended(before.positions, left_on=ended.over_on)
    else:
        positions = dated(profile.positions, after=before.positions, since=today)
        left = roles_left(before.positions, after=positions, today=today)
    earlier = (*person.past_employments, ended) if ended else person.past_employments
    primary, *further = _begun_with(profile.hired_on, positions) if earlier else positions
    profile = replace(profile, position=primary, further_positions=tuple(further))
    if profile == before:
        return person
    return replace(
        person,
        version=person.version + 1,
        profile=profile,
        past_roles=person.past_roles + left,
        past_employments=earlier,
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
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()


def _position(draft: PositionDraft) -> Position:
    return Position(
        title=draft.title.strip(),
        role_id=draft.role_id or None,
        department_id=draft.department_id or None,
        manager_id=draft.manager_id or None,
        taken_on=fields.parsed_day(draft.taken_on),
    )


def _check_position(field: str, draft: PositionDraft) -> Iterator[FieldViolation]:
    yield from fields.line(f"{field}.title", draft.title, longest=fields.LONGEST_NAME)
    yield from fields.identifier(f"{field}.role_id", draft.role_id)
    yield from fields.identifier(f"{field}.department_id", draft.department_id)
    yield from fields.identifier(f"{field}.manager_id", draft.manager_id)
    yield from fields.day(f"{field}.taken_on", draft.taken_on)


def _further(place: int) -> str:
    return f"further_positions[{place}]"


def _placed(profile: Profile) -> Iterator[tuple[str, Position]]:
    """Each position with the field that it stands in."""
    yield "position", profile.position
    for place, each in enumerate(profile.further_positions):
        yield _further(place), each


def _own_manager(person_id: str, profile: Profile) -> Iterator[FieldViolation]:
    """In a further position too: nobody is led by themselves. What a circle of the line is, `check_line` says."""
    for place, each in enumerate(profile.further_positions):
        if each.manager_id == person_id:
            yield FieldViolation(f"{_further(place)}.manager_id", "CYCLE", "Nobody leads themselves.")


def _department(field: str, position: Position, surroundings: Surroundings) -> Iterator[FieldViolation]:
    department_id = position.department_id
    if department_id is not None and department_id not in surroundings.department_ids:
        yield FieldViolation(f"{field}.department_id", "UNKNOWN_REFERENCE", "There is no such department.")


def _manager(field: str, position: Position, surroundings: Surroundings) -> Iterator[FieldViolation]:
    manager_id = position.manager_id
    if manager_id is not None and manager_id not in surroundings.person_ids:
        yield FieldViolation(f"{field}.manager_id", "UNKNOWN_REFERENCE", "There is no such person.")


def _begun_with(hired_on: date | None, positions: tuple[Position, ...]) -> tuple[Position, ...]:
    """After a return no position is older than the present employment: what was held before it is among the past roles."""
    if hired_on is None:
        return positions
    return tuple(
        replace(each, taken_on=max(each.taken_on, hired_on)) if each.taken_on else each for each in positions
    )


def _email(person_id: str, profile: Profile, surroundings: Surroundings) -> Iterator[FieldViolation]:
    holder = surroundings.holder_of_email.get(email_key(profile.email)) if profile.email else None
    if holder not in (None, person_id):
        yield FieldViolation("email", "TAKEN", "This mail address belongs to somebody else already.")
