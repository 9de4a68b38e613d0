"""PlanningService over MongoDB: plans from what a tenant sees, and refusals that name the field."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import grpc
import pytest

from cairn.catalog.v1 import entries_pb2 as entries
from cairn.catalog.v1 import plans_pb2 as pb
from cairn.catalog.v1 import plans_pb2_grpc
from cairn.common.v1.money_pb2 import Money
from cairn_catalog.adapters.contract.forms import CREDENTIAL, ISSUER, ROLE, SKILL
from cairn_catalog.adapters.mongo.issuer_trusts import MongoIssuerTrusts
from cairn_catalog.bootstrap import catalog_servicer, curation_servicer, planning_servicer
from cairn_catalog.domain.issuer_trust import IssuerTrust, TrustVerdict
from cairn_platform.changes import Change
from tests.support.catalog import samples
from tests.support.catalog.calling import Caller, CatalogEndpoint, catalog_endpoint, refusal_of
from tests.support.catalog.samples import NOW, changed
from tests.support.catalog.stored import StoredCatalogues

WORKING = entries.PROFICIENCY_LEVEL_WORKING


def _asked(skill_id: str, *, weight: int = 0) -> entries.RoleRequirement:
    skill = entries.SkillLevel(skill_id=skill_id, level=WORKING)
    return entries.RoleRequirement(requirement_id=skill_id, skill=skill, weight=weight)


def _credential(credential_id: str, cents: int, **facts: Any) -> Any:
    cost = entries.Cost(basis=entries.COST_BASIS_ONE_PRICE, price=Money(currency="USD", minor_units=cents))
    return changed(
        samples.CREDENTIAL,
        **{
            "credential_id": credential_id,
            "name": credential_id.upper(),
            "cost": cost,
            "kind": entries.CREDENTIAL_KIND_PROFESSIONAL_CERTIFICATE,
            "skills_granted": [entries.SkillLevel(skill_id="project-management", level=WORKING)],
            **facts,
        },
    )


@pytest.fixture
def planning(catalogues: StoredCatalogues) -> Iterator[CatalogEndpoint]:
    """CatalogService and PlanningService over the same database, with the samples published."""
    samples.furnish(catalogues.of("public"))
    add = partial(
        plans_pb2_grpc.add_PlanningServiceServicer_to_server, planning_servicer(catalogues.database)
    )
    with catalog_endpoint(
        catalog_servicer(catalogues.database), curation_servicer(catalogues.database), further=[add]
    ) as found:
        yield found


def _plan(caller: Caller, **asked: Any) -> pb.MakePlanResponse:
    usual: dict[str, Any] = {
        "objective": pb.PLAN_OBJECTIVE_LEAST_COST,
        "currency": "USD",
        "weekly_hours": 10,
    }
    request = pb.MakePlanRequest(**{**usual, **asked})
    answer: pb.MakePlanResponse = caller.call_on(plans_pb2_grpc.PlanningServiceStub, "MakePlan", request)
    return answer


def _ids(plan: pb.Plan) -> list[str]:
    return [step.credential_id for step in plan.steps]


def test_a_role_is_planned_for_with_its_cost_months_and_reasons(planning: CatalogEndpoint) -> None:
    answer = _plan(planning.caller("acme", "employee"), role_id="project-manager")
    assert _ids(answer.plan) == ["pmp"]
    assert answer.plan.total_cost == Money(currency="USD", minor_units=57500)
    assert (answer.plan.total_hours, answer.plan.months) == (150, 4)
    [step] = answer.plan.steps
    assert list(step.covers_requirement_ids) == ["skill", "pmp"]
    assert step.explanation.startswith(
        "Covers project management at level 2 and Project Management Professional."
    )
    assert answer.plan.proof.optimal
    assert [row.way for row in answer.comparison] == [
        pb.PLAN_WAY_PLAN,
        pb.PLAN_WAY_BOOTCAMP,
        pb.PLAN_WAY_DEGREE,
    ]
    assert answer.comparison[2].cost_said.basis == pb.STATEMENT_BASIS_GENERAL
    assert "College Board" in answer.comparison[2].cost_said.source


def test_a_degree_of_the_catalogue_is_compared_by_its_own_figures(planning: CatalogEndpoint) -> None:
    degree = _credential("msc", 900_000, kind=entries.CREDENTIAL_KIND_DEGREE, effort_hours=3000)
    planning.caller("acme", "tenant-admin").publish(CREDENTIAL, degree)
    answer = _plan(
        planning.caller("acme", "employee"), role_id="project-manager", met_requirement_ids=["pmp"]
    )
    row = answer.comparison[2]
    assert (list(row.credential_ids), row.cost.minor_units, row.months) == (["msc"], 900_000, 70)
    assert row.cost_said.basis == pb.STATEMENT_BASIS_CATALOGUE
    assert "msc" not in _ids(answer.plan)


def test_a_tenants_own_credentials_and_overrides_are_candidates_for_that_tenant_only(
    planning: CatalogEndpoint,
) -> None:
    admin, other = planning.caller("acme", "tenant-admin"), planning.caller("other", "tenant-admin")
    admin.publish(CREDENTIAL, _credential("in-house", 100))
    wanted = {"requirements": [_asked("project-management")]}
    assert _ids(_plan(admin, **wanted).plan) == ["in-house"]
    assert _ids(_plan(other, **wanted).plan) == ["pmp"]
    admin.publish(CREDENTIAL, _credential("pmp", 1))
    assert _plan(admin, **wanted).plan.total_cost.minor_units == 1
    assert _plan(other, **wanted).plan.total_cost.minor_units == 57500


def _state(catalogues: StoredCatalogues, issuer_id: str, verdict: TrustVerdict) -> None:
    said = IssuerTrust(issuer_id=issuer_id, version=1, verdict=verdict, reason="Known to us")
    trusts = MongoIssuerTrusts(catalogues.database, tenant_id="acme", clock=lambda: NOW)
    trusts.commit(Change(aggregate=said, happened="stated", happened_at=NOW))


def test_issuers_that_the_tenant_does_not_trust_are_left_out_unless_they_are_named(
    planning: CatalogEndpoint, catalogues: StoredCatalogues
) -> None:
    acme, other = planning.caller("acme", "employee"), planning.caller("other", "employee")
    wanted = {"requirements": [_asked("project-management")]}
    _state(catalogues, "pmi", TrustVerdict.NOT_TRUSTED)
    [left_out] = _plan(acme, **wanted).plan.uncovered
    assert [each.reason for each in left_out.obstacles] == [pb.PLAN_OBSTACLE_REASON_ISSUER_NOT_TRUSTED]
    assert _ids(_plan(acme, **wanted, trusted_issuer_ids=["pmi"]).plan) == ["pmp"]
    assert _ids(_plan(other, **wanted).plan) == ["pmp"]


def test_distrust_of_an_issuer_reaches_the_one_that_it_was_merged_into(
    planning: CatalogEndpoint, catalogues: StoredCatalogues
) -> None:
    admin = planning.caller("acme", "tenant-admin")
    merged = changed(samples.ISSUER, issuer_id="pmi-2", name="P. M. I.", merged_into="pmi")
    admin.publish(ISSUER, merged)
    wanted = {"requirements": [_asked("project-management")]}
    _state(catalogues, "pmi-2", TrustVerdict.NOT_TRUSTED)
    admin.publish(CREDENTIAL, _credential("in-house", 100, issuer_id="pmi-2"))
    assert _ids(_plan(admin, **wanted).plan) == []
    _state(catalogues, "pmi", TrustVerdict.TRUSTED)
    assert _ids(_plan(admin, **wanted).plan) == ["in-house"]


def test_who_usually_pays_is_said_and_aid_is_never_counted(planning: CatalogEndpoint) -> None:
    admin = planning.caller("acme", "tenant-admin")
    shared = entries.Cost(
        basis=entries.COST_BASIS_ONE_PRICE,
        price=Money(currency="USD", minor_units=1001),
        usual_payer=entries.PAYER_SHARED,
        financial_aid_available=True,
    )
    admin.publish(CREDENTIAL, _credential("in-house", 0, cost=shared))
    plan = _plan(admin, requirements=[_asked("project-management")]).plan
    [step] = plan.steps
    assert (step.usual_payer, step.financial_aid_available) == (entries.PAYER_SHARED, True)
    assert step.cost_share == plan.total_cost == plan.aid_possible == Money(currency="USD", minor_units=1001)
    assert [(each.payer, each.amount.minor_units) for each in plan.shares] == [
        (entries.PAYER_EMPLOYER, 501),
        (entries.PAYER_EMPLOYEE, 500),
    ]


def test_another_tenants_role_and_credentials_are_unknown(planning: CatalogEndpoint) -> None:
    admin, other = planning.caller("acme", "tenant-admin"), planning.caller("other", "tenant-admin")
    admin.publish(ROLE, changed(samples.ROLE, role_id="secret"))
    admin.publish(CREDENTIAL, _credential("in-house", 100))
    assert refusal_of(lambda: _plan(other, role_id="secret")).fields == (("role_id", "UNKNOWN_REFERENCE"),)
    held = {"role_id": "project-manager", "held_credential_ids": ["in-house"]}
    assert refusal_of(lambda: _plan(other, **held)).fields == (
        ("held_credential_ids[0]", "UNKNOWN_REFERENCE"),
    )


def test_a_retired_credential_is_no_step_but_counts_for_who_holds_it(planning: CatalogEndpoint) -> None:
    admin = planning.caller("acme", "tenant-admin")
    life = entries.Lifecycle(
        state=entries.ENTRY_STATE_RETIRED, retired_on="2026-01-01", retirement_reason="Gone."
    )
    admin.publish(SKILL, changed(samples.SKILL, skill_id="sewing", name="Sewing", aliases=[]))
    granted = [entries.SkillLevel(skill_id="sewing", level=WORKING)]
    only = _credential("only", 57500, skills_granted=granted)
    admin.publish(CREDENTIAL, only)
    wanted = {"requirements": [_asked("sewing")]}
    assert _ids(_plan(admin, **wanted).plan) == ["only"]
    admin.publish(CREDENTIAL, changed(only, lifecycle=life), expected=1)
    [short] = _plan(admin, **wanted).plan.uncovered
    assert [each.reason for each in short.obstacles] == [pb.PLAN_OBSTACLE_REASON_NOTHING_GRANTS_IT]
    assert list(_plan(admin, **wanted, held_credential_ids=["only"]).met_requirement_ids) == ["sewing"]


def test_a_monthly_price_and_prerequisites_of_the_catalogue_are_planned_with(
    planning: CatalogEndpoint,
) -> None:
    admin = planning.caller("acme", "tenant-admin")
    monthly = entries.Cost(
        basis=entries.COST_BASIS_MONTHLY,
        price=Money(currency="USD", minor_units=4900),
        exam_fee=Money(currency="USD", minor_units=9900),
    )
    admin.publish(CREDENTIAL, _credential("first", 100, skills_granted=[], effort_hours=0))
    second = _credential(
        "second",
        1,
        cost=monthly,
        effort_hours=44,
        prerequisites=[
            entries.Prerequisite(credential_id="first"),
            entries.Prerequisite(experience_months=36),
        ],
    )
    admin.publish(CREDENTIAL, second)
    plan = _plan(admin, requirements=[_asked("project-management")]).plan
    assert _ids(plan) == ["first", "second"]
    assert plan.total_cost.minor_units == 100 + 2 * 4900 + 9900
    assert plan.unknown_hours_count == 1
    assert plan.steps[1].unchecked_experience_months == 36


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"role_id": "nobody"}, {("role_id", "UNKNOWN_REFERENCE")}),
        ({}, {("role_id", "EXACTLY_ONE")}),
        (
            {"requirements": [_asked("unheard-of")]},
            {("requirements[0].skill.skill_id", "UNKNOWN_REFERENCE")},
        ),
        (
            {"requirements": [_asked("project-management"), _asked("project-management")]},
            {("requirements[1]", "DUPLICATE"), ("requirements[1].requirement_id", "DUPLICATE")},
        ),
        (
            {"role_id": "project-manager", "budget": Money(currency="USD", minor_units=-1)},
            {("budget.minor_units", "OUT_OF_RANGE")},
        ),
        (
            {"role_id": "project-manager", "budget": Money(currency="EUR", minor_units=1)},
            {("budget.currency", "OTHER_CURRENCY")},
        ),
        ({"role_id": "project-manager", "currency": ""}, {("currency", "REQUIRED")}),
        ({"role_id": "project-manager", "currency": "dollars"}, {("currency", "NOT_A_CURRENCY")}),
        ({"role_id": "project-manager", "weekly_hours": 0}, {("weekly_hours", "OUT_OF_RANGE")}),
        ({"role_id": "project-manager", "finish_by": "2020-01-01"}, {("finish_by", "IN_PAST")}),
        ({"role_id": "project-manager", "finish_by": "soon"}, {("finish_by", "NOT_A_DAY")}),
        ({"role_id": "project-manager", "objective": 0}, {("objective", "REQUIRED")}),
        ({"role_id": "project-manager", "experience_months": -1}, {("experience_months", "OUT_OF_RANGE")}),
        (
            {"role_id": "project-manager", "trusted_issuer_ids": ["nobody"]},
            {("trusted_issuer_ids[0]", "UNKNOWN_REFERENCE")},
        ),
        (
            {"requirements": [_asked(f"s{index}") for index in range(101)]},
            {("requirements", "OUT_OF_RANGE")},
        ),
    ],
)
def test_each_refusal_names_field_and_reason(
    planning: CatalogEndpoint, asked: dict[str, Any], fields: set[tuple[str, str]]
) -> None:
    refusal = refusal_of(lambda: _plan(planning.caller("acme", "employee"), **asked))
    assert (refusal.status, refusal.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS")
    assert fields <= set(refusal.fields)


def test_who_is_not_signed_in_is_not_planned_for(planning: CatalogEndpoint) -> None:
    refusal = refusal_of(lambda: _plan(planning.stranger(), role_id="project-manager"))
    assert refusal.status is grpc.StatusCode.UNAUTHENTICATED
