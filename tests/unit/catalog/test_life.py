"""An entry's life: drafts that only admins see, retirement that leaves nothing dangling, and what a change touches."""

from typing import Any

import pytest

from cairn.catalog.v1 import catalog_service_pb2 as pb
from cairn.catalog.v1 import entries_pb2 as entries
from cairn_catalog.adapters.contract import forms
from cairn_catalog.adapters.contract.forms import FORMS
from cairn_catalog.application.impact import impact_of
from cairn_catalog.application.publish import publish_entry
from cairn_catalog.application.read import get_entry
from cairn_catalog.application.retire import retire_entry
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.lifecycle import EntryState
from cairn_catalog.domain.listing import Criteria
from cairn_catalog.domain.naming import Named, named_by
from cairn_catalog.domain.skill import Skill
from cairn_catalog.domain.stack import Stack
from cairn_catalog.domain.view import PUBLIC_TENANT, Origin, Seen
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError, RoleRequiredError
from tests.support.catalog import samples
from tests.support.catalog.fake_catalogue import FakeCatalogue, FakeCatalogues
from tests.support.catalog.samples import NOW, changed, furnish, principal, proposal, shown_impact

_DRAFT = entries.Lifecycle(state=entries.ENTRY_STATE_DRAFT)
_IN_USE = entries.Lifecycle(state=entries.ENTRY_STATE_PUBLISHED)
_RETIRED = entries.Lifecycle(
    state=entries.ENTRY_STATE_RETIRED, retired_on="2026-11-22", retirement_reason="Closed."
)
_OWN = changed(samples.SKILL, skill_id="haggling", name="haggling")


@pytest.fixture
def world() -> FakeCatalogues:
    world = FakeCatalogues()
    furnish(world.of(PUBLIC_TENANT))
    world.happened.clear()
    return world


@pytest.fixture
def acme(world: FakeCatalogues) -> FakeCatalogue:
    return world.of("acme")


def _publish(catalogue: FakeCatalogue, message: Any, *, expected: int = 0) -> Seen[Any]:
    return publish_entry(
        catalogue,
        principal=principal(),
        proposal=proposal(message),
        expected_version=expected,
        confirmed_impact=shown_impact(catalogue, message),
        once=None,
        new_id=lambda: "new",
        now=NOW,
    )


def _retire(
    catalogue: FakeCatalogue, kind: type[Entry], entry_id: str, *named: Named, expected: int = 0
) -> Seen[Entry]:
    return retire_entry(
        catalogue,
        principal=principal(),
        kind=kind,
        entry_id=entry_id,
        expected_version=expected,
        reason="Closed.",
        named=named,
        now=NOW,
    )


def _violations(call: Any) -> list[FieldViolation]:
    with pytest.raises(InvalidFieldsError) as refused:
        call()
    return list(refused.value.violations)


# Drafts


def test_a_draft_is_seen_by_admins_only_and_nobody_is_told(
    world: FakeCatalogues, acme: FakeCatalogue
) -> None:
    _publish(acme, changed(_OWN, lifecycle=_DRAFT))
    with pytest.raises(NotFoundError):
        get_entry(acme, Skill, "haggling")
    assert get_entry(acme.with_drafts(), Skill, "haggling").entry.is_draft
    assert "haggling" not in {
        each.entry.id for each in acme.listed(Skill, criteria=Criteria(), after=None, at_most=9)
    }
    assert world.happened == []


def test_a_draft_is_another_tenants_secret(world: FakeCatalogues, acme: FakeCatalogue) -> None:
    _publish(acme, changed(_OWN, lifecycle=_DRAFT))
    with pytest.raises(NotFoundError):
        get_entry(world.of("globex").with_drafts(), Skill, "haggling")


def test_the_public_entry_stays_while_a_tenants_own_version_is_a_draft(acme: FakeCatalogue) -> None:
    _publish(acme, changed(samples.SKILL, name="our own", lifecycle=_DRAFT))
    assert get_entry(acme, Skill, "project-management").origin is Origin.PUBLIC
    assert get_entry(acme.with_drafts(), Skill, "project-management").entry.name == "our own"


