"""Nothing is sent to anything but the public internet, however an address or a URL is spelt."""

import socket
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_reporting.adapters.http.checked_addresses import checked_addresses
from cairn_reporting.domain.webhook_addresses import is_refused
from cairn_reporting.domain.webhook_urls import UrlRefusedError, webhook_url

REFUSED = [
    "0.0.0.0",  # noqa: S104 (that is what is refused)
    "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
]  # fmt: skip
TAKEN = [
    "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "198.17.1.1",
    "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1", "2606:4700::1111", "2a00:1450::1",
]  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert is_refused(ip_address(address), allowed=())


@pytest.mark.parametrize("address", TAKEN)
def test_what_is_public_is_not(address: str) -> None:
    assert not is_refused(ip_address(address), allowed=())


@given(st.ip_addresses())
def test_whatever_python_itself_finds_private_is_refused_too(address: Any) -> None:
    unwrapped = getattr(address, "ipv4_mapped", None) or address
    if unwrapped.is_private or unwrapped.is_loopback or unwrapped.is_link_local or unwrapped.is_multicast:
        assert is_refused(address, allowed=())


def test_an_operator_can_open_a_network_and_no_other() -> None:
    allowed = [ip_network("127.0.0.0/8")]
    assert not is_refused(ip_address("127.0.0.1"), allowed=allowed)
    assert not is_refused(ip_address("::ffff:127.0.0.1"), allowed=allowed)
    assert is_refused(ip_address("10.0.0.1"), allowed=allowed)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "0x7f.1", "0x7f000001", "2130706433", "017700000001", "0177.0.0.1", "127.1", "127.0.1", "0", "0.0",
        "0xa9fea9fe", "2852039166", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "localhost",
        "LOCALHOST",
    ],
)  # fmt: skip
def test_odd_spellings_of_this_machine_are_refused_by_what_they_mean(host: str) -> None:
    url = webhook_url(f"https://{host}/cairn", allow_http=False)
    with pytest.raises(UrlRefusedError) as refused:
        checked_addresses(url, allowed=(), seconds=5)
    assert refused.value.reason == "ADDRESS_REFUSED"


@pytest.mark.parametrize("answers", [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["8.8.8.8", "fe80::1%eth0"]])
def test_a_name_that_leads_inside_is_refused_also_when_it_leads_outside_too(
    monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (each, 443)) for each in answers]
    )
    url = webhook_url("https://10-0-0-1.nip.example/cairn", allow_http=False)
    with pytest.raises(UrlRefusedError) as refused:
        checked_addresses(url, allowed=(), seconds=5)
    assert refused.value.reason == "ADDRESS_REFUSED"


def test_a_name_that_leads_nowhere_is_said_so() -> None:
    url = webhook_url("https://no-such-host.invalid/cairn", allow_http=False)
    with pytest.raises(UrlRefusedError) as refused:
        checked_addresses(url, allowed=(), seconds=5)
    assert refused.value.reason == "NAME_NOT_FOUND"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://hr.example.com/", "NOT_HTTPS"),
        ("ftp://hr.example.com/", "NOT_HTTPS"),
        ("hr.example.com", "NOT_HTTPS"),
        ("https://", "NOT_A_URL"),
        ("https:///path", "NOT_A_URL"),
        ("https://user:pw@hr.example.com/", "HAS_CREDENTIALS"),
        ("https://hr.example.com@127.0.0.1/", "HAS_CREDENTIALS"),
        ("https://hr.example.com/#x", "HAS_FRAGMENT"),
        ("https://hr.example.com\\@127.0.0.1/", "NOT_A_URL"),
        ("https://hr.example.com/a b", "NOT_A_URL"),
        ("https://hr.example.com/\r\nHost: x", "NOT_A_URL"),
        ("https://hr.example.com/\u00e4", "NOT_A_URL"),
        ("https://\uff11\uff12\uff17.0.0.1/", "NOT_A_URL"),
        ("https://hr..example.com/", "NOT_A_URL"),
        ("https://-hr.example.com/", "NOT_A_URL"),
        ("https://[::1/", "NOT_A_URL"),
        ("https://[fe80::1%25eth0]/", "NOT_A_URL"),
        ("https://hr.example.com:0/", "PORT_REFUSED"),
        ("https://hr.example.com:25/", "PORT_REFUSED"),
        ("https://hr.example.com:80/", "PORT_REFUSED"),
        ("https://hr.example.com:70000/", "NOT_A_URL"),
        ("https://hr.example.com/" + "x" * 2000, "TOO_LONG"),
    ],
)
def test_a_url_that_is_not_plainly_one_is_refused(url: str, reason: str) -> None:
    with pytest.raises(UrlRefusedError) as refused:
        webhook_url(url, allow_http=False)
    assert refused.value.reason == reason


def test_a_url_is_taken_apart_once() -> None:
    url = webhook_url("https://HR.Example.com:8443/a/b?c=d&e=%20", allow_http=False)
    assert (url.host, url.port, url.target, url.authority) == (
        "hr.example.com",
        8443,
        "/a/b?c=d&e=%20",
        "hr.example.com:8443",
    )
    assert webhook_url("https://hr.example.com", allow_http=False).authority == "hr.example.com"
    assert webhook_url("https://[2606:4700::1]/", allow_http=False).authority == "[2606:4700::1]"
    assert webhook_url("http://hr.example.com", allow_http=True).port == 80
