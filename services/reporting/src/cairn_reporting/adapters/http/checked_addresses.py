"""The addresses behind a host, once they are checked: what is called is an address, so no name can lead elsewhere in between."""

import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError

from cairn_reporting.domain.webhook_addresses import Address, Network, address_of, is_refused
from cairn_reporting.domain.webhook_urls import UrlRefusedError, WebhookUrl

# A resolver cannot be told to hurry: it has threads of its own, and an attempt that waited long enough goes on without it.
_RESOLVERS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="resolver")


def checked_addresses(url: WebhookUrl, *, allowed: Sequence[Network], seconds: float) -> Sequence[Address]:
    """Where the host is, in the resolver's order.

    Raises UrlRefusedError with NAME_NOT_FOUND where it is nowhere, or was not found in time, and with ADDRESS_REFUSED where any of its
    addresses is not on the public internet: a name that leads to both is none of ours to choose from.
    """
    addresses = _resolved(url.host, url.port, seconds=seconds)
    if any(is_refused(each, allowed=allowed) for each in addresses):
        raise UrlRefusedError("ADDRESS_REFUSED", "The host is not on the public internet.")
    return addresses


def _resolved(host: str, port: int, *, seconds: float) -> Sequence[Address]:
    looking_up = _RESOLVERS.submit(_looked_up, host, port)
    try:
        return looking_up.result(timeout=seconds)
    except (OSError, UnicodeError, FutureTimeoutError) as error:
        looking_up.cancel()
        raise UrlRefusedError("NAME_NOT_FOUND", "The host's name leads nowhere.") from error


def _looked_up(host: str, port: int) -> Sequence[Address]:
    """Each address once: the resolver names it for each kind of socket."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(address_of(str(place[0])) for *_, place in found))
