"""How the aggregates are stored: their fields, and the indexes that keep unique what has to be and make lists cheap.

Every index begins with the tenant. Dates are texts as YYYY-MM-DD; `…_order` is the text that a list is ordered by.
"""

import mongoengine
from mongoengine import fields

_DECISIONS = ("claimed", "verified", "refused")
_EXCEPTION_KINDS = ("exemption", "extension", "equivalence", "prior_learning")


def _meta(collection: str, *indexes: dict[str, object]) -> dict[str, object]:
    return {
        "collection": collection,
        "auto_create_index": False,
        "index_cls": False,
        "strict": True,
        "indexes": list(indexes),
    }


class PersonDocument(mongoengine.Document):
    """A person."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    person_id = fields.StringField(required=True)
    given_name = fields.StringField(required=True)
    family_name = fields.StringField()
    email = fields.StringField()
    email_key = fields.StringField()
    title = fields.StringField()
    role_id = fields.StringField()
    department_id = fields.StringField()
    manager_id = fields.StringField()
    taken_on = fields.StringField()
    past_roles = fields.ListField(fields.DictField())
    target_role_id = fields.StringField()
    hired_on = fields.StringField()
    left_on = fields.StringField()
    past_employments = fields.ListField(fields.DictField())
    further_positions = fields.ListField(fields.DictField())
    location = fields.StringField()
    attributes = fields.ListField(fields.DictField())
    time_zone = fields.StringField()
    language = fields.StringField()
    account_subject = fields.StringField()
    name_order = fields.StringField(required=True)
    searchable = fields.StringField(required=True)

    meta = _meta(
        "people",
        {
            "fields": ["tenant_id", "account_subject"],
            "unique": True,
            "partialFilterExpression": {"account_subject": {"$type": "string"}},
        },
        {
            "fields": ["tenant_id", "email_key"],
            "unique": True,
            "partialFilterExpression": {"email_key": {"$type": "string"}},
        },
        # Has all that a reporting line is made of, so that reading all lines reads no document.
        {"fields": ["tenant_id", "manager_id", "person_id"]},
        {
            "fields": ["tenant_id", "left_on", "person_id"],
            "partialFilterExpression": {"left_on": {"$type": "string"}},
        },
        {"fields": ["tenant_id", "department_id", "name_order"]},
        # Few have further positions.
        {
            "fields": ["tenant_id", "further_positions.department_id"],
            "partialFilterExpression": {"further_positions.department_id": {"$type": "string"}},
        },
        {"fields": ["tenant_id", "name_order"]},
    )


class DepartmentDocument(mongoengine.Document):
    """A department."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    department_id = fields.StringField(required=True)
    name = fields.StringField(required=True)
    parent_department_id = fields.StringField()
    name_order = fields.StringField(required=True)

    meta = _meta("departments", {"fields": ["tenant_id", "name_order"]})


