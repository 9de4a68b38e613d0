"""How long a credential is valid: ISO 8601, in the calendar's units, longer than nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_catalog.domain.validity import NotADurationError, Validity

_UNITS = st.integers(min_value=0, max_value=20)


@pytest.mark.parametrize(
    ("text", "validity"),
    [
        ("P3Y", Validity(years=3)),
        ("P18M", Validity(months=18)),
        ("P6W", Validity(weeks=6)),
        ("P90D", Validity(days=90)),
        ("P1Y2M3W4D", Validity(years=1, months=2, weeks=3, days=4)),
        ("P100Y", Validity(years=100)),
    ],
)
def test_years_months_weeks_and_days_are_read(text: str, validity: Validity) -> None:
    assert Validity.parse(text) == validity


@pytest.mark.parametrize(
    "text",
    [
        "", "P", "3Y", "p3y", "P3", "PY", "P3Y ", " P3Y", "P3Y\n", "P1.5Y", "P1,5Y", "P-3Y", "-P3Y", "+P3Y", "P3D2Y", "P3Y3Y",
        "P1YT1H", "PT1H", "PT0S", "P1DT", "P٣Y", "three years", "P999999999999Y",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotADurationError):
        Validity.parse(text)


@pytest.mark.parametrize("text", ["P0Y", "P0D", "P0Y0M0W0D", "P101Y", "P1201M", "P99999D"])
def test_a_validity_is_longer_than_nothing_and_no_longer_than_a_century(text: str) -> None:
    with pytest.raises(NotADurationError):
        Validity.parse(text)


def test_units_stay_as_they_were_given() -> None:
    assert str(Validity.parse("P12M")) == "P12M"
    assert Validity.parse("P12M") != Validity.parse("P1Y")


@given(years=_UNITS, months=_UNITS, weeks=_UNITS, days=_UNITS)
def test_what_is_written_is_read_again(years: int, months: int, weeks: int, days: int) -> None:
    if not (years or months or weeks or days):
        return
    validity = Validity(years=years, months=months, weeks=weeks, days=days)
    assert Validity.parse(str(validity)) == validity


@given(st.text())
def test_no_text_makes_it_fail_otherwise(text: str) -> None:
    try:
        validity = Validity.parse(text)
    except NotADurationError:
        return
    assert Validity.parse(str(validity)) == validity
