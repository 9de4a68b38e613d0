"""Taxonomies into MongoDB: by a tenant's admin over gRPC, and by the operator's command for everybody."""

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import grpc
import pytest

from cairn.catalog.v1 import entries_pb2, taxonomy_pb2_grpc
from cairn.catalog.v1 import taxonomy_pb2 as pb
from cairn_catalog.adapters.contract.forms import ROLE, SKILL
from cairn_catalog.adapters.files.taxonomy_import import import_public_taxonomy
from cairn_catalog.adapters.mongo.import_history import MongoImportHistory
from cairn_catalog.bootstrap import catalog_servicer, curation_servicer, taxonomy_servicer
from cairn_catalog.domain.taxonomy.versions import TaxonomyKind
from tests.support.catalog import samples
from tests.support.catalog.calling import Caller, CatalogEndpoint, catalog_endpoint, refusal_of
from tests.support.catalog.esco_download import write_esco_download
from tests.support.catalog.samples import NOW, changed
from tests.support.catalog.stored import StoredCatalogues

_CSV = (
    "Role Family,Role,Role Level,Skill Name,Skill Level,Role Type\n"
    "Data,Analyst,Junior analyst,Project management,Awareness,\n"
    "Data,Analyst,Senior analyst,Statistics,Expert,\n"
)


@pytest.fixture
def importing(catalogues: StoredCatalogues) -> Iterator[CatalogEndpoint]:
    """CatalogService and TaxonomyService over the same database."""
    add = partial(
        taxonomy_pb2_grpc.add_TaxonomyServiceServicer_to_server, taxonomy_servicer(catalogues.database)
    )
    with catalog_endpoint(
        catalog_servicer(catalogues.database), curation_servicer(catalogues.database), further=[add]
    ) as found:
        yield found


def _import(caller: Caller, csv: str = _CSV, **asked: Any) -> pb.ImportRoleLaddersResponse:
    request = pb.ImportRoleLaddersRequest(
        **{"csv": csv.encode(), "title": "Ladders", "version": "7", **asked}
    )
    answer: pb.ImportRoleLaddersResponse = caller.call_on(
        taxonomy_pb2_grpc.TaxonomyServiceStub, "ImportRoleLadders", request
    )
    return answer


def _imports(caller: Caller) -> list[pb.TaxonomyImport]:
    asked = pb.ListTaxonomyImportsRequest()
    return list(caller.call_on(taxonomy_pb2_grpc.TaxonomyServiceStub, "ListTaxonomyImports", asked).imports)


def _counts(answer: pb.ImportRoleLaddersResponse) -> dict[str, tuple[int, int, int]]:
    return {each.entry_kind: (each.created, each.changed, each.unchanged) for each in answer.counts}


def test_a_dry_run_says_what_the_import_then_does(
    importing: CatalogEndpoint, catalogues: StoredCatalogues
) -> None:
    admin = importing.caller("acme", "tenant-admin")
    tried = _import(admin, dry_run=True)
    assert not tried.applied
    assert [event for event in catalogues.events() if event.tenant_id == "acme"] == []
    assert _imports(admin) == []
    done = _import(admin)
    assert done.applied
    assert _counts(done) == _counts(tried) == {"skill": (1, 0, 0), "role": (2, 0, 0)}
    [unarranged] = done.unarranged
    assert (unarranged.name, list(unarranged.role_ids)) == (
        "Analyst",
        ["analyst.junior-analyst", "analyst.senior-analyst"],
    )
    role = admin.get(ROLE, "analyst.junior-analyst")
    assert role.requirements[0].skill.skill_id == "project-management"
    assert role.origin == entries_pb2.ORIGIN_TENANT


def test_a_retired_skill_is_neither_doubled_nor_written_over(importing: CatalogEndpoint) -> None:
    admin = importing.caller("acme", "tenant-admin")
    life = entries_pb2.Lifecycle(
        state=entries_pb2.ENTRY_STATE_RETIRED, retired_on="2026-11-01", retirement_reason="Out of use"
    )
    before = changed(samples.SKILL, skill_id="statistics", name="Statistics", aliases=["stats"])
    admin.publish(SKILL, before)
    admin.publish(SKILL, changed(before, lifecycle=life), expected=1)
    assert _counts(_import(admin)) == {"role": (2, 0, 0)}
    after = admin.get(SKILL, "statistics")
    assert (list(after.aliases), after.version) == (["stats"], 2)
    [_, stated] = [admin.get(ROLE, f"analyst.{each}-analyst") for each in ("junior", "senior")]
    assert stated.requirements[0].skill.skill_id == "statistics"


