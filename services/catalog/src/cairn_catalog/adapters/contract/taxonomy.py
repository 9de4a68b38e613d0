"""Imports of taxonomies in the contract."""

from collections import Counter
from collections.abc import Mapping

from cairn.catalog.v1 import taxonomy_pb2 as pb
from cairn_catalog.application.import_taxonomy import Outcome
from cairn_catalog.application.publish_public import Effect
from cairn_catalog.domain.taxonomy.reading import Finding, Severity
from cairn_catalog.domain.taxonomy.versions import TaxonomyImport, TaxonomyKind

FINDINGS_AT_MOST = 500

KINDS: Mapping[TaxonomyKind, pb.TaxonomyKind.ValueType] = {
    TaxonomyKind.ESCO: pb.TAXONOMY_KIND_ESCO,
    TaxonomyKind.ONET: pb.TAXONOMY_KIND_ONET,
    TaxonomyKind.ROLE_LADDERS: pb.TAXONOMY_KIND_ROLE_LADDERS,
}


def import_state(done: TaxonomyImport) -> pb.TaxonomyImport:
    """The import's full state."""
    message = pb.TaxonomyImport(
        import_id=done.import_id,
        version=done.version,
        kind=KINDS[done.source.kind],
        title=done.source.title,
        taxonomy_version=done.source.version,
        sha256=done.source.sha256,
        entry_count=done.entry_count,
    )
    message.imported_at.FromDatetime(done.imported_at)
    return message


def import_answer(outcome: Outcome) -> pb.ImportRoleLaddersResponse:
    """What an import did, or would do; of many findings the errors first."""
    first = sorted(outcome.findings, key=lambda each: each.severity is not Severity.ERROR)[:FINDINGS_AT_MOST]
    return pb.ImportRoleLaddersResponse(
        applied=outcome.applied,
        counts=[_count(kind.called, counted) for kind, counted in outcome.counts.items()],
        findings=[_finding(each) for each in first],
        finding_count=len(outcome.findings),
        unarranged=[
            pb.UnarrangedRoles(name=name, role_ids=role_ids) for name, role_ids in outcome.unarranged.items()
        ],
    )


def _count(called: str, counted: Counter[Effect]) -> pb.ImportCount:
    return pb.ImportCount(
        entry_kind=called,
        created=counted[Effect.CREATED],
        changed=counted[Effect.CHANGED],
        unchanged=counted[Effect.UNCHANGED],
    )


def _finding(finding: Finding) -> pb.RowFinding:
    return pb.RowFinding(
        file=finding.place.file,
        line=finding.place.line,
        column=finding.column,
        message=finding.message,
        is_error=finding.severity is Severity.ERROR,
    )
