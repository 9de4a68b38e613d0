"""Publishing: who may, what is a new entry, a revision, an override, and what stops it. The same for every kind."""

import itertools
from typing import Any

import pytest

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.forms import FORMS, Form
from cairn_catalog.application.publish import publish_entry
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.stack import Stack
from cairn_catalog.domain.view import Origin, Seen
from cairn_platform.errors import (
    AlreadyExistsError,
    InvalidFieldsError,
    NotFoundError,
    RoleRequiredError,
    StaleVersionError,
)
from tests.support.catalog import samples
from tests.support.catalog.fake_catalogue import FakeCatalogue, FakeCatalogues
from tests.support.catalog.samples import (
    NOW,
    changed,
    entry_id,
    furnish,
    principal,
    proposal,
    sample,
    shown_impact,
)

_BY_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.field)


@pytest.fixture
def world() -> FakeCatalogues:
    """A public catalogue with the samples, and tenants with nothing of their own."""
    found = FakeCatalogues()
    furnish(found.of("public"))
    found.happened.clear()
    return found


def _publish(
    world: FakeCatalogues,
    message: Any,
    *,
    expected: int = 0,
    tenant: str = "acme",
    roles: tuple[str, ...] = (),
) -> Seen[Entry]:
    numbers = itertools.count(1)
    return publish_entry(
        world.of(tenant),
        principal=principal(tenant, *roles),
        proposal=proposal(message),
        expected_version=expected,
        confirmed_impact=shown_impact(world.of(tenant), message),
        once=None,
        new_id=lambda: f"new-{next(numbers)}",
        now=NOW,
    )


def _own(form: Form[Any, Any]) -> Any:
    """A sample under an id that the public catalogue lacks."""
    return changed(sample(form), **{form.kind.id_field: "own"})


def _violations(world: FakeCatalogues, message: Any, *, expected: int = 0) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidFieldsError) as refused:
        _publish(world, message, expected=expected)
    return [(each.field, each.reason, each.description) for each in refused.value.violations]


@_BY_FORM
def test_a_new_entry_is_published_in_version_1(world: FakeCatalogues, form: Form[Any, Any]) -> None:
    seen = _publish(world, _own(form))
    assert (seen.entry.id, seen.entry.version, seen.origin) == ("own", 1, Origin.TENANT)
    assert world.happened == [("acme", "published", seen.entry)]
    assert world.of("acme").seen(form.kind, ["own"]) == {"own": seen}


@_BY_FORM
def test_a_revision_takes_the_place_of_the_version_it_expects(
    world: FakeCatalogues, form: Form[Any, Any]
) -> None:
    _publish(world, _own(form))
    seen = _publish(world, changed(_own(form), name="Another name"), expected=1)
    assert (seen.entry.name, seen.entry.version, seen.origin) == ("Another name", 2, Origin.TENANT)
    assert [(tenant, happened) for tenant, happened, _ in world.happened] == [
        ("acme", "published"),
        ("acme", "revised"),
    ]


@_BY_FORM
def test_an_own_version_of_a_public_entry_is_seen_by_this_tenant_only(
    world: FakeCatalogues, form: Form[Any, Any]
) -> None:
    message = changed(sample(form), name="As we call it")
    seen = _publish(world, message)
    assert (seen.entry.version, seen.origin) == (1, Origin.OVERRIDE)
    assert _publish(world, message, expected=1).origin is Origin.OVERRIDE
    (others,) = world.of("globex").seen(form.kind, [entry_id(message)]).values()
    assert (others.entry.name, others.origin) == (sample(form).name, Origin.PUBLIC)


@_BY_FORM
def test_an_entry_without_an_id_gets_a_new_one(world: FakeCatalogues, form: Form[Any, Any]) -> None:
    assert _publish(world, changed(sample(form), **{form.kind.id_field: ""})).entry.id == "new-1"


@_BY_FORM
@pytest.mark.parametrize("roles", [("employee",), ("manager", "hr"), ("Tenant-Admin",)])
def test_only_the_tenants_admins_publish(
    world: FakeCatalogues, form: Form[Any, Any], roles: tuple[str, ...]
) -> None:
    with pytest.raises(RoleRequiredError):
        _publish(world, _own(form), roles=roles)
    assert world.happened == []


@_BY_FORM
def test_nobody_publishes_for_the_public_tenant_by_a_call(
    world: FakeCatalogues, form: Form[Any, Any]
) -> None:
    with pytest.raises(RoleRequiredError):
        _publish(world, _own(form), tenant="public")


@_BY_FORM
def test_a_new_entry_does_not_replace_one_that_the_tenant_has(
    world: FakeCatalogues, form: Form[Any, Any]
) -> None:
    _publish(world, _own(form))
    with pytest.raises(AlreadyExistsError):
        _publish(world, _own(form))


@_BY_FORM
@pytest.mark.parametrize("expected", [2, 99, -1])
def test_a_revision_of_another_version_is_stale(
    world: FakeCatalogues, form: Form[Any, Any], expected: int
) -> None:
    _publish(world, _own(form))
    with pytest.raises(StaleVersionError):
        _publish(world, _own(form), expected=expected)


@_BY_FORM
def test_a_revision_of_nothing_finds_nothing(world: FakeCatalogues, form: Form[Any, Any]) -> None:
    with pytest.raises(NotFoundError, match=f"There is no such {form.kind.called}"):
        _publish(world, _own(form), expected=1)


@_BY_FORM
def test_another_tenants_entry_is_nothing_to_revise(world: FakeCatalogues, form: Form[Any, Any]) -> None:
    _publish(world, _own(form), tenant="globex")
    with pytest.raises(NotFoundError, match=f"There is no such {form.kind.called}"):
        _publish(world, _own(form), expected=1)


