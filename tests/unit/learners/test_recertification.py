"""Until when a credential counts, basis by basis, and why."""

from cairn_learners.domain.recertification import PreviousPeriod
from cairn_learners.domain.recertification_policy import Basis, LateRule
from tests.support.learners.recertifying import a_policy, a_previous, at, ends, recertified, spans

LAST_YEAR = a_previous("2012-05-03 08:14", "2013-05-03 08:14")


class TestEveryBasis:
    def test_completions_are_taken_as_they_happened_the_same_instant_once(self) -> None:
        policy = a_policy(Basis.COMPLETION)
        found = recertified(policy, "2014-03-01", "2013-02-01", "2014-03-01 01:00+01:00", "2013-02-01")
        assert spans(found) == [("2013-02-01", "2014-02-01"), ("2014-03-01", "2015-03-01")]
        assert found.unchanged == ()

    def test_a_new_period_begins_at_the_later_of_the_completion_and_the_end_before(self) -> None:
        policy = a_policy(Basis.COMPLETION)
        early = recertified(policy, "2013-04-15", previous=LAST_YEAR)
        late = recertified(policy, "2013-08-15", previous=LAST_YEAR)
        assert spans(early) == [("2013-05-03 08:14", "2014-04-15")]
        assert spans(late) == [("2013-08-15", "2014-08-15")]

    def test_a_completion_that_would_not_move_the_end_later_changes_nothing_and_says_why(self) -> None:
        found = recertified(a_policy(Basis.COMPLETION), "2012-05-03 08:14", previous=LAST_YEAR)
        assert found.periods == ()
        (unchanged,) = found.unchanged
        assert unchanged.completed_at == at("2012-05-03 08:14")
        assert unchanged.reason == (
            "It would be valid until 2013-05-03 08:14 (UTC), which is not later than 2013-05-03 08:14 (UTC), until when it is valid "
            "already."
        )

    def test_the_last_valid_day_is_that_of_the_policys_time_zone(self) -> None:
        policy = a_policy(Basis.COMPLETION, timezone="Europe/Madrid")
        (period,) = recertified(policy, "2023-02-12 00:00+01:00").periods
        assert period.valid_until == at("2024-02-12 00:00+01:00")
        assert str(period.last_valid_on) == "2024-02-11"

    def test_without_a_grace_it_is_over_with_the_validity_and_without_a_window_there_is_none(self) -> None:
        (period,) = recertified(a_policy(Basis.COMPLETION, window=""), "2013-04-15").periods
        assert period.grace_until == period.valid_until
        assert period.window_opens_at is None

    def test_window_and_grace_are_counted_from_the_end(self) -> None:
        policy = a_policy(Basis.COMPLETION, window="P3W", grace="P1M")
        (period,) = recertified(policy, "2013-04-15 12:01").periods
        assert period.window_opens_at == at("2014-03-25 12:01")
        assert period.grace_until == at("2014-05-15 12:01")

    def test_nothing_completed_is_nothing_changed(self) -> None:
        for basis in Basis:
            found = recertified(a_policy(basis), previous=LAST_YEAR, due="2013-01-01")
            assert (found.periods, found.unchanged) == ((), ())

    def test_what_is_valid_without_an_end_stays_so(self) -> None:
        for basis in Basis:
            found = recertified(a_policy(basis), "2013-04-15", previous=a_previous("2012-01-01", None))
            assert found.periods == ()
            assert [each.reason for each in found.unchanged] == ["It is valid without an end already."]

    def test_every_date_is_explained(self) -> None:
        policy = a_policy(grace="P2W", timezone="Europe/Madrid")
        (period,) = recertified(policy, "2013-04-15 12:01", previous=LAST_YEAR).periods
        assert period.explanation == (
            "It was completed 2013-04-15 14:01 (Europe/Madrid).",
            "A renewal inside the window runs on from the expiry that it renews, 2013-05-03 10:14 (Europe/Madrid), for 1 year: until "
            "2014-05-03 10:14 (Europe/Madrid).",
            "It begins when the period before ends, 2013-05-03 10:14 (Europe/Madrid).",
            "It can be renewed from 2014-04-03 10:14 (Europe/Madrid) on.",
            "After that there is a grace until 2014-05-17 10:14 (Europe/Madrid).",
        )


class TestCompletion:
    """Valid until completion + validity."""

    def test_from_each_completion(self) -> None:
        found = recertified(a_policy(Basis.COMPLETION), "2013-04-15", "2014-01-10", "2016-02-29")
        assert spans(found) == [
            ("2013-04-15", "2014-04-15"),
            ("2014-04-15", "2015-01-10"),
            ("2016-02-29", "2017-02-28"),
        ]


