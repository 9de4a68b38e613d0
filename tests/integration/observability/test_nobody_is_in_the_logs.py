"""No log of learners, who alone knows names, holds one: not of what is saved, nor of what is refused, nor of what fails."""

from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2
from pymongo.database import Database

from cairn.learners.v1 import learners_service_pb2 as contract
from cairn.learners.v1 import organization_pb2
from cairn_learners.bootstrap import migrate_database
from cairn_platform.mongo.connection import Document
from cairn_platform.settings import MongoSettings
from tests.support.gateway.running import issuer_keys
from tests.support.learners.company import Company
from tests.support.observability.processes import running
from tests.support.tokens import ISSUER, Mint
from tests.support.waiting import wait_until


def _person(person_id: str, *, email: str) -> organization_pb2.Person:
    return organization_pb2.Person(
        person_id=person_id,
        given_name="Philomena",
        family_name="Quarrington",
        email=email,
        position=organization_pb2.Position(title="Mason", department_id="yard"),
    )


def test_nobody_is_in_the_logs(
    mongo_settings: MongoSettings, database: Database[Document], tmp_path: Path
) -> None:
    migrate_database(database)
    # Whatever is saved of a person from now on is refused by MongoDB itself, with the whole document in its error.
    refuse_pat = {"collMod": "people", "validator": {"given_name": {"$ne": "Pat"}}}
    database.command(refuse_pat)
    mint = Mint()
    with issuer_keys(mint) as jwks_url:
        told = {
            "CAIRN_MONGO_URL": mongo_settings.url,
            "CAIRN_MONGO_DATABASE": mongo_settings.database,
            "CAIRN_IDENTITY_ISSUER": ISSUER,
            "CAIRN_IDENTITY_JWKS_URL": jwks_url,
            "CAIRN_LOG_LEVEL": "DEBUG",
        }
        with running("cairn_learners", "serve", tmp_path, **told) as service:
            wait_until(
                lambda: service.health() == health_pb2.HealthCheckResponse.SERVING,
                seconds=60,
                what="readiness",
            )
            with grpc.insecure_channel(service.address) as channel:
                company = Company(channel, mint)
                yard = organization_pb2.Department(department_id="yard", name="Yard")
                company.ask("tess", contract.SaveDepartmentRequest(department=yard))
                philomena = _person("p-1", email="philomena.quarrington@acme.example")
                company.ask("tess", contract.SavePersonRequest(person=philomena))
                twin = _person("p-2", email="philomena.quarrington@acme.example")
                wrong = _person("p-3", email="Philomena at home")
                broken = _person("p-4", email="pat@acme.example")
                broken.given_name = "Pat"
                reasons = [
                    company.refusal("tess", contract.SavePersonRequest(person=each))
                    for each in (philomena, twin, wrong, broken)
                ]
    assert reasons[-1] == "INTERNAL"
    assert [line["outcome"] for line in service.lines() if line["event"] == "call"] == ["OK", "OK", *reasons]
    (fault,) = [line for line in service.lines() if line["event"] == "call_failed"]
    assert "BulkWriteError" in fault["exception"]
    log = service.log.read_text()
    told_of = {"Philomena", "Quarrington", "Pat", "philomena.quarrington", "@acme.example", "eyJ"}
    assert {each for each in told_of if each in log} == set()
