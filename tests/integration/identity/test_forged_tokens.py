"""No forged or misdirected token is let in: neither by the REST API nor by the gRPC of any service."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.support.doors import ACCEPTED, Door, House, open_house
from tests.support.forgeries import FORGERIES, by_the_forger, good

DOORS = ("rest", "catalog", "learners", "reporting")
REFUSED = {"TOKEN_MISSING", "TOKEN_INVALID", "TOKEN_EXPIRED", "TENANT_NOT_NAMED"}


@pytest.fixture(scope="module")
def house(mongo_url: str) -> Iterator[House]:
    """All of Cairn's doors."""
    with open_house(mongo_url) as found:
        yield found


@pytest.fixture(params=DOORS)
def door(house: House, request: pytest.FixtureRequest) -> Door:
    """One door after the other."""
    return house.doors[request.param]


@pytest.fixture(scope="module")
def forgers_keys(house: House) -> Iterator[tuple[str, list[str]]]:
    """Where a forger publishes keys, and what was asked for there."""
    asked: list[str] = []

    class Keys(BaseHTTPRequestHandler):
        """Publishes the forger's keys and notes who asks."""

        def do_GET(self) -> None:
            """Answers."""
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(house.mint.jwks())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Keys) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/keys", asked
        server.shutdown()


def test_a_good_token_is_let_in(house: House, door: Door) -> None:
    assert door.knock(good(house.mint, door.audience)) == ACCEPTED


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_or_misdirected_token_is_refused(house: House, door: Door, name: str) -> None:
    assert door.knock(FORGERIES[name](house.mint, door.audience)) in REFUSED


def test_there_are_sixty_different_ones(house: House) -> None:
    tokens = {forge(house.mint, "cairn-catalog") for forge in FORGERIES.values()}
    assert len(tokens) == len(FORGERIES)
    assert len(tokens) >= 60


@pytest.mark.parametrize("header", ["jku", "x5u", "kid"])
def test_keys_are_not_fetched_from_where_a_token_says(
    house: House, door: Door, forgers_keys: tuple[str, list[str]], header: str
) -> None:
    url, asked = forgers_keys
    where: dict[str, Any] = {header: url}
    assert door.knock(by_the_forger(**where)(house.mint, door.audience)) == "TOKEN_INVALID"
    assert asked == []