class AudienceDocument(mongoengine.EmbeddedDocument):
    """Whom an assignment is for."""

    person_ids = fields.ListField(fields.StringField())
    team_ids = fields.ListField(fields.StringField())
    include_sub_teams = fields.BooleanField(required=True)
    role_ids = fields.ListField(fields.StringField())
    department_ids = fields.ListField(fields.StringField())
    include_sub_departments = fields.BooleanField()
    dynamic_ids = fields.ListField(fields.StringField())

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class AssignmentTermsDocument(mongoengine.EmbeddedDocument):
    """By when an assignment is due, and whether it goes on; each due as a request says it."""

    due = fields.DictField()
    due_for_joiners = fields.DictField()
    basis_on = fields.StringField()
    standing = fields.BooleanField(required=True)
    on_leaving = fields.StringField(required=True, choices=("keep", "withdraw"))

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class AssignmentDocument(mongoengine.Document):
    """An assignment. What was asked for with a key is there once, unless it was withdrawn or stopped."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    assignment_id = fields.StringField(required=True)
    path_id = fields.StringField(required=True)
    audience = fields.EmbeddedDocumentField(AudienceDocument, required=True)
    due_on = fields.StringField()
    note = fields.StringField()
    assigned_by = fields.StringField()
    assigned_at = fields.DateTimeField(required=True)
    assigned_order = fields.StringField(required=True)
    terms = fields.EmbeddedDocumentField(AssignmentTermsDocument)
    within = fields.StringField()
    stage = fields.StringField(choices=("being_given", "given", "stopped"))
    asked_key = fields.StringField()
    withdrawn_at = fields.DateTimeField()
    withdrawn_by = fields.StringField()
    goes_on = fields.BooleanField()

    meta = _meta(
        "assignments",
        {
            "fields": ["tenant_id", "asked_key"],
            "unique": True,
            "partialFilterExpression": {"asked_key": {"$type": "string"}},
        },
        {
            "fields": ["tenant_id", "goes_on"],
            "partialFilterExpression": {"goes_on": True},
        },
        {"fields": ["tenant_id", "assigned_order"]},
        {"fields": ["tenant_id", "path_id", "assigned_order"]},
    )


class StartedStepDocument(mongoengine.EmbeddedDocument):
    """A step that somebody works on."""

    step_id = fields.StringField(required=True)
    started_at = fields.DateTimeField(required=True)

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class AskDocument(mongoengine.EmbeddedDocument):
    """An assignment that asks for an enrolment."""

    assignment_id = fields.StringField(required=True)
    due_on = fields.StringField()
    asked_at = fields.DateTimeField(required=True)
    withdrawn_at = fields.DateTimeField()

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class EnrolmentDocument(mongoengine.Document):
    """One person on one path: nobody is on a path twice in one cycle; without a cycle: for the first time."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    enrolment_id = fields.StringField(required=True)
    person_id = fields.StringField(required=True)
    path_id = fields.StringField(required=True)
    assignment_id = fields.StringField(required=True)
    due_on = fields.StringField()
    enrolled_at = fields.DateTimeField(required=True)
    started_steps = fields.EmbeddedDocumentListField(StartedStepDocument)
    cycle = fields.StringField()
    renews_credential_id = fields.StringField()
    cycle_began_on = fields.StringField()
    due_order = fields.StringField(required=True)
    further_asks = fields.EmbeddedDocumentListField(AskDocument)

    meta = _meta(
        "enrolments",
        {"fields": ["tenant_id", "person_id", "path_id", "cycle"], "unique": True},
        {"fields": ["tenant_id", "assignment_id", "due_order"]},
        {
            "fields": ["tenant_id", "further_asks.assignment_id", "due_order"],
            "partialFilterExpression": {"further_asks.assignment_id": {"$type": "string"}},
        },
        {"fields": ["tenant_id", "path_id", "due_order"]},
        {"fields": ["tenant_id", "due_order"]},
    )


