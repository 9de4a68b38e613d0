"""What renewing takes, as people read it."""

from cairn_learners.domain.renewal_terms import RenewalKind, renewal_options_of
from cairn_learners.domain.renewal_words import what_renewing_takes
from tests.support.learners.renewing import an_option, by_credits, credits_of


def test_credits_say_their_limits_and_what_else_is_asked_for() -> None:
    pdu = credits_of("60", ("education", "35", ""), ("giving back", "", "25"), carry="20")
    (option,) = renewal_options_of([by_credits(pdu, fee=True, attestation=True)])
    assert what_renewing_takes([option]) == (
        "Renewing it takes 60 PDU in the cycle (at least 35 in education, at most 25 in giving back count, up to 20 of what is left "
        "over are carried over), the fee and an attestation."
    )


def test_every_way_is_said() -> None:
    ways = renewal_options_of(
        [
            an_option(RenewalKind.EXAM, refused_when_late=True),
            an_option(RenewalKind.ASSESSMENT, option_id="assessment", extends="P1Y6M", fee=True),
            an_option(RenewalKind.PATH, option_id="path", path_id="refresh"),
            an_option(RenewalKind.CREDENTIAL, option_id="higher", credential_ids=("pro", "expert")),
        ]
    )
    assert what_renewing_takes(ways) == (
        "Renewing it takes an exam passed in the cycle (not after the grace); or an assessment passed in the cycle and the fee (which "
        "extends it by 1 year and 6 months); or every step of the path refresh, achieved anew in the cycle; or the credential expert or "
        "pro, achieved in the cycle."
    )
