"""Asking what a credential costs to get and to keep. Everybody in the tenant may."""

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.read import get_entry
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.holding_cost import (
    WEEKLY_HOURS_AT_MOST,
    YEARS_AT_MOST,
    HoldingCost,
    holding_cost,
)
from cairn_platform.errors import FieldViolation, InvalidFieldsError


def cost_of_holding(
    catalogue: Catalogue, credential_id: str, *, years: int, weekly_hours: int
) -> tuple[Credential, HoldingCost]:
    """The credential as the tenant sees it, and its account; raises InvalidFieldsError and NotFoundError."""
    ranges = (("years", years, YEARS_AT_MOST), ("weekly_hours", weekly_hours, WEEKLY_HOURS_AT_MOST))
    violations = [
        FieldViolation(field, "OUT_OF_RANGE", f"Give a number from 1 to {at_most}.")
        for field, value, at_most in ranges
        if not 1 <= value <= at_most
    ]
    if violations:
        raise InvalidFieldsError(violations)
    credential = get_entry(catalogue, Credential, credential_id).entry
    return credential, holding_cost(credential, years=years, weekly_hours=weekly_hours)
