"""Edits that wait for their day: scheduled, replaced, withdrawn, applied once, or kept as failed with the reason.

The same for the revisions in memory and those in MongoDB.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from cairn.catalog.v1 import entries_pb2 as entries
from cairn_catalog.adapters.contract.entry_kinds import propose_again
from cairn_catalog.adapters.contract.forms import FORMS
from cairn_catalog.application.apply_revision import apply_revision
from cairn_catalog.application.publish import publish_entry
from cairn_catalog.application.retire import retire_entry
from cairn_catalog.application.schedule import (
    get_revision,
    list_revisions,
    replace_revision,
    schedule_revision,
    withdraw_revision,
)
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.refusals import ImpactNotConfirmedError, RevisionWaitingError
from cairn_catalog.domain.revision import RevisionState, ScheduledRevision, applied
from cairn_catalog.domain.skill import Skill
from cairn_catalog.domain.stack import Stack
from cairn_catalog.domain.view import PUBLIC_TENANT, Origin
from cairn_platform.changes import Change, ConflictError
from cairn_platform.errors import InvalidFieldsError, NotFoundError, RoleRequiredError, StaleVersionError
from cairn_platform.mongo.connection import Document
from cairn_platform.paging import PageRequest, page_request
from tests.support.catalog import samples
from tests.support.catalog.fake_catalogue import FakeCatalogues
from tests.support.catalog.samples import NOW, changed, furnish, principal, proposal, shown_impact
from tests.support.catalog.stored import StoredCatalogues, migrated_database
from tests.support.clearing import clear

_DAY = date(2026, 12, 1)
_ITS_MIDNIGHT = datetime(2026, 12, 1, tzinfo=UTC)
_DRAFT = entries.Lifecycle(state=entries.ENTRY_STATE_DRAFT)
_OWN = changed(samples.SKILL, skill_id="haggling", name="haggling")
_RENAMED = changed(_OWN, name="bargaining")
_STATES = tuple(RevisionState)


@pytest.fixture(scope="module")
def migrated(mongo_url: str) -> Iterator[Database[Document]]:
    """A database for all tests of this suite."""
    with migrated_database(mongo_url) as database:
        yield database


@dataclass
class Desk:
    """What acme's admin does with the catalogue."""

    catalogues: FakeCatalogues | StoredCatalogues
    tenant_id: str = "acme"

    @property
    def catalogue(self) -> Any:
        """Acme's catalogue."""
        return self.catalogues.of(self.tenant_id)

    @property
    def revisions(self) -> Any:
        """Acme's scheduled revisions."""
        return self.catalogues.revisions_of(self.tenant_id)

    def publish(self, message: Any, *, expected: int = 0) -> Entry:
        """At once."""
        entry: Entry = publish_entry(
            self.catalogue,
            principal=principal(),
            proposal=proposal(message),
            expected_version=expected,
            confirmed_impact=shown_impact(self.catalogue, message),
            once=None,
            new_id=lambda: "new",
            now=NOW,
        ).entry
        return entry

    def schedule(
        self, message: Any, *, expected: int = 1, on: date = _DAY, impact: str | None = None, **who: Any
    ) -> ScheduledRevision:
        """For its day."""
        return schedule_revision(
            self.catalogue,
            self.revisions,
            principal=who.get("principal", principal()),
            proposal=proposal(message),
            expected_version=expected,
            effective_on=on,
            replaces=None,
            confirmed_impact=shown_impact(self.catalogue, message) if impact is None else impact,
            once=None,
            now=NOW,
        ).revision

    def replace(self, message: Any, *, expected: int, on: str = "2027-01-01") -> ScheduledRevision:
        """Another one in its place."""
        return replace_revision(
            self.catalogue,
            self.revisions,
            principal=principal(),
            proposal=proposal(message),
            effective_on=on,
            expected_version=expected,
            confirmed_impact=shown_impact(self.catalogue, message),
            now=NOW,
        )

    def withdraw(self, *, expected: int, entry_id: str = "haggling") -> ScheduledRevision:
        """Never mind."""
        return withdraw_revision(
            self.revisions,
            principal=principal(),
            kind=Skill,
            entry_id=entry_id,
            expected_version=expected,
            now=NOW,
        )

    def apply(
        self, *, now: datetime, kind: type[Entry] = Skill, entry_id: str = "haggling"
    ) -> ScheduledRevision | None:
        """What the worker does."""
        return apply_revision(
            self.catalogue,
            self.revisions,
            kind=kind,
            entry_id=entry_id,
            propose_again=propose_again,
            now=now,
        )

    def shown(self, kind: type[Entry] = Skill, entry_id: str = "haggling") -> ScheduledRevision:
        """What the admin sees of it."""
        return get_revision(
            self.catalogue,
            self.revisions,
            principal=principal(),
            kind=kind,
            entry_id=entry_id,
            propose_again=propose_again,
        )

    def entry(self, kind: type[Entry] = Skill, entry_id: str = "haggling") -> Entry:
        """The entry as everybody sees it."""
        found: Entry = self.catalogue.seen(kind, [entry_id])[entry_id].entry
        return found

    def told(self) -> list[tuple[str, int, datetime | None]]:
        """What others were told of acme's entries: what happened, in which version, and when for the users."""
        if isinstance(self.catalogues, FakeCatalogues):
            return [
                (each, entry.version, None)
                for tenant_id, each, entry in self.catalogues.happened
                if tenant_id == self.tenant_id
            ]
        events = [each for each in self.catalogues.events() if each.tenant_id == self.tenant_id]
        return [(each.type.split(".")[-2], each.aggregate_version, each.time) for each in events]


