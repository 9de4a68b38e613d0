"""What is behind a figure of a report: the people, and the facts about each that count."""

from enum import StrEnum
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import Field, model_validator

from cairn.reporting.v1 import explanations_pb2 as contract
from cairn_gateway.adapters.grpc.names import people_names
from cairn_gateway.adapters.http import paging
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.locating import in_query
from cairn_gateway.adapters.http.model import Answer, Day, Instant, Page, PageQuery, exactly_one
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.report_answers import (
    asked_for,
    recertification_question,
    skill_gaps_question,
)
from cairn_gateway.adapters.http.report_bodies import AskedSkill, GapsQuery, RecertificationQuery
from cairn_gateway.adapters.http.report_files import JsonOnlyQuery
from cairn_gateway.adapters.http.report_parts import Freshness, RequirementStanding
from cairn_gateway.adapters.http.translation import answer, number


class GapFigure(StrEnum):
    """A figure of a line of a gap report."""

    DEMANDED = "demanded"
    SUPPLIED = "supplied"
    SHORT = "short"


class ExplainedGapQuery(JsonOnlyQuery, GapsQuery, PageQuery):
    """Which figure of which line of a gap report; the rest is the question of the report."""

    line_skill: AskedSkill | None = None
    """The line: a skill with the level asked for, such as `python:3`."""
    line_credential: Annotated[str | None, Field(min_length=1)] = None
    """In the place of a skill: the line of a credential."""
    figure: GapFigure = GapFigure.DEMANDED
    """Which figure of it."""
    group: str | None = None
    """With `group_by`: of which group; empty for those of whom nothing is known. Without it: of the total."""

    @model_validator(mode="after")
    def _check_one_line(self) -> Self:
        exactly_one(self, "line_skill", "line_credential")
        return self


class GapPerson(Answer):
    """Somebody behind a figure of a gap report."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    role_id: str | None
    """The role that asks for it; null where a list was asked for."""
    role_name: str | None
    """The role's name; null where a list was asked for."""
    has_it: bool
    """The person has it."""
    standing: RequirementStanding
    """What it rests on, or what is lacking."""


class GapExplanation(Page[GapPerson]):
    """The people behind a figure, by id."""

    count: int
    """The figure."""
    freshness: Freshness
    """How fresh the answer is."""


class RecertificationFigure(StrEnum):
    """A figure of a line of a recertification report."""

    VALID = "valid"
    DUE_IN_7_DAYS = "due_in_7_days"
    DUE_IN_30_DAYS = "due_in_30_days"
    DUE_IN_60_DAYS = "due_in_60_days"
    DUE_IN_90_DAYS = "due_in_90_days"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    IN_GRACE = "in_grace"


class ExplainedRecertificationQuery(JsonOnlyQuery, RecertificationQuery, PageQuery):
    """Which figure of a recertification report; `credential_id` says which line, and has to be there."""

    figure: RecertificationFigure = RecertificationFigure.VALID
    """Which figure of it."""


class Holder(Answer):
    """Somebody behind a figure of a recertification report."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    achievement_ids: list[str]
    """The achievements of this credential that count, or counted last."""
    valid_until: Instant | None
    """The first instant that no longer counts; null where there is no end."""
    last_valid_on: Day | None
    """The last day that counts; null where there is no end."""


class RecertificationExplanation(Page[Holder]):
    """The people behind a figure, by id."""

    count: int
    """The figure."""
    freshness: Freshness
    """How fresh the answer is."""


router = APIRouter(prefix="/reports", tags=["reports"])

_IN_QUERY = in_query(
    {
        "people.role_id": "people_role_id",
        "people.person_ids": "person_id",
        "line": "line_skill",
        "line.level": "line_skill",
    }
)


@router.get(
    "/skill-gaps/explanation",
    operation_id="explainSkillGap",
    summary="Explain a figure of a report on skill gaps",
    responses=responses(404, 409),
)
async def explain_skill_gap(upstream: Asking, query: Annotated[ExplainedGapQuery, Query()]) -> GapExplanation:
    """The people whom the figure counts, and what it rests on for each. Not for the role analyst."""
    (line,) = asked_for(
        skills=[query.line_skill] if query.line_skill else [],
        credentials=[query.line_credential] if query.line_credential else [],
    )
    asked = contract.ExplainSkillGapRequest(
        page=paging.asked(query),
        report=skill_gaps_question(query),
        line=line,
        figure=contract.GapFigure.ValueType(number(contract.GapFigure.DESCRIPTOR, query.figure)),
        group=query.group,
    )
    async with locating(_IN_QUERY):
        told = await upstream.report(upstream.explanations.ExplainSkillGap, asked)
    names = await people_names(upstream, (each.person_id for each in told.people))
    return GapExplanation(
        items=[answer(GapPerson, each, person_name=names.get(each.person_id)) for each in told.people],
        next_cursor=paging.next_cursor(told.page),
        count=told.count,
        freshness=answer(Freshness, told.freshness),
    )


@router.get(
    "/recertification/explanation",
    operation_id="explainRecertification",
    summary="Explain a figure of a report on recertification",
    responses=responses(404),
)
async def explain_recertification(
    upstream: Asking, query: Annotated[ExplainedRecertificationQuery, Query()]
) -> RecertificationExplanation:
    """The people whom the figure counts, and the achievements that count for each."""
    figures = contract.RecertificationFigure
    asked = contract.ExplainRecertificationRequest(
        page=paging.asked(query),
        report=recertification_question(query),
        figure=figures.ValueType(number(figures.DESCRIPTOR, query.figure)),
    )
    async with locating(_IN_QUERY):
        told = await upstream.report(upstream.explanations.ExplainRecertification, asked)
    names = await people_names(upstream, (each.person_id for each in told.people))
    return RecertificationExplanation(
        items=[answer(Holder, each, person_name=names.get(each.person_id)) for each in told.people],
        next_cursor=paging.next_cursor(told.page),
        count=told.count,
        freshness=answer(Freshness, told.freshness),
    )
