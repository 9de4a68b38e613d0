"""Explanations of figures of trends, the promotion pipeline and worth: requests to use cases, results to answers."""

from collections.abc import Mapping, Sequence

from cairn.common.v1 import paging_pb2
from cairn.reporting.v1 import explanations_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.paging import PageRequest, page_request
from cairn_reporting.adapters.grpc import answers, requests
from cairn_reporting.adapters.grpc.asking import Asking
from cairn_reporting.adapters.grpc.pipeline_servicer import STAGES
from cairn_reporting.adapters.grpc.trends_servicer import month_named
from cairn_reporting.adapters.grpc.worth_servicer import worth_question
from cairn_reporting.application.explained_people import CountedCredential
from cairn_reporting.application.explained_pipeline import PipelinePerson, explain_pipeline
from cairn_reporting.application.explained_trends import ExplainedTrendPerson, MonthsFigure, explain_trend
from cairn_reporting.application.explained_worth import ExplainedWorthPerson, explain_worth
from cairn_reporting.application.pipeline import USUAL_MONTHS
from cairn_reporting.application.ports import Enrolments
from cairn_reporting.domain.trend_people import TrendFigure
from cairn_reporting.domain.worth_people import WorthFigure

_TREND_FIGURES: Mapping[int, TrendFigure] = {
    contract.TREND_FIGURE_UNSPECIFIED: TrendFigure.PEOPLE,
    **{contract.TrendFigure.Value(f"TREND_FIGURE_{each.name}"): each for each in TrendFigure},
}
_WORTH_FIGURES: Mapping[int, WorthFigure] = {
    contract.WORTH_FIGURE_UNSPECIFIED: WorthFigure.GAINED,
    **{contract.WorthFigure.Value(f"WORTH_FIGURE_{each.name}"): each for each in WorthFigure},
}
_STAGES = {number: stage for stage, number in STAGES.items()}


def trend_explanation(
    request: contract.ExplainTrendRequest, *, asked: Asking
) -> contract.ExplainTrendResponse:
    """The people behind a figure of a month of trends."""
    report = request.report
    month = month_named("month", request.month)
    if month is None:
        raise InvalidFieldsError([FieldViolation("month", "REQUIRED", "Say which month.")])
    if request.figure not in _TREND_FIGURES:
        raise no_such_figure()
    explained = explain_trend(
        principal=asked.principal,
        asked=requests.people_filter(report.people),
        role_id=report.role_id or None,
        choice=requests.role_choice(report.role_choice),
        told=MonthsFigure(
            month=month,
            figure=_TREND_FIGURES[request.figure],
            group_by=requests.dimension(report.group_by),
            group=request.group if request.HasField("group") else None,
        ),
        page=people_page(request.page),
        now=asked.now,
        facts=asked.facts,
        rights=asked.rights,
    )
    return contract.ExplainTrendResponse(
        people=[_trend_person(each) for each in explained.people],
        page=paging_pb2.PageInfo(next_page_token=explained.next_page_token),
        count=explained.count,
        people_count=explained.people_count,
        freshness=answers.freshness_message(explained.freshness),
    )


def pipeline_explanation(
    request: contract.ExplainPipelineRequest, *, asked: Asking, enrolments: Enrolments
) -> contract.ExplainPipelineResponse:
    """The people behind a figure of a role's line of the pipeline."""
    report = request.report
    if not request.line_role_id:
        raise InvalidFieldsError([FieldViolation("line_role_id", "REQUIRED", "Say which role's line it is.")])
    if request.stage and request.stage not in _STAGES:
        raise InvalidFieldsError([FieldViolation("stage", "UNKNOWN", "There is no such stage.")])
    explained = explain_pipeline(
        principal=asked.principal,
        asked=requests.people_filter(report.people),
        role_id=report.role_id or None,
        choice=requests.role_choice(report.role_choice),
        months=report.months or USUAL_MONTHS,
        line_role_id=request.line_role_id,
        stage=_STAGES.get(request.stage),
        page=people_page(request.page),
        as_of=requests.instant("as_of", report.as_of) if report.HasField("as_of") else asked.now,
        facts=asked.facts,
        enrolments=enrolments,
        rights=asked.rights,
    )
    return contract.ExplainPipelineResponse(
        people=[_pipeline_person(each) for each in explained.people],
        page=paging_pb2.PageInfo(next_page_token=explained.next_page_token),
        count=explained.count,
        freshness=answers.freshness_message(explained.freshness),
    )


