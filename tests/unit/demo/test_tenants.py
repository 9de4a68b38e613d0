"""The demo's two employers are coherent: every id resolves, nothing goes in circles, and the journey is possible."""

import re
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
import yaml
from google.protobuf.message import Message

from cairn.catalog.v1 import entries_pb2 as contract
from cairn.learners.v1 import organization_pb2 as organization
from tests.unit.demo.catalogue_files import (
    DEMO,
    TENANTS,
    Entry,
    as_message,
    by_id,
    entries,
    public_skills,
    rows,
)

FILES: list[tuple[str, type[Message]]] = [
    ("departments", organization.Department),
    ("roles", contract.Role),
    ("ladders", contract.Ladder),
    ("issuers", contract.Issuer),
    ("credentials", contract.Credential),
    ("learning-paths", contract.LearningPath),
]
LEVELS = {"awareness": 1, "working": 2, "practitioner": 3, "expert": 4}
WHEN_IT_WAS_MADE = date(2026, 11, 22)

pytestmark = pytest.mark.parametrize("alias", TENANTS)


@cache
def description(alias: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        (DEMO / "tenants" / alias / "tenant.yaml").read_text(encoding="utf-8")
    )
    return loaded


def people(alias: str) -> dict[str, dict[str, str]]:
    return {row["person_id"]: row for row in rows(f"tenants/{alias}/people")}


def responsible(alias: str) -> list[Entry]:
    """Only Quillhaven has an HR partner."""
    return entries(f"tenants/{alias}/hr-responsibilities") if alias == "quillhaven" else []


def roles(alias: str) -> dict[str, Entry]:
    return dict(by_id(f"tenants/{alias}/roles", "role_id"))


def credentials(alias: str) -> dict[str, Entry]:
    public = by_id("catalogue/credentials", "credential_id")
    return {**public, **by_id(f"tenants/{alias}/credentials", "credential_id")}


def paths(alias: str) -> dict[str, Entry]:
    own = by_id(f"tenants/{alias}/learning-paths", "path_id")
    return {**by_id("catalogue/learning-paths", "path_id"), **own}


def test_every_entry_is_what_the_contract_calls_it(alias: str) -> None:
    for file, message in FILES:
        for entry in entries(f"tenants/{alias}/{file}"):
            as_message(entry, message)


def test_about_150_people_work_there_and_none_stands_twice(alias: str) -> None:
    assert 140 <= len(rows(f"tenants/{alias}/people")) <= 160
    assert len(people(alias)) == len(rows(f"tenants/{alias}/people"))
    addresses = [person["email"] for person in people(alias).values() if person["email"]]
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith(".example") for address in addresses)


def test_everybody_reports_to_somebody_and_in_the_end_to_one(alias: str) -> None:
    staff = people(alias)
    assert [person["person_id"] for person in staff.values() if not person["manager_id"]] == [
        next(iter(staff))
    ]
    for person_id, person in staff.items():
        line, above = {person_id}, person["manager_id"]
        while above:
            assert above not in line, f"the line above {person_id} is a circle"
            line.add(above)
            above = staff[above]["manager_id"]
    assert max(Counter(person["manager_id"] for person in staff.values()).values()) <= 9


def test_departments_are_a_tree_with_people_in_every_leaf(alias: str) -> None:
    seen: set[str] = set()
    for department in entries(f"tenants/{alias}/departments"):
        parent = department["parent_department_id"]
        assert parent in seen if seen else parent == "", "parents come before their parts"
        seen.add(department["department_id"])
    assert len(seen) == len(entries(f"tenants/{alias}/departments"))
    assert {person["department_id"] for person in people(alias).values()} == seen


def test_people_have_a_role_and_aim_only_at_roles_that_exist(alias: str) -> None:
    for person in people(alias).values():
        assert person["role_id"] in roles(alias)
        assert person["target_role_id"] in {"", *roles(alias)}
        assert person["target_role_id"] != person["role_id"]
        assert date(2010, 1, 1) < date.fromisoformat(person["hired_on"]) < WHEN_IT_WAS_MADE
        assert person["given_name"]
        assert person["position_title"]


