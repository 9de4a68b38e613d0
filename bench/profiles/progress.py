"""GetPersonProgress, part by part, and the barest query of pymongo beside it."""

import random
from collections.abc import Sequence

from bench.company import TENANT, company_of
from bench.profiles.parts import Parts, functions, told
from bench.serving import HR
from cairn_learners.adapters.grpc import answers
from cairn_learners.application.progress import get_person_progress
from cairn_learners.application.scope import Scope
from cairn_platform.clock import utc_now
from cairn_platform.identity import Principal
from tests.support.backing import backing
from tests.support.learners.databases import fenced_database
from tests.support.learners.mongo_world import MongoWorld

_PEOPLE, _CALLS = 2000, 600


def profiled() -> str:
    """Runs the calls in this thread."""
    company = company_of(_PEOPLE)
    asked = [random.choice(company.people).person_id for _ in range(_CALLS)]
    with backing(whole=False, keycloak=False) as stores, fenced_database(stores.mongo_url) as database:
        company.put_into(database.world)
        _answers(database.world, asked[:100], Parts())
        parts = Parts()
        _answers(database.world, asked, parts)
        people = database.world.database["people"]
        for person_id in asked:
            with parts.part("beside it: pymongo's find_one of the person, nothing else"):
                people.find_one({"_id": f"{TENANT}:{person_id}", "tenant_id": TENANT})
        text = told("GetPersonProgress without a server", parts.medians(), unit="a call")
        return text + functions(lambda: _answers(database.world, asked, Parts()))


def _answers(world: MongoWorld, asked: Sequence[str], parts: Parts) -> None:
    principal = Principal(
        tenant_id=TENANT,
        subject=HR,
        roles=frozenset({"hr"}),
        client_id="bench",
        email=None,
        email_verified=False,
    )
    for person_id in asked:
        store = world.of(TENANT)
        with parts.part("facts: one aggregation, decoded, as the domain's objects"):
            facts = store.facts_about(person_id, subject=HR)
        scope = Scope(principal=principal, store=_Known(store, facts), now=utc_now(), new_id=str)  # type: ignore[arg-type]
        with parts.part("domain: paths and stacks"):
            progress = get_person_progress(scope, person_id=person_id)
        with parts.part("contract's messages"):
            message = answers.person_progress(progress)
        with parts.part("bytes"):
            message.SerializeToString()


class _Known:
    """A store that has just been asked."""

    def __init__(self, store: object, facts: object) -> None:
        self._store = store
        self._facts = facts

    def facts_about(self, _person_id: str, *, subject: str) -> object:  # noqa: ARG002
        """What was read."""
        return self._facts

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)
