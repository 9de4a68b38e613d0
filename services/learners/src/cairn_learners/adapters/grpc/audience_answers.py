"""From what the use cases of audiences and assignment jobs give to the contract's answers."""

from collections.abc import Iterable

from cairn.learners.v1 import assignment_jobs_pb2, audiences_pb2
from cairn_learners.adapters import audience_messages as words
from cairn_learners.adapters import messages
from cairn_learners.application.assignment_jobs import Plan
from cairn_learners.application.audiences import AudienceSeen, Explained, RulePreview
from cairn_learners.domain.assignment_jobs import AssignmentJob
from cairn_learners.domain.forecasts import Group, Outlook
from cairn_learners.domain.people import Person
from cairn_learners.domain.person_attributes import ATTRIBUTES, IDS, attribute_of
from cairn_learners.domain.rule_words import Namer, clause
from cairn_learners.domain.rules import AllOf, AnyOf, Condition, Not, Rule, Trace, parts_of

_MOST_OF_A_GROUP = 500
_KINDS = {
    AllOf: audiences_pb2.RULE_KIND_ALL_OF,
    AnyOf: audiences_pb2.RULE_KIND_ANY_OF,
    Not: audiences_pb2.RULE_KIND_NOT,
    Condition: audiences_pb2.RULE_KIND_CONDITION,
}


def attributes() -> list[audiences_pb2.AudienceAttribute]:
    """What rules may ask about."""
    return [
        audiences_pb2.AudienceAttribute(
            name=each.name,
            label=each.label,
            comparisons=[words.COMPARISONS[comparison] for comparison in each.phrases],
            values=words.VALUE_KINDS[each.values],
            takes_one_value=each.takes_one_value,
        )
        for each in ATTRIBUTES.values()
    ]


def audience(found: AudienceSeen) -> audiences_pb2.DynamicAudience:
    """An audience with its sentence."""
    facts = found.audience
    return audiences_pb2.DynamicAudience(
        audience_id=facts.audience_id,
        version=facts.version,
        name=facts.name,
        rule=_rule(facts.rule),
        retired=facts.retired,
        sentence=found.sentence,
        made_by=facts.made_by or "",
        changed_at=messages.timestamp(facts.changed_at),
    )


def members(found: Iterable[Person]) -> list[audiences_pb2.AudienceMember]:
    """People in an audience."""
    return [
        audiences_pb2.AudienceMember(
            person_id=each.person_id, name=each.name, title=each.profile.position.title
        )
        for each in found
    ]


def preview(found: RulePreview) -> audiences_pb2.PreviewAudienceResponse:
    """What a rule says, and of whom it is true."""
    return audiences_pb2.PreviewAudienceResponse(
        sentence=found.sentence,
        member_count=found.member_count,
        unknown_count=found.unknown_count,
        members=members(found.members),
    )


def explained(found: Explained) -> audiences_pb2.ExplainMembershipResponse:
    """Why somebody is in or out."""
    return audiences_pb2.ExplainMembershipResponse(
        person_id=found.person.person_id,
        is_in=found.is_in,
        left_on=found.left_on.isoformat() if found.left_on else "",
        sentence=found.sentence,
        trace=_trace(found.trace, found.name_of),
    )


def plan(found: Plan) -> assignment_jobs_pb2.PlanAssignmentResponse:
    """What assigning would do."""
    counts = found.counts
    return assignment_jobs_pb2.PlanAssignmentResponse(
        gets_it_count=counts[Group.GETS_IT],
        holds_it_count=counts[Group.HOLDS_IT],
        in_progress_count=counts[Group.IN_PROGRESS],
        exempt_count=counts[Group.EXEMPT],
        not_found=found.not_found,
        outlooks=[
            _outlook(each)
            for group in Group
            for each in [one for one in found.outlooks if one.group is group][:_MOST_OF_A_GROUP]
        ],
        digest=found.digest,
    )


def job(found: AssignmentJob) -> assignment_jobs_pb2.AssignmentJob:
    """A job as it stands."""
    return assignment_jobs_pb2.AssignmentJob(
        job_id=found.job_id,
        version=found.version,
        kind=words.JOB_KINDS[found.kind],
        assignment_id=found.assignment_id,
        state=words.JOB_STATES[found.state],
        total_count=found.total_count,
        done_count=found.done_count,
        enrolled_count=found.enrolled_count,
        asked_count=found.asked_count,
        problem=found.problem,
        accepted_at=messages.timestamp(found.accepted_at),
        finished_at=messages.timestamp(found.finished_at),
    )


def _outlook(found: Outlook) -> assignment_jobs_pb2.AssignmentOutlook:
    return assignment_jobs_pb2.AssignmentOutlook(
        person_id=found.person.person_id,
        name=found.person.name,
        group=words.GROUPS[found.group],
        until_on=messages.day(found.until_on),
        due_on=messages.day(found.due_on),
    )


def _rule(rule: Rule) -> audiences_pb2.Rule:
    if isinstance(rule, Condition):
        return audiences_pb2.Rule(
            kind=audiences_pb2.RULE_KIND_CONDITION,
            attribute=rule.attribute,
            comparison=words.COMPARISONS[rule.comparison],
            values=rule.values,
        )
    return audiences_pb2.Rule(kind=_KINDS[type(rule)], rules=[_rule(each) for each in parts_of(rule)])


def _trace(trace: Trace, name_of: Namer) -> audiences_pb2.RuleTrace:
    return audiences_pb2.RuleTrace(
        answer=words.ANSWERS[trace.answer],
        clause=clause(trace.rule, name_of=name_of),
        found=[_found(trace.rule, each, name_of) for each in trace.found],
        changes_at=messages.timestamp(trace.changes_at),
        parts=[_trace(each, name_of) for each in trace.parts],
    )


def _found(rule: Rule, found: str, name_of: Namer) -> str:
    kind = attribute_of(rule).values if isinstance(rule, Condition) else None
    return name_of(kind, found) if kind is not None and kind in IDS else found
