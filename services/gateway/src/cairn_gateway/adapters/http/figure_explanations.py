"""What is behind a figure of trends, the promotion pipeline and worth: the people, and what counts for each."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query

from cairn.reporting.v1 import explanations_pb2 as contract
from cairn.reporting.v1 import pipeline_pb2
from cairn_gateway.adapters.grpc.names import people_names
from cairn_gateway.adapters.http import paging
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.model import Answer, Day, Instant, Page, PageQuery
from cairn_gateway.adapters.http.pipeline import PipelineQuery, PipelineStage, pipeline_question
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.report_files import JsonOnlyQuery
from cairn_gateway.adapters.http.report_filters import IN_QUERY
from cairn_gateway.adapters.http.report_parts import Freshness, PersonReadiness, RequirementStanding
from cairn_gateway.adapters.http.translation import answer, number
from cairn_gateway.adapters.http.trends import TRENDS_IN_QUERY, MonthText, TrendsQuery, trends_question
from cairn_gateway.adapters.http.worth import WORTH_IN_QUERY, WorthQuery, worth_question


class TrendFigure(StrEnum):
    """A figure of a month of trends."""

    PEOPLE = "people"
    COMPARED = "compared"
    READY = "ready"
    GAPS_OPEN = "gaps_open"
    GAPS_OPENED = "gaps_opened"
    GAPS_CLOSED = "gaps_closed"
    GAPS_GONE = "gaps_gone"
    CREDENTIALS_VALID = "credentials_valid"
    CREDENTIALS_GAINED = "credentials_gained"
    CREDENTIALS_LAPSED = "credentials_lapsed"


class ExplainedTrendQuery(JsonOnlyQuery, TrendsQuery, PageQuery):
    """Which figure of which month; the rest is the question of the report, of which `from` and `to` do not matter."""

    month: MonthText
    """Which month, YYYY-MM."""
    figure: TrendFigure = TrendFigure.PEOPLE
    """Which figure of it."""
    group: str | None = None
    """With `group_by`: of which group; empty for those of whom nothing is known. Without it: of the total."""


class HeldCredential(Answer):
    """A credential that somebody behind a figure holds or held."""

    credential_id: str
    """The credential."""
    credential_name: str
    """Its name."""
    achievement_ids: list[str]
    """The achievements that the figure counts."""
    times: int
    """How often the figure counts it."""


class TrendPerson(Answer):
    """Somebody behind a figure of a month, as at its end."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    readiness: PersonReadiness | None
    """How ready the person was for the role aimed at; null where no role was found."""
    gaps: list[RequirementStanding]
    """For figures of gaps: each gap that the figure counts."""
    credentials: list[HeldCredential]
    """For figures of credentials: each that the figure counts."""


class TrendExplanation(Page[TrendPerson]):
    """The people behind a figure, by id."""

    count: int
    """The figure: of gaps and credentials all of theirs together."""
    people_count: int
    """How many people are behind it."""
    freshness: Freshness
    """How fresh the answer is."""


class ExplainedPipelineQuery(JsonOnlyQuery, PipelineQuery, PageQuery):
    """Which figure of which role's line; the rest is the question of the report."""

    line_role_id: str
    """The line: which role."""
    stage: PipelineStage | None = None
    """Which figure of it; without it everybody who is compared with the role."""


class PlannedPath(Answer):
    """A learning path that somebody is on."""

    enrolment_id: str
    """The enrolment."""
    path_id: str
    """The path."""
    due_on: Day
    """The last day to complete it."""


class PipelinePerson(Answer):
    """Somebody at a stage on the way to a role."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    stage: PipelineStage
    """How far."""
    readiness: PersonReadiness
    """How ready the person is at the instant of the report."""
    ready_at: Instant | None
    """For `ready_by_plan`: the first instant at which the person will be ready."""
    plan: list[PlannedPath]
    """For `ready_by_plan`: the paths without which the person would not be ready then; none where time alone makes it."""


class PipelineExplanation(Page[PipelinePerson]):
    """The people behind a figure, by id."""

    count: int
    """The figure."""
    freshness: Freshness
    """How fresh the answer is."""


class WorthFigure(StrEnum):
    """A figure of a credential's line, or of the totals."""

    GAINED = "gained"
    GAPS_CLOSED = "gaps_closed"
    PROMOTIONS_FOLLOWED = "promotions_followed"
    HELD = "held"
    PROMOTIONS = "promotions"
    USED = "used"
    UNUSED = "unused"


class ExplainedWorthQuery(JsonOnlyQuery, WorthQuery, PageQuery):
    """Which figure; the rest is the question of the report."""

    credential_id: str | None = None
    """Of which credential's line; without it of the totals."""
    figure: WorthFigure = WorthFigure.GAINED
    """Which figure of it: `unused` is what is held less what a role uses, `promotions` one of the totals alone."""


