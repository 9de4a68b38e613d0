"""Taxonomies from elsewhere: what their files lead to, dirt included."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from cairn_catalog.adapters.files.tables import COMMA, TAB, UnreadableTableError, decoded, rows
from cairn_catalog.adapters.files.taxonomy_directories import esco_tables, onet_tables
from cairn_catalog.domain.demand import Demand
from cairn_catalog.domain.ladder import Ladder
from cairn_catalog.domain.retirement import retired
from cairn_catalog.domain.role import Role
from cairn_catalog.domain.skill import ProficiencyLevel, Skill, SkillLevel
from cairn_catalog.domain.taxonomy.esco import read_esco
from cairn_catalog.domain.taxonomy.onet import proficiency, read_onet
from cairn_catalog.domain.taxonomy.reading import Row, Severity, Taxonomy
from cairn_catalog.domain.taxonomy.role_ladders import REQUIRED_COLUMNS, read_role_ladders
from cairn_catalog.domain.taxonomy.skill_register import SkillRegister, slug
from tests.support.catalog import samples
from tests.support.catalog.esco_download import OCCUPATION, SKILL, write_esco_download
from tests.support.catalog.samples import NOW, changed, sound

_FRAMEWORK = Path(__file__).resolve().parents[4] / "shared" / "data" / "gdad-role-levels.csv"
_HEADER = "Role Family,Role,Role Level,Skill Name,Skill Level,Role Type"


def _table(*lines: str, header: str = _HEADER) -> Iterable[Row]:
    return rows("\n".join((header, *lines)), file="ladders.csv", delimiter=COMMA, columns=REQUIRED_COLUMNS)


def _skill(skill_id: str, name: str, *aliases: str, esco_uri: str = "") -> Skill:
    found = sound(changed(samples.SKILL, skill_id=skill_id, name=name, aliases=aliases, esco_uri=esco_uri))
    assert isinstance(found, Skill)
    return found


def _retired(skill: Skill) -> Skill:
    return retired(skill, on=NOW.date(), reason="Out of use")


def _ladders(*lines: str, known: Sequence[Skill] = (), header: str = _HEADER) -> Taxonomy:
    return read_role_ladders(_table(*lines, header=header), register=SkillRegister(known), source_note="test")


def _entries(taxonomy: Taxonomy, kind: type[Any]) -> dict[str, Any]:
    assert all(each.proposal.violations == () for each in taxonomy.proposed)
    return {each.proposal.id: each.proposal.entry for each in taxonomy.proposed if each.proposal.kind is kind}


def _demands(role: Role) -> list[Demand]:
    return [each.demand for each in role.requirements]


def _errors(taxonomy: Taxonomy) -> list[tuple[int, str]]:
    return [(each.place.line, each.column) for each in taxonomy.findings if each.severity is Severity.ERROR]


# Skills that are there


def test_a_retired_skill_is_meant_only_where_none_in_use_is() -> None:
    old, new = _retired(_skill("old", "Excel")), _skill("new", "Microsoft Excel", "Excel")
    assert SkillRegister([old, new]).called("excel") == new
    assert SkillRegister([old]).called("excel") == old


def test_the_id_of_a_retired_skill_stays_taken() -> None:
    assert (
        SkillRegister([_retired(_skill("excel", "Spreadsheets"))]).free_id("Excel", else_with="x")
        == "excel-x"
    )


# Role ladders


def test_each_level_of_a_role_becomes_a_role_that_asks_for_its_skills() -> None:
    found = _ladders("Data,Analyst,Junior analyst,SQL,Awareness,", "Data,Analyst,Analyst,SQL, practitioner ,")
    assert list(_entries(found, Skill)) == ["sql"]
    roles = _entries(found, Role)
    assert list(roles) == ["analyst.junior-analyst", "analyst.analyst"]
    assert _demands(roles["analyst.analyst"]) == [
        SkillLevel(skill_id="sql", level=ProficiencyLevel.PRACTITIONER)
    ]
    assert roles["analyst.analyst"].description == "Data · Analyst"


def test_a_skill_that_is_there_already_is_taken_by_its_name_or_another_of_its_names() -> None:
    known = [_skill("structured-query", "Structured query language", "sql")]
    found = _ladders("Data,Analyst,Analyst,SQL,Working,", known=known)
    assert _entries(found, Skill) == {}
    assert _demands(_entries(found, Role)["analyst.analyst"])[0].skill_id == "structured-query"  # type: ignore[union-attr]


@pytest.mark.parametrize("level", ["NOT IN USE", "", "not in use"])
def test_levels_that_are_not_in_use_leave_one_role_and_awareness_with_a_note(level: str) -> None:
    found = _ladders(f"Chiefs,Chief data officer,{level},Data strategy,{level},Senior")
    [role] = _entries(found, Role).values()
    assert (role.name, role.description) == ("Chief data officer", "Chiefs · Chief data officer · Senior")
    assert _demands(role) == [SkillLevel(skill_id="data-strategy", level=ProficiencyLevel.AWARENESS)]
    assert [each.severity for each in found.findings] == [Severity.NOTE]


def test_the_order_of_rungs_is_never_guessed() -> None:
    found = _ladders("Data,Analyst,Senior,SQL,Expert,", "Data,Analyst,Junior,SQL,Awareness,")
    assert _entries(found, Ladder) == {}
    assert found.unarranged == {"Analyst": ["analyst.senior", "analyst.junior"]}


def test_the_order_of_rungs_can_be_declared() -> None:
    header = f"{_HEADER},Rung"
    lines = (
        "Data,Analyst,Senior,SQL,Expert,,2",
        "Data,Analyst,Junior,SQL,Awareness,,1",
        "Data,Analyst,Junior,R,Awareness,,1",
    )
    found = _ladders(*lines, header=header)
    [ladder] = _entries(found, Ladder).values()
    assert ladder.role_ids == ("analyst.junior", "analyst.senior")
    assert found.unarranged == {}


@pytest.mark.parametrize("rungs", [("1", "1"), ("1", ""), ("1", "x"), ("1", "-2")])
def test_an_order_that_makes_no_sense_is_wrong(rungs: tuple[str, str]) -> None:
    first, second = rungs
    found = _ladders(
        f"Data,Analyst,Senior,SQL,Expert,,{first}",
        f"Data,Analyst,Junior,SQL,Awareness,,{second}",
        header=f"{_HEADER},Rung",
    )
    assert [column for _, column in _errors(found)] == ["Rung"]


def test_wrong_rows_are_named_by_line_and_column_and_empty_ones_are_not() -> None:
    found = _ladders(
        "Data,Analyst,Analyst,SQL,Guru,",
        "Data,,Analyst,SQL,Working,",
        "Data,Analyst,Analyst,,Working,",
        ",,,,,",
        "Data,Analyst,Analyst,SQL,Working,",
        "Data,Analyst,Analyst,sql,Working,",
        "Data,Analyst,Analyst,sql,Expert,",
    )
    assert _errors(found) == [(2, "Skill Level"), (3, "Role"), (4, "Skill Name"), (8, "Skill Level")]


@pytest.mark.skipif(
    not _FRAMEWORK.exists(), reason="the framework lies beside the project, where it is developed"
)
def test_every_role_level_of_the_uk_governments_framework_is_read() -> None:
    content = decoded(_FRAMEWORK.read_bytes(), file=_FRAMEWORK.name)
    table = rows(content, file=_FRAMEWORK.name, delimiter=COMMA, columns=REQUIRED_COLUMNS)
    found = read_role_ladders(table, register=SkillRegister(()), source_note="OGL v3")
    roles = _entries(found, Role)
    assert len(roles) == 148
    assert _errors(found) == []
    assert sum(len(role.requirements) for role in roles.values()) == 1312
    assert sum(each.severity is Severity.NOTE for each in found.findings) == 28


# Tables


def test_a_file_of_an_older_spreadsheet_is_read_too() -> None:
    assert decoded("Führung".encode("cp1252"), file="x.csv") == "Führung"
    assert decoded("\ufeffFührung".encode(), file="x.csv") == "Führung"


@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0", b"\xff\xfeR\0o\0"], ids=["a spreadsheet", "UTF-16"])
def test_a_binary_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableTableError, match="no text"):
        decoded(content, file="x.csv")


@pytest.mark.parametrize(
    ("text", "says"), [("", "no column Role"), ("a,b\n1,2", "no column Role"), (_HEADER + '\n"a', "line 2")]
)
def test_what_is_no_such_table_is_refused(text: str, says: str) -> None:
    with pytest.raises(UnreadableTableError, match=says):
        list(rows(text, file="x.csv", delimiter=COMMA, columns=REQUIRED_COLUMNS))


def test_a_row_that_spans_lines_is_named_by_its_first() -> None:
    table = list(rows('a,b\n"1\n2",x\n3,y', file="x.csv", delimiter=COMMA, columns=("a",)))
    assert [row.place.line for row in table] == [2, 4]


def test_quotes_mean_nothing_in_tab_separated_text() -> None:
    [row] = rows('a\tb\n3.5" drive\tx', file="x.txt", delimiter=TAB, columns=("a",))
    assert row.text("a") == '3.5" drive'


# ESCO


@pytest.fixture
def download(tmp_path: Path) -> Path:
    """A small download of ESCO's shape."""
    write_esco_download(tmp_path, skills=30, occupations=4, skills_per_occupation=6, seed=7)
    return tmp_path


