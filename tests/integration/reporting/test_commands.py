"""The commands of the process, as the supervisor and the operator run them."""

import os
import subprocess
import sys
import uuid
from datetime import timedelta

from pymongo.database import Database

from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.leases import Lease
from cairn_platform.settings import KafkaSettings, MongoSettings


def _run(mongo: MongoSettings, kafka: KafkaSettings, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "CAIRN_MONGO_URL": mongo.url,
        "CAIRN_MONGO_DATABASE": mongo.database,
        "CAIRN_KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrap_servers,
    }
    return subprocess.run(
        [sys.executable, "-m", "cairn_reporting", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_migrating_again_changes_nothing_and_a_rebuild_switches(
    mongo_settings: MongoSettings, kafka_settings: KafkaSettings, database: Database[Document]
) -> None:
    for _ in range(2):
        migrated = _run(mongo_settings, kafka_settings, "migrate")
        assert migrated.returncode == 0, migrated.stderr
        assert len(list(database["people.g1"].list_indexes())) == 7
    rebuilt = _run(mongo_settings, kafka_settings, "work", "--rebuild")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert database["read_model_generations"].find_one({"_id": "serving"}) == {
        "_id": "serving",
        "generation": 2,
    }
    assert len(list(database["people.g2"].list_indexes())) == 7


def test_a_second_rebuild_beside_a_running_one_is_refused_in_one_sentence(
    mongo_settings: MongoSettings, kafka_settings: KafkaSettings, database: Database[Document]
) -> None:
    other = Lease(database, name="rebuild", holder=uuid.uuid4().hex, term=timedelta(minutes=5), clock=utc_now)
    assert other.hold()
    refused = _run(mongo_settings, kafka_settings, "work", "--rebuild")
    assert (refused.returncode, refused.stderr) == (
        1,
        "Another rebuild of the read models is under way; wait for its end.\n",
    )


def test_a_command_that_does_not_exist_is_refused(
    mongo_settings: MongoSettings, kafka_settings: KafkaSettings
) -> None:
    refused = _run(mongo_settings, kafka_settings, "dance")
    assert refused.returncode == 2
    assert "invalid choice" in refused.stderr
