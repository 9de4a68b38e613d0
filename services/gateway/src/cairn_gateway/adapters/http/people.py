"""People: the routes under /people, and what a person looks like."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1.organization_pb2 import Person as PersonMessage
from cairn_gateway.adapters.http import paging, preconditions
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Page, PageQuery
from cairn_gateway.adapters.http.preconditions import ExpectedOrNew, ExpectedVersion
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating, telling_late_from_unknown
from cairn_gateway.adapters.http.translation import answer, request


class Position(Draft):
    """What somebody does in the organization, and for whom."""

    title: str | None = None
    """The job's title as the employer words it."""
    role_id: str | None = None
    """The catalogue's role that says what the job demands; null where none is named."""
    department_id: str | None = None
    """The department it belongs to."""
    manager_id: str | None = None
    """Who leads the person; null at the top."""
    taken_on: Day | None = None
    """Since when the person holds it. Null in a request: what is known of the same role stays, and another role is held from today on;
    null in an answer where it is unknown.
    """


class RoleHeld(Answer):
    """A role of the catalogue that somebody held before the present one."""

    role_id: str
    """The role."""
    taken_on: Day
    """Its first day."""
    left_on: Day
    """The first day on which it was not held any more."""


class Employment(Answer):
    """A time of working for the tenant that is over."""

    hired_on: Day | None
    """Its first day; null where unknown."""
    left_on: Day
    """Its last day."""


class Attribute(Draft):
    """Something of the employer's own that is known of a person, such as the cost centre."""

    name: str
    """What it is called: at most 50 of a-z, 0-9 and `_`, beginning with a letter."""
    value: str
    """What it is for this person; a blank one is as if it were not there."""


class PersonDraft(Draft):
    """A person as a client wants it to be.

    What only answers have (`version`, `has_account`, `past_roles`, `past_employments`) may be sent along; it is ignored.
    """

    person_id: str | None = None
    """Slug or UUID, unique in the tenant; without it, a new one is made."""
    given_name: str
    """The given name."""
    family_name: str | None = None
    """The family name; null for who has one name only."""
    email: str | None = None
    """The mail address at work, unique in the tenant; the first sign-in with it, verified, links the account.
    Null for who has none.
    """
    position: Position
    """What the person does; of several positions the primary one, whose manager alone leads the person."""
    further_positions: list[Position] = Field(default_factory=list)
    """What the person does besides, at most 5. Their managers do not lead the person."""
    target_role_id: str | None = None
    """The role that the person wants to be ready for; null where none was chosen."""
    hired_on: Day | None = None
    """When the person joined; null where unknown. A day after `left_on` says that the person has returned."""
    left_on: Day | None = None
    """The last day of the present, or else the latest, employment; null for who has not left. From the day after it the person is in no
    team and no report; who joins again stays the same person.
    """
    location: str | None = None
    """Where the person works, as the employer calls it."""
    attributes: list[Attribute] = Field(default_factory=list)
    """The employer's own attributes, at most 20, each name once."""
    time_zone: str | None = None
    """The person's time zone, a name of the IANA database such as Europe/Madrid; null where unknown."""
    language: str | None = None
    """The person's language, a tag such as de or pt-BR; null where unknown."""


class Person(PersonDraft, Answer):
    """Somebody who works for the tenant. Not everybody has an account."""

    person_id: str
    """Slug or UUID, unique in the tenant."""
    version: int
    """Grows by one with each change."""
    has_account: bool
    """An account is linked."""
    past_roles: list[RoleHeld]
    """The roles held before, as far as it is known since when, in the order in which they were left."""
    past_employments: list[Employment]
    """The employments before, in the order in which they ended."""


class PersonPage(Page[Person]):
    """People by family name, then given name."""


class PersonRow(PersonDraft):
    """A person in an import; it wins over what is there."""

    person_id: str
    """Slug or UUID, unique in the tenant."""


class PeopleImport(Draft):
    """Many people at once; managers may come later in the same import."""

    people: Annotated[list[PersonRow], Field(min_length=1, max_length=500)]
    """The rows."""


class RowOutcome(StrEnum):
    """What became of one row of an import."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class RowResult(Answer):
    """The answer to one row of an import."""

    row: int
    """Which row, from 0 on, in the order of the request."""
    id: str | None
    """What the row is about; null where the row was refused."""
    outcome: RowOutcome
    """What became of it."""
    reason: str | None
    """Why it was refused, as a reason in capitals; null otherwise."""
    message: str | None
    """The same for people, in one sentence; null where it was not refused."""


class ImportResult(Answer):
    """What became of an import, row by row."""

    results: list[RowResult]
    """One for each row, in the order of the request."""


class TargetRoleChoice(Draft):
    """The role that a person wants to be ready for."""

    role_id: str | None
    """The catalogue's role; null takes the choice back."""


