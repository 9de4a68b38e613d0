"""The demo's public catalogue keeps its promises: real credentials with their sources, and nothing that dangles."""

import re
from collections.abc import Iterator

import pytest
from google.protobuf.message import Message

from cairn.catalog.v1 import entries_pb2 as contract
from tests.unit.demo.catalogue_files import Entry, as_message, by_id, entries, public_skills

FILES: list[tuple[str, str, type[Message]]] = [
    ("issuers", "issuer_id", contract.Issuer),
    ("platforms", "platform_id", contract.Platform),
    ("skills", "skill_id", contract.Skill),
    ("skills-esco", "skill_id", contract.Skill),
    ("credentials", "credential_id", contract.Credential),
    ("stacks", "stack_id", contract.Stack),
    ("learning-paths", "path_id", contract.LearningPath),
]
ASKED_ISSUERS = {
    "google", "google-cloud", "ibm", "meta", "microsoft", "salesforce", "hubspot", "aws", "comptia", "pmi", "shrm",
    "isc2", "cncf", "udacity", "linkedin", "university-of-michigan", "university-of-illinois", "general-assembly",
}  # fmt: skip
ASKED_PLATFORMS = {
    "coursera",
    "edx",
    "udacity",
    "linkedin-learning",
    "google-digital-garage",
    "hubspot-academy",
}
ASKED_CREDENTIALS = {
    "comptia-a-plus", "comptia-security-plus", "pmi-pmp", "shrm-cp", "cpa-licence", "isc2-cissp", "cncf-cka",
    "cncf-ckad", "google-ads-search", "hubspot-content-marketing",
}  # fmt: skip

CREDENTIALS = entries("catalogue/credentials")


@pytest.mark.parametrize(("file", "id_field", "message"), FILES)
def test_every_entry_is_what_the_contract_calls_it(file: str, id_field: str, message: type[Message]) -> None:
    for entry_id, entry in by_id(f"catalogue/{file}", id_field).items():
        as_message(entry, message)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry_id)
        assert entry["name"].strip() == entry["name"] != ""


def test_there_are_at_least_sixty_credentials_of_all_seven_kinds() -> None:
    assert len(CREDENTIALS) >= 60
    assert {entry["kind"] for entry in CREDENTIALS} == {
        "professional_certificate",
        "digital_badge",
        "nanodegree",
        "industry_certification",
        "licence",
        "bootcamp",
        "degree",
    }


def test_the_issuers_platforms_and_credentials_that_people_ask_about_are_there() -> None:
    assert {entry["issuer_id"] for entry in CREDENTIALS} >= ASKED_ISSUERS
    assert {entry["platform_id"] for entry in CREDENTIALS} >= ASKED_PLATFORMS
    assert by_id("catalogue/credentials", "credential_id").keys() >= ASKED_CREDENTIALS


@pytest.mark.parametrize("entry", CREDENTIALS, ids=lambda entry: entry["credential_id"])
def test_a_credential_says_where_its_facts_are_from_and_names_only_what_is_there(entry: Entry) -> None:
    assert len(entry["source_note"]) > 20
    assert entry["illustrative"] or "guess" not in entry["source_note"], (
        "a guess has to be marked illustrative"
    )
    assert entry["issuer_id"] in by_id("catalogue/issuers", "issuer_id")
    assert entry["platform_id"] in {"", *by_id("catalogue/platforms", "platform_id")}
    granted = [grant["skill_id"] for grant in entry["skills_granted"]]
    assert granted
    assert len(set(granted)) == len(granted)
    assert set(granted) <= public_skills()
    assert entry["effort_hours"] > 0
    assert re.fullmatch(r"(P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(?<!P))?", entry["validity"])
    assert entry["website"].startswith("https://")
    cost = entry.get("cost", {})
    assert ("price" in cost) == (cost.get("basis") not in {None, "free"})


def test_esco_brings_its_877_skills_with_their_uris_and_their_attribution() -> None:
    skills = entries("catalogue/skills-esco")
    assert len(skills) == 877
    of_esco = [skill for skill in skills if skill["esco_uri"]]
    assert [skill["skill_id"] for skill in skills if not skill["esco_uri"]] == ["mongodb"]
    assert all(skill["esco_uri"].startswith("http://data.europa.eu/esco/skill/") for skill in of_esco)
    assert len({skill["esco_uri"] for skill in of_esco}) == 876
    assert all("European Commission, CC BY 4.0" in skill["source_note"] for skill in of_esco)


def test_a_skill_has_one_name_of_its_own() -> None:
    skills = entries("catalogue/skills") + entries("catalogue/skills-esco")
    assert len({skill["name"].casefold() for skill in skills}) == len(skills)
    assert all(skill["source_note"] for skill in skills)
    assert {"project-management", "advertising", "accounting"} <= by_id("catalogue/skills", "skill_id").keys()


def test_stacks_use_every_rule_and_one_holds_another() -> None:
    stacks = entries("catalogue/stacks")
    assert len(stacks) >= 6
    assert {stack["rule"] for stack in stacks} == {"all_of", "n_of", "ordered"}
    assert any("stack_id" in member for stack in stacks for member in stack["members"])
    for stack in stacks:
        members = [tuple(member.items()) for member in stack["members"]]
        assert len(set(members)) == len(members)
        if stack["rule"] == "n_of":
            assert 1 <= stack["required_count"] <= len(members)
        else:
            assert stack["required_count"] == 0


def test_the_stack_of_digital_marketing_is_google_ads_and_hubspot_and_meta() -> None:
    stack = by_id("catalogue/stacks", "stack_id")["digital-marketing"]
    members = [
        by_id("catalogue/credentials", "credential_id")[member["credential_id"]]
        for member in stack["members"]
    ]
    assert stack["rule"] == "all_of"
    assert [member["issuer_id"] for member in members] == ["google", "hubspot", "meta"]


def test_no_stack_contains_itself() -> None:
    for stack_id in by_id("catalogue/stacks", "stack_id"):
        assert stack_id not in set(_stacks_below(stack_id))


def test_members_and_steps_name_only_what_is_there() -> None:
    goals = [member for stack in entries("catalogue/stacks") for member in stack["members"]]
    goals += [step["goal"] for path in entries("catalogue/learning-paths") for step in path["steps"]]
    for goal in goals:
        ((kind, goal_id),) = goal.items()
        known = (
            by_id("catalogue/credentials", kind)
            if kind == "credential_id"
            else by_id("catalogue/stacks", kind)
        )
        assert goal_id in known


def test_a_path_has_steps_each_with_an_id_of_its_own() -> None:
    for path in entries("catalogue/learning-paths"):
        step_ids = [step["step_id"] for step in path["steps"]]
        assert step_ids
        assert len(set(step_ids)) == len(step_ids)


def _stacks_below(stack_id: str, depth: int = 0) -> Iterator[str]:
    assert depth < 10, f"{stack_id} is nested without end"
    for member in by_id("catalogue/stacks", "stack_id")[stack_id]["members"]:
        if "stack_id" in member:
            yield member["stack_id"]
            yield from _stacks_below(member["stack_id"], depth + 1)