class ClosedGap(Answer):
    """A gap that credentials closed."""

    flattened = ("asked",)

    skill_id: str | None
    """The skill that was asked for; null for a credential."""
    level: int | None
    """The level asked for, 1 to 4; null for a credential."""
    credential_id: str | None
    """The credential that was asked for; null for a skill."""
    name: str
    """The skill's or credential's name."""
    credential_ids: list[str]
    """The credentials that closed it."""


class FollowingPromotion(Answer):
    """Somebody took a role that stands higher on a ladder than the one before."""

    from_role_id: str
    """The role before."""
    to_role_id: str
    """The role that was taken."""
    promoted_on: Day
    """The first day in it."""
    credential_ids: list[str]
    """The credentials that it followed."""


class WorthPerson(Answer):
    """Somebody behind a figure of what credentials were worth."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    credentials: list[HeldCredential]
    """For `gained` what was gained; for `held`, `used` and `unused` what counts at the end of the last day."""
    gaps: list[ClosedGap]
    """For `gaps_closed`: each gap."""
    promotions: list[FollowingPromotion]
    """For promotions: each of them."""


class WorthExplanation(Page[WorthPerson]):
    """The people behind a figure, by id."""

    count: int
    """The figure: all of theirs together."""
    people_count: int
    """How many people are behind it."""
    freshness: Freshness
    """How fresh the answer is."""


router = APIRouter(prefix="/reports", tags=["reports"])


@router.get(
    "/trends/explanation",
    operation_id="explainTrend",
    summary="Explain a figure of trends",
    responses=responses(404, 409),
)
async def explain_trend(upstream: Asking, query: Annotated[ExplainedTrendQuery, Query()]) -> TrendExplanation:
    """The people whom the figure counts at the month's end, with their gaps or credentials. Not for the role analyst."""
    figures = contract.TrendFigure
    asked = contract.ExplainTrendRequest(
        page=paging.asked(query),
        report=trends_question(query),
        month=query.month,
        figure=figures.ValueType(number(figures.DESCRIPTOR, query.figure)),
        group=query.group,
    )
    async with locating(TRENDS_IN_QUERY):
        told = await upstream.report(upstream.explanations.ExplainTrend, asked)
    names = await people_names(upstream, (each.person_id for each in told.people))
    return TrendExplanation(
        items=[
            answer(
                TrendPerson,
                each,
                person_name=names.get(each.person_id),
                readiness=answer(PersonReadiness, each.readiness, person_name=names.get(each.person_id))
                if each.HasField("readiness")
                else None,
            )
            for each in told.people
        ],
        next_cursor=paging.next_cursor(told.page),
        count=told.count,
        people_count=told.people_count,
        freshness=answer(Freshness, told.freshness),
    )


@router.get(
    "/pipeline/explanation",
    operation_id="explainPipeline",
    summary="Explain a figure of the promotion pipeline",
    responses=responses(404, 409),
)
async def explain_pipeline(
    upstream: Asking, query: Annotated[ExplainedPipelineQuery, Query()]
) -> PipelineExplanation:
    """The people whom the figure counts, how ready each is, and the plan that makes them ready. Not for the role analyst."""
    stages = pipeline_pb2.PipelineStage
    asked = contract.ExplainPipelineRequest(
        page=paging.asked(query),
        report=pipeline_question(query),
        line_role_id=query.line_role_id,
        stage=stages.ValueType(number(stages.DESCRIPTOR, query.stage)),
    )
    async with locating(IN_QUERY):
        told = await upstream.report(upstream.explanations.ExplainPipeline, asked)
    names = await people_names(upstream, (each.person_id for each in told.people))
    return PipelineExplanation(
        items=[
            answer(
                PipelinePerson,
                each,
                person_name=names.get(each.person_id),
                readiness=answer(PersonReadiness, each.readiness, person_name=names.get(each.person_id)),
            )
            for each in told.people
        ],
        next_cursor=paging.next_cursor(told.page),
        count=told.count,
        freshness=answer(Freshness, told.freshness),
    )


@router.get(
    "/worth/explanation",
    operation_id="explainWorth",
    summary="Explain a figure of what credentials were worth",
    responses=responses(404, 409),
)
async def explain_worth(upstream: Asking, query: Annotated[ExplainedWorthQuery, Query()]) -> WorthExplanation:
    """The people whom the figure counts, with their achievements, closed gaps or promotions. Not for the role analyst."""
    figures = contract.WorthFigure
    asked = contract.ExplainWorthRequest(
        page=paging.asked(query),
        report=worth_question(query),
        credential_id=query.credential_id or "",
        figure=figures.ValueType(number(figures.DESCRIPTOR, query.figure)),
    )
    async with locating(WORTH_IN_QUERY):
        told = await upstream.report(upstream.explanations.ExplainWorth, asked)
    names = await people_names(upstream, (each.person_id for each in told.people))
    return WorthExplanation(
        items=[answer(WorthPerson, each, person_name=names.get(each.person_id)) for each in told.people],
        next_cursor=paging.next_cursor(told.page),
        count=told.count,
        people_count=told.people_count,
        freshness=answer(Freshness, told.freshness),
    )
