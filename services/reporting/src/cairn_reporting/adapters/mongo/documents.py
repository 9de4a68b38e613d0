"""How the read models are stored: the fields beside those that the platform adds."""

from datetime import date

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.days import day_text, stored_day
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.allowances import Allowance, AllowanceKind
from cairn_reporting.domain.assessments import Assessment, Assessor
from cairn_reporting.domain.catalogue import (
    Credential,
    CredentialGoal,
    CredentialKind,
    Ladder,
    Path,
    PathStep,
    Requirement,
    Role,
    Skill,
    Stack,
    StackGoal,
)
from cairn_reporting.domain.costs import UNKNOWN_COST, CredentialCost, Money
from cairn_reporting.domain.delegations import Delegation
from cairn_reporting.domain.demands import (
    AnyOf,
    CredentialDemand,
    Demand,
    ExperienceDemand,
    SingleDemand,
    SkillDemand,
    StackDemand,
    TimeInRoleDemand,
)
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.plans import Enrolment
from cairn_reporting.domain.responsibilities import HrResponsibility
from cairn_reporting.domain.stages import Stage
from cairn_reporting.domain.tenure import Employment, RoleHeld, Tenure
from cairn_reporting.domain.workforce import Department, Person, Position

PEOPLE = "people"
DEPARTMENTS = "departments"
DELEGATIONS = "delegations"
HR_RESPONSIBILITIES = "hr_responsibilities"
ACHIEVEMENTS = "achievements"
ASSESSMENTS = "assessments"
ENROLMENTS = "enrolments"
ALLOWANCES = "allowances"
SKILLS = "skills"
CREDENTIALS = "credentials"
STACKS = "stacks"
ROLES = "roles"
LADDERS = "ladders"
PATHS = "learning_paths"


def from_person(person: Person) -> Document:
    """A person's fields."""
    return {
        "person_id": person.person_id,
        "account_subject": person.account_subject,
        "role_id": person.role_id,
        "department_id": person.department_id,
        "manager_id": person.manager_id,
        "target_role_id": person.target_role_id,
        "tenure": _from_tenure(person.tenure),
        "location": person.location,
        "further_positions": [_from_position(each) for each in person.further_positions],
        # For selections: whoever has one of several positions there is there.
        "role_ids": list(person.role_ids),
        "department_ids": list(person.department_ids),
    }


def to_person(document: Document) -> Person:
    """The person whose fields these are."""
    return Person(
        person_id=document["person_id"],
        account_subject=document["account_subject"],
        role_id=document["role_id"],
        department_id=document["department_id"],
        manager_id=document["manager_id"],
        target_role_id=document["target_role_id"],
        tenure=_to_tenure(document),
        location=document.get("location"),
        further_positions=tuple(_to_position(each) for each in document.get("further_positions", ())),
    )


def begun_by(day: date) -> Document:
    """Fits whose tenure had begun by the day."""
    begun: list[Document] = [{"hired_on": None}, {"hired_on": {"$lte": day.isoformat()}}]
    return {
        "$or": [
            *({f"tenure.{field}": condition} for each in begun for field, condition in each.items()),
            {"tenure.earlier": {"$elemMatch": {"$or": begun}}},
        ]
    }


def _from_position(position: Position) -> Document:
    return {
        "role_id": position.role_id,
        "department_id": position.department_id,
        "manager_id": position.manager_id,
    }


def _to_position(document: Document) -> Position:
    return Position(
        role_id=document["role_id"],
        department_id=document["department_id"],
        manager_id=document["manager_id"],
    )


def _from_tenure(tenure: Tenure) -> Document:
    return {
        "hired_on": day_text(tenure.hired_on),
        "present": _from_role_held(tenure.present) if tenure.present else None,
        "past": [_from_role_held(each) for each in tenure.past],
        "left_on": day_text(tenure.left_on),
        "earlier": [
            {"hired_on": day_text(each.hired_on), "left_on": day_text(each.left_on)}
            for each in tenure.earlier
        ],
    }