def worth_explanation(
    request: contract.ExplainWorthRequest, *, asked: Asking
) -> contract.ExplainWorthResponse:
    """The people behind a figure of what a credential, or all of them together, were worth."""
    if request.figure not in _WORTH_FIGURES:
        raise no_such_figure()
    explained = explain_worth(
        principal=asked.principal,
        asked=requests.people_filter(request.report.people),
        question=worth_question(request.report),
        credential_id=request.credential_id or None,
        figure=_WORTH_FIGURES[request.figure],
        page=people_page(request.page),
        now=asked.now,
        facts=asked.facts,
        rights=asked.rights,
    )
    return contract.ExplainWorthResponse(
        people=[_worth_person(each) for each in explained.people],
        page=paging_pb2.PageInfo(next_page_token=explained.next_page_token),
        count=explained.count,
        people_count=explained.people_count,
        freshness=answers.freshness_message(explained.freshness),
    )


def people_page(asked: paging_pb2.PageRequest) -> PageRequest:
    """Which page of people, who are told by their ids."""
    return page_request(page_size=asked.page_size, page_token=asked.page_token, key_length=1)


def no_such_figure() -> InvalidFieldsError:
    """What is said of a figure that there is none of."""
    return InvalidFieldsError([FieldViolation("figure", "UNKNOWN", "There is no such figure.")])


def _trend_person(person: ExplainedTrendPerson) -> contract.TrendPerson:
    return contract.TrendPerson(
        person_id=person.person_id,
        readiness=answers.person_readiness_message(person.readiness) if person.readiness else None,
        gaps=[answers.standing_message(each) for each in person.gaps],
        credentials=_credentials(person.credentials),
    )


def _pipeline_person(person: PipelinePerson) -> contract.PipelinePerson:
    return contract.PipelinePerson(
        person_id=person.candidate.person_id,
        stage=STAGES[person.candidate.stage],
        readiness=answers.person_readiness_message(person.readiness),
        ready_at=answers.instant_message(person.candidate.ready_at),
        plan=[
            contract.PlannedPath(
                enrolment_id=each.enrolment_id,
                path_id=each.path_id,
                due_on=each.due_on.isoformat() if each.due_on else "",
            )
            for each in person.plan
        ],
    )


def _worth_person(person: ExplainedWorthPerson) -> contract.WorthPerson:
    gaps = []
    for gap in person.gaps:
        skill_id, credential_id, level = answers.demand_parts(gap.demand)
        asked = reporting.AskedFor(skill_id=skill_id, credential_id=credential_id, level=level)
        gaps.append(contract.ClosedGap(asked=asked, name=gap.name, credential_ids=gap.credential_ids))
    return contract.WorthPerson(
        person_id=person.person_id,
        credentials=_credentials(person.credentials),
        gaps=gaps,
        promotions=[
            contract.FollowingPromotion(
                from_role_id=each.promotion.from_role_id,
                to_role_id=each.promotion.to_role_id,
                promoted_on=each.promotion.on.isoformat(),
                credential_ids=each.credential_ids,
            )
            for each in person.promotions
        ],
    )


def _credentials(credentials: Sequence[CountedCredential]) -> list[contract.HeldCredential]:
    return [
        contract.HeldCredential(
            credential_id=each.credential_id,
            credential_name=each.credential_name,
            achievement_ids=each.achievement_ids,
            times=each.times,
        )
        for each in credentials
    ]