def test_escos_skills_come_with_their_labels_in_both_languages_and_what_they_are_part_of(
    download: Path,
) -> None:
    skills = _entries(read_esco(esco_tables(download), register=SkillRegister(()), source_note="ESCO"), Skill)
    assert len(skills) == 30
    [twelfth] = [each for each in skills.values() if each.esco_uri.startswith(f"{SKILL}0000000c")]
    assert [each.language for each in twelfth.translations] == ["de"]
    [broader] = twelfth.broader_skill_ids
    assert skills[broader].esco_uri.startswith(f"{SKILL}00000001")


def test_escos_occupations_need_essential_skills_and_are_helped_by_optional_ones(download: Path) -> None:
    roles = _entries(read_esco(esco_tables(download), register=SkillRegister(()), source_note="ESCO"), Role)
    assert len(roles) == 4
    for role in roles.values():
        assert role.occupation_uri.startswith(OCCUPATION)
        assert len(role.requirements) == 6
        weights = [each.weight for each in role.requirements]
        assert weights == sorted(weights, key=lambda weight: weight is not None)


def test_a_skill_that_stands_for_a_concept_keeps_its_id(download: Path) -> None:
    uri = f"{SKILL}00000003-0000-4000-8000-000000000000"
    known = [_skill("ours", "An older label", esco_uri=uri)]
    skills = _entries(
        read_esco(esco_tables(download), register=SkillRegister(known), source_note="ESCO"), Skill
    )
    assert skills["ours"].esco_uri == uri
    assert skills["ours"].name != "An older label"
    assert len(skills) == 30


