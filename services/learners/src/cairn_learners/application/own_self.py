"""Who is calling."""

from dataclasses import dataclass
from datetime import datetime

from cairn_learners.application.scope import Scope
from cairn_learners.domain.people import Person
from cairn_learners.domain.reach import ROLES


@dataclass(frozen=True, kw_only=True)
class Oneself:
    """Who is calling; `person` is None for an API client and for an account that belongs to nobody here."""

    tenant_id: str
    roles: tuple[str, ...]
    person: Person | None
    leads_people: bool
    read_at: datetime


def get_self(scope: Scope) -> Oneself:
    """Who is calling, and whom the account belongs to."""
    person = scope.own_person()
    return Oneself(
        tenant_id=scope.principal.tenant_id,
        roles=tuple(role for role in ROLES if role in scope.principal.roles),
        person=person,
        leads_people=person is not None and scope.store.leads_somebody(person.person_id),
        read_at=scope.now,
    )
