"""The notebook of docs/ does what it says, against the demo.

polars and matplotlib are too large to be installed for this test: where they are not there, what their cells read is looked at by pyarrow.
"""

import importlib.util
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from cairn_local.demo_access import DemoAccess

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "skill-gaps.ipynb"
HAS_POLARS = all(importlib.util.find_spec(name) for name in ("polars", "matplotlib"))


def cells() -> list[dict[str, Any]]:
    """The notebook's cells, of the format that every tool reads."""
    notebook = json.loads(NOTEBOOK.read_text())
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    found: list[dict[str, Any]] = notebook["cells"]
    return found


def test_the_notebook_pulls_the_gap_report_by_client_credentials(
    demo: DemoAccess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    client = next(each for tenant in demo.tenants for each in tenant.api_clients if each.roles == ("hr",))
    for name, value in (
        ("CAIRN_URL", demo.gateway_url),
        ("CAIRN_TOKEN_URL", demo.token_url),
        ("CAIRN_CLIENT_ID", client.client_id),
        ("CAIRN_CLIENT_SECRET", client.client_secret),
        ("MPLBACKEND", "agg"),
    ):
        monkeypatch.setenv(name, value)
    space: dict[str, Any] = {}
    for cell in cells():
        if cell["cell_type"] != "code" or ("polars" in cell["metadata"].get("tags", ()) and not HAS_POLARS):
            continue
        assert cell["outputs"] == []
        exec(compile("".join(cell["source"]), cell["id"], "exec"), space)  # noqa: S102 (our own)

    explained = {each["name"] for each in space["columns"]}
    overall = pq.read_table(io.BytesIO(space["of_everybody"]))
    grouped = pq.read_table(io.BytesIO(space["by_department"]))
    assert overall.num_rows > 0
    for column in ("name", "required_level", "demanded", "supplied", "short", "group"):
        assert column in grouped.column_names
        assert column in explained
    assert set(grouped.column("group").to_pylist()) - {None} <= set(space["names"])
    if HAS_POLARS:
        space["figure"].savefig(tmp_path / "gaps.png", dpi=70)
    assert max(overall.column("short").to_pylist()) >= max(grouped.column("short").to_pylist()) > 0