class KnownFileDocument(mongoengine.EmbeddedDocument):
    """What is known of a file."""

    file_id = fields.StringField(required=True)
    name = fields.StringField(required=True)
    media_type = fields.StringField(required=True)
    size = fields.IntField(required=True)
    sha256 = fields.StringField(required=True)

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class EvidenceDocument(mongoengine.EmbeddedDocument):
    """A link or a file that shows that a claim is true."""

    url = fields.StringField(required=True)
    description = fields.StringField()
    file = fields.EmbeddedDocumentField(KnownFileDocument)

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class PeriodDocument(mongoengine.EmbeddedDocument):
    """When an achievement counts; without `valid_until`: for ever."""

    valid_from = fields.DateTimeField(required=True)
    valid_until = fields.DateTimeField()

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class CertificateDocument(mongoengine.EmbeddedDocument):
    """What is printed on a certificate; a day as YYYY-MM-DD."""

    expires_on = fields.StringField()
    number = fields.StringField()
    verification_url = fields.StringField()

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class LifePeriodDocument(mongoengine.EmbeddedDocument):
    """A period with its reasons; without ends: for ever."""

    valid_from = fields.DateTimeField(required=True)
    valid_until = fields.DateTimeField()
    last_valid_on = fields.StringField()
    window_opens_at = fields.DateTimeField()
    grace_until = fields.DateTimeField()
    explanation = fields.ListField(fields.StringField())
    achievement_id = fields.StringField(required=True)
    option_id = fields.StringField()
    policy_version = fields.IntField(required=True, min_value=0)
    took_effect_at = fields.DateTimeField(required=True)
    grace_counts = fields.BooleanField(required=True)
    by_issuer = fields.BooleanField(required=True)
    computed_until = fields.DateTimeField()
    renewed_at = fields.DateTimeField()

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class ReckoningDocument(mongoengine.EmbeddedDocument):
    """What the periods were found to be at one time."""

    reckoned_at = fields.DateTimeField(required=True)
    cause = fields.StringField(required=True)
    periods = fields.EmbeddedDocumentListField(LifePeriodDocument)
    without_effect = fields.StringField()

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class MarkDocument(mongoengine.EmbeddedDocument):
    """Something that befell an achievement."""

    kind = fields.StringField(required=True, choices=("revoked", "suspended", "reinstated", "superseded"))
    at = fields.DateTimeField(required=True)
    reason = fields.StringField(required=True)
    marked_by = fields.StringField()
    marked_at = fields.DateTimeField(required=True)
    superseded_by = fields.StringField()

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class CorrectionDocument(mongoengine.EmbeddedDocument):
    """What had been said before it was put right."""

    earlier_issued_on = fields.StringField(required=True)
    earlier_certificate = fields.EmbeddedDocumentField(CertificateDocument, required=True)
    reason = fields.StringField(required=True)
    corrected_by = fields.StringField()
    corrected_at = fields.DateTimeField(required=True)

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class AchievementDocument(mongoengine.Document):
    """An achievement: a credential is claimed once with an issue date, unless it was refused."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    achievement_id = fields.StringField(required=True)
    person_id = fields.StringField(required=True)
    credential_id = fields.StringField(required=True)
    issued_on = fields.StringField(required=True)
    evidence = fields.EmbeddedDocumentListField(EvidenceDocument)
    claimed_at = fields.DateTimeField(required=True)
    decision = fields.StringField(required=True, choices=_DECISIONS)
    decided_by = fields.StringField()
    decided_at = fields.DateTimeField()
    reason = fields.StringField()
    periods = fields.EmbeddedDocumentListField(PeriodDocument)
    certificate = fields.EmbeddedDocumentField(CertificateDocument)
    reckonings = fields.EmbeddedDocumentListField(ReckoningDocument)
    marks = fields.EmbeddedDocumentListField(MarkDocument)
    corrections = fields.EmbeddedDocumentListField(CorrectionDocument)
    as_history = fields.BooleanField()
    due_on = fields.StringField()
    review = fields.DictField()
    grading = fields.DictField()
    claimed_order = fields.StringField(required=True)

    meta = _meta(
        "achievements",
        {
            "fields": ["tenant_id", "person_id", "credential_id", "issued_on"],
            "unique": True,
            "partialFilterExpression": {"decision": {"$in": ["claimed", "verified"]}},
        },
        {"fields": ["tenant_id", "person_id", "claimed_order"]},
        {"fields": ["tenant_id", "decision", "claimed_order"]},
        {"fields": ["tenant_id", "credential_id", "claimed_order"]},
        {"fields": ["tenant_id", "claimed_order"]},
    )


class EntryDecisionDocument(mongoengine.EmbeddedDocument):
    """What was decided about an entry of the log."""

    state = fields.StringField(required=True, choices=("accepted", "refused", "withdrawn"))
    reason = fields.StringField()
    decided_by = fields.StringField()
    decided_at = fields.DateTimeField(required=True)

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class RenewalEntryDocument(mongoengine.Document):
    """Something that helps to renew a credential; amounts are texts, so that they stay exact."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    entry_id = fields.StringField(required=True)
    person_id = fields.StringField(required=True)
    credential_id = fields.StringField(required=True)
    kind = fields.StringField(required=True)
    happened_on = fields.StringField(required=True)
    amount = fields.StringField(required=True)
    category = fields.StringField()
    description = fields.StringField()
    evidence = fields.EmbeddedDocumentListField(EvidenceDocument)
    logged_by = fields.StringField()
    logged_at = fields.DateTimeField(required=True)
    decisions = fields.EmbeddedDocumentListField(EntryDecisionDocument)

    meta = _meta("renewal_entries", {"fields": ["tenant_id", "person_id", "happened_on"]})


