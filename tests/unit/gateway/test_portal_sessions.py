"""The rules of portal sessions."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from cairn_gateway.application.portal_sessions import (
    CsrfTokenWrongError,
    GrantOverError,
    Logout,
    PortalSessions,
    SessionEndedError,
    Tokens,
)
from cairn_platform.errors import UnavailableError
from tests.support.gateway.memory_sessions import MemorySessionStore
from tests.support.gateway.signed_in import NOON, signed_in, tokens

SECOND = timedelta(seconds=1)


class Issuer:
    """An issuer that renews, refuses, is away, or takes its time."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.renewals = 0
        self.error: Exception | None = None
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        self._clock = clock

    async def renew(self, old: Tokens) -> Tokens:
        self.renewals += 1
        if self.meanwhile:
            await self.meanwhile()
        if self.error:
            raise self.error
        assert old.refresh_token
        return tokens(f"renewed {self.renewals}", now=self._clock())


class World:
    """Sessions with a clock that a test turns."""

    def __init__(self) -> None:
        self.now = NOON
        self.store = MemorySessionStore()
        self.issuer = Issuer(lambda: self.now)
        self.sessions = PortalSessions(store=self.store, issuer=self.issuer, clock=lambda: self.now)

    async def token(self, secret: str) -> str:
        return await self.sessions.access_token(secret, csrf_token=None, changes=False)


@pytest.fixture
def world() -> World:
    return World()


def test_only_the_hash_of_the_secret_is_kept(world: World) -> None:
    secret = asyncio.run(world.sessions.open(signed_in()))
    assert len(secret) >= 43
    assert secret not in str(world.store.sessions)


def test_every_session_has_secrets_of_its_own(world: World) -> None:
    first, second = (asyncio.run(world.sessions.open(signed_in())) for _ in range(2))
    assert first != second
    assert len({session.csrf_token for session in world.store.sessions.values()}) == 2


@pytest.mark.parametrize(("elapsed", "renewals"), [(269, 0), (270, 1), (299, 1), (300, 1), (1700, 1)])
def test_a_token_is_renewed_when_it_lasts_no_longer_than_30_seconds(
    world: World, elapsed: int, renewals: int
) -> None:
    async def scene() -> None:
        secret = await world.sessions.open(signed_in())
        world.now += elapsed * SECOND
        await world.token(secret)
        await world.token(secret)

    asyncio.run(scene())
    assert world.issuer.renewals == renewals


def test_a_session_ends_with_its_refresh_token(world: World) -> None:
    async def scene() -> None:
        secret = await world.sessions.open(signed_in())
        world.now += timedelta(minutes=30)
        with pytest.raises(SessionEndedError):
            await world.token(secret)

    asyncio.run(scene())


def test_a_session_ends_when_the_grant_is_over(world: World) -> None:
    async def scene() -> None:
        secret = await world.sessions.open(signed_in())
        world.now += 290 * SECOND
        world.issuer.error = GrantOverError()
        with pytest.raises(SessionEndedError):
            await world.token(secret)
        assert not world.store.sessions

    asyncio.run(scene())


def test_while_the_issuer_is_away_a_good_token_serves_on(world: World) -> None:
    async def scene() -> None:
        secret = await world.sessions.open(signed_in())
        world.issuer.error = UnavailableError()
        world.now += 290 * SECOND
        assert await world.token(secret) == "first access"
        world.now += 10 * SECOND
        with pytest.raises(UnavailableError):
            await world.token(secret)
        world.issuer.error = None
        assert await world.token(secret) == "renewed 3 access"

    asyncio.run(scene())


def test_of_many_at_once_one_renews_and_all_get_a_good_token(world: World) -> None:
    async def scene() -> list[str]:
        secret = await world.sessions.open(signed_in())
        world.now += 301 * SECOND

        async def slowly() -> None:
            await asyncio.sleep(0.1)

        world.issuer.meanwhile = slowly
        return await asyncio.gather(*(world.token(secret) for _ in range(20)))

    assert set(asyncio.run(scene())) == {"renewed 1 access"}
    assert world.issuer.renewals == 1


