"""Reports: the routes under /reports, and a person's skills and readiness."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from google.protobuf.timestamp_pb2 import Timestamp
from pydantic import Field, StringConstraints

from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.grpc.names import people_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http import paging
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.locating import in_query
from cairn_gateway.adapters.http.model import Answer, Day, Instant, Page, PageQuery
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.report_files import (
    FILES_DESCRIBED,
    FileFormat,
    FormatQuery,
    ReportTable,
    file_answer,
    once,
    wanted_format,
)
from cairn_gateway.adapters.http.report_rows import (
    ExpiryRow,
    ReadinessRow,
    ReportName,
    SkillGapRow,
    rows_from,
)
from cairn_gateway.adapters.http.translation import answer, number


class Freshness(Answer):
    """How fresh an answer is."""

    as_of: Instant
    """The instant that the answer is true for."""
    fresh_as_of: Instant | None
    """When the latest event that the answer knows of happened; null where the tenant has none."""


class RoleChoice(StrEnum):
    """Which role people are compared with."""

    OWN = "own"
    TARGET = "target"
    NEXT = "next"


class RequirementState(StrEnum):
    """How one requirement of a role is met."""

    MET = "met"
    MET_UNTIL = "met_until"
    SHORT = "short"
    MISSING = "missing"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


class ReadinessState(StrEnum):
    """How ready somebody is, all requirements together."""

    READY = "ready"
    READY_UNTIL = "ready_until"
    NEARLY = "nearly"
    NOT_YET = "not_yet"
    BLOCKED = "blocked"


class Assessor(StrEnum):
    """As what somebody assessed a person's skill."""

    REVIEWER = "reviewer"
    MANAGER = "manager"
    PEER = "peer"
    SELF = "self"


class AssessmentSource(Answer):
    """The assessment that gives a level."""

    assessment_id: str
    """The assessment."""
    assessor: Assessor
    """Who said it."""
    assessed_on: Day
    """The day for which it is said."""


class HeldSkill(Answer):
    """One skill of a person, with what gives it: a verified credential or an assessment."""

    skill_id: str
    """The skill."""
    skill_name: str
    """Its name."""
    level: int
    """The level, 1 to 4."""
    achievement_id: str | None
    """The achievement that proves it, where that is what of all that gives the level counts the longest; null where an assessment does."""
    credential_id: str | None
    """Its credential."""
    credential_name: str | None
    """The credential's name."""
    valid_until: Instant | None
    """Until when the level is given at least; null for ever."""
    assessment: AssessmentSource | None
    """The assessment that gives it; null where an achievement does."""


class SkillProfile(Answer):
    """The skills of one person."""

    person_id: str
    """Whose."""
    skills: list[HeldSkill]
    """By level downwards, then name."""
    freshness: Freshness
    """How fresh the answer is."""


class RequirementStanding(Answer):
    """One requirement of a role, against one person."""

    requirement_id: str
    """The requirement's id in the role."""
    skill_id: str | None
    """The skill that is asked for; null where a credential is."""
    credential_id: str | None
    """The credential that is asked for; null where a skill is."""
    name: str
    """The skill's or credential's name."""
    required_level: int | None
    """The level asked for, 1 to 4; null for a credential."""
    held_level: int
    """The level held now; 0 for none and for a credential."""
    state: RequirementState
    """How it is met."""
    met_until: Instant | None
    """Until when it is met; null unless `met_until`."""
    achievement_id: str | None
    """The achievement that meets it, or that gives the level held; null where there is none."""
    proven_by_credential_id: str | None
    """That achievement's credential."""
    explanation: str
    """The same as a sentence for people."""
    stack_id: str | None
    """The stack that is asked for; null where something else is."""
    weight: int | None
    """Null: it is a must-have. Otherwise it helps, and counts that much among what helps."""
    assessment: AssessmentSource | None
    """The assessment that meets it, or that gives the level held; null where an achievement does, or nothing."""


