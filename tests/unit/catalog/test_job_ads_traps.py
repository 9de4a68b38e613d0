"""Words that are a technology here and an everyday word there, what is not needed, and what every ad says."""

import pytest

from tests.support.catalog.job_ads import names, read


@pytest.mark.parametrize(
    ("text", "technologies"),
    [
        ("Experience with Go and React", {"Go", "React"}),
        ("We are looking for a Go developer who knows R, C and Spark.", {"Go", "R", "C", "Spark"}),
        (
            "Skills: Go, R, C, Swift, Rust, Scala, Chef, Puppet, Ruby",
            {"Go", "Rust", "Chef", "Puppet", "Ruby"},
        ),
        ("Python, Java or Go", {"Python (computer programming)", "Java", "Go"}),
        ("Scripts written in R", {"R"}),
        ("Programming in C or Rust is part of the job.", {"C", "Rust"}),
        ("typescript javascript node.js react go", {"TypeScript", "JavaScript", "Node.js", "React", "Go"}),
        ("Advanced Excel skills are required.", {"Microsoft Excel"}),
        ("Experience in Excel and Word", {"Microsoft Excel", "Microsoft Word"}),
        ("Knowledge of MS Access", {"Microsoft Access"}),
        ("Java\nGo\nKubernetes", {"Java", "Go", "Kubernetes"}),
        ("You know Apache Spark and Ruby on Rails.", {"Spark", "Ruby on Rails"}),
    ],
)
def test_an_everyday_word_is_a_technology_where_something_says_so(text: str, technologies: set[str]) -> None:
    assert technologies <= names(text)


@pytest.mark.parametrize(
    "text",
    [
        "You will go the extra mile and react quickly to change.",
        "Go the extra mile for our customers.",
        "React to incidents at any hour.",
        "You spark joy, excel at service and access new markets in a swift way.",
        "Excel in your field and have access to training.",
        "Access to the building needs a badge.",
        "You support our go-to-market strategy.",
        "Go-to-market experience is required.",
        "You report to the C-level of a Series C startup.",
        "Vitamin C, grade C, class C.",
        "You are a Head Chef in a busy kitchen.",
        "A puppet theatre with a ruby wedding and a rust stain.",
        "Rust prevention on ships.",
        "A swift response is expected from you.",
        "Contact C. Smith or R. Jones.",
        "You must be able to express yourself.",
        "You will scratch the surface.",
        "The rest of the team is in Berlin, you soap the floor.",
        "A blank canvas for your ideas: you must fill it.",
    ],
)
def test_an_everyday_word_is_none_as_a_verb_or_noun(text: str) -> None:
    technologies = {each.term.name for each in read(text).skills if each.term.kind.value == "technology"}
    assert technologies == set()
    assert "Canvas (learning management systems)" not in names(text)


def test_r_and_d_is_research_not_a_language() -> None:
    assert names("Experience in R&D") == {"R&D"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("C++ and C#", "C++"),
        ("C++ and C#", "C#"),
        ("Services in .NET.", ".NET"),
        ("We need ASP.NET skills.", ".NET"),
        ("Node.js, NodeJS or Node JS", "Node.js"),
        ("CI/CD", "CI/CD"),
        ("CI / CD pipelines", "CI/CD"),
        ("object oriented programming", "object-oriented programming"),
        ("Object-Oriented Programming", "object-oriented programming"),
        ("data visualization", "data visualisation"),
        ("relational database", "relational databases"),
        ("REST APIs", "REST"),
        ("Kenntnisse in Kubernetes und Java", "Kubernetes"),
        ("Erfahrung mit Spring Boot von Vorteil", "Spring Boot"),
    ],
)
def test_spelling_does_not_matter(text: str, name: str) -> None:
    assert name in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "No experience with Kubernetes needed.",
        "No experience with Kubernetes or Docker is required.",
        "No prior Kubernetes experience required.",
        "Knowledge of Kubernetes is not required.",
        "You don't need to know Kubernetes.",
        "You do not need experience with Kubernetes.",
        "Kubernetes experience isn't necessary.",
        "We also hire people without experience in Kubernetes.",
        "Kubernetes is not a requirement.",
        "Kenntnisse in Kubernetes sind nicht erforderlich.",
    ],
)
def test_what_is_not_needed_is_not_asked_for(text: str) -> None:
    assert read(text).skills == ()


@pytest.mark.parametrize(
    "text",
    [
        "No experience with Kubernetes needed, but Docker is a must.",
        "Docker is required; Kubernetes is not required.",
        "Java is not needed. Docker is.",
        "No less than 3 years of experience with Docker.",
        "You know not only Java but also Docker.",
    ],
)
def test_only_what_is_denied_is_left_out(text: str) -> None:
    assert "Docker" in names(text)
    assert "Kubernetes" not in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "We are an equal opportunity employer and value diversity and communication.",
        "All qualified applicants will receive consideration without regard to race, religion or gender identity.",
        "We offer Python courses, flexible hours and health insurance.",
        "Our company is the leading provider of Java software in Europe.",
        "What we offer:\nPython courses\nCreative colleagues",
        "About us\nWe build project management software for millions of people.",
        "Please send your application with a cover letter in English.",
        "Benefits:\n- Excel training\n- Dental care",
    ],
)
def test_what_every_ad_says_asks_for_nothing(text: str) -> None:
    analysis = read(text)
    assert (analysis.skills, analysis.licences, analysis.degrees) == ((), (), ())


def test_what_a_job_demands_is_read_after_what_the_company_says() -> None:
    text = "About us\nWe build Java software.\nRequirements:\nPython\nBenefits:\nSQL courses"
    assert names(text) == {"Python (computer programming)"}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Kuberntes", "Kubernetes"),
        ("Postgress", "PostgreSQL"),
        ("Javscript", "JavaScript"),
        ("terrafrom", "Terraform"),
    ],
)
def test_one_error_in_the_long_name_of_a_technology_is_forgiven(written: str, name: str) -> None:
    assert name in names(f"You have experience with {written} and Java.")


@pytest.mark.parametrize(
    "text",
    [
        "You bring projects to closure.",
        "You draw in magenta.",
        "Its contained size is required.",
        "You need Pyhton.",
        "Eclipsed suns are required.",
        "You know TypoScript.",
    ],
)
def test_a_word_of_its_own_is_no_technology_with_an_error(text: str) -> None:
    assert names(text) == set()
