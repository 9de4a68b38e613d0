"""What the entries of the catalogue are made of: the same in what a client sends and in what the gateway answers."""

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, Strict, model_validator

from cairn_gateway.adapters.http.model import Answer, Count, Day, Draft, Flag, Level, exactly_one

_SINGLE_DEMANDS = ("skill", "credential_id", "stack_id", "experience", "time_in_role")


class CredentialKind(StrEnum):
    """What kind of proof a credential is. Nothing stands in for a licence or a degree."""

    PROFESSIONAL_CERTIFICATE = "professional_certificate"
    DIGITAL_BADGE = "digital_badge"
    NANODEGREE = "nanodegree"
    INDUSTRY_CERTIFICATION = "industry_certification"
    LICENCE = "licence"
    BOOTCAMP = "bootcamp"
    DEGREE = "degree"


class SkillTranslation(Draft):
    """A skill's labels in another language."""

    language: str
    """The language: an ISO 639-1 code such as `de`."""
    name: str
    """The preferred label."""
    aliases: Annotated[list[str], Field(default_factory=list)]
    """Other labels that mean the same skill."""


class CostBasis(StrEnum):
    """How a price is to be understood: free, paid once, paid each month while learning, or paid for the exam."""

    FREE = "free"
    ONE_PRICE = "one_price"
    MONTHLY = "monthly"
    EXAM_FEE = "exam_fee"


class Payer(StrEnum):
    """Who usually pays for a credential."""

    EMPLOYER = "employer"
    EMPLOYEE = "employee"
    SHARED = "shared"


class StudyLoad(StrEnum):
    """How much of a week a course takes: instead of a job, or beside one."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"


class EntryState(StrEnum):
    """Where an entry stands in its life. A draft is seen by the tenant's admins only; what is retired stays with whoever holds it and
    can be looked up, but it is not assigned, planned with or found by default.
    """

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class RecognitionExtent(StrEnum):
    """How widely an issuer is recognised by those who hire: hardly, in its field, or across fields."""

    LITTLE = "little"
    IN_ITS_FIELD = "in_its_field"
    WIDELY = "widely"


class TrustVerdict(StrEnum):
    """Whether a tenant trusts an issuer."""

    TRUSTED = "trusted"
    NOT_TRUSTED = "not_trusted"


class LadderKind(StrEnum):
    """What somebody climbs a ladder for: the next higher role, a first job, or another field."""

    PROMOTION = "promotion"
    ENTRY = "entry"
    CAREER_CHANGE = "career_change"


class StackRule(StrEnum):
    """How the members of a stack count: every one, `required_count` of them, or every one in this order."""

    ALL_OF = "all_of"
    N_OF = "n_of"
    ORDERED = "ordered"


class Lifecycle(Draft):
    """An entry's life."""

    state: EntryState | None = None
    """Where it stands. Sent without: as it is, and published for a new entry."""
    retired_on: Day | None = None
    """The day on which it was retired; null unless it is."""
    retirement_reason: str | None = None
    """Why it was retired; null unless it is."""
    revision_due_on: Day | None = None
    """The day on which a revision that is waiting takes effect; null where none waits. Ignored when sent."""


class Recognition(Draft):
    """A public statement about how widely an issuer is recognised."""

    extent: RecognitionExtent | None = None
    """How widely; null is unknown."""
    source: str | None = None
    """Where that is from."""


class IssuerTrust(Answer):
    """What the caller's tenant itself thinks of an issuer; it stands in the place of the public statement, for that tenant only."""

    verdict: TrustVerdict | None
    """Whether the tenant trusts it; null is not said."""
    reason: str | None
    """Why."""


class Money(Draft):
    """An amount of money in one currency, exact."""

    currency: str
    """ISO 4217, such as USD."""
    minor_units: Annotated[int, Strict(), Field(ge=0, le=2**53 - 1)]
    """The amount in the currency's minor unit: 4900 USD is 49 dollars."""


class Cost(Draft):
    """What a credential costs whoever takes it."""

    basis: CostBasis | None = None
    """How `price` is to be understood; null is unknown."""
    price: Money | None = None
    """The price; null where it is free or unknown."""
    subscription_per_month: Money | None = None
    """What learning costs each month beside the price; never with the basis `monthly`."""
    exam_fee: Money | None = None
    """What the exam costs beside the price; never with the basis `exam_fee`."""
    renewal_fee: Money | None = None
    """What each renewal costs; null where it is free, unknown, or nothing to renew."""
    renewal_interval: str | None = None
    """How often the renewal is paid: an ISO 8601 duration such as P1Y; null is the credential's validity."""
    audit_available: Flag | None = None
    """The course can be followed without paying, and without the certificate; null is unknown."""
    financial_aid_available: Flag | None = None
    """Who cannot pay may ask for help; null is unknown."""
    usual_payer: Payer | None = None
    """Who usually pays; null is unknown."""


