"""Which ways to renew, and which versions of a policy, are refused."""

import pytest

from cairn_learners.domain.policy_versions import Applies, VersionDraft, check_version
from cairn_learners.domain.recertification_policy import Basis
from cairn_learners.domain.renewal_terms import RenewalKind, RenewalOptionDraft, check_renewal
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.renewing import a_version_draft, an_option, by_credits, credits_of


def refused(*options: RenewalOptionDraft) -> list[tuple[str, str]]:
    return [(each.field.removeprefix("renewal[0]."), each.reason) for each in check_renewal(options)]


def refused_version(draft: VersionDraft) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFieldsError) as found:
        check_version(draft)
    return [(each.field, each.reason) for each in found.value.violations]


def test_each_kind_asks_for_what_it_is_about() -> None:
    assert refused(an_option(RenewalKind.PATH)) == [("path_id", "REQUIRED")]
    assert refused(an_option(RenewalKind.CREDENTIAL)) == [("credential_ids", "REQUIRED")]
    assert refused(an_option(RenewalKind.CREDITS)) == [("credits", "REQUIRED")]
    assert refused(an_option(None)) == [("kind", "UNKNOWN_VALUE")]
    assert refused(an_option(RenewalKind.EXAM), an_option(RenewalKind.ASSESSMENT)) == []


@pytest.mark.parametrize("amount", ["-1", "1.234", "x", "1e3", "9999999", "100001", " 1"])
def test_credits_are_numbers_with_at_most_two_decimals(amount: str) -> None:
    assert refused(by_credits(credits_of(amount)))[0] == ("credits.amount", "NOT_AN_AMOUNT")
    assert refused(by_credits(credits_of("1.25"))) == []


def test_a_cycle_takes_more_than_nothing_and_more_than_can_be_carried_over() -> None:
    assert refused(by_credits(credits_of("0"))) == [("credits.amount", "OUT_OF_RANGE")]
    assert refused(by_credits(credits_of(""))) == [("credits.amount", "REQUIRED")]
    assert refused(by_credits(credits_of("20", carry="20"))) == [("credits.carry_over", "OUT_OF_RANGE")]


def test_categories_fit_into_the_cycle_and_are_named_once() -> None:
    assert refused(by_credits(credits_of("60", ("a", "40", ""), ("b", "30", "")))) == [
        ("credits.categories", "OUT_OF_RANGE")
    ]
    assert refused(by_credits(credits_of("60", ("a", "40", "30")))) == [
        ("credits.categories[0].cap", "OUT_OF_RANGE")
    ]
    assert refused(by_credits(credits_of("60", ("a", "", ""), ("a", "", "")))) == [
        ("credits.categories[1].category", "DUPLICATE")
    ]
    assert refused(by_credits(credits_of("60", unit=None))) == [("credits.unit", "UNKNOWN_VALUE")]


def test_two_ways_have_two_ids() -> None:
    both = (an_option(), an_option())
    assert [(each.field, each.reason) for each in check_renewal(both)] == [
        ("renewal[1].option_id", "DUPLICATE")
    ]


def test_an_option_may_extend_differently_but_not_by_less_than_the_window() -> None:
    policy = a_policy_draft(validity="P3Y", window="P6M")
    check_version(a_version_draft(policy, an_option(extends="P1Y")))
    for length, reason in (
        ("P6M", "NOT_LONGER_THAN_WINDOW_AND_GRACE"),
        ("P0D", "NOT_A_DURATION"),
        ("soon", "NOT_A_DURATION"),
    ):
        draft = a_version_draft(policy, an_option(extends=length))
        assert refused_version(draft) == [("renewal[0].extends", reason)]


@pytest.mark.parametrize("basis", [Basis.FIXED, Basis.NEVER])
def test_where_expiries_are_fixed_or_absent_no_option_extends(basis: Basis) -> None:
    draft = a_version_draft(a_policy_draft(basis), an_option(extends="P1Y"))
    assert refused_version(draft) == [("renewal[0].extends", "NOT_WITH_THIS_BASIS")]


def test_a_version_needs_a_day_and_says_what_it_is_for() -> None:
    assert refused_version(a_version_draft(effective_on="")) == [("effective_on", "REQUIRED")]
    assert refused_version(a_version_draft(effective_on="soon")) == [("effective_on", "NOT_A_DATE")]
    assert refused_version(a_version_draft(applies=None)) == [("applies", "UNKNOWN_VALUE")]
    check_version(a_version_draft(applies=Applies.RETROACTIVELY))


def test_what_is_wrong_with_the_policy_is_said_below_it() -> None:
    draft = a_version_draft(a_policy_draft(window="P1Y"))
    assert refused_version(draft) == [("policy.window", "NOT_SHORTER_THAN_VALIDITY")]
