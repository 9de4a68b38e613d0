"""PreviewRecertification as callers see it, over a real channel, with real tokens."""

from collections.abc import Iterator

import pytest

from cairn.learners.v1 import learners_service_pb2 as contract
from cairn.learners.v1 import recertification_pb2 as messages
from cairn.learners.v1.certification_pb2 import RENEWAL_KIND_EXAM, RenewalOption
from tests.support.learners.company import Company, company_service
from tests.support.learners.fake_store import FakeWorld

EXPIRY = messages.RecertificationPolicy(
    basis=messages.RECERTIFICATION_BASIS_EXPIRY, validity="P1Y", window="P1M", timezone="Europe/Madrid"
)
LAST_YEAR = messages.PreviousPeriod(valid_from="2012-05-03", valid_until="2013-05-03")


@pytest.fixture(scope="module")
def service() -> Iterator[Company]:
    with company_service() as company:
        yield company


@pytest.fixture
def company(service: Company) -> Company:
    service.move_into(FakeWorld())
    return service


def a_request(
    policy: messages.RecertificationPolicy = EXPIRY, *completions: str
) -> contract.PreviewRecertificationRequest:
    return contract.PreviewRecertificationRequest(
        policy=policy, previous=LAST_YEAR, completions=completions or ["2013-04-15", "2013-03-01"]
    )


@pytest.mark.parametrize("who", ["ann", "cleo", "hana", "tess", "client", "stranger"])
def test_every_account_with_a_role_is_answered_and_nothing_is_stored(company: Company, who: str) -> None:
    before = dict(company.world.aggregates) if isinstance(company.world, FakeWorld) else {}
    answer = company.ask(who, a_request())
    (period,) = answer.periods
    assert period.valid_from.ToJsonString() == "2013-05-02T22:00:00Z"
    assert period.valid_until.ToJsonString() == "2014-05-02T22:00:00Z"
    assert period.last_valid_on == "2014-05-02"
    assert period.window_opens_at.ToJsonString() == "2014-04-02T22:00:00Z"
    assert period.grace_until == period.valid_until
    assert len(period.explanation) == 4
    (unchanged,) = answer.unchanged
    assert unchanged.completion == "2013-03-01"
    assert "before the window" in unchanged.reason
    assert isinstance(company.world, FakeWorld)
    assert company.world.aggregates == before
    assert company.world.happened == []


def test_an_account_without_a_role_is_refused(company: Company) -> None:
    assert company.refusal("nobody", a_request()) == "ROLE_REQUIRED"


def test_what_never_ends_has_no_end_fields(company: Company) -> None:
    policy = messages.RecertificationPolicy(basis=messages.RECERTIFICATION_BASIS_NEVER)
    (period,) = company.ask("ann", a_request(policy, "2013-06-01")).periods
    assert not any(period.HasField(name) for name in ("valid_until", "window_opens_at", "grace_until"))
    assert period.last_valid_on == ""


def test_a_late_renewal_runs_on_from_the_old_expiry_where_the_policy_says_so(company: Company) -> None:
    policy = messages.RecertificationPolicy()
    policy.CopyFrom(EXPIRY)
    policy.late_rule = messages.LATE_RULE_PREVIOUS_EXPIRY
    (period,) = company.ask("ann", a_request(policy, "2015-09-01")).periods
    assert period.last_valid_on == "2016-05-02"


def test_the_whole_policy_moves_no_date_and_is_explained(company: Company) -> None:
    exam = RenewalOption(option_id="exam", kind=RENEWAL_KIND_EXAM, needs_fee=True)
    request = a_request(EXPIRY, "2013-04-15", "2014-04-20")
    plain = company.ask("ann", request)
    request.MergeFrom(
        contract.PreviewRecertificationRequest(renewal=[exam], version=3, effective_on="2014-01-01")
    )
    whole = company.ask("ann", request)
    dates = [[(each.valid_from, each.valid_until) for each in answer.periods] for answer in (plain, whole)]
    assert dates[0] == dates[1]
    takes = "Renewing it takes an exam passed in the cycle and the fee."
    assert [list(each.explanation)[-2:] for each in whole.periods] == [
        [
            takes,
            "It was completed before 1 January 2014, from when on version 3 of the policy counts: it is judged by it only where the "
            "version applies retroactively, as here.",
        ],
        [takes, "It follows from version 3 of the policy, which counts from 1 January 2014 on."],
    ]


def test_wrong_fields_are_named_as_the_request_has_them(company: Company) -> None:
    policy = messages.RecertificationPolicy(window="PT1H", timezone="Mars/Olympus")
    assert company.violations("ann", a_request(policy, "2013-04-15", "soon")) == [
        ("policy.basis", "UNKNOWN_VALUE"),
        ("policy.timezone", "UNKNOWN_TIME_ZONE"),
        ("policy.window", "NOT_A_DURATION"),
        ("completions[1]", "NOT_AN_INSTANT_OR_DATE"),
    ]


def test_an_empty_request_says_what_it_needs(company: Company) -> None:
    request = contract.PreviewRecertificationRequest()
    assert company.violations("ann", request) == [("policy.basis", "UNKNOWN_VALUE")]
