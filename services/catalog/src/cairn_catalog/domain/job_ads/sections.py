"""The parts of an ad: what it asks for, what it would like, what it offers, and what is said in every ad."""
# ruff: noqa: RUF001 (ads are written with such marks)

import re
from enum import Enum


class Section(Enum):
    """What a part of an ad is about. Nothing is read from a SILENT one but sentences that plainly demand something."""

    OPEN = "open"
    REQUIRED = "required"
    WELCOME = "welcome"
    SILENT = "silent"


_LONGEST_HEADING_WORDS = 8
_WELCOME = re.compile(
    r"nice[ -]to[ -]have|bonus|(?:is|are) a plus|\bplus(?:es)?\b|preferred|desir(?:ed|able)"
    r"|would be (?:great|nice|good)|advantage"
    r"|good to have|von vorteil|wünschenswert|idealerweise|optional",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"requirement|qualification|required|must[ -]have|your profile|what you(?:'ll| will)? (?:need"
    r"|bring)|who you are|about you\b|skills"
    r"|we(?:'re| are)? (?:expect|look)|what we(?:'re| are)? look|you (?:have|are|bring)|experience\b"
    r"|competenc|essential|your background"
    r"|anforderung|dein profil|ihr profil|das bring(?:st du|en sie) mit|was (?:du mitbringst|sie mitbringen)"
    r"|qualifikation|deine (?:skills|stärken)|technolog|tech stack|education\b|profile\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"responsibilit|duties|tasks|your role|the role|what you(?:'ll| will)? (?:do|be doing)"
    r"|job description|the position|about the (?:job|role|position)"
    r"|your mission|key (?:areas|accountabilit)|(?:(?:deine|ihre|die|unsere) )?(?:haupt)?aufgaben|aufgabengebiet|tätigkeiten"
    r"|(?:das|was) erwartet (?:dich|sie)|was (?:dich|sie) erwartet|stellenbeschreibung|day[- ]to[- ]day|the job|industry|role:",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"^about (?!you\b|your\b|this\b|the (?:job|role|position))\S+"
    r"|benefits|what we offer|we (?:can )?offer|perks|about (?:us|the (?:company|team"
    r"|organi[sz]ation))|who we are|our (?:company|culture|values)|how to apply"
    r"|company (?:description|size|type)|equal (?:opportunit|employment)|compensation|salary"
    r"|application (?:process|procedure)|apply|deadline"
    r"|contact|further information|terms of employment|(?:place|terms) of (?:work|employment)"
    r"|why (?:join|work|us|you)|(?:was )?wir bieten|das bieten wir|über uns|unser angebot|(?:deine|ihre) vorteile"
    r"|diversity|location\b|additional information|privacy|disclaimer|what'?s in it for you|package\b",
    re.IGNORECASE,
)
_IN_ORDER = (
    (_SILENT, Section.SILENT),
    (_WELCOME, Section.WELCOME),
    (_REQUIRED, Section.REQUIRED),
    (_OPEN, Section.OPEN),
)


def heading(line: str) -> Section | None:
    """The section that a line opens; None for a line that is no heading.

    A heading is short, has no full stop, and either ends with a colon or begins with a capital and names a section.
    """
    text = line.strip(" \t*#-–•=_")
    if not text or len(text.split()) > _LONGEST_HEADING_WORDS or text.endswith((".", ",", ";", "!")):
        return None
    for pattern, section in _IN_ORDER:
        found = pattern.search(text)
        if found and (text.endswith((":", "?")) or (found.start() <= 1 and _covers_most(found, text))):
            return section
    return Section.OPEN if text.endswith(":") else None


def _covers_most(found: re.Match[str], text: str) -> bool:
    return len(found.group()) * 2 >= len(text)


# Sentences that every ad has, whatever the job.
_BOILERPLATE = re.compile(
    r"equal[ -]opportunit|equal employment|regardless of|without regard|irrespective of"
    r"|all qualified applicants|reasonable accommodation|protected veteran"
    r"|sexual orientation|national origin|gender identity|diversity (?:and|&) inclusion"
    r"|diverse backgrounds|encourage(?:d)? (?:\w+ ){0,4}to apply|discriminat"
    r"|\bsalary\b|\bcompensation\b|401\s?\(?k|paid time off|\bPTO\b|\bvacation|annual leave"
    r"|parental leave|maternity|paid holidays|health insurance|life insurance|dental"
    r"|pension|\bperks?\b|\bbonus(?:es)?\b|share options|stock options|free (?:lunch|fruit|coffee"
    r"|snacks)|\bgym\b|home[ -]?office|work[- ]life"
    r"|we (?:can )?offer|you (?:will )?(?:get|receive)\b|what we offer|is offered|collective agreement"
    r"|send (?:us )?your|submit (?:your|an|the)|your application|cover letter|curriculum vitae|\bCV\b"
    r"|apply (?:now|online|here|by|via|for|at|through|today)|to apply|applications? (?:must|should"
    r"|will|are|received|deadline)"
    r"|deadline for|closing date|application (?:deadline|process|procedure)|contact (?:us|person"
    r"|\w+ \w+)|further information|more information|for information|read more|visit (?:us|our)"
    r"|learn more (?:at|about)|find out more"
    r"|privacy (?:policy|notice)|background check|drug (?:test|screen)|e-verify|recruitment agenc"
    r"|interviews? will|date posted|company (?:size|type)|job type|experience level|likes:"
    r"|leading (?:provider|supplier|company|manufacturer|university|technical)|founded in|headquarter"
    r"|employees (?:in|world|around|across)|our (?:mission|vision|values|customers|clients|story"
    r"|culture|offices?|staff|employees)\b"
    r"|opportunit(?:y|ies) (?:to|for)|(?:the )?chance to|you(?:'ll|’ll| will| can) (?:also )?(?:gain"
    r"|enjoy|become|find|join|benefit|have the)|we (?:believe|are proud|care|value|live|love)|^join\b"
    r"|(?:market|global|world|industry) leader|working (?:hours|time models?|atmosphere|environment)"
    r"|work (?:arrangements|environment)|inspiring|startup (?:culture|adventure)"
    r"|chancengleichheit|ungeachtet|schwerbehindert|bewerbung|wir bieten",
    re.IGNORECASE,
)
_DEMANDS = re.compile(
    r"\byou(?:'ll|'re|'ve|’ll|’re|’ve)?\b|\byour\b|\byourself\b|candidates?\b|applicants?\b|incumbent"
    r"|look(?:ing)? for|seek(?:s|ing)?\b|\bmust\b|required|requires?\b|expect(?:ed|s)?\b"
    r"|experience (?:in|with|of|using|as|working)|knowledge|skills?\b|abilit(?:y|ies)|able to"
    r"|responsible for|proficien|familiar|qualification|\bdegree\b|expertise|role\b|position\b|duties"
    r"|tasks?\b"
    r"|\bplus\b|advantage|preferred|desirable|essential|mandatory|necessary|needed|\bsie\b|\bdu\b|kenntnisse|erfahrung",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"\b(?:we|our|us|we're|we’re|we've|we’ve|wir|unser\w*)\b", re.IGNORECASE)
_DESCRIBES = re.compile(
    r"^(?:the |this |our |at |with )?[\w<>.&' -]{2,60}? (?:is|are|was|were|has|have|provides?|offers?"
    r"|delivers?|builds?|combines?|helps?|employs?|develops?|enables?|believes?)\b",
    re.IGNORECASE,
)
_STACK = re.compile(
    r"\bwe (?:use|work with|rely on|run on|code in|build with)\b|\bour (?:tech|stack|tools)", re.IGNORECASE
)


def is_boilerplate(sentence: str, *, opens_with_a_task: bool) -> bool:
    """A sentence that says nothing about what the job demands: on the employer, the offer, the application, the law.

    One that speaks of "us" does so too, unless it asks for something or opens with a task: "Build dashboards for our teams".
    """
    if _BOILERPLATE.search(sentence):
        return True
    asks = demands(sentence) or opens_with_a_task or bool(_STACK.search(sentence))
    return not asks and bool(_COMPANY.search(sentence))


def demands(sentence: str) -> bool:
    """The sentence speaks of the candidate or of what is asked for."""
    return bool(_DEMANDS.search(sentence))


def describes(sentence: str) -> bool:
    """The sentence states something about somebody, so that it is no bare item of a list."""
    return bool(_DESCRIBES.search(sentence))
