"""What else an employer keeps of a person: where, which attributes, which time zone and language."""

import pytest

from cairn_learners.domain.particulars import MOST_ATTRIBUTES, Attributes, Particulars, ParticularsDraft
from cairn_learners.domain.people import profile_from
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.builders import a_draft


def _particulars(draft: ParticularsDraft) -> Particulars:
    return profile_from(a_draft(particulars=draft)).particulars


def test_attributes_are_kept_by_name_and_a_blank_one_is_none() -> None:
    kept = _particulars(
        ParticularsDraft(attributes=(("site", " Hull "), ("cost_centre", "4711"), ("grade", " ")))
    )
    assert kept.attributes == (("cost_centre", "4711"), ("site", "Hull"))
    assert (kept.attribute("site"), kept.attribute("grade")) == ("Hull", None)


@pytest.mark.parametrize(
    "attributes",
    [
        (("Cost centre", "1"),),
        (("site", "a"), ("site", "b")),
        (("site", "two\nlines"),),
        tuple((f"a{number}", "x") for number in range(MOST_ATTRIBUTES + 1)),
    ],
)
def test_attributes_that_cannot_be_are_refused(attributes: Attributes) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        _particulars(ParticularsDraft(attributes=attributes))
    assert all(each.field.startswith("attributes") for each in refused.value.violations)


def test_a_time_zone_is_one_of_the_iana_database() -> None:
    assert _particulars(ParticularsDraft(time_zone="Europe/Madrid")).time_zone == "Europe/Madrid"
    with pytest.raises(InvalidFieldsError, match="time zone"):
        _particulars(ParticularsDraft(time_zone="Mars/Olympus"))


def test_a_language_is_a_tag() -> None:
    assert _particulars(ParticularsDraft(language="pt-BR")).language == "pt-BR"
    with pytest.raises(InvalidFieldsError, match="language tag"):
        _particulars(ParticularsDraft(language="German, of course"))
