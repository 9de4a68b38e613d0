"""Parquet: typed columns, each with its definition in the schema, for pandas, polars and warehouses."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from cairn_gateway.adapters.tables.columns import Column, ColumnKind, Row
from cairn_gateway.adapters.tables.table_file import parts_of

MEDIA_TYPE = "application/vnd.apache.parquet"

_TYPES: Mapping[ColumnKind, pa.DataType] = {
    ColumnKind.TEXT: pa.string(),
    ColumnKind.INTEGER: pa.int64(),
    ColumnKind.NUMBER: pa.float64(),
    ColumnKind.FLAG: pa.bool_(),
    ColumnKind.DAY: pa.date32(),
    ColumnKind.INSTANT: pa.timestamp("us", tz="UTC"),
}
_ROWS_OF_A_GROUP = 20_000


class ParquetFile:
    """A table as Parquet; `about` is kept as the schema's metadata."""

    def __init__(self, columns: Sequence[Column], *, about: Mapping[str, str]) -> None:
        self._stored = tempfile.TemporaryFile()  # noqa: SIM115 - `parts_of` closes it
        fields = [
            pa.field(each.name, _TYPES[each.kind], metadata={"definition": each.definition})
            for each in columns
        ]
        self._schema = pa.schema(fields, metadata=dict(about))
        self._writer = pq.ParquetWriter(self._stored, self._schema)
        self._waiting: list[Row] = []

    def add(self, rows: Sequence[Row]) -> bytes:
        """Takes the next rows; the file is ready only at its end."""
        self._waiting.extend(rows)
        if len(self._waiting) >= _ROWS_OF_A_GROUP:
            self._store()
        return b""

    def end(self) -> Iterator[bytes]:
        """Gives the file."""
        if self._waiting:
            self._store()
        self._writer.close()
        return parts_of(self._stored)

    def _store(self) -> None:
        columns = list(zip(*self._waiting, strict=True))
        arrays = [
            pa.array(cells, type=field.type) for cells, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._waiting.clear()
