"""Two issuers that are the same: one stands for both from then on."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.retirement import retired
from cairn_platform.errors import FieldViolation, InvalidFieldsError


def merged(duplicate: Issuer, *, into: Issuer, on: date) -> Issuer:
    """The duplicate as it is afterwards: retired, and its id stands for the other.

    Raises InvalidFieldsError for an issuer that would be merged into itself, or into one that was merged itself.
    """
    if into.id == duplicate.id or into.merged_into:
        message = "Name an issuer that was not merged itself."
        raise InvalidFieldsError([FieldViolation("into_issuer_id", "CYCLE", message)])
    out_of_use = retired(duplicate, on=on, reason=f"The same as {into.name}.")
    return replace(out_of_use, version=duplicate.version + 1, merged_into=into.id)


def following(naming: Iterable[Entry], *, into: Issuer) -> Iterator[Credential | Issuer]:
    """Of the entries that name a duplicate, those that name the other issuer from then on, as they are then.

    Its credentials, and the issuers that were merged into it before.
    """
    for entry in naming:
        if isinstance(entry, Credential):
            yield replace(entry, issuer_id=into.id, version=entry.version + 1)
        elif isinstance(entry, Issuer):
            yield replace(entry, merged_into=into.id, version=entry.version + 1)
