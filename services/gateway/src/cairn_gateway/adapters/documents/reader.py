"""The process that reads documents: `python -m cairn_gateway.adapters.documents.reader`.

In: each document as its length (8 bytes, big-endian) and its bytes. Out: one line of JSON for each, with `text`, or with `reason` and
`detail` where it cannot be read. The process limits its own memory and time; whoever started it ends it when it takes too long.
"""

import json
import logging
import resource
import sys
from collections.abc import Iterator
from typing import BinaryIO

from cairn_gateway.adapters.documents.text import text_of
from cairn_gateway.adapters.documents.unreadable import UnreadableError

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 8


def main() -> None:
    """Reads until there are no more documents."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    # What pypdf says of broken files is said by the answer already.
    logging.disable(logging.CRITICAL)
    for content in _documents(sys.stdin.buffer):
        sys.stdout.write(json.dumps(_answer(content)) + "\n")
        sys.stdout.flush()


def _documents(source: BinaryIO) -> Iterator[bytes]:
    while length := source.read(8):
        yield source.read(int.from_bytes(length, "big"))


def _answer(content: bytes) -> dict[str, str]:
    try:
        return {"text": text_of(content)}
    except UnreadableError as error:
        return {"reason": error.reason, "detail": error.detail}


if __name__ == "__main__":
    main()
