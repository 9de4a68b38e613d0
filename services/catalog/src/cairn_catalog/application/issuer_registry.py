"""The registry of issuers: which issuer a name means, duplicates made one, and whom a tenant trusts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.read import every_entry, get_entry
from cairn_catalog.application.tenant_admin import require_tenant_admin
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.issuer_merge import following, merged
from cairn_catalog.domain.issuer_names import Resolution, resolve
from cairn_catalog.domain.issuer_trust import IssuerTrust, TrustVerdict, stated_trust
from cairn_catalog.domain.listing import Criteria
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.proposal import NAME_AT_MOST
from cairn_catalog.domain.publication import happened
from cairn_catalog.domain.revision import day_of
from cairn_catalog.domain.view import Origin
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import FieldViolation, InvalidFieldsError, StaleVersionError
from cairn_platform.identity import Principal

STATED = "stated"


class IssuerTrusts(Protocol):
    """What one tenant thinks of issuers."""

    def of(self, issuer_ids: Iterable[str]) -> Mapping[str, IssuerTrust]:
        """What was said of these issuers, by id; those of which nothing was said are left out."""
        ...

    def commit(self, change: Change[IssuerTrust]) -> None:
        """Saves what is said, with its event; raises ConflictError when somebody else was faster."""
        ...


@dataclass(frozen=True, kw_only=True)
class Merged:
    """A duplicate as it is after its merge, and the credentials that name the other issuer from then on."""

    issuer: Issuer
    credential_ids: tuple[str, ...]


def resolve_issuer(catalogue: Catalogue, name: str) -> Resolution:
    """Which issuers of the tenant's view the name may mean; raises InvalidFieldsError for no name, and for one that is too long."""
    if not name.strip():
        raise InvalidFieldsError([FieldViolation("name", "REQUIRED", "Give a name to look for.")])
    if len(name) > NAME_AT_MOST:
        message = f"A name has at most {NAME_AT_MOST} characters."
        raise InvalidFieldsError([FieldViolation("name", "TOO_LONG", message)])
    return resolve(name, _issuers(catalogue))


def merge_issuer(
    catalogue: Catalogue,
    *,
    principal: Principal,
    issuer_id: str,
    into_issuer_id: str,
    expected_version: int,
    now: datetime,
) -> Merged:
    """Makes an issuer of the tenant's own one with another: its own credentials name the other, and the duplicate is retired.

    The duplicate stays, so its id and its names still resolve. Raises RoleRequiredError, NotFoundError, StaleVersionError, and
    InvalidFieldsError for a public duplicate, which the operator merges, and for an issuer that was merged itself.
    """
    require_tenant_admin(principal)

    def decide() -> Merged:
        drafts_too = catalogue.with_drafts()
        duplicate = get_entry(drafts_too, Issuer, issuer_id)
        survivor = get_entry(catalogue, Issuer, into_issuer_id).entry
        if duplicate.origin is Origin.PUBLIC:
            raise _wrong("issuer_id", "PUBLIC_ENTRY", "This issuer is public; only your own can be merged.")
        if duplicate.entry.version != expected_version:
            raise StaleVersionError
        issuer = merged(duplicate.entry, into=survivor, on=day_of(now))
        naming = drafts_too.naming(Named(Issuer, issuer_id))
        own = [seen.entry for seen in naming if seen.origin is not Origin.PUBLIC]
        followers = tuple(following(own, into=survivor))
        catalogue.commit(
            [
                Change(aggregate=issuer, happened=happened(issuer, before=duplicate.entry), happened_at=now),
                *(
                    Change(aggregate=each, happened=happened(each, before=each), happened_at=now)
                    for each in followers
                ),
            ]
        )
        return Merged(
            issuer=issuer,
            credential_ids=tuple(each.id for each in followers if isinstance(each, Credential)),
        )

    return decide_again(decide)


def state_trust(
    trusts: IssuerTrusts,
    catalogue: Catalogue,
    *,
    principal: Principal,
    issuer_id: str,
    verdict: TrustVerdict,
    reason: str,
    now: datetime,
) -> IssuerTrust:
    """Says whether the principal's tenant trusts the issuer; raises RoleRequiredError, NotFoundError and InvalidFieldsError."""
    require_tenant_admin(principal)
    get_entry(catalogue, Issuer, issuer_id)

    def decide() -> IssuerTrust:
        before = trusts.of([issuer_id]).get(issuer_id)
        stated = stated_trust(issuer_id=issuer_id, before=before, verdict=verdict, reason=reason)
        trusts.commit(Change(aggregate=stated, happened=STATED, happened_at=now))
        return stated

    return decide_again(decide)


def _issuers(catalogue: Catalogue) -> Iterator[Issuer]:
    return every_entry(catalogue, Issuer, criteria=Criteria(retired=True))


def _wrong(field: str, reason: str, message: str) -> InvalidFieldsError:
    return InvalidFieldsError([FieldViolation(field, reason, message)])