class PersonReadiness(Answer):
    """How ready one person is for one role."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    role_id: str
    """For which role."""
    role_name: str
    """The role's name."""
    role_choice: RoleChoice | None
    """Which of the person's roles it is; null where the role was asked for by its id."""
    state: ReadinessState
    """All requirements together."""
    ready_until: Instant | None
    """Until when, for `ready_until`: the first instant at which a requirement is no longer met; else null."""
    met_count: int
    """How many requirements are met now."""
    requirement_count: int
    """How many requirements there are facts to judge by: all but the unknown ones."""
    share: float
    """How much of what can be judged is met, 0 to 1: each must-have counts as one, what only helps, by weight, as one together."""
    requirements: list[RequirementStanding]
    """Each of them, in the role's order."""
    explanation: str
    """The same as a sentence for people."""


class ShortPerson(Answer):
    """Somebody who lacks what a line of a gap report asks for."""

    person_id: str
    """Who."""
    name: str | None
    """Given name and family name; null where the caller may not know it."""


class SkillGap(Answer):
    """One line of a gap report: a skill at the level that roles ask for, or a credential."""

    skill_id: str | None
    """The skill; null for a credential."""
    credential_id: str | None
    """The credential; null for a skill."""
    name: str
    """The skill's or credential's name."""
    required_level: int | None
    """The level asked for, 1 to 4; null for a credential."""
    demanded: int
    """How many people are asked for it."""
    supplied: int
    """How many of these have it now."""
    short: int
    """How many have not: demanded less supplied."""
    short_people: list[ShortPerson]
    """Who has not, by id."""


class SkillGapGroup(Answer):
    """The gap of those people of a report who have one thing in common."""

    group: str | None
    """What they have in common, such as the id of their department; null for those of whom nothing is known."""
    people_count: int
    """How many were compared. Who has several positions may stand in more than one group."""
    gaps: list[SkillGap]
    """The largest shortage first, then by name and level."""
    hidden_count: int
    """How many lines are hidden from a viewer who may not see persons."""


class Dimension(StrEnum):
    """By what a report is taken apart."""

    DEPARTMENT = "department"
    LOCATION = "location"
    ROLE = "role"
    MANAGER = "manager"
    HIRED_YEAR = "hired_year"


class SkillGapReport(Answer):
    """The gap of a set of people. Each person counts once in a line.

    Who may not see persons (the role analyst) gets no ids, and no line with a figure about fewer people than the tenant's smallest cell.
    """

    gaps: list[SkillGap]
    """The largest shortage first, then by name and level."""
    people_count: int
    """How many people were compared."""
    without_role_count: int
    """How many more have no role to compare with."""
    groups: list[SkillGapGroup]
    """Group by group, where that was asked for; those of whom nothing is known last."""
    hidden_count: int
    """How many lines are hidden from a viewer who may not see persons."""
    freshness: Freshness
    """How fresh the answer is."""


class Expiry(Answer):
    """When somebody's credential ends."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    achievement_id: str
    """By which achievement: the one that counts the longest."""
    valid_until: Instant
    """The first instant that no longer counts."""
    last_valid_on: Day
    """The last day that counts, in the policy's time zone where one was stated, else in UTC."""
    lapsed: bool
    """It is over."""
    suspended: bool
    """It does not count for a while; it has not lapsed."""


class RecertificationLine(Answer):
    """Where the certifications of one credential stand."""

    credential_id: str
    """The credential."""
    credential_name: str
    """Its name."""
    valid: int
    """How many people hold it now."""
    due_in_7_days: int
    """How many of these lapse within 7 days."""
    due_in_30_days: int
    """How many of these lapse within 30 days, those within 7 among them."""
    due_in_60_days: int
    """How many of these lapse within 60 days, those within 30 among them."""
    due_in_90_days: int
    """How many of these lapse within 90 days, those within 60 among them."""
    lapsed: int
    """How many people held it and hold it no longer."""
    expiries: list[Expiry]
    """Who holds it now with an end within 90 days, held it, or is suspended; the earliest end first."""
    suspended: int
    """How many people hold it and are suspended now; they are neither valid nor lapsed."""


