"""Nothing runs from the cache that was not pinned."""

import hashlib
from pathlib import Path

import pytest

from cairn_local import artifacts
from cairn_local.artifacts import check_files, maven_cause, read_pins
from cairn_local.errors import Reason, StackError


def pins(**files: bytes) -> dict[str, str]:
    return {f"{name}.jar": hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_the_pinned_files_pass(tmp_path: Path) -> None:
    (tmp_path / "kafka.jar").write_bytes(b"broker")
    check_files(tmp_path, pins(kafka=b"broker"))


@pytest.mark.parametrize(
    ("present", "words"),
    [
        ({"kafka": b"forged"}, "is not the file that was pinned"),
        ({}, "is missing"),
        ({"kafka": b"broker", "other": b"x"}, "is not pinned"),
    ],
)
def test_a_changed_missing_or_additional_file_is_refused(
    tmp_path: Path, present: dict[str, bytes], words: str
) -> None:
    for name, content in present.items():
        (tmp_path / f"{name}.jar").write_bytes(content)
    with pytest.raises(StackError, match=words) as refused:
        check_files(tmp_path, pins(kafka=b"broker"))
    assert refused.value.reason is Reason.CHECKSUM_MISMATCH


def test_the_committed_pins_name_the_versions_that_are_brought() -> None:
    folder = Path(artifacts.__file__).parents[2]
    kafka = read_pins((folder / "kafka" / "sha256sums.txt").read_text(encoding="ascii"))
    keycloak = read_pins((folder / "keycloak" / "sha256sums.txt").read_text(encoding="ascii"))
    assert f"kafka_2.13-{artifacts.KAFKA_VERSION}.jar" in kafka
    assert list(keycloak) == [f"keycloak-quarkus-dist-{artifacts.KEYCLOAK_VERSION}.zip"]
    assert f"<version>{artifacts.KAFKA_VERSION}</version>" in (folder / "kafka" / "pom.xml").read_text(
        encoding="utf-8"
    )


def test_what_maven_complains_about_fits_into_a_sentence(tmp_path: Path) -> None:
    log = tmp_path / "maven.log"
    log.write_text(
        "[INFO] Scanning\n[ERROR] Failed to execute goal x: Could not transfer y from z: "
        "Connect to example.org:443 failed: Connection refused -> [Help 1]\n[ERROR] \n",
        encoding="utf-8",
    )
    assert maven_cause(log) == "Connect to example.org:443 failed: Connection refused"
