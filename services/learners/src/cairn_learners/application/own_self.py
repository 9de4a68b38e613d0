"""Who is calling."""

from dataclasses import dataclass
from datetime import datetime

from cairn_learners.application.scope import Scope
from cairn_learners.domain.people import Person, email_key, link_account, may_be_linked
from cairn_learners.domain.reach import ROLES
from cairn_platform.changes import Change, decide_again


@dataclass(frozen=True, kw_only=True)
class Oneself:
    """Who is calling; `person` is None for an API client and for an account that belongs to nobody here."""

    tenant_id: str
    roles: tuple[str, ...]
    person: Person | None
    leads_people: bool
    read_at: datetime


def get_self(scope: Scope) -> Oneself:
    """Who is calling. The first call of an account links it to the person with its verified mail address, once."""
    person = decide_again(lambda: scope.own_person() or _linked(scope))
    return Oneself(
        tenant_id=scope.principal.tenant_id,
        roles=tuple(role for role in ROLES if role in scope.principal.roles),
        person=person,
        leads_people=person is not None and scope.store.leads_somebody(person.person_id),
        read_at=scope.now,
    )


def _linked(scope: Scope) -> Person | None:
    principal = scope.principal
    if not principal.email:
        return None
    key = email_key(principal.email)
    person = scope.store.people_by_email([key]).get(key)
    if person is None or person.account_subject == principal.subject:
        # The second: another first call of the same account was faster, since `own_person` looked.
        return person
    if not may_be_linked(person, email=principal.email, email_verified=principal.email_verified):
        return None
    linked = link_account(person, subject=principal.subject)
    scope.store.commit([Change(aggregate=linked, happened="account_linked", happened_at=scope.now)])
    return linked
