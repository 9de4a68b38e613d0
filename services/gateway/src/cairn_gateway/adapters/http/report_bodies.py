"""The reports on gaps, readiness and recertification: what is asked for, and what they answer."""

from typing import Annotated

from pydantic import Field, StringConstraints

from cairn_gateway.adapters.http.entry_parts import Money
from cairn_gateway.adapters.http.model import Answer, Day, Instant, Page, PageQuery
from cairn_gateway.adapters.http.report_filters import PeopleFilters
from cairn_gateway.adapters.http.report_parts import (
    Dimension,
    Freshness,
    Grouped,
    PersonReadiness,
    ReadinessState,
    RoleChoice,
)


class ShortPerson(Answer):
    """Somebody who lacks what a line of a gap report asks for."""

    person_id: str
    """Who."""
    name: str | None
    """Given name and family name; null where the caller may not know it."""


class SkillGap(Answer):
    """One line of a gap report: a skill at the level that roles ask for, or a credential."""

    skill_id: str | None
    """The skill; null for a credential."""
    credential_id: str | None
    """The credential; null for a skill."""
    name: str
    """The skill's or credential's name."""
    required_level: int | None
    """The level asked for, 1 to 4; null for a credential."""
    demanded: int
    """How many people are asked for it."""
    supplied: int
    """How many of these have it now."""
    short: int
    """How many have not: demanded less supplied."""
    short_people: list[ShortPerson]
    """Who has not, by id."""


class SkillGapGroup(Grouped):
    """The gap of those people of a report who have one thing in common."""

    people_count: int
    """How many were compared. Who has several positions may stand in more than one group."""
    gaps: list[SkillGap]
    """The largest shortage first, then by name and level."""
    hidden_count: int
    """How many lines are hidden from a viewer who may not see persons."""


class SkillGapReport(Answer):
    """The gap of a set of people. Each person counts once in a line.

    Who may not see persons (the role analyst) gets no ids, and no line with a figure about fewer people than the tenant's smallest cell.
    """

    gaps: list[SkillGap]
    """The largest shortage first, then by name and level."""
    people_count: int
    """How many people were compared."""
    without_role_count: int
    """How many more have no role to compare with."""
    groups: list[SkillGapGroup]
    """Group by group, where that was asked for; those of whom nothing is known last."""
    hidden_count: int
    """How many lines are hidden from a viewer who may not see persons."""
    freshness: Freshness
    """How fresh the answer is."""


class Expiry(Answer):
    """When somebody's credential ends."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    achievement_id: str
    """By which achievement: the one that counts the longest."""
    valid_until: Instant
    """The first instant that no longer counts."""
    last_valid_on: Day
    """The last day that counts, in the policy's time zone where one was stated, else in UTC."""
    lapsed: bool
    """It is over."""
    suspended: bool
    """It does not count for a while; it has not lapsed."""
    in_grace: bool
    """Its validity is over and may still be renewed; it has not lapsed, and counts where the policy says that the grace does."""


class RecertificationLine(Answer):
    """Where the certifications of one credential stand."""

    credential_id: str
    """The credential."""
    credential_name: str
    """Its name."""
    valid: int
    """How many people hold it now."""
    due_in_7_days: int
    """How many of these lapse within 7 days."""
    due_in_30_days: int
    """How many of these lapse within 30 days, those within 7 among them."""
    due_in_60_days: int
    """How many of these lapse within 60 days, those within 30 among them."""
    due_in_90_days: int
    """How many of these lapse within 90 days, those within 60 among them."""
    lapsed: int
    """How many people held it and hold it no longer."""
    expiries: list[Expiry]
    """Who holds it now with an end within 90 days, held it, or is suspended; the earliest end first."""
    suspended: int
    """How many people hold it and are suspended now; they are neither valid nor lapsed."""
    in_grace: int
    """How many people's validity is over and may still be renewed: none has lapsed, and where the grace counts they hold it now."""
    renewal_cost: Money | None
    """What one renewal costs, by the catalogue; null where it does not say."""


class RenewalCosts(Answer):
    """What it costs, in one currency, to renew for everybody who is due."""

    due_in_7_days: Money
    """Within 7 days."""
    due_in_30_days: Money
    """Within 30 days, those within 7 among them."""
    due_in_60_days: Money
    """Within 60 days, those within 30 among them."""
    due_in_90_days: Money
    """Within 90 days, those within 60 among them."""
    in_grace: Money
    """For everybody who is in grace; where the grace counts and ends within 90 days these are among the above too."""


