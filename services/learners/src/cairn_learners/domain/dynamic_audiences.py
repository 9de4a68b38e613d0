"""Dynamic audiences: rules that were saved under a name, to be assigned to. Who is in follows from the rule; nobody is listed."""

from dataclasses import dataclass, replace
from datetime import datetime

from cairn_learners.domain import fields
from cairn_learners.domain.reach import HR, TENANT_ADMIN, Reach
from cairn_learners.domain.rule_request import RuleDraft, rule_from
from cairn_learners.domain.rules import Rule
from cairn_platform.errors import RoleRequiredError


@dataclass(frozen=True, kw_only=True)
class DynamicAudience:
    """A rule under a name. `made_by` is None for an API client; one that is retired is not assigned to any more."""

    audience_id: str
    version: int
    name: str
    rule: Rule
    made_by: str | None
    changed_at: datetime
    retired: bool


@dataclass(frozen=True, kw_only=True)
class AudienceDraft:
    """What a request says about an audience, not looked at yet."""

    audience_id: str
    name: str
    rule: RuleDraft
    retired: bool


def check_audience_draft(draft: AudienceDraft) -> Rule:
    """An audience has a name and a rule, which is given. Raises InvalidFieldsError."""
    fields.refuse(
        fields.identifier("audience_id", draft.audience_id),
        fields.required("name", draft.name),
        fields.line("name", draft.name, longest=fields.LONGEST_NAME),
    )
    return rule_from(draft.rule)


def made(
    draft: AudienceDraft, rule: Rule, *, audience_id: str, by: str | None, now: datetime
) -> DynamicAudience:
    """An audience that was not there before."""
    return DynamicAudience(
        audience_id=audience_id,
        version=1,
        name=draft.name.strip(),
        rule=rule,
        made_by=by,
        changed_at=now,
        retired=draft.retired,
    )


def changed(before: DynamicAudience, draft: AudienceDraft, rule: Rule, *, now: datetime) -> DynamicAudience:
    """The audience with another name or rule, or out of use; the same audience if nothing differs."""
    after = replace(before, name=draft.name.strip(), rule=rule, retired=draft.retired)
    return before if after == before else replace(after, version=before.version + 1, changed_at=now)


def check_may_change(audience: DynamicAudience, reach: Reach) -> None:
    """hr and tenant-admin change every audience, a manager those that are the manager's own: RoleRequiredError."""
    if not reach.everybody and (reach.own_id is None or audience.made_by != reach.own_id):
        raise RoleRequiredError(HR, TENANT_ADMIN)
