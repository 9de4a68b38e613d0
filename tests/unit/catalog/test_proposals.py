"""What makes an entry sound. Every wrong field is named, with a reason."""

from typing import Any

import pytest

from cairn.catalog.v1 import entries_pb2 as pb
from cairn.common.v1.money_pb2 import Money
from cairn_catalog.adapters.contract.forms import FORMS, Form
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.learning_path import LearningPath
from cairn_catalog.domain.role import Role
from cairn_platform.errors import InvalidFieldsError
from tests.support.catalog import samples
from tests.support.catalog.samples import changed, proposal, sound

_BY_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.field)
_SKILL = pb.SkillLevel(skill_id="project-management", level=pb.PROFICIENCY_LEVEL_WORKING)
_PMP = pb.StackMember(credential_id="pmp")


def _wrong(message: Any) -> set[tuple[str, str]]:
    """Field and reason of everything that is wrong with a message's entry."""
    return {(each.field, each.reason) for each in proposal(message).violations}


@pytest.mark.parametrize("message", samples.SAMPLES, ids=lambda message: type(message).__name__)
def test_a_sample_of_every_kind_is_sound(message: Any) -> None:
    assert _wrong(message) == set()


@_BY_FORM
def test_an_entry_needs_a_name(form: Form[Any, Any]) -> None:
    assert _wrong(changed(samples.sample(form), name=" \t ")) == {("name", "REQUIRED")}


@_BY_FORM
@pytest.mark.parametrize(
    ("name", "reason"),
    [("x" * 201, "TOO_LONG"), ("two\nlines", "CONTROL_CHARACTER"), ("nul\0", "CONTROL_CHARACTER")],
)
def test_a_name_is_one_line_of_at_most_200_characters(form: Form[Any, Any], name: str, reason: str) -> None:
    assert _wrong(changed(samples.sample(form), name=name)) == {("name", reason)}


@_BY_FORM
@pytest.mark.parametrize(
    ("entry_id", "reason"),
    [
        ("-begins-with-a-dash", "NOT_AN_ID"),
        ("two words", "NOT_AN_ID"),
        ("a:b", "NOT_AN_ID"),
        ("ü", "NOT_AN_ID"),
        ("x" * 101, "TOO_LONG"),
    ],
)
def test_an_id_is_a_slug_or_uuid(form: Form[Any, Any], entry_id: str, reason: str) -> None:
    field = form.kind.id_field
    assert _wrong(changed(samples.sample(form), **{field: entry_id})) == {(field, reason)}


@_BY_FORM
@pytest.mark.parametrize("entry_id", ["", "a", "1", "A.b_c-9", "0f8fad5b-d9cb-469f-a165-70867728950e"])
def test_an_id_may_be_left_to_the_catalogue(form: Form[Any, Any], entry_id: str) -> None:
    assert _wrong(changed(samples.sample(form), **{form.kind.id_field: entry_id})) == set()


@pytest.mark.parametrize("message", [samples.ISSUER, samples.PLATFORM, samples.CREDENTIAL])
@pytest.mark.parametrize(
    "website",
    [
        "ftp://pmi.org", "pmi.org", "javascript:alert(1)", "https://", "http:///path", "https://a b.org", "https://user@pmi.org",
        "https://pmi.org:99999", "http://[::1", "https://pmi.org/\x00", "//pmi.org",
    ],
)  # fmt: skip
def test_a_website_is_a_web_address(message: Any, website: str) -> None:
    assert _wrong(changed(message, website=website)) == {("website", "NOT_A_URL")}


@pytest.mark.parametrize(
    "website", ["", "http://pmi.org", "https://pmi.org:8443/x?y=z#a", " https://pmi.org "]
)
def test_a_website_may_be_missing_and_is_trimmed(website: str) -> None:
    issuer = sound(changed(samples.ISSUER, website=website))
    assert isinstance(issuer, Issuer)
    assert issuer.website == website.strip()


