"""What the use cases rely on: the same suite for the catalogue in memory and the one in MongoDB."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.database import Database

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.forms import FORMS, Form
from cairn_catalog.adapters.grpc.entry_calls import AnsweringCatalogue
from cairn_catalog.domain.credential import Credential, CredentialKind
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.lifecycle import IN_USE
from cairn_catalog.domain.listing import Criteria, Position, position
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.publication import happened
from cairn_catalog.domain.view import Origin
from cairn_platform.changes import Change, ConflictError, Guard
from cairn_platform.errors import IdempotencyKeyReusedError
from cairn_platform.idempotency import AnsweredMeanwhileError, Once
from cairn_platform.mongo.connection import Document
from tests.support.catalog import samples
from tests.support.catalog.fake_catalogue import FakeCatalogues
from tests.support.catalog.samples import NOW, changed, entry_id, sample, sound
from tests.support.catalog.stored import StoredCatalogues, migrated_database
from tests.support.clearing import clear

Catalogues = FakeCatalogues | StoredCatalogues

_BY_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.field)
_ALL = Criteria()


@pytest.fixture(scope="module")
def migrated(mongo_url: str) -> Iterator[Database[Document]]:
    """A database for all tests of this suite."""
    with migrated_database(mongo_url) as database:
        yield database


@pytest.fixture(params=["fake", "mongo"])
def catalogues(request: pytest.FixtureRequest) -> Catalogues:
    """The catalogues of all tenants, empty."""
    if request.param == "fake":
        return FakeCatalogues()
    database: Database[Document] = request.getfixturevalue("migrated")
    clear(request.getfixturevalue("mongo_url"), database.name)
    return StoredCatalogues(database)


def _save(catalogue: AnsweringCatalogue, *entries: Entry, **rest: Any) -> None:
    versioned = [entry if entry.version else replace(entry, version=1) for entry in entries]
    catalogue.commit(
        [Change(aggregate=each, happened=happened(each, before=None), happened_at=NOW) for each in versioned],
        **rest,
    )


def _platform(entry_id: str, name: str, version: int = 1) -> Platform:
    return Platform(id=entry_id, version=version, name=name, website="", lifecycle=IN_USE)


def _ids(catalogue: AnsweringCatalogue, criteria: Criteria = _ALL, kind: type[Entry] = Platform) -> list[str]:
    return [each.entry.id for each in catalogue.listed(kind, criteria=criteria, after=None, at_most=100)]


def _once(key: str = "k", fingerprint: str = "f", subject: str = "s") -> Once:
    return Once(
        key=key,
        subject=subject,
        method="M",
        fingerprint=fingerprint,
        encode=lambda entry: entry.name.encode(),
    )


# Single entries


@_BY_FORM
def test_what_was_saved_is_seen(catalogues: Catalogues, form: Form[Any, Any]) -> None:
    entry = replace(sound(sample(form)), version=1)
    _save(catalogues.of("acme"), entry)
    (seen,) = catalogues.of("acme").seen(form.kind, [entry.id, "nothing"]).values()
    assert (seen.entry, seen.origin) == (entry, Origin.TENANT)
    assert catalogues.of("globex").seen(form.kind, [entry.id]) == {}
    assert catalogues.of("public").seen(form.kind, [entry.id]) == {}


@_BY_FORM
def test_public_entries_are_seen_by_all_until_they_are_overridden(
    catalogues: Catalogues, form: Form[Any, Any]
) -> None:
    public = replace(sound(sample(form)), version=1)
    own = replace(public, name="Our version")
    _save(catalogues.of("public"), public)
    _save(catalogues.of("acme"), own)
    views = {
        each: catalogues.of(each).seen(form.kind, [public.id])[public.id]
        for each in ("public", "acme", "globex")
    }
    assert {each: (seen.entry, seen.origin) for each, seen in views.items()} == {
        "public": (public, Origin.PUBLIC),
        "acme": (own, Origin.OVERRIDE),
        "globex": (public, Origin.PUBLIC),
    }


def test_kinds_do_not_mix(catalogues: Catalogues) -> None:
    _save(catalogues.of("acme"), sound(samples.STACK), sound(samples.LADDER))
    assert samples.STACK.stack_id == samples.LADDER.ladder_id
    for message in (samples.STACK, samples.LADDER):
        kind = samples.form_of(message).kind
        assert isinstance(catalogues.of("acme").seen(kind, [entry_id(message)])["delivery"].entry, kind)


@pytest.mark.parametrize("odd", ["", ":", "$", "a.b", "\0", "x" * 2000])
def test_odd_ids_are_just_not_there(catalogues: Catalogues, odd: str) -> None:
    assert catalogues.of("acme").seen(Platform, [odd]) == {}
    assert catalogues.of("acme").seen(Platform, []) == {}


def test_a_tenant_whose_name_begins_like_anothers_sees_nothing_of_it(catalogues: Catalogues) -> None:
    _save(catalogues.of("acme"), _platform("x", "X"))
    assert _ids(catalogues.of("acm")) == _ids(catalogues.of("acme:x")) == _ids(catalogues.of("")) == []


# Saving


def test_a_version_follows_the_one_before_it(catalogues: Catalogues) -> None:
    acme = catalogues.of("acme")
    _save(acme, _platform("x", "X"))
    _save(acme, _platform("x", "Y", version=2))
    for version in (1, 2, 4):
        with pytest.raises(ConflictError):
            _save(acme, _platform("x", "Z", version=version))
    assert acme.seen(Platform, ["x"])["x"].entry == _platform("x", "Y", version=2)


def test_all_is_saved_or_nothing(catalogues: Catalogues) -> None:
    acme = catalogues.of("acme")
    _save(acme, _platform("x", "X"))
    with pytest.raises(ConflictError):
        _save(acme, _platform("y", "Y"), _platform("x", "again"), once=_once(), result=_platform("y", "Y"))
    assert _ids(acme) == ["x"]
    assert acme.answer_to(_once()) is None


def test_hundreds_are_saved_at_once(catalogues: Catalogues) -> None:
    _save(catalogues.of("public"), *(_platform(f"p{number}", f"P{number}") for number in range(300)))
    assert len(catalogues.of("acme").listed(Platform, criteria=_ALL, after=None, at_most=500)) == 300


def test_a_guard_lets_one_of_two_writers_through(catalogues: Catalogues) -> None:
    acme = catalogues.of("acme")
    for number in range(3):
        first, second = acme.guard("stacks"), acme.guard("stacks")
        assert first == second == Guard(name="stacks", seen=number)
        _save(acme, _platform(f"a{number}", "A"), guards=[first])
        with pytest.raises(ConflictError):
            _save(acme, _platform(f"b{number}", "B"), guards=[second])
    assert _ids(acme) == ["a0", "a1", "a2"]


def test_a_guard_is_the_tenants_own(catalogues: Catalogues) -> None:
    guard = catalogues.of("acme").guard("stacks")
    _save(catalogues.of("globex"), _platform("x", "X"), guards=[catalogues.of("globex").guard("stacks")])
    _save(catalogues.of("acme"), _platform("x", "X"), guards=[guard])
    assert catalogues.of("public").guard("stacks").seen == 0


def test_the_first_answer_is_kept_with_what_it_tells_of(catalogues: Catalogues) -> None:
    acme, entry = catalogues.of("acme"), _platform("x", "X")
    _save(acme, entry, once=_once(), result=entry)
    assert acme.answer_to(_once()) == b"X"
    with pytest.raises(AnsweredMeanwhileError):
        _save(acme, _platform("y", "Y"), once=_once(), result=entry)
    with pytest.raises(IdempotencyKeyReusedError):
        acme.answer_to(_once(fingerprint="other"))
    assert _ids(acme) == ["x"]
    assert acme.answer_to(_once(key="k2")) is None
    assert acme.answer_to(_once(subject="s2")) is None
    assert catalogues.of("globex").answer_to(_once()) is None


# Lists


def test_a_list_holds_public_and_own_entries_in_order(catalogues: Catalogues) -> None:
    _save(catalogues.of("public"), _platform("b", "beta"), _platform("z", "Alpha"))
    _save(catalogues.of("acme"), _platform("a", "alpha"), _platform("c", "GAMMA"))
    assert _ids(catalogues.of("acme")) == ["a", "z", "b", "c"]
    assert _ids(catalogues.of("globex")) == _ids(catalogues.of("public")) == ["z", "b"]


def test_an_overridden_public_entry_stands_once_where_the_own_one_belongs(catalogues: Catalogues) -> None:
    _save(catalogues.of("public"), _platform("x", "Aaa"), _platform("y", "Mmm"))
    _save(catalogues.of("acme"), _platform("x", "Zzz"))
    listed = catalogues.of("acme").listed(Platform, criteria=_ALL, after=None, at_most=10)
    assert [(each.entry.name, each.origin) for each in listed] == [
        ("Mmm", Origin.PUBLIC),
        ("Zzz", Origin.OVERRIDE),
    ]
    assert _ids(catalogues.of("acme"), Criteria(query="aaa")) == []


def test_an_override_is_found_although_its_public_entry_stands_beside_it(catalogues: Catalogues) -> None:
    for tenant_id in ("acme", "zenith"):
        _save(catalogues.of(tenant_id), _platform("x", "Same"))
    _save(catalogues.of("public"), _platform("x", "Same"), _platform("y", "Same"))
    for tenant_id in ("acme", "zenith"):
        listed = catalogues.of(tenant_id).listed(Platform, criteria=_ALL, after=None, at_most=1)
        assert [(each.entry.id, each.origin) for each in listed] == [("x", Origin.OVERRIDE)]


@pytest.mark.parametrize(
    "query", [".*", "a|b", "(", "\\", "^c", "c++", "C++ ", "$", "ß", "STRASSE", "straße", "#x y"]
)
def test_a_query_is_text_not_a_pattern(catalogues: Catalogues, query: str) -> None:
    names = ["C++ basics", "Straße", "a b", "50$ (net)", "\\back", "#x y", "plain"]
    _save(catalogues.of("acme"), *(_platform(str(index), name) for index, name in enumerate(names)))
    fitting = {str(index) for index, name in enumerate(names) if query.casefold() in name.casefold()}
    assert set(_ids(catalogues.of("acme"), Criteria(query=query))) == fitting


@pytest.mark.parametrize(
    "criteria",
    [
        Criteria(query="institute"),
        Criteria(ids=frozenset({"pmp", "own"})),
        Criteria(kinds=frozenset({CredentialKind.LICENCE})),
        Criteria(
            kinds=frozenset({CredentialKind.LICENCE, CredentialKind.INDUSTRY_CERTIFICATION}), issuer_id="pmi"
        ),
        Criteria(skill_id="project-management"),
        Criteria(skill_id="other", issuer_id="pmi"),
        Criteria(query="professional", ids=frozenset({"own"})),
    ],
)
def test_the_criteria_mean_the_same_everywhere(catalogues: Catalogues, criteria: Criteria) -> None:
    other = pb.SkillLevel(skill_id="other", level=pb.PROFICIENCY_LEVEL_EXPERT)
    credentials = [
        sound(samples.CREDENTIAL),
        sound(
            changed(
                samples.CREDENTIAL,
                credential_id="own",
                kind=pb.CREDENTIAL_KIND_LICENCE,
                skills_granted=[other],
            )
        ),
        sound(changed(samples.CREDENTIAL, credential_id="far", issuer_id="aicpa", name="Institute's own")),
    ]
    _save(catalogues.of("acme"), *credentials)
    expected = {each.id for each in credentials if criteria.fit(each)}
    assert set(_ids(catalogues.of("acme"), criteria, Credential)) == expected


def test_aliases_are_searched(catalogues: Catalogues) -> None:
    _save(catalogues.of("acme"), sound(samples.ISSUER))
    kind = samples.form_of(samples.ISSUER).kind
    assert _ids(catalogues.of("acme"), Criteria(query="management INST"), kind) == ["pmi"]


_ENTRIES = st.dictionaries(
    st.sampled_from("abcdef"),
    st.sampled_from(["Alpha", "alpha", "ALPINE", "beta", "Ωmega", "Beta"]),
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    own=_ENTRIES,
    public=_ENTRIES,
    others=_ENTRIES,
    query=st.sampled_from(["", "al", "Ω"]),
    at_most=st.integers(1, 3),
)
def test_walking_a_list_gives_every_entry_of_the_view_once(
    catalogues: Catalogues,
    mongo_url: str,
    *,
    own: dict[str, str],
    public: dict[str, str],
    others: dict[str, str],
    query: str,
    at_most: int,
) -> None:
    if isinstance(catalogues, StoredCatalogues):
        clear(mongo_url, catalogues.database.name)
    else:
        catalogues.entries.clear()
    for tenant_id, names in (("acme", own), ("public", public), ("other", others)):
        if names:
            _save(catalogues.of(tenant_id), *(_platform(each, name) for each, name in names.items()))
    walked: list[tuple[str, str, Origin]] = []
    after: Position | None = None
    while found := catalogues.of("acme").listed(
        Platform, criteria=Criteria(query=query), after=after, at_most=at_most
    ):
        assert len(found) <= at_most
        walked += [(each.entry.id, each.entry.name, each.origin) for each in found]
        after = position(found[-1].entry)
    expected = [
        (
            each,
            name,
            Origin.PUBLIC if each not in own else Origin.OVERRIDE if each in public else Origin.TENANT,
        )
        for each, name in {**public, **own}.items()
        if query.casefold() in name.casefold()
    ]
    assert walked == sorted(expected, key=lambda item: (item[1].casefold(), item[0]))
