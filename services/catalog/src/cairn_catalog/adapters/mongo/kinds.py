"""For each kind of entry: its document, its event, and how they are made."""

from collections.abc import Callable, Mapping
from typing import Any

from cairn_catalog.adapters.contract import forms
from cairn_catalog.adapters.contract.forms import Form, M
from cairn_catalog.adapters.mongo import (
    credential_translation,
    documents,
    role_translation,
    stack_translation,
    translation,
)
from cairn_catalog.domain.entry import E
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Kind


def _kind(
    form: Form[E, M],
    document: type[documents.EntryDocument],
    to_document: Callable[[E], Document],
    from_document: Callable[[Document], E],
) -> Kind[E]:
    return Kind(
        aggregate=form.kind,
        document=document,
        identify=lambda entry: entry.id,
        to_document=to_document,
        from_document=from_document,
        to_event=form.state,
        event_key=lambda entry: entry.id,
        is_told=lambda entry: not entry.is_draft,
    )


_ALL: tuple[Kind[Any], ...] = (
    _kind(forms.ISSUER, documents.IssuerDocument, translation.issuer_document, translation.issuer_of),
    _kind(forms.PLATFORM, documents.PlatformDocument, translation.platform_document, translation.platform_of),
    _kind(forms.SKILL, documents.SkillDocument, translation.skill_document, translation.skill_of),
    _kind(
        forms.CREDENTIAL,
        documents.CredentialDocument,
        credential_translation.credential_document,
        credential_translation.credential_of,
    ),
    _kind(forms.STACK, documents.StackDocument, stack_translation.stack_document, stack_translation.stack_of),
    _kind(
        forms.LEARNING_PATH,
        documents.LearningPathDocument,
        translation.learning_path_document,
        translation.learning_path_of,
    ),
    _kind(forms.ROLE, documents.RoleDocument, role_translation.role_document, role_translation.role_of),
    _kind(forms.LADDER, documents.LadderDocument, translation.ladder_document, translation.ladder_of),
)

KINDS: Mapping[type[Any], Kind[Any]] = {kind.aggregate: kind for kind in _ALL}
