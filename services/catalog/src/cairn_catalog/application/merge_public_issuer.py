"""Making two public issuers one, for the operator."""

from collections.abc import Sequence
from datetime import datetime

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.publish_public import AGGREGATES_PER_TRANSACTION
from cairn_catalog.application.read import get_entry
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.issuer_merge import following, merged
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.publication import happened
from cairn_catalog.domain.revision import day_of
from cairn_platform.changes import Change, ConflictError
from cairn_platform.errors import StaleVersionError


def merge_public_issuer(
    catalogue: Catalogue, *, issuer_id: str, into_issuer_id: str, dry_run: bool, now: datetime
) -> Sequence[Entry]:
    """The entries that the merge changes, as they are after it; none where it was done before.

    `catalogue` is that of the public tenant; `dry_run` changes nothing. The duplicate goes last, so that a merge that was cut short is
    finished by another. Raises NotFoundError, InvalidFieldsError, and StaleVersionError when somebody else publishes at the same time.
    """
    everything = catalogue.with_drafts()
    duplicate = get_entry(everything, Issuer, issuer_id).entry
    survivor = get_entry(catalogue, Issuer, into_issuer_id).entry
    naming = [seen.entry for seen in everything.naming(Named(Issuer, issuer_id))]
    after = merged(duplicate, into=survivor, on=day_of(now))
    changed: list[tuple[Entry, Entry]] = [
        *zip(naming, following(naming, into=survivor), strict=True),
        *([] if duplicate.merged_into == survivor.id else [(duplicate, after)]),
    ]
    changes = [
        Change(aggregate=entry, happened=happened(entry, before=before), happened_at=now)
        for before, entry in changed
    ]
    for start in range(0, 0 if dry_run else len(changes), AGGREGATES_PER_TRANSACTION):
        try:
            catalogue.commit(changes[start : start + AGGREGATES_PER_TRANSACTION])
        except ConflictError as error:
            raise StaleVersionError from error
    return [entry for _, entry in changed]
