"""Reviews: claims taken and handed back, and the rubrics that capstones are looked at by."""

from collections.abc import Sequence

from cairn_learners.application.achievements import known_credential, seen_achievement
from cairn_learners.application.people import MOST_IDS
from cairn_learners.application.ports import PeopleFilter
from cairn_learners.application.scope import Scope
from cairn_learners.domain import fields
from cairn_learners.domain.achievements import Achievement, handed_back, taken
from cairn_learners.domain.assessments import is_colleague
from cairn_learners.domain.errors import NoPersonError
from cairn_learners.domain.people import Person
from cairn_learners.domain.reach import HR, ROLES, TENANT_ADMIN, check_may_review
from cairn_learners.domain.rubrics import Rubric, RubricDraft, with_rubric_version
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import NotFoundError, StaleVersionError
from cairn_platform.identity import require_any_role


def take_for_review(scope: Scope, *, achievement_id: str) -> Achievement:
    """Takes a claim to look at it, for whoever may decide on it: until it is decided or handed back, nobody else does.

    Raises NotFoundError, OwnClaimError, RoleRequiredError, NoPersonError for an API client, AlreadyDecidedError and InReviewError.
    """
    reach = scope.reach()

    def decide() -> Achievement:
        claimed = seen_achievement(scope, reach, achievement_id)
        check_may_review(reach, claimed.person_id)
        if reach.own_id is None:
            raise NoPersonError
        after = taken(claimed, reviewer=reach.own_id, now=scope.now)
        if after is not claimed:
            scope.commit([Change(aggregate=after, happened="taken_for_review", happened_at=scope.now)])
        return after

    return decide_again(decide)


def hand_back(scope: Scope, *, achievement_id: str) -> Achievement:
    """Hands a claim back undecided, for who has taken it and hr. One that nobody has taken stays as it is.

    Raises NotFoundError, OwnClaimError, RoleRequiredError, AlreadyDecidedError and InReviewError.
    """
    reach = scope.reach()

    def decide() -> Achievement:
        claimed = seen_achievement(scope, reach, achievement_id)
        check_may_review(reach, claimed.person_id)
        after = handed_back(claimed, by=reach.own_id, for_others=reach.is_hr_for(claimed.person_id))
        if after is not claimed:
            scope.commit([Change(aggregate=after, happened="handed_back", happened_at=scope.now)])
        return after

    return decide_again(decide)


def state_rubric(scope: Scope, *, credential_id: str, draft: RubricDraft, expected_version: int) -> Rubric:
    """Adds a version to a credential's rubric. Needs hr or tenant-admin.

    Raises RoleRequiredError, CredentialNotYetKnownError, StaleVersionError and InvalidFieldsError.
    """
    require_any_role(scope.principal, HR, TENANT_ADMIN)
    known_credential(scope, credential_id)
    own = scope.own_person()

    def decide() -> Rubric:
        before = scope.store.rubric(credential_id)
        if (before.version if before else 0) != expected_version:
            raise StaleVersionError
        after = with_rubric_version(
            before,
            draft,
            credential_id=credential_id,
            stated_by=own.person_id if own else None,
            now=scope.now,
        )
        scope.store.commit([Change(aggregate=after, happened=None, happened_at=scope.now)])
        return after

    return decide_again(decide)


def get_rubric(scope: Scope, *, credential_id: str) -> Rubric:
    """The rubric of a credential, for every account with a role, so that people know by what they are judged. Raises NotFoundError."""
    require_any_role(scope.principal, *ROLES)
    rubric = scope.store.rubric(credential_id)
    if rubric is None:
        raise NotFoundError("rubric")
    return rubric


def list_rubrics(scope: Scope) -> Sequence[Rubric]:
    """All rubrics of the tenant, by credential."""
    require_any_role(scope.principal, *ROLES)
    return sorted(scope.store.rubrics(), key=lambda each: each.credential_id)


def named_people(scope: Scope, *, person_ids: Sequence[str]) -> Sequence[Person]:
    """Those of these people whom the caller may know by name: whoever's claims and assessments the caller sees, the own team, and
    everybody above.

    Raises InvalidFieldsError for more than 500.
    """
    fields.refuse(fields.at_most("person_ids", len(person_ids), limit=MOST_IDS))
    seen = scope.reach().claims_seen
    asked = frozenset(person_ids)
    known = asked if seen is None else asked & seen
    if known != asked:
        known |= _near(scope, asked - known)
    which = PeopleFilter(text="", person_ids=known, department_ids=None)
    return scope.store.list_people(which, after=None, at_most=MOST_IDS)


def _near(scope: Scope, person_ids: frozenset[str]) -> frozenset[str]:
    """Those of these people who are in a team with the caller or above."""
    own_id = scope.reach().own_id
    if own_id is None:
        return frozenset()
    lines = scope.lines
    above = lines.above(own_id)
    return frozenset(
        each for each in person_ids if each in above or is_colleague(each, of=own_id, lines=lines)
    )
