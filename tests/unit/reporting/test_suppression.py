"""Figures for who may not see persons."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from cairn_reporting.domain.gaps import Gap
from cairn_reporting.domain.suppression import shown, shown_by_group
from tests.support.reporting.builders import skill


def _gap(demanded: int, short: int, *, level: int = 3) -> Gap:
    return Gap(
        demand=skill("python", level),
        name="Python",
        demanded=demanded,
        short=short,
        short_person_ids=tuple(f"p{number}" for number in range(short)),
    )


def _groups(lines: Mapping[str, Gap], *, smallest_cell: int = 5) -> list[str]:
    found = shown_by_group(gaps={group: [gap] for group, gap in lines.items()}, smallest_cell=smallest_cell)
    return [group for group, gaps in found.items() if gaps]


def test_a_line_about_a_few_is_hidden_whichever_of_its_figures_is_small() -> None:
    few_asked, few_short, few_supplied = _gap(4, 0), _gap(10, 4), _gap(10, 6)
    for gap in (few_asked, few_short, few_supplied):
        assert shown(gaps=[gap], smallest_cell=5) == ()
    assert shown(gaps=[_gap(10, 5)], smallest_cell=5) == (_gap(10, 5),)


def test_a_figure_of_nobody_or_everybody_is_shown() -> None:
    assert len(shown(gaps=[_gap(10, 0), _gap(10, 10, level=4)], smallest_cell=5)) == 2


def test_the_smallest_of_the_others_is_hidden_too_where_the_total_would_tell() -> None:
    assert _groups({"a": _gap(3, 0), "b": _gap(20, 10), "c": _gap(10, 0)}) == ["b"]
    assert _groups({"a": _gap(20, 10), "b": _gap(10, 5)}) == ["a", "b"]


@given(
    lines=st.dictionaries(
        st.sampled_from("abcdef"),
        st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda both: _gap(sum(both), both[0])),
        min_size=1,
    ),
    smallest_cell=st.integers(1, 6),
)
def test_what_is_hidden_is_never_about_a_few_nor_one_group_alone_unless_everything_is(
    lines: dict[str, Gap], smallest_cell: int
) -> None:
    visible = set(_groups(lines, smallest_cell=smallest_cell))
    hidden = [gap for group, gap in lines.items() if group not in visible]
    for group in visible:
        gap = lines[group]
        assert not any(0 < each < smallest_cell for each in (gap.demanded, gap.supplied, gap.short))
    if visible and hidden:
        assert len(hidden) > 1
        for together in (
            sum(each.demanded for each in hidden),
            sum(each.supplied for each in hidden),
            sum(each.short for each in hidden),
        ):
            assert together == 0 or together >= smallest_cell