class RecertificationReport(Answer):
    """Where the certifications of a set of people stand."""

    lines: list[RecertificationLine]
    """By the credential's name."""
    people_count: int
    """How many people were asked about."""
    freshness: Freshness
    """How fresh the answer is."""


class ReadinessPage(Page[PersonReadiness]):
    """How ready people are, by person id. People whom no role is found for are left out and counted."""

    without_role_count: int
    """How many of the people asked for have no role to compare with."""
    freshness: Freshness
    """How fresh the answer is."""


class PeopleFilters(FormatQuery):
    """Whose report it is: all conditions hold at once; none means everybody in the caller's reach."""

    department_id: str | None = None
    """Only in this department or one below it."""
    without_sub_departments: bool = False
    """With `department_id`: only in this department itself."""
    location: str | None = None
    """Only who works at this location."""
    hired_from: Day | None = None
    """A cohort: only who was hired on this day or later."""
    hired_until: Day | None = None
    """Only who was hired on this day or earlier."""
    team_id: str | None = None
    """Only who is led by this manager."""
    include_sub_teams: bool = False
    """With `team_id`: everybody below the manager, not only who reports directly."""
    people_role_id: str | None = None
    """Only whose position names this role."""
    person_id: Annotated[list[str], Field(max_length=500, default_factory=list)]
    """Only these people."""
    as_of: Instant | None = None
    """The instant to answer for, such as 2026-06-30T23:59:59Z; without it: now. In the future: if nobody renews."""
    known_at: Instant | None = None
    """What was known at this instant; without it what is known now. Whom one may ask about goes by today's rights."""


AskedSkill = Annotated[str, StringConstraints(pattern=r"^.+:[1-4]$")]


class GapsQuery(PeopleFilters):
    """Which gaps are asked for."""

    role_id: str | None = None
    """Against this role, whatever the people's own are; without it by `role_choice`."""
    role_choice: RoleChoice | None = None
    """Against which of each person's roles; without it: the own role, or with several positions the roles of all."""
    skill: Annotated[list[AskedSkill], Field(max_length=200, default_factory=list)]
    """In the place of a role against this list: skills with a level, such as `python:3`."""
    credential: Annotated[list[str], Field(max_length=200, default_factory=list)]
    """In the place of a role against this list: credentials by id."""
    group_by: Dimension | None = None
    """Also group by group."""


class ReadinessQuery(PeopleFilters, PageQuery):
    """Whose readiness for what is asked for."""

    role_id: str | None = None
    """For this role, whatever the people's own are; without it by `role_choice`."""
    role_choice: RoleChoice | None = None
    """For which of each person's roles; without it: the target role, else the next rung of a ladder, else the own."""


class RecertificationQuery(PeopleFilters):
    """Whose certifications are asked for."""

    credential_id: str | None = None
    """Only of this credential."""


router = APIRouter(tags=["reports"])

# What one call of reporting gives at the most.
_PEOPLE_AT_ONCE = 500
_IN_QUERY = in_query(
    {"people.role_id": "people_role_id", "people.person_ids": "person_id"},
)


@router.get(
    "/reports/skill-gaps",
    operation_id="reportSkillGaps",
    summary="Report skill gaps",
    response_model=SkillGapReport,
    responses=responses(404, 406, 409) | FILES_DESCRIBED,
)
async def report_skill_gaps(
    upstream: Asking, request: Request, query: Annotated[GapsQuery, Query()]
) -> SkillGapReport | Response:
    """Which skills and credentials people lack against what their roles demand, the largest shortage first.

    A file has either the lines of everybody or, with `group_by`, those of each group.
    """
    wanted = wanted_format(query, request)
    report = await _skill_gaps(upstream, query)
    if wanted is FileFormat.JSON:
        return report
    return await file_answer(
        wanted, _table(ReportName.SKILL_GAPS, SkillGapRow, report.freshness, once(_gap_rows(query, report)))
    )


