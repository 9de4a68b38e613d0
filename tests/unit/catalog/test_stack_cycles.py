"""A stack never contains itself, directly or through others."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cairn_catalog.domain.stack import find_cycle

_STACKS = "abcdef"
_CONTAINS = st.dictionaries(
    st.sampled_from(_STACKS), st.lists(st.sampled_from(_STACKS), max_size=3).map(tuple), max_size=len(_STACKS)
)


def _reaches_itself(stack: str, contains: dict[str, tuple[str, ...]]) -> bool:
    """By brute force: after at most as many steps as there are stacks."""
    reached = set(contains.get(stack, ()))
    for _ in _STACKS:
        reached |= {inner for each in reached for inner in contains.get(each, ())}
    return stack in reached


def test_a_stack_within_itself_is_a_cycle() -> None:
    assert find_cycle("a", {"a": ("b", "a")}) == ("a", "a")


def test_the_cycle_is_named_from_the_stack_back_to_it() -> None:
    assert find_cycle("a", {"a": ("x", "b"), "b": ("c",), "c": ("a",)}) == ("a", "b", "c", "a")


def test_a_stack_in_two_others_is_no_cycle() -> None:
    assert find_cycle("a", {"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ()}) == ()


def test_a_cycle_elsewhere_is_not_this_stacks_fault() -> None:
    assert find_cycle("a", {"a": ("b",), "b": ("c",), "c": ("b",)}) == ()


@given(st.sampled_from(_STACKS), _CONTAINS)
def test_a_cycle_is_found_exactly_where_there_is_one(
    stack: str, contains: dict[str, tuple[str, ...]]
) -> None:
    cycle = find_cycle(stack, contains)
    assert bool(cycle) == _reaches_itself(stack, contains)
    if cycle:
        assert cycle[0] == cycle[-1] == stack
        assert all(inner in contains[outer] for outer, inner in pairwise(cycle))
        assert len(set(cycle)) == len(cycle) - 1


def test_a_long_chain_is_followed_to_its_end() -> None:
    chain = {str(n): (str(n + 1),) for n in range(5000)}
    assert find_cycle("0", chain) == ()
    assert len(find_cycle("0", {**chain, "5000": ("0",)})) == 5002
