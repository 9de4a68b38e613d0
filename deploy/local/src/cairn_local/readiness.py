"""Whether a store of the stack is ready to be used: one look each, never longer than two seconds (services: cairn_platform.probe)."""

import logging
import socket

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

_LOOK_SECONDS = 2.0
_REPLICA_SET_NOT_INITIATED = 94


def port_answers(port: int) -> bool:
    """Something accepts connections on this loopback port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=_LOOK_SECONDS):
            return True
    except OSError:
        return False


def mongo_is_primary(port: int, *, member: str | None = None) -> bool:
    """The node is the writable primary of its replica set; it is initiated, or moved to this port, when needed.

    `member` is the node's name in the set where the node itself does not know this port, as in a container.
    """
    if not port_answers(port):
        return False
    client: MongoClient[dict[str, object]] = MongoClient(
        "127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=2000, timeoutMS=2000
    )
    with client:
        try:
            if client.admin.command("hello").get("isWritablePrimary"):
                return True
            _initiate_or_move(client, member=member or f"127.0.0.1:{port}")
        except PyMongoError:
            return False
    return False


def kafka_answers(port: int) -> bool:
    """The broker on this loopback port describes its cluster."""
    if not port_answers(port):  # a client that finds nobody leaves a thread behind
        return False
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    try:
        admin = KafkaAdminClient(
            bootstrap_servers=f"127.0.0.1:{port}", request_timeout_ms=2000, bootstrap_timeout_ms=2000
        )
    except (KafkaError, OSError):
        return False
    try:
        return bool(admin.describe_cluster()["brokers"])
    except (KafkaError, OSError):
        return False
    finally:
        admin.close()


def _initiate_or_move(client: "MongoClient[dict[str, object]]", *, member: str) -> None:
    wanted = [{"_id": 0, "host": member}]
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code != _REPLICA_SET_NOT_INITIATED:
            raise
        client.admin.command("replSetInitiate", {"_id": "rs0", "members": wanted})
        return
    if config["members"][0]["host"] != member:
        moved = {**config, "version": config["version"] + 1, "members": wanted}
        client.admin.command("replSetReconfig", moved, force=True)
