"""The third fence between tenants: a listener that notices any command on a tenant's collection that names no tenant.

For tests: pymongo swallows what a listener raises, so it collects; the fixture fails in its teardown.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

# Collections that work across tenants, each with its reason.
ACROSS_TENANTS: Mapping[str, str] = {
    "outbox": "the relay carries the entries of all tenants to Kafka; each entry names its own",
    "due_schedule": "the loop that does what is due looks for it in all tenants; each row names its own",
    "opaque_links": "a link is found by its secret, before the tenant is known; it carries the tenant of who made it",
    "tenant_files.files": "GridFS asks for any file at all to see its indexes; ids begin with the tenant, and TenantFiles is built for one",
    "tenant_files.chunks": "its rows name their file, whose id begins with the tenant; only TenantFiles reads and writes them",
    "consumer_lag": "the events of all tenants wait in the same topics; it holds how many, and of nobody which",
    "leases": "one worker does one thing for all tenants",
    "read_model_generations": "a rebuild replaces the read models of all tenants at once",
    "sessions": "a session is found by its secret, before the tenant is known; it carries the tenant of its token",
    "download_links": "a link is found by its secret, before the tenant is known; it carries the token that names it",
    "logout_tokens": "Keycloak's logout names a session, not a tenant",
}
_READS = {"find": "filter", "count": "query", "distinct": "query", "findAndModify": "query"}


class TenantFence(CommandListener):
    """Collects what crosses between tenants in `breaches`."""

    def __init__(self) -> None:
        self.breaches: list[str] = []

    def started(self, event: CommandStartedEvent) -> None:
        """Looks at a command before it is sent."""
        collection = event.command.get(event.command_name)
        if not isinstance(collection, str) or self._is_exempt(collection):
            return
        if not all(_names_tenant(part) for part in _parts(event.command_name, event.command)):
            self.breaches.append(f"{event.command_name} on {collection}: {event.command!r:.500}")

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Nothing to see."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing to see."""

    @staticmethod
    def _is_exempt(collection: str) -> bool:
        return collection in ACROSS_TENANTS or collection.startswith("system.")


def _parts(name: str, command: Mapping[str, Any]) -> Iterable[Any]:
    """The parts of a command that each must name a tenant."""
    if name in _READS:
        return [command.get(_READS[name]) or {}]
    if name == "aggregate":
        return _matches(command["pipeline"])
    if name == "insert":
        return list(command["documents"])
    if name == "update":
        return [update["q"] for update in command["updates"]]
    if name == "delete":
        return [delete["q"] for delete in command["deletes"]]
    return []


def _matches(pipeline: Sequence[Mapping[str, Any]]) -> list[Any]:
    """What the pipeline begins with, and each pipeline inside it that reads another collection."""
    found = [pipeline[0].get("$match", {}) if pipeline else {}]
    for stage in pipeline:
        for operator in ("$lookup", "$unionWith"):
            if operator in stage:
                inside = stage[operator]
                found += _matches(inside.get("pipeline", ()) if isinstance(inside, Mapping) else ())
    return found


def _names_tenant(part: Mapping[str, Any]) -> bool:
    return bool(part.get("tenant_id")) or any(_names_tenant(each) for each in part.get("$and", ()))
