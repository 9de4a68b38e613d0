"""The words of rules, plans and jobs in the contract."""

from cairn.learners.v1 import assignment_jobs_pb2, audiences_pb2
from cairn_learners.domain.assignment_jobs import JobKind, JobState
from cairn_learners.domain.forecasts import Group
from cairn_learners.domain.person_attributes import ValueKind
from cairn_learners.domain.rule_request import ALL_OF, ANY_OF, CONDITION, NOT
from cairn_learners.domain.rules import Answer, Comparison

RULE_KINDS = {
    ALL_OF: audiences_pb2.RULE_KIND_ALL_OF,
    ANY_OF: audiences_pb2.RULE_KIND_ANY_OF,
    NOT: audiences_pb2.RULE_KIND_NOT,
    CONDITION: audiences_pb2.RULE_KIND_CONDITION,
}
COMPARISONS = {
    Comparison.IS_ANY_OF: audiences_pb2.RULE_COMPARISON_IS_ANY_OF,
    Comparison.CONTAINS: audiences_pb2.RULE_COMPARISON_CONTAINS,
    Comparison.BEFORE: audiences_pb2.RULE_COMPARISON_BEFORE,
    Comparison.ON_OR_AFTER: audiences_pb2.RULE_COMPARISON_ON_OR_AFTER,
    Comparison.AT_LEAST: audiences_pb2.RULE_COMPARISON_AT_LEAST,
    Comparison.LESS_THAN: audiences_pb2.RULE_COMPARISON_LESS_THAN,
}
VALUE_KINDS = {
    ValueKind.ROLE: audiences_pb2.RULE_VALUE_KIND_ROLE,
    ValueKind.DEPARTMENT: audiences_pb2.RULE_VALUE_KIND_DEPARTMENT,
    ValueKind.PERSON: audiences_pb2.RULE_VALUE_KIND_PERSON,
    ValueKind.CREDENTIAL: audiences_pb2.RULE_VALUE_KIND_CREDENTIAL,
    ValueKind.TEXT: audiences_pb2.RULE_VALUE_KIND_TEXT,
    ValueKind.DAY: audiences_pb2.RULE_VALUE_KIND_DAY,
    ValueKind.DURATION: audiences_pb2.RULE_VALUE_KIND_DURATION,
}
ANSWERS = {
    Answer.YES: audiences_pb2.RULE_ANSWER_YES,
    Answer.NO: audiences_pb2.RULE_ANSWER_NO,
    Answer.UNKNOWN: audiences_pb2.RULE_ANSWER_UNKNOWN,
}
GROUPS = {
    Group.GETS_IT: assignment_jobs_pb2.OUTLOOK_GROUP_GETS_IT,
    Group.HOLDS_IT: assignment_jobs_pb2.OUTLOOK_GROUP_HOLDS_IT,
    Group.IN_PROGRESS: assignment_jobs_pb2.OUTLOOK_GROUP_IN_PROGRESS,
    Group.EXEMPT: assignment_jobs_pb2.OUTLOOK_GROUP_EXEMPT,
}
JOB_KINDS = {
    JobKind.GIVE: assignment_jobs_pb2.ASSIGNMENT_JOB_KIND_GIVE,
    JobKind.WITHDRAW: assignment_jobs_pb2.ASSIGNMENT_JOB_KIND_WITHDRAW,
}
JOB_STATES = {
    JobState.RUNNING: assignment_jobs_pb2.ASSIGNMENT_JOB_STATE_RUNNING,
    JobState.DONE: assignment_jobs_pb2.ASSIGNMENT_JOB_STATE_DONE,
    JobState.CANCELLED: assignment_jobs_pb2.ASSIGNMENT_JOB_STATE_CANCELLED,
    JobState.FAILED: assignment_jobs_pb2.ASSIGNMENT_JOB_STATE_FAILED,
}