class Prerequisite(Draft):
    """What has to be there before a credential can be had: exactly one of `credential_id` and `experience_months` is not null."""

    credential_id: str | None = None
    """Another credential."""
    experience_months: Count | None = None
    """Experience in the field, in months."""
    note: str | None = None
    """What else is to be known about it, such as which field."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        exactly_one(self, "credential_id", "experience_months")
        return self


class Intensity(Draft):
    """How dense a bootcamp is."""

    load: StudyLoad | None = None
    """Beside a job, or instead of one; null is unknown."""
    hours_per_week: Count | None = None
    """Hours of work in a week; null is unknown."""
    weeks: Count | None = None
    """How many weeks it lasts; null is unknown."""


class LearnerReviews(Draft):
    """What learners say about a credential."""

    count: Count | None = None
    """How many reviews there are; null is unknown."""
    average_hundredths: Count | None = None
    """Their average in hundredths of a star: 480 is 4.8 of 5; null is unknown."""
    moved_on_percent: Count | None = None
    """How many of a hundred come from people who moved on with it; null is unknown."""


class EmployerAcknowledgment(Draft):
    """Whether employers acknowledge a credential."""

    acknowledged: Flag | None = None
    """They do, or are known not to; null is unknown."""
    statement: str | None = None
    """How that shows."""


class FrameworkAlignment(Draft):
    """Whether a credential is aligned with a public framework of skills or qualifications."""

    aligned: Flag | None = None
    """It is, or is known not to be; null is unknown."""
    framework: str | None = None
    """Which framework."""


class QualitySignals(Draft):
    """What is known about a credential that lets one judge how good it is. Null is unknown, neither good nor bad."""

    graded_assessment: Flag | None = None
    """Somebody or something marks the learner's work, and it can be failed."""
    proctored: Flag | None = None
    """The exam is supervised."""
    hands_on_project: Flag | None = None
    """There is a project or capstone of one's own."""
    instruction_beyond_video: Flag | None = None
    """There is more than videos: labs, exercises, mentors, classes."""
    reviews: LearnerReviews | None = None
    """What learners say."""
    employers: EmployerAcknowledgment | None = None
    """What employers say."""
    framework: FrameworkAlignment | None = None
    """Which framework it follows."""
    content_updated_on: Day | None = None
    """The day on which its content was last renewed."""
    source_note: str | None = None
    """Where the signals are from."""


class SkillLevel(Draft):
    """A skill at a level: what a credential grants or a role asks for."""

    skill_id: str
    """The skill."""
    level: Level
    """At least this level: 1 awareness, 2 working, 3 practitioner, 4 expert."""


class StackAlternative(Draft):
    """One way to fill the place of a member of a stack: exactly one of the two is not null."""

    credential_id: str | None = None
    """A credential."""
    stack_id: str | None = None
    """Another stack, as a whole."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        exactly_one(self, "credential_id", "stack_id")
        return self


class StackAlternatives(Draft):
    """Ways to fill the place of a member of a stack, one of which is enough."""

    alternatives: list[StackAlternative]
    """At least two, each once."""


class StackMember(Draft):
    """One member of a stack: exactly one of `credential_id`, `stack_id` and `one_of` is not null."""

    credential_id: str | None = None
    """A credential."""
    stack_id: str | None = None
    """Another stack, as a whole."""
    one_of: StackAlternatives | None = None
    """One of these."""
    equivalent_credential_ids: Annotated[list[str], Field(default_factory=list)]
    """Other credentials that count as this member's credential, such as its predecessor; for a credential only."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        exactly_one(self, "credential_id", "stack_id", "one_of")
        return self


class PathStep(Draft):
    """One step of a learning path: exactly one of `credential_id` and `stack_id` is not null."""

    flattened: ClassVar[tuple[str, ...]] = ("goal",)

    step_id: str
    """Unique in the path; stays when the path is revised."""
    credential_id: str | None = None
    """The credential that completes the step."""
    stack_id: str | None = None
    """The stack that completes the step, as a whole."""
    note: str | None = None
    """What the learner should know about it."""

    @model_validator(mode="after")
    def _has_one_goal(self) -> Self:
        exactly_one(self, "credential_id", "stack_id")
        return self


class Experience(Draft):
    """Time spent working."""

    months: Count
    """At least this many months."""
    role_id: str | None = None
    """In this role; null is in whatever role with this employer."""


class TimeInRole(Draft):
    """Time spent in the role that is held at present, without a break."""

    months: Count
    """At least this many months."""


class AlternativeDemand(Draft):
    """One thing that an alternative asks for: exactly one of its fields is not null."""

    skill: SkillLevel | None = None
    """A skill at a level or above."""
    credential_id: str | None = None
    """A credential by its id, currently valid."""
    stack_id: str | None = None
    """A stack, complete with what is currently valid."""
    experience: Experience | None = None
    """Experience."""
    time_in_role: TimeInRole | None = None
    """Time in the present role."""

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> Self:
        exactly_one(self, *_SINGLE_DEMANDS)
        return self


class Alternative(Draft):
    """One way to meet a requirement, such as a degree, or a stack and three years of experience."""

    all_of: list[AlternativeDemand]
    """All of these."""


class Alternatives(Draft):
    """Ways to meet a requirement, one of which is enough."""

    alternatives: list[Alternative]
    """At least two."""


class RoleRequirement(AlternativeDemand):
    """One thing that a role asks for: exactly one of `skill`, `credential_id`, `stack_id`, `experience`, `time_in_role` and `any_of` is
    not null.
    """

    requirement_id: str
    """Unique in the role; stays when the role is revised."""
    any_of: Alternatives | None = None
    """One of several ways: the only thing that stands in for a licence or a degree."""
    weight: Count | None = None
    """Null: it is a must-have. From 1 to 100: it helps, and counts that much among what helps."""

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> Self:
        exactly_one(self, *_SINGLE_DEMANDS, "any_of")
        return self
