"""How something is asked for: must or welcome, level, years; and degrees, licences and years apart."""

import pytest

from cairn_catalog.domain.job_ads.qualifications import DegreeLevel
from cairn_catalog.domain.skill import ProficiencyLevel as Level
from tests.support.catalog.job_ads import one, read


@pytest.mark.parametrize(
    ("text", "must_have"),
    [
        ("Docker is required.", True),
        ("Experience with Docker", True),
        ("Docker is a plus.", False),
        ("Docker would be nice.", False),
        ("Experience with Java, Docker and Redis is an advantage.", False),
        ("Nice to have: Docker", False),
        ("Ideally you know Docker.", False),
        ("Docker preferred", False),
        ("Java is a must, Docker is a plus.", False),
        ("Docker is a must, Java is a plus.", True),
        ("Docker, Java (a plus), Redis", True),
        ("Strong knowledge of Docker; Java is a plus.", True),
        ("Kenntnisse in Docker, Erfahrung mit Java von Vorteil.", True),
        ("Docker von Vorteil", False),
        ("Docker is not essential.", False),
        ("Nice to have:\nDocker\nJava", False),
        ("Nice to have:\nJava\nRequirements:\nDocker", True),
        ("Bonus points:\nDocker", False),
    ],
)
def test_a_must_is_told_from_what_is_welcome(text: str, must_have: bool) -> None:
    assert one(text, "Docker").must_have is must_have


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Basic knowledge of Docker", Level.AWARENESS),
        ("You are familiar with Docker.", Level.AWARENESS),
        ("Working knowledge of Docker", Level.WORKING),
        ("Good Docker skills", Level.WORKING),
        ("Strong knowledge of Docker", Level.PRACTITIONER),
        ("Strong Docker skills", Level.PRACTITIONER),
        ("Proficient in Docker", Level.PRACTITIONER),
        ("Expert in Docker", Level.EXPERT),
        ("Expert knowledge of Docker", Level.EXPERT),
        ("Mastery of Docker", Level.EXPERT),
        ("Docker (advanced)", Level.PRACTITIONER),
        ("Strong Java and basic Docker", Level.AWARENESS),
        ("Strong knowledge of Java, Redis and Docker", Level.PRACTITIONER),
        ("Experience with Docker", Level.NONE),
        ("Strong communicator with experience in Docker", Level.NONE),
        ("Sehr gute Kenntnisse in Docker", Level.PRACTITIONER),
        ("Grundkenntnisse in Docker", Level.AWARENESS),
    ],
)
def test_a_level_is_the_one_that_is_said(text: str, level: Level) -> None:
    assert one(text, "Docker").level is level


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("5+ years of experience with Docker", 5),
        ("At least three years' experience in Docker", 3),
        ("3-5 years of Docker experience", 3),
        ("Two to four years of hands-on experience with Java, .NET and Docker", 2),
        ("Docker (2 years)", 2),
        ("Mindestens 3 Jahre Erfahrung mit Docker", 3),
        ("5 years of experience. Docker is required.", 0),
        ("Experience with Docker", 0),
    ],
)
def test_years_are_tied_to_what_they_are_said_of(text: str, years: int) -> None:
    assert one(text, "Docker").years == years


@pytest.mark.parametrize(
    ("text", "level", "field", "is_hard"),
    [
        ("A master's degree in Law is required.", DegreeLevel.MASTER, "Law", True),
        (
            "Bachelor's degree in Computer Science or equivalent experience",
            DegreeLevel.BACHELOR,
            "Computer Science",
            False,
        ),
        ("Degree in Computer Science or equivalent", DegreeLevel.ANY, "Computer Science", False),
        ("BSc in Physics or a related field", DegreeLevel.BACHELOR, "Physics", True),
        ("Bachelor's or Master's degree in Economics required", DegreeLevel.BACHELOR, "Economics", True),
        (
            "University degree in engineering, or 5 years of relevant experience",
            DegreeLevel.ANY,
            "engineering",
            False,
        ),
        ("PhD in Biology preferred", DegreeLevel.DOCTORATE, "Biology", False),
        ("High school diploma required", DegreeLevel.SECONDARY, "", True),
        (
            "Bachelor's degree or an equivalent combination of education and experience",
            DegreeLevel.BACHELOR,
            "",
            False,
        ),
    ],
)
def test_a_degree_is_hard_only_where_nothing_stands_in_for_it(
    text: str, level: DegreeLevel, field: str, is_hard: bool
) -> None:
    (degree,) = read(text).degrees
    assert (degree.level, degree.field, degree.is_hard) == (level, field, is_hard)


@pytest.mark.parametrize(
    "text",
    [
        "No degree required.",
        "A degree is not required.",
        "A high degree of accuracy is expected from you.",
        "Certified Scrum Master wanted, you master data.",
        "360 degree feedback is part of your role.",
    ],
)
def test_what_is_no_demand_for_a_degree_is_none(text: str) -> None:
    assert read(text).degrees == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("You have a valid driver's license.", "driving licence"),
        ("A valid driving licence is required.", "driving licence"),
        ("You are a registered nurse with an active RN license.", "registered nurse licence"),
        ("CPA required", "Certified Public Accountant"),
    ],
)
def test_licences_are_apart(text: str, name: str) -> None:
    assert [each.term.name for each in read(text).licences] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PMP certification preferred", "Project Management Professional"),
        ("You hold the CISSP.", "CISSP"),
        ("AWS Certified Solutions Architect is a plus.", "AWS certification"),
    ],
)
def test_certifications_are_apart(text: str, name: str) -> None:
    assert [each.term.name for each in read(text).certifications] == [name]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("3-5 years of professional experience", 3, 5),
        ("At least 10+ years of experience in sales", 10, 0),
        ("Minimum of two years' work experience", 2, 0),
        ("Experience: 4 years", 4, 0),
    ],
)
def test_years_of_experience_are_told_apart_too(text: str, least: int, most: int) -> None:
    (experience,) = read(text).experience
    assert (experience.least_years, experience.most_years) == (least, most)


def test_the_age_of_a_company_is_no_experience() -> None:
    assert read("The project runs for 3 years and you join it.").experience == ()


def test_what_is_ideal_begins_where_it_is_said() -> None:
    text = "5+ years of experience with Docker, ideally on AWS"
    assert one(text, "Docker").must_have
    assert not one(text, "AWS").must_have


def test_hands_on_experience_is_no_quality_of_a_person() -> None:
    assert [each.term.name for each in read("Hands-on experience with Docker").skills] == ["Docker"]
    assert one("You are a hands-on person.", "proactivity").must_have