def test_the_same_table_again_changes_nothing_and_a_new_version_revises(importing: CatalogEndpoint) -> None:
    admin = importing.caller("acme", "tenant-admin")
    _import(admin)
    assert _counts(_import(admin)) == {"role": (0, 0, 2)}
    assert _counts(_import(admin, _CSV.replace("Expert", "Working"), version="8")) == {"role": (0, 1, 1)}
    assert {(each.taxonomy_version, each.entry_count) for each in _imports(admin)} == {
        ("7", 3),
        ("7", 2),
        ("8", 2),
    }


def test_a_wrong_row_keeps_everything_out(importing: CatalogEndpoint, catalogues: StoredCatalogues) -> None:
    admin = importing.caller("acme", "tenant-admin")
    answer = _import(admin, f"{_CSV}Data,Analyst,Analyst,SQL,Guru,\n")
    assert not answer.applied
    assert [(each.line, each.column, each.is_error) for each in answer.findings] == [(4, "Skill Level", True)]
    assert [event for event in catalogues.events() if event.tenant_id == "acme"] == []


def test_what_a_tenant_brings_in_no_other_sees(importing: CatalogEndpoint) -> None:
    _import(importing.caller("acme", "tenant-admin"))
    globex = importing.caller("globex", "tenant-admin")
    assert globex.listed(SKILL, query="statistics") == []
    assert _imports(globex) == []


@pytest.mark.parametrize("roles", [(), ("employee",), ("manager",), ("hr",)], ids=str)
def test_only_the_tenants_admins_import(importing: CatalogEndpoint, roles: tuple[str, ...]) -> None:
    assert refusal_of(lambda: _import(importing.caller("acme", *roles))).reason == "ROLE_REQUIRED"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"csv": ""}, ("csv", "REQUIRED")),
        ({"csv": "a,b\n1,2"}, ("csv", "UNREADABLE")),
        ({"csv": "PK\0"}, ("csv", "UNREADABLE")),
        ({"csv": "x" * 1_000_001}, ("csv", "TOO_LONG")),
        ({"title": " "}, ("title", "REQUIRED")),
        ({"version": "x" * 201}, ("version", "TOO_LONG")),
    ],
    ids=["empty", "other columns", "binary", "too long", "no title", "long version"],
)
def test_bad_files_are_refused_by_field(
    importing: CatalogEndpoint, asked: dict[str, Any], field: tuple[str, str]
) -> None:
    csv = asked.pop("csv", _CSV)
    refusal = refusal_of(lambda: _import(importing.caller("acme", "tenant-admin"), csv, **asked))
    assert (refusal.status, refusal.fields) == (grpc.StatusCode.INVALID_ARGUMENT, (field,))


def _operator(catalogues: StoredCatalogues, path: Path, *, dry_run: bool = False) -> tuple[int, str, str]:
    out, errors = io.StringIO(), io.StringIO()
    history = MongoImportHistory(catalogues.database, tenant_id="public", clock=lambda: NOW)
    status = import_public_taxonomy(
        catalogues.of("public"),
        history,
        kind=TaxonomyKind.ESCO,
        path=path,
        title="ESCO",
        version="v1.2.0",
        dry_run=dry_run,
        new_id=lambda: "import-1",
        now=NOW,
        out=out,
        errors=errors,
    )
    return status, out.getvalue(), errors.getvalue()


def test_the_operator_brings_esco_in_for_everybody(
    importing: CatalogEndpoint, catalogues: StoredCatalogues, tmp_path: Path
) -> None:
    write_esco_download(tmp_path, skills=700, occupations=20, skills_per_occupation=30, seed=3)
    status, said, _ = _operator(catalogues, tmp_path, dry_run=True)
    assert (status, "700 created" in said, "Nothing was changed" in said) == (0, True, True)
    status, said, _ = _operator(catalogues, tmp_path)
    assert (status, said) == (
        0,
        "skills: 700 created, 0 changed, 0 unchanged\nroles: 20 created, 0 changed, 0 unchanged\n",
    )
    assert [each.title for each in _imports(importing.caller("acme"))] == ["ESCO"]
    again, said, _ = _operator(catalogues, tmp_path, dry_run=True)
    assert (again, "700 unchanged" in said) == (0, True)


def test_a_directory_that_is_no_download_is_refused_in_a_sentence(
    catalogues: StoredCatalogues, tmp_path: Path
) -> None:
    status, _, errors = _operator(catalogues, tmp_path)
    assert (status, "skills_en.csv" in errors) == (1, True)
