"""The downloads of ESCO and O*NET as directories of files."""

from collections.abc import Iterator
from pathlib import Path

from cairn_catalog.adapters.files.tables import COMMA, TAB, UnreadableTableError, decoded, rows
from cairn_catalog.domain.taxonomy.esco import EscoFile, EscoTables
from cairn_catalog.domain.taxonomy.onet import OnetFile, OnetTables
from cairn_catalog.domain.taxonomy.reading import Row


def esco_tables(directory: Path) -> EscoTables:
    """The tables of ESCO's CSV download. The English skills have to be there; what else is missing is empty.

    Raises UnreadableTableError.
    """

    def table(file: EscoFile, language: str = "en", *, needed: bool = False) -> Iterator[Row]:
        return _table(
            directory / f"{file.value}_{language}.csv", delimiter=COMMA, columns=file.columns, needed=needed
        )

    return EscoTables(
        skills=table(EscoFile.SKILLS, needed=True),
        german_skills=table(EscoFile.SKILLS, "de"),
        occupations=table(EscoFile.OCCUPATIONS),
        occupation_skills=table(EscoFile.OCCUPATION_SKILLS),
        broader_skills=table(EscoFile.BROADER_SKILLS),
    )


def onet_tables(directory: Path) -> OnetTables:
    """The tables of O*NET's text download. Occupation Data has to be there; what else is missing is empty.

    Raises UnreadableTableError.
    """

    def table(file: OnetFile, *, needed: bool = False) -> Iterator[Row]:
        return _table(directory / f"{file.value}.txt", delimiter=TAB, columns=file.columns, needed=needed)

    return OnetTables(
        occupations=table(OnetFile.OCCUPATIONS, needed=True),
        skills=table(OnetFile.SKILLS),
        knowledge=table(OnetFile.KNOWLEDGE),
        technologies=table(OnetFile.TECHNOLOGIES),
    )


def _table(path: Path, *, delimiter: str, columns: tuple[str, ...], needed: bool) -> Iterator[Row]:
    if path.exists():
        yield from rows(
            decoded(path.read_bytes(), file=path.name), file=path.name, delimiter=delimiter, columns=columns
        )
    elif needed:
        raise UnreadableTableError(f"{path.parent} has no {path.name}.")
