"""How long a credential is valid, in the calendar's own units."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from cairn_catalog.domain.proposal import FieldChecks

_FORM = re.compile(
    r"P(?:(?P<years>\d{1,5})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,5})D)?",
    re.ASCII,
)


class NotADurationError(ValueError):
    """The text is no positive ISO 8601 duration of years, months, weeks and days."""


@dataclass(frozen=True, kw_only=True)
class Validity:
    """A positive length of time in whole years, months, weeks and days, such as three years.

    The units are kept as they were given: whether twelve months are a year depends on the day one starts from.
    """

    LONGEST_YEARS: ClassVar[int] = 100
    _DAYS_PER: ClassVar[dict[str, float]] = {"years": 365.25, "months": 30.4375, "weeks": 7, "days": 1}

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        units = {unit: int(getattr(self, unit)) for unit in self._DAYS_PER}
        about_days = sum(count * self._DAYS_PER[unit] for unit, count in units.items())
        if min(units.values()) < 0 or not 0 < about_days <= self.LONGEST_YEARS * self._DAYS_PER["years"]:
            raise NotADurationError(
                f"A validity is longer than nothing and at most {self.LONGEST_YEARS} years."
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads an ISO 8601 duration such as P3Y or P1Y6M; raises NotADurationError for any other text.

        Hours and smaller parts are refused: the last valid day is what people are told.
        """
        found = _FORM.fullmatch(text)
        if found is None:
            raise NotADurationError(
                "Give an ISO 8601 duration of years, months, weeks and days, such as P3Y."
            )
        return cls(**{unit: int(count) for unit, count in found.groupdict(default="0").items()})

    def __str__(self) -> str:
        """The ISO 8601 duration."""
        parts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + "".join(f"{count}{unit}" for count, unit in parts if count)


def check_validity(check: FieldChecks, field: str, text: str) -> Validity | None:
    """An ISO 8601 duration of years, months, weeks and days; None where the text is empty."""
    try:
        return Validity.parse(text) if text else None
    except NotADurationError as error:
        check.refuse(field, "NOT_A_DURATION", str(error))
        return None
