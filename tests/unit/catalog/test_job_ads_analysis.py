"""The shopping list: ranking, mentions and their offsets, what the catalogue knows, and phrases that nobody knows."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn_catalog.adapters.files.job_ads_dictionary_files import dictionary
from cairn_catalog.application.job_ads import (
    ADS_AT_MOST,
    CHARACTERS_AT_MOST,
    CHARACTERS_AT_MOST_IN_ALL,
    analyse_job_ads,
)
from cairn_catalog.domain.job_ads.analysis import Source, analyse
from cairn_catalog.domain.job_ads.reading import MENTIONS_AT_MOST
from cairn_catalog.domain.job_ads.sentences import LONGEST, sentences_of
from cairn_catalog.domain.job_ads.terms import Rule, tenant_lexicon
from cairn_platform.errors import InvalidFieldsError
from tests.support.catalog.job_ads import ESCO, lexicon, names, one, read, skill
from tests.support.passing import Passing

_PIECES = st.sampled_from(
    [
        "Python",
        "Go",
        "R",
        "C++",
        "Node.js",
        "experience with",
        "No",
        "required",
        "strong",
        "5 years",
        "😀",
        "é",
        "\U0001d4b3",
        ",",
        ".",
        "\n",
        "- ",
        "• ",
        "and",
        "you",
        "manage ICT projects",
        "a degree in",
        "PMP",
        "ﬁ",
        "\xad",
        "  ",
        "(",
    ]
)


def test_what_more_ads_ask_for_comes_first() -> None:
    analysis = read(
        "Java and Docker are required.",
        "Docker, Kubernetes",
        "Docker or Java",
        "Knowledge of Redis, Redis, Redis",
    )
    known = [each for each in analysis.skills if each.source is not Source.PHRASE]
    assert [(each.term.name, each.ad_count) for each in known[:2]] == [("Docker", 3), ("Java", 2)]
    assert all(one.ad_count >= other.ad_count for one, other in pairwise(analysis.skills))


def test_an_ad_counts_once_however_often_it_asks() -> None:
    asked = one(["Docker. Docker. Docker is required.", "Docker"], "Docker")
    assert (asked.ad_count, len(asked.mentions)) == (2, 4)


def test_a_must_have_is_what_at_least_half_of_the_ads_call_one() -> None:
    assert one(["Docker is required.", "Docker is a plus."], "Docker").must_have
    assert not one(["Docker is required.", "Docker is a plus.", "Docker preferred"], "Docker").must_have


def test_a_mention_says_where_it_is() -> None:
    text = "Hello 😀!\nYou have experience with Kubernetes. Bye."
    (mention,) = one(["Nothing here.", text], "Kubernetes").mentions
    assert (mention.ad, text[mention.start : mention.end]) == (1, "Kubernetes")
    assert mention.sentence == "You have experience with Kubernetes."
    assert text[mention.sentence_start :].startswith(mention.sentence)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_PIECES, min_size=1, max_size=25).map(" ".join), min_size=1, max_size=4))
def test_every_mention_is_a_stretch_of_its_own_ad(texts: list[str]) -> None:
    analysis = analyse(texts, lexicon())
    for mention in analysis.all_mentions:
        text = texts[mention.ad]
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.sentence_start :].startswith(mention.sentence)
        assert mention.sentence_start <= mention.start
        assert mention.end <= mention.sentence_start + len(mention.sentence)
    for asked in (*analysis.skills, *analysis.licences, *analysis.certifications):
        assert asked.ad_count == len({mention.ad for mention in asked.mentions})


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for mention in read(text).all_mentions:
        assert text[mention.start : mention.end].strip()


def test_a_skill_of_the_catalogue_has_its_name_id_and_uri() -> None:
    asked = one("Python is required.", "Python (computer programming)")
    assert (asked.source, asked.term.skill_id, asked.term.esco_uri) == (
        Source.CATALOGUE,
        "python",
        f"{ESCO}python",
    )
    assert asked.key == "catalogue:python"


def test_the_dictionary_knows_more_names_of_the_catalogue_s_skills() -> None:
    assert one("Experience with PL/SQL", "SQL").term.skill_id == "sql"


def test_tasks_of_the_catalogue_are_found_in_their_other_forms() -> None:
    assert (
        one("Managing ICT projects is your task.", "manage ICT projects").term.skill_id
        == "manage-ict-projects"
    )


def test_the_dictionary_knows_what_the_catalogue_lacks() -> None:
    asked = one("Terraform", "Terraform")
    assert (asked.source, asked.term.skill_id, asked.key) == (Source.DICTIONARY, "", "dictionary:terraform")


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Knowledge of quantum annealing", "quantum annealing"),
        ("Experience with zebra taming and flux capacitors is needed.", "flux capacitors"),
        (
            "You will develop long-term partnerships with suppliers.",
            "develop long-term partnerships with suppliers",
        ),
        ("Ability to translate wishes into drawings", "translate wishes into drawings"),
        ("Responsible for calibrating the telescopes", "calibrating the telescopes"),
        ("You have strong storyboarding skills.", "storyboarding skills"),
    ],
)
def test_what_nobody_knows_is_found_by_how_ads_ask(text: str, phrase: str) -> None:
    assert one(text, phrase).source is Source.PHRASE


def test_phrases_that_differ_in_form_only_are_one() -> None:
    asked = one(["You will calibrate the telescopes.", "Calibrating telescopes"], "calibrate the telescopes")
    assert asked.ad_count == 2


def test_a_tenant_s_own_skill_is_found_for_it_alone() -> None:
    own = tenant_lexicon([skill("zebra", "zebra taming")], public=lexicon(), dictionary=dictionary())
    text = "Zebra taming is required. Python too."
    assert [each.term.skill_id for each in analyse([text], own).skills] == ["python", "zebra"]
    assert "zebra taming" not in names(text)


def test_a_tenant_s_own_version_stands_in_the_public_skill_s_place() -> None:
    mine = skill("python", "Snake charming", "Python")
    own = tenant_lexicon([mine], public=lexicon(), dictionary=dictionary())
    (asked,) = analyse(["Python is required. So is Py3K."], own).skills
    assert (asked.term.name, len(asked.mentions)) == ("Snake charming", 1)


def test_the_dictionary_is_sound() -> None:
    terms = dictionary().terms
    assert len({(term.kind, term.term_id) for term in terms}) == len(terms)
    assert {label.rule for term in terms for label in term.labels} == set(Rule)
    assert all(label.text == label.text.strip() and label.text for term in terms for label in term.labels)


@pytest.mark.parametrize("text", ["Go, " * 1000, "Python and " * 1000, "x" * 5000, "degree in " * 500])
def test_a_sentence_without_an_end_is_read_in_parts(text: str) -> None:
    sentences = sentences_of(text)
    assert max(len(each.text) for each in sentences) <= LONGEST
    assert "".join(each.text for each in sentences).replace(" ", "") == text.replace(" ", "")


def test_of_an_ad_without_measure_only_the_beginning_is_read() -> None:
    mentions = one("Docker, " * 2500, "Docker").mentions
    assert MENTIONS_AT_MOST <= len(mentions) < MENTIONS_AT_MOST + LONGEST


def _reasons(texts: list[str]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFieldsError) as refused:
        analyse_job_ads(lexicon, texts=texts, monotonic=Passing())
    return [(each.field, each.reason) for each in refused.value.violations]


def test_too_few_and_too_many_ads_are_refused() -> None:
    assert _reasons([]) == [("ads", "OUT_OF_RANGE")]
    assert _reasons(["Java"] * (ADS_AT_MOST + 1)) == [("ads", "OUT_OF_RANGE")]
    most = analyse_job_ads(lexicon, texts=["Java"] * ADS_AT_MOST, monotonic=Passing())
    assert most.skills[0].ad_count == ADS_AT_MOST


@dataclass
class _Slow:
    """A clock on which six seconds pass at each look."""

    seconds: float = 0.0

    def __call__(self) -> float:
        self.seconds += 6
        return self.seconds


def test_what_takes_longer_than_anybody_waits_is_refused_with_how_far_it_came() -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        analyse_job_ads(lexicon, texts=["Java"] * 9, monotonic=_Slow())
    [violation] = refused.value.violations
    assert (violation.field, violation.reason) == ("ads", "TOO_MUCH_AT_ONCE")
    assert "2 of 9 ads read" in violation.description


def test_each_wrong_ad_is_named() -> None:
    assert _reasons(["Java", " \n", "x" * (CHARACTERS_AT_MOST + 1)]) == [
        ("ads[1].text", "REQUIRED"),
        ("ads[2].text", "TOO_LONG"),
    ]


def test_all_ads_together_have_a_limit() -> None:
    assert _reasons(["x" * CHARACTERS_AT_MOST] * (CHARACTERS_AT_MOST_IN_ALL // CHARACTERS_AT_MOST + 1)) == [
        ("ads", "TOO_LONG")
    ]
