"""What several kinds of entry have, and its documents. What an older document lacks reads as it was meant then."""

from typing import Any

from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.lifecycle import IN_USE, EntryState, Lifecycle
from cairn_catalog.domain.listing import position, search_texts
from cairn_catalog.domain.naming import Named, named_by
from cairn_catalog.domain.skill import ProficiencyLevel, SkillLevel
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.days import day_text, stored_day


def common_document(entry: Entry) -> Document:
    """The fields that every entry has."""
    name_key, entry_id = position(entry)
    return {
        "entry_id": entry_id,
        "name": entry.name,
        "name_key": name_key,
        "search_texts": [*search_texts(entry)],
        "lifecycle": _lifecycle_document(entry.lifecycle),
        "names": sorted(name_text(named) for named in named_by(entry)),
    }


def name_text(named: Named) -> str:
    """An entry as the documents of those that name it hold it."""
    return f"{named.kind.id_field}:{named.id}"


def common(document: Document) -> dict[str, Any]:
    """What every entry is made of."""
    return {
        "id": document["entry_id"],
        "version": document["version"],
        "name": document["name"],
        "lifecycle": _lifecycle(document.get("lifecycle")),
    }


def skill_level_document(asked: SkillLevel) -> Document:
    """A skill at a level."""
    return {"skill_id": asked.skill_id, "level": int(asked.level)}


def skill_level(document: Document) -> SkillLevel:
    """A skill at a level."""
    return SkillLevel(skill_id=document["skill_id"], level=ProficiencyLevel(document["level"]))


def _lifecycle_document(lifecycle: Lifecycle) -> Document:
    return {
        "state": lifecycle.state.value,
        "retired_on": day_text(lifecycle.retired_on),
        "retirement_reason": lifecycle.retirement_reason,
    }


def _lifecycle(document: Document | None) -> Lifecycle:
    if document is None:
        return IN_USE
    return Lifecycle(
        state=EntryState(document["state"]),
        retired_on=stored_day(document["retired_on"]),
        retirement_reason=document["retirement_reason"],
    )
