"""A tenant's own trust in an issuer, as the contract's messages."""

from cairn.catalog.v1 import entries_pb2 as entries
from cairn.catalog.v1 import issuer_registry_pb2 as pb
from cairn_catalog.adapters.contract.enums import VERDICTS
from cairn_catalog.domain.issuer_trust import IssuerTrust


def trust_message(trust: IssuerTrust) -> entries.IssuerTrust:
    """What the tenant thinks of the issuer."""
    return entries.IssuerTrust(verdict=VERDICTS[trust.verdict], reason=trust.reason)


def trust_state(trust: IssuerTrust) -> pb.IssuerTrustState:
    """The full state, for an event."""
    return pb.IssuerTrustState(issuer_id=trust.issuer_id, version=trust.version, trust=trust_message(trust))
