"""State and events leave together; who is faster wins; nothing crosses between tenants."""

import io
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.forms import FORMS, LADDER, PLATFORM, ROLE, Form
from cairn_catalog.adapters.files.publication import publish_directory
from cairn_catalog.adapters.mongo.catalogue import MongoCatalogue
from cairn_catalog.application.publish import publish_entry
from cairn_catalog.bootstrap import migrate_database
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.listing import Criteria
from cairn_catalog.domain.refusals import ImpactChangedError
from cairn_catalog.domain.skill import Skill
from cairn_catalog.domain.stack import Stack, find_cycle, stacks_within
from cairn_catalog.domain.view import Seen
from cairn_platform.changes import Change
from cairn_platform.errors import AlreadyExistsError, InvalidFieldsError, RefusedError, StaleVersionError
from cairn_platform.events import Event
from cairn_platform.mongo.connection import Document
from tests.support.catalog import samples
from tests.support.catalog.calling import CatalogEndpoint, RefusedCallError, refusal_of
from tests.support.catalog.samples import NOW, changed, principal, proposal, sample, shown_impact
from tests.support.catalog.stored import StoredCatalogues, told

_BY_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.field)
_DEMO = Path(__file__).resolve().parents[3] / "demo" / "catalogue"


def _publish(catalogue: MongoCatalogue, message: Any, expected: int = 0) -> Seen[Entry]:
    return publish_entry(
        catalogue,
        principal=principal(),
        proposal=proposal(message),
        expected_version=expected,
        confirmed_impact=shown_impact(catalogue, message),
        once=None,
        new_id=str,
        now=NOW,
    )


def _publish_patiently(catalogue: MongoCatalogue, message: Any) -> Seen[Entry]:
    """A revision by somebody who looks at the impact again whenever others change it meanwhile."""
    while True:
        try:
            return _publish(catalogue, message, 1)
        except ImpactChangedError:
            continue


class Together(MongoCatalogue):
    """A catalogue whose first commit waits until others are about to commit too."""

    def __init__(self, catalogues: StoredCatalogues, *, barrier: threading.Barrier) -> None:
        super().__init__(catalogues.database, tenant_id="acme", clock=lambda: NOW)
        self._barrier: threading.Barrier | None = barrier

    def commit(self, changes: Sequence[Change[Entry]], **rest: Any) -> None:
        """Waits, once, then commits."""
        barrier, self._barrier = self._barrier, None
        if barrier is not None:
            barrier.wait(timeout=20)
        super().commit(changes, **rest)


def _at_once(*tasks: Callable[[], object]) -> list[object]:
    """The outcome of each: what it returned or was refused with."""

    def outcome(task: Callable[[], object]) -> object:
        try:
            return task()
        except (RefusedError, RefusedCallError) as error:
            return error

    with ThreadPoolExecutor(max_workers=len(tasks)) as threads:
        return list(threads.map(outcome, tasks))


def _events_of(catalogues: StoredCatalogues, tenant_id: str) -> list[Event]:
    return [event for event in catalogues.events() if event.tenant_id == tenant_id]


def _stack(stack_id: str, *within: str) -> pb.Stack:
    members = [pb.StackMember(credential_id="pmp"), *(pb.StackMember(stack_id=each) for each in within)]
    found: pb.Stack = changed(samples.STACK, stack_id=stack_id, members=members)
    return found


@_BY_FORM
def test_each_change_leaves_with_its_event(
    catalogues: StoredCatalogues, endpoint: CatalogEndpoint, form: Form[Any, Any]
) -> None:
    admin = endpoint.caller("acme", "tenant-admin")
    own = changed(sample(form), **{form.kind.id_field: "own"})
    admin.publish(form, own)
    admin.publish(form, changed(own, name="Renamed"), expected=1)
    published, revised = sorted(_events_of(catalogues, "acme"), key=lambda event: event.aggregate_version)
    assert told(published) == ("acme", "published", 1, changed(own, version=1))
    assert told(revised) == ("acme", "revised", 2, changed(own, version=2, name="Renamed"))
    assert published.key == "acme:own"
    assert published.correlation_id


