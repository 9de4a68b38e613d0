"""The kinds of entries by their numbers in the contract, and entries of any kind as messages."""

from collections.abc import Mapping
from typing import Any

from cairn.catalog.v1 import curation_pb2 as pb
from cairn.catalog.v1 import revisions_pb2
from cairn_catalog.adapters.contract.forms import FORMS, Form
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.ladder import Ladder
from cairn_catalog.domain.learning_path import LearningPath
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.role import Role
from cairn_catalog.domain.skill import Skill
from cairn_catalog.domain.stack import Stack
from cairn_platform.errors import FieldViolation, InvalidFieldsError

_KINDS: Mapping["pb.EntryKind.ValueType", type[Entry]] = {
    pb.ENTRY_KIND_ISSUER: Issuer,
    pb.ENTRY_KIND_PLATFORM: Platform,
    pb.ENTRY_KIND_SKILL: Skill,
    pb.ENTRY_KIND_CREDENTIAL: Credential,
    pb.ENTRY_KIND_STACK: Stack,
    pb.ENTRY_KIND_LEARNING_PATH: LearningPath,
    pb.ENTRY_KIND_ROLE: Role,
    pb.ENTRY_KIND_LADDER: Ladder,
}
ENTRY_KINDS: Mapping[type[Entry], "pb.EntryKind.ValueType"] = {
    kind: number for number, kind in _KINDS.items()
}
_FORMS: Mapping[type[Entry], Form[Any, Any]] = {form.kind: form for form in FORMS}


def entry_kind(field: str, number: "pb.EntryKind.ValueType") -> type[Entry]:
    """The kind that a request's field names; raises InvalidFieldsError for none."""
    kind = _KINDS.get(number)
    if kind is None:
        raise InvalidFieldsError([FieldViolation(field, "REQUIRED", "Say what kind of entry it is.")])
    return kind


def propose_again(entry: Entry) -> Proposal[Entry]:
    """The entry as it would be proposed today."""
    form = _FORMS[type(entry)]
    proposal: Proposal[Entry] = form.propose(form.state(entry))
    return proposal


def any_entry(entry: Entry) -> revisions_pb2.AnyEntry:
    """The entry as a message of any kind."""
    form = _FORMS[type(entry)]
    return revisions_pb2.AnyEntry(**{form.field: form.state(entry)})


def proposed_entry(field: str, message: revisions_pb2.AnyEntry) -> tuple[Form[Any, Any], Proposal[Entry]]:
    """What a message of any kind proposes, and its form; raises InvalidFieldsError for an empty one."""
    chosen = message.WhichOneof("entry")
    for form in FORMS:
        if form.field == chosen:
            return form, form.propose(getattr(message, form.field))
    raise InvalidFieldsError([FieldViolation(field, "REQUIRED", "Give the entry as it is to be.")])