def test_a_draft_that_is_published_appears_for_everybody(world: FakeCatalogues, acme: FakeCatalogue) -> None:
    _publish(acme, changed(_OWN, lifecycle=_DRAFT))
    _publish(acme, changed(_OWN, lifecycle=_IN_USE), expected=1)
    assert get_entry(acme, Skill, "haggling").entry.version == 2
    assert [(happened, entry.version) for _, happened, entry in world.happened] == [("published", 2)]


def test_what_says_nothing_of_its_life_stays_where_it_is(acme: FakeCatalogue) -> None:
    _publish(acme, changed(_OWN, lifecycle=_DRAFT))
    kept = _publish(acme, changed(_OWN, name="bargaining", lifecycle=None), expected=1)
    assert (kept.entry.name, kept.entry.is_draft) == ("bargaining", True)


def test_what_is_published_names_no_draft(acme: FakeCatalogue) -> None:
    _publish(acme, changed(_OWN, lifecycle=_DRAFT))
    asking = changed(
        samples.CREDENTIAL,
        credential_id="own",
        skills_granted=[entries.SkillLevel(skill_id="haggling", level=entries.PROFICIENCY_LEVEL_WORKING)],
    )
    violations = _violations(lambda: _publish(acme, asking))
    assert [(each.field, each.reason) for each in violations] == [
        ("skills_granted[0].skill_id", "UNKNOWN_REFERENCE")
    ]
    assert _publish(acme, changed(asking, lifecycle=_DRAFT)).entry.is_draft


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (_IN_USE, _DRAFT, False),
        (_RETIRED, _DRAFT, False),
        (_DRAFT, _RETIRED, False),
        (_IN_USE, _RETIRED, True),
        (_RETIRED, _IN_USE, True),
    ],
)
def test_a_draft_is_published_before_it_is_retired_and_what_was_published_is_no_draft_again(
    acme: FakeCatalogue, before: entries.Lifecycle, after: entries.Lifecycle, allowed: bool
) -> None:
    if before is _RETIRED:
        _publish(acme, _OWN)
        _publish(acme, changed(_OWN, lifecycle=_RETIRED), expected=1)
    else:
        _publish(acme, changed(_OWN, lifecycle=before))
    version = get_entry(acme.with_drafts(), Skill, "haggling").entry.version

    def step() -> Seen[Any]:
        return _publish(acme, changed(_OWN, lifecycle=after), expected=version)

    if allowed:
        assert step().entry.version == version + 1
    else:
        assert [(each.field, each.reason) for each in _violations(step)] == [
            ("lifecycle.state", "NOT_ALLOWED")
        ]


# Retirement


def test_what_is_retired_is_looked_up_but_not_listed(world: FakeCatalogues, acme: FakeCatalogue) -> None:
    _publish(acme, _OWN)
    retired = _retire(acme, Skill, "haggling", expected=1)
    assert (retired.entry.version, retired.entry.lifecycle.state) == (2, EntryState.RETIRED)
    assert get_entry(acme, Skill, "haggling").entry.is_retired
    by_default = acme.listed(Skill, criteria=Criteria(), after=None, at_most=9)
    on_demand = acme.listed(Skill, criteria=Criteria(retired=True), after=None, at_most=9)
    by_id = acme.listed(Skill, criteria=Criteria(ids=frozenset({"haggling"})), after=None, at_most=9)
    assert [len(found) for found in (by_default, on_demand, by_id)] == [1, 2, 1]
    assert [happened for _, happened, _ in world.happened] == ["published", "retired"]


def test_nothing_that_is_in_use_loses_what_it_names_unseen(acme: FakeCatalogue) -> None:
    violations = _violations(lambda: _retire(acme, Credential, "pmp"))
    assert {(each.reason, each.description) for each in violations} == {
        ("STILL_NAMED", "The stack Delivery (delivery) names it."),
        ("STILL_NAMED", "The learning path Become a project manager (to-pm) names it."),
        ("STILL_NAMED", "The role Project manager (project-manager) names it."),
    }
    named = [Named(type(each), each.id) for each in _impact(acme, Credential, "pmp")]
    assert _retire(acme, Credential, "pmp", *named).origin is Origin.OVERRIDE