def test_promotions_go_up_a_ladder_within_the_year_and_some_follow_a_credential(alias: str) -> None:
    ladders = [ladder["role_ids"] for ladder in entries(f"tenants/{alias}/ladders")]
    promoted = [person for person in people(alias).values() if person["promoted_on"]]
    followed = 0
    for person in promoted:
        before, after = person["promoted_from_role_id"], person["role_id"]
        assert any(
            before in rungs and after in rungs and rungs.index(before) < rungs.index(after)
            for rungs in ladders
        )
        assert date(2026, 1, 1) < date.fromisoformat(person["promoted_on"]) < WHEN_IT_WAS_MADE
        assert person["hired_on"] < person["promoted_on"]
        followed += any(
            row["person_id"] == person["person_id"]
            and "2025-01-01" < row["issued_on"] <= person["promoted_on"]
            for row in rows(f"tenants/{alias}/achievements")
        )
    assert 5 <= followed <= len(promoted) <= 15


def test_whatever_a_role_asks_for_some_credential_proves(alias: str) -> None:
    best: Counter[str] = Counter()
    for credential in credentials(alias).values():
        for grant in credential["skills_granted"]:
            assert grant["skill_id"] in public_skills()
            best[grant["skill_id"]] = max(best[grant["skill_id"]], LEVELS[grant["level"]])
    for role_id, role in roles(alias).items():
        ids = [requirement["requirement_id"] for requirement in role["requirements"]]
        assert ids
        assert len(set(ids)) == len(ids)
        for requirement in role["requirements"]:
            if "skill" in requirement:
                wanted = requirement["skill"]
                assert best[wanted["skill_id"]] >= LEVELS[wanted["level"]], (role_id, wanted)
            else:
                assert requirement["credential_id"] in credentials(alias)


def test_ladders_have_rungs_that_exist_and_a_head_needs_less_of_the_craft_than_the_lead(alias: str) -> None:
    falls = 0
    for ladder in entries(f"tenants/{alias}/ladders"):
        rungs = ladder["role_ids"]
        assert len(set(rungs)) == len(rungs) >= 2
        assert set(rungs) <= roles(alias).keys()
        asked = [_skills_asked(roles(alias)[rung]) for rung in rungs]
        falls += sum(
            lower[skill] > higher[skill]
            for lower, higher in pairwise(asked)
            for skill in lower.keys() & higher.keys()
        )
    assert falls > 0


def test_the_own_catalogue_has_badges_paths_and_one_override_of_a_public_credential(alias: str) -> None:
    public = by_id("catalogue/credentials", "credential_id")
    own = by_id(f"tenants/{alias}/credentials", "credential_id")
    issuers = (
        by_id("catalogue/issuers", "issuer_id").keys() | by_id(f"tenants/{alias}/issuers", "issuer_id").keys()
    )
    (override,) = [credential_id for credential_id in own if credential_id in public]
    assert own[override]["validity"] != public[override]["validity"]
    assert all(
        credential["issuer_id"] in issuers and credential["source_note"] for credential in own.values()
    )
    for path in entries(f"tenants/{alias}/learning-paths"):
        for step in path["steps"]:
            ((kind, goal),) = step["goal"].items()
            assert goal in (
                credentials(alias) if kind == "credential_id" else by_id("catalogue/stacks", "stack_id")
            )


def test_the_learning_history_makes_sense(alias: str) -> None:
    history = rows(f"tenants/{alias}/achievements")
    assert len(history) >= 300
    assert len({(row["person_id"], row["credential_id"], row["issued_on"]) for row in history}) == len(
        history
    )
    for row in history:
        credential = credentials(alias)[row["credential_id"]]
        assert row["person_id"] in people(alias)
        assert row["evidence_url"].startswith("https://credentials.example/")
        assert row["decision"] in {"verified", "refused", "claimed"}
        assert bool(row["reason"]) == (row["decision"] == "refused")
        earliest = date(2000, 1, 1) if credential["kind"] == "degree" else date(2022, 11, 1)
        assert earliest <= date.fromisoformat(row["issued_on"]) < date(2026, 11, 1)
    assert {row["decision"] for row in history} == {"verified", "refused", "claimed"}