def test_nobody_waits_for_a_renewal_while_the_old_token_is_good(world: World) -> None:
    async def scene() -> None:
        secret = await world.sessions.open(signed_in())
        world.now += 290 * SECOND
        released = asyncio.Event()

        async def until_released() -> None:
            await released.wait()

        world.issuer.meanwhile = until_released
        renewing = asyncio.create_task(world.token(secret))
        await asyncio.sleep(0)
        assert await world.token(secret) == "first access"
        released.set()
        assert await renewing == "renewed 1 access"

    asyncio.run(scene())


def test_a_renewal_that_was_begun_and_never_ended_is_taken_over(world: World) -> None:
    async def scene() -> None:
        secret = await world.sessions.open(signed_in())
        (key,) = world.store.sessions
        world.now += 290 * SECOND
        await world.store.lease_renewal(key, generation=1, now=world.now, until=world.now + 10 * SECOND)
        assert await world.token(secret) == "first access"
        world.now += 10 * SECOND
        assert await world.token(secret) == "renewed 1 access"

    asyncio.run(scene())


def test_who_signs_out_while_the_token_is_renewed_is_signed_out(world: World) -> None:
    async def scene() -> None:
        secret = await world.sessions.open(signed_in())
        world.now += 290 * SECOND

        async def sign_out() -> None:
            await world.store.remove_all(issuer_session_id="sid-1", subject=None)

        world.issuer.meanwhile = sign_out
        with pytest.raises(SessionEndedError):
            await world.token(secret)
        assert not world.store.sessions

    asyncio.run(scene())


@pytest.mark.parametrize("csrf_token", [None, "", "x", "ä"])
def test_a_change_needs_the_csrf_token_and_a_read_does_not(world: World, csrf_token: str | None) -> None:
    async def scene() -> None:
        secret = await world.sessions.open(signed_in())
        with pytest.raises(CsrfTokenWrongError):
            await world.sessions.access_token(secret, csrf_token=csrf_token, changes=True)
        with pytest.raises(CsrfTokenWrongError):
            await world.sessions.close(secret, csrf_token=csrf_token)
        right = (await world.sessions.find(secret)).csrf_token
        assert await world.sessions.access_token(secret, csrf_token=right, changes=True) == "first access"
        assert (
            await world.sessions.access_token(secret, csrf_token=csrf_token, changes=False) == "first access"
        )

    asyncio.run(scene())


def test_a_closed_session_is_over(world: World) -> None:
    async def scene() -> None:
        secret = await world.sessions.open(signed_in())
        right = (await world.sessions.find(secret)).csrf_token
        assert (await world.sessions.close(secret, csrf_token=right)).tokens.id_token == "first id"
        with pytest.raises(SessionEndedError):
            await world.sessions.find(secret)

    asyncio.run(scene())


def logout(token_id: str, *, subject: str | None = None, issuer_session_id: str | None = None) -> Logout:
    return Logout(
        token_id=token_id,
        subject=subject,
        issuer_session_id=issuer_session_id,
        expires_at=NOON + timedelta(minutes=2),
    )


def test_a_logout_of_a_session_ends_that_one(world: World) -> None:
    async def scene() -> None:
        for sid in ("sid-1", "sid-2"):
            await world.sessions.open(signed_in(issuer_session_id=sid))
        assert await world.sessions.log_out(logout("j", subject="ann", issuer_session_id="sid-1")) == 1
        assert [each.issuer_session_id for each in world.store.sessions.values()] == ["sid-2"]

    asyncio.run(scene())


def test_a_logout_without_a_session_ends_all_of_the_account(world: World) -> None:
    async def scene() -> None:
        for subject in ("ann", "ann", "bob"):
            await world.sessions.open(signed_in(subject=subject))
        assert await world.sessions.log_out(logout("j", subject="ann")) == 2
        assert [each.subject for each in world.store.sessions.values()] == ["bob"]

    asyncio.run(scene())


def test_a_logout_token_that_comes_again_ends_no_later_session(world: World) -> None:
    async def scene() -> None:
        await world.sessions.open(signed_in())
        assert await world.sessions.log_out(logout("j", subject="ann")) == 1
        await world.sessions.open(signed_in())
        assert await world.sessions.log_out(logout("j", subject="ann")) == 0
        assert len(world.store.sessions) == 1

    asyncio.run(scene())
