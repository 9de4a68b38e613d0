"""Reading job ads. Everybody in the tenant may; nothing is stored."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cairn_catalog.application.search import SearchSpaces
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.job_ads.analysis import Analysis, analyse
from cairn_catalog.domain.job_ads.terms import Dictionary, Lexicon, public_lexicon, tenant_lexicon
from cairn_catalog.domain.lifecycle import EntryState
from cairn_catalog.domain.search.space import SearchSpace
from cairn_catalog.domain.skill import Skill
from cairn_platform.errors import FieldViolation, InvalidFieldsError

ADS_AT_MOST = 50
CHARACTERS_AT_MOST = 20_000
"""Of one ad: some 3,000 words, five times what an ad usually has."""
CHARACTERS_AT_MOST_IN_ALL = 400_000
SECONDS_AT_MOST = 14.0
"""So long may the reading of all ads take: less than who asks waits. 400,000 characters of ads as they are take a third of it."""
TENANTS_AT_MOST = 200


@dataclass(frozen=True, kw_only=True)
class _Held:
    """A tenant's lexicon, and the spaces that it was made of: they are made anew where an entry changes."""

    public: SearchSpace
    own: SearchSpace
    lexicon: Lexicon


class Lexicons:
    """Gives each tenant's lexicon. One for a whole process: tenants share the public one."""

    def __init__(self, *, spaces_of: Callable[[str], SearchSpaces], dictionary: Dictionary) -> None:
        self._spaces_of = spaces_of
        self._dictionary = dictionary
        self._public: _Held | None = None
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, tenant_id: str) -> Lexicon:
        """What the tenant's ads are read with: the catalogue as the tenant saw it a moment ago, and Cairn's dictionary."""
        spaces = self._spaces_of(tenant_id)
        public, own = spaces.public(), spaces.own()
        with self._lock:
            beneath = self._public_lexicon(public)
            held = self._held.get(tenant_id)
            if held is None or held.public is not public or held.own is not own:
                lexicon = tenant_lexicon(_read_from(own), public=beneath, dictionary=self._dictionary)
                held = self._held[tenant_id] = _Held(public=public, own=own, lexicon=lexicon)
            self._held.move_to_end(tenant_id)
            while len(self._held) > TENANTS_AT_MOST:
                self._held.popitem(last=False)
            return held.lexicon

    def _public_lexicon(self, public: SearchSpace) -> Lexicon:
        if self._public is None or self._public.public is not public:
            lexicon = public_lexicon(_read_from(public), dictionary=self._dictionary)
            self._public = _Held(public=public, own=public, lexicon=lexicon)
        return self._public.lexicon


def _read_from(space: SearchSpace) -> list[Skill | Credential]:
    """What is in use: a retired entry is not what anybody should plan with."""
    return [
        entry
        for entry in space.entries
        if isinstance(entry, (Skill, Credential)) and entry.lifecycle.state is EntryState.PUBLISHED
    ]


def analyse_job_ads(
    lexicon: Callable[[], Lexicon], *, texts: Sequence[str], monotonic: Callable[[], float]
) -> Analysis:
    """What the ads ask for. Raises InvalidFieldsError, also for ads that take longer to read than anybody waits; `lexicon` is asked for
    only when the ads are sound.
    """
    violations = _violations(texts)
    if violations:
        raise InvalidFieldsError(violations)
    return analyse(_in_time(texts, monotonic=monotonic), lexicon())


def _in_time(texts: Sequence[str], *, monotonic: Callable[[], float]) -> Iterator[str]:
    """The ads, as long as there is time for another one."""
    until = monotonic() + SECONDS_AT_MOST
    for number, text in enumerate(texts):
        if monotonic() > until:
            message = (
                f"Reading stopped after {SECONDS_AT_MOST:.0f} seconds, {number} of {len(texts)} ads read;"
                " send fewer or shorter ones at once."
            )
            raise InvalidFieldsError([FieldViolation("ads", "TOO_MUCH_AT_ONCE", message)])
        yield text


def _violations(texts: Sequence[str]) -> list[FieldViolation]:
    if not 1 <= len(texts) <= ADS_AT_MOST:
        return [
            FieldViolation("ads", "OUT_OF_RANGE", f"Send 1 to {ADS_AT_MOST} ads; these are {len(texts)}.")
        ]
    violations = []
    for number, text in enumerate(texts):
        if not text.strip():
            violations.append(FieldViolation(f"ads[{number}].text", "REQUIRED", "The ad has no text."))
        elif len(text) > CHARACTERS_AT_MOST:
            violations.append(
                FieldViolation(
                    f"ads[{number}].text",
                    "TOO_LONG",
                    f"An ad has at most {CHARACTERS_AT_MOST:,} characters; this one has {len(text):,}.",
                )
            )
    if not violations and sum(map(len, texts)) > CHARACTERS_AT_MOST_IN_ALL:
        message = (
            f"All ads together have at most {CHARACTERS_AT_MOST_IN_ALL:,} characters; send them in parts."
        )
        violations.append(FieldViolation("ads", "TOO_LONG", message))
    return violations
