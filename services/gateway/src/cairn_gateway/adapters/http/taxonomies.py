"""Taxonomies from elsewhere: the routes under /taxonomies."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from cairn.catalog.v1 import taxonomy_pb2 as messages
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Count, Draft, Flag, Instant
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer


class TaxonomyKind(StrEnum):
    """Taxonomies that can be read."""

    ESCO = "esco"
    ONET = "onet"
    ROLE_LADDERS = "role_ladders"


class RoleLaddersDraft(Draft):
    """Role ladders to bring in."""

    csv: Annotated[str, Field(min_length=1, max_length=1_000_000)]
    """The table as text, with the columns Role Family, Role, Role Level, Skill Name, Skill Level and Role Type, and a column Rung where
    the order of the levels is to be declared.
    """
    title: Annotated[str, Field(min_length=1, max_length=200)]
    """What the publisher calls the ladders."""
    version: Annotated[str, Field(max_length=200)] = ""
    """Which version of them."""
    dry_run: Flag = False
    """Say what would be done, and do nothing."""


class ImportCount(Answer):
    """What an import does to the entries of one kind."""

    entry_kind: str
    """The kind in a word, such as `role`."""
    created: Count
    """How many are new."""
    changed: Count
    """How many say something else than before."""
    unchanged: Count
    """How many stay as they are."""


class RowFinding(Answer):
    """What is to be said about a row."""

    file: str
    """The file's name."""
    line: Count
    """Its line, counted from 1; the header is line 1."""
    column: str
    """The column, or the field of the entry that the row leads to."""
    message: str
    """What is to be said."""
    is_error: bool
    """The row is wrong, so nothing is imported; otherwise people should know how it was read."""


class UnarrangedRoles(Answer):
    """Roles of one field of work whose order the table does not declare."""

    name: str
    """The field of work."""
    role_ids: list[str]
    """The roles, in the table's order, which means nothing."""


class RoleLaddersImport(Answer):
    """What was done, or would be."""

    applied: bool
    """It was done: no dry run, and no row was wrong."""
    counts: list[ImportCount]
    """By kind of entry."""
    findings: list[RowFinding]
    """What is to be said about rows, errors first, at most 500."""
    finding_count: Count
    """How many findings there are in all."""
    unarranged: list[UnarrangedRoles]
    """Roles that a person may arrange as ladders now."""


class TaxonomyImport(Answer):
    """One taxonomy that was brought in, for everybody or for this organization."""

    import_id: str
    """UUID."""
    version: Count
    """Always 1."""
    kind: TaxonomyKind
    """Which taxonomy."""
    title: str
    """What its publisher calls it."""
    taxonomy_version: str | None
    """Which version of it, as its publisher names it."""
    sha256: str
    """The SHA-256 of what was read, in hexadecimal."""
    entry_count: Count
    """How many entries it has, counting those that were there already."""
    imported_at: Instant
    """When it was brought in."""


class TaxonomyImports(Answer):
    """The latest imports."""

    imports: list[TaxonomyImport]
    """The latest first, at most 200."""


router = APIRouter(prefix="/taxonomies", tags=["taxonomies"])


@router.get("/imports", operation_id="listTaxonomyImports", summary="List which taxonomies were brought in")
async def list_imports(upstream: Asking) -> TaxonomyImports:
    """ESCO, O*NET and role ladders that were brought into the public catalogue, or by this organization into its own."""
    found = await upstream.read(
        upstream.taxonomies.ListTaxonomyImports, messages.ListTaxonomyImportsRequest()
    )
    return answer(TaxonomyImports, found)


@router.post(
    "/role-ladders/imports",
    operation_id="importRoleLadders",
    summary="Bring role ladders in, or try it",
    responses=responses(409),
)
async def import_role_ladders(upstream: Asking, draft: RoleLaddersDraft) -> RoleLaddersImport:
    """Makes roles of the table's role levels, and skills of what they ask for where the catalogue has none of the name.

    All or nothing: where a row is wrong, nothing is done. The same table again changes nothing. Needs tenant-admin.
    """
    request = messages.ImportRoleLaddersRequest(
        csv=draft.csv.encode(), title=draft.title, version=draft.version, dry_run=draft.dry_run
    )
    async with locating(in_body()):
        done = await upstream.write(upstream.taxonomies.ImportRoleLadders, request)
    return answer(RoleLaddersImport, done)
