"""Each service and the gateway is told to end, by SIGTERM, in the middle of a load of slow requests; each worker while Kafka is away.

Promised: no accepted request fails. What was begun is answered; what is refused was not begun, so that it is right to send it again, to
another replica; and the process is gone within 20 s.
"""

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import grpc
import httpx
from google.protobuf.message import Message

from cairn.catalog.v1 import catalog_service_pb2, catalog_service_pb2_grpc, entries_pb2
from cairn.learners.v1 import learners_service_pb2, learners_service_pb2_grpc, organization_pb2
from cairn.reporting.v1 import reporting_service_pb2, reporting_service_pb2_grpc
from drills.figures import Figure, at_least, at_most, exactly, told
from drills.links import Toxic
from drills.stand import WORKERS, Stand
from drills.threads import meanwhile

_ROUNDS = 3
_THREADS = 8
_LOAD_SECONDS = 2.5
_GONE_WITHIN_SECONDS = 20.0
_CALL_SECONDS = 10.0
# So that there is always something under way: each command of MongoDB takes that much longer.
_SLOW = Toxic(name="slow", kind="latency", attributes={"latency": 60, "jitter": 20})

OK, REFUSED = "ok", "refused"
Send = Callable[[str], str]
"""Sends one request that leaves this id behind, if it can; OK, REFUSED, or what else came of it."""


@dataclass
class Sent:
    """What came of the requests, by their ids."""

    outcomes: dict[str, str] = field(default_factory=dict)

    def ids(self, outcome: str) -> set[str]:
        """The requests with this outcome."""
        return {each for each, found in self.outcomes.items() if found == outcome}

    def unexpected(self) -> Counter[str]:
        """Every outcome that is neither an answer nor a refusal."""
        return Counter(found for found in self.outcomes.values() if found not in {OK, REFUSED})


def run(stand: Stand, *, scale: float) -> Sequence[Figure]:
    """The services by gRPC, the gateway by REST."""
    rounds = max(1, round(_ROUNDS * scale))
    targets: dict[str, tuple[Callable[[], Send], str | None]] = {
        "catalog-serve": (lambda: _publishes(stand), "catalog.skills"),
        "learners-serve": (lambda: _founds(stand), "learners.departments"),
        "reporting-serve": (lambda: _reports(stand), None),
        "gateway": (lambda: _posts(stand), "catalog.skills"),
    }
    figures: list[Figure] = []
    with stand.links.spoilt("services-mongo", _SLOW):
        for name, (sender, collection) in targets.items():
            figures += _drained(stand, name, rounds, sender, collection)
    return [*figures, *_workers_without_kafka(stand)]


def _workers_without_kafka(stand: Stand) -> Iterator[Figure]:
    with stand.links.cut("workers-kafka"):
        time.sleep(_LOAD_SECONDS)
        seconds = {name: stand.end(name) for name in WORKERS}
    for name in WORKERS:
        stand.stack.await_ready(name)
        yield at_most(f"{name}, without Kafka: gone after", seconds[name], _GONE_WITHIN_SECONDS, "s")


def _drained(
    stand: Stand, name: str, rounds: int, sender: Callable[[], Send], collection: str | None
) -> list[Figure]:
    sent, seconds = Sent(), []
    for _ in range(rounds):
        with _load(sender, sent):
            time.sleep(_LOAD_SECONDS)
            seconds.append(stand.end(name))
            stand.stack.await_ready(name)
            time.sleep(1)
    stand.say(f"{name}: gone after {', '.join(f'{each:.1f}' for each in seconds)} s")
    unexpected = sent.unexpected()
    figures = [
        at_least(f"{name}: requests answered", len(sent.ids(OK)), 1),
        told(f"{name}: requests refused", len(sent.ids(REFUSED))),
        exactly(f"{name}: other outcomes", sum(unexpected.values()), 0, str(dict(unexpected) or "")),
        at_most(f"{name}: gone after, longest of {rounds}", max(seconds), _GONE_WITHIN_SECONDS, "s"),
    ]
    if collection:
        service, _, table = collection.partition(".")
        prefix = f"{stand.testbed.alias}:"
        rows = stand.database(service)[table].find({"tenant_id": stand.testbed.alias}, {"_id": 1})
        done = {str(row["_id"]).removeprefix(prefix) for row in rows}
        figures += [
            exactly(f"{name}: answered, but not done", len(sent.ids(OK) - done), 0),
            exactly(f"{name}: refused, but done", len(sent.ids(REFUSED) & done), 0),
        ]
    return figures


def _load(sender: Callable[[], Send], sent: Sent) -> AbstractContextManager[None]:
    """Requests from several threads, each with a connection of its own, until the end of the block."""

    def ask_on(stop: threading.Event) -> None:
        send = sender()
        while not stop.is_set():
            request_id = f"drain-{uuid.uuid4().hex}"
            sent.outcomes[request_id] = outcome = send(request_id)
            if outcome != OK:
                stop.wait(0.05)

    return meanwhile(ask_on, times=_THREADS)


def _publishes(stand: Stand) -> Send:
    stub = catalog_service_pb2_grpc.CatalogServiceStub(_channel(stand.stack.endpoints.catalog_target))

    def request(request_id: str) -> catalog_service_pb2.PublishSkillRequest:
        skill = entries_pb2.Skill(skill_id=request_id, name=request_id)
        return catalog_service_pb2.PublishSkillRequest(skill=skill)

    return lambda request_id: _called(stub.PublishSkill, request(request_id), stand)


def _founds(stand: Stand) -> Send:
    stub = learners_service_pb2_grpc.LearnersServiceStub(_channel(stand.stack.endpoints.learners_target))

    def request(request_id: str) -> learners_service_pb2.SaveDepartmentRequest:
        department = organization_pb2.Department(department_id=request_id, name=request_id)
        return learners_service_pb2.SaveDepartmentRequest(department=department)

    return lambda request_id: _called(stub.SaveDepartment, request(request_id), stand)


def _reports(stand: Stand) -> Send:
    stub = reporting_service_pb2_grpc.ReportingServiceStub(_channel(stand.stack.endpoints.reporting_target))
    request = reporting_service_pb2.ReportSkillGapsRequest()
    return lambda _: _called(stub.ReportSkillGaps, request, stand, client="hr-client")


def _posts(stand: Stand) -> Send:
    client = httpx.Client(timeout=_CALL_SECONDS, trust_env=False)

    def send(request_id: str) -> str:
        try:
            answer = client.post(
                f"{stand.testbed.gateway_url}/api/v1/skills",
                json={"skill_id": request_id, "name": request_id},
                headers={"Authorization": f"Bearer {stand.testbed.token('admin-client')}"},
            )
        except httpx.TimeoutException:
            return "hangs"
        except httpx.TransportError:
            return REFUSED
        if answer.status_code == httpx.codes.CREATED:
            return OK
        return REFUSED if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else str(answer.status_code)

    return send


def _channel(target: str) -> grpc.Channel:
    options = [
        ("grpc.use_local_subchannel_pool", 1),
        ("grpc.enable_retries", 0),
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.max_reconnect_backoff_ms", 500),
    ]
    return grpc.insecure_channel(target, options=options)


def _called(
    call: Callable[..., object], request: Message, stand: Stand, *, client: str = "admin-client"
) -> str:
    metadata = (("authorization", f"Bearer {stand.testbed.token(client)}"),)
    try:
        call(request, timeout=_CALL_SECONDS, metadata=metadata)
    except grpc.RpcError as error:
        code = error.code()
        return REFUSED if code is grpc.StatusCode.UNAVAILABLE else str(code.name)
    return OK