def test_some_credentials_have_lapsed_some_lapse_soon_and_most_are_valid(alias: str) -> None:
    days_left = [
        (_ends_on(row["issued_on"], validity) - WHEN_IT_WAS_MADE).days
        for row in rows(f"tenants/{alias}/achievements")
        if row["decision"] == "verified"
        and (validity := credentials(alias)[row["credential_id"]]["validity"])
    ]
    lapsed, soon = sum(left <= 0 for left in days_left), sum(0 < left <= 90 for left in days_left)
    assert lapsed >= 20
    assert soon >= 10
    assert lapsed + soon < len(days_left) / 2


def test_departments_meet_some_of_what_their_roles_ask_and_lack_some(alias: str) -> None:
    met, asked = Counter[str](), Counter[str]()
    for person in people(alias).values():
        lacking = _lacking(alias, person["person_id"], person["role_id"])
        requirements = len(roles(alias)[person["role_id"]]["requirements"])
        asked[person["department_id"]] += requirements
        met[person["department_id"]] += requirements - len(lacking)
    assert 0.5 < met.total() / asked.total() < 0.85
    large = [department for department in asked if asked[department] >= 30]
    assert len(large) >= 5
    assert all(0 < met[department] < asked[department] for department in large)


def test_accounts_belong_to_people_of_the_same_name_and_address(alias: str) -> None:
    accounts = description(alias)["accounts"]
    assert 14 <= len(accounts) <= 17
    limited = {"hr-partner"} if responsible(alias) else set()
    assert {role for account in accounts for role in account["roles"]} == {
        "employee",
        "manager",
        "hr",
        "tenant-admin",
        *limited,
    }
    usernames = {account["person_id"]: account["username"] for account in accounts}
    for account in accounts:
        person = people(alias)[account["person_id"]]
        assert (account["first_name"], account["last_name"]) == (person["given_name"], person["family_name"])
        assert account["email"] == person["email"]
        assert account["manager_username"] == usernames.get(person["manager_id"])
        assert re.fullmatch(r"[a-z]+\.[a-z]+", account["username"])
        assert account["password"] == "Cairn-demo-2026!"
        leads = any(other["manager_id"] == account["person_id"] for other in people(alias).values())
        assert leads == ("manager" in account["roles"])


def test_a_manager_with_three_employees_reports_to_a_manager_with_an_account(alias: str) -> None:
    accounts = {account["username"]: account for account in description(alias)["accounts"]}
    reports = Counter(account["manager_username"] for account in accounts.values())
    assert any(
        count >= 3
        and (boss := accounts[manager]["manager_username"])
        and "manager" in accounts[boss]["roles"]
        for manager, count in reports.items()
        if manager
    )


def test_one_person_works_for_both_employers(alias: str) -> None:
    identities = [
        {(account["username"], account["email"], account["password"], *account["roles"]) for account in found}
        for found in (description(tenant)["accounts"] for tenant in TENANTS)
    ]
    shared = set.intersection(*identities)
    assert [identity[0] for identity in shared] == ["noor.haddad"]
    usernames = [account["username"] for tenant in TENANTS for account in description(tenant)["accounts"]]
    assert len(usernames) - len(set(usernames)) == 1
    assert description(alias)["alias"] == alias


def test_there_is_an_api_client_for_hr_and_one_for_the_seeding(alias: str) -> None:
    clients = {client["client_id"]: client["roles"] for client in description(alias)["api_clients"]}
    assert clients == {f"{alias}-admin": ["tenant-admin"], f"{alias}-hr-export": ["hr"]}


