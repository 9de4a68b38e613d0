"""REST says what the services said, and the services hear what REST was told: over HTTP and gRPC, field by field."""

from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from google.protobuf.message import Message

from cairn.catalog.v1 import catalog_service_pb2 as catalog
from cairn.catalog.v1 import curation_pb2 as curation
from cairn.catalog.v1 import entries_pb2 as entries
from cairn.catalog.v1 import holding_cost_pb2 as holding_cost
from cairn.catalog.v1 import issuer_registry_pb2 as issuer_registry
from cairn.catalog.v1 import job_ads_pb2 as job_ads
from cairn.catalog.v1 import plans_pb2 as planning
from cairn.catalog.v1 import quality_pb2 as quality
from cairn.catalog.v1 import revisions_pb2 as revising
from cairn.catalog.v1 import search_pb2 as searching
from cairn.catalog.v1 import taxonomy_pb2 as taxonomy
from cairn.common.v1.money_pb2 import Money
from cairn.learners.v1 import assessments_pb2 as assessing
from cairn.learners.v1 import assignment_jobs_pb2 as assigning
from cairn.learners.v1 import audiences_pb2 as audiences
from cairn.learners.v1 import certification_pb2 as certification
from cairn.learners.v1 import delegations_pb2 as delegating
from cairn.learners.v1 import entry_usage_pb2 as entry_usage
from cairn.learners.v1 import exceptions_pb2 as excepting
from cairn.learners.v1 import hr_responsibilities_pb2 as responsibilities
from cairn.learners.v1 import imports_pb2 as importing
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import organization_pb2 as organization
from cairn.learners.v1 import progress_pb2 as progress
from cairn.learners.v1 import recertification_pb2 as recertifying
from cairn.learners.v1 import reminders_pb2 as reminding
from cairn.learners.v1 import renewals_pb2 as renewing
from cairn.learners.v1 import requests_pb2 as requesting
from cairn.learners.v1 import review_parts_pb2 as review_parts
from cairn.learners.v1 import reviews_pb2 as reviewing
from cairn.reporting.v1 import explanations_pb2 as explaining
from cairn.reporting.v1 import focus_pb2 as focusing
from cairn.reporting.v1 import pipeline_pb2 as pipelining
from cairn.reporting.v1 import report_settings_pb2 as settling
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn.reporting.v1 import trends_pb2 as trending
from cairn.reporting.v1 import webhooks_pb2 as hooking
from cairn.reporting.v1 import what_if_pb2 as supposing
from cairn.reporting.v1 import worth_pb2 as worthing
from cairn_gateway.adapters.http.report_rows import ReportName, SkillGapRow
from cairn_gateway.adapters.tables.columns import columns_of
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway
from tests.support.gateway.samples import MessageT, as_rest, sample

KINDS: dict[str, tuple[str, type[Message], str]] = {
    "credentials": ("Credential", entries.Credential, "credential_id"),
    "issuers": ("Issuer", entries.Issuer, "issuer_id"),
    "platforms": ("Platform", entries.Platform, "platform_id"),
    "skills": ("Skill", entries.Skill, "skill_id"),
    "stacks": ("Stack", entries.Stack, "stack_id"),
    "learning-paths": ("LearningPath", entries.LearningPath, "path_id"),
    "roles": ("Role", entries.Role, "role_id"),
    "ladders": ("Ladder", entries.Ladder, "ladder_id"),
}
FIELDS = {
    "Credential": "credential",
    "Issuer": "issuer",
    "Platform": "platform",
    "Skill": "skill",
    "Stack": "stack",
    "LearningPath": "learning_path",
    "Role": "role",
    "Ladder": "ladder",
}

SKILL_GAP_COLUMNS = [
    {"name": each.name, "kind": each.kind.value, "definition": each.definition}
    for each in columns_of(SkillGapRow)
]


def in_rest(message: Message) -> dict[str, Any]:
    """The message as REST words it; the goal of a path's step stands beside its other fields."""
    worded = as_rest(message)
    for step in worded.get("steps", ()):
        if "goal" in step:
            goal = step.pop("goal")
            step.update({name: goal[name] for name in ("credential_id", "stack_id")})
    return worded


def as_sent(entry: MessageT) -> MessageT:
    """The entry without what only answers say, and its steps without what only members of stacks have."""
    sent = type(entry)()
    sent.CopyFrom(entry)
    for name in ("version", "origin", "trust"):
        if name in sent.DESCRIPTOR.fields_by_name:
            sent.ClearField(name)
    for step in getattr(sent, "steps", ()):
        step.goal.ClearField("equivalent_credential_ids")
    return sent


def person(person_id: str) -> dict[str, str]:
    return {"person_name": f"Name of {person_id}"}


IMPACT = {
    **as_rest(sample(curation.GetImpactResponse)),
    "people": as_rest(sample(entry_usage.CountEntryUsageResponse)),
}
REVISION = as_rest(sample(revising.Revision))


def _sendable(message: type[Message]) -> dict[str, Any]:
    """An entry as a client sends it back, without its id."""
    worded = in_rest(as_sent(sample(message)))
    return {
        name: value
        for name, value in worded.items()
        if name not in {"version", "origin", "trust", _id_field(message)}
    }


def _id_field(message: type[Message]) -> str:
    return next(id_field for _, its_message, id_field in KINDS.values() if its_message is message)


def _revision(message: type[Message]) -> dict[str, Any]:
    """A revision and the entry as it wants it; what only answers say of an entry is not part of that."""
    entry = in_rest(as_sent(sample(message)))
    wanted = {name: value for name, value in entry.items() if name not in {"version", "origin", "trust"}}
    return {**REVISION, "entry": wanted}


def revision_of_kind(request: revising.GetRevisionRequest) -> revising.GetRevisionResponse:
    """A revision of an entry of the kind that is asked for."""
    field = curation.EntryKind.Name(request.kind).removeprefix("ENTRY_KIND_").lower()
    message = next(message for name, message, _ in KINDS.values() if FIELDS[name] == field)
    found = revising.GetRevisionResponse(revision=sample(revising.Revision))
    getattr(found.entry, field).CopyFrom(sample(message))
    return found


REVISIONS = {plural: _revision(message) for plural, (_, message, _) in KINDS.items()}
CREDENTIAL_NAME = {"credential_name": "name here"}


def achievement(message: progress.Achievement | None = None) -> dict[str, Any]:
    message = message or sample(progress.Achievement)
    return {**as_rest(message), **person(message.person_id), "credential_name": None}


def assignment() -> dict[str, Any]:
    message = sample(progress.Assignment)
    return {
        **as_rest(message),
        "assigned_by_name": f"Name of {message.assigned_by}",
        "path_name": "name here",
    }


# The sample asks for the same thing as a skill, a licence and a certification.
ROLE_PROPOSAL = {
    "lifecycle": {"state": "draft", "retired_on": None, "retirement_reason": None, "revision_due_on": None},
    "role_id": None,
    "name": "",
    "description": "What a job ad asks for.",
    "occupation_uri": None,
    "requirements": [
        {
            "requirement_id": "credential-credential_id here",
            "skill": None,
            "credential_id": "credential_id here",
            "stack_id": None,
            "experience": None,
            "time_in_role": None,
            "any_of": None,
            "weight": None,
        }
    ]
    * 3,
}