class TestExpiry:
    """A renewal inside the window or the grace runs on from the expiry that it renews."""

    def test_the_first_time_from_the_due_date_if_the_completion_is_not_after_it(self) -> None:
        assert ends(recertified(a_policy(), "2013-04-15", due="2013-06-01")) == ["2014-06-01"]
        assert ends(recertified(a_policy(), "2013-06-01", due="2013-06-01")) == ["2014-06-01"]
        assert ends(recertified(a_policy(), "2013-06-02", due="2013-06-01")) == ["2014-06-02"]
        assert ends(recertified(a_policy(), "2013-06-02")) == ["2014-06-02"]

    def test_only_the_first_time(self) -> None:
        policy = a_policy()
        assert ends(recertified(policy, "2013-05-01", due="2013-12-01", previous=LAST_YEAR)) == [
            "2014-05-03 08:14"
        ]
        assert ends(recertified(policy, "2013-08-01", due="2013-12-01", previous=LAST_YEAR)) == ["2014-08-01"]

    def test_inside_the_window_which_begins_with_its_first_instant(self) -> None:
        found = recertified(a_policy(), "2013-04-03 08:14", previous=LAST_YEAR)
        assert spans(found) == [("2013-05-03 08:14", "2014-05-03 08:14")]

    def test_before_the_window_opens_it_changes_nothing_and_says_why(self) -> None:
        found = recertified(a_policy(), "2013-04-03 08:13", previous=LAST_YEAR)
        assert found.periods == ()
        assert [each.reason for each in found.unchanged] == [
            "It came before the window for renewing opened, which was 2013-04-03 08:14 (UTC)."
        ]

    def test_inside_the_grace_which_ends_before_its_last_instant(self) -> None:
        policy = a_policy(grace="P10D")
        inside = recertified(policy, "2013-05-13 08:13", previous=LAST_YEAR)
        after = recertified(policy, "2013-05-13 08:14", previous=LAST_YEAR)
        assert spans(inside) == [("2013-05-13 08:13", "2014-05-03 08:14")]
        assert spans(after) == [("2013-05-13 08:14", "2014-05-13 08:14")]

    def test_after_the_grace_it_is_as_the_first_time_without_a_due_date(self) -> None:
        found = recertified(a_policy(grace="P10D"), "2013-09-01", due="2014-01-01", previous=LAST_YEAR)
        assert spans(found) == [("2013-09-01", "2014-09-01")]

    def test_or_runs_on_in_whole_validities_to_the_first_after_the_completion(self) -> None:
        policy = a_policy(late=LateRule.PREVIOUS_EXPIRY)
        assert ends(recertified(policy, "2013-09-01", previous=LAST_YEAR)) == ["2014-05-03 08:14"]
        assert ends(recertified(policy, "2016-09-01", previous=LAST_YEAR)) == ["2017-05-03 08:14"]
        # The end is the first instant that no longer counts, so one that falls on the completion is too early.
        assert ends(recertified(policy, "2015-05-03 08:14", previous=LAST_YEAR)) == ["2016-05-03 08:14"]

    def test_each_of_these_is_counted_from_the_old_expiry_so_that_the_leap_day_comes_back(self) -> None:
        policy = a_policy(late=LateRule.PREVIOUS_EXPIRY)
        leap = a_previous("2019-02-28", "2020-02-29")
        assert ends(recertified(policy, "2023-06-01", previous=leap)) == ["2024-02-29"]

    def test_one_renewal_is_the_base_of_the_next(self) -> None:
        found = recertified(
            a_policy(), "2013-04-15", "2013-04-20", "2014-05-02", "2016-01-01", previous=LAST_YEAR
        )
        assert spans(found) == [
            ("2013-05-03 08:14", "2014-05-03 08:14"),
            ("2014-05-03 08:14", "2015-05-03 08:14"),
            ("2016-01-01", "2017-01-01"),
        ]
        assert [str(each.completed_at.date()) for each in found.unchanged] == ["2013-04-20"]

    def test_a_window_that_was_open_stays_open_when_the_policy_is_shortened(self) -> None:
        def told(opens: str) -> PreviousPeriod:
            return a_previous("2012-05-03 08:14", "2013-05-03 08:14", opens=opens)

        earlier = recertified(a_policy(), "2013-02-01", previous=told("2013-01-03 08:14"))
        later = recertified(a_policy(), "2013-04-10", previous=told("2013-04-28 08:14"))
        assert ends(earlier) == ends(later) == ["2014-05-03 08:14"]
        # Only that one: the next window is the policy's.
        assert earlier.periods[0].window_opens_at == at("2014-04-03 08:14")

    def test_a_window_of_nothing_is_never_open(self) -> None:
        found = recertified(a_policy(window="P0D"), "2013-05-03 08:13", previous=LAST_YEAR)
        assert len(found.unchanged) == 1


