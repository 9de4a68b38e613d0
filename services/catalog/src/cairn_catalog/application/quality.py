"""How good credentials are, as one tenant sees them. Everybody in the tenant may ask."""

from collections.abc import Iterable, Mapping
from datetime import date

from cairn_catalog.application.issuer_registry import IssuerTrusts
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.read import get_entry
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.grading import Grading
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.quality import Assessment
from cairn_catalog.domain.view import Seen


def assess_credential(
    catalogue: Catalogue, trusts: IssuerTrusts, credential_id: str, *, on: date
) -> tuple[Seen[Credential], Assessment]:
    """The credential and its assessment; raises NotFoundError when the tenant sees none with this id."""
    seen = get_entry(catalogue, Credential, credential_id)
    return seen, assessments(catalogue, trusts, [seen.entry], on=on)[credential_id]


def assessments(
    catalogue: Catalogue, trusts: IssuerTrusts, credentials: Iterable[Credential], *, on: date
) -> Mapping[str, Assessment]:
    """The assessment of each of these credentials, by id. An issuer that the tenant does not see is one of unknown recognition."""
    asked = list(credentials)
    issuer_ids = {each.issuer_id for each in asked}
    grading = Grading(
        issuers={each: seen.entry for each, seen in catalogue.seen(Issuer, issuer_ids).items()},
        verdicts={each: stated.verdict for each, stated in trusts.of(issuer_ids).items()},
        on=on,
    )
    return {each.id: grading.assessment(each) for each in asked}