def _compared(skill_id: str, *, asked: int | None, held: int) -> dict[str, Any]:
    return {"skill_id": skill_id, "must_have": True, "asked_level": asked, "held_level": held}


@dataclass(frozen=True)
class Case:
    """One request, and what it is answered with when every service answers with a sample."""

    method: str
    path: str
    expected: Any
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def page(items: Any, **more: Any) -> dict[str, Any]:
    return {"items": items, "next_cursor": "next_page_token here", **more}


MATCH = {"If-Match": '"3"'}
# What takes or gives files, which test_imports, test_report_exports and test_saved_reports try.
WITH_FILES = {
    *(("POST", f"/reports/{report}/exports") for report in ReportName),
    ("GET", "/reports/saved"),
    ("POST", "/reports/saved"),
    *((method, "/reports/saved/{saved_report_id}") for method in ("GET", "PUT", "DELETE")),
    *((method, "/reports/saved/{saved_report_id}/runs") for method in ("GET", "POST")),
    ("GET", "/report-exports"),
    ("GET", "/report-exports/{export_id}"),
    ("DELETE", "/report-exports/{export_id}"),
    ("GET", "/report-exports/{export_id}/file"),
    ("POST", "/report-exports/{export_id}/links"),
    ("GET", "/report-downloads/{secret}"),
    # Its payload is bytes: test_webhooks.
    ("GET", "/webhooks/{endpoint_id}/deliveries/{delivery_id}"),
    ("POST", "/imports"),
    ("GET", "/imports/{import_id}/errors"),
    ("GET", "/import-templates/{kind}"),
}
IMPORT = in_rest(sample(importing.Import))
PERSON = in_rest(sample(organization.Person))
DEPARTMENT = in_rest(sample(organization.Department))
PATH_PROGRESS = {**in_rest(sample(progress.PathProgress)), "person_name": "Name of person_id here"}
ENROLMENT = in_rest(sample(progress.Enrolment))
ROWS = in_rest(sample(learners.ImportPeopleResponse))
PERSON_PROGRESS = {**in_rest(sample(learners.GetPersonProgressResponse)), "achievements": [achievement()]}
PROFILE = in_rest(sample(reporting.GetSkillProfileResponse))
READINESS = {**in_rest(sample(reporting.PersonReadiness)), "person_name": "Name of person_id here"}
OWN_READINESS = {**READINESS, "person_name": "given_name here family_name here"}
REPORT_SETTINGS = in_rest(sample(settling.ReportSettings))
WEBHOOK = in_rest(sample(hooking.WebhookEndpoint))
WEBHOOK_DRAFT = {"url": "https://hr.example.com/cairn", "event_types": ["report_export.succeeded"]}
WEBHOOK_SECRET = {"endpoint": WEBHOOK, "secret": "secret here"}
WEBHOOK_DELIVERY = in_rest(sample(hooking.WebhookDelivery))
FRESHNESS = in_rest(sample(reporting.Freshness))
PERSON_BODY = {name: value for name, value in PERSON.items() if name not in ("version", "has_account")}
CLAIM = {
    "credential_id": "pmp",
    "issued_on": "2026-03-31",
    "evidence": [{"url": "https://e.example", "description": None}],
}
AUDIENCE = {"person_ids": ["p1"], "team_ids": ["p2"], "include_sub_teams": True}
RECERTIFICATION = {
    "policy": {
        "basis": "expiry",
        "validity": "P1Y",
        "window": "P1M",
        "timezone": "Europe/Madrid",
        "renewal": [{"option_id": "exam", "kind": "exam", "needs_fee": True}],
        "version": 3,
        "effective_on": "2014-01-01",
    },
    "previous": {"valid_from": "2012-05-03T08:14:00Z", "valid_until": "2013-05-03T08:14:00Z"},
    "completions": ["2013-04-15T12:01:00Z", "2014-04-20"],
}
POLICY_VERSION = {
    "policy": {"basis": "expiry", "validity": "P3Y", "window": "P1Y"},
    "renewal": [
        {
            "option_id": "credits",
            "kind": "credits",
            "credits": {
                "unit": "pdu",
                "amount": "60",
                "categories": [{"category": "education", "minimum": "35"}],
            },
            "needs_fee": True,
        }
    ],
    "effective_on": "2026-01-01",
}
CREDENTIAL_POLICY = as_rest(sample(certification.CredentialPolicy))
RUBRIC = as_rest(sample(review_parts.Rubric))
RUBRIC_DRAFT = {
    "criteria": [{"criterion_id": "c", "name": "C", "levels": [{"points": 0}, {"points": 2}]}],
    "passing_points": 2,
}
ASSESSMENT = {
    **as_rest(sample(assessing.Assessment)),
    "assessed_by_name": "Name of assessed_by here",
}
ASSESSED = {"skill_id": "python", "assessor_kind": "manager", "scale_id": "zero-to-four", "level": 0}
NOTIFICATION = as_rest(sample(reminding.Notification))
DELIVERY = as_rest(sample(reminding.NotificationDelivery))
PREFERENCES = as_rest(sample(reminding.NotificationPreferences))
REMINDER_SETTINGS = as_rest(sample(reminding.ReminderSettings))
TIMELINE = as_rest(sample(reminding.GetTimelineResponse))
FEED = as_rest(sample(reminding.MakeCalendarFeedResponse))
RENEWAL_ENTRY = as_rest(sample(renewing.RenewalEntry))
EXCEPTION = {
    **as_rest(sample(excepting.GrantedException)),
    "granted_by_name": "Name of granted_by here",
}
CREW = as_rest(sample(audiences.DynamicAudience))
RULE = {"kind": "condition", "attribute": "title", "comparison": "contains", "values": ["clerk"]}
JOB = as_rest(sample(assigning.AssignmentJob))
EXEMPTION = {"kind": "exemption", "path_id": "x", "until_on": "2027-01-31", "reason": "On leave."}
EQUIVALENCE = {
    "credential_id": "pmp",
    "counts_credential_id": "capm",
    "until_on": "2027-01-31",
    "reason": "Agreed.",
}
DELEGATION = as_rest(sample(delegating.Delegation))
RESPONSIBILITY = as_rest(sample(responsibilities.HrResponsibility))
GIVEN = {"person_id": "p1", "department_ids": ["sales"]}
HANDED_OVER = {"delegate_id": "p2", "until_on": "2027-01-31", "reason": "Holidays."}


def learning_request() -> dict[str, Any]:
    worded = as_rest(sample(requesting.LearningRequest))
    credentials = [{**one, "credential_name": None} for one in worded["credentials"]]
    named = {**person(worded["person_id"]), "path_name": "name here", "credentials": credentials}
    return {**worded, **named}


COST = {
    "kind": "cost",
    "credential_ids": ["pmp"],
    "amount": {"currency": "EUR", "minor_units": 40_500},
    "note": "The exam.",
}


def delegated_act() -> dict[str, Any]:
    worded = as_rest(sample(delegating.DelegatedAct))
    people = [{"person_id": each, "name": f"Name of {each}"} for each in worded.pop("person_ids")]
    return {**worded, "people": people}


RENEWAL_LOG = {"credential_id": "pmp", "kind": "credits", "happened_on": "2026-03-31", "amount": "1.25"}
ASSIGNED = {
    "assignment": assignment(),
    "enrolled_person_ids": ["enrolled_person_ids here"],
    "already_enrolled_person_ids": ["already_enrolled_person_ids here"],
}


