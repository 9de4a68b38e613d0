"""Listing 5,000 people, page by page, against reading the same documents with plain pymongo."""

import os
from collections.abc import Callable, Mapping, Sequence

from bench.company import TENANT, company_of
from bench.measuring import Variant, interleaved, ratio, summed_up
from bench.serving import HR
from cairn.common.v1.paging_pb2 import PageRequest
from cairn.learners.v1 import learners_service_pb2 as contract
from cairn_learners.adapters.grpc.servicer import LearnersServicer
from cairn_platform.clock import utc_now
from cairn_platform.grpc import call as calls
from cairn_platform.identity import Principal
from tests.support.backing import backing
from tests.support.learners.databases import fenced_database
from tests.support.learners.memory_contents import MemoryContents
from tests.support.learners.mongo_world import MongoWorld

GOAL = 1.5
PEOPLE = 5000
_PAGE = 500
_REPEATED = 4


def measured() -> Mapping[str, object]:
    """Runs the bench, all of it in this process."""
    with backing(whole=False, keycloak=False) as stores, fenced_database(stores.mongo_url) as database:
        company_of(PEOPLE).put_into(database.world)
        if by_the_service(database.world) != by_pymongo(database.world):
            raise RuntimeError("the service lists other people than there are, or in another order")
        samples = interleaved(
            [
                _reading("ListPeople", by_the_service, database.world),
                _reading("pymongo", by_pymongo, database.world),
            ]
        )
    ours, plain = samples["ListPeople"], samples["pymongo"]
    return {
        "people": PEOPLE,
        "page": _PAGE,
        "answers_compared": PEOPLE,
        "variants": {name: summed_up(each) for name, each in samples.items()},
        "goal": GOAL,
        "ratio_of_cpu_seconds": ratio(ours, to=plain, of=lambda each: each.cpu_seconds),
        "ratio_of_wall_seconds": ratio(ours, to=plain, of=lambda each: each.wall_seconds),
    }


def _reading(name: str, read: Callable[[MongoWorld], Sequence[str]], world: MongoWorld) -> Variant:
    return Variant(
        name=name,
        pids=[os.getpid()],
        run=lambda: sum(len(read(world)) for _ in range(_REPEATED)),
    )


def by_pymongo(world: MongoWorld) -> Sequence[str]:
    """Every document as it is, in the order of the list, by one cursor."""
    found = list(world.database["people"].find({"tenant_id": TENANT}).sort("name_order", 1))
    return [each["person_id"] for each in found]


def by_the_service(world: MongoWorld) -> Sequence[str]:
    """What learners does for ListPeople: rights, pages, the domain's people, the contract's messages as bytes."""
    principal = Principal(
        tenant_id=TENANT,
        subject=HR,
        roles=frozenset({"hr"}),
        client_id="bench",
        email=None,
        email_verified=False,
    )
    calls.current.set(calls.Call(principal=principal, idempotency_key=""))
    servicer = LearnersServicer(
        store_of=world.of, contents_of=lambda _: MemoryContents(), clock=utc_now, new_id=str
    )
    listed: list[str] = []
    token = ""
    while True:
        request = contract.ListPeopleRequest(page=PageRequest(page_size=_PAGE, page_token=token))
        answer = servicer.ListPeople(request, None)  # type: ignore[arg-type]
        answer.SerializeToString()
        listed += [each.person_id for each in answer.people]
        token = answer.page.next_page_token
        if not token:
            return listed
