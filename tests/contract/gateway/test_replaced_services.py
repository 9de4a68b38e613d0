"""While a service's processes are replaced one after the other, the gateway calls those that stay."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import grpc

from cairn.catalog.v1 import catalog_service_pb2 as contract
from cairn_gateway.adapters.grpc.services import open_services
from cairn_gateway.settings import UpstreamSettings
from cairn_platform.grpc.server import Readiness
from tests.support.gateway.running import free_port

_CALLS = 20
_PATIENCE_SECONDS = 10.0


@dataclass
class Process:
    """One of a service's processes: counts its calls, and says by gRPC health whether it is ready."""

    calls: int = 0
    target: str = field(default_factory=lambda: f"127.0.0.1:{free_port()}")

    def get_skill(
        self, request: contract.GetSkillRequest, context: grpc.ServicerContext
    ) -> contract.GetSkillResponse:
        """One call."""
        del request, context
        self.calls += 1
        return contract.GetSkillResponse()


@contextmanager
def started(process: Process) -> Iterator[Readiness]:
    server = grpc.server(ThreadPoolExecutor(max_workers=4))
    handler = grpc.unary_unary_rpc_method_handler(
        process.get_skill,
        request_deserializer=contract.GetSkillRequest.FromString,
        response_serializer=contract.GetSkillResponse.SerializeToString,
    )
    generic = grpc.method_handlers_generic_handler("cairn.catalog.v1.CatalogService", {"GetSkill": handler})
    server.add_generic_rpc_handlers((generic,))
    readiness = Readiness(server, ready=lambda: True)
    server.add_insecure_port(process.target)
    server.start()
    readiness.watch()
    try:
        yield readiness
    finally:
        readiness.drain()
        server.stop(grace=None).wait()


def test_calls_are_spread_and_keep_away_from_who_is_about_to_stop() -> None:
    stays, goes = Process(), Process()
    with started(stays), started(goes) as readiness:
        asyncio.run(_spread_then_drained(stays, goes, readiness))


async def _spread_then_drained(stays: Process, goes: Process, readiness: Readiness) -> None:
    services = open_services(
        UpstreamSettings(
            catalog_target=f"ipv4:{stays.target},{goes.target}", learners_target="", reporting_target=""
        )
    )

    async def call() -> None:
        await services.catalog.GetSkill(contract.GetSkillRequest(), timeout=5, wait_for_ready=True)

    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not (stays.calls and goes.calls):
            await call()
        readiness.drain()
        answered_by_the_other = 0
        while answered_by_the_other < _CALLS:
            before = goes.calls
            await call()
            answered_by_the_other = answered_by_the_other + 1 if goes.calls == before else 0
    await services.close()
