"""The process that reads a spreadsheet: `python -m cairn_gateway.adapters.spreadsheets.reader`.

In: the file, to its end. Out: lines of JSON, `header` first and then `rows` some hundred at a time, `end` last; or `reason` and `detail`
where it cannot be read. The process limits its own memory and time; whoever started it ends it when it takes too long.
"""

import json
import resource
import sys
from itertools import islice

from cairn_gateway.adapters.documents.unreadable import UnreadableError
from cairn_gateway.adapters.spreadsheets.table import table_of

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 60
ROWS_OF_A_LINE = 500


def main() -> None:
    """Reads one file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        table = table_of(sys.stdin.buffer.read())
        _say({"header": next(table)})
        while rows := list(islice(table, ROWS_OF_A_LINE)):
            _say({"rows": rows})
        _say({"end": True})
    except UnreadableError as error:
        _say({"reason": error.reason, "detail": error.detail})


def _say(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
