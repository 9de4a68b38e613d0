"""Walking through documents in an order, page by page."""

from collections.abc import Mapping
from itertools import islice

from cairn_platform.mongo.connection import Document


def behind(last: Mapping[str, str]) -> Document:
    """Behind the document whose fields, in the order of the walk, have these values."""
    return {
        "$or": [
            {**dict(islice(last.items(), index)), field: {"$gt": value}}
            for index, (field, value) in enumerate(last.items())
        ]
    }
