"""What tests need in a tenant's catalogue: a skill, credentials that grant it, a stack, a path, a role; all new at each call."""

import uuid
from dataclasses import dataclass

import httpx

from tests.support.testbed import Testbed
from tests.support.waiting import wait_until


@dataclass(frozen=True, kw_only=True)
class Quarry:
    """The ids of a small catalogue."""

    skill_id: str
    credential_id: str
    second_credential_id: str
    stack_id: str
    path_id: str
    role_id: str


def known_skill(testbed: Testbed) -> str:
    """The id of a new skill that reporting knows and nobody has."""
    skill_id = f"carving-{uuid.uuid4().hex[:8]}"
    testbed.admin.post("/skills", {"skill_id": skill_id, "name": "Carving"})
    asked = {"skill": f"{skill_id}:3", "figures_only": True}
    wait_until(
        lambda: testbed.hr.request("GET", "/reports/skill-gaps", params=asked).status_code == httpx.codes.OK,
        what="the skill's arrival in reporting",
    )
    return skill_id


def open_quarry(testbed: Testbed, *, validity: str | None = "P2Y") -> Quarry:
    """Publishes a small catalogue through the API and waits until learners and reporting know it."""
    suffix = uuid.uuid4().hex[:8]
    admin = testbed.admin
    issuer_id = admin.post("/issuers", {"name": f"Guild {suffix}"})["issuer_id"]
    skill_id = admin.post("/skills", {"skill_id": f"masonry-{suffix}", "name": f"Masonry {suffix}"})[
        "skill_id"
    ]
    credentials = [
        admin.post(
            "/credentials",
            {
                "credential_id": f"{name}-{suffix}",
                "name": f"{name.capitalize()} {suffix}",
                "kind": "industry_certification",
                "issuer_id": issuer_id,
                "skills_granted": [{"skill_id": skill_id, "level": level}],
                "validity": validity,
            },
        )["credential_id"]
        for name, level in (("apprentice", 2), ("mason", 3))
    ]
    stack_id = admin.post(
        "/stacks",
        {
            "stack_id": f"stack-{suffix}",
            "name": f"Stack {suffix}",
            "rule": "all_of",
            "members": [{"credential_id": each} for each in credentials],
        },
    )["stack_id"]
    path_id = admin.post(
        "/learning-paths",
        {
            "path_id": f"path-{suffix}",
            "name": f"Path {suffix}",
            "steps": [
                {"step_id": "first", "credential_id": credentials[0]},
                {"step_id": "all", "stack_id": stack_id},
            ],
        },
    )["path_id"]
    role_id = admin.post(
        "/roles",
        {
            "role_id": f"role-{suffix}",
            "name": f"Role {suffix}",
            "requirements": [{"requirement_id": "r1", "skill": {"skill_id": skill_id, "level": 3}}],
        },
    )["role_id"]
    quarry = Quarry(
        skill_id=skill_id,
        credential_id=credentials[0],
        second_credential_id=credentials[1],
        stack_id=stack_id,
        path_id=path_id,
        role_id=role_id,
    )
    wait_until(lambda: _is_known(testbed, quarry), what="the catalogue's arrival in learners and reporting")
    return quarry


def _is_known(testbed: Testbed, quarry: Quarry) -> bool:
    preview = testbed.admin.request(
        "POST",
        "/assignments/preview",
        json={"path_id": quarry.path_id, "audience": {"person_ids": ["spare"]}},
    )
    report = testbed.hr.request("GET", "/reports/skill-gaps", params={"role_id": quarry.role_id})
    return preview.status_code == 200 and report.status_code == 200
