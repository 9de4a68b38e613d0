"""The person whom the caller's account belongs to."""

from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1.organization_pb2 import Person
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.problems import ProblemError


async def own_person(upstream: Upstream) -> Person:
    """The person whom the caller's account belongs to; refused with NO_PERSON where it belongs to nobody."""
    found = await upstream.read(upstream.learners.GetSelf, learners.GetSelfRequest())
    if not found.self.HasField("person"):
        raise ProblemError("NO_PERSON", "This account belongs to nobody in this organization.")
    return found.self.person
