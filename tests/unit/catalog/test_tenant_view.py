"""A tenant sees the public entries and its own, and its own in the place of a public one."""

from hypothesis import given
from hypothesis import strategies as st

from cairn_catalog.domain.lifecycle import IN_USE
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.view import Origin, Seen, tenant_view

_IDS = st.sampled_from("abcdefg")


def _platforms(named: str) -> st.SearchStrategy[dict[str, Platform]]:
    return st.sets(_IDS).map(
        lambda ids: {
            each: Platform(id=each, version=1, name=named, website="", lifecycle=IN_USE) for each in ids
        }
    )


@given(own=_platforms("own"), public=_platforms("public"))
def test_every_entry_is_seen_once_and_the_own_one_wins(
    own: dict[str, Platform], public: dict[str, Platform]
) -> None:
    view = tenant_view(own=own, public=public)
    assert view.keys() == own.keys() | public.keys()
    assert all(view[each].entry is entry for each, entry in own.items())
    assert all(view[each].entry is entry for each, entry in public.items() if each not in own)


@given(own=_platforms("own"), public=_platforms("public"))
def test_the_origin_says_where_an_entry_comes_from(
    own: dict[str, Platform], public: dict[str, Platform]
) -> None:
    for entry_id, seen in tenant_view(own=own, public=public).items():
        expected = {
            (False, True): Origin.PUBLIC,
            (True, False): Origin.TENANT,
            (True, True): Origin.OVERRIDE,
        }[entry_id in own, entry_id in public]
        assert seen == Seen(entry=seen.entry, origin=expected)
