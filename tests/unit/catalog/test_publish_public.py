"""The operator's command: files become the public catalogue, all or nothing, and again without an effect."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cairn_catalog.adapters.files.publication import publish_directory
from cairn_catalog.application import publish_public as use_case
from cairn_catalog.application.publish_public import Effect, UnsoundEntriesError, publish_public
from cairn_catalog.domain.credential import Credential, CredentialKind
from cairn_catalog.domain.skill import ProficiencyLevel, Skill
from cairn_platform.changes import Change
from cairn_platform.errors import StaleVersionError
from tests.support.catalog import samples
from tests.support.catalog.fake_catalogue import FakeCatalogue, FakeCatalogues
from tests.support.catalog.samples import NOW, SAMPLES, changed, proposal

_DEMO = Path(__file__).resolve().parents[3] / "demo" / "catalogue"

_ISSUERS = """
- issuer_id: pmi
  name: PMI
  aliases: [Project Management Institute]
  website: https://www.pmi.org
"""
_SKILLS = """
- {skill_id: project-management, name: project management}
- {skill_id: "no", name: No, aliases: [Yes, 2024, 1.5]}
"""
_CREDENTIALS = """
- credential_id: pmp
  name: PMP
  kind: industry_certification
  issuer_id: pmi
  skills_granted:
    - {skill_id: project-management, level: practitioner}
  cost: {basis: exam_fee, price: {currency: USD, minor_units: 57500}}
  validity: P3Y
  illustrative: true
"""


@dataclass
class Operator:
    """Somebody who writes files and publishes them."""

    world: FakeCatalogues
    directory: Path

    def publish(self, **files: str) -> tuple[int, str, str]:
        """Writes `name_more` as name-more.yaml, publishes the directory; exit status, output, errors."""
        for name, text in files.items():
            (self.directory / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
        out, errors = io.StringIO(), io.StringIO()
        status = publish_directory(self.world.of("public"), self.directory, now=NOW, out=out, errors=errors)
        return status, out.getvalue(), errors.getvalue()


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """An operator with an empty directory."""
    return Operator(FakeCatalogues(), tmp_path)


def test_new_entries_are_created(operator: Operator) -> None:
    status, out, errors = operator.publish(issuers=_ISSUERS, skills=_SKILLS, credentials=_CREDENTIALS)
    assert (status, errors) == (0, "")
    assert out.splitlines() == [
        "issuers: 1 created, 0 changed, 0 unchanged",
        "skills: 2 created, 0 changed, 0 unchanged",
        "credentials: 1 created, 0 changed, 0 unchanged",
    ]
    pmp = operator.world.of_kind(Credential, tenant_id="public")["pmp"]
    assert (pmp.kind, pmp.version, str(pmp.validity)) == (CredentialKind.INDUSTRY_CERTIFICATION, 1, "P3Y")
    assert pmp.skills_granted[0].level is ProficiencyLevel.PRACTITIONER


def test_a_scalar_counts_as_what_its_field_is(operator: Operator) -> None:
    operator.publish(skills=_SKILLS)
    skill = operator.world.of_kind(Skill, tenant_id="public")["no"]
    assert (skill.name, skill.aliases) == ("No", ("Yes", "2024", "1.5"))


def test_running_it_again_changes_nothing(operator: Operator) -> None:
    operator.publish(issuers=_ISSUERS, skills=_SKILLS, credentials=_CREDENTIALS)
    happened = list(operator.world.happened)
    status, out, _ = operator.publish()
    assert status == 0
    assert "issuers: 0 created, 0 changed, 1 unchanged" in out
    assert operator.world.happened == happened


def test_only_what_differs_is_revised(operator: Operator) -> None:
    operator.publish(issuers=_ISSUERS, skills=_SKILLS)
    more = _SKILLS.replace("name: No", "name: Nope") + "- {skill_id: third, name: Third}\n"
    assert "skills: 1 created, 1 changed, 1 unchanged" in operator.publish(skills=more)[1]
    assert operator.world.of_kind(Skill, tenant_id="public")["no"].version == 2


def test_a_kind_may_be_spread_over_files(operator: Operator) -> None:
    status, out, _ = operator.publish(
        skills=_SKILLS, skills_esco="- {skill_id: abap, name: ABAP}", issuers=""
    )
    assert (status, out) == (0, "skills: 3 created, 0 changed, 0 unchanged\n")


def test_what_is_wrong_is_said_with_file_line_id_and_field_and_nothing_is_published(
    operator: Operator,
) -> None:
    wrong = """
- credential_id: pmp
  name: PMP
  kind: badge
  issuer_id: pmi
  validity: 3 years
  colour: blue
  illustrative: perhaps

