"""Files that people export and save, as rows of text: whatever the encoding, the delimiter and the program."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cairn_gateway.adapters.documents.unreadable import UnreadableError
from cairn_gateway.adapters.spreadsheets.table import COLUMNS_AT_MOST, table_of
from cairn_gateway.adapters.tables.columns import Column, ColumnKind
from cairn_gateway.adapters.tables.csv_file import CsvFile

GERMAN = "Personalnummer;Vorname;Nachname\r\n4711;Jürgen;Größe\r\n4712;Zoë;Müßig\r\n"
ROWS = [["Personalnummer", "Vorname", "Nachname"], ["4711", "Jürgen", "Größe"], ["4712", "Zoë", "Müßig"]]


def _table(content: bytes) -> list[list[str]]:
    return [list(row) for row in table_of(content)]


def _workbook(*rows: Sequence[object], hidden_first: bool = False) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": True}) as book:
        if hidden_first:
            hidden = book.add_worksheet("Lists")
            hidden.write_row(0, 0, ["not", "this"])
            hidden.hide()
        sheet = book.add_worksheet("People")
        sheet.activate()
        dated = book.add_format({"num_format": "dd.mm.yyyy"})
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(place, column, value, dated)
                else:
                    sheet.write(place, column, value)
    return content.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-1"]
)
def test_the_encoding_is_recognised(encoding: str) -> None:
    assert _table(GERMAN.encode(encoding)) == ROWS


def test_other_code_pages_of_windows_are_recognised_by_what_they_say() -> None:
    names = ["имя;фамилия", "Иван;Петров", "Мария;Сидорова", "Сергей;Кузнецов", "Ольга;Смирнова"]
    assert _table("\n".join(names * 5).encode("cp1251"))[1] == ["Иван", "Петров"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_of_the_header(delimiter: str) -> None:
    text = f'id{delimiter}"name, first; last"{delimiter}x\n1{delimiter}"Lee{delimiter} Ann"{delimiter}2\n'
    assert _table(text.encode()) == [["id", "name, first; last", "x"], ["1", f"Lee{delimiter} Ann", "2"]]


def test_the_line_in_which_excel_names_the_delimiter_is_no_row() -> None:
    assert _table(b"sep=;\r\nid;name\r\n1;Lee, Ann\r\n") == [["id", "name"], ["1", "Lee, Ann"]]


def test_quotes_hold_quotes_delimiters_and_lines() -> None:
    assert _table(b'id,note\n1,"say ""hi"", then\nleave"\n')[1] == ["1", 'say "hi", then\nleave']


def test_rows_are_as_wide_as_the_header_and_empty_ones_are_left_out() -> None:
    assert _table(b"id,name,\n\n1\n,,\n2,Ann,more,and more\n") == [["id", "name"], ["1", ""], ["2", "Ann"]]


@pytest.mark.parametrize("formula", ["=1+1", "+44 20", "-5", "@cmd", '=HYPERLINK("http://x")'])
def test_a_cell_that_looks_like_a_formula_is_text_and_comes_back_as_it_was(formula: str) -> None:
    column = Column(name="id", kind=ColumnKind.TEXT, definition="")
    file = CsvFile([column])
    written = file.add([(formula,)]) + b"".join(file.end())
    assert f"'{formula[0]}".encode() in written
    assert _table(written) == [["id"], [formula]]


def test_cells_of_a_workbook_are_text_as_people_see_them() -> None:
    header = ["id", "day", "at", "share", "flag"]
    half_past_eight = datetime.combine(date(2024, 2, 1), time(8, 30))
    row = [4711, date(2024, 2, 1), half_past_eight, 0.5, True]
    assert _table(_workbook(header, row)) == [
        header,
        ["4711", "2024-02-01", "2024-02-01 08:30:00", "0.5", "true"],
    ]


def test_a_formula_in_a_workbook_is_never_reckoned() -> None:
    assert _table(_workbook(["id", "name"], ["1", '=HYPERLINK("http://evil.example","x")']))[1] == ["1", "0"]


def test_the_first_visible_sheet_counts() -> None:
    assert _table(_workbook(["id"], ["1"], hidden_first=True)) == [["id"], ["1"]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "EMPTY"),
        (b"\n ,\n", "EMPTY"),
        (b"\x00\x01\x02\x03" * 20, "UNKNOWN_FORMAT"),
        (b"PK\x03\x04 no archive", "BROKEN"),
        (b"\xd0\xcf\x11\xe0 no workbook", "BROKEN"),
        (",".join(["x"] * (COLUMNS_AT_MOST + 1)).encode(), "TOO_MANY_COLUMNS"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        _table(content)
    assert refused.value.reason == reason


def test_an_archive_that_would_be_huge_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cairn_gateway.adapters.spreadsheets.workbook.UNPACKED_BYTES_AT_MOST", 1_000_000)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_001)
    with pytest.raises(UnreadableError) as refused:
        _table(content.getvalue())
    assert refused.value.reason == "TOO_LARGE_UNPACKED"


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=12
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=6))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    columns = [Column(name=name, kind=ColumnKind.TEXT, definition="") for name in ("id", "name")]
    file = CsvFile(columns)
    written = file.add([tuple(row) for row in rows]) + b"".join(file.end())
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert _table(written)[1:] == filled
