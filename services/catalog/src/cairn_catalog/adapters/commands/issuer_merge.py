"""The operator's command: two public issuers become one."""

from datetime import datetime
from typing import TextIO

from cairn_catalog.application.merge_public_issuer import merge_public_issuer
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer
from cairn_platform.errors import RefusedError


def merge_issuers(
    catalogue: Catalogue,
    *,
    issuer_id: str,
    into_issuer_id: str,
    apply: bool,
    now: datetime,
    out: TextIO,
    errors: TextIO,
) -> int:
    """Says what a merge changes, and does it if told to `apply`. Returns the exit status: 1 when it is refused.

    `catalogue` is that of the public tenant. Running it again changes nothing.
    """
    try:
        changed = merge_public_issuer(
            catalogue, issuer_id=issuer_id, into_issuer_id=into_issuer_id, dry_run=not apply, now=now
        )
    except RefusedError as refusal:
        errors.write(f"{refusal}\n")
        return 1
    if not changed:
        out.write(f"{issuer_id} was merged into {into_issuer_id} before; nothing names it.\n")
        return 0
    out.writelines(f"{_words(each, issuer_id, into_issuer_id)}\n" for each in changed)
    if apply:
        out.write(
            "Done. Say the same in the files of the public catalogue, or publish-public takes it back.\n"
        )
    else:
        out.write("Nothing was changed; --apply does it.\n")
    return 0


def _words(entry: Entry, issuer_id: str, into_issuer_id: str) -> str:
    if isinstance(entry, Issuer) and entry.id == issuer_id:
        return f"issuer {entry.id} ({entry.name}): retired, its id stands for {into_issuer_id}"
    if isinstance(entry, Issuer):
        return f"issuer {entry.id} ({entry.name}): was merged before, stands for {into_issuer_id}"
    return f"{entry.called} {entry.id} ({entry.name}): names {into_issuer_id}"
