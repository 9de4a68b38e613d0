"""Asks reporting for gaps, readiness and recertification, and learners for the names of the people in them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.grpc.names import people_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http import paging
from cairn_gateway.adapters.http.gap_lines import in_figures
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.report_bodies import (
    Expiry,
    GapsQuery,
    ReadinessFigures,
    ReadinessGroup,
    ReadinessPage,
    ReadinessQuery,
    ReadinessReportQuery,
    RecertificationGroup,
    RecertificationLine,
    RecertificationQuery,
    RecertificationReport,
    ShortPerson,
    SkillGap,
    SkillGapGroup,
    SkillGapReport,
)
from cairn_gateway.adapters.http.report_filters import (
    IN_QUERY,
    dimension_named,
    dimension_number,
    people_filter,
    role_choice_number,
    stamp,
)
from cairn_gateway.adapters.http.report_groups import with_group_names
from cairn_gateway.adapters.http.report_parts import Freshness, PersonReadiness
from cairn_gateway.adapters.http.translation import answer, number


def skill_gaps_question(query: GapsQuery) -> reporting.ReportSkillGapsRequest:
    """The query as reporting is asked."""
    return reporting.ReportSkillGapsRequest(
        people=people_filter(query),
        role_id=query.role_id or "",
        role_choice=role_choice_number(query.role_choice),
        as_of=stamp(query.as_of),
        known_at=stamp(query.known_at),
        asked=asked_for(skills=query.skill, credentials=query.credential),
        group_by=dimension_number(query.group_by),
        as_columns=query.figures_only,
    )


async def skill_gaps(upstream: Upstream, query: GapsQuery) -> SkillGapReport:
    """The gap report that the query asks for."""
    async with locating(IN_QUERY):
        report = await upstream.report(upstream.reporting.ReportSkillGaps, skill_gaps_question(query))
    if query.figures_only:
        found = in_figures(report)
        groups = await with_group_names(upstream, found.groups, query.group_by)
        return found.model_copy(update={"groups": groups})
    lines = chain(report.gaps, (gap for group in report.groups for gap in group.gaps))
    names = await people_names(upstream, (person_id for gap in lines for person_id in gap.short_person_ids))
    return answer(
        SkillGapReport,
        report,
        gaps=_gaps(report.gaps, names),
        groups=await with_group_names(
            upstream,
            [answer(SkillGapGroup, group, gaps=_gaps(group.gaps, names)) for group in report.groups],
            query.group_by,
        ),
    )


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


def asked_for(*, skills: Iterable[str], credentials: Iterable[str]) -> list[reporting.AskedFor]:
    """What a list asks for: skills with a level such as `python:3`, of which the id may hold a colon of its own, and credentials."""
    parts = (each.rpartition(":") for each in skills)
    return [
        *(reporting.AskedFor(skill_id=skill_id, level=int(level)) for skill_id, _, level in parts),
        *(reporting.AskedFor(credential_id=each) for each in credentials),
    ]


def readiness_question(query: ReadinessQuery) -> reporting.ReportReadinessRequest:
    """The query as reporting is asked."""
    states = reporting.ReadinessState
    return reporting.ReportReadinessRequest(
        page=paging.asked(query),
        people=people_filter(query),
        role_id=query.role_id or "",
        role_choice=role_choice_number(query.role_choice),
        as_of=stamp(query.as_of),
        known_at=stamp(query.known_at),
        states=[states.ValueType(number(states.DESCRIPTOR, each)) for each in query.state],
    )


def readiness_report_question(query: ReadinessReportQuery) -> reporting.ReportReadinessRequest:
    """The same, with the figures that are asked for."""
    question = readiness_question(query)
    question.group_by = dimension_number(query.group_by)
    question.figures_only = query.figures_only
    return question


async def readiness_page(upstream: Upstream, query: ReadinessQuery) -> ReadinessPage:
    """The page of the readiness report that the query asks for, without figures."""
    return await _readiness(upstream, readiness_question(query))


async def readiness_with_figures(upstream: Upstream, query: ReadinessReportQuery) -> ReadinessPage:
    """The same, and the figures that the query asks for."""
    return await _readiness(upstream, readiness_report_question(query))


async def _readiness(upstream: Upstream, question: reporting.ReportReadinessRequest) -> ReadinessPage:
    async with locating(IN_QUERY):
        report = await upstream.report(upstream.reporting.ReportReadiness, question)
    return ReadinessPage(
        items=await with_names(upstream, report.people),
        next_cursor=paging.next_cursor(report.page),
        without_role_count=report.without_role_count,
        figures=answer(ReadinessFigures, report.figures) if report.HasField("figures") else None,
        groups=await with_group_names(
            upstream,
            [answer(ReadinessGroup, each) for each in report.groups],
            dimension_named(question.group_by),
        ),
        hidden_count=report.hidden_count,
        freshness=answer(Freshness, report.freshness),
    )


async def with_names(
    upstream: Upstream, people: Sequence[reporting.PersonReadiness]
) -> list[PersonReadiness]:
    """The people's readiness with the names that the caller may know."""
    names = await people_names(upstream, (person.person_id for person in people))
    return [answer(PersonReadiness, person, person_name=names.get(person.person_id)) for person in people]


def recertification_question(query: RecertificationQuery) -> reporting.ReportRecertificationRequest:
    """The query as reporting is asked."""
    return reporting.ReportRecertificationRequest(
        people=people_filter(query),
        credential_id=query.credential_id or "",
        as_of=stamp(query.as_of),
        known_at=stamp(query.known_at),
        group_by=dimension_number(query.group_by),
        figures_only=query.figures_only,
    )


async def recertification(upstream: Upstream, query: RecertificationQuery) -> RecertificationReport:
    """The recertification report that the query asks for."""
    async with locating(IN_QUERY):
        report = await upstream.report(
            upstream.reporting.ReportRecertification,
            recertification_question(query),
        )
    found = await with_names_of_holders(upstream, report)
    return found.model_copy(update={"groups": await with_group_names(upstream, found.groups, query.group_by)})


async def with_names_of_holders(
    upstream: Upstream, report: reporting.ReportRecertificationResponse
) -> RecertificationReport:
    """The report with the names that the caller may know."""
    lines = chain(report.lines, (line for group in report.groups for line in group.lines))
    names = await people_names(upstream, (expiry.person_id for line in lines for expiry in line.expiries))
    return answer(
        RecertificationReport,
        report,
        lines=_recertification_lines(report.lines, names),
        groups=[
            answer(RecertificationGroup, group, lines=_recertification_lines(group.lines, names))
            for group in report.groups
        ],
    )


def _recertification_lines(
    lines: Iterable[reporting.RecertificationLine], names: Mapping[str, str]
) -> list[RecertificationLine]:
    return [
        answer(
            RecertificationLine,
            line,
            expiries=[
                answer(Expiry, expiry, person_name=names.get(expiry.person_id)) for expiry in line.expiries
            ],
        )
        for line in lines
    ]