def _gap_rows(query: GapsQuery, report: SkillGapReport) -> list[SkillGapRow]:
    if query.group_by is None:
        return rows_from(SkillGapRow, report.gaps)
    return [
        row.model_copy(update={"group": each.group})
        for each in report.groups
        for row in rows_from(SkillGapRow, each.gaps)
    ]


async def _skill_gaps(upstream: Upstream, query: GapsQuery) -> SkillGapReport:
    async with locating(_IN_QUERY):
        report = await upstream.report(
            upstream.reporting.ReportSkillGaps,
            reporting.ReportSkillGapsRequest(
                people=_people(query),
                role_id=query.role_id or "",
                role_choice=role_choice_number(query.role_choice),
                as_of=_instant(query.as_of),
                known_at=_instant(query.known_at),
                asked=_asked(query),
                group_by=reporting.Dimension.ValueType(
                    number(reporting.Dimension.DESCRIPTOR, query.group_by)
                ),
            ),
        )
    lines = chain(report.gaps, (gap for group in report.groups for gap in group.gaps))
    names = await people_names(upstream, (person_id for gap in lines for person_id in gap.short_person_ids))
    return answer(
        SkillGapReport,
        report,
        gaps=_gaps(report.gaps, names),
        groups=[answer(SkillGapGroup, group, gaps=_gaps(group.gaps, names)) for group in report.groups],
    )


@router.get(
    "/reports/readiness",
    operation_id="reportReadiness",
    summary="Report readiness for roles",
    response_model=ReadinessPage,
    responses=responses(404, 406, 409) | FILES_DESCRIBED,
)
async def report_readiness(
    upstream: Asking, request: Request, query: Annotated[ReadinessQuery, Query()]
) -> ReadinessPage | Response:
    """How ready people are for a role, requirement by requirement. A file has everybody, whatever page is asked for."""
    wanted = wanted_format(query, request)
    if wanted is FileFormat.JSON:
        return await _readiness_page(upstream, query)
    first = await _readiness_page(
        upstream, query.model_copy(update={"limit": _PEOPLE_AT_ONCE, "cursor": None})
    )
    batches = _readiness_rows(upstream, query, first=first)
    return await file_answer(wanted, _table(ReportName.READINESS, ReadinessRow, first.freshness, batches))


async def _readiness_rows(
    upstream: Upstream, query: ReadinessQuery, *, first: ReadinessPage
) -> AsyncIterator[Sequence[ReadinessRow]]:
    """The rows of the first page and of all that follow it, for the one instant that the first was true for."""
    page = first
    yield rows_from(ReadinessRow, page.items)
    while page.next_cursor:
        asked = {"limit": _PEOPLE_AT_ONCE, "cursor": page.next_cursor, "as_of": first.freshness.as_of}
        page = await _readiness_page(upstream, query.model_copy(update=asked))
        yield rows_from(ReadinessRow, page.items)


async def _readiness_page(upstream: Upstream, query: ReadinessQuery) -> ReadinessPage:
    async with locating(_IN_QUERY):
        report = await upstream.report(
            upstream.reporting.ReportReadiness,
            reporting.ReportReadinessRequest(
                page=paging.asked(query),
                people=_people(query),
                role_id=query.role_id or "",
                role_choice=role_choice_number(query.role_choice),
                as_of=_instant(query.as_of),
                known_at=_instant(query.known_at),
            ),
        )
    names = await people_names(upstream, (person.person_id for person in report.people))
    return ReadinessPage(
        items=[
            answer(PersonReadiness, person, person_name=names.get(person.person_id))
            for person in report.people
        ],
        next_cursor=paging.next_cursor(report.page),
        without_role_count=report.without_role_count,
        freshness=answer(Freshness, report.freshness),
    )