def test_aliases_that_repeat_a_name_regardless_of_case_are_left_out() -> None:
    issuer = sound(changed(samples.ISSUER, name="PMI", aliases=["pmi", "P.M.I.", " p.m.i. ", "Institute"]))
    assert isinstance(issuer, Issuer)
    assert issuer.aliases == ("P.M.I.", "Institute")


def test_every_alias_says_something() -> None:
    assert _wrong(changed(samples.SKILL, aliases=["ok", " "])) == {("aliases[1]", "REQUIRED")}
    assert _wrong(changed(samples.SKILL, aliases=[f"a{n}" for n in range(101)])) == {
        ("aliases", "OUT_OF_RANGE")
    }


def test_an_esco_uri_is_one_of_esco() -> None:
    assert _wrong(changed(samples.SKILL, esco_uri="https://example.org/skill/1")) == {
        ("esco_uri", "NOT_AN_ESCO_URI")
    }
    assert _wrong(changed(samples.SKILL, esco_uri="http://data.europa.eu/esco/skill/eb0e")) == set()


# Credentials


def test_a_credential_says_its_kind() -> None:
    assert _wrong(changed(samples.CREDENTIAL, kind=pb.CREDENTIAL_KIND_UNSPECIFIED)) == {("kind", "REQUIRED")}
    assert _wrong(changed(samples.CREDENTIAL, kind=99)) == {("kind", "REQUIRED")}


def test_a_credential_has_an_issuer_but_not_always_a_platform() -> None:
    assert _wrong(changed(samples.CREDENTIAL, issuer_id="")) == {("issuer_id", "REQUIRED")}
    assert _wrong(changed(samples.CREDENTIAL, platform_id="")) == set()


def test_a_granted_skill_has_a_level_and_is_granted_once() -> None:
    unlevelled = pb.SkillLevel(skill_id="project-management")
    assert _wrong(changed(samples.CREDENTIAL, skills_granted=[unlevelled])) == {
        ("skills_granted[0].level", "REQUIRED")
    }
    twice = [_SKILL, pb.SkillLevel(skill_id="project-management", level=pb.PROFICIENCY_LEVEL_EXPERT)]
    assert _wrong(changed(samples.CREDENTIAL, skills_granted=twice)) == {
        ("skills_granted[1].skill_id", "DUPLICATE")
    }


@pytest.mark.parametrize("hours", [-1, 20_001])
def test_effort_is_at_least_an_hour_where_it_is_known(hours: int) -> None:
    assert _wrong(changed(samples.CREDENTIAL, effort_hours=hours)) == {("effort_hours", "OUT_OF_RANGE")}


def test_unknown_effort_cost_and_end_are_none_or_unknown() -> None:
    bare = pb.Credential(
        credential_id="x", name="X", kind=pb.CREDENTIAL_KIND_DEGREE, issuer_id="pmi", cost=pb.Cost()
    )
    credential = sound(bare)
    assert isinstance(credential, Credential)
    assert (credential.effort_hours, credential.cost.price, credential.validity) == (None, None, None)


@pytest.mark.parametrize(
    ("cost", "wrong"),
    [
        (
            pb.Cost(basis=pb.COST_BASIS_FREE, price=Money(currency="USD", minor_units=1)),
            ("cost.price", "NOT_ALLOWED"),
        ),
        (pb.Cost(price=Money(currency="USD", minor_units=1)), ("cost.basis", "REQUIRED")),
        (
            pb.Cost(basis=pb.COST_BASIS_MONTHLY, price=Money(currency="usd", minor_units=1)),
            ("cost.price.currency", "NOT_A_CURRENCY"),
        ),
        (
            pb.Cost(basis=pb.COST_BASIS_MONTHLY, price=Money(currency="USD")),
            ("cost.price.minor_units", "OUT_OF_RANGE"),
        ),
        (
            pb.Cost(basis=pb.COST_BASIS_MONTHLY, price=Money(currency="USD", minor_units=-1)),
            ("cost.price.minor_units", "OUT_OF_RANGE"),
        ),
    ],
)
def test_a_price_has_a_basis_a_currency_and_an_amount(cost: pb.Cost, wrong: tuple[str, str]) -> None:
    assert _wrong(changed(samples.CREDENTIAL, cost=cost)) == {wrong}


