"""Dynamic audiences and the jobs of assignments as documents, and what of other aggregates makes standing assignments be looked at."""

from typing import Any

from google.protobuf.message import Message

from cairn_learners.adapters.mongo.documents import AssignmentJobDocument, DynamicAudienceDocument
from cairn_learners.application import orders
from cairn_learners.domain.assignment_jobs import AssignmentJob, JobKind, JobState
from cairn_learners.domain.dynamic_audiences import DynamicAudience
from cairn_learners.domain.rules import AllOf, AnyOf, Comparison, Condition, Not, Rule, parts_of
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Due, Kind, Marks

STANDING_WORK = "standing-assignments"
JOBS_WORK = "assignment-jobs"
# What the due schedule of standing assignments names: everybody; a person and all below; a person alone.
EVERYBODY = "everybody"
CHANGED = "changed:"
PERSON = "person:"

_GROUPS: dict[type[AllOf | AnyOf], str] = {AllOf: "all_of", AnyOf: "any_of"}


def rule_document(rule: Rule) -> Document:
    """A rule as nested documents, each with its kind."""
    if isinstance(rule, Condition):
        return {
            "kind": "condition",
            "attribute": rule.attribute,
            "comparison": rule.comparison.value,
            "values": list(rule.values),
        }
    kind = "not" if isinstance(rule, Not) else _GROUPS[type(rule)]
    return {"kind": kind, "rules": [rule_document(each) for each in parts_of(rule)]}


def rule_from(document: Document) -> Rule:
    """The rule that nested documents hold."""
    if document["kind"] == "condition":
        return Condition(
            attribute=document["attribute"],
            comparison=Comparison(document["comparison"]),
            values=tuple(document["values"]),
        )
    parts = tuple(rule_from(each) for each in document["rules"])
    if document["kind"] == "not":
        return Not(part=parts[0])
    return AllOf(parts=parts) if document["kind"] == "all_of" else AnyOf(parts=parts)


def _audience_document(audience: DynamicAudience) -> Document:
    return {
        "audience_id": audience.audience_id,
        "name": audience.name,
        "rule": rule_document(audience.rule),
        "made_by": audience.made_by,
        "changed_at": audience.changed_at,
        "retired": audience.retired,
        "name_order": orders.by_audience_name(audience),
    }


def _audience_from(document: Document) -> DynamicAudience:
    return DynamicAudience(
        audience_id=document["audience_id"],
        version=document["version"],
        name=document["name"],
        rule=rule_from(document["rule"]),
        made_by=document["made_by"],
        changed_at=document["changed_at"],
        retired=document["retired"],
    )


_PLAIN = (
    "job_id",
    "assignment_id",
    "subject",
    "client_id",
    "asked_by",
    "cursor",
    "total_count",
    "done_count",
    "enrolled_count",
    "asked_count",
    "problem",
    "accepted_at",
    "finished_at",
)


def _job_document(job: AssignmentJob) -> Document:
    return {
        **{field: getattr(job, field) for field in _PLAIN},
        "kind": job.kind.value,
        "roles": sorted(job.roles),
        "state": job.state.value,
    }


def _job_from(document: Document) -> AssignmentJob:
    return AssignmentJob(
        version=document["version"],
        kind=JobKind(document["kind"]),
        roles=frozenset(document["roles"]),
        state=JobState(document["state"]),
        **{field: document[field] for field in _PLAIN},
    )


def _no_event(aggregate: Any) -> Message:
    raise TypeError(f"nobody is told of a {type(aggregate).__name__}")


DYNAMIC_AUDIENCES = Kind(
    aggregate=DynamicAudience,
    document=DynamicAudienceDocument,
    identify=lambda audience: audience.audience_id,
    to_document=_audience_document,
    from_document=_audience_from,
    to_event=_no_event,
    event_key=lambda audience: audience.audience_id,
    is_told=lambda _: False,
    marks=(Marks(work=STANDING_WORK, of=lambda audience: [EVERYBODY] if audience.version > 1 else []),),
)
ASSIGNMENT_JOBS = Kind(
    aggregate=AssignmentJob,
    document=AssignmentJobDocument,
    identify=lambda job: job.job_id,
    to_document=_job_document,
    from_document=_job_from,
    to_event=_no_event,
    event_key=lambda job: job.job_id,
    is_told=lambda _: False,
    due=Due(work=JOBS_WORK, at=lambda job: job.accepted_at if job.runs else None),
)