def _to_tenure(document: Document) -> Tenure:
    """How long the person has done what; read models from before roles were dated know the hiring date alone."""
    tenure = document.get("tenure") or {"hired_on": document.get("hired_on"), "present": None, "past": []}
    return Tenure(
        hired_on=stored_day(tenure["hired_on"]),
        present=_to_role_held(tenure["present"]) if tenure["present"] else None,
        past=tuple(_to_role_held(each) for each in tenure["past"]),
        left_on=stored_day(tenure.get("left_on")),
        earlier=tuple(
            Employment(hired_on=stored_day(each["hired_on"]), left_on=stored_day(each["left_on"]))
            for each in tenure.get("earlier", ())
        ),
    )


def _from_role_held(role: RoleHeld) -> Document:
    return {
        "role_id": role.role_id,
        "taken_on": role.taken_on.isoformat(),
        "left_on": day_text(role.left_on),
    }


def _to_role_held(document: Document) -> RoleHeld:
    return RoleHeld(
        role_id=document["role_id"],
        taken_on=date.fromisoformat(document["taken_on"]),
        left_on=stored_day(document["left_on"]),
    )


def from_delegation(delegation: Delegation) -> Document:
    """A delegation's fields."""
    return {
        "delegation_id": delegation.delegation_id,
        "manager_id": delegation.manager_id,
        "delegate_id": delegation.delegate_id,
        "from_on": day_text(delegation.from_on),
        "until_on": day_text(delegation.until_on),
        "taken_back": delegation.taken_back,
    }


def from_hr_responsibility(responsibility: HrResponsibility) -> Document:
    """A responsibility's fields."""
    return {
        "responsibility_id": responsibility.responsibility_id,
        "person_id": responsibility.person_id,
        "department_ids": list(responsibility.department_ids),
        "from_on": day_text(responsibility.from_on),
        "until_on": day_text(responsibility.until_on),
        "taken_back": responsibility.taken_back,
    }


def from_department(department: Department) -> Document:
    """A department's fields."""
    return {
        "department_id": department.department_id,
        "parent_department_id": department.parent_department_id,
    }


def to_department(document: Document, *, stages: tuple[Stage[str | None], ...] = ()) -> Department:
    """The department whose fields these are, and what it was a part of when."""
    return Department(
        department_id=document["department_id"],
        parent_department_id=document["parent_department_id"],
        stages=stages,
    )


def from_achievement(achievement: Achievement) -> Document:
    """An achievement's fields."""
    return {
        "achievement_id": achievement.achievement_id,
        "person_id": achievement.person_id,
        "credential_id": achievement.credential_id,
        "verified": achievement.verified,
        "periods": [
            {
                "valid_from": period.valid_from,
                "valid_until": period.valid_until,
                "last_valid_on": day_text(period.last_valid_on),
            }
            for period in achievement.periods
        ],
        "suspensions": [
            {"valid_from": period.valid_from, "valid_until": period.valid_until}
            for period in achievement.suspensions
        ],
        "graces": [
            {"valid_from": period.valid_from, "valid_until": period.valid_until}
            for period in achievement.graces
        ],
    }


def to_achievement(document: Document) -> Achievement:
    """The achievement whose fields these are."""
    return Achievement(
        achievement_id=document["achievement_id"],
        person_id=document["person_id"],
        credential_id=document["credential_id"],
        verified=document["verified"],
        periods=tuple(
            Period(
                valid_from=period["valid_from"],
                valid_until=period["valid_until"],
                last_valid_on=stored_day(period.get("last_valid_on")),
            )
            for period in document["periods"]
        ),
        # Documents from before suspensions were kept have none.
        suspensions=tuple(
            Period(valid_from=period["valid_from"], valid_until=period["valid_until"])
            for period in document.get("suspensions", ())
        ),
        # Nor do those from before graces were.
        graces=tuple(
            Period(valid_from=period["valid_from"], valid_until=period["valid_until"])
            for period in document.get("graces", ())
        ),
    )


def from_enrolment(enrolment: Enrolment) -> Document:
    """An enrolment's fields."""
    return {
        "enrolment_id": enrolment.enrolment_id,
        "person_id": enrolment.person_id,
        "path_id": enrolment.path_id,
        "due_on": day_text(enrolment.due_on),
        "withdrawn": enrolment.withdrawn,
    }