def test_a_validity_is_an_iso_duration() -> None:
    assert _wrong(changed(samples.CREDENTIAL, validity="3 years")) == {("validity", "NOT_A_DURATION")}
    assert _wrong(changed(samples.CREDENTIAL, validity="P0D")) == {("validity", "NOT_A_DURATION")}


def test_everything_that_is_wrong_is_named_at_once() -> None:
    spoilt = pb.Credential(
        credential_id="!",
        website="nowhere",
        validity="soon",
        skills_granted=[pb.SkillLevel()],
        effort_hours=-1,
    )
    assert _wrong(spoilt) == {
        ("credential_id", "NOT_AN_ID"),
        ("name", "REQUIRED"),
        ("kind", "REQUIRED"),
        ("issuer_id", "REQUIRED"),
        ("skills_granted[0].skill_id", "REQUIRED"),
        ("skills_granted[0].level", "REQUIRED"),
        ("effort_hours", "OUT_OF_RANGE"),
        ("validity", "NOT_A_DURATION"),
        ("website", "NOT_A_URL"),
    }
    with pytest.raises(InvalidFieldsError) as refused:
        proposal(spoilt).sound_entry(also_wrong=())
    assert len(refused.value.violations) == 9


# Stacks


def test_a_stack_says_how_its_members_count() -> None:
    assert _wrong(changed(samples.STACK, rule=pb.STACK_RULE_UNSPECIFIED)) == {("rule", "REQUIRED")}


def test_a_stack_has_members_each_once() -> None:
    assert _wrong(changed(samples.STACK, members=[])) == {("members", "OUT_OF_RANGE")}
    assert _wrong(changed(samples.STACK, members=[pb.StackMember()])) == {("members[0]", "REQUIRED")}
    assert _wrong(changed(samples.STACK, members=[pb.StackMember(stack_id="")])) == {
        ("members[0].stack_id", "REQUIRED")
    }
    assert _wrong(changed(samples.STACK, members=[_PMP, _PMP])) == {("members[1]", "DUPLICATE")}
    same_id = [_PMP, pb.StackMember(stack_id="pmp")]
    assert _wrong(changed(samples.STACK, members=same_id)) == set()


@pytest.mark.parametrize(("count", "is_wrong"), [(-1, True), (0, True), (1, False), (2, False), (3, True)])
def test_n_of_needs_between_one_and_all_of_its_members(count: int, *, is_wrong: bool) -> None:
    members = [_PMP, pb.StackMember(credential_id="capm")]
    stack = changed(samples.STACK, rule=pb.STACK_RULE_N_OF, required_count=count, members=members)
    assert _wrong(stack) == ({("required_count", "OUT_OF_RANGE")} if is_wrong else set())


def test_a_single_member_is_the_most_that_n_of_one_can_need() -> None:
    for count, wrong in ((1, set()), (2, {("required_count", "OUT_OF_RANGE")})):
        assert _wrong(changed(samples.STACK, rule=pb.STACK_RULE_N_OF, required_count=count)) == wrong


@pytest.mark.parametrize("rule", [pb.STACK_RULE_ALL_OF, pb.STACK_RULE_ORDERED])
def test_only_n_of_counts(rule: pb.StackRule.ValueType) -> None:
    assert _wrong(changed(samples.STACK, rule=rule, required_count=1)) == {("required_count", "NOT_ALLOWED")}


# Learning paths


def test_a_path_has_steps_with_a_goal_of_their_own() -> None:
    assert _wrong(changed(samples.LEARNING_PATH, steps=[])) == {("steps", "OUT_OF_RANGE")}
    assert _wrong(changed(samples.LEARNING_PATH, steps=[pb.PathStep(step_id="a")])) == {
        ("steps[0].goal", "REQUIRED")
    }
    same_goal = [pb.PathStep(step_id="a", goal=_PMP), pb.PathStep(step_id="b", goal=_PMP)]
    assert _wrong(changed(samples.LEARNING_PATH, steps=same_goal)) == {("steps[1].goal", "DUPLICATE")}


