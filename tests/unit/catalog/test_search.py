"""Finding entries by words, typing errors included, and by facets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.catalog.v1 import entries_pb2
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.grading import Grading
from cairn_catalog.domain.issuer_trust import TrustVerdict
from cairn_catalog.domain.search.findables import findables, judged_otherwise
from cairn_catalog.domain.search.space import Found, Search, SearchSpace, find
from cairn_catalog.domain.search.text_index import Naming, TextIndex, words
from cairn_catalog.domain.skill import Skill
from cairn_catalog.domain.view import Origin
from tests.support.catalog import samples
from tests.support.catalog.samples import NOW, changed, sound

_NOTHING = SearchSpace(())
_GRADING = Grading(issuers={}, verdicts={}, on=NOW.date())


def _known(*messages: object) -> dict[type[Entry], dict[str, Entry]]:
    known: dict[type[Entry], dict[str, Entry]] = {}
    for message in messages:
        entry = sound(message)
        known.setdefault(type(entry), {})[entry.id] = entry
    return known


def _space(*messages: object) -> SearchSpace:
    known = _known(*messages)
    return SearchSpace(findables(known, names=known, grading=_GRADING))


def _found(space: SearchSpace, query: str = "", *, own: SearchSpace = _NOTHING, **choice: str) -> Found:
    wanted = {facet: frozenset({value}) for facet, value in choice.items()}
    return find(public=space, own=own, search=Search(query=query, kinds=frozenset(), choice=wanted))


def _ids(found: Found) -> list[str]:
    return [hit.seen.entry.id for hit in found.hits]


_ALL = _space(
    samples.ISSUER, samples.PLATFORM, samples.SKILL, samples.CREDENTIAL, samples.STACK, samples.ROLE
)


@pytest.mark.parametrize(
    "query",
    [
        "Project Management Professional",
        "PROJECT professional",
        "professional project",
        "proj manag prof",
        "projct managment professionl",
        "porject professional",
    ],
)
def test_words_match_in_any_order_as_beginnings_and_with_a_typing_error(query: str) -> None:
    assert _ids(_found(_ALL, query))[0] == "pmp"


def test_an_alias_finds_a_skill_before_what_only_grants_it() -> None:
    assert _ids(_found(_ALL, "managing projects"))[0] == "project-management"


def test_an_issuer_finds_its_credentials() -> None:
    assert "pmp" in _ids(_found(_ALL, "institute"))


def test_what_is_called_exactly_so_comes_first() -> None:
    twice = _space(
        samples.ISSUER,
        changed(samples.SKILL, skill_id="a", name="data analysis with Excel", aliases=[]),
        changed(samples.SKILL, skill_id="b", name="data analysis", aliases=[]),
        changed(samples.SKILL, skill_id="c", name="big data analysis", aliases=[]),
    )
    assert _ids(_found(twice, "data analysis")) == ["b", "a", "c"]


def test_all_words_have_to_match() -> None:
    assert _ids(_found(_ALL, "project zebra")) == []


@pytest.mark.parametrize("query", ["", "   ", "\t"])
def test_no_words_find_everything_by_name(query: str) -> None:
    assert _ids(_found(_ALL, query)) == ["delivery", "project-management", "pmp", "project-manager"]


@pytest.mark.parametrize("query", ["!!!", "…", "—"])
def test_signs_alone_find_nothing(query: str) -> None:
    assert _ids(_found(_ALL, query)) == []


def test_signs_that_belong_to_a_name_tell_it_from_another() -> None:
    assert words("C++, C# and Node.js (v22)!") == ["c++", "c#", "and", "node.js", "v22"]
    languages = _space(
        *(
            changed(samples.SKILL, skill_id=each, name=name, aliases=[])
            for each, name in [("cpp", "C++"), ("cs", "C#"), ("c", "C")]
        )
    )
    assert _ids(_found(languages, "c#")) == ["cs"]
    assert _ids(_found(languages, "c"))[0] == "c"


def test_a_tenants_own_entry_is_found_in_the_place_of_the_public_one() -> None:
    own = _space(samples.ISSUER, samples.SKILL, changed(samples.CREDENTIAL, name="Our PMP"))
    [hit] = [hit for hit in _found(_ALL, own=own).hits if hit.seen.entry.id == "pmp"]
    assert (hit.seen.entry.name, hit.seen.origin) == ("Our PMP", Origin.OVERRIDE)
    assert "pmp" not in _ids(_found(_ALL, "professional", own=own))


def test_a_facets_choice_narrows_the_hits_and_not_its_own_counts() -> None:
    other = changed(samples.CREDENTIAL, credential_id="own", name="Other", issuer_id="else", validity="")
    space = _space(samples.ISSUER, samples.SKILL, samples.CREDENTIAL, other)
    found = _found(space, expires="yes")
    assert _ids(found) == ["pmp"]
    assert dict(found.counts["expires"]) == {"yes": 1, "never": 1}
    assert dict(found.counts["issuer"]) == {"pmi": 1}


def test_a_choice_leaves_credentials_only() -> None:
    assert {type(hit.seen.entry) for hit in _found(_ALL, cost="over_2500").hits} == set()
    assert {type(hit.seen.entry) for hit in _found(_ALL, cost="up_to_2500").hits} == {Credential}


def _graded(credential_id: str, *, well: bool) -> object:
    signals = entries_pb2.QualitySignals(
        graded_assessment=well,
        proctored=well,
        hands_on_project=well,
        employers=entries_pb2.EmployerAcknowledgment(acknowledged=well),
        source_note="Its page",
    )
    return changed(samples.CREDENTIAL, credential_id=credential_id, quality_signals=signals)


def test_the_grade_is_a_facet() -> None:
    space = _space(samples.ISSUER, samples.SKILL, _graded("good", well=True), _graded("poor", well=False))
    found = _found(space, quality="strong")
    assert _ids(found) == ["good"]
    assert dict(found.counts["quality"]) == {"strong": 1, "unproven": 1}


def test_own_distrust_regrades_a_public_credential() -> None:
    public = _known(samples.ISSUER, samples.SKILL, _graded("good", well=True))
    distrusting = Grading(issuers={}, verdicts={"pmi": TrustVerdict.NOT_TRUSTED}, on=NOW.date())
    own = SearchSpace((), judged=judged_otherwise(public, judged={"pmi"}, grading=distrusting))
    space = SearchSpace(findables(public, names=public, grading=_GRADING))
    assert dict(_found(space, own=own).counts["quality"]) == {"light": 1}
    assert _ids(_found(space, own=own, quality="strong")) == []
    assert _ids(_found(space, quality="strong")) == ["good"]


def test_kinds_narrow_the_hits() -> None:
    search = Search(query="project", kinds=frozenset({Skill}), choice={})
    assert _ids(find(public=_ALL, own=_NOTHING, search=search)) == ["project-management"]


_NAMES = st.lists(st.text(alphabet="abcdef ", min_size=1, max_size=12), min_size=1, max_size=8)


@given(names=_NAMES, data=st.data())
def test_every_name_finds_its_own_and_so_does_every_beginning_of_its_words(
    names: list[str], data: st.DataObject
) -> None:
    index = TextIndex({str(number): [Naming(name, 1000)] for number, name in enumerate(names)})
    number = data.draw(st.integers(0, len(names) - 1))
    asked = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in words(names[number]))
    assert str(number) in index.scores(asked) or not asked


@given(
    name=st.text(alphabet="abcdefgh", min_size=4, max_size=12),
    place=st.integers(1, 11),
    letter=st.sampled_from("xyz"),
)
def test_one_wrong_letter_after_the_first_is_forgiven(name: str, place: int, letter: str) -> None:
    at = min(place, len(name) - 1)
    wrong = name[:at] + letter + name[at + 1 :]
    assert "it" in TextIndex({"it": [Naming(name, 1000)]}).scores(wrong)