def to_enrolment(document: Document) -> Enrolment:
    """The enrolment whose fields these are."""
    return Enrolment(
        enrolment_id=document["enrolment_id"],
        person_id=document["person_id"],
        path_id=document["path_id"],
        due_on=stored_day(document["due_on"]),
        withdrawn=document["withdrawn"],
    )


def from_allowance(allowance: Allowance) -> Document:
    """An allowance's fields."""
    return {
        "allowance_id": allowance.allowance_id,
        "person_id": allowance.person_id,
        "kind": allowance.kind.value,
        "path_id": allowance.path_id,
        "step_id": allowance.step_id,
        "enrolment_id": allowance.enrolment_id,
        "from_on": allowance.from_on.isoformat(),
        "until_on": allowance.until_on.isoformat(),
        "withdrawn": allowance.withdrawn,
    }


def to_allowance(document: Document) -> Allowance:
    """The allowance whose fields these are."""
    return Allowance(
        allowance_id=document["allowance_id"],
        person_id=document["person_id"],
        kind=AllowanceKind(document["kind"]),
        path_id=document["path_id"],
        step_id=document.get("step_id"),
        enrolment_id=document["enrolment_id"],
        from_on=date.fromisoformat(document["from_on"]),
        until_on=date.fromisoformat(document["until_on"]),
        withdrawn=document["withdrawn"],
    )


def from_assessment(assessment: Assessment) -> Document:
    """An assessment's fields."""
    return {
        "assessment_id": assessment.assessment_id,
        "person_id": assessment.person_id,
        "skill_id": assessment.skill_id,
        "assessor": assessment.assessor.value,
        "level": assessment.level,
        "assessed_on": assessment.assessed_on.isoformat(),
        "given_at": assessment.given_at,
        "withdrawn": assessment.withdrawn,
    }


def to_assessment(document: Document) -> Assessment:
    """The assessment whose fields these are."""
    return Assessment(
        assessment_id=document["assessment_id"],
        person_id=document["person_id"],
        skill_id=document["skill_id"],
        assessor=Assessor(document["assessor"]),
        level=document["level"],
        assessed_on=date.fromisoformat(document["assessed_on"]),
        given_at=document["given_at"],
        withdrawn=document["withdrawn"],
    )


def from_skill(skill: Skill) -> Document:
    """A skill's fields."""
    return {"skill_id": skill.skill_id, "name": skill.name}


def to_skill(document: Document) -> Skill:
    """The skill whose fields these are."""
    return Skill(skill_id=document["skill_id"], name=document["name"])


def from_credential(credential: Credential) -> Document:
    """A credential's fields. Its grants are a list: ids may hold what field names must not."""
    return {
        "credential_id": credential.credential_id,
        "name": credential.name,
        "kind": credential.kind.value,
        "grants": [{"skill_id": skill_id, "level": level} for skill_id, level in credential.grants.items()],
        "cost": {
            "price": _from_money(credential.cost.price),
            "is_free": credential.cost.is_free,
            "renewal": _from_money(credential.cost.renewal),
        },
    }


def to_credential(document: Document) -> Credential:
    """The credential whose fields these are."""
    return Credential(
        credential_id=document["credential_id"],
        name=document["name"],
        kind=CredentialKind(document["kind"]),
        grants={grant["skill_id"]: grant["level"] for grant in document["grants"]},
        cost=_to_cost(document.get("cost")),
    )


def _from_money(money: Money | None) -> Document | None:
    return {"currency": money.currency, "minor_units": money.minor_units} if money else None


def _to_money(document: Document | None) -> Money | None:
    return Money(document["currency"], document["minor_units"]) if document else None


def _to_cost(document: Document | None) -> CredentialCost:
    """What it costs; read models from before costs were kept do not know."""
    if document is None:
        return UNKNOWN_COST
    return CredentialCost(
        price=_to_money(document["price"]),
        is_free=document["is_free"],
        renewal=_to_money(document["renewal"]),
    )


