"""Results in the contract's messages."""

from datetime import UTC, datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp

from cairn.common.v1 import money_pb2, paging_pb2
from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_reporting.application.freshness import Freshness
from cairn_reporting.application.readiness import ReadinessReport
from cairn_reporting.application.recertification import RecertificationGroup, RecertificationReport
from cairn_reporting.application.skill_gaps import GapGroup, SkillGapReport
from cairn_reporting.application.skill_profile import SkillProfile
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.assessments import Assessment, Assessor
from cairn_reporting.domain.comparison import RoleChoice
from cairn_reporting.domain.costs import Money
from cairn_reporting.domain.demands import CredentialDemand, Demand, SkillDemand, StackDemand
from cairn_reporting.domain.explanations import readiness_sentence, requirement_sentence
from cairn_reporting.domain.gaps import Gap
from cairn_reporting.domain.readiness import (
    PersonReadiness,
    ReadinessState,
    RequirementStanding,
    RequirementState,
)
from cairn_reporting.domain.readiness_figures import ReadinessFigures
from cairn_reporting.domain.recertification import (
    Expiry,
    RecertificationLine,
    RenewalCosts,
    renewal_costs,
    without_cost_count,
)
from cairn_reporting.domain.skill_levels import HeldSkill

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)

ROLE_CHOICES = {
    None: contract.ROLE_CHOICE_UNSPECIFIED,
    RoleChoice.OWN: contract.ROLE_CHOICE_OWN,
    RoleChoice.TARGET: contract.ROLE_CHOICE_TARGET,
    RoleChoice.NEXT: contract.ROLE_CHOICE_NEXT,
}
ASSESSORS = {
    Assessor.REVIEWER: contract.ASSESSOR_REVIEWER,
    Assessor.MANAGER: contract.ASSESSOR_MANAGER,
    Assessor.PEER: contract.ASSESSOR_PEER,
    Assessor.SELF: contract.ASSESSOR_SELF,
}
_REQUIREMENT_STATES = {
    RequirementState.MET: contract.REQUIREMENT_STATE_MET,
    RequirementState.MET_UNTIL: contract.REQUIREMENT_STATE_MET_UNTIL,
    RequirementState.SHORT: contract.REQUIREMENT_STATE_SHORT,
    RequirementState.MISSING: contract.REQUIREMENT_STATE_MISSING,
    RequirementState.BLOCKED: contract.REQUIREMENT_STATE_BLOCKED,
    RequirementState.UNKNOWN: contract.REQUIREMENT_STATE_UNKNOWN,
}
READINESS_STATES = {
    ReadinessState.READY: contract.READINESS_STATE_READY,
    ReadinessState.READY_UNTIL: contract.READINESS_STATE_READY_UNTIL,
    ReadinessState.NEARLY: contract.READINESS_STATE_NEARLY,
    ReadinessState.NOT_YET: contract.READINESS_STATE_NOT_YET,
    ReadinessState.BLOCKED: contract.READINESS_STATE_BLOCKED,
}


def skill_profile(profile: SkillProfile) -> contract.GetSkillProfileResponse:
    """The skills of one person."""
    return contract.GetSkillProfileResponse(
        person_id=profile.person_id,
        skills=[_held_skill(each) for each in profile.skills],
        freshness=freshness_message(profile.freshness),
    )


def readiness_report(report: ReadinessReport) -> contract.ReportReadinessResponse:
    """One page of readiness."""
    counted = report.figures
    return contract.ReportReadinessResponse(
        people=[person_readiness_message(each) for each in report.people],
        page=paging_pb2.PageInfo(next_page_token=report.next_page_token),
        without_role_count=report.without_role_count,
        freshness=freshness_message(report.freshness),
        figures=_readiness_figures(counted.in_all) if counted and counted.in_all else None,
        groups=[
            contract.ReadinessGroup(group=group, figures=_readiness_figures(each))
            for group, each in (counted.groups.items() if counted else ())
        ],
        hidden_count=counted.hidden_count if counted else 0,
    )