class PeopleQuery(PageQuery):
    """Which people are asked for."""

    query: Annotated[str | None, Field(max_length=200)] = None
    """Only whose name or mail address contains this text, regardless of case."""
    department_id: str | None = None
    """Only in this department or one below it."""
    team_id: str | None = None
    """Only who is led by this manager."""
    include_sub_teams: bool = False
    """With `team_id`: everybody below the manager, not only who reports directly."""


router = APIRouter(prefix="/people", tags=["people"])


@router.get("", operation_id="listPeople", summary="List people")
async def list_people(upstream: Asking, query: Annotated[PeopleQuery, Query()]) -> PersonPage:
    """People by family name, then given name: everybody for hr and tenant-admin, the own line for a manager."""
    found = await upstream.read(
        upstream.learners.ListPeople, request(query, learners.ListPeopleRequest, page=paging.asked(query))
    )
    return PersonPage(
        items=[answer(Person, person) for person in found.people], next_cursor=paging.next_cursor(found.page)
    )


@router.post(
    "",
    operation_id="createPerson",
    summary="Register a person",
    status_code=201,
    responses={**preconditions.CREATED, **responses(404, 409)},
)
async def create_person(upstream: Creating, draft: PersonDraft, response: Response) -> Person:
    """Registers a person. Needs tenant-admin."""
    saved = await _save(upstream, draft, draft.person_id, 0)
    preconditions.show_created(response, saved.version, f"/api/v1/people/{saved.person_id}")
    return saved


@router.post("/import", operation_id="importPeople", summary="Register or change many people")
async def import_people(upstream: Asking, rows: PeopleImport) -> ImportResult:
    """Registers or changes up to 500 people, each row for itself. Needs tenant-admin."""
    async with locating(in_body()):
        done = await upstream.write(
            upstream.learners.ImportPeople, request(rows, learners.ImportPeopleRequest)
        )
    return answer(ImportResult, done)


@router.get(
    "/{person_id}",
    operation_id="getPerson",
    summary="Get a person",
    responses={200: {"headers": preconditions.ETAG}, **responses(404)},
)
async def get_person(upstream: Asking, person_id: str, response: Response) -> Person:
    """A person. For oneself, the manager line above, hr and tenant-admin."""
    found = await upstream.read(upstream.learners.GetPerson, learners.GetPersonRequest(person_id=person_id))
    preconditions.show_version(response, found.person.version)
    return answer(Person, found.person)


@router.put(
    "/{person_id}",
    operation_id="putPerson",
    summary="Change or register a person",
    responses={**preconditions.put_answers(Person), **responses(404, 409, 412, 428)},
)
async def put_person(
    upstream: Asking, person_id: str, draft: PersonDraft, expected: ExpectedOrNew, response: Response
) -> Person:
    """Changes a person (If-Match) or registers one with this id (If-None-Match: *). Needs tenant-admin."""
    preconditions.same_id("person_id", draft.person_id, person_id)
    saved = await _save(upstream, draft, person_id, expected)
    preconditions.show_saved(response, saved.version, f"/api/v1/people/{person_id}", created=expected == 0)
    return saved


@router.put(
    "/{person_id}/target-role",
    operation_id="choosePersonTargetRole",
    summary="Choose a person's target role",
    responses={200: {"headers": preconditions.ETAG}, **responses(404, 409, 412, 428)},
)
async def choose_target_role(
    upstream: Asking, person_id: str, choice: TargetRoleChoice, expected: ExpectedVersion, response: Response
) -> Person:
    """Sets the role that a person wants to be ready for. For oneself, a manager above, hr and tenant-admin."""
    return await save_target_role(upstream, person_id, choice, expected, response)


async def save_target_role(
    upstream: Asking, person_id: str, choice: TargetRoleChoice, expected: int, response: Response
) -> Person:
    """Sets a person's target role, for whoever may."""
    async with locating(in_body()), telling_late_from_unknown(upstream, role_id=choice.role_id):
        chosen = await upstream.write(
            upstream.learners.ChooseTargetRole,
            learners.ChooseTargetRoleRequest(
                person_id=person_id, role_id=choice.role_id or "", expected_version=expected
            ),
        )
    preconditions.show_version(response, chosen.person.version)
    return answer(Person, chosen.person)


async def _save(upstream: Asking, draft: PersonDraft, person_id: str | None, expected: int) -> Person:
    person = request(draft, PersonMessage)
    person.person_id = person_id or ""
    async with (
        locating(in_body(wrapper="person")),
        telling_late_from_unknown(upstream, role_id=draft.position.role_id),
    ):
        saved = await upstream.write(
            upstream.learners.SavePerson,
            learners.SavePersonRequest(person=person, expected_version=expected),
        )
    return answer(Person, saved.person)
