"""What every keeper of sessions promises: MongoDB's and the one in memory alike."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cairn_gateway.adapters.mongo.connection import connect
from cairn_gateway.adapters.mongo.session_store import MongoSessionStore
from cairn_gateway.application.portal_sessions import SessionStore
from cairn_platform.settings import MongoSettings
from tests.support.gateway.memory_sessions import MemorySessionStore
from tests.support.gateway.signed_in import NOON, session, tokens

LATER = NOON + timedelta(seconds=10)
Promise = Callable[[SessionStore], Coroutine[Any, Any, None]]


async def it_finds_what_was_added(store: SessionStore) -> None:
    await store.add(session("a"))
    assert await store.find("a") == session("a")
    assert await store.find("b") is None


async def it_renews_the_present_generation_only(store: SessionStore) -> None:
    await store.add(session("a"))
    assert await store.renew("a", generation=1, tokens=tokens("second"))
    assert not await store.renew("a", generation=1, tokens=tokens("third"))
    assert await store.find("a") == replace(session("a"), generation=2, tokens=tokens("second"))


async def it_lets_one_at_a_time_renew(store: SessionStore) -> None:
    await store.add(session("a"))
    taken = [store.lease_renewal("a", generation=1, now=NOON, until=LATER) for _ in range(8)]
    assert sorted(await asyncio.gather(*taken)) == [False] * 7 + [True]


async def a_lease_ends_by_itself(store: SessionStore) -> None:
    await store.add(session("a"))
    assert await store.lease_renewal("a", generation=1, now=NOON, until=LATER)
    assert not await store.lease_renewal("a", generation=1, now=LATER - timedelta(seconds=1), until=LATER)
    assert await store.lease_renewal("a", generation=1, now=LATER, until=LATER + timedelta(seconds=10))


async def a_lease_can_be_given_back(store: SessionStore) -> None:
    await store.add(session("a"))
    await store.lease_renewal("a", generation=1, now=NOON, until=LATER)
    await store.give_back_renewal("a", generation=1)
    assert await store.lease_renewal("a", generation=1, now=NOON, until=LATER)


async def nobody_leases_what_is_renewed_or_gone(store: SessionStore) -> None:
    await store.add(session("a"))
    await store.renew("a", generation=1, tokens=tokens("second"))
    assert not await store.lease_renewal("a", generation=1, now=NOON, until=LATER)
    assert await store.lease_renewal("a", generation=2, now=NOON, until=LATER)
    assert not await store.lease_renewal("b", generation=1, now=NOON, until=LATER)


async def it_forgets_one(store: SessionStore) -> None:
    await store.add(session("a"))
    await store.add(session("b"))
    await store.remove("a")
    await store.remove("a")
    assert await store.find("a") is None
    assert await store.find("b") is not None


async def it_forgets_a_generation_unless_it_was_renewed(store: SessionStore) -> None:
    await store.add(session("a"))
    await store.renew("a", generation=1, tokens=tokens("second"))
    assert not await store.remove_generation("a", generation=1)
    assert await store.remove_generation("a", generation=2)
    assert await store.find("a") is None


async def it_forgets_all_of_an_issuer_s_session_or_of_an_account(store: SessionStore) -> None:
    for key, issuer_session, subject in (("a", "s1", "ann"), ("b", "s2", "ann"), ("c", "s3", "bob")):
        await store.add(session(key, issuer_session_id=issuer_session, subject=subject))
    assert await store.remove_all(issuer_session_id="s1", subject="ann") == 1
    assert await store.remove_all(issuer_session_id=None, subject="ann") == 1
    assert await store.remove_all(issuer_session_id=None, subject="ann") == 0
    assert await store.find("c") is not None


async def it_remembers_a_logout_however_often_it_is_told(store: SessionStore) -> None:
    assert not await store.knows_logout("j")
    await store.remember_logout("j", until=LATER)
    await store.remember_logout("j", until=LATER)
    assert await store.knows_logout("j")


PROMISES: list[Promise] = [
    it_finds_what_was_added,
    it_renews_the_present_generation_only,
    it_lets_one_at_a_time_renew,
    a_lease_ends_by_itself,
    a_lease_can_be_given_back,
    nobody_leases_what_is_renewed_or_gone,
    it_forgets_one,
    it_forgets_a_generation_unless_it_was_renewed,
    it_forgets_all_of_an_issuer_s_session_or_of_an_account,
    it_remembers_a_logout_however_often_it_is_told,
]


@asynccontextmanager
async def in_mongo(settings: MongoSettings) -> AsyncIterator[MongoSessionStore]:
    database = connect(settings)
    try:
        yield MongoSessionStore(database)
    finally:
        await database.client.close()


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_in_memory(promise: Promise) -> None:
    asyncio.run(promise(MemorySessionStore()))


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_in_mongo(promise: Promise, mongo_settings: MongoSettings) -> None:
    async def kept() -> None:
        async with in_mongo(mongo_settings) as store:
            await promise(store)

    asyncio.run(kept())
