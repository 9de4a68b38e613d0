"""A team's gap, part by part, among some thousand people in memory, and the barest query of pymongo beside it."""

import os
import random
import uuid
from collections.abc import Sequence

from pymongo import MongoClient

from bench.profiles.parts import Parts, functions, told
from bench.workforce import TENANT, employer_of, person_id
from cairn_platform.clock import utc_now
from cairn_platform.identity import Principal
from cairn_platform.mongo.connection import Document
from cairn_reporting.adapters.grpc import answers
from cairn_reporting.adapters.mongo.changes import MongoLog
from cairn_reporting.application.people import PeopleFilter
from cairn_reporting.application.skill_gaps import GapQuestion, report_skill_gaps
from cairn_reporting.bootstrap import Stores
from tests.support.backing import backing

_PEOPLE, _TEAM, _CALLS = 2000, 10, 600
_UNTIL_IT_IS_LOADED = "600"
_HR = Principal(
    tenant_id=TENANT,
    subject="hr-of-the-bench",
    roles=frozenset({"hr"}),
    client_id="bench",
    email=None,
    email_verified=False,
)


def profiled() -> str:
    """Runs the calls in this thread: none waits, so each reads anew up to where the read models are."""
    os.environ["CAIRN_ENGINE_PATIENCE_SECONDS"] = _UNTIL_IT_IS_LOADED
    employer = employer_of(_PEOPLE, role_of=lambda person: 7 * (person // _TEAM) + person % 3)
    teams = [person_id(random.randrange(1, _PEOPLE // _TEAM)) for _ in range(_CALLS)]
    with backing(whole=False, keycloak=False) as servers:
        client: MongoClient[Document] = MongoClient(servers.mongo_url, tz_aware=True)
        database = client[f"cairn_bench_{uuid.uuid4().hex[:12]}"]
        try:
            employer.put_into(database)
            stores = Stores(database)
            _answers(stores, teams[:100], Parts())
            parts = Parts()
            _answers(stores, teams, parts)
            for _ in teams:
                with parts.part("beside it: how far the read models are, nothing else"):
                    MongoLog(stores.read_models, tenant_id=TENANT).position()
                with parts.part("beside it: pymongo's find_one of nothing"):
                    database["nothing"].find_one({"_id": TENANT})
            text = told("A team's gap without a server", parts.medians(), unit="a call")
            return text + functions(lambda: _answers(stores, teams, Parts()))
        finally:
            client.drop_database(database)
            client.close()


def _answers(stores: Stores, teams: Sequence[str], parts: Parts) -> None:
    for team_id in teams:
        facts = stores.facts(TENANT)
        with (
            parts.part("facts and figures, by the workforce in memory"),
            stores.workforces.of(TENANT) as workforce,
        ):
            report = report_skill_gaps(
                principal=_HR,
                asked=PeopleFilter(team_id=team_id),
                question=GapQuestion(),
                group_by=None,
                as_of=utc_now(),
                figures_only=True,
                facts=facts,
                rights=facts,
                workforce=workforce,
            )
        with parts.part("contract's messages"):
            message = answers.skill_gap_report(report)
        with parts.part("bytes"):
            message.SerializeToString()