def test_step_ids_are_unique_in_the_path() -> None:
    steps = [
        pb.PathStep(step_id="a", goal=_PMP),
        pb.PathStep(step_id="a", goal=pb.StackMember(stack_id="delivery")),
    ]
    assert _wrong(changed(samples.LEARNING_PATH, steps=steps)) == {("steps[1].step_id", "DUPLICATE")}


def test_a_step_without_an_id_gets_that_of_its_goal() -> None:
    steps = [
        pb.PathStep(goal=pb.StackMember(credential_id="capm")),
        pb.PathStep(step_id="pmp-2", goal=pb.StackMember(credential_id="other")),
        pb.PathStep(goal=_PMP),
        pb.PathStep(goal=pb.StackMember(stack_id="pmp")),
        pb.PathStep(goal=pb.StackMember(stack_id="delivery")),
    ]
    path = sound(changed(samples.LEARNING_PATH, steps=steps))
    assert isinstance(path, LearningPath)
    assert [step.step_id for step in path.steps] == ["capm", "pmp-2", "pmp", "pmp-3", "delivery"]


def test_given_ids_stay_when_steps_come_before_them() -> None:
    first = sound(changed(samples.LEARNING_PATH, steps=[pb.PathStep(goal=_PMP)]))
    assert isinstance(first, LearningPath)
    inserted = [pb.PathStep(goal=pb.StackMember(stack_id="delivery")), pb.PathStep(goal=_PMP)]
    second = sound(changed(samples.LEARNING_PATH, steps=inserted))
    assert isinstance(second, LearningPath)
    assert second.steps[1].step_id == first.steps[0].step_id


# Roles and ladders


def test_a_role_asks_for_something_and_for_each_thing_once() -> None:
    assert _wrong(changed(samples.ROLE, requirements=[pb.RoleRequirement()])) == {
        ("requirements[0]", "REQUIRED")
    }
    unlevelled = pb.RoleRequirement(skill=pb.SkillLevel(skill_id="x"))
    assert _wrong(changed(samples.ROLE, requirements=[unlevelled])) == {
        ("requirements[0].skill.level", "REQUIRED")
    }
    twice = [pb.RoleRequirement(requirement_id=each, credential_id="pmp") for each in "ab"]
    assert _wrong(changed(samples.ROLE, requirements=twice)) == {("requirements[1]", "DUPLICATE")}
    assert _wrong(changed(samples.ROLE, requirements=[])) == set()


def test_requirement_ids_are_unique_in_the_role() -> None:
    doubled = [
        pb.RoleRequirement(requirement_id="a", credential_id="pmp"),
        pb.RoleRequirement(requirement_id="a", skill=_SKILL),
    ]
    assert _wrong(changed(samples.ROLE, requirements=doubled)) == {
        ("requirements[1].requirement_id", "DUPLICATE")
    }


def test_a_requirement_without_an_id_gets_that_of_what_it_asks_for() -> None:
    asked = [pb.RoleRequirement(skill=_SKILL), pb.RoleRequirement(credential_id="pmp")]
    role = sound(changed(samples.ROLE, requirements=asked))
    assert isinstance(role, Role)
    assert [each.requirement_id for each in role.requirements] == ["project-management", "pmp"]


@pytest.mark.parametrize(
    ("role_ids", "wrong"),
    [
        ([], {("role_ids", "OUT_OF_RANGE")}),
        (["a"], {("role_ids", "OUT_OF_RANGE")}),
        (["a", "b", "a"], {("role_ids[2]", "DUPLICATE")}),
        (["a", ""], {("role_ids[1]", "REQUIRED")}),
        (["b", "a"], set()),
    ],
)
def test_a_ladder_has_at_least_two_rungs_each_another_role(
    role_ids: list[str], wrong: set[tuple[str, str]]
) -> None:
    assert _wrong(changed(samples.LADDER, role_ids=role_ids)) == wrong