class CredentialPolicyDocument(mongoengine.Document):
    """The recertification policy of a credential: its versions as they were written."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    credential_id = fields.StringField(required=True)
    versions = fields.ListField(fields.DictField(), required=True)

    meta = _meta("recertification_policies", {"fields": ["tenant_id", "credential_id"]})


class RubricDocument(mongoengine.Document):
    """By what claims of a credential are looked at: its versions as they were written."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    credential_id = fields.StringField(required=True)
    versions = fields.ListField(fields.DictField(), required=True)

    meta = _meta("rubrics", {"fields": ["tenant_id", "credential_id"]})


class EvidenceFileDocument(mongoengine.Document):
    """A file about what a person did, and what became of it."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    file_id = fields.StringField(required=True)
    person_id = fields.StringField(required=True)
    uploaded_by = fields.StringField()
    name = fields.StringField(required=True)
    received_at = fields.DateTimeField(required=True)
    state = fields.StringField(
        required=True, choices=("receiving", "waiting", "attached", "discarded", "gone")
    )
    known = fields.EmbeddedDocumentField(KnownFileDocument)

    meta = _meta("evidence_files", {"fields": ["tenant_id", "person_id", "state"]})


class WithdrawalDocument(mongoengine.EmbeddedDocument):
    """That something was taken back; `on_behalf_of` is for whom they stood in who did."""

    withdrawn_by = fields.StringField()
    on_behalf_of = fields.StringField()
    withdrawn_at = fields.DateTimeField(required=True)
    reason = fields.StringField(required=True)

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class AssessmentDocument(mongoengine.Document):
    """What somebody said about a person's skill."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    assessment_id = fields.StringField(required=True)
    person_id = fields.StringField(required=True)
    skill_id = fields.StringField(required=True)
    assessor_kind = fields.StringField(required=True, choices=("reviewer", "manager", "peer", "self"))
    assessed_by = fields.StringField()
    scale_id = fields.StringField(required=True)
    level = fields.IntField(required=True)
    assessed_on = fields.StringField(required=True)
    reason = fields.StringField()
    given_at = fields.DateTimeField(required=True)
    withdrawal = fields.EmbeddedDocumentField(WithdrawalDocument)

    meta = _meta("assessments", {"fields": ["tenant_id", "person_id", "assessed_on"]})


class GrantedExceptionDocument(mongoengine.Document):
    """An exception; without `person_id` it holds for the whole tenant."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    exception_id = fields.StringField(required=True)
    person_id = fields.StringField()
    kind = fields.StringField(required=True, choices=_EXCEPTION_KINDS)
    terms = fields.DictField(required=True)
    from_on = fields.StringField(required=True)
    until_on = fields.StringField(required=True)
    reason = fields.StringField(required=True)
    granted_by = fields.StringField()
    on_behalf_of = fields.StringField()
    granted_at = fields.DateTimeField(required=True)
    withdrawal = fields.EmbeddedDocumentField(WithdrawalDocument)

    meta = _meta("exceptions", {"fields": ["tenant_id", "person_id", "until_on"]})


class DynamicAudienceDocument(mongoengine.Document):
    """A rule under a name."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    audience_id = fields.StringField(required=True)
    name = fields.StringField(required=True)
    rule = fields.DictField(required=True)
    made_by = fields.StringField()
    changed_at = fields.DateTimeField(required=True)
    retired = fields.BooleanField(required=True)
    name_order = fields.StringField(required=True)

    meta = _meta("dynamic_audiences", {"fields": ["tenant_id", "retired", "name_order"]})


class AssignmentJobDocument(mongoengine.Document):
    """A job on an assignment: who asked for it, and how far it has come."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    job_id = fields.StringField(required=True)
    kind = fields.StringField(required=True, choices=("give", "withdraw"))
    assignment_id = fields.StringField(required=True)
    subject = fields.StringField(required=True)
    roles = fields.ListField(fields.StringField())
    client_id = fields.StringField()
    asked_by = fields.StringField()
    state = fields.StringField(required=True, choices=("running", "done", "cancelled", "failed"))
    cursor = fields.StringField()
    total_count = fields.IntField(required=True)
    done_count = fields.IntField(required=True)
    enrolled_count = fields.IntField(required=True)
    asked_count = fields.IntField(required=True)
    problem = fields.StringField()
    accepted_at = fields.DateTimeField(required=True)
    finished_at = fields.DateTimeField()

    meta = _meta("assignment_jobs", {"fields": ["tenant_id", "assignment_id", "kind", "accepted_at"]})


class DelegationDocument(mongoengine.Document):
    """A manager's line in other hands."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    delegation_id = fields.StringField(required=True)
    manager_id = fields.StringField(required=True)
    delegate_id = fields.StringField(required=True)
    from_on = fields.StringField(required=True)
    until_on = fields.StringField(required=True)
    reason = fields.StringField(required=True)
    handed_over_by = fields.StringField()
    handed_over_at = fields.DateTimeField(required=True)
    withdrawal = fields.EmbeddedDocumentField(WithdrawalDocument)
    handed_order = fields.StringField(required=True)

    meta = _meta(
        "delegations",
        {"fields": ["tenant_id", "delegate_id", "until_on"]},
        {"fields": ["tenant_id", "manager_id"]},
        {"fields": ["tenant_id", "handed_order"]},
    )