def _readiness_figures(figures: ReadinessFigures) -> contract.ReadinessFigures:
    return contract.ReadinessFigures(
        people_count=figures.people_count,
        ready=figures.counts[ReadinessState.READY],
        ready_until=figures.counts[ReadinessState.READY_UNTIL],
        nearly=figures.counts[ReadinessState.NEARLY],
        not_yet=figures.counts[ReadinessState.NOT_YET],
        blocked=figures.counts[ReadinessState.BLOCKED],
    )


def skill_gap_report(report: SkillGapReport) -> contract.ReportSkillGapsResponse:
    """The gap of a set of people."""
    with_persons = report.names_persons
    return contract.ReportSkillGapsResponse(
        gaps=[_gap(each, with_persons=with_persons) for each in report.gaps],
        groups=[_gap_group(each, with_persons=with_persons) for each in report.groups],
        hidden_count=report.hidden_count,
        people_count=report.people_count,
        without_role_count=report.without_role_count,
        freshness=freshness_message(report.freshness),
    )


def recertification_report(report: RecertificationReport) -> contract.ReportRecertificationResponse:
    """Where the certifications of a set of people stand."""
    return contract.ReportRecertificationResponse(
        lines=[_line(each) for each in report.lines],
        renewal_costs=[_renewal_costs(each) for each in renewal_costs(report.lines)],
        without_cost_count=without_cost_count(report.lines),
        groups=[_recertification_group(each) for each in report.groups],
        people_count=report.people_count,
        freshness=freshness_message(report.freshness),
    )


def _held_skill(skill: HeldSkill) -> contract.HeldSkill:
    by = skill.held.by
    return contract.HeldSkill(
        skill_id=skill.skill_id,
        skill_name=skill.skill_name,
        level=skill.held.level,
        achievement_id=by.achievement_id if isinstance(by, Achievement) else "",
        credential_id=by.credential_id if isinstance(by, Achievement) else "",
        credential_name=skill.credential_name,
        valid_until=instant_message(skill.held.valid_until),
        assessment=_assessment(by) if isinstance(by, Assessment) else None,
    )


def _assessment(assessment: Assessment) -> contract.AssessmentSource:
    return contract.AssessmentSource(
        assessment_id=assessment.assessment_id,
        assessor=ASSESSORS[assessment.assessor],
        assessed_on=assessment.assessed_on.isoformat(),
    )


def person_readiness_message(readiness: PersonReadiness) -> contract.PersonReadiness:
    """How ready one person is."""
    return contract.PersonReadiness(
        person_id=readiness.person_id,
        role_id=readiness.role.role_id,
        role_name=readiness.role.name,
        role_choice=ROLE_CHOICES[readiness.choice],
        state=READINESS_STATES[readiness.state],
        ready_until=instant_message(readiness.ready_until),
        met_count=readiness.met_count,
        requirement_count=readiness.counted_count,
        requirements=[standing_message(each) for each in readiness.standings],
        explanation=readiness_sentence(readiness),
        share=float(readiness.share),
    )


def standing_message(standing: RequirementStanding) -> contract.RequirementStanding:
    """One requirement against one person."""
    demand = standing.requirement.demand
    skill_id, credential_id, level = demand_parts(demand)
    by = standing.proof.by if standing.proof else None
    return contract.RequirementStanding(
        requirement_id=standing.requirement.requirement_id,
        skill_id=skill_id,
        credential_id=credential_id,
        name=standing.name,
        required_level=level,
        held_level=standing.held_level,
        state=_REQUIREMENT_STATES[standing.state],
        met_until=instant_message(standing.met_until),
        achievement_id=by.achievement_id if isinstance(by, Achievement) else "",
        proven_by_credential_id=by.credential_id if isinstance(by, Achievement) else "",
        assessment=_assessment(by) if isinstance(by, Assessment) else None,
        explanation=requirement_sentence(standing),
        stack_id=demand.stack_id if isinstance(demand, StackDemand) else "",
        weight=standing.requirement.weight or 0,
    )