class TestFixed:
    """Expiries fall only on the anchor plus or minus whole validities."""

    def test_the_anchor_is_the_due_date(self) -> None:
        policy = a_policy(Basis.FIXED)
        assert ends(recertified(policy, "2014-08-01", due="2014-12-01", previous=LAST_YEAR)) == ["2014-12-01"]
        assert ends(recertified(policy, "2014-08-01", due="2019-12-01")) == ["2014-12-01"]
        assert ends(recertified(policy, "2014-08-01", due="2009-12-01")) == ["2014-12-01"]

    def test_else_the_end_of_what_is_in_force(self) -> None:
        found = recertified(a_policy(Basis.FIXED), "2015-08-01", previous=LAST_YEAR)
        assert ends(found) == ["2016-05-03 08:14"]

    def test_else_the_first_completion_plus_validity_whatever_arrives_first(self) -> None:
        found = recertified(a_policy(Basis.FIXED), "2016-08-01", "2013-04-15")
        assert ends(found) == ["2014-04-15", "2017-04-15"]

    def test_it_lies_after_the_completion(self) -> None:
        found = recertified(a_policy(Basis.FIXED), "2014-12-01", due="2014-12-01")
        assert spans(found) == [("2014-12-01", "2015-12-01")]

    def test_it_leaves_the_minimum_validity(self) -> None:
        policy = a_policy(Basis.FIXED, minimum="P6M")
        assert ends(recertified(policy, "2014-06-01", due="2014-12-01")) == ["2014-12-01"]
        assert ends(recertified(policy, "2014-06-01 00:01", due="2014-12-01")) == ["2015-12-01"]

    def test_a_renewal_inside_its_window_lies_after_the_period_that_it_renews(self) -> None:
        found = recertified(a_policy(Basis.FIXED), "2013-04-03 08:14", previous=LAST_YEAR)
        assert spans(found) == [("2013-05-03 08:14", "2014-05-03 08:14")]

    def test_before_its_window_a_minimum_validity_alone_can_lead_past_the_period_in_force(self) -> None:
        policy = a_policy(Basis.FIXED, minimum="P6M")
        found = recertified(policy, "2013-01-01", previous=LAST_YEAR)
        assert spans(found) == [("2013-05-03 08:14", "2014-05-03 08:14")]

    def test_before_its_window_it_changes_nothing(self) -> None:
        found = recertified(a_policy(Basis.FIXED), "2013-04-03 08:13", previous=LAST_YEAR)
        assert found.periods == ()
        assert "not later than" in found.unchanged[0].reason

    def test_a_window_that_was_open_stays_open_here_too(self) -> None:
        previous = a_previous("2012-05-03 08:14", "2013-05-03 08:14", opens="2013-01-03 08:14")
        found = recertified(a_policy(Basis.FIXED), "2013-01-03 08:14", previous=previous)
        assert ends(found) == ["2014-05-03 08:14"]

    def test_nothing_drifts_at_the_end_of_a_month_and_on_the_leap_day(self) -> None:
        monthly = a_policy(Basis.FIXED, validity="P1M", window="P7D")
        found = recertified(monthly, "2024-01-20", "2024-01-28", "2024-02-25", "2024-03-29", due="2024-01-31")
        assert ends(found) == ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]
        yearly = recertified(a_policy(Basis.FIXED), "2021-01-01", "2023-06-01", due="2020-02-29")
        assert ends(yearly) == ["2021-02-28", "2024-02-29"]

    def test_the_first_completion_is_never_given_the_hour_that_a_gap_in_the_clock_makes(self) -> None:
        policy = a_policy(Basis.FIXED, validity="P5D", window="P1D", timezone="Europe/Madrid")
        (period,) = recertified(policy, "2024-03-26 02:30+01:00").periods
        assert period.valid_until == at("2024-03-31 03:30+02:00")

    def test_the_explanation_names_the_anchor_and_the_conditions(self) -> None:
        policy = a_policy(Basis.FIXED, minimum="P6M")
        (period,) = recertified(policy, "2013-04-15", previous=LAST_YEAR).periods
        assert period.explanation[1] == (
            "Expiries are fixed: 2013-05-03 08:14 (UTC) and what lies steps of 1 year from it. The first that lies after the completion "
            "and leaves at least 6 months and lies, as it renews inside the window, after the expiry 2013-05-03 08:14 (UTC) is "
            "2014-05-03 08:14 (UTC)."
        )


class TestNever:
    """One period from the earliest completion; its end fields are null."""

    def test_one_period_from_the_earliest_completion(self) -> None:
        found = recertified(a_policy(Basis.NEVER, validity="", window=""), "2014-01-01", "2013-04-15")
        (period,) = found.periods
        assert period.valid_from == at("2013-04-15")
        assert period.valid_until is period.last_valid_on is None
        assert period.window_opens_at is period.grace_until is None
        assert [each.completed_at for each in found.unchanged] == [at("2014-01-01")]

    def test_it_does_not_overlap_what_is_in_force(self) -> None:
        found = recertified(a_policy(Basis.NEVER), "2013-01-01", previous=LAST_YEAR)
        assert [each.valid_from for each in found.periods] == [at("2013-05-03 08:14")]