class HrResponsibilityDocument(mongoengine.Document):
    """Departments for which somebody is responsible as HR."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    responsibility_id = fields.StringField(required=True)
    person_id = fields.StringField(required=True)
    department_ids = fields.ListField(fields.StringField(), required=True)
    from_on = fields.StringField(required=True)
    until_on = fields.StringField(required=True)
    given_by = fields.StringField()
    given_at = fields.DateTimeField(required=True)
    withdrawal = fields.EmbeddedDocumentField(WithdrawalDocument)
    given_order = fields.StringField(required=True)

    meta = _meta(
        "hr_responsibilities",
        {"fields": ["tenant_id", "person_id", "given_order"]},
        {"fields": ["tenant_id", "given_order"]},
    )


class DelegatedActDocument(mongoengine.Document):
    """What was done on behalf of a manager."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    act_id = fields.StringField(required=True)
    acted_by = fields.StringField(required=True)
    on_behalf_of = fields.StringField(required=True)
    subject = fields.StringField(required=True)
    subject_id = fields.StringField(required=True)
    happened = fields.StringField(required=True)
    person_ids = fields.ListField(fields.StringField())
    people_count = fields.IntField(required=True)
    acted_at = fields.DateTimeField(required=True)
    acted_order = fields.StringField(required=True)

    meta = _meta("delegated_acts", {"fields": ["tenant_id", "on_behalf_of", "acted_by", "acted_order"]})


class RequestDecisionDocument(mongoengine.EmbeddedDocument):
    """What was decided about a request."""

    state = fields.StringField(required=True, choices=("approved", "refused", "withdrawn"))
    reason = fields.StringField()
    due_on = fields.StringField()
    decided_by = fields.StringField()
    on_behalf_of = fields.StringField()
    decided_at = fields.DateTimeField(required=True)

    meta = {"strict": True}  # noqa: RUF012 (mongoengine's own form)


class LearningRequestDocument(mongoengine.Document):
    """What an employee asks for; `state` is that of its decision, for queries."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    request_id = fields.StringField(required=True)
    person_id = fields.StringField(required=True)
    kind = fields.StringField(required=True, choices=("path", "aid", "cost"))
    path_id = fields.StringField()
    credential_ids = fields.ListField(fields.StringField())
    amount = fields.DictField(null=True)
    note = fields.StringField()
    submitted_at = fields.DateTimeField(required=True)
    decision = fields.EmbeddedDocumentField(RequestDecisionDocument)
    state = fields.StringField(required=True, choices=("submitted", "approved", "refused", "withdrawn"))
    submitted_order = fields.StringField(required=True)

    meta = _meta(
        "requests",
        {"fields": ["tenant_id", "person_id", "submitted_order"]},
        {"fields": ["tenant_id", "state", "submitted_order"]},
        {"fields": ["tenant_id", "submitted_order"]},
    )


DOCUMENTS = (
    PersonDocument,
    DepartmentDocument,
    AssignmentDocument,
    EnrolmentDocument,
    AchievementDocument,
    RenewalEntryDocument,
    CredentialPolicyDocument,
    AssessmentDocument,
    GrantedExceptionDocument,
    DynamicAudienceDocument,
    AssignmentJobDocument,
    EvidenceFileDocument,
    DelegationDocument,
    HrResponsibilityDocument,
    DelegatedActDocument,
    RubricDocument,
    LearningRequestDocument,
)
