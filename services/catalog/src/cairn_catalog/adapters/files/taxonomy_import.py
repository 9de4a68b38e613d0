"""The operator's command: a taxonomy's download becomes part of the public catalogue."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

from cairn_catalog.adapters.files.tables import COMMA, UnreadableTableError, decoded, rows
from cairn_catalog.adapters.files.taxonomy_directories import esco_tables, onet_tables
from cairn_catalog.application.import_taxonomy import (
    ImportHistory,
    Outcome,
    Read,
    import_taxonomy,
)
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.publish_public import Effect
from cairn_catalog.domain.taxonomy.esco import read_esco
from cairn_catalog.domain.taxonomy.onet import read_onet
from cairn_catalog.domain.taxonomy.reading import Finding, Severity
from cairn_catalog.domain.taxonomy.role_ladders import REQUIRED_COLUMNS, read_role_ladders
from cairn_catalog.domain.taxonomy.versions import TaxonomyKind, TaxonomySource
from cairn_platform.errors import StaleVersionError

FINDINGS_SHOWN = 50


def import_public_taxonomy(
    catalogue: Catalogue,
    history: ImportHistory,
    *,
    kind: TaxonomyKind,
    path: Path,
    title: str,
    version: str,
    dry_run: bool,
    new_id: Callable[[], str],
    now: datetime,
    out: TextIO,
    errors: TextIO,
) -> int:
    """Imports what is at `path`, a directory or, for role ladders, a file; `dry_run` says only what that would do.

    `catalogue` and `history` are those of the public tenant. Returns the exit status: 1 when nothing was imported because a row is wrong
    or a file cannot be read. Running it again changes nothing.
    """
    try:
        outcome = import_taxonomy(
            catalogue,
            history,
            read=_reader(kind, path, source_note=f"{title} {version}"),
            source=TaxonomySource(kind=kind, title=title, version=version, sha256=_sha256(path)),
            into_public=True,
            dry_run=dry_run,
            new_id=new_id,
            now=now,
        )
    except (UnreadableTableError, OSError) as error:
        errors.write(f"{error}\n")
        return 1
    except StaleVersionError:
        errors.write("Somebody else publishes at the same time; run it again.\n")
        return 1
    out.writelines(_summary(outcome))
    errors.writelines(_lines([each for each in outcome.findings if each.severity is Severity.NOTE]))
    errors.writelines(_lines(outcome.errors))
    if outcome.errors:
        errors.write(f"Nothing was imported: {len(outcome.errors)} things are wrong.\n")
    return 1 if outcome.errors else 0


def _reader(kind: TaxonomyKind, path: Path, *, source_note: str) -> Read:
    match kind:
        case TaxonomyKind.ESCO:
            return lambda register: read_esco(esco_tables(path), register=register, source_note=source_note)
        case TaxonomyKind.ONET:
            return lambda register: read_onet(onet_tables(path), register=register, source_note=source_note)
        case TaxonomyKind.ROLE_LADDERS:
            table = rows(
                decoded(path.read_bytes(), file=path.name),
                file=path.name,
                delimiter=COMMA,
                columns=REQUIRED_COLUMNS,
            )
            return lambda register: read_role_ladders(table, register=register, source_note=source_note)


def _sha256(path: Path) -> str:
    """Of the file, or of the directory's files in the order of their names."""
    digest = hashlib.sha256()
    for each in sorted(path.iterdir()) if path.is_dir() else [path]:
        if each.is_file():
            digest.update(each.name.encode() + b"\0" + each.read_bytes())
    return digest.hexdigest()


def _summary(outcome: Outcome) -> Sequence[str]:
    lines = [
        f"{kind.called}s: " + ", ".join(f"{counted[effect]} {effect.value}" for effect in Effect) + "\n"
        for kind, counted in outcome.counts.items()
    ]
    if outcome.unarranged:
        lines.append(
            f"{len(outcome.unarranged)} fields of work have roles that a person may arrange as a ladder.\n"
        )
    return (
        lines
        if outcome.applied
        else [*lines, "Nothing was changed: this was a dry run, or a row is wrong.\n"]
    )


def _lines(findings: Sequence[Finding]) -> Sequence[str]:
    shown = [
        f"{each.place.file}:{each.place.line}: {each.column}: {each.severity.value}: {each.message}\n"
        for each in findings[:FINDINGS_SHOWN]
    ]
    more = len(findings) - FINDINGS_SHOWN
    return [*shown, f"… and {more} more.\n"] if more > 0 else shown