- {name: "", kind: degree, issuer_id: nobody, skills_granted: {}}
"""
    status, out, errors = operator.publish(issuers=_ISSUERS, credentials=wrong)
    assert (status, out) == (1, "")
    lines = errors.splitlines()
    assert [line.rsplit(" (", 1)[1][:-1] for line in lines[:-1]] == [
        "NOT_A_VALUE", "UNKNOWN_FIELD", "NOT_A_VALUE", "REQUIRED", "NOT_A_DURATION", "NOT_A_LIST", "REQUIRED", "REQUIRED",
        "UNKNOWN_REFERENCE",
    ]  # fmt: skip
    assert lines[0].startswith(
        "credentials.yaml:2: pmp: kind: 'badge' does not fit here: write one of professional_"
    )
    assert lines[1].startswith(
        "credentials.yaml:2: pmp: colour: There is no such field; there are credential_id, "
    )
    assert lines[8] == (
        "credentials.yaml:10: : issuer_id: The catalogue has no issuer nobody. (UNKNOWN_REFERENCE)"
    )
    assert lines[-1] == "Nothing was published: 9 things are wrong."
    assert operator.world.entries == {}


def test_an_id_stands_once_per_kind_over_all_files(operator: Operator) -> None:
    status, _, errors = operator.publish(skills=_SKILLS, skills_more="- {skill_id: 'no', name: Twice}")
    assert status == 1
    assert "skills-more.yaml:1: no: skill_id: Another skill has this id. (DUPLICATE)" in errors


def test_a_cycle_of_stacks_in_the_files_is_named(operator: Operator) -> None:
    stacks = "".join(
        f"- {{stack_id: {outer}, name: {outer}, rule: all_of, members: [{{stack_id: {inner}}}]}}\n"
        for outer, inner in ("ab", "bc", "ca")
    )
    status, _, errors = operator.publish(stacks=stacks)
    assert status == 1
    assert (
        "stacks.yaml:2: b: members[0].stack_id: The stack would contain itself: b → c → a → b. (CYCLE)"
        in errors
    )


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ({}, "holds no *.yaml files"),
        ({"issuers": "a: b: c"}, "issuers.yaml cannot be read: mapping values are not allowed"),
        ({"issuers": "issuer_id: pmi"}, "issuers.yaml is not a list of entries."),
        ({"issuers": "- just text"}, "issuers.yaml:1: : : Write `field: value` pairs here. (NOT_A_MAPPING)"),
        ({"isuers": _ISSUERS}, "isuers.yaml is named after no kind of entry"),
        ({"issuers": "- &a [*a]"}, "NOT_A_MAPPING"),
        (
            {"issuers": "- {issuer_id: a, name: {}, aliases: [[]], website: []}"},
            "website: Write a single value here.",
        ),
        ({"issuers": "- {issuer_id: a, name: a, name: b}"}, "name: The field is written twice. (DUPLICATE)"),
        ({"issuers": "- {issuer_id: a, ? [x] : b}"}, "UNKNOWN_FIELD"),
    ],
)
def test_unreadable_files_are_named(operator: Operator, files: dict[str, str], error: str) -> None:
    status, out, errors = operator.publish(**files)
    assert (status, out) == (1, "")
    assert error in errors
    assert operator.world.entries == {}


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    status, _, errors = Operator(FakeCatalogues(), tmp_path / "nowhere").publish()
    assert status == 1
    assert "nowhere holds no *.yaml files" in errors


def test_numbers_have_their_fields_limits(operator: Operator) -> None:
    wrong = _CREDENTIALS.replace("validity: P3Y", f"effort_hours: {2**40}").replace("57500", "many")
    _, _, errors = operator.publish(issuers=_ISSUERS, skills=_SKILLS, credentials=wrong)
    assert "effort_hours: '1099511627776' does not fit here" in errors
    assert "cost.price.minor_units: 'many' does not fit here" in errors


def test_the_demos_catalogue_is_sound_and_published_once() -> None:
    operator = Operator(FakeCatalogues(), _DEMO)
    status, out, errors = operator.publish()
    assert (status, errors) == (0, "")
    assert all(line.endswith(" 0 changed, 0 unchanged") for line in out.splitlines())
    again = operator.publish()[1]
    assert all(": 0 created, 0 changed, " in line for line in again.splitlines())


# The use case


def test_entries_may_name_each_other_in_any_order() -> None:
    effects = publish_public(
        FakeCatalogues().of("public"), [proposal(each) for each in reversed(SAMPLES)], now=NOW
    )
    assert effects == [Effect.CREATED] * len(SAMPLES)


def test_every_entry_needs_an_id() -> None:
    nameless = changed(samples.PLATFORM, platform_id="")
    with pytest.raises(UnsoundEntriesError) as refused:
        publish_public(FakeCatalogues().of("public"), [proposal(samples.ISSUER), proposal(nameless)], now=NOW)
    assert [[each.field for each in violations] for violations in refused.value.by_entry] == [
        [],
        ["platform_id"],
    ]


def test_some_hundreds_leave_in_one_transaction_and_guards_hold_from_one_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(use_case, "AGGREGATES_PER_TRANSACTION", 2)
    nested = changed(samples.STACK, stack_id="outer", members=[{"stack_id": "delivery"}])
    world = FakeCatalogues()
    publish_public(world.of("public"), [proposal(each) for each in (*SAMPLES, nested)], now=NOW)
    assert len(world.happened) == len(SAMPLES) + 1
    assert world.guards["public", "stacks"] == 5


def test_two_operators_at_once_do_not_mix() -> None:
    world = FakeCatalogues()

    class Overtaken(FakeCatalogue):
        """Somebody else publishes the same between look and save."""

        def commit(self, changes: Sequence[Change[Any]], **rest: Any) -> None:
            """After the other one."""
            world.of("public").commit(changes)
            super().commit(changes, **rest)

    with pytest.raises(StaleVersionError):
        publish_public(Overtaken(world, "public"), [proposal(samples.SKILL)], now=NOW)
    assert len(world.happened) == 1