def from_stack(stack: Stack) -> Document:
    """A stack's fields."""
    return {
        "stack_id": stack.stack_id,
        "name": stack.name,
        "specialisation": stack.specialisation,
        "required_count": stack.required_count,
        "places": [[_from_goal(goal) for goal in place] for place in stack.places],
    }


def to_stack(document: Document) -> Stack:
    """The stack whose fields these are."""
    return Stack(
        stack_id=document["stack_id"],
        name=document["name"],
        specialisation=document["specialisation"],
        required_count=document["required_count"],
        places=tuple(tuple(_to_goal(goal) for goal in place) for place in document["places"]),
    )


def from_path(path: Path) -> Document:
    """A learning path's fields."""
    return {
        "path_id": path.path_id,
        "steps": [[_from_goal(goal) for goal in step.goals] for step in path.steps],
        "step_ids": [step.step_id for step in path.steps],
    }


def to_path(document: Document) -> Path:
    """The learning path whose fields these are; steps that were stored before they had ids have none."""
    steps = document["steps"]
    return Path(
        path_id=document["path_id"],
        steps=tuple(
            PathStep(step_id, tuple(_to_goal(goal) for goal in goals))
            for step_id, goals in zip(document.get("step_ids", [""] * len(steps)), steps, strict=True)
        ),
    )


def from_role(role: Role) -> Document:
    """A role's fields."""
    return {
        "role_id": role.role_id,
        "name": role.name,
        "requirements": [
            {
                "requirement_id": requirement.requirement_id,
                "weight": requirement.weight,
                **_from_demand(requirement.demand),
            }
            for requirement in role.requirements
        ],
    }


def to_role(document: Document) -> Role:
    """The role whose fields these are."""
    return Role(
        role_id=document["role_id"],
        name=document["name"],
        requirements=tuple(
            Requirement(
                requirement_id=requirement["requirement_id"],
                demand=_to_demand(requirement),
                weight=requirement.get("weight"),
            )
            for requirement in document["requirements"]
        ),
    )


def from_ladder(ladder: Ladder) -> Document:
    """A ladder's fields."""
    return {"ladder_id": ladder.ladder_id, "role_ids": list(ladder.role_ids)}


def to_ladder(document: Document) -> Ladder:
    """The ladder whose fields these are."""
    return Ladder(ladder_id=document["ladder_id"], role_ids=tuple(document["role_ids"]))


def _from_goal(goal: CredentialGoal | StackGoal) -> Document:
    match goal:
        case CredentialGoal(credential_id):
            return {"credential_id": credential_id}
        case StackGoal(stack_id):
            return {"stack_id": stack_id}


def _to_goal(document: Document) -> CredentialGoal | StackGoal:
    if "stack_id" in document:
        return StackGoal(document["stack_id"])
    return CredentialGoal(document["credential_id"])


def _from_demand(demand: Demand) -> Document:
    if isinstance(demand, AnyOf):
        return {"any_of": [[_from_single(each) for each in way] for way in demand.alternatives]}
    return _from_single(demand)


def _to_demand(document: Document) -> Demand:
    if "any_of" in document:
        return AnyOf(tuple(tuple(_to_single(each) for each in way) for way in document["any_of"]))
    return _to_single(document)


def _from_single(demand: SingleDemand) -> Document:
    match demand:
        case SkillDemand(skill_id=skill_id, level=level):
            return {"skill_id": skill_id, "level": level}
        case CredentialDemand(credential_id=credential_id):
            return {"credential_id": credential_id}
        case StackDemand(stack_id=stack_id):
            return {"stack_id": stack_id}
        case ExperienceDemand(months=months, role_id=role_id):
            return {"experience": {"months": months, "role_id": role_id}}
        case TimeInRoleDemand(months=months):
            return {"time_in_role": {"months": months}}


def _to_single(document: Document) -> SingleDemand:
    if "skill_id" in document:
        return SkillDemand(skill_id=document["skill_id"], level=document["level"])
    if "stack_id" in document:
        return StackDemand(stack_id=document["stack_id"])
    if "experience" in document:
        return ExperienceDemand(**document["experience"])
    if "time_in_role" in document:
        return TimeInRoleDemand(**document["time_in_role"])
    return CredentialDemand(credential_id=document["credential_id"])