def skill_gaps() -> dict[str, Any]:
    worded = in_rest(sample(reporting.ReportSkillGapsResponse))
    # The same lines once more, for programs that ask for them by gRPC.
    del worded["columns"]
    for gap in [*worded["gaps"], *(gap for group in worded["groups"] for gap in group["gaps"])]:
        gap["short_people"] = [
            {"person_id": each, "name": f"Name of {each}"} for each in gap.pop("short_person_ids")
        ]
    return by_group(worded)


def by_group(worded: dict[str, Any], *, name: str | None = None) -> dict[str, Any]:
    """The groups with the name that each has beside its id."""
    for each in worded["groups"]:
        each["group_name"] = name
    return worded


def behind(message: type[Message]) -> dict[str, Any]:
    """A page of the people behind a figure."""
    worded = in_rest(sample(message))
    people = [{**each, **person(each["person_id"])} for each in worded["people"]]
    for each in people:
        if "readiness" in each:
            each["readiness"] = {**each["readiness"], **person(each["person_id"])}
        for gap in each["gaps"] if message is explaining.ExplainWorthResponse else ():
            gap.update(gap.pop("asked"))
    counts = {name: worded[name] for name in ("count", "people_count") if name in worded}
    return page(people, **counts, freshness=FRESHNESS)


def what_if() -> dict[str, Any]:
    worded = in_rest(sample(supposing.ReportWhatIfResponse))
    for change in [*worded["starts"], *worded["stops"]]:
        change.update(person(change["person_id"]))
    return worded


def recertification() -> dict[str, Any]:
    worded = in_rest(sample(reporting.ReportRecertificationResponse))
    for line in [*worded["lines"], *(line for group in worded["groups"] for line in group["lines"])]:
        line["expiries"] = [{**each, **person(each["person_id"])} for each in line["expiries"]]
    return by_group(worded)


def promotion_pipeline() -> dict[str, Any]:
    worded = in_rest(sample(pipelining.ReportPipelineResponse))
    for role in worded["roles"]:
        role["candidates"] = [{**each, **person(each["person_id"])} for each in role["candidates"]]
    return worded


def policy_change() -> dict[str, Any]:
    worded = as_rest(sample(renewing.PreviewPolicyChangeResponse))
    worded["effects"] = [{**each, **person(each["person_id"])} for each in worded["effects"]]
    return worded


