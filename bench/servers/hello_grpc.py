"""The barest gRPC server in Python, sync or aio: `python -m bench.servers.hello_grpc KIND PORT THREADS`. Answers "Hello, <name>!"."""

import asyncio
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import grpc
from google.protobuf.wrappers_pb2 import StringValue

METHOD = "/bench.Hello/Say"


def say(request: StringValue, _context: object) -> StringValue:
    """Hello."""
    return StringValue(value=f"Hello, {request.value}!")


async def say_async(request: StringValue, _context: object) -> StringValue:
    """Hello."""
    return StringValue(value=f"Hello, {request.value}!")


def _handler(behaviour: object) -> grpc.GenericRpcHandler:
    method = grpc.unary_unary_rpc_method_handler(
        behaviour,  # type: ignore[arg-type]
        request_deserializer=StringValue.FromString,
        response_serializer=StringValue.SerializeToString,
    )
    return grpc.method_handlers_generic_handler("bench.Hello", {"Say": method})


async def _serve_async(port: str) -> None:
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((_handler(say_async),))
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    await server.wait_for_termination()


def main(arguments: Sequence[str]) -> None:
    """Serves until it is ended."""
    kind, port, threads = arguments
    if kind == "aio":
        asyncio.run(_serve_async(port))
        return
    server = grpc.server(ThreadPoolExecutor(max_workers=int(threads)), options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((_handler(say),))
    server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    server.wait_for_termination()


if __name__ == "__main__":
    main(sys.argv[1:])
