"""Generated code and pages are what proto/ gives, and released contracts stay compatible."""

import filecmp
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
GENERATED = REPOSITORY / "libs" / "contracts" / "src"
BIN = Path(sys.executable).parent


def _run(*command: str) -> str:
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{BIN}:/usr/bin:/bin"},
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_generated_code_is_fresh(tmp_path: Path) -> None:
    protos = sorted(str(path.relative_to(REPOSITORY)) for path in (REPOSITORY / "proto").rglob("*.proto"))
    outs = [f"--{kind}_out={tmp_path}" for kind in ("python", "grpc_python", "mypy", "mypy_grpc")]
    _run(sys.executable, "-m", "grpc_tools.protoc", "-Iproto", *outs, *protos)
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*.py*")}
    kept = {
        path.relative_to(GENERATED)
        for path in GENERATED.rglob("*_pb2*.py*")
        if "__pycache__" not in path.parts
    }
    assert made == kept
    _, different, errors = filecmp.cmpfiles(tmp_path, GENERATED, [str(path) for path in made], shallow=False)
    assert not different and not errors, f"run `make contracts`: {different + errors}"


def test_the_page_of_events_is_fresh() -> None:
    assert _run(sys.executable, "docs/events_page.py") == (REPOSITORY / "docs" / "events.md").read_text()


def test_the_contracts_break_nothing_that_was_released() -> None:
    released = REPOSITORY / "proto" / "released.binpb"
    assert released.exists(), "the image of the released contracts is missing: run `make release-contracts`"
    _run(str(BIN / "buf"), "breaking", "--against", str(released))
