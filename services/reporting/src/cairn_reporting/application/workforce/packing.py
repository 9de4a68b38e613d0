"""An index as bytes, for a store to keep: read again only by the same code, so that nothing is kept in a layout or by rules of before."""

import gzip
import io
import pickle
import zlib
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import cairn_reporting
from cairn_reporting.domain.workforce_index.index import WorkforceIndex

_OUR_DOMAIN = "cairn_reporting.domain."
_OF_OTHERS = {
    ("datetime", "date"),
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.numeric", "_frombuffer"),
    ("pyroaring", "BitMap"),
}
_FAST = 1


class NotAnIndexError(Exception):
    """The bytes are not those of an index."""


@cache
def code_version() -> str:
    """Changes with any line of this service and with the libraries that columns and bitmaps are of."""
    root = Path(cairn_reporting.__file__).parent
    digest = sha256(f"{version('numpy')} {version('pyroaring')}".encode())
    for path in sorted(root.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def packed(index: WorkforceIndex) -> bytes:
    """The index as bytes. They are compressed as they come: beside the index there is never all of it a second time."""
    content = io.BytesIO()
    with gzip.GzipFile(fileobj=content, mode="wb", compresslevel=_FAST, mtime=0) as compressed:
        pickle.dump(index, compressed, protocol=5)
    return content.getvalue()


def unpacked(content: bytes) -> WorkforceIndex:
    """The index again. Raises NotAnIndexError for bytes that name anything but classes of the domain, columns and bitmaps."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as pickled:
            found = _OnlyIndexes(pickled).load()
            # Up to the end, where the checksum is.
            pickled.read()
    except (pickle.UnpicklingError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise NotAnIndexError from error
    if not isinstance(found, WorkforceIndex):
        raise NotAnIndexError
    return found


class _OnlyIndexes(pickle.Unpickler):
    """Makes nothing but what an index consists of: whoever can write to the store cannot have other code run."""

    def find_class(self, module: str, name: str, /) -> object:
        if (module, name) in _OF_OTHERS:
            return super().find_class(module, name)
        found = (
            super().find_class(module, name) if module.startswith(_OUR_DOMAIN) and "." not in name else None
        )
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an index")
