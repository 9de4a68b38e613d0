"""Which addresses are never written to: whatever is not the public internet, however it is spelt.

Written out, network by network, from IANA's registries of special-purpose addresses, since what Python calls global differs from one of its
versions to the next.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NOT_PUBLIC_4 = tuple(
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carriers' own; Alibaba's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's own services, beside every machine of theirs
        "169.254.0.0/16",  # link-local; metadata of AWS, Azure, Google
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols; Oracle's metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(each)
    for each in (
        "2001::/23",  # protocols: Teredo, ORCHID and others
        "2001:db8::/32",  # documentation
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
# Networks whose addresses hold one of IPv4, and by how many bits that stands from the right.
_HOLDING_4 = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)


def is_refused(address: Address, *, allowed: Iterable[Network]) -> bool:
    """Nothing is sent to this address. `allowed` are networks that an operator opens, for tests on one machine."""
    meant = _meant(address)
    if any(meant in network for network in allowed):
        return False
    if isinstance(meant, IPv4Address):
        return any(meant in network for network in _NOT_PUBLIC_4)
    return meant not in _PUBLIC_6 or any(meant in network for network in _NOT_PUBLIC_6)


def address_of(text: str) -> Address:
    """The address that a resolver names, without the interface that it may stand behind."""
    return ip_address(text.partition("%")[0])


def _meant(address: Address) -> Address:
    """The IPv4 address that stands inside one of IPv6, or the address itself."""
    if isinstance(address, IPv6Address):
        for network, shift in _HOLDING_4:
            if address in network:
                return IPv4Address(int(address) >> shift & 0xFFFFFFFF)
    return address
