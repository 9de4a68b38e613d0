"""German ads: their headings, tasks and soft skills."""

import pytest

from cairn_catalog.domain.job_ads.terms import TermKind
from tests.support.catalog.job_ads import names, one, read

AD = """Projektmanager IT (m/w/d)

Über uns
Wir sind ein Team von 40 Leuten mit Kreativität und Java.

Deine Aufgaben
- Leitung von IT-Projekten nach agilen Methoden
- Planung und Steuerung der Budgets unserer Kunden
- Du entwickelst unsere Plattform weiter

Dein Profil
- Abgeschlossenes Studium der Informatik
- Mehrjährige Erfahrung im Projektmanagement
- Teamfähigkeit, Kommunikationsstärke und selbstständige Arbeitsweise
- Sehr gute Deutschkenntnisse
- Kenntnisse in Kubernetes von Vorteil
"""


def _tasks(text: str) -> list[str]:
    return [each.term.name for each in read(text).skills if each.term.kind is TermKind.TASK]


def test_tasks_of_a_german_ad_are_read() -> None:
    assert _tasks(AD) == [
        "entwickelst unsere Plattform weiter",
        "Leitung von IT-Projekten nach agilen Methoden",
        "Planung und Steuerung der Budgets unserer Kunden",
    ]


def test_soft_skills_and_knowledge_of_a_german_ad_are_known_by_their_one_name() -> None:
    wanted = {"teamwork", "communication", "independence", "project management", "computer science", "German"}
    assert wanted <= names(AD)
    assert names(AD).isdisjoint({"creativity", "Java"})
    assert not one(AD, "Kubernetes").must_have


@pytest.mark.parametrize(
    "text",
    [
        "Young people of our region love it.",
        "Die Leitung freut sich auf dich.",
        "Sie können jederzeit beginnen.",
        "Unsere Abteilung besteht aus Menschen.",
    ],
)
def test_what_is_no_task_is_none(text: str) -> None:
    assert _tasks(text) == []


def test_a_list_that_speaks_of_us_is_still_a_list_of_tasks() -> None:
    ad = "What you will do\n- Build dashboards in Tableau for our marketing team\n- Our Java team is great"
    assert {"Tableau"} <= names(ad)
    assert "Java" not in names(ad)


def test_a_parenthesis_is_closed_or_left_out() -> None:
    assert _tasks("Tasks:\n- Plan campaigns (Google Ads, Meta Ads, and so on and on and on and on) well") == [
        "Plan campaigns (Google Ads, Meta Ads, and so on and on and on and on)"
    ]
    assert _tasks("Tasks:\n- Plan and run campaigns (Google") == ["Plan and run campaigns"]