@_BY_FORM
def test_what_is_refused_leaves_no_event(
    catalogues: StoredCatalogues, endpoint: CatalogEndpoint, form: Form[Any, Any]
) -> None:
    admin, employee = endpoint.caller("acme", "tenant-admin"), endpoint.caller("acme", "employee")
    refusal_of(partial(employee.publish, form, sample(form)))
    refusal_of(partial(admin.publish, form, changed(sample(form), name="")))
    refusal_of(partial(admin.publish, form, sample(form), expected=1))
    assert _events_of(catalogues, "acme") == []


@_BY_FORM
def test_the_whole_journey_of_an_override(endpoint: CatalogEndpoint, form: Form[Any, Any]) -> None:
    admin, other = endpoint.caller("acme", "tenant-admin"), endpoint.caller("globex", "employee")
    message = sample(form)
    entry_id = samples.entry_id(message)
    assert admin.get(form, entry_id).origin == pb.ORIGIN_PUBLIC
    published = admin.publish(form, changed(message, name="As we call it"))
    assert (published.version, published.origin) == (1, pb.ORIGIN_OVERRIDE)
    assert admin.get(form, entry_id) == published
    assert [each.name for each in admin.listed(form, query="as we call it")] == ["As we call it"]
    assert other.get(form, entry_id).name == message.name
    assert other.listed(form, query="as we call it") == []


def test_two_who_close_a_cycle_at_the_same_moment_do_not_both_succeed(catalogues: StoredCatalogues) -> None:
    acme = catalogues.of("acme")
    for round_number in range(3):
        a, b = f"a{round_number}", f"b{round_number}"
        _publish(acme, _stack(a))
        _publish(acme, _stack(b))
        barrier = threading.Barrier(2)
        outcomes = _at_once(
            partial(_publish, Together(catalogues, barrier=barrier), _stack(a, b), 1),
            partial(_publish, Together(catalogues, barrier=barrier), _stack(b, a), 1),
        )
        (refused,) = [each for each in outcomes if isinstance(each, Exception)]
        assert isinstance(refused, InvalidFieldsError)
        assert [each.reason for each in refused.violations] == ["CYCLE"]
        stacks = {each: stacks_within(seen.entry) for each, seen in acme.seen(Stack, [a, b]).items()}
        assert not find_cycle(a, stacks)


def test_many_who_nest_stacks_at_the_same_moment_never_make_a_cycle(catalogues: StoredCatalogues) -> None:
    acme, names = catalogues.of("acme"), "abcd"
    for each in names:
        _publish(acme, _stack(each))
    ring = [(outer, names[(index + 1) % len(names)]) for index, outer in enumerate(names)]
    outcomes = _at_once(
        *(partial(_publish_patiently, catalogues.of("acme"), _stack(outer, inner)) for outer, inner in ring)
    )
    assert sum(isinstance(each, Exception) for each in outcomes) == 1
    stacks = {each: stacks_within(seen.entry) for each, seen in acme.seen(Stack, names).items()}
    assert not any(find_cycle(each, stacks) for each in names)


def test_of_two_first_publications_one_is_the_first(catalogues: StoredCatalogues) -> None:
    barrier = threading.Barrier(2)
    message = changed(samples.PLATFORM, platform_id="own")
    outcomes = _at_once(
        *(partial(_publish, Together(catalogues, barrier=barrier), message) for _ in range(2))
    )
    assert [type(each) for each in outcomes if isinstance(each, Exception)] == [AlreadyExistsError]