def _gap_group(group: GapGroup, *, with_persons: bool) -> contract.SkillGapGroup:
    return contract.SkillGapGroup(
        group=group.group,
        people_count=group.people_count,
        gaps=[_gap(each, with_persons=with_persons) for each in group.gaps],
        hidden_count=group.hidden_count,
    )


def _gap(gap: Gap, *, with_persons: bool) -> contract.SkillGap:
    # Reports have many lines: nothing is said of a field that is empty.
    message = contract.SkillGap(name=gap.name, demanded=gap.demanded, supplied=gap.supplied, short=gap.short)
    match gap.demand:
        case SkillDemand(skill_id=skill_id, level=level):
            message.skill_id, message.required_level = skill_id, level
        case CredentialDemand(credential_id=credential_id):
            message.credential_id = credential_id
    if with_persons:
        message.short_person_ids.extend(gap.short_person_ids)
    return message


def _recertification_group(group: RecertificationGroup) -> contract.RecertificationGroup:
    return contract.RecertificationGroup(
        group=group.group,
        people_count=group.people_count,
        lines=[_line(each) for each in group.lines],
        renewal_costs=[_renewal_costs(each) for each in renewal_costs(group.lines)],
        without_cost_count=without_cost_count(group.lines),
    )


def _renewal_costs(costs: RenewalCosts) -> contract.RenewalCosts:
    return contract.RenewalCosts(
        due_in_7_days=money_message(costs.due_in_7_days),
        due_in_30_days=money_message(costs.due_in_30_days),
        due_in_60_days=money_message(costs.due_in_60_days),
        due_in_90_days=money_message(costs.due_in_90_days),
        in_grace=money_message(costs.in_grace),
    )


def money_message(money: Money) -> money_pb2.Money:
    """An amount in the contract's form."""
    return money_pb2.Money(currency=money.currency, minor_units=money.minor_units)


def _line(line: RecertificationLine) -> contract.RecertificationLine:
    return contract.RecertificationLine(
        credential_id=line.credential_id,
        credential_name=line.credential_name,
        valid=line.valid,
        due_in_7_days=line.due_in_7_days,
        due_in_30_days=line.due_in_30_days,
        due_in_60_days=line.due_in_60_days,
        due_in_90_days=line.due_in_90_days,
        lapsed=line.lapsed,
        expiries=[_expiry(each) for each in line.expiries],
        suspended=line.suspended,
        in_grace=line.in_grace,
        renewal_cost=money_message(line.renewal_cost) if line.renewal_cost else None,
    )


def _expiry(expiry: Expiry) -> contract.Expiry:
    return contract.Expiry(
        person_id=expiry.person_id,
        achievement_id=expiry.achievement_id,
        valid_until=instant_message(expiry.valid_until),
        last_valid_on=expiry.last_valid_on.isoformat(),
        lapsed=expiry.lapsed,
        suspended=expiry.suspended,
        in_grace=expiry.in_grace,
    )


def demand_parts(demand: Demand) -> tuple[str, str, int]:
    """Skill id, credential id and level, of which a demand has some, or none."""
    match demand:
        case SkillDemand(skill_id=skill_id, level=level):
            return skill_id, "", level
        case CredentialDemand(credential_id=credential_id):
            return "", credential_id, 0
        case _:
            return "", "", 0


def freshness_message(freshness: Freshness) -> contract.Freshness:
    latest, lag = freshness.latest, freshness.lag
    return contract.Freshness(
        as_of=instant_message(freshness.as_of),
        fresh_as_of=instant_message(latest.happened_at if latest else None),
        latest_event_id=latest.event_id or "" if latest else "",
        lag=contract.Lag(events=lag.events, measured_at=instant_message(lag.measured_at)) if lag else None,
    )


def instant_message(instant: datetime | None) -> Timestamp | None:
    """An instant in the contract's form; None where there is none."""
    if instant is None:
        return None
    since = instant - _EPOCH
    return Timestamp(seconds=since // _SECOND, nanos=since.microseconds * 1000)
