"""Bringing a taxonomy into a catalogue: tried first, then all of it, or nothing where a row is wrong."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.publish_public import (
    Effect,
    UnsoundEntriesError,
    commit_planned,
    plan_publication,
)
from cairn_catalog.application.read import every_entry
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.listing import Criteria
from cairn_catalog.domain.skill import Skill
from cairn_catalog.domain.taxonomy.reading import Finding, Severity, Taxonomy
from cairn_catalog.domain.taxonomy.skill_register import SkillRegister
from cairn_catalog.domain.taxonomy.versions import TaxonomyImport, TaxonomySource

Read = Callable[[SkillRegister], Taxonomy]
"""Reads a taxonomy's files against the skills that are there."""


class ImportHistory(Protocol):
    """Which taxonomies were brought into one tenant's catalogue."""

    def add(self, done: TaxonomyImport) -> None:
        """Writes down that one was."""
        ...

    def imports(self) -> Sequence[TaxonomyImport]:
        """The latest 200, the latest first."""
        ...


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an import did, or would do: nothing where a finding is an error.

    `counts` has for each kind of entry how many are created, changed and unchanged; `unarranged` the roles that a person may arrange as
    a ladder, by field of work.
    """

    applied: bool
    counts: Mapping[type[Entry], Counter[Effect]]
    findings: Sequence[Finding]
    unarranged: Mapping[str, Sequence[str]]

    @property
    def errors(self) -> Sequence[Finding]:
        """The findings for which nothing is imported."""
        return [each for each in self.findings if each.severity is Severity.ERROR]


def import_taxonomy(
    catalogue: Catalogue,
    history: ImportHistory,
    *,
    read: Read,
    source: TaxonomySource,
    into_public: bool,
    dry_run: bool,
    new_id: Callable[[], str],
    now: datetime,
) -> Outcome:
    """Publishes what is new or changed in a taxonomy's files, and says what that is; a dry run says it only.

    The same files again change nothing. Where an import ends in the middle, running it again goes on. Raises StaleVersionError when
    somebody else publishes at the same time.
    """
    taxonomy = read(SkillRegister(every_entry(catalogue, Skill, criteria=Criteria(retired=True))))
    proposals = [each.proposal for each in taxonomy.proposed]
    findings = list(taxonomy.findings)
    try:
        planned = plan_publication(catalogue, proposals, overriding=not into_public)
    except UnsoundEntriesError as error:
        findings += [
            Finding(
                place=each.place,
                severity=Severity.ERROR,
                column=violation.field,
                message=violation.description,
            )
            for each, violations in zip(taxonomy.proposed, error.by_entry, strict=True)
            for violation in violations
        ]
        planned = []
    counts: dict[type[Entry], Counter[Effect]] = {each.kind: Counter() for each in proposals}
    for proposal, each in zip(proposals, planned, strict=False):
        counts[proposal.kind][each.effect] += 1
    outcome = Outcome(applied=False, counts=counts, findings=findings, unarranged=taxonomy.unarranged)
    if dry_run or outcome.errors:
        return outcome
    commit_planned(catalogue, planned, guards=(), now=now)
    history.add(
        TaxonomyImport(
            import_id=new_id(), version=1, source=source, imported_at=now, entry_count=len(planned)
        )
    )
    return Outcome(applied=True, counts=counts, findings=findings, unarranged=taxonomy.unarranged)
