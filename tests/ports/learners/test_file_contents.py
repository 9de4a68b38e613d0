"""One suite for every place where files are kept: in memory, GridFS on MongoDB, and an S3-compatible store."""

import os
from collections.abc import Callable, Iterator

import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from cairn_learners.adapters.files.s3 import S3Contents, s3_client
from cairn_learners.application.evidence_files import ContentLostError, FileContents
from cairn_learners.settings import EvidenceSettings
from cairn_platform.errors import UnavailableError
from tests.support.learners.databases import FencedDatabase, emptied
from tests.support.learners.fake_store import FakeWorld

Stores = Callable[[str], FileContents]
LARGE = os.urandom(12 * 1024 * 1024 + 5)


@pytest.fixture(scope="session")
def s3_settings() -> Iterator[EvidenceSettings]:
    """A store that speaks S3, with a bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    settings = EvidenceSettings(
        store="s3",
        s3_bucket="evidence",
        s3_endpoint=f"http://127.0.0.1:{port}",
        s3_access_key_id="key",
        s3_secret_access_key=SecretStr("secret"),
    )
    s3_client(settings).create_bucket(Bucket="evidence")
    yield settings
    server.stop()


@pytest.fixture(params=["in memory", "GridFS", "S3"])
def contents_of(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Each tenant's files."""
    if request.param == "in memory":
        yield FakeWorld().contents
    elif request.param == "S3":
        settings: EvidenceSettings = request.getfixturevalue("s3_settings")
        client = s3_client(settings)
        yield lambda tenant_id: S3Contents(client, bucket=settings.s3_bucket, tenant_id=tenant_id)
    else:
        database: FencedDatabase = request.getfixturevalue("learners_database")
        with emptied(database) as world:
            yield world.contents


def content(store: FileContents, file_id: str) -> bytes:
    return b"".join(store.read(file_id))


@pytest.mark.parametrize("size", [1, 300_000, len(LARGE)])
def test_a_file_is_read_as_it_was_written(contents_of: Stores, size: int) -> None:
    written = LARGE[:size]
    contents_of("acme").write("f", (written[start : start + 100_000] for start in range(0, size, 100_000)))
    assert content(contents_of("acme"), "f") == written
    assert max(len(each) for each in contents_of("acme").read("f")) <= max(size, 262_144)


def test_a_file_of_another_tenant_is_not_there(contents_of: Stores) -> None:
    contents_of("acme").write("f", [b"ours"])
    with pytest.raises(ContentLostError):
        content(contents_of("other"), "f")
    contents_of("other").write("f", [b"theirs"])
    contents_of("other").remove("f")
    assert content(contents_of("acme"), "f") == b"ours"


def test_a_file_whose_chunks_break_off_is_not_kept(contents_of: Stores) -> None:
    def breaking() -> Iterator[bytes]:
        yield LARGE
        raise ValueError("the sender is gone")

    with pytest.raises(ValueError, match="gone"):
        contents_of("acme").write("broken", breaking())
    with pytest.raises(ContentLostError):
        content(contents_of("acme"), "broken")


def test_a_file_is_removed_once_and_again(contents_of: Stores) -> None:
    contents_of("acme").write("gone", [b"x"])
    for _ in range(2):
        contents_of("acme").remove("gone")
    with pytest.raises(ContentLostError):
        content(contents_of("acme"), "gone")


def test_a_store_that_does_not_answer_says_so() -> None:
    settings = EvidenceSettings(
        store="s3",
        s3_bucket="evidence",
        s3_endpoint="http://127.0.0.1:9",
        s3_access_key_id="key",
        s3_secret_access_key=SecretStr("secret"),
    )
    store = S3Contents(s3_client(settings), bucket="evidence", tenant_id="acme")
    with pytest.raises(UnavailableError):
        store.write("f", [b"x"])
    with pytest.raises(UnavailableError):
        content(store, "f")
    with pytest.raises(UnavailableError):
        store.remove("f")
