"""Dynamic audiences: saved, looked at, and explained."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cairn_learners.application.audience_members import Surveyed, surveyed_rule
from cairn_learners.application.audience_ports import AudienceScope
from cairn_learners.application.orders import DYNAMIC_AUDIENCES, PEOPLE, by_name
from cairn_learners.domain.assignments import Audience
from cairn_learners.domain.dynamic_audiences import (
    AudienceDraft,
    DynamicAudience,
    changed,
    check_audience_draft,
    check_may_change,
    made,
)
from cairn_learners.domain.people import Person
from cairn_learners.domain.person_attributes import IDS, ValueKind, attribute_of, judge
from cairn_learners.domain.reach import Reach, check_leads_somebody, check_seen
from cairn_learners.domain.rule_request import RuleDraft, rule_from
from cairn_learners.domain.rule_words import Namer, sentence
from cairn_learners.domain.rules import Condition, Rule, Trace, conditions_of, trace
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import (
    AlreadyExistsError,
    FieldViolation,
    InvalidFieldsError,
    NotFoundError,
    StaleVersionError,
)
from cairn_platform.idempotency import Once
from cairn_platform.paging import Page, PageRequest

_GUARD = "dynamic-audiences"
_UNKNOWN = "somebody outside your line"


@dataclass(frozen=True, kw_only=True)
class AudienceSeen:
    """An audience as its caller reads it."""

    audience: DynamicAudience
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Explained:
    """Why somebody is in or out: the trace, and what everything in it is called.

    `left_on` is there for who has left: then the person is out whatever the rule says.
    """

    person: Person
    is_in: bool
    left_on: date | None
    trace: Trace
    name_of: Namer
    sentence: str


@dataclass(frozen=True, kw_only=True)
class RulePreview:
    """What a rule says before it is saved: as a sentence, and of whom it is true now, of those in the caller's reach."""

    sentence: str
    member_count: int
    unknown_count: int
    members: Sequence[Person]


def save_audience(
    scope: AudienceScope, *, draft: AudienceDraft, expected_version: int, once: Once | None
) -> AudienceSeen:
    """Saves a new audience (`expected_version` 0) or changes one. For hr, tenant-admin and managers, these only what is their own.

    Raises RoleRequiredError, InvalidFieldsError, AlreadyExistsError, NotFoundError and StaleVersionError.
    """
    reach = scope.reach()
    check_leads_somebody(reach)
    rule = check_audience_draft(draft)
    _check_references(scope, reach, rule)
    audience_id = draft.audience_id or scope.new_id()

    def decide() -> AudienceSeen:
        before = scope.store.dynamic_audiences([audience_id]).get(audience_id)
        if before is None:
            if expected_version:
                raise NotFoundError("audience")
            after = made(draft, rule, audience_id=audience_id, by=reach.own_id, now=scope.now)
        else:
            if not expected_version:
                raise AlreadyExistsError("audience")
            check_may_change(before, reach)
            if before.version != expected_version:
                raise StaleVersionError
            after = changed(before, draft, rule, now=scope.now)
        guard = scope.store.guard(_GUARD)
        if after.retired:
            _check_not_in_use(scope, audience_id)
        seen = _seen(scope, reach, [after])[0]
        changes = [] if after is before else [Change(aggregate=after, happened=None, happened_at=scope.now)]
        scope.store.commit(changes, guards=[guard] if after.retired else [], once=once, result=seen)
        return seen

    return decide_again(decide)


def get_audience(scope: AudienceScope, *, audience_id: str) -> AudienceSeen:
    """An audience, for whoever leads somebody, hr and tenant-admin."""
    reach = scope.reach()
    check_leads_somebody(reach)
    return _seen(scope, reach, [_audience(scope, audience_id)])[0]


def list_audiences(scope: AudienceScope, *, page: PageRequest) -> Page[AudienceSeen]:
    """The audiences that are not retired, by name; for whoever leads somebody, hr and tenant-admin."""
    reach = scope.reach()
    check_leads_somebody(reach)
    found = DYNAMIC_AUDIENCES.page(
        scope.store.list_dynamic_audiences(after=DYNAMIC_AUDIENCES.after(page), at_most=page.size + 1), page
    )
    return Page(_seen(scope, reach, found.items), found.next_token)


def preview_rule(scope: AudienceScope, *, draft: RuleDraft, at_most: int) -> RulePreview:
    """What a rule says, and of whom it is true now, by name; changes nothing. Raises RoleRequiredError and InvalidFieldsError."""
    reach = scope.reach()
    check_leads_somebody(reach)
    rule = rule_from(draft)
    _check_references(scope, reach, rule)
    survey = surveyed_rule(scope, _unsaved(rule, scope))
    members = _members(scope, reach, survey, dynamic_id="")
    unknown = sum(
        trace(rule, known=each, judge=judge, now=scope.now).answer.value == "unknown"
        for each in survey.known(_led(scope, reach))
    )
    return RulePreview(
        sentence=sentence(rule, name_of=_namer(scope, reach, [rule])),
        member_count=len(members),
        unknown_count=unknown,
        members=members[:at_most],
    )


