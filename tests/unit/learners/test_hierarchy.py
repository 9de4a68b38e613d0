"""Reporting lines and department trees."""

from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.hierarchy import Hierarchy, circle_closed_by
from tests.support.learners.builders import lines

LINES = lines(cleo=None, ben="cleo", ann="ben", abe="ben", bob="cleo", other=None)


@st.composite
def forests(draw: st.DrawFn) -> Hierarchy:
    """Hierarchies without circles: everybody stands below somebody with a smaller number, or nobody."""
    size = draw(st.integers(1, 12))
    above: dict[str, str | None] = {}
    for number in range(size):
        manager = draw(st.integers(-1, number - 1))
        above[str(number)] = None if manager < 0 else str(manager)
    return Hierarchy(above)


def test_a_line_reaches_to_any_depth_but_not_upwards_nor_sideways() -> None:
    assert LINES.below("cleo") == {"ben", "ann", "abe", "bob"}
    assert LINES.below("ben") == {"ann", "abe"}
    assert LINES.below("ann") == frozenset()
    assert LINES.directly_below("cleo") == {"ben", "bob"}


def test_everybody_up_to_the_top_is_above() -> None:
    assert LINES.above("ann") == {"ben", "cleo"}
    assert LINES.above("cleo") == LINES.above("nobody") == frozenset()


def test_who_is_unknown_leads_nobody() -> None:
    assert LINES.below("nobody") == frozenset()
    assert "nobody" not in LINES
    assert "ann" in LINES


def test_the_circle_that_would_be_closed_is_named() -> None:
    closed = circle_closed_by("cleo", above="ann", above_of=LINES.above_of)
    assert closed == ["cleo", "ann", "ben", "cleo"]


def test_nobody_stands_above_themselves() -> None:
    assert circle_closed_by("ann", above="ann", above_of=LINES.above_of) == ["ann", "ann"]
    assert circle_closed_by("new", above="new", above_of=LINES.above_of) == ["new", "new"]


def test_a_place_elsewhere_closes_no_circle() -> None:
    assert circle_closed_by("ann", above="bob", above_of=LINES.above_of) == []
    assert circle_closed_by("ann", above=None, above_of=LINES.above_of) == []
    assert circle_closed_by("cleo", above="other", above_of=LINES.above_of) == []


def test_a_circle_that_is_there_already_ends_the_search() -> None:
    assert circle_closed_by("ann", above="x", above_of={"x": "y", "y": "x"}) == []
    assert Hierarchy({"x": "y", "y": "x"}).below("x") == {"y"}


@given(forests())
def test_the_line_below_is_the_transitive_closure_of_who_reports_to_whom(hierarchy: Hierarchy) -> None:
    below: set[tuple[str, str]] = {
        (above, member) for member, above in hierarchy.above_of.items() if above is not None
    }
    while True:
        further = {(top, member) for top, middle in below for boss, member in below if boss == middle} - below
        if not further:
            break
        below |= further
    for manager in hierarchy.above_of:
        assert hierarchy.below(manager) == {member for boss, member in below if boss == manager}


@given(forests(), st.data())
def test_a_circle_is_found_exactly_when_the_new_manager_stands_below(
    hierarchy: Hierarchy, data: st.DataObject
) -> None:
    members = sorted(hierarchy.above_of)
    member, manager = data.draw(st.sampled_from(members)), data.draw(st.sampled_from(members))
    closes = circle_closed_by(member, above=manager, above_of=hierarchy.above_of)
    assert bool(closes) == (manager == member or manager in hierarchy.below(member))