CASES = [
    Case("GET", "/me", in_rest(sample(organization.Self))),
    Case("GET", "/me/progress", PERSON_PROGRESS),
    Case("GET", "/me/skill-profile", PROFILE),
    Case("GET", "/me/readiness", OWN_READINESS),
    Case("GET", "/me/focus", in_rest(sample(focusing.GetFocusResponse))),
    Case("GET", "/people/p1/focus", in_rest(sample(focusing.GetFocusResponse))),
    Case("PUT", "/me/target-role", PERSON, body={"role_id": "lead"}, headers=MATCH),
    Case("GET", "/me/achievements", page([achievement()])),
    Case("POST", "/me/achievements", achievement(), body=CLAIM, status=201),
    Case("POST", "/me/enrolments/e1/steps/s1/start", ENROLMENT),
    Case("GET", "/people", page([PERSON])),
    Case("POST", "/people", PERSON, body=PERSON_BODY, status=201),
    Case("POST", "/people/import", ROWS, body={"people": [PERSON_BODY]}),
    Case("GET", "/people/p1", PERSON),
    Case("PUT", "/people/p1", PERSON, body={**PERSON_BODY, "person_id": "p1"}, headers=MATCH),
    Case("PUT", "/people/p1/target-role", PERSON, body={"role_id": None}, headers=MATCH),
    Case("GET", "/people/p1/progress", PERSON_PROGRESS),
    Case("GET", "/people/p1/skill-profile", PROFILE),
    Case("POST", "/people/p1/achievements", achievement(), body=CLAIM, status=201),
    Case("GET", "/teams", page([in_rest(sample(organization.Team))])),
    Case("GET", "/departments", page([DEPARTMENT])),
    Case("POST", "/departments", DEPARTMENT, body={"name": "Yard"}, status=201),
    Case("GET", "/departments/d1", DEPARTMENT),
    Case("PUT", "/departments/d1", DEPARTMENT, body={"name": "Yard"}, headers=MATCH),
    Case("GET", "/assignments", page([assignment()])),
    Case("POST", "/assignments", ASSIGNED, body={"path_id": "x", "audience": AUDIENCE}, status=201),
    Case(
        "POST",
        "/assignments/preview",
        in_rest(sample(learners.PreviewAssignmentResponse)),
        body={"path_id": "x", "audience": AUDIENCE},
    ),
    Case("GET", "/assignments/a1", assignment()),
    Case("GET", "/assignments/a1/progress", page([PATH_PROGRESS])),
    Case("GET", "/path-progress", page([PATH_PROGRESS])),
    Case("GET", "/achievements", page([achievement()])),
    Case("GET", "/achievements/a1", achievement()),
    Case("POST", "/achievements/a1/verification", achievement(), body={"decision": "verified"}),
    Case(
        "POST",
        "/achievements/import",
        ROWS,
        body={"achievements": [{**CLAIM, "person_id": "p1", "decision": "refused", "reason": "no"}]},
    ),
    Case(
        "POST",
        "/recertification/preview",
        in_rest(sample(learners.PreviewRecertificationResponse)),
        body=RECERTIFICATION,
    ),
    Case("GET", "/recertification/policies", {"items": [CREDENTIAL_POLICY]}),
    Case("GET", "/recertification/policies/pmp", CREDENTIAL_POLICY),
    Case("POST", "/recertification/policies/pmp/versions/preview", policy_change(), body=POLICY_VERSION),
    Case(
        "POST",
        "/recertification/policies/pmp/versions",
        {"policy": CREDENTIAL_POLICY, "change": policy_change()},
        body=POLICY_VERSION,
        headers=MATCH,
    ),
    Case("POST", "/recertification/policies/pmp/reckoning", policy_change()),
    Case(
        "GET",
        "/people/p1/certifications/pmp",
        as_rest(sample(renewing.GetCertificationResponse)),
    ),
    Case("GET", "/me/notifications", page([NOTIFICATION], unread_count=3)),
    Case("POST", "/me/notifications/read", {"unread_count": 3}, body={"notification_ids": ["n1"]}),
    Case("GET", "/me/notification-preferences", PREFERENCES),
    Case("PUT", "/me/notification-preferences", PREFERENCES, body={"digest_at": "08:00"}, headers=MATCH),
    Case("GET", "/reminder-settings", REMINDER_SETTINGS),
    Case(
        "PUT",
        "/reminder-settings",
        REMINDER_SETTINGS,
        body={"before_expiry_days": [30], "before_due_days": [7], "time_zone": "Europe/Madrid"},
        headers=MATCH,
    ),
    Case("GET", "/notification-deliveries?state=failed", page([DELIVERY])),
    Case("GET", "/me/timeline", TIMELINE),
    Case("GET", "/people/p1/timeline", TIMELINE),
    Case("GET", "/me/calendar-feed", as_rest(sample(reminding.GetCalendarFeedResponse))),
    Case(
        "POST",
        "/me/calendar-feed",
        {"path": f"/api/v1/calendar/{FEED['token']}.ics", "made_at": FEED["made_at"]},
    ),
    Case("DELETE", "/me/calendar-feed", {"made_at": None}),
    Case("GET", "/people/p1/renewal-entries", {"items": [RENEWAL_ENTRY]}),
    Case("POST", "/people/p1/renewal-entries", RENEWAL_ENTRY, body=RENEWAL_LOG, status=201),
    Case("POST", "/me/renewal-entries", RENEWAL_ENTRY, body=RENEWAL_LOG, status=201),
    Case("POST", "/renewal-entries/e1/decision", RENEWAL_ENTRY, body={"state": "accepted"}),
    Case("GET", "/requests", page([learning_request()])),
    Case("GET", "/me/requests", page([learning_request()])),
    Case("POST", "/me/requests", learning_request(), body=COST, status=201),
    Case("GET", "/requests/r1", learning_request()),
    Case(
        "POST",
        "/requests/r1/decision",
        learning_request(),
        body={"state": "approved", "due_on": "2027-01-31"},
        headers=MATCH,
    ),
    Case("GET", "/delegations", page([DELEGATION])),
    Case("GET", "/hr-responsibilities", page([RESPONSIBILITY])),
    Case("POST", "/hr-responsibilities", RESPONSIBILITY, body=GIVEN, status=201),
    Case("GET", "/hr-responsibilities/r1", RESPONSIBILITY),
    Case("POST", "/hr-responsibilities/r1/withdrawal", RESPONSIBILITY, body={"reason": "She moves."}),
    Case("GET", "/me/delegations", page([DELEGATION])),
    Case("POST", "/delegations", DELEGATION, body=HANDED_OVER, status=201),
    Case("POST", "/delegations/d1/withdrawal", DELEGATION, body={"reason": "Back early."}),
    Case("GET", "/delegations/d1/acts", page([delegated_act()])),
    Case(
        "GET",
        "/delegations/candidates",
        page([as_rest(sample(delegating.DelegationCandidate))]),
    ),
    Case("GET", "/audiences", page([CREW])),
    Case("POST", "/audiences", CREW, body={"name": "Crew", "rule": RULE}, status=201),
    Case(
        "POST", "/audiences/preview", as_rest(sample(audiences.PreviewAudienceResponse)), body={"rule": RULE}
    ),
    Case(
        "GET",
        "/audiences/attributes",
        {"items": as_rest(sample(audiences.ListAudienceAttributesResponse))["attributes"]},
    ),
    Case("GET", "/audiences/a1", CREW),
    Case("PUT", "/audiences/a1", CREW, body={"name": "Crew", "rule": RULE}, headers=MATCH),
    Case("GET", "/audiences/a1/members", page([as_rest(sample(audiences.AudienceMember))])),
    Case("GET", "/audiences/a1/people/p1", as_rest(sample(audiences.ExplainMembershipResponse))),
    Case(
        "POST",
        "/assignment-jobs/preview",
        as_rest(sample(assigning.PlanAssignmentResponse)),
        body={"path_id": "p1", "audience": {"role_ids": ["analyst"]}},
    ),
    Case(
        "POST",
        "/assignment-jobs",
        JOB,
        body={"path_id": "p1", "audience": {"dynamic_ids": ["crew"]}, "terms": {"standing": True}},
        status=202,
    ),
    Case("GET", "/assignment-jobs/j1", JOB),
    Case("POST", "/assignment-jobs/j1/cancellation", JOB),
    Case("POST", "/assignments/a1/withdrawal", JOB, status=202),
    Case("GET", "/people/p1/exceptions", {"items": [EXCEPTION]}),
    Case("POST", "/people/p1/exceptions", EXCEPTION, body=EXEMPTION, status=201),
    Case("GET", "/equivalences", {"items": [EXCEPTION]}),
    Case("POST", "/equivalences", EXCEPTION, body=EQUIVALENCE, status=201),
    Case("GET", "/exceptions/x1", EXCEPTION),
    Case("POST", "/exceptions/x1/withdrawal", EXCEPTION, body={"reason": "Back early."}),
    Case("POST", "/achievements/a1/marks", achievement(), body={"kind": "revoked", "reason": "Withdrawn."}),
    Case(
        "POST",
        "/achievements/a1/corrections",
        achievement(),
        body={"certificate": {"expires_on": "2027-01-31"}, "reason": "Misread."},
    ),
    Case("POST", "/achievements/a1/review", achievement()),
    Case("DELETE", "/achievements/a1/review", achievement()),
    Case("GET", "/rubrics", {"items": [RUBRIC]}),
    Case("GET", "/rubrics/pmp", RUBRIC),
    Case("PUT", "/rubrics/pmp", RUBRIC, body=RUBRIC_DRAFT, headers=MATCH),
    Case("GET", "/people/p1/assessments", {"items": [ASSESSMENT]}),
    Case("POST", "/people/p1/assessments", ASSESSMENT, body=ASSESSED, status=201),
    Case("POST", "/assessments/a1/withdrawal", ASSESSMENT, body={"reason": "Mistaken."}),
    Case("GET", "/reports/skill-gaps", skill_gaps()),
    Case(
        "GET",
        "/reports/readiness",
        page(
            [READINESS],
            without_role_count=3,
            figures=in_rest(sample(reporting.ReadinessFigures)),
            groups=[{**in_rest(sample(reporting.ReadinessGroup)), "group_name": None}],
            hidden_count=3,
            freshness=FRESHNESS,
        ),
    ),
    Case("GET", "/reports/recertification", recertification()),
    Case(
        "GET", "/reports/skill-gaps/explanation?line_skill=sql:3", behind(explaining.ExplainSkillGapResponse)
    ),
    Case(
        "GET",
        "/reports/recertification/explanation?credential_id=pmp",
        behind(explaining.ExplainRecertificationResponse),
    ),
    Case("GET", "/reports/trends/explanation?month=2026-06", behind(explaining.ExplainTrendResponse)),
    Case(
        "GET", "/reports/pipeline/explanation?line_role_id=lead", behind(explaining.ExplainPipelineResponse)
    ),
    Case("GET", "/reports/worth/explanation", behind(explaining.ExplainWorthResponse)),
    Case("GET", "/reports/trends", by_group(in_rest(sample(trending.ReportTrendsResponse)))),
    Case(
        "GET",
        "/reports/trends?group_by=manager",
        by_group(in_rest(sample(trending.ReportTrendsResponse)), name="Name of group here"),
    ),
    Case("GET", "/reports/pipeline", promotion_pipeline()),
    Case("GET", "/reports/worth", in_rest(sample(worthing.ReportWorthResponse))),
    Case("POST", "/reports/what-if", what_if(), body={}),
    Case("GET", "/reports/settings", REPORT_SETTINGS),
    Case("PUT", "/reports/settings", REPORT_SETTINGS, body=REPORT_SETTINGS, headers=MATCH),
    Case("GET", "/reports/skill-gaps/columns", {"columns": SKILL_GAP_COLUMNS}),
    *(Case("GET", f"/{plural}/x/impact", IMPACT) for plural in KINDS),
    *(
        Case(
            "POST",
            f"/{plural}/x/retirement",
            as_rest(sample(curation.RetireEntryResponse)),
            body={"reason": "Closed."},
            headers={"If-Match": '"3"'},
        )
        for plural in KINDS
    ),
    *(Case("GET", f"/{plural}/x/revision", REVISIONS[plural]) for plural in KINDS),
    *(
        Case(
            "PUT",
            f"/{plural}/x/revision",
            REVISION,
            body={**_sendable(KINDS[plural][1]), "effective_on": "2027-01-01"},
            headers={"If-Match": '"3"', "X-Cairn-Impact": "seen"},
        )
        for plural in KINDS
    ),
    *(Case("DELETE", f"/{plural}/x/revision", REVISION, headers={"If-Match": '"3"'}) for plural in KINDS),
    Case("GET", "/revisions?state=waiting", page([REVISION])),
    Case("GET", "/issuer-resolution?name=pmi", as_rest(sample(issuer_registry.ResolveIssuerResponse))),
    Case(
        "POST",
        "/issuers/x/merge",
        as_rest(sample(issuer_registry.MergeIssuerResponse)),
        body={"into_issuer_id": "pmi"},
        headers={"If-Match": '"3"'},
    ),
    Case(
        "PUT",
        "/issuers/x/trust",
        as_rest(sample(issuer_registry.SetIssuerTrustResponse)),
        body={"verdict": "trusted", "reason": "Good."},
    ),
    Case("GET", "/imports", page([IMPORT])),
    Case("GET", "/imports/x", IMPORT),
    Case("GET", "/imports/x/rows?outcome=refused", page([in_rest(sample(importing.ImportRow))])),
    Case("POST", "/imports/x/mapping", IMPORT, body={"mapping": ["person_id"]}),
    Case("POST", "/imports/x/application", IMPORT, body={"mode": "good_rows", "left_on": "2026-01-01"}),
    Case("POST", "/imports/x/cancellation", IMPORT, body={"undo": True}),
    Case("POST", "/imports/x/rollback", IMPORT),
    Case("GET", "/import-kinds", in_rest(sample(importing.ListImportKindsResponse))),
    Case("GET", "/credentials/x/cost", as_rest(sample(holding_cost.GetHoldingCostResponse))),
    Case(
        "POST",
        "/job-ads/analysis",
        {
            **as_rest(sample(job_ads.AnalyseJobAdsResponse)),
            "ads": [{"name": None, "text": "Java"}],
            "role_proposal": ROLE_PROPOSAL,
        },
        body={"ads": [{"text": "Java"}]},
    ),
    Case(
        "POST",
        "/job-ads/comparison",
        {
            "person_id": "person_id here",
            "held": [_compared("skill_id here", asked=1, held=3)],
            "short": [],
            "missing": [_compared("other", asked=None, held=0)],
            "freshness": as_rest(sample(reporting.Freshness)),
        },
        body={
            "person_id": "p1",
            "skills": [{"skill_id": "skill_id here", "level": 1}, {"skill_id": "other"}],
        },
    ),
    Case(
        "GET",
        "/search",
        page(
            [in_rest(sample(searching.SearchHit))],
            facets=[as_rest(sample(searching.FacetCounts))],
            total=3,
        ),
    ),
    Case(
        "POST",
        "/plans",
        {**in_rest(sample(planning.MakePlanResponse)), "person_id": None, "role_id": "lead"},
        body={"role_id": "lead", "objective": "least_cost", "currency": "USD", "weekly_hours": 5},
    ),
    Case("GET", "/credentials/x/quality", in_rest(sample(quality.GetQualityResponse))),
    Case("GET", "/taxonomies/imports", in_rest(sample(taxonomy.ListTaxonomyImportsResponse))),
    Case(
        "POST",
        "/taxonomies/role-ladders/imports",
        in_rest(sample(taxonomy.ImportRoleLaddersResponse)),
        body={"csv": "Role\n", "title": "Ladders"},
    ),
    Case("GET", "/webhooks", {"items": [WEBHOOK]}),
    Case("POST", "/webhooks", WEBHOOK_SECRET, body=WEBHOOK_DRAFT, status=201),
    Case("GET", "/webhooks/w1", WEBHOOK),
    Case("PUT", "/webhooks/w1", WEBHOOK, body=WEBHOOK_DRAFT, headers=MATCH),
    Case("DELETE", "/webhooks/w1", None, headers=MATCH, status=204),
    Case("POST", "/webhooks/w1/secret", WEBHOOK_SECRET, body={}, headers=MATCH),
    Case("POST", "/webhooks/w1/test", WEBHOOK_DELIVERY, status=202),
    Case("GET", "/webhooks/w1/deliveries", page([WEBHOOK_DELIVERY])),
    Case("POST", "/webhooks/w1/deliveries/d1/redelivery", WEBHOOK_DELIVERY, status=202),
    *(
        case
        for plural, (_, message, id_field) in KINDS.items()
        for worded in [in_rest(sample(message))]
        for draft in [{name: worded[name] for name in worded if name not in (id_field, "version", "origin")}]
        for case in (
            Case("GET", f"/{plural}", page([worded])),
            Case("GET", f"/{plural}/x", worded),
            Case("POST", f"/{plural}", worded, body=draft, status=201),
            Case("PUT", f"/{plural}/x", worded, body=draft, headers=MATCH),
        )
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_that_a_service_says_is_lost(gateway: Gateway, services: FakeServices, case: Case) -> None:
    services.replies["ListCredentials"] = lambda request: (
        catalog.ListCredentialsResponse()
        if request.credential_ids
        else sample(catalog.ListCredentialsResponse)
    )
    services.replies["GetRevision"] = revision_of_kind
    services.replies["ListLearningPaths"] = lambda request: (
        catalog.ListLearningPathsResponse(
            learning_paths=[entries.LearningPath(path_id=each, name="name here") for each in request.path_ids]
        )
        if request.path_ids
        else sample(catalog.ListLearningPathsResponse)
    )
    answer = gateway.client.request(case.method, f"/api/v1{case.path}", json=case.body, headers=case.headers)
    assert answer.status_code == case.status, answer.text
    assert (answer.json() if answer.content else None) == case.expected


# What these carry is no JSON: test_evidence_files.py, and below for the calendar.
CARRYING_FILES = {
    ("POST", "/evidence-files"),
    ("GET", "/evidence-files/{file_id}/content"),
    ("GET", "/calendar/{token}.ics"),
}


def test_every_operation_has_a_case(gateway: Gateway) -> None:
    document = gateway.client.get("/api/openapi.json").json()
    operations = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in document["paths"].items()
        if path.startswith("/api/v1")
        for method in methods
    }
    tried = {(case.method, case.path) for case in CASES}
    untried = {
        (method, path)
        for method, path in operations
        if (method, path) not in WITH_FILES
        and not any(method == other and _fits(path, concrete) for other, concrete in tried)
    }
    assert untried == CARRYING_FILES


def _fits(path: str, concrete: str) -> bool:
    parts, others = path.split("/"), concrete.split("?", maxsplit=1)[0].split("/")
    return len(parts) == len(others) and all(
        part == other or part.startswith("{") for part, other in zip(parts, others, strict=True)
    )


@pytest.mark.parametrize("plural", KINDS)
def test_an_entry_is_published_as_it_was_sent(gateway: Gateway, services: FakeServices, plural: str) -> None:
    name, message, id_field = KINDS[plural]
    entry = sample(message)
    answer = gateway.client.post(f"/api/v1/{plural}", json=in_rest(entry))
    assert answer.status_code == 201, answer.text
    request = services.only(f"Publish{name}").request
    assert getattr(request, FIELDS[name]) == as_sent(entry)
    assert request.expected_version == 0
    assert answer.headers["Location"] == f"/api/v1/{plural}/{getattr(entry, id_field)}"
    assert answer.headers["ETag"] == '"3"'


@pytest.mark.parametrize("plural", KINDS)
def test_an_entry_is_revised_from_the_version_that_was_read(
    gateway: Gateway, services: FakeServices, plural: str
) -> None:
    name, message, id_field = KINDS[plural]
    worded = in_rest(sample(message))
    worded.pop(id_field)
    answer = gateway.client.put(f"/api/v1/{plural}/x", json=worded, headers={"If-Match": '"41"'})
    assert answer.status_code == 200, answer.text
    request = services.only(f"Publish{name}").request
    assert request.expected_version == 41
    assert getattr(getattr(request, FIELDS[name]), id_field) == "x"


def test_a_person_is_saved_as_sent(gateway: Gateway, services: FakeServices) -> None:
    sent = sample(organization.Person)
    assert gateway.client.post("/api/v1/people", json=in_rest(sent)).status_code == 201
    sent.ClearField("version")
    sent.ClearField("has_account")
    sent.ClearField("past_roles")
    sent.ClearField("past_employments")
    assert services.only("SavePerson").request == learners.SavePersonRequest(person=sent)


def test_nothing_is_an_empty_string_for_the_service_and_null_for_the_client(
    gateway: Gateway, services: FakeServices
) -> None:
    bare = organization.Person(
        person_id="p", version=1, given_name="Cher", position=organization.Position(department_id="d")
    )
    services.replies["GetPerson"] = lambda _: learners.GetPersonResponse(person=bare)
    assert gateway.client.get("/api/v1/people/p").json() == {
        "person_id": "p",
        "version": 1,
        "given_name": "Cher",
        "family_name": None,
        "email": None,
        "position": {
            "title": None,
            "role_id": None,
            "department_id": "d",
            "manager_id": None,
            "taken_on": None,
        },
        "target_role_id": None,
        "hired_on": None,
        "left_on": None,
        "further_positions": [],
        "location": None,
        "attributes": [],
        "time_zone": None,
        "language": None,
        "has_account": False,
        "past_roles": [],
        "past_employments": [],
    }
    gateway.client.put(
        "/api/v1/people/p",
        json=gateway.client.get("/api/v1/people/p").json(),
        headers={"If-None-Match": "*"},
    )
    bare.ClearField("version")
    assert services.only("SavePerson").request.person == bare


def test_a_claim_is_made_as_sent(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.post("/api/v1/me/achievements", json=CLAIM)
    assert services.only("ClaimAchievement").request == learners.ClaimAchievementRequest(
        credential_id="pmp", issued_on="2026-03-31", evidence=[progress.Evidence(url="https://e.example")]
    )


def test_a_verification_is_told_as_sent(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.post(
        "/api/v1/achievements/a1/verification", json={"decision": "refused", "reason": "not yours"}
    )
    assert services.only("DecideAchievement").request == learners.DecideAchievementRequest(
        achievement_id="a1", decision=progress.DECISION_REFUSED, reason="not yours"
    )


def test_an_assignment_is_made_as_sent(gateway: Gateway, services: FakeServices) -> None:
    body = {"path_id": "x", "audience": AUDIENCE, "due_on": "2027-01-31", "note": "Go on."}
    gateway.client.post("/api/v1/assignments", json=body)
    assert services.only("AssignPath").request == learners.AssignPathRequest(
        path_id="x",
        audience=progress.Audience(person_ids=["p1"], team_ids=["p2"], include_sub_teams=True),
        due_on="2027-01-31",
        note="Go on.",
    )


def test_money_is_asked_for_as_sent(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.post("/api/v1/me/requests", json=COST)
    assert services.only("SubmitRequest").request == requesting.SubmitRequestRequest(
        kind=requesting.REQUEST_KIND_COST,
        credential_ids=["pmp"],
        amount=Money(currency="EUR", minor_units=40_500),
        note="The exam.",
    )


def test_prior_learning_is_granted_as_sent(gateway: Gateway, services: FakeServices) -> None:
    said: dict[str, Any] = {
        "path_id": "x",
        "step_id": "s1",
        "happened_on": "2026-03-31",
        "look_back_days": 30,
        "until_on": "2027-01-31",
        "reason": "Did it at the last job.",
    }
    body = {"kind": "prior_learning", "timezone": "Europe/Madrid", **said}
    gateway.client.post("/api/v1/people/p1/exceptions", json=body)
    assert services.only("GrantException").request == excepting.GrantExceptionRequest(
        exception=excepting.GrantedException(
            kind=excepting.EXCEPTION_KIND_PRIOR_LEARNING, person_id="p1", **said
        ),
        timezone="Europe/Madrid",
    )


def test_a_recertification_is_previewed_as_sent(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.post("/api/v1/recertification/preview", json=RECERTIFICATION)
    assert services.only("PreviewRecertification").request == learners.PreviewRecertificationRequest(
        policy=recertifying.RecertificationPolicy(
            basis=recertifying.RECERTIFICATION_BASIS_EXPIRY,
            validity="P1Y",
            window="P1M",
            grace="P0D",
            minimum_validity="P0D",
            timezone="Europe/Madrid",
            late_rule=recertifying.LATE_RULE_COMPLETION,
        ),
        previous=recertifying.PreviousPeriod(
            valid_from="2012-05-03T08:14:00Z", valid_until="2013-05-03T08:14:00Z"
        ),
        completions=["2013-04-15T12:01:00Z", "2014-04-20"],
        renewal=[
            certification.RenewalOption(
                option_id="exam", kind=certification.RENEWAL_KIND_EXAM, needs_fee=True
            )
        ],
        version=3,
        effective_on="2014-01-01",
    )


def test_a_period_that_never_ends_has_null_ends(gateway: Gateway, services: FakeServices) -> None:
    period = recertifying.CertificationPeriod(explanation=["By the policy it never expires."])
    period.valid_from.FromJsonString("2013-04-15T12:01:00Z")
    services.replies["PreviewRecertification"] = lambda _: learners.PreviewRecertificationResponse(
        periods=[period]
    )
    body = {"policy": {"basis": "never"}, "due_at": None, "previous": None, "completions": ["2013-04-15"]}
    assert gateway.client.post("/api/v1/recertification/preview", json=body).json() == {
        "periods": [
            {
                "valid_from": "2013-04-15T12:01:00Z",
                "valid_until": None,
                "last_valid_on": None,
                "window_opens_at": None,
                "grace_until": None,
                "explanation": ["By the policy it never expires."],
            }
        ],
        "unchanged": [],
    }


def test_a_version_of_a_policy_reaches_the_service_as_sent(gateway: Gateway, services: FakeServices) -> None:
    answered = gateway.client.post(
        "/api/v1/recertification/policies/pmp/versions", json=POLICY_VERSION, headers=MATCH
    )
    assert answered.headers["ETag"] == '"3"'
    # Everybody who holds the credential is looked at: longer than the 3 s that other requests have.
    assert 3 < (services.only("ChangePolicy").seconds_left or 0) <= 10.5  # gRPC rounds a deadline up
    asked = services.only("ChangePolicy").request
    assert (asked.credential_id, asked.expected_version) == ("pmp", 3)
    assert asked.policy_version == certification.PolicyVersion(
        policy=recertifying.RecertificationPolicy(
            basis=recertifying.RECERTIFICATION_BASIS_EXPIRY,
            validity="P3Y",
            window="P1Y",
            grace="P0D",
            minimum_validity="P0D",
            timezone="UTC",
            late_rule=recertifying.LATE_RULE_COMPLETION,
        ),
        renewal=[
            certification.RenewalOption(
                option_id="credits",
                kind=certification.RENEWAL_KIND_CREDITS,
                credits=certification.CreditRule(
                    unit=certification.CREDIT_UNIT_PDU,
                    amount="60",
                    categories=[certification.CreditCategory(category="education", minimum="35")],
                ),
                needs_fee=True,
            )
        ],
        effective_on="2026-01-01",
        applies=certification.POLICY_APPLIES_FORWARD,
    )


def test_a_credential_without_a_policy_has_none(gateway: Gateway, services: FakeServices) -> None:
    services.replies["ListPolicies"] = lambda _: renewing.ListPoliciesResponse()
    assert gateway.client.get("/api/v1/recertification/policies/pmp").status_code == 404


def test_what_is_printed_on_a_certificate_is_claimed_as_sent(
    gateway: Gateway, services: FakeServices
) -> None:
    printed = {"expires_on": "2027-01-31", "number": "C-1", "verification_url": "https://v.example/C-1"}
    gateway.client.post("/api/v1/me/achievements", json={**CLAIM, "certificate": printed})
    assert services.only("ClaimAchievement").request.certificate == certification.Certificate(**printed)


def test_past_achievements_are_imported_as_sent(gateway: Gateway, services: FakeServices) -> None:
    row = {**CLAIM, "person_id": "p1", "decision": "refused", "reason": "no"}
    gateway.client.post("/api/v1/achievements/import", json={"achievements": [row]})
    (imported,) = services.only("ImportAchievements").request.achievements
    assert imported == progress.Achievement(
        person_id="p1",
        credential_id="pmp",
        issued_on="2026-03-31",
        evidence=[progress.Evidence(url="https://e.example")],
        decision=progress.DECISION_REFUSED,
        reason="no",
    )


def test_filters_of_a_report_reach_the_service(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.get(
        "/api/v1/reports/readiness",
        params={
            "department_id": "d",
            "team_id": "t",
            "include_sub_teams": "true",
            "people_role_id": "mason",
            "person_id": ["p1", "p2"],
            "role_id": "lead",
            "role_choice": "next",
            "as_of": "2026-05-28T22:26:40.25+02:00",
            "known_at": "2026-05-28T20:26:40.25Z",
            "group_by": "hired_year",
            "figures_only": "true",
            "state": ["ready_until", "nearly"],
            "limit": 7,
            "cursor": "abc",
        },
    )
    request = services.only("ReportReadiness").request
    assert as_rest(request) == {
        "page": {"page_size": 7, "page_token": "abc"},
        "people": {
            "person_ids": ["p1", "p2"],
            "department_id": "d",
            "team_id": "t",
            "include_sub_teams": True,
            "role_id": "mason",
            "without_sub_departments": False,
            "location": "",
            "hired_from": "",
            "hired_until": "",
        },
        "role_id": "lead",
        "role_choice": "next",
        "as_of": "2026-05-28T20:26:40.250000Z",
        "known_at": "2026-05-28T20:26:40.250000Z",
        "group_by": "hired_year",
        "figures_only": True,
        "states": ["ready_until", "nearly"],
    }


def test_what_is_asked_of_people_reaches_the_service(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.get(
        "/api/v1/reports/skill-gaps",
        params={
            "department_id": "d",
            "without_sub_departments": "true",
            "location": "Porto",
            "hired_from": "2026-01-01",
            "hired_until": "2026-06-30",
            "skill": ["python:3", "iso:27001:2"],
            "credential": "pmp",
            "group_by": "hired_year",
        },
    )
    assert services.only("ReportSkillGaps").request == reporting.ReportSkillGapsRequest(
        people=reporting.PeopleFilter(
            department_id="d",
            without_sub_departments=True,
            location="Porto",
            hired_from="2026-01-01",
            hired_until="2026-06-30",
        ),
        asked=[
            reporting.AskedFor(skill_id="python", level=3),
            reporting.AskedFor(skill_id="iso:27001", level=2),
            reporting.AskedFor(credential_id="pmp"),
        ],
        group_by=reporting.DIMENSION_HIRED_YEAR,
    )


def test_the_months_and_days_asked_for_reach_the_service(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.get(
        "/api/v1/reports/trends",
        params={"from": "2026-01", "to": "2026-06", "group_by": "location", "role_choice": "own"},
    )
    assert services.only("ReportTrends").request == trending.ReportTrendsRequest(
        people=reporting.PeopleFilter(),
        from_month="2026-01",
        until_month="2026-06",
        group_by=reporting.DIMENSION_LOCATION,
        role_choice=reporting.ROLE_CHOICE_OWN,
    )
    gateway.client.get(
        "/api/v1/reports/worth", params={"from": "2026-01-01", "to": "2026-06-30", "months": 6}
    )
    assert services.only("ReportWorth").request == worthing.ReportWorthRequest(
        people=reporting.PeopleFilter(), from_on="2026-01-01", until_on="2026-06-30", months=6
    )
    gateway.client.get("/api/v1/reports/pipeline", params={"months": 12, "role_id": "lead"})
    assert services.only("ReportPipeline").request == pipelining.ReportPipelineRequest(
        people=reporting.PeopleFilter(), months=12, role_id="lead"
    )


def test_what_is_supposed_reaches_the_service(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.post(
        "/api/v1/reports/what-if",
        json={
            "people": {"department_id": "d"},
            "role_choice": "next",
            "leaving_person_ids": ["p1"],
            "lapses": [{"credential_id": "pmp"}],
            "completions": [{"path_id": "to-lead", "people": {"team_id": "bob"}}],
        },
    )
    assert services.only("ReportWhatIf").request == supposing.ReportWhatIfRequest(
        people=reporting.PeopleFilter(department_id="d"),
        role_choice=reporting.ROLE_CHOICE_NEXT,
        leaving_person_ids=["p1"],
        lapses=[supposing.SupposedLapse(credential_id="pmp")],
        completions=[
            supposing.SupposedCompletion(path_id="to-lead", people=reporting.PeopleFilter(team_id="bob"))
        ],
    )


def test_filters_of_the_credentials_reach_the_service(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.get(
        "/api/v1/credentials",
        params={"kind": ["licence", "degree"], "issuer_id": "pmi", "skill_id": "s", "query": "cert"},
    )
    request = services.only("ListCredentials").request
    assert list(request.kinds) == [entries.CREDENTIAL_KIND_LICENCE, entries.CREDENTIAL_KIND_DEGREE]
    assert (request.issuer_id, request.skill_id, request.query) == ("pmi", "s", "cert")


def test_filters_of_the_people_reach_the_service(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.get(
        "/api/v1/people",
        params={"query": "ann", "department_id": "d", "team_id": "t", "include_sub_teams": "true"},
    )
    request = services.only("ListPeople").request
    assert (request.query, request.department_id, request.team_id, request.include_sub_teams) == (
        "ann",
        "d",
        "t",
        True,
    )
    assert (request.page.page_size, request.page.page_token) == (50, "")


def test_waiting_claims_are_asked_for_by_decision(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.get("/api/v1/achievements", params={"decision": "claimed", "person_id": "p"})
    request = services.only("ListAchievements").request
    assert (request.decision, request.person_id) == (progress.DECISION_CLAIMED, "p")


def test_names_are_asked_for_once_for_all_rows(gateway: Gateway, services: FakeServices) -> None:
    rows = [progress.Achievement() for _ in range(20)]
    for number, row in enumerate(rows):
        row.CopyFrom(sample(progress.Achievement))
        row.person_id = f"p{number % 3}"
    services.replies["ListAchievements"] = lambda _: learners.ListAchievementsResponse(achievements=rows)
    items = gateway.client.get("/api/v1/achievements").json()["items"]
    assert [item["person_name"] for item in items[:3]] == ["Name of p0", "Name of p1", "Name of p2"]
    assert list(services.only("NamePeople").request.person_ids) == ["p0", "p1", "p2"]
    assert list(services.only("ListCredentials").request.credential_ids) == ["credential_id here"]


def test_names_of_many_people_are_asked_for_in_pages(gateway: Gateway, services: FakeServices) -> None:
    gap = reporting.SkillGap(name="Masonry", short_person_ids=[f"p{number:04}" for number in range(1100)])
    services.replies["ReportSkillGaps"] = lambda _: reporting.ReportSkillGapsResponse(
        gaps=[gap], freshness=sample(reporting.Freshness)
    )
    report = gateway.client.get("/api/v1/reports/skill-gaps").json()
    assert report["gaps"][0]["short_people"][1099] == {"person_id": "p1099", "name": "Name of p1099"}
    assert sorted(len(each.person_ids) for each in services.requests("ListPeople")) == [100, 500, 500]


def test_a_name_that_the_caller_may_not_know_is_null(gateway: Gateway, services: FakeServices) -> None:
    services.replies["NamePeople"] = lambda _: reviewing.NamePeopleResponse()
    assert gateway.client.get("/api/v1/achievements/a1").json()["person_name"] is None


@pytest.mark.parametrize("plural", KINDS)
def test_an_entry_is_retired_with_all_that_names_it_named(
    gateway: Gateway, services: FakeServices, plural: str
) -> None:
    referrer = {"kind": "learning_path", "entry_id": "to-pm", "name": None}
    answer = gateway.client.post(
        f"/api/v1/{plural}/x/retirement",
        json={"reason": "Closed.", "referrers": [referrer]},
        headers={"If-Match": '"41"'},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json() == as_rest(sample(curation.RetireEntryResponse))
    request = services.only("RetireEntry").request
    assert (request.entry_id, request.expected_version, request.reason) == ("x", 41, "Closed.")
    assert curation.EntryKind.Name(request.kind) == f"ENTRY_KIND_{FIELDS[KINDS[plural][0]].upper()}"
    assert list(request.referrers) == [
        curation.EntryReference(kind=curation.ENTRY_KIND_LEARNING_PATH, entry_id="to-pm")
    ]


@pytest.mark.parametrize("plural", KINDS)
def test_an_edit_names_its_day_and_the_impact_that_it_was_shown(
    gateway: Gateway, services: FakeServices, plural: str
) -> None:
    name, message, _ = KINDS[plural]
    answer = gateway.client.put(
        f"/api/v1/{plural}/x",
        json={**_sendable(message), "effective_on": "2026-03-31"},
        headers={"If-Match": '"41"', "X-Cairn-Impact": "seen"},
    )
    # The sample's revision is due on that day, so it waits.
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/api/v1/{plural}/x/revision"
    assert answer.headers["ETag"] == '"public-3"'
    request = services.only(f"Publish{name}").request
    assert (request.effective_on, request.confirmed_impact) == ("2026-03-31", "seen")


@pytest.mark.parametrize("plural", KINDS)
def test_a_revision_is_replaced_by_a_whole_entry(
    gateway: Gateway, services: FakeServices, plural: str
) -> None:
    name, message, id_field = KINDS[plural]
    answer = gateway.client.put(
        f"/api/v1/{plural}/x/revision",
        json={**_sendable(message), "effective_on": "2027-01-01"},
        headers={"If-Match": '"41"', "X-Cairn-Impact": "seen"},
    )
    assert answer.status_code == 200, answer.text
    request = services.only("ReplaceRevision").request
    assert (request.effective_on, request.expected_version, request.confirmed_impact) == (
        "2027-01-01",
        41,
        "seen",
    )
    expected = as_sent(sample(message))
    setattr(expected, id_field, "x")
    assert getattr(request.entry, FIELDS[name]) == expected


def test_revisions_are_asked_for_by_what_became_of_them(gateway: Gateway, services: FakeServices) -> None:
    assert gateway.client.get("/api/v1/revisions?state=failed&state=applied").status_code == 200
    request = services.only("ListRevisions").request
    assert list(request.states) == [revising.REVISION_STATE_FAILED, revising.REVISION_STATE_APPLIED]


def test_a_calendar_is_read_without_a_session_and_again_only_when_it_changed(
    gateway: Gateway, services: FakeServices
) -> None:
    file = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    services.replies["ReadCalendar"] = lambda _: reminding.ReadCalendarResponse(icalendar=file, etag="v1")
    path = "/api/v1/calendar/s3cret.ics"
    nobody = httpx.Client(base_url=gateway.client.base_url)
    first = nobody.get(path)
    assert (first.status_code, first.content) == (200, file)
    assert first.headers["Content-Type"].startswith("text/calendar")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert services.only("ReadCalendar").request.token == "s3cret"
    again = nobody.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_figure_of_trends_pipeline_and_worth_that_is_asked_about_is_named(
    gateway: Gateway, services: FakeServices
) -> None:
    gateway.client.get(
        "/api/v1/reports/trends/explanation",
        params={"month": "2026-06", "figure": "gaps_gone", "group_by": "location", "group": ""},
    )
    asked = services.only("ExplainTrend").request
    assert (asked.month, asked.figure, asked.HasField("group")) == (
        "2026-06",
        explaining.TREND_FIGURE_GAPS_GONE,
        True,
    )
    gateway.client.get(
        "/api/v1/reports/pipeline/explanation",
        params={"line_role_id": "lead", "stage": "ready_by_plan", "months": 3, "role_id": "lead"},
    )
    told = services.only("ExplainPipeline").request
    assert (told.line_role_id, told.stage, told.report.months) == (
        "lead",
        pipelining.PIPELINE_STAGE_READY_BY_PLAN,
        3,
    )
    gateway.client.get(
        "/api/v1/reports/worth/explanation", params={"figure": "unused", "to": "2026-06-30", "limit": 7}
    )
    worth = services.only("ExplainWorth").request
    assert (worth.figure, worth.report.until_on, worth.page.page_size) == (
        explaining.WORTH_FIGURE_UNUSED,
        "2026-06-30",
        7,
    )
