"""Pages: the API's limit and cursor are the services' page size and page token, unchanged."""

from cairn.common.v1.paging_pb2 import PageInfo, PageRequest
from cairn_gateway.adapters.http.model import PageQuery


def asked(query: PageQuery) -> PageRequest:
    """The page that the client asks for."""
    return PageRequest(page_size=query.limit, page_token=query.cursor or "")


def next_cursor(page: PageInfo) -> str | None:
    """What the client sends to get the next page; None on the last."""
    return page.next_page_token or None
