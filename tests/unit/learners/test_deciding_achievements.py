"""When something counts is found from what can decide about it; all else that somebody achieved says nothing more."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn_learners.domain.achievements import Achievement, ReckoningCause
from cairn_learners.domain.policy_versions import CredentialPolicy
from cairn_learners.domain.recertification_policy import Basis
from cairn_learners.domain.reckoning import PersonKnown, Rules, reckoned
from cairn_learners.domain.renewal_terms import RenewalKind
from tests.support.learners.builders import a_credential, a_path, an_achievement
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.renewing import a_credential_policy, a_version_draft, an_option

_CREDENTIALS = [f"badge-{number}" for number in range(6)]
_PATHS = {
    "short": a_path("badge-1", path_id="short"),
    "long": a_path("badge-2", "badge-3", path_id="long"),
    "stacked": a_path("badge-4", "stack:pile", path_id="stacked"),
}
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
_NOW = datetime(2026, 3, 1, tzinfo=UTC)

_credential_ids = st.sampled_from(_CREDENTIALS)
_by_credential = st.builds(
    lambda ids, number: an_option(
        RenewalKind.CREDENTIAL, option_id=f"one-of-{number}", credential_ids=tuple(sorted(ids))
    ),
    st.sets(_credential_ids, min_size=1, max_size=2),
    st.integers(0, 9),
)
_by_path = st.builds(
    lambda path_id: an_option(RenewalKind.PATH, option_id=f"path-{path_id}", path_id=path_id),
    st.sampled_from([*_PATHS, "unknown"]),
)
_options = st.lists(st.one_of(_by_credential, _by_path), max_size=2, unique_by=lambda each: each.option_id)


@st.composite
def _policies(draw: st.DrawFn) -> dict[str, CredentialPolicy]:
    policy = a_policy_draft(Basis.EXPIRY, validity="P1Y", window="P6M", grace="P1M")
    return {
        each: a_credential_policy(
            each,
            *(
                a_version_draft(policy, *draw(_options), effective_on=effective_on)
                for effective_on in ("2000-01-01", "2023-01-01")
            ),
        )
        for each in draw(st.sets(_credential_ids, max_size=4))
    }


@st.composite
def _achievements(draw: st.DrawFn) -> list[Achievement]:
    days = draw(
        st.lists(st.tuples(_credential_ids, st.integers(0, 2000)), min_size=1, max_size=25, unique=True)
    )
    return [
        an_achievement(credential_id, issued_on=(_FIRST + timedelta(days=number)).date())
        for credential_id, number in days
    ]


@given(policies=_policies(), achievements=_achievements())
@settings(max_examples=300, deadline=None)
def test_what_does_not_decide_may_be_left_out(
    policies: dict[str, CredentialPolicy], achievements: list[Achievement]
) -> None:
    """Each credential's life, and those of all that something new bears on, are the same without the rest."""
    rules = Rules(
        policies=policies, credentials={each: a_credential(each) for each in _CREDENTIALS}, paths=_PATHS
    )
    for new in _CREDENTIALS:
        bears_on = rules.bearing_on(new)
        deciding = rules.decided_by(bears_on)
        assert new in deciding
        told = [
            reckoned(
                PersonKnown(achievements=known, entries=()),
                bears_on,
                rules=rules,
                cause=ReckoningCause.VERIFIED,
                now=_NOW,
            )
            for known in (
                achievements,
                [each for each in achievements if each.credential_id in deciding],
            )
        ]
        assert told[0] == told[1]
