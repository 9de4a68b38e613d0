"""A gateway over HTTP in front of services that say what the test wants; its tokens are signed by the tests."""

from collections.abc import Iterator

import pytest

from tests.support.gateway.fake_services import FakeServices, fake_services
from tests.support.gateway.running import Gateway, issuer_keys, running, settings
from tests.support.tokens import Mint

AUDIENCE = ["cairn-gateway"]


@pytest.fixture(scope="session")
def mint() -> Mint:
    return Mint()


@pytest.fixture(scope="session")
def jwks_url(mint: Mint) -> Iterator[str]:
    with issuer_keys(mint) as url:
        yield url


@pytest.fixture(scope="session")
def _services() -> Iterator[FakeServices]:
    with fake_services() as fake:
        yield fake


@pytest.fixture
def services(_services: FakeServices) -> FakeServices:
    """The services, with nothing asked yet."""
    _services.forget()
    return _services


@pytest.fixture(scope="session")
def gateway(_services: FakeServices, mint: Mint, jwks_url: str) -> Iterator[Gateway]:
    """The gateway with the services behind it; its client is signed in."""
    with running(
        settings(target=_services.target, jwks_url=jwks_url), token=mint.token(aud=AUDIENCE)
    ) as found:
        yield found
