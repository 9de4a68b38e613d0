"""Who may see and do what: oneself, the manager line above, HR and tenant-admin. Nobody else is told that a person exists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cairn_learners.domain.errors import NoPersonError, NotOneselfError, OwnClaimError, OwnMatterError
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_platform.errors import NotFoundError, RoleRequiredError

EMPLOYEE = "employee"
MANAGER = "manager"
HR = "hr"
HR_PARTNER = "hr-partner"
REVIEWER = "reviewer"
TENANT_ADMIN = "tenant-admin"
NOTHING_LENT: Mapping[str, frozenset[str]] = {}
NOBODY: frozenset[str] = frozenset()
ANALYST = "analyst"  # Sees figures in reporting; here the role gives no right.
ROLES = (ANALYST, EMPLOYEE, HR, HR_PARTNER, MANAGER, REVIEWER, TENANT_ADMIN)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Whom one caller reaches.

    `own_id` is the caller's person, None for an API client; `own_line` everybody below the caller at any depth, which is nobody unless
    the caller has the role manager; `lent` whom the caller reaches for other managers, by the manager who handed the line over;
    `units` everybody in the departments for which the caller is responsible, which is nobody unless the caller has the role hr-partner.
    """

    roles: frozenset[str]
    own_id: str | None
    own_line: frozenset[str]
    lent: Mapping[str, frozenset[str]]
    units: frozenset[str]

    @cached_property
    def line(self) -> frozenset[str]:
        """Everybody whom the caller leads: the own line, and the lines that were handed over."""
        return self.own_line.union(*self.lent.values())

    @cached_property
    def led(self) -> frozenset[str]:
        """Everybody for whom the caller is there as a manager or as HR, where that is not the whole tenant."""
        return self.line | self.units

    def is_hr_for(self, person_id: str) -> bool:
        """The caller is HR for this person: hr for everybody, an HR partner for who works in the own units."""
        return HR in self.roles or person_id in self.units

    def on_behalf_of(self, person_id: str) -> str | None:
        """The manager for whom the caller acts when something is done about this person; None where the caller may do it anyway."""
        if self.everybody or person_id in self.own_line or person_id in self.units:
            return None
        return next((each for each in sorted(self.lent) if person_id in self.lent[each]), None)

    @property
    def everybody(self) -> bool:
        """hr and tenant-admin see everybody."""
        return HR in self.roles or TENANT_ADMIN in self.roles

    @property
    def seen(self) -> frozenset[str] | None:
        """Whom the caller sees: None for everybody."""
        return None if self.everybody else self.led | ({self.own_id} if self.own_id else set())

    def sees(self, person_id: str) -> bool:
        """The caller may know of this person."""
        return self.everybody or person_id == self.own_id or person_id in self.led

    def may_lead(self, person_id: str) -> bool:
        """The caller may assign to this person: a manager above, HR and tenant-admin."""
        return self.everybody or person_id in self.led

    def decides_on(self, person_id: str) -> bool:
        """The caller may decide on what this person claims: a manager above and HR, never the person."""
        return person_id != self.own_id and (self.is_hr_for(person_id) or person_id in self.line)

    def reviews(self, person_id: str) -> bool:
        """The caller may look at what this person claims and decide on it: who decides anyway, and reviewers, never the person."""
        return self.decides_on(person_id) or (REVIEWER in self.roles and person_id != self.own_id)

    @property
    def claims_seen(self) -> frozenset[str] | None:
        """Whose claims and assessments the caller sees: None for everybody's."""
        return None if REVIEWER in self.roles else self.seen


def reach_of(
    *,
    roles: frozenset[str],
    own_id: str | None,
    lines: Hierarchy | None,
    lent: Mapping[str, frozenset[str]] = NOTHING_LENT,
    units: frozenset[str] = NOBODY,
) -> Reach:
    """The reach of a caller; who has left the tenant leads nobody. `lines` is needed for who has the role manager: see `needs_lines`."""
    leads = MANAGER in roles and lines is not None and own_id not in lines.gone
    below = lines.below(own_id) if leads and lines and own_id else frozenset()
    return Reach(roles=roles, own_id=own_id, own_line=below, lent=lent, units=units)


def needs_lines(*, roles: frozenset[str], own_id: str | None) -> bool:
    """The reporting lines decide about this caller's reach."""
    return MANAGER in roles and own_id is not None


def check_seen(reach: Reach, person_id: str, *, resource: str) -> None:
    """Whoever is outside the caller's reach does not exist for the caller: NotFoundError, as for an unknown id."""
    if not reach.sees(person_id):
        raise NotFoundError(resource)


def check_leads_somebody(reach: Reach) -> None:
    """Only HR, tenant-admin and who leads somebody may ask for this: RoleRequiredError."""
    if not reach.everybody and not reach.led:
        raise RoleRequiredError(MANAGER, HR, HR_PARTNER, TENANT_ADMIN)


def check_may_lead(reach: Reach, person_ids: Iterable[str]) -> None:
    """Paths are assigned by a manager above, hr and tenant-admin.

    Raises NotFoundError for whom the caller does not see, RoleRequiredError for whom the caller sees but does not lead.
    """
    for person_id in person_ids:
        check_seen(reach, person_id, resource="person")
        if not reach.may_lead(person_id):
            raise RoleRequiredError(HR, TENANT_ADMIN)


def check_may_grant(reach: Reach, person_id: str) -> None:
    """What eases somebody's way is granted by a manager above, hr and tenant-admin, never to oneself."""
    check_seen(reach, person_id, resource="person")
    if person_id == reach.own_id:
        raise OwnMatterError
    check_may_lead(reach, [person_id])


def check_may_approve(reach: Reach, person_id: str) -> None:
    """What somebody asks for is approved or refused by a manager above and hr, never by oneself."""
    check_seen(reach, person_id, resource="request")
    if person_id == reach.own_id:
        raise OwnMatterError
    if not reach.decides_on(person_id):
        raise RoleRequiredError(MANAGER, HR)


def check_may_claim_for(reach: Reach, person_id: str) -> None:
    """Everybody claims for oneself; hr and tenant-admin for anybody, an HR partner for the own units."""
    check_seen(reach, person_id, resource="person")
    if person_id != reach.own_id and not (reach.everybody or reach.is_hr_for(person_id)):
        raise RoleRequiredError(HR, TENANT_ADMIN)


def check_may_decide_on(reach: Reach, person_id: str) -> None:
    """A claim is decided on by a manager above the claimant and by hr, never by the claimant."""
    check_seen(reach, person_id, resource="achievement")
    if person_id == reach.own_id:
        raise OwnClaimError
    if not reach.decides_on(person_id):
        raise RoleRequiredError(MANAGER, HR)


def check_may_review(reach: Reach, person_id: str) -> None:
    """A claim is reviewed by a manager above the claimant, by hr and by reviewers, never by the claimant."""
    if person_id == reach.own_id:
        raise OwnClaimError
    if not reach.reviews(person_id):
        check_may_decide_on(reach, person_id)


def check_is_oneself(reach: Reach, person_id: str, *, resource: str) -> None:
    """Only the person can say this. Raises NotFoundError for whom the caller does not see."""
    check_seen(reach, person_id, resource=resource)
    if reach.own_id is None:
        raise NoPersonError
    if person_id != reach.own_id:
        raise NotOneselfError