def list_members(scope: AudienceScope, *, audience_id: str, page: PageRequest) -> Page[Person]:
    """Who is in an audience now, by name, of those whom the caller leads."""
    reach = scope.reach()
    check_leads_somebody(reach)
    survey = surveyed_rule(scope, _audience(scope, audience_id))
    after = PEOPLE.after(page)
    members = _members(scope, reach, survey, dynamic_id=audience_id)
    behind = [each for each in members if after is None or by_name(each) > after]
    return PEOPLE.page(behind[: page.size + 1], page)


def explain_membership(scope: AudienceScope, *, audience_id: str, person_id: str) -> Explained:
    """Why somebody is in an audience or out of it. Raises NotFoundError for whom the caller does not see."""
    reach = scope.reach()
    check_leads_somebody(reach)
    audience = _audience(scope, audience_id)
    check_seen(reach, person_id, resource="person")
    survey = surveyed_rule(scope, audience)
    [known] = survey.known([scope.person(person_id)])
    why = trace(audience.rule, known=known, judge=judge, now=scope.now)
    name_of = _namer(scope, reach, [audience.rule, *_conditions_met(why)])
    left_on = known.person.profile.left_on
    return Explained(
        person=known.person,
        is_in=survey.membership(only(audience_id), known).is_in,
        left_on=None if known.person.is_employed_on(scope.today) else left_on,
        trace=why,
        name_of=name_of,
        sentence=sentence(audience.rule, name_of=name_of),
    )


def only(dynamic_id: str) -> Audience:
    """The audience of an assignment to one dynamic audience."""
    return Audience(person_ids=(), team_ids=(), include_sub_teams=False, dynamic_ids=(dynamic_id,))


def _members(scope: AudienceScope, reach: Reach, survey: Surveyed, *, dynamic_id: str) -> list[Person]:
    known = survey.known(_led(scope, reach))
    found = [each.person for each in known if survey.membership(only(dynamic_id), each).is_in]
    return sorted(found, key=by_name)


def _led(scope: AudienceScope, reach: Reach) -> list[Person]:
    return [
        each
        for each in scope.store.everybody()
        if reach.may_lead(each.person_id) and each.is_employed_on(scope.today)
    ]


def _audience(scope: AudienceScope, audience_id: str) -> DynamicAudience:
    found = scope.store.dynamic_audiences([audience_id]).get(audience_id)
    if found is None:
        raise NotFoundError("audience")
    return found


def _unsaved(rule: Rule, scope: AudienceScope) -> DynamicAudience:
    return DynamicAudience(
        audience_id="", version=1, name="", rule=rule, made_by=None, changed_at=scope.now, retired=False
    )


def _seen(scope: AudienceScope, reach: Reach, audiences: Sequence[DynamicAudience]) -> list[AudienceSeen]:
    name_of = _namer(scope, reach, [each.rule for each in audiences])
    return [AudienceSeen(audience=each, sentence=sentence(each.rule, name_of=name_of)) for each in audiences]


def _check_references(scope: AudienceScope, reach: Reach, rule: Rule) -> None:
    """What a rule names by its id is there, and people are in the caller's reach."""
    known = _names(scope, reach, [rule])
    violations = [
        FieldViolation("rule", "UNKNOWN_REFERENCE", f"There is no such {kind.value}: {each}.")
        for kind, ids in _named_ids([rule]).items()
        for each in sorted(ids)
        if each not in known[kind]
    ]
    if violations:
        raise InvalidFieldsError(violations)


def _check_not_in_use(scope: AudienceScope, audience_id: str) -> None:
    if any(audience_id in each.audience.dynamic_ids for each in scope.store.standing_assignments()):
        message = "Assignments to this audience go on; withdraw them first."
        raise InvalidFieldsError([FieldViolation("retired", "IN_USE", message)])


def _namer(scope: AudienceScope, reach: Reach, rules: Iterable[Rule]) -> Namer:
    names = _names(scope, reach, rules)
    return lambda kind, value: names[kind].get(value, _UNKNOWN if kind is ValueKind.PERSON else value)


def _names(
    scope: AudienceScope, reach: Reach, rules: Iterable[Rule]
) -> Mapping[ValueKind, Mapping[str, str]]:
    ids, store = _named_ids(rules), scope.store
    people = store.people(each for each in ids[ValueKind.PERSON] if reach.sees(each))
    credentials = store.credentials(ids[ValueKind.CREDENTIAL])
    return {
        ValueKind.PERSON: {key: each.name for key, each in people.items()},
        ValueKind.CREDENTIAL: {key: each.name for key, each in credentials.items()},
        ValueKind.ROLE: store.role_names(ids[ValueKind.ROLE]),
        ValueKind.DEPARTMENT: store.department_names(ids[ValueKind.DEPARTMENT]),
    }


def _conditions_met(why: Trace) -> Iterator[Rule]:
    """The conditions of a trace as they would be about what was found of the person, so that this has its names too."""
    if isinstance(why.rule, Condition) and why.found:
        yield replace(why.rule, values=why.found)
    for each in why.parts:
        yield from _conditions_met(each)


def _named_ids(rules: Iterable[Rule]) -> Mapping[ValueKind, set[str]]:
    found: dict[ValueKind, set[str]] = {kind: set() for kind in IDS}
    for rule in rules:
        for condition in conditions_of(rule):
            kind = attribute_of(condition).values
            if kind in IDS:
                found[kind].update(condition.values)
    return found
