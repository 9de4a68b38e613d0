"""Sending messages to tenants' URLs: to an address that was checked, without redirects, proxies or patience without end."""

import asyncio
import ssl
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2

from cairn_platform.observability import metrics
from cairn_reporting.adapters.http.checked_addresses import checked_addresses
from cairn_reporting.domain.webhook_addresses import Address
from cairn_reporting.domain.webhook_deliveries import DeliveryFault, ReceiverAnswer, fault_of
from cairn_reporting.domain.webhook_urls import UrlRefusedError, WebhookUrl, webhook_url
from cairn_reporting.settings import WebhookSettings

_RESOLVING_SECONDS = 2.0
_READ_AT_MOST = 4096
_READING_SECONDS = 1.0
_MOST_DIGITS = 9
_FOR_EVER = timedelta(seconds=10**_MOST_DIGITS)
_SENT = {
    "content-type": "application/json",
    "user-agent": "Cairn-Webhooks/1",
    "accept-encoding": "identity",
    "connection": "close",
}
_FAULTS = {
    "ADDRESS_REFUSED": DeliveryFault.ADDRESS_REFUSED,
    "NAME_NOT_FOUND": DeliveryFault.NAME_NOT_FOUND,
}


class HttpReceiver:
    """Implements `Receiver`."""

    def __init__(self, settings: WebhookSettings) -> None:
        self._settings = settings
        self._tls = (
            ssl.create_default_context(cafile=settings.ca_file)
            if settings.ca_file
            else httpx2.create_ssl_context()
        )

    def check(self, url: str) -> None:
        """Raises UrlRefusedError for a URL to which nothing is sent, by how it is written or by where it leads now."""
        self._addresses(self._parts(url))

    def send(self, url: str, *, headers: Mapping[str, str], payload: bytes) -> ReceiverAnswer:
        """Sends one message, to an address that was checked, and waits for the answer for some seconds. Raises nothing."""
        began = time.monotonic()
        status, retry_after, fault = None, None, None
        try:
            parts = self._parts(url)
            addresses = self._addresses(parts)
            left = self._settings.timeout_seconds - (time.monotonic() - began)
            status, retry_after = asyncio.run(self._posted(parts, addresses, headers, payload, seconds=left))
        except UrlRefusedError as error:
            fault = _FAULTS.get(error.reason, DeliveryFault.ADDRESS_REFUSED)
        except TimeoutError:
            fault = DeliveryFault.TIMED_OUT
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            fault = DeliveryFault.TLS_FAILED if _is_of_tls(error) else DeliveryFault.CONNECTION_FAILED
        took = timedelta(seconds=time.monotonic() - began)
        answer = ReceiverAnswer(status_code=status, fault=fault, retry_after=retry_after, took=took)
        told = fault_of(answer)
        metrics.WEBHOOK_SECONDS.labels(told.value if told else "delivered").observe(took.total_seconds())
        return answer

    def _parts(self, url: str) -> WebhookUrl:
        return webhook_url(url, allow_http=self._settings.allow_http)

    def _addresses(self, parts: WebhookUrl) -> Sequence[Address]:
        return checked_addresses(parts, allowed=self._settings.networks, seconds=_RESOLVING_SECONDS)

    async def _posted(
        self,
        parts: WebhookUrl,
        addresses: Sequence[Address],
        headers: Mapping[str, str],
        payload: bytes,
        *,
        seconds: float,
    ) -> tuple[int, timedelta | None]:
        """The answer's status and how much patience it asks for; from the first address that takes the connection."""
        async with asyncio.timeout(seconds):
            for place, address in enumerate(addresses):
                try:
                    return await self._posted_to(address, parts, headers, payload)
                except httpx2.ConnectError as error:
                    if place == len(addresses) - 1 or _is_of_tls(error):
                        raise
        raise httpx2.ConnectError("the host has no address")

    async def _posted_to(
        self, address: Address, parts: WebhookUrl, headers: Mapping[str, str], payload: bytes
    ) -> tuple[int, timedelta | None]:
        host = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004 (the version of IP)
        transport = httpx2.AsyncHTTPTransport(verify=self._tls, trust_env=False)
        async with (
            # The timeout of the whole attempt stands around it: one for each read would let a receiver drip for ever.
            httpx2.AsyncClient(transport=transport, trust_env=False, timeout=None) as client,
            client.stream(
                "POST",
                f"{parts.scheme}://{host}:{parts.port}{parts.target}",
                headers={**_SENT, "host": parts.authority, **headers},
                content=payload,
                extensions={"sni_hostname": parts.host},
                follow_redirects=False,
            ) as answer,
        ):
            with suppress(TimeoutError, httpx2.HTTPError):
                await _read_some(answer)
            return answer.status_code, patience_of(answer.headers.get("retry-after"))


async def _read_some(answer: httpx2.Response) -> None:
    """Lets a receiver finish its sentence, since some note it as a fault if nobody listens; what it says is not kept."""
    read = 0
    async with asyncio.timeout(_READING_SECONDS):
        async for part in answer.aiter_raw():
            read += len(part)
            if read >= _READ_AT_MOST:
                return


def patience_of(header: str | None) -> timedelta | None:
    """How long `Retry-After` asks to wait, in seconds or until a date; None where it says nothing that can be read."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text)) if len(text) <= _MOST_DIGITS else _FOR_EVER
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(timedelta(), (until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC))


def _is_of_tls(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
