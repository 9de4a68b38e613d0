"""Whether what somebody has collected deepens something, or is a list of badges."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_reporting.domain.catalogue import Catalogue, Stack
from cairn_reporting.domain.focus import FOCUS_RANKING, Focus, FocusState, focus
from cairn_reporting.domain.focus_sentence import focus_sentence
from tests.support.reporting.builders import place, stack

_CLOUD = stack("stack-cloud", place("aws"), place("terraform"), place("kubernetes"), specialisation="Cloud")
_DATA = stack(
    "stack-data", place("sql"), place("python"), place("statistics"), place("tableau"), specialisation="Data"
)
_SIX = ("excel", "aws", "sql", "canva", "first-aid", "scrum")


def _catalogue(*stacks: Stack) -> Catalogue:
    return Catalogue(skills={}, credentials={}, stacks={each.stack_id: each for each in stacks})


def _focus(held: Iterable[str], *stacks: Stack) -> Focus:
    return focus(held=frozenset(held), catalogue=_catalogue(*stacks))


def _said(held: Iterable[str], *stacks: Stack) -> str:
    catalogue = _catalogue(*stacks)
    return focus_sentence(focus(held=frozenset(held), catalogue=catalogue), catalogue=catalogue)


def test_six_unrelated_badges_are_scattered_and_the_nearest_stack_is_the_better_next_step() -> None:
    found = _focus(_SIX, _CLOUD, _DATA)
    assert found.state is FocusState.SCATTERED
    assert found.next_step is not None
    assert (found.next_step.stack_id, found.next_step.missing) == ("stack-cloud", ("terraform", "kubernetes"))


def test_scattered_is_the_strongest_word_that_is_said() -> None:
    assert _said(_SIX, _CLOUD) == (
        "Scattered: 0 of 6 credentials deepen a specialisation. "
        "Nearest to completion: Stack-cloud, which lacks terraform, kubernetes."
    )


def test_three_that_belong_together_are_focused() -> None:
    found = _focus(["sql", "python", "tableau"], _CLOUD, _DATA)
    assert (found.state, found.specialisation) == (FocusState.FOCUSED, "Data")
    assert found.deepening == {"sql", "python", "tableau"}


def test_stacks_of_one_specialisation_count_together() -> None:
    more = stack("stack-more", place("spark"), place("airflow"), specialisation="Data")
    assert _focus(["sql", "spark", "airflow"], _DATA, more).deepening == {"sql", "spark", "airflow"}


def test_a_single_credential_of_a_specialisation_deepens_nothing_yet() -> None:
    assert _focus(["sql", "aws", "excel"], _CLOUD, _DATA).deepening == frozenset()


@pytest.mark.parametrize(
    ("held", "state"),
    [
        ((), FocusState.NOTHING),
        (("excel",), FocusState.STARTING),
        (("excel", "canva"), FocusState.STARTING),
        (("excel", "canva", "scrum"), FocusState.SCATTERED),
        (("sql", "python", "excel"), FocusState.FOCUSED),
        (("sql", "python", "excel", "canva"), FocusState.MIXED),
        (("sql", "python", "excel", "canva", "scrum"), FocusState.SCATTERED),
        (("aws", "terraform", "kubernetes", "excel", "canva", "scrum", "first-aid"), FocusState.MIXED),
    ],
    ids=str,
)
def test_the_state_follows_the_share_and_complete_stacks(held: tuple[str, ...], state: FocusState) -> None:
    assert _focus(held, _CLOUD, _DATA).state is state


def test_a_complete_stack_is_no_next_step() -> None:
    found = _focus(["aws", "terraform", "kubernetes"], _CLOUD)
    assert (found.complete_stacks, found.next_step) == (("stack-cloud",), None)


def test_an_alternative_or_an_equivalent_fills_a_place_and_n_of_takes_the_nearest() -> None:
    some = stack(
        "stack-some", place("a", "a-before"), place("b"), place("c", "stack-inner"), required_count=2
    )
    inner = stack("stack-inner", place("d"), place("e"), specialisation="Stack-some")
    assert _focus(["a-before", "c"], some, inner).complete_stacks == ("stack-some",)
    assert _focus(["d", "e"], some, inner).complete_stacks == ("stack-inner",)
    step = _focus(["d", "e"], some, inner).next_step
    assert step is not None
    assert step.missing == ("a",)


def test_a_stack_that_stands_within_itself_is_never_complete_and_never_a_next_step() -> None:
    first = stack("stack-1", place("stack-2"))
    second = stack("stack-2", place("stack-1"))
    assert _focus(["a"], first, second).next_step is None


def test_without_stacks_there_is_nothing_to_advise() -> None:
    assert _said(["a", "b"]) == "A start is made; from three credentials on it shows where they lead."


_CREDENTIALS = [f"c{number}" for number in range(9)]
_PLACES = st.lists(
    st.sampled_from([*_CREDENTIALS, "stack-0", "stack-1"]), min_size=1, max_size=3, unique=True
).map(lambda ids: place(*ids))


@st.composite
def _stacks(draw: st.DrawFn) -> list[Stack]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        places = draw(st.lists(_PLACES, min_size=1, max_size=4))
        found.append(
            stack(
                f"stack-{number}",
                *places,
                required_count=draw(st.integers(1, len(places))),
                specialisation=draw(st.sampled_from(["A", "B", ""])),
            )
        )
    return found


_HELD = st.sets(st.sampled_from([*_CREDENTIALS, "x", "y", "z"]))


@given(stacks=_stacks(), held=_HELD)
def test_a_credential_that_completes_a_stack_never_lowers_focus(stacks: list[Stack], held: set[str]) -> None:
    before = _focus(held, *stacks)
    for credential_id in set(_CREDENTIALS) - held:
        after = _focus({*held, credential_id}, *stacks)
        if set(after.complete_stacks) - set(before.complete_stacks):
            assert after.share >= before.share
            assert FOCUS_RANKING.index(after.state) >= FOCUS_RANKING.index(before.state)


@given(stacks=_stacks(), held=_HELD)
def test_what_is_missing_completes_the_stack_and_what_is_complete_stays_so(
    stacks: list[Stack], held: set[str]
) -> None:
    found = _focus(held, *stacks)
    if found.next_step:
        then = _focus({*held, *found.next_step.missing}, *stacks)
        assert found.next_step.stack_id in then.complete_stacks
        assert set(found.complete_stacks) <= set(then.complete_stacks)


@given(stacks=_stacks(), held=_HELD)
def test_focus_counts_nothing_that_is_not_held(stacks: list[Stack], held: set[str]) -> None:
    found = _focus(held, *stacks)
    assert found.deepening <= held
    assert 0 <= found.share <= 1
    assert found.state is not FocusState.SCATTERED or len(held) >= 3