def test_of_two_revisions_one_is_stale(catalogues: StoredCatalogues) -> None:
    message = changed(samples.PLATFORM, platform_id="own")
    _publish(catalogues.of("acme"), message)
    barrier = threading.Barrier(2)
    outcomes = _at_once(
        *(
            partial(_publish, Together(catalogues, barrier=barrier), changed(message, name=name), 1)
            for name in ("Ours", "Theirs")
        )
    )
    assert [type(each) for each in outcomes if isinstance(each, Exception)] == [StaleVersionError]
    (seen,) = catalogues.of("acme").seen(PLATFORM.kind, ["own"]).values()
    assert seen.entry.version == 2


def test_a_request_that_comes_many_times_at_once_is_done_once(
    catalogues: StoredCatalogues, endpoint: CatalogEndpoint
) -> None:
    admin = endpoint.caller("acme", "tenant-admin")
    nameless = changed(samples.PLATFORM, platform_id="", name="Made once")
    outcomes = _at_once(*(partial(admin.publish, PLATFORM, nameless, key="k1") for _ in range(6)))
    assert len({each.platform_id for each in outcomes if isinstance(each, pb.Platform)}) == 1
    assert len(outcomes) == sum(isinstance(each, pb.Platform) for each in outcomes)
    assert len(admin.listed(PLATFORM, query="made once")) == 1
    assert len(_events_of(catalogues, "acme")) == 1


def test_a_rung_may_be_the_tenants_own_role(endpoint: CatalogEndpoint) -> None:
    admin = endpoint.caller("acme", "tenant-admin")
    ladder = changed(samples.LADDER, role_ids=["project-manager", "own"])
    refusal = refusal_of(partial(admin.publish, LADDER, ladder))
    assert refusal.fields == (("ladder.role_ids[1]", "UNKNOWN_REFERENCE"),)
    admin.publish(ROLE, changed(samples.ROLE, role_id="own"))
    assert admin.publish(LADDER, ladder).role_ids == ["project-manager", "own"]


def test_the_files_of_the_demo_become_the_public_catalogue_once(database: Database[Document]) -> None:
    migrate_database(database)
    catalogues = StoredCatalogues(database)
    first, second = (_published(catalogues.of("public"), _DEMO) for _ in range(2))
    assert all(" 0 changed, 0 unchanged" in line for line in first)
    assert all(": 0 created, 0 changed, " in line for line in second)
    assert len(catalogues.events()) == sum(int(line.split(": ")[1].split(" ")[0]) for line in first)
    every_skill = catalogues.of("acme").listed(Skill, criteria=Criteria(), after=None, at_most=2000)
    assert f"skills: {len(every_skill)} created, 0 changed, 0 unchanged" in first


def _published(catalogue: MongoCatalogue, directory: Path) -> list[str]:
    out, errors = io.StringIO(), io.StringIO()
    assert publish_directory(catalogue, directory, now=NOW, out=out, errors=errors) == 0, errors.getvalue()
    return out.getvalue().splitlines()


def test_migrating_again_is_harmless(database: Database[Document]) -> None:
    migrate_database(database)
    before = {name: database[name].index_information() for name in database.list_collection_names()}
    migrate_database(database)
    after = {name: database[name].index_information() for name in database.list_collection_names()}
    assert before == after
    assert {
        "issuers",
        "platforms",
        "skills",
        "credentials",
        "stacks",
        "learning_paths",
        "roles",
        "ladders",
    } <= set(after)


@_BY_FORM
def test_a_page_is_read_by_an_index(catalogues: StoredCatalogues, form: Form[Any, Any]) -> None:
    collection = catalogues.database[f"{form.field}s"]
    scope = {"tenant_id": {"$in": ["acme", "public"]}}
    behind = {"$or": [{"name_key": {"$gt": "a"}}, {"name_key": "a", "entry_id": {"$gt": "a"}}]}
    order = [("name_key", 1), ("entry_id", 1), ("_id", 1)]
    plan = str(
        collection.find({"$and": [scope, behind]})
        .sort(order)
        .limit(51)
        .explain()["queryPlanner"]["winningPlan"]
    )
    assert "COLLSCAN" not in plan
    assert "'SORT'" not in plan