@pytest.fixture(params=["fake", "mongo"])
def desk(request: pytest.FixtureRequest) -> Desk:
    """The public catalogue has the samples, acme a skill of its own."""
    found: FakeCatalogues | StoredCatalogues = FakeCatalogues()
    if request.param == "mongo":
        database: Database[Document] = request.getfixturevalue("migrated")
        clear(request.getfixturevalue("mongo_url"), database.name)
        found = StoredCatalogues(database)
    furnish(found.of(PUBLIC_TENANT))
    desk = Desk(found)
    desk.publish(_OWN)
    return desk


def _reasons(refused: InvalidFieldsError | ScheduledRevision) -> list[tuple[str, str]]:
    problems = refused.problems if isinstance(refused, ScheduledRevision) else refused.violations
    return [(each.field, each.reason) for each in problems]


# Scheduling


def test_a_revision_waits_and_is_shown_until_its_day(desk: Desk) -> None:
    scheduled = desk.schedule(_RENAMED)
    assert (scheduled.version, scheduled.state, scheduled.revises_version) == (1, RevisionState.WAITING, 1)
    assert desk.entry().name == "haggling"
    assert desk.revisions.waiting([desk.entry()]) == {Named(Skill, "haggling"): _DAY}
    assert (desk.shown(), desk.shown().problems) == (scheduled, ())
    assert len(desk.told()) == 1


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.field)
def test_entries_of_every_kind_are_revised_on_a_later_day(desk: Desk, form: Any) -> None:
    own = changed(samples.sample(form), **{form.kind.id_field: "own"})
    desk.publish(own)
    scheduled = desk.schedule(changed(own, name="Renamed"))
    assert desk.shown(form.kind, "own") == scheduled
    settled = desk.apply(now=_ITS_MIDNIGHT, kind=form.kind, entry_id="own")
    assert settled is not None and settled.state is RevisionState.APPLIED
    assert (desk.entry(form.kind, "own").name, desk.entry(form.kind, "own").version) == ("Renamed", 2)


def test_one_waits_at_most_and_another_takes_its_place_only_explicitly(desk: Desk) -> None:
    desk.schedule(_RENAMED)
    with pytest.raises(RevisionWaitingError, match="2026-12-01"):
        desk.schedule(_RENAMED, on=date(2027, 1, 1))
    with pytest.raises(StaleVersionError):
        desk.replace(changed(_OWN, name="dealing"), expected=7)
    replaced = desk.replace(changed(_OWN, name="dealing"), expected=1)
    assert (replaced.version, replaced.effective_on) == (2, date(2027, 1, 1))
    assert desk.apply(now=_ITS_MIDNIGHT) is None
    assert desk.shown().proposed.name == "dealing"