def test_an_own_skill_is_mapped_by_its_name_and_keeps_its_own_names(download: Path) -> None:
    concept = next(iter(esco_tables(download).skills)).text("preferredLabel")
    known = [_skill("ours", concept.upper(), "our alias")]
    found = read_esco(esco_tables(download), register=SkillRegister(known), source_note="ESCO")
    ours = _entries(found, Skill)["ours"]
    assert (ours.name, "our alias" in ours.aliases, bool(ours.esco_uri)) == (concept.upper(), True, True)
    assert len(_entries(found, Skill)) == 30
    assert any("now stands for" in each.message for each in found.findings)


def test_an_own_skill_that_could_stand_for_several_concepts_is_left_as_it_is(tmp_path: Path) -> None:
    lines = ["conceptUri,preferredLabel,altLabels"]
    lines += [f"{SKILL}{number},concept {number},both" for number in (1, 2)]
    (tmp_path / "skills_en.csv").write_text("\n".join(lines))
    found = read_esco(
        esco_tables(tmp_path), register=SkillRegister([_skill("ours", "both")]), source_note="ESCO"
    )
    assert "ours" not in _entries(found, Skill)
    assert ["could stand for several" in each.message for each in found.findings] == [True]


def test_a_concept_that_is_not_released_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "skills_en.csv").write_text(
        f"conceptUri,preferredLabel,altLabels,status\n{SKILL}1,a,,obsolete\n{SKILL}2,b,,released"
    )
    found = read_esco(esco_tables(tmp_path), register=SkillRegister(()), source_note="ESCO")
    assert list(_entries(found, Skill)) == ["b"]


