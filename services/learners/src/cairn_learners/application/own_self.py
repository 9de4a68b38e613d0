"""Who is calling."""

from dataclasses import dataclass
from datetime import datetime

from cairn_learners.application.scope import Scope
from cairn_learners.domain.people import Person
from cairn_learners.domain.post_nominals import post_nominals
from cairn_learners.domain.progress import holdings
from cairn_learners.domain.reach import ROLES


@dataclass(frozen=True, kw_only=True)
class Oneself:
    """Who is calling; `person` is None for an API client and for an account that belongs to nobody here.

    `stands_in_for` are the managers whose lines are in the caller's hands today; `hr_department_ids` the departments for which an HR
    partner is responsible today, without those below them.
    """

    tenant_id: str
    roles: tuple[str, ...]
    person: Person | None
    leads_people: bool
    post_nominals: tuple[str, ...]
    stands_in_for: tuple[str, ...]
    hr_department_ids: tuple[str, ...]
    read_at: datetime


def get_self(scope: Scope, *, with_post_nominals: bool = False) -> Oneself:
    """Who is calling, and whom the account belongs to; the letters behind the name take two queries more."""
    person = scope.own_person()
    return Oneself(
        tenant_id=scope.principal.tenant_id,
        roles=tuple(role for role in ROLES if role in scope.principal.roles),
        person=person,
        leads_people=person is not None and scope.store.leads_somebody(person.person_id),
        post_nominals=_letters_of(person, scope) if person and with_post_nominals else (),
        stands_in_for=_managers_of(person, scope) if person else (),
        hr_department_ids=tuple(sorted(scope.hr_departments_of(person.person_id))) if person else (),
        read_at=scope.now,
    )


def _managers_of(person: Person, scope: Scope) -> tuple[str, ...]:
    found = scope.store.delegations.handed_to(person.person_id, today=scope.today)
    return tuple(sorted({each.manager_id for each in found}))


def _letters_of(person: Person, scope: Scope) -> tuple[str, ...]:
    held = holdings(scope.store.achievements_of([person.person_id], credential_ids=None), now=scope.now)
    credentials = scope.store.credentials(held)
    return post_nominals(held, letters={key: each.post_nominal for key, each in credentials.items()})