@_BY_FORM
def test_a_public_entry_is_overridden_not_revised(world: FakeCatalogues, form: Form[Any, Any]) -> None:
    assert [each[:2] for each in _violations(world, sample(form), expected=1)] == [
        ("expected_version", "PUBLIC_ENTRY")
    ]


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        (changed(samples.CREDENTIAL, issuer_id="x"), ["issuer_id"]),
        (changed(samples.CREDENTIAL, platform_id="x"), ["platform_id"]),
        (
            changed(
                samples.CREDENTIAL,
                skills_granted=[pb.SkillLevel(skill_id="x", level=pb.PROFICIENCY_LEVEL_EXPERT)],
            ),
            ["skills_granted[0].skill_id"],
        ),
        (
            changed(samples.STACK, members=[pb.StackMember(credential_id="x"), pb.StackMember(stack_id="y")]),
            ["members[0].credential_id", "members[1].stack_id"],
        ),
        (
            changed(samples.LEARNING_PATH, steps=[pb.PathStep(goal=pb.StackMember(stack_id="x"))]),
            ["steps[0].goal.stack_id"],
        ),
        (
            changed(
                samples.ROLE,
                requirements=[
                    pb.RoleRequirement(credential_id="x"),
                    pb.RoleRequirement(skill=pb.SkillLevel(skill_id="y", level=pb.PROFICIENCY_LEVEL_EXPERT)),
                ],
            ),
            ["requirements[0].credential_id", "requirements[1].skill.skill_id"],
        ),
        (changed(samples.LADDER, role_ids=["project-manager", "x"]), ["role_ids[1]"]),
    ],
)
def test_what_an_entry_names_has_to_be_in_the_catalogue(
    world: FakeCatalogues, message: Any, fields: list[str]
) -> None:
    assert [each[:2] for each in _violations(world, message)] == [
        (field, "UNKNOWN_REFERENCE") for field in fields
    ]


def test_an_entry_may_name_the_tenants_own_but_not_another_tenants(world: FakeCatalogues) -> None:
    _publish(world, changed(samples.ISSUER, issuer_id="own"))
    message = changed(samples.CREDENTIAL, issuer_id="own")
    assert _publish(world, message).entry.version == 1
    with pytest.raises(InvalidFieldsError):
        _publish(world, message, tenant="globex")


def test_unknown_references_come_with_everything_else_that_is_wrong(world: FakeCatalogues) -> None:
    spoilt = changed(samples.CREDENTIAL, name="", issuer_id="x")
    assert [each[:2] for each in _violations(world, spoilt)] == [
        ("name", "REQUIRED"),
        ("issuer_id", "UNKNOWN_REFERENCE"),
    ]


def _stack(stack_id: str, *within: str) -> pb.Stack:
    members = [pb.StackMember(credential_id="pmp"), *(pb.StackMember(stack_id=each) for each in within)]
    found: pb.Stack = changed(samples.STACK, stack_id=stack_id, members=members)
    return found


def test_a_stack_within_itself_is_refused(world: FakeCatalogues) -> None:
    assert _violations(world, _stack("a", "a")) == [
        ("members[1].stack_id", "CYCLE", "The stack would contain itself: a → a.")
    ]


def test_a_stack_that_contains_itself_through_others_is_refused_and_the_cycle_named(
    world: FakeCatalogues,
) -> None:
    _publish(world, _stack("a"))
    _publish(world, _stack("b", "a"))
    _publish(world, _stack("c", "delivery", "b"))
    assert _violations(world, _stack("a", "c"), expected=1) == [
        ("members[1].stack_id", "CYCLE", "The stack would contain itself: a → c → b → a.")
    ]


def test_a_cycle_through_one_way_of_several_is_a_cycle_too(world: FakeCatalogues) -> None:
    _publish(world, _stack("a"))
    ways = [pb.StackAlternative(credential_id="pmp"), pb.StackAlternative(stack_id="a")]
    member = pb.StackMember(one_of=pb.StackAlternatives(alternatives=ways))
    _publish(world, changed(samples.STACK, stack_id="b", members=[member]))
    assert [each[1:] for each in _violations(world, _stack("a", "b"), expected=1)] == [
        ("CYCLE", "The stack would contain itself: a → b → a.")
    ]


def test_a_cycle_counts_in_the_tenants_view(world: FakeCatalogues) -> None:
    furnish(world.of("public"), _stack("inner"), _stack("outer", "inner"))
    assert [each[1] for each in _violations(world, _stack("inner", "outer"))] == ["CYCLE"]
    _publish(world, _stack("outer"))
    assert _publish(world, _stack("inner", "outer")).origin is Origin.OVERRIDE


def test_two_who_close_a_cycle_one_after_the_other_between_look_and_save(world: FakeCatalogues) -> None:
    _publish(world, _stack("a"))
    _publish(world, _stack("b"))

    class Overtaken(FakeCatalogue):
        """A catalogue in which somebody puts `a` into `b` right before our first commit."""

        overtaken = False

        def commit(self, *args: Any, **kwargs: Any) -> None:
            if not Overtaken.overtaken:
                Overtaken.overtaken = True
                _publish(world, _stack("b", "a"), expected=1)
            super().commit(*args, **kwargs)

    with pytest.raises(InvalidFieldsError) as refused:
        publish_entry(
            Overtaken(world, "acme"),
            principal=principal(),
            proposal=proposal(_stack("a", "b")),
            expected_version=1,
            confirmed_impact=shown_impact(world.of("acme"), _stack("a")),
            once=None,
            new_id=str,
            now=NOW,
        )
    assert [each.reason for each in refused.value.violations] == ["CYCLE"]
    a = world.of("acme").seen(Stack, ["a"])["a"]
    assert a.entry.version == 1
