"""What the service keeps of the catalogue's events, and the domain's objects made of it.

A state that the domain cannot make sense of raises ValueError: its event is refused.
"""

from cairn.catalog.v1 import entries_pb2
from cairn_learners.domain.catalogue import (
    Credential,
    CredentialGoal,
    Goal,
    LearningPath,
    Member,
    PathStep,
    Stack,
    StackGoal,
    StackRule,
)
from cairn_learners.domain.periods import CalendarDuration
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import Projection

CREDENTIALS = "credential_copies"
STACKS = "stack_copies"
LEARNING_PATHS = "learning_path_copies"
ROLES = "role_copies"
SKILLS = "skill_copies"

_RULES = {
    entries_pb2.STACK_RULE_ALL_OF: StackRule.ALL_OF,
    entries_pb2.STACK_RULE_N_OF: StackRule.N_OF,
    entries_pb2.STACK_RULE_ORDERED: StackRule.ORDERED,
}


def credential_document(credential: entries_pb2.Credential) -> Document:
    """What is kept of a credential."""
    if credential.validity:
        CalendarDuration.parse(credential.validity)
    return {
        "credential_id": credential.credential_id,
        "name": credential.name,
        "validity": credential.validity,
        "post_nominal": credential.post_nominal,
    }


def credential_from(document: Document) -> Credential:
    """The credential that was kept."""
    validity = document["validity"]
    return Credential(
        credential_id=document["credential_id"],
        name=document["name"],
        validity=CalendarDuration.parse(validity) if validity else None,
        post_nominal=document.get("post_nominal", ""),
    )


def stack_document(stack: entries_pb2.Stack) -> Document:
    """What is kept of a stack."""
    rule = _RULES.get(stack.rule)
    if rule is None:
        raise ValueError(f"unknown rule {stack.rule} of the stack {stack.stack_id}")
    if not stack.members or (rule is StackRule.N_OF and not 0 < stack.required_count <= len(stack.members)):
        raise ValueError(f"the stack {stack.stack_id} cannot be completed")
    return {
        "stack_id": stack.stack_id,
        "name": stack.name,
        "specialisation": stack.specialisation,
        "rule": rule.value,
        "required_count": stack.required_count,
        "members": [_goal_document(member) for member in stack.members],
    }


def stack_from(document: Document) -> Stack:
    """The stack that was kept."""
    return Stack(
        stack_id=document["stack_id"],
        name=document["name"],
        specialisation=document["specialisation"],
        rule=StackRule(document["rule"]),
        required_count=document["required_count"],
        members=tuple(_member_from(member) for member in document["members"]),
    )


def learning_path_document(path: entries_pb2.LearningPath) -> Document:
    """What is kept of a learning path."""
    if not path.steps:
        raise ValueError(f"the learning path {path.path_id} has no step")
    return {
        "path_id": path.path_id,
        "name": path.name,
        "retired": path.lifecycle.state == entries_pb2.ENTRY_STATE_RETIRED,
        "steps": [
            {"step_id": step.step_id, "goal": _goal_document(step.goal), "note": step.note}
            for step in path.steps
        ],
    }


def learning_path_from(document: Document) -> LearningPath:
    """The learning path that was kept."""
    return LearningPath(
        path_id=document["path_id"],
        name=document["name"],
        retired=document.get("retired", False),
        steps=tuple(
            PathStep(step_id=step["step_id"], goal=_goal_from(step["goal"]), note=step["note"])
            for step in document["steps"]
        ),
    )


def role_document(role: entries_pb2.Role) -> Document:
    """What is kept of a role: that it is there, and what it is called."""
    return {"role_id": role.role_id, "name": role.name}


def skill_document(skill: entries_pb2.Skill) -> Document:
    """What is kept of a skill: that it is there."""
    return {"skill_id": skill.skill_id}


def _goal_document(member: entries_pb2.StackMember) -> Document:
    """A member's first way to be filled, and under `or` every other way: alternatives, and what counts as its credential."""
    first, *others = _ways(member)
    return {**first, "or": others} if others else first


def _ways(member: entries_pb2.StackMember) -> list[Document]:
    named = member.one_of.alternatives if member.HasField("one_of") else (member,)
    ways = [_way(each) for each in named]
    ways += [{"kind": "credential_id", "id": each} for each in member.equivalent_credential_ids]
    if not ways:
        raise ValueError("a member that nothing can fill")
    return ways


def _way(named: entries_pb2.StackMember | entries_pb2.StackAlternative) -> Document:
    for kind in ("credential_id", "stack_id"):
        if entry_id := getattr(named, kind):
            return {"kind": kind, "id": entry_id}
    raise ValueError("a member that is neither a credential nor a stack")


def _member_from(document: Document) -> Member:
    return Member(tuple(_goal_from(way) for way in (document, *document.get("or", ()))))


def _goal_from(document: Document) -> Goal:
    if document["kind"] == "credential_id":
        return CredentialGoal(document["id"])
    return StackGoal(document["id"])


PROJECTIONS = (
    Projection(
        message=entries_pb2.Credential,
        collection=CREDENTIALS,
        identify=lambda credential: str(credential.credential_id),
        to_document=credential_document,
    ),
    Projection(
        message=entries_pb2.Stack,
        collection=STACKS,
        identify=lambda stack: str(stack.stack_id),
        to_document=stack_document,
    ),
    Projection(
        message=entries_pb2.LearningPath,
        collection=LEARNING_PATHS,
        identify=lambda path: str(path.path_id),
        to_document=learning_path_document,
    ),
    Projection(
        message=entries_pb2.Role,
        collection=ROLES,
        identify=lambda role: str(role.role_id),
        to_document=role_document,
    ),
    Projection(
        message=entries_pb2.Skill,
        collection=SKILLS,
        identify=lambda skill: str(skill.skill_id),
        to_document=skill_document,
    ),
)
