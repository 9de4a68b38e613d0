"""learners on grpc.aio, for comparison: the same servicer and interceptor's work, its sync handlers in a pool of as many threads.

`python -m bench.servers.learners_aio`, with learners' own environment. An asynchronous driver would have to replace pymongo's, in every
store; what is tried here is what the server itself gains.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import grpc

from cairn.learners.v1 import learners_service_pb2_grpc as contract_grpc
from cairn_learners.bootstrap import Stores, learners_servicer
from cairn_learners.settings import AUDIENCE, LearnersGrpcSettings, LearnersMongoSettings
from cairn_platform.auth.verifier import token_verifier
from cairn_platform.grpc import call as calls
from cairn_platform.mongo.connection import connect
from cairn_platform.settings import IdentitySettings

_BEARER = "Bearer "


class _Verified(grpc.aio.ServerInterceptor):
    """Verifies the token, as the platform's interceptor does; less than it, so that nothing speaks against aio but aio."""

    def __init__(self) -> None:
        self._verifier, keys = token_verifier(IdentitySettings(), audience=AUDIENCE)
        keys.start()

    async def intercept_service(self, continuation, handler_call_details):  # type: ignore[no-untyped-def]
        handler = await continuation(handler_call_details)
        metadata = dict(handler_call_details.invocation_metadata)

        def answer(request: object, context: object) -> object:
            principal = self._verifier.verify(metadata["authorization"].removeprefix(_BEARER))
            calls.current.set(calls.Call(principal=principal, idempotency_key=""))
            return handler.unary_unary(request, context)

        return grpc.unary_unary_rpc_method_handler(
            answer,
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )


async def serve() -> None:
    """Serves until it is ended."""
    settings = LearnersGrpcSettings()
    server = grpc.aio.server(
        migration_thread_pool=ThreadPoolExecutor(max_workers=settings.threads),
        interceptors=[_Verified()],
        options=[("grpc.so_reuseport", 0)],
    )
    contract_grpc.add_LearnersServiceServicer_to_server(
        learners_servicer(Stores(connect(LearnersMongoSettings()))), server
    )
    server.add_insecure_port(settings.listen)
    await server.start()
    await server.wait_for_termination()


if __name__ == "__main__":
    asyncio.run(serve())