@router.get(
    "/reports/recertification",
    operation_id="reportRecertification",
    summary="Report recertification",
    response_model=RecertificationReport,
    responses=responses(404, 406) | FILES_DESCRIBED,
)
async def report_recertification(
    upstream: Asking, request: Request, query: Annotated[RecertificationQuery, Query()]
) -> RecertificationReport | Response:
    """Which credentials people hold, and which lapse when. A file has a row for each end that the report names."""
    wanted = wanted_format(query, request)
    report = await _recertification(upstream, query)
    if wanted is FileFormat.JSON:
        return report
    rows = [
        ExpiryRow(
            credential_id=line.credential_id, credential_name=line.credential_name, **expiry.model_dump()
        )
        for line in report.lines
        for expiry in line.expiries
    ]
    return await file_answer(
        wanted, _table(ReportName.RECERTIFICATION, ExpiryRow, report.freshness, once(rows))
    )


async def _recertification(upstream: Upstream, query: RecertificationQuery) -> RecertificationReport:
    async with locating(_IN_QUERY):
        report = await upstream.report(
            upstream.reporting.ReportRecertification,
            reporting.ReportRecertificationRequest(
                people=_people(query),
                credential_id=query.credential_id or "",
                as_of=_instant(query.as_of),
                known_at=_instant(query.known_at),
            ),
        )
    names = await people_names(
        upstream, (expiry.person_id for line in report.lines for expiry in line.expiries)
    )
    lines = [
        answer(
            RecertificationLine,
            line,
            expiries=[
                answer(Expiry, expiry, person_name=names.get(expiry.person_id)) for expiry in line.expiries
            ],
        )
        for line in report.lines
    ]
    return answer(RecertificationReport, report, lines=lines)


@router.get(
    "/people/{person_id}/skill-profile",
    operation_id="getPersonSkillProfile",
    summary="Get a person's skills",
    tags=["people"],
    responses=responses(404),
)
async def get_person_skill_profile(upstream: Asking, person_id: str) -> SkillProfile:
    """What a person can do, by what was proven, and until when."""
    return await skill_profile_of(upstream, person_id=person_id)


async def skill_profile_of(upstream: Upstream, *, person_id: str | None) -> SkillProfile:
    """A person's skills; `person_id` None is the caller."""
    profile = await upstream.report(
        upstream.reporting.GetSkillProfile, reporting.GetSkillProfileRequest(person_id=person_id or "")
    )
    return answer(SkillProfile, profile)


def role_choice_number(choice: RoleChoice | None) -> reporting.RoleChoice.ValueType:
    """The contract's number for a choice; 0 leaves it to the report."""
    return reporting.RoleChoice.ValueType(number(reporting.RoleChoice.DESCRIPTOR, choice))


def _gaps(gaps: Iterable[reporting.SkillGap], names: Mapping[str, str]) -> list[SkillGap]:
    return [
        answer(
            SkillGap,
            gap,
            short_people=[
                ShortPerson(person_id=person_id, name=names.get(person_id))
                for person_id in gap.short_person_ids
            ],
        )
        for gap in gaps
    ]


def _asked(query: GapsQuery) -> list[reporting.AskedFor]:
    """What the list asks for; a skill's id may hold a colon of its own."""
    skills = (each.rpartition(":") for each in query.skill)
    return [
        *(reporting.AskedFor(skill_id=skill_id, level=int(level)) for skill_id, _, level in skills),
        *(reporting.AskedFor(credential_id=each) for each in query.credential),
    ]


def _table(
    name: ReportName, schema: type[Answer], freshness: Freshness, batches: AsyncIterator[Sequence[Answer]]
) -> ReportTable:
    return ReportTable(
        name=name,
        schema=schema,
        batches=batches,
        as_of=freshness.as_of,
        fresh_as_of=freshness.fresh_as_of,
    )


def _people(query: PeopleFilters) -> reporting.PeopleFilter:
    return reporting.PeopleFilter(
        person_ids=query.person_id,
        department_id=query.department_id or "",
        team_id=query.team_id or "",
        include_sub_teams=query.include_sub_teams,
        role_id=query.people_role_id or "",
        without_sub_departments=query.without_sub_departments,
        location=query.location or "",
        hired_from=query.hired_from.isoformat() if query.hired_from else "",
        hired_until=query.hired_until.isoformat() if query.hired_until else "",
    )


def _instant(instant: Instant | None) -> Timestamp | None:
    if instant is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(instant)
    return stamp