def test_a_directory_without_the_skills_is_no_download(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTableError, match=r"skills_en\.csv"):
        read_esco(esco_tables(tmp_path), register=SkillRegister(()), source_note="ESCO")


def test_reading_the_same_download_again_leads_to_the_same_entries(download: Path) -> None:
    first = read_esco(esco_tables(download), register=SkillRegister(()), source_note="ESCO")
    again = read_esco(
        esco_tables(download), register=SkillRegister(_entries(first, Skill).values()), source_note="ESCO"
    )
    assert _entries(again, Skill) == _entries(first, Skill)
    assert _entries(again, Role) == _entries(first, Role)


# O*NET


def test_onets_ratings_become_levels_must_haves_and_what_helps(tmp_path: Path) -> None:
    (tmp_path / "Occupation Data.txt").write_text(
        "O*NET-SOC Code\tTitle\tDescription\n15-1252.00\tSoftware Developers\tThey write."
    )
    ratings = [
        ("Programming", "4.5", "5.1", "N"),
        ("Speaking", "2.5", "3.0", "N"),
        ("Repairing", "1.1", "0.5", "N"),
        ("Guessing", "5", "5", "Y"),
    ]
    lines = ["O*NET-SOC Code\tElement Name\tScale ID\tData Value\tRecommend Suppress"]
    for element, importance, level, suppress in ratings:
        lines += [
            f"15-1252.00\t{element}\tIM\t{importance}\t{suppress}",
            f"15-1252.00\t{element}\tLV\t{level}\t{suppress}",
        ]
    (tmp_path / "Skills.txt").write_text("\n".join(lines))
    (tmp_path / "Technology Skills.txt").write_text(
        "O*NET-SOC Code\tExample\n15-1252.00\tPython\n15-1252.00\tProgramming"
    )
    found = read_onet(
        onet_tables(tmp_path), register=SkillRegister([_skill("py", "Python")]), source_note="O*NET"
    )
    [role] = _entries(found, Role).values()
    assert (role.id, role.name) == ("onet-15-1252-00", "Software Developers")
    assert [(each.demand, each.weight) for each in role.requirements] == [
        (SkillLevel(skill_id="programming", level=ProficiencyLevel.PRACTITIONER), None),
        (SkillLevel(skill_id="speaking", level=ProficiencyLevel.WORKING), 1),
        (SkillLevel(skill_id="py", level=ProficiencyLevel.AWARENESS), 1),
    ]


@pytest.mark.parametrize(
    ("level", "ours"), [(0.0, 1), (1.99, 1), (2.0, 2), (3.9, 2), (4.0, 3), (5.49, 3), (5.5, 4), (7.0, 4)]
)
def test_onets_levels_are_read_by_a_declared_table(level: float, ours: int) -> None:
    assert proficiency(level) == ours


# Ids


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Programming (C++)", "programming-c-plus-plus"),
        ("C#", "c-sharp"),
        ("Übung & Praxis", "ubung-praxis"),
        ("数据", ""),
    ],
)
def test_ids_can_be_read(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_taken_id_is_told_apart() -> None:
    register = SkillRegister([_skill("c-sharp", "Music: C sharp")])
    assert register.free_id("C#", else_with="ladder") == "c-sharp-ladder"
