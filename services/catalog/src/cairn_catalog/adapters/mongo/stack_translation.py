"""Stacks, the goals of paths' steps, and their documents."""

from cairn_catalog.adapters.mongo.common_translation import common, common_document
from cairn_catalog.domain.stack import (
    CredentialMember,
    Goal,
    Member,
    OneOf,
    Stack,
    StackMember,
    StackRule,
)
from cairn_platform.mongo.connection import Document


def stack_document(stack: Stack) -> Document:
    """The fields of a stack."""
    return {
        **common_document(stack),
        "specialisation": stack.specialisation,
        "rule": stack.rule.value,
        "required_count": stack.required_count,
        "members": [_member_document(each) for each in stack.members],
    }


def stack_of(document: Document) -> Stack:
    """The stack of a document."""
    return Stack(
        **common(document),
        specialisation=document["specialisation"],
        rule=StackRule(document["rule"]),
        required_count=document["required_count"],
        members=tuple(_member(each) for each in document["members"]),
    )


def goal_document(goal: Goal) -> Document:
    """A credential or a stack."""
    match goal:
        case CredentialMember(credential_id):
            return {"credential_id": credential_id}
        case StackMember(stack_id):
            return {"stack_id": stack_id}


def goal_of(document: Document) -> Goal:
    """The credential or stack of a document."""
    if "stack_id" in document:
        return StackMember(document["stack_id"])
    return CredentialMember(document["credential_id"])


def _member_document(member: Member) -> Document:
    equivalents = {"equivalent_credential_ids": [*member.equivalent_credential_ids]}
    if isinstance(member.filled_by, OneOf):
        return {"one_of": [goal_document(each) for each in member.filled_by.alternatives], **equivalents}
    return {**goal_document(member.filled_by), **equivalents}


def _member(document: Document) -> Member:
    one_of = document.get("one_of")
    return Member(
        filled_by=OneOf(tuple(goal_of(each) for each in one_of)) if one_of else goal_of(document),
        equivalent_credential_ids=tuple(document.get("equivalent_credential_ids", ())),
    )
