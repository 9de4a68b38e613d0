"""Where somebody stands: with a credential, in a stack, on a path."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.achievements import Achievement, Decision
from cairn_learners.domain.catalogue import (
    Catalogue,
    CredentialGoal,
    Stack,
    StackRule,
    credentials_within,
    goals_of,
    stacks_within,
)
from cairn_learners.domain.periods import Period, last_valid_day
from cairn_learners.domain.progress import (
    PathProgress,
    StackProgress,
    StepState,
    credential_progress,
    has_begun,
    holdings,
    last_day_of,
    nearest_first,
    path_progress,
    stack_progress,
)
from cairn_learners.domain.renewal_cycles import RenewalCycle
from tests.support.learners.builders import (
    NOW,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_catalogue,
    a_path,
    a_stack,
    an_achievement,
    an_enrolment,
    goals,
)
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.reminding import achieved
from tests.support.learners.renewing import a_credential_policy, a_version_draft

DAY = timedelta(days=1)
LAPSED_ON = TODAY - 400 * DAY


def _held(*credential_ids: str) -> list[Achievement]:
    return [an_achievement(each) for each in credential_ids]


def _waiting(credential_id: str) -> Achievement:
    return an_achievement(credential_id, decision=Decision.CLAIMED)


def _lapsed(credential_id: str) -> Achievement:
    return an_achievement(credential_id, issued_on=LAPSED_ON, validity="P1Y")


def _in(stack: Stack, achievements: Iterable[Achievement], *others: Stack) -> StackProgress:
    return stack_progress(stack, catalogue=a_catalogue(stack, *others), held=holdings(achievements, now=NOW))


def _states(progress: StackProgress) -> list[str]:
    return [member.state.value for member in progress.members]


def _on(
    catalogue: Catalogue,
    achievements: Iterable[Achievement],
    *,
    due_on: date | None = None,
    started: Iterable[str] = (),
) -> PathProgress:
    return path_progress(
        an_enrolment(due_on=due_on, started=started),
        catalogue=catalogue,
        held=holdings(achievements, now=NOW),
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("achievements", "state"),
    [
        ([], StepState.NOT_STARTED),
        ([an_achievement()], StepState.COMPLETED),
        ([_waiting("badge")], StepState.WAITING_FOR_VERIFICATION),
        ([_lapsed("badge")], StepState.LAPSED),
        ([an_achievement(decision=Decision.REFUSED)], StepState.NOT_STARTED),
        ([_lapsed("badge"), _waiting("badge")], StepState.WAITING_FOR_VERIFICATION),
        ([_lapsed("badge"), an_achievement()], StepState.COMPLETED),
        ([_waiting("badge"), an_achievement()], StepState.COMPLETED),
        (
            [an_achievement(periods=[Period(valid_from=NOW + DAY, valid_until=None)])],
            StepState.IN_PROGRESS,
        ),
    ],
)
def test_a_verified_currently_valid_achievement_completes_else_a_waiting_claim_decides_else_a_lapsed_one(
    achievements: list[Achievement], state: StepState
) -> None:
    assert credential_progress(achievements, now=NOW).state is state


def test_of_several_valid_achievements_the_one_that_lasts_longest_decides() -> None:
    short = an_achievement(achievement_id="short", validity="P1Y")
    longer = an_achievement(achievement_id="longer", issued_on=YESTERDAY - DAY, validity="P2Y")
    progress = credential_progress([short, longer], now=NOW)
    assert progress.achievement_id == "longer"
    assert last_day_of(progress.coverage) == date(2028, 11, 19)


def test_a_renewal_that_begins_when_the_old_one_ends_carries_on() -> None:
    old = an_achievement(periods=[Period(valid_from=NOW - DAY, valid_until=NOW + DAY)])
    renewed = an_achievement(periods=[Period(valid_from=NOW + DAY, valid_until=NOW + 9 * DAY)])
    assert last_day_of(credential_progress([old, renewed], now=NOW).coverage) == (NOW + 9 * DAY).date()


def test_every_member_is_needed_in_all_of() -> None:
    stack = a_stack("web", "html", "css", "js")
    progress = _in(stack, [*_held("html"), _waiting("css")])
    assert (progress.completed_members, progress.required_members) == (1, 3)
    assert _states(progress) == ["completed", "waiting_for_verification", "not_started"]
    assert progress.state is StepState.IN_PROGRESS
    assert _in(stack, _held("html", "css", "js")).state is StepState.COMPLETED


def test_so_many_of_the_members_are_needed_in_n_of_and_more_do_not_count() -> None:
    stack = a_stack("cloud", "aws", "azure", "google", rule=StackRule.N_OF, required=2)
    assert _in(stack, _held("aws")).state is StepState.IN_PROGRESS
    done = _in(stack, _held("aws", "azure", "google"))
    assert (done.completed_members, done.required_members, done.state) == (2, 2, StepState.COMPLETED)


def test_in_an_ordered_stack_what_was_not_begun_is_locked_until_all_before_it_is_complete() -> None:
    stack = a_stack("ladder", "first", "second", "third", rule=StackRule.ORDERED)
    assert _states(_in(stack, [])) == ["not_started", "locked", "locked"]
    assert _states(_in(stack, _held("first"))) == ["completed", "not_started", "locked"]
    assert _states(_in(stack, [_waiting("first")])) == ["waiting_for_verification", "locked", "locked"]
    assert _in(stack, []).state is StepState.NOT_STARTED


def test_in_an_ordered_stack_what_somebody_has_already_keeps_counting() -> None:
    stack = a_stack("ladder", "first", "second", "third", rule=StackRule.ORDERED)
    progress = _in(stack, _held("third"))
    assert _states(progress) == ["not_started", "locked", "completed"]
    assert progress.completed_members == 1


def test_a_stack_within_a_stack_counts_as_one_member() -> None:
    inner = a_stack("inner", "a", "b")
    outer = a_stack("outer", "stack:inner", "c")
    halfway = _in(outer, _held("a"), inner)
    assert _states(halfway) == ["in_progress", "not_started"]
    assert halfway.completed_members == 0
    assert _in(outer, _held("a", "b"), inner).completed_members == 1
    assert _in(outer, _held("a", "b", "c"), inner).state is StepState.COMPLETED


def test_a_stack_that_would_contain_itself_is_never_complete_by_itself() -> None:
    one, other = a_stack("one", "stack:other", "a"), a_stack("other", "stack:one", "a")
    assert _in(one, _held("a"), other).state is StepState.IN_PROGRESS


def test_a_stack_that_is_not_known_here_is_named_by_its_id_and_not_begun() -> None:
    [member, _] = _in(a_stack("outer", "stack:inner", "a"), _held("a")).members
    assert (member.name, member.state) == ("inner", StepState.NOT_STARTED)


def test_a_member_that_several_things_fill_is_complete_by_any_of_them() -> None:
    stack = a_stack("cloud", "aws|azure|gcp", "linux")
    progress = _in(stack, _held("azure"))
    assert [(each.goal, each.name) for each in progress.members] == [
        (CredentialGoal("azure"), "azure"),
        (CredentialGoal("linux"), "linux"),
    ]
    assert (progress.completed_members, progress.required_members) == (1, 2)
    assert _in(stack, _held("aws", "azure", "gcp")).completed_members == 1


def test_while_none_of_several_ways_is_begun_the_member_is_named_by_all_of_them() -> None:
    [member] = _in(a_stack("cloud", "aws|azure"), []).members
    assert (member.name, member.state, member.goal) == (
        "aws or azure",
        StepState.NOT_STARTED,
        CredentialGoal("aws"),
    )


def test_of_several_ways_the_furthest_counts_a_claim_that_waits_before_one_that_lapsed() -> None:
    [member] = _in(a_stack("cloud", "aws|azure"), [_lapsed("aws"), _waiting("azure")]).members
    assert (member.goal, member.state) == (CredentialGoal("azure"), StepState.WAITING_FOR_VERIFICATION)


def test_of_several_complete_ways_the_one_that_lasts_longest_counts() -> None:
    achievements = [an_achievement("aws", validity="P1Y"), *_held("azure")]
    [member] = _in(a_stack("cloud", "aws|azure"), achievements).members
    assert member.goal == CredentialGoal("azure")


def test_a_nested_stack_is_one_way_of_several() -> None:
    inner = a_stack("inner", "a", "b")
    outer = a_stack("outer", "degree|stack:inner")
    assert _in(outer, _held("a"), inner).state is StepState.IN_PROGRESS
    assert _in(outer, _held("a", "b"), inner).state is StepState.COMPLETED
    assert _in(outer, _held("degree"), inner).state is StepState.COMPLETED


def test_in_an_ordered_stack_any_way_opens_the_next_member() -> None:
    ordered = a_stack("cloud", "aws|azure", "architect", rule=StackRule.ORDERED)
    assert _states(_in(ordered, [])) == ["not_started", "locked"]
    assert _states(_in(ordered, _held("azure"))) == ["completed", "not_started"]


def test_a_stack_is_complete_until_the_first_of_the_needed_members_ends() -> None:
    until = {name: NOW + days * DAY for name, days in (("aws", 10), ("azure", 30), ("google", 20))}
    achievements = [
        an_achievement(name, periods=[Period(valid_from=NOW - DAY, valid_until=end)])
        for name, end in until.items()
    ]
    members = tuple(until)
    all_of = _in(a_stack("cloud", *members), achievements)
    two_of = _in(a_stack("cloud", *members, rule=StackRule.N_OF, required=2), achievements)
    assert last_day_of(all_of.coverage) == until["aws"].date()
    assert last_day_of(two_of.coverage) == until["google"].date()
    assert last_day_of(_in(a_stack("cloud", *members, "more"), achievements).coverage) is None


def test_a_stack_that_was_complete_before_something_lapsed_has_lapsed() -> None:
    assert _in(a_stack("web", "html", "css"), [*_held("html"), _lapsed("css")]).state is StepState.LAPSED


def test_a_stack_of_which_only_claims_wait_is_waiting() -> None:
    progress = _in(a_stack("web", "html", "css"), [*_held("html"), _waiting("css")])
    assert progress.state is StepState.WAITING_FOR_VERIFICATION


PATH = a_path("html", "stack:cloud", "css")
CLOUD = a_stack("cloud", "aws", "azure", rule=StackRule.N_OF, required=1)
CATALOGUE = a_catalogue(PATH, CLOUD, names={"html": "HTML 5"})


def test_a_path_is_complete_when_every_step_is() -> None:
    halfway = _on(CATALOGUE, _held("html", "aws"))
    assert (halfway.completed_steps, halfway.completed, halfway.path_name) == (2, False, "Path")
    assert [step.state.value for step in halfway.steps] == ["completed", "completed", "not_started"]
    assert [step.name for step in halfway.steps] == ["HTML 5", "Cloud", "css"]
    assert _on(CATALOGUE, _held("html", "aws", "css")).completed


def test_a_step_for_a_credential_has_the_achievement_and_one_for_a_stack_has_the_stack() -> None:
    [html, cloud, _] = _on(CATALOGUE, _held("html", "aws")).steps
    assert html.achievement_id == _held("html")[0].achievement_id
    assert html.stack is None
    assert cloud.achievement_id is None
    assert cloud.stack is not None
    assert cloud.stack.completed_members == 1


def test_a_step_that_the_person_began_is_in_progress_until_an_achievement_says_more() -> None:
    begun = _on(CATALOGUE, [_waiting("css")], started=["s1", "s2", "s3"])
    assert [step.state.value for step in begun.steps] == [
        "in_progress",
        "in_progress",
        "waiting_for_verification",
    ]


def test_a_path_is_overdue_the_day_after_its_due_date_unless_it_is_complete() -> None:
    assert not _on(CATALOGUE, [], due_on=TODAY).overdue
    assert _on(CATALOGUE, [], due_on=YESTERDAY).overdue
    assert not _on(CATALOGUE, [], due_on=None).overdue
    assert not _on(CATALOGUE, [], due_on=TOMORROW).overdue
    assert not _on(CATALOGUE, _held("html", "aws", "css"), due_on=YESTERDAY).overdue


def test_a_path_that_is_not_known_here_is_named_by_its_id_and_not_complete() -> None:
    progress = _on(a_catalogue(), [])
    assert (progress.path_name, progress.completed, progress.steps) == ("path", False, ())


def test_the_stacks_nearest_to_completion_come_first() -> None:
    big = a_stack("big", "a", "b", "c", "d", "e")
    small = a_stack("small", "a", "x")
    done = a_stack("done", "a")
    none = a_stack("none", "y")
    found = [_in(each, _held("a", "b", "c", "d")) for each in (none, small, big, done)]
    assert [each.stack_id for each in nearest_first(found)] == ["done", "big", "small", "none"]
    assert [has_begun(each) for each in found] == [False, True, True, True]


def test_what_a_path_leads_through_is_followed_into_nested_stacks() -> None:
    stacks = {each.stack_id: each for each in (a_stack("outer", "stack:inner", "a"), a_stack("inner", "b"))}
    asked = frozenset(goals("stack:outer", "c", "stack:unknown"))
    assert stacks_within(asked, stacks=stacks) == {"outer", "inner"}
    assert credentials_within(asked, stacks=stacks) == {"a", "b", "c"}
    assert goals_of([a_path("c", "stack:outer")]) == set(goals("c", "stack:outer"))


CREDENTIALS = [f"c{number}" for number in range(5)]


@st.composite
def nested_stacks(draw: st.DrawFn) -> dict[str, Stack]:
    """Stacks of credentials and of stacks with a smaller number."""
    stacks: dict[str, Stack] = {}
    for number in range(draw(st.integers(1, 4))):
        ways = st.sampled_from([*CREDENTIALS, *(f"stack:{each}" for each in stacks)])
        filled_by = st.lists(ways, min_size=1, max_size=3, unique=True).map("|".join)
        members = draw(st.lists(filled_by, min_size=1, max_size=4, unique=True))
        rule = draw(st.sampled_from(StackRule))
        required = draw(st.integers(1, len(members))) if rule is StackRule.N_OF else 0
        stacks[f"s{number}"] = a_stack(f"s{number}", *members, rule=rule, required=required)
    return stacks


ACHIEVEMENTS = st.lists(
    st.builds(
        lambda credential, decision, days, validity: an_achievement(
            credential, decision=decision, issued_on=TODAY - days * DAY, validity=validity
        ),
        st.sampled_from(CREDENTIALS),
        st.sampled_from(Decision),
        st.integers(0, 800),
        st.sampled_from(["", "P1Y", "P2Y"]),
    ),
    max_size=8,
)


@given(stacks=nested_stacks(), before=ACHIEVEMENTS, more=ACHIEVEMENTS)
def test_more_achievements_never_make_progress_less(
    stacks: dict[str, Stack], before: list[Achievement], more: list[Achievement]
) -> None:
    path = a_path(*(f"stack:{each}" for each in stacks), *CREDENTIALS)
    catalogue = a_catalogue(path, *stacks.values())
    less, now = _on(catalogue, before), _on(catalogue, [*before, *more])
    assert now.completed_steps >= less.completed_steps
    assert now.completed >= less.completed
    for earlier, later in zip(less.steps, now.steps, strict=True):
        if earlier.state is StepState.COMPLETED:
            assert later.state is StepState.COMPLETED
            assert earlier.coverage is not None
            assert later.coverage is not None
            assert not later.coverage < earlier.coverage
        if earlier.stack is not None and later.stack is not None:
            assert later.stack.completed_members >= earlier.stack.completed_members


@given(stacks=nested_stacks(), achievements=ACHIEVEMENTS, days=st.integers(1, 900))
def test_a_stack_stays_complete_exactly_as_long_as_it_says(
    stacks: dict[str, Stack], achievements: list[Achievement], days: int
) -> None:
    at = NOW + days * DAY
    later = holdings(achievements, now=at)
    for stack in stacks.values():
        now = _in(stack, achievements, *stacks.values())
        then = stack_progress(stack, catalogue=a_catalogue(*stacks.values()), held=later)
        assert (now.state is StepState.COMPLETED) == (now.coverage is not None)
        assert 0 <= now.completed_members <= now.required_members
        assert (now.completed_members == now.required_members) == (now.state is StepState.COMPLETED)
        if now.coverage is not None:
            lasts = now.coverage.until is None or at < now.coverage.until
            assert (then.state is StepState.COMPLETED) == lasts


_NAMES = ("a", "b", "c", "d", "stack:s1", "stack:s2", "stack:s3")


@given(
    members=st.lists(
        st.lists(st.sampled_from(_NAMES), min_size=1, max_size=3, unique=True), min_size=3, max_size=3
    ),
    held=st.frozensets(st.sampled_from(("a", "b", "c", "d", "e"))),
)
def test_a_stack_is_begun_only_by_a_credential_that_it_asks_for(
    members: list[list[str]], held: frozenset[str]
) -> None:
    stacks = [a_stack(f"s{number}", *inside) for number, inside in enumerate(members, 1)]
    catalogue = a_catalogue(*stacks)
    mine = holdings(_held(*held), now=NOW)
    begun = {
        stack.stack_id for stack in stacks if has_begun(stack_progress(stack, catalogue=catalogue, held=mine))
    }
    assert begun <= catalogue.stacks_asking_for(held)
    assert catalogue.stacks_asking_for(held) == {
        stack.stack_id
        for stack in stacks
        if held & credentials_within(frozenset(goals(f"stack:{stack.stack_id}")), stacks=catalogue.stacks)
    }


def test_a_path_that_is_walked_once_more_counts_what_was_achieved_in_the_cycle_only() -> None:
    catalogue = a_catalogue(a_path("badge"))
    began_on = TODAY - timedelta(days=30)
    cycle = RenewalCycle(credential_id="badge", began_on=began_on)

    def completed(*issued_on: date) -> bool:
        held = holdings(
            [an_achievement(achievement_id=f"{each}", issued_on=each) for each in issued_on], now=NOW
        )
        again = path_progress(an_enrolment(cycle=cycle), catalogue=catalogue, held=held, today=TODAY)
        assert path_progress(an_enrolment(), catalogue=catalogue, held=held, today=TODAY).completed
        return again.completed

    assert not completed(began_on - timedelta(days=1))
    assert not completed(began_on)
    assert completed(began_on + timedelta(days=1))
    assert completed(began_on - timedelta(days=1), began_on + timedelta(days=1))


def test_the_last_day_of_a_step_is_the_one_in_the_time_zone_of_the_policy() -> None:
    policy = a_credential_policy("c", a_version_draft(a_policy_draft(timezone="America/Los_Angeles")))
    licence = achieved("c", on=YESTERDAY, policy=policy)
    [said] = [each.dates.last_valid_on for each in licence.held if each.dates.last_valid_on]
    held = holdings([licence], now=NOW)
    assert last_day_of(held["c"].coverage) == said
    catalogue = a_catalogue(a_path("c"))
    [step] = path_progress(an_enrolment(), catalogue=catalogue, held=held, today=TODAY).steps
    assert last_day_of(step.coverage) == said
    # In UTC its last instant is on the next day.
    assert step.coverage and last_valid_day(step.coverage.until) == said + DAY
