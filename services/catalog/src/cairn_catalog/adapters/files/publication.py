"""The operator's command: a directory of files becomes the public catalogue."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

from cairn_catalog.adapters.files.catalogue_directory import Row, UnreadableCatalogueError, read_catalogue
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.publish_public import Effect, UnsoundEntriesError, publish_public
from cairn_platform.errors import FieldViolation, StaleVersionError


def publish_directory(
    catalogue: Catalogue, directory: Path, *, now: datetime, out: TextIO, errors: TextIO
) -> int:
    """Publishes what is new or changed in the directory's files, and says per kind how much that was.

    `catalogue` is that of the public tenant. Returns the exit status: 1 when nothing was published because something is wrong; then
    `errors` gets a line `file:line: id: field: what is wrong (REASON)` for each thing. Running it again changes nothing.
    """
    try:
        rows = read_catalogue(directory)
        effects = publish_public(catalogue, [row.proposal for row in rows], now=now)
    except UnreadableCatalogueError as error:
        errors.write(f"{error}\n")
        return 1
    except UnsoundEntriesError as error:
        errors.writelines(_error_lines(rows, error.by_entry))
        return 1
    except StaleVersionError:
        errors.write("Somebody else publishes at the same time; run it again.\n")
        return 1
    out.writelines(_summary(rows, effects))
    return 0


def _error_lines(rows: Sequence[Row], by_entry: Sequence[Sequence[FieldViolation]]) -> list[str]:
    lines = [
        f"{row.file}:{row.line}: {row.proposal.id}: {each.field}: {each.description} ({each.reason})\n"
        for row, violations in zip(rows, by_entry, strict=True)
        for each in violations
    ]
    return [*lines, f"Nothing was published: {len(lines)} things are wrong.\n"]


def _summary(rows: Sequence[Row], effects: Sequence[Effect]) -> list[str]:
    counted = Counter((row.proposal.kind, effect) for row, effect in zip(rows, effects, strict=True))
    kinds = dict.fromkeys(row.proposal.kind for row in rows)
    return [
        f"{kind.called}s: " + ", ".join(f"{counted[kind, effect]} {effect.value}" for effect in Effect) + "\n"
        for kind in kinds
    ]