class RecertificationGroup(Grouped):
    """Where the certifications of those people of a report stand who have one thing in common."""

    people_count: int
    """How many they are. Who has several positions may stand in more than one group."""
    lines: list[RecertificationLine]
    """By the credential's name."""
    renewal_costs: list[RenewalCosts]
    """By currency, of the credentials of which the catalogue says what a renewal costs."""
    without_cost_count: int
    """How many renewals are due within 90 days of which it does not say."""


class RecertificationReport(Answer):
    """Where the certifications of a set of people stand."""

    lines: list[RecertificationLine]
    """By the credential's name."""
    groups: list[RecertificationGroup]
    """Group by group, where that was asked for; those of whom nothing is known last."""
    renewal_costs: list[RenewalCosts]
    """By currency, of the credentials of which the catalogue says what a renewal costs."""
    without_cost_count: int
    """How many renewals are due within 90 days of which it does not say."""
    people_count: int
    """How many people were asked about."""
    freshness: Freshness
    """How fresh the answer is."""


class ReadinessFigures(Answer):
    """How many people are how ready, each for one role."""

    people_count: int
    """How many have a role to compare with."""
    ready: int
    """How many are ready, for ever."""
    ready_until: int
    """How many are ready until an instant."""
    nearly: int
    """How many are nearly ready."""
    not_yet: int
    """How many are not yet ready."""
    blocked: int
    """How many lack a licence or degree."""


class ReadinessGroup(Grouped):
    """How ready those people of a report are who have one thing in common."""

    figures: ReadinessFigures
    """How many are how ready. Who has several positions may stand in more than one group."""


class ReadinessPage(Page[PersonReadiness]):
    """How ready people are, by person id. People whom no role is found for are left out and counted.

    Who may not see persons (the role analyst) gets figures alone, and none about fewer people than the tenant's smallest cell.
    """

    without_role_count: int
    """How many of the people asked for have no role to compare with."""
    figures: ReadinessFigures | None
    """In all, where figures were asked for or the viewer may not see persons; null where such a viewer could tell persons from them."""
    groups: list[ReadinessGroup]
    """Group by group, where that was asked for; those of whom nothing is known last."""
    hidden_count: int
    """How many groups are hidden from a viewer who may not see persons."""
    freshness: Freshness
    """How fresh the answer is."""


SKILL_AT_A_LEVEL = r"^.+:[1-4]$"
AskedSkill = Annotated[str, StringConstraints(pattern=SKILL_AT_A_LEVEL)]


class GapsQuery(PeopleFilters):
    """Which gaps are asked for."""

    role_id: str | None = None
    """Against this role, whatever the people's own are; without it by `role_choice`."""
    role_choice: RoleChoice | None = None
    """Against which of each person's roles; without it: the own role, or with several positions the roles of all."""
    skill: Annotated[list[AskedSkill], Field(max_length=200, default_factory=list)]
    """In the place of a role against this list: skills with a level, such as `python:3`."""
    credential: Annotated[list[str], Field(max_length=200, default_factory=list)]
    """In the place of a role against this list: credentials by id."""
    group_by: Dimension | None = None
    """Also group by group."""
    figures_only: bool = False
    """Without the people who are short: for many, whose ids would be more than an answer may hold. Tables have figures only, anyway."""


class ReadinessQuery(PeopleFilters, PageQuery):
    """Whose readiness for what is asked for."""

    role_id: str | None = None
    """For this role, whatever the people's own are; without it by `role_choice`."""
    role_choice: RoleChoice | None = None
    """For which of each person's roles; without it: the target role, else the next rung of a ladder, else the own."""
    state: Annotated[list[ReadinessState], Field(max_length=len(ReadinessState), default_factory=list)]
    """Only who is in one of these states; figures are about everybody all the same. Not for who may not see persons."""


class ReadinessReportQuery(ReadinessQuery):
    """The same, and figures of everybody asked for."""

    group_by: Dimension | None = None
    """Also figures, in all and group by group."""
    figures_only: bool = False
    """Figures alone, without people."""


class RecertificationQuery(PeopleFilters):
    """Whose certifications are asked for."""

    credential_id: str | None = None
    """Only of this credential."""
    group_by: Dimension | None = None
    """Also group by group."""
    figures_only: bool = False
    """Without expiries: for many people, whose ends would be more than an answer may hold. A file has them, whatever is said here."""