def test_hr_partners_are_responsible_for_departments_that_exist(alias: str) -> None:
    partners = {
        account["person_id"] for account in description(alias)["accounts"] if "hr-partner" in account["roles"]
    }
    assert {given["person_id"] for given in responsible(alias)} == partners
    departments = set(by_id(f"tenants/{alias}/departments", "department_id"))
    assert all(set(given["department_ids"]) <= departments for given in responsible(alias))


def test_assignments_name_paths_people_and_teams_that_exist(alias: str) -> None:
    leaders = {person["manager_id"] for person in people(alias).values()}
    assigned = entries(f"tenants/{alias}/assignments")
    assert assigned
    assert len({(each["path_id"], each["note"]) for each in assigned}) == len(assigned)
    for assignment in assigned:
        audience = assignment["audience"]
        assert assignment["path_id"] in paths(alias)
        assert assignment["due_in_days"] > 0
        assert audience["person_ids"] or audience["team_ids"]
        assert set(audience["person_ids"]) <= people(alias).keys()
        assert set(audience["team_ids"]) <= leaders


@pytest.mark.parametrize(
    ("employer", "username", "stack_id", "lacks"),
    [
        ("brindlemark", "lucas.moreau", "digital-marketing", "meta-social-media-marketing"),
        ("brindlemark", "aisha.rahman", "digital-marketing", "google-ads-search"),
        ("brindlemark", "mateo.silva", "digital-marketing", "hubspot-content-marketing"),
        ("quillhaven", "folake.adeyemi", "kubernetes", "cncf-ckad"),
    ],
)
def test_one_credential_completes_the_stack_closes_the_gap_and_moves_readiness(
    alias: str, employer: str, username: str, stack_id: str, lacks: str
) -> None:
    if alias != employer:
        return
    (account,) = [each for each in description(alias)["accounts"] if each["username"] == username]
    person = people(alias)[account["person_id"]]
    members = [
        member["credential_id"] for member in by_id("catalogue/stacks", "stack_id")[stack_id]["members"]
    ]
    held = _held(alias, person["person_id"])
    assert [member for member in members if member not in held] == [lacks]

    own, target = person["role_id"], person["target_role_id"]
    assert len(_lacking(alias, person["person_id"], own)) == 1
    assert _lacking(alias, person["person_id"], own, also=lacks) == []
    before = _lacking(alias, person["person_id"], target)
    after = _lacking(alias, person["person_id"], target, also=lacks)
    assert len(after) < len(before)
    if username == "lucas.moreau":
        assert after == []


def _held(alias: str, person_id: str) -> set[str]:
    return {
        row["credential_id"]
        for row in rows(f"tenants/{alias}/achievements")
        if row["person_id"] == person_id
        and row["decision"] == "verified"
        and (
            not (validity := credentials(alias)[row["credential_id"]]["validity"])
            or _ends_on(row["issued_on"], validity) > WHEN_IT_WAS_MADE
        )
    }


def _lacking(alias: str, person_id: str, role_id: str, *, also: str = "") -> list[str]:
    held = _held(alias, person_id) | ({also} if also else set())
    levels: Counter[str] = Counter()
    for credential_id in held:
        for grant in credentials(alias)[credential_id]["skills_granted"]:
            levels[grant["skill_id"]] = max(levels[grant["skill_id"]], LEVELS[grant["level"]])
    return [
        requirement["requirement_id"]
        for requirement in roles(alias)[role_id]["requirements"]
        if (
            levels[requirement["skill"]["skill_id"]] < LEVELS[requirement["skill"]["level"]]
            if "skill" in requirement
            else requirement["credential_id"] not in held
        )
    ]


def _skills_asked(role: Entry) -> dict[str, int]:
    return {
        requirement["skill"]["skill_id"]: LEVELS[requirement["skill"]["level"]]
        for requirement in role["requirements"]
        if "skill" in requirement
    }


def _ends_on(issued_on: str, validity: str) -> date:
    found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?", validity)
    assert found, validity
    begun = date.fromisoformat(issued_on)
    months = begun.month - 1 + int(found[2] or 0)
    year, month = begun.year + int(found[1] or 0) + months // 12, months % 12 + 1
    return date(year, month, min(begun.day, 28))