def test_a_public_entry_is_retired_for_one_tenant_only(world: FakeCatalogues, acme: FakeCatalogue) -> None:
    named = [Named(type(each), each.id) for each in _impact(acme, Credential, "pmp")]
    _retire(acme, Credential, "pmp", *named)
    assert get_entry(acme, Credential, "pmp").entry.is_retired
    assert not get_entry(world.of("globex"), Credential, "pmp").entry.is_retired


def test_a_revision_does_not_retire_what_is_named(acme: FakeCatalogue) -> None:
    violations = _violations(lambda: _publish(acme, changed(samples.CREDENTIAL, lifecycle=_RETIRED)))
    assert {each.reason for each in violations} == {"STILL_NAMED"}


def test_retiring_needs_a_reason_and_an_admin(acme: FakeCatalogue) -> None:
    with pytest.raises(RoleRequiredError):
        retire_entry(
            acme, principal=principal("acme", "hr"), kind=Skill, entry_id="x", expected_version=0, reason="x",
            named=(), now=NOW,
        )  # fmt: skip
    with pytest.raises(InvalidFieldsError):
        retire_entry(
            acme, principal=principal(), kind=Skill, entry_id="project-management", expected_version=0, reason=" ",
            named=(), now=NOW,
        )  # fmt: skip
    with pytest.raises(NotFoundError):
        _retire(acme, Skill, "unknown")


# Impact


def _impact(catalogue: FakeCatalogue, kind: type[Entry], entry_id: str) -> tuple[Entry, ...]:
    return impact_of(catalogue, principal=principal(), kind=kind, entry_id=entry_id).referrers


def test_the_impact_names_everything_in_use_that_names_an_entry(acme: FakeCatalogue) -> None:
    assert [(each.called, each.id) for each in _impact(acme, Skill, "project-management")] == [
        ("credential", "pmp"),
        ("role", "project-manager"),
    ]
    draft = changed(samples.STACK, stack_id="secret", lifecycle=_DRAFT)
    _publish(acme, draft)
    assert "secret" not in {each.id for each in _impact(acme, Credential, "pmp")}


def test_every_reference_of_a_proposal_is_something_that_the_entry_names() -> None:
    for message in samples.SAMPLES:
        proposed = proposal(message)
        assert proposed.entry
        assert named_by(proposed.entry) == {Named(each.kind, each.id) for each in proposed.references}


def test_a_circle_that_an_operators_change_closes_is_named(
    world: FakeCatalogues, acme: FakeCatalogue
) -> None:
    inner = changed(samples.STACK, stack_id="inner", name="Inner")
    furnish(world.of(PUBLIC_TENANT), inner)
    around = entries.StackMember(stack_id="delivery")
    _publish(acme, changed(inner, members=[around]))
    assert impact_of(acme, principal=principal(), kind=Stack, entry_id="delivery").cycle == ()
    furnish(world.of(PUBLIC_TENANT), changed(samples.STACK, members=[entries.StackMember(stack_id="inner")]))
    found = impact_of(acme, principal=principal(), kind=Stack, entry_id="delivery")
    assert found.cycle == ("delivery", "inner", "delivery")


def test_the_impact_is_for_admins(acme: FakeCatalogue) -> None:
    with pytest.raises(RoleRequiredError):
        impact_of(acme, principal=principal("acme", "hr"), kind=Skill, entry_id="project-management")


def test_every_list_can_be_asked_for_what_is_retired() -> None:
    for form in FORMS:
        name = form.message.DESCRIPTOR.name
        assert "include_retired" in getattr(pb, f"List{name}sRequest").DESCRIPTOR.fields_by_name
    assert forms.SKILL in FORMS