def test_a_revision_that_takes_anothers_place_has_a_later_day_too(desk: Desk) -> None:
    desk.schedule(_RENAMED)
    for on in ("", "2026-11-22"):
        with pytest.raises(InvalidFieldsError) as refused:
            desk.replace(_RENAMED, expected=1, on=on)
        assert _reasons(refused.value) == [("effective_on", "NOT_LATER")]


def test_nothing_waits_that_could_be_replaced_or_withdrawn(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        desk.replace(_RENAMED, expected=1)
    with pytest.raises(NotFoundError):
        desk.withdraw(expected=1)


def test_what_is_withdrawn_is_not_applied_and_leaves_room_for_another(desk: Desk) -> None:
    desk.schedule(_RENAMED)
    with pytest.raises(StaleVersionError):
        desk.withdraw(expected=2)
    assert desk.withdraw(expected=1).state is RevisionState.WITHDRAWN
    assert desk.revisions.waiting([desk.entry()]) == {}
    assert desk.apply(now=_ITS_MIDNIGHT) is None
    assert desk.schedule(_RENAMED).version == 3


def test_only_what_is_published_is_revised_on_a_later_day(desk: Desk) -> None:
    desk.publish(changed(_OWN, skill_id="draft", lifecycle=_DRAFT))
    for message, expected in ((changed(_OWN, skill_id="draft"), 1), (changed(_OWN, skill_id="new"), 0)):
        with pytest.raises(InvalidFieldsError) as refused:
            desk.schedule(message, expected=expected)
        assert _reasons(refused.value) == [("effective_on", "NOT_ALLOWED")]


def test_what_does_not_fit_today_is_not_scheduled(desk: Desk) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        desk.schedule(changed(_OWN, broader_skill_ids=["unknown"]))
    assert _reasons(refused.value) == [("broader_skill_ids[0]", "UNKNOWN_REFERENCE")]
    with pytest.raises(StaleVersionError):
        desk.schedule(_RENAMED, expected=7)
    with pytest.raises(InvalidFieldsError):
        desk.schedule(_OWN)


def test_a_scheduled_edit_passes_its_impact_too_and_is_for_admins(desk: Desk) -> None:
    with pytest.raises(ImpactNotConfirmedError):
        desk.schedule(_RENAMED, impact="")
    with pytest.raises(RoleRequiredError):
        desk.schedule(_RENAMED, principal=principal("acme", "hr"))
    asked: Any
    for asked in (
        lambda who: list_revisions(desk.revisions, principal=who, states=(), page=PageRequest(9, None)),
        lambda who: withdraw_revision(
            desk.revisions, principal=who, kind=Skill, entry_id="haggling", expected_version=1, now=NOW
        ),
        lambda who: get_revision(
            desk.catalogue,
            desk.revisions,
            principal=who,
            kind=Skill,
            entry_id="haggling",
            propose_again=propose_again,
        ),
    ):
        with pytest.raises(RoleRequiredError):
            asked(principal("acme", "manager", "hr"))


def test_another_tenant_sees_no_revision(desk: Desk) -> None:
    desk.schedule(_RENAMED)
    other = Desk(desk.catalogues, tenant_id="globex")
    with pytest.raises(NotFoundError):
        other.shown()
    assert other.revisions.listed(states=_STATES, after=None, at_most=9) == []
    assert other.revisions.waiting([desk.entry()]) == {}


def test_revisions_are_listed_by_their_day_page_by_page(desk: Desk) -> None:
    for number, day in enumerate([date(2027, 3, 1), date(2026, 12, 1), date(2027, 1, 1)]):
        message = changed(_OWN, skill_id=f"s{number}")
        desk.publish(message)
        desk.schedule(changed(message, name="later"), on=day)
    walked, token = [], ""
    while True:
        page = page_request(page_size=2, page_token=token, key_length=3)
        found = list_revisions(desk.revisions, principal=principal(), states=(), page=page)
        walked += [each.proposed.id for each in found.items]
        token = found.next_token
        if not token:
            break
    assert walked == ["s1", "s2", "s0"]


# On its day


def test_a_revision_is_applied_on_its_day_and_told_once(desk: Desk) -> None:
    desk.schedule(_RENAMED)
    assert desk.apply(now=_ITS_MIDNIGHT - timedelta(milliseconds=1)) is None
    settled = desk.apply(now=_ITS_MIDNIGHT)
    assert settled is not None and (settled.state, settled.version) == (RevisionState.APPLIED, 2)
    assert (desk.entry().name, desk.entry().version) == ("bargaining", 2)
    assert desk.apply(now=_ITS_MIDNIGHT) is None
    assert [(happened, version) for happened, version, _ in desk.told()] == [("published", 1), ("revised", 2)]
    assert desk.revisions.waiting([desk.entry()]) == {}


def test_after_an_outage_of_days_it_happened_on_its_day(desk: Desk) -> None:
    desk.schedule(_RENAMED)
    late = _ITS_MIDNIGHT + timedelta(days=4, hours=7)
    settled = desk.apply(now=late)
    assert settled is not None and settled.settled_at == late
    assert desk.told()[-1][2] in {None, _ITS_MIDNIGHT}


def test_a_public_entry_gets_the_tenants_own_version_on_its_day(desk: Desk) -> None:
    desk.schedule(changed(samples.SKILL, name="our own"), expected=0)
    assert desk.entry(entry_id="project-management").name == "project management"
    desk.apply(now=_ITS_MIDNIGHT, entry_id="project-management")
    seen = desk.catalogue.seen(Skill, ["project-management"])["project-management"]
    assert (seen.entry.name, seen.entry.version, seen.origin) == ("our own", 1, Origin.OVERRIDE)


def test_what_was_edited_meanwhile_is_not_overwritten(desk: Desk) -> None:
    desk.schedule(_RENAMED)
    desk.publish(changed(_OWN, aliases=["dickering"]), expected=1)
    assert _reasons(desk.shown()) == [("entry", "ENTRY_CHANGED")]
    settled = desk.apply(now=_ITS_MIDNIGHT)
    assert settled is not None and settled.state is RevisionState.FAILED
    assert _reasons(settled) == [("entry", "ENTRY_CHANGED")]
    assert (desk.entry().name, desk.entry().version) == ("haggling", 2)
    listed = list_revisions(desk.revisions, principal=principal(), states=(), page=PageRequest(9, None))
    assert listed.items == [settled]


def test_what_names_something_retired_by_then_is_kept_as_failed_with_its_field(desk: Desk) -> None:
    broader = changed(_OWN, skill_id="broader")
    desk.publish(broader)
    desk.schedule(changed(_OWN, broader_skill_ids=["broader"]))
    retire_entry(
        desk.catalogue,
        principal=principal(),
        kind=Skill,
        entry_id="broader",
        expected_version=1,
        reason="Closed.",
        named=(),
        now=NOW,
    )
    expected = [("broader_skill_ids[0]", "RETIRED_REFERENCE")]
    assert _reasons(desk.shown()) == expected
    settled = desk.apply(now=_ITS_MIDNIGHT)
    assert settled is not None and (settled.state, _reasons(settled)) == (RevisionState.FAILED, expected)
    assert desk.shown() == settled
    assert desk.entry().version == 1
    assert desk.withdraw(expected=settled.version).state is RevisionState.WITHDRAWN


def test_a_stack_that_would_contain_itself_by_then_is_kept_as_failed(desk: Desk) -> None:
    def stack(stack_id: str, *within: str) -> Any:
        members = [entries.StackMember(credential_id="pmp")]
        members += [entries.StackMember(stack_id=each) for each in within]
        return changed(samples.STACK, stack_id=stack_id, members=members)

    desk.publish(stack("a"))
    desk.publish(stack("b"))
    desk.schedule(stack("a", "b"))
    desk.publish(stack("b", "a"), expected=1)
    settled = desk.apply(now=_ITS_MIDNIGHT, kind=Stack, entry_id="a")
    assert settled is not None and [reason for _, reason in _reasons(settled)] == ["CYCLE"]


def test_of_two_who_apply_the_same_one_saves_and_the_other_nothing(desk: Desk) -> None:
    revision = desk.schedule(_RENAMED)
    desk.apply(now=_ITS_MIDNIGHT)
    late = Change(aggregate=applied(revision, now=NOW), happened=None, happened_at=NOW)
    with pytest.raises(ConflictError):
        desk.revisions.commit([late], guards=(), once=None, result=None)
