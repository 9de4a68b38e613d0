"""The life of achievements against a simple model: claimed, reviewed, decided, marked, with evidence that may be changed behind our back.

Whoever may not do something, does it at the wrong time, or to what is their own, is refused, and nothing changes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cairn_learners.application.achievements import claim_achievement, decide_achievement
from cairn_learners.application.certifications import mark_achievement
from cairn_learners.application.evidence_files import receive_file
from cairn_learners.application.reviews import hand_back, take_for_review
from cairn_learners.application.scope import Scope
from cairn_learners.domain.achievements import (
    Achievement,
    ClaimDraft,
    Decision,
    Evidence,
    KnownFile,
    MarkKind,
    Standing,
    standing,
)
from cairn_learners.domain.certification_marks import MarkDraft
from cairn_learners.domain.evidence_files import FileState
from cairn_learners.domain.recertification_policy import Basis
from cairn_platform.errors import RefusedError
from tests.support.learners.builders import NOW, a_credential, a_person
from tests.support.learners.fake_store import FakeWorld
from tests.support.learners.memory_contents import MemoryContents
from tests.support.learners.proofs import PDF
from tests.support.learners.recertifying import a_policy_draft, added
from tests.support.learners.renewing import a_credential_policy, a_version_draft
from tests.support.learners.scopes import a_scope

BADGES = ("first", "second", "third")
ROLES = {"ann": "employee", "bob": "employee", "cleo": "manager", "hana": "hr", "rita": "reviewer"}
# Who may do something tries more often.
PEOPLE = st.sampled_from(["ann", "bob", "cleo", "cleo", "hana", "hana", "rita"])
DECISIONS = st.sampled_from([Decision.VERIFIED, Decision.VERIFIED, Decision.REFUSED])
DECIDERS = ("cleo", "hana", "rita")
BEFALLEN = {MarkKind.REVOKED: Standing.REVOKED, MarkKind.SUSPENDED: Standing.SUSPENDED}


@dataclass
class Claimed:
    """What the model knows of one claim of Ann's."""

    achievement_id: str
    credential_id: str
    issued_on: date
    file_id: str | None
    taken_by: str | None = None
    decision: Decision = Decision.CLAIMED
    tampered: bool = False
    marks: list[MarkKind] = field(default_factory=list)

    @property
    def befallen(self) -> MarkKind | None:
        """What befell it last."""
        return self.marks[-1] if self.marks else None

    def standing(self, now: datetime) -> Standing:
        """By the words of the rules: a year, the last three months of it to renew, and a month of grace."""
        if self.decision is Decision.CLAIMED:
            return Standing.IN_REVIEW if self.taken_by else Standing.WAITING_FOR_VERIFICATION
        if self.decision is Decision.REFUSED:
            return Standing.REFUSED
        if self.befallen in BEFALLEN:
            return BEFALLEN[self.befallen]
        utc = ZoneInfo("UTC")
        until = added(datetime.combine(self.issued_on, time.min, tzinfo=UTC), "P1Y", 1, utc)
        if now < added(until, "P3M", -1, utc):
            return Standing.ACTIVE
        if now < until:
            return Standing.DUE_FOR_RENEWAL
        return Standing.IN_GRACE if now < added(until, "P1M", 1, utc) else Standing.LAPSED


class AchievementLives(RuleBasedStateMachine):
    """Ann claims, everybody tries everything, and time goes by."""

    def __init__(self) -> None:
        super().__init__()
        self.world = FakeWorld()
        self.world.put(
            *(
                a_person(
                    each, account_subject=f"sub-{each}", manager_id="cleo" if each in {"ann", "bob"} else None
                )
                for each in ROLES
            )
        )
        policy = a_policy_draft(Basis.COMPLETION, validity="P1Y", window="P3M", grace="P1M")
        for each in BADGES:
            self.world.know(a_credential(each))
            self.world.put(a_credential_policy(each, a_version_draft(policy)))
        self.contents = MemoryContents()
        self.now = NOW
        self.claims: list[Claimed] = []
        self.kept: dict[str, Achievement] = {}

    @rule(
        badge=st.sampled_from(BADGES),
        days_ago=st.integers(0, 420),
        with_file=st.booleans(),
    )
    def claim(self, badge: str, days_ago: int, with_file: bool) -> None:
        """Ann claims something; what she has claimed and was not refused is not claimed again."""
        standing_claims = [each for each in self.claims if each.decision is not Decision.REFUSED]
        there = [each.issued_on for each in standing_claims if each.credential_id == badge]
        issued_on = there[0] if there else self.now.date() - timedelta(days=days_ago)
        if there:
            again = ClaimDraft(
                person_id="", credential_id=badge, issued_on=issued_on.isoformat(), evidence=()
            )
            refused = self._refusal(lambda: claim_achievement(self._scope("ann"), draft=again, once=None))
            assert refused == "AlreadyClaimedError"
            return
        file_id = self._upload() if with_file else None
        evidence = (Evidence(url="", description="Scan", file=KnownFile(file_id=file_id)),) if file_id else ()
        draft = ClaimDraft(
            person_id="", credential_id=badge, issued_on=issued_on.isoformat(), evidence=evidence
        )
        claimed = claim_achievement(self._scope("ann"), draft=draft, once=None)
        self.claims.append(Claimed(claimed.achievement_id, badge, issued_on, file_id))

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), who=PEOPLE)
    def take(self, data: st.DataObject, who: str) -> None:
        """Somebody takes a claim to look at it."""
        claim = data.draw(st.sampled_from(self.claims))
        refused = self._refusal(
            lambda: take_for_review(self._scope(who), achievement_id=claim.achievement_id)
        )
        assert refused == self._expected(claim, who)
        if refused is None:
            claim.taken_by = who

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), who=PEOPLE)
    def give_back(self, data: st.DataObject, who: str) -> None:
        """Somebody hands a claim back; hr does so for others too."""
        claim = data.draw(st.sampled_from(self.claims))
        refused = self._refusal(lambda: hand_back(self._scope(who), achievement_id=claim.achievement_id))
        expected = self._expected(claim, who)
        if who == "hana" and expected == "InReviewError":
            expected = None
        assert refused == expected
        if refused is None:
            claim.taken_by = None

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), who=PEOPLE, decision=DECISIONS)
    def decide(self, data: st.DataObject, who: str, decision: Decision) -> None:
        """Somebody decides on a claim; nothing is verified by a file that was changed."""
        claim = data.draw(st.sampled_from(self.claims))
        refused = self._refusal(
            lambda: decide_achievement(
                self._scope(who),
                self.contents,
                achievement_id=claim.achievement_id,
                decision=decision,
                reason="Because.",
            )
        )
        expected = self._expected(claim, who)
        if expected is None and claim.tampered and decision is Decision.VERIFIED:
            expected = "EvidenceChangedError"
        assert refused == expected
        if refused is None:
            claim.decision = decision

    @precondition(lambda self: self.claims)
    @rule(
        data=st.data(),
        who=PEOPLE,
        kind=st.sampled_from([MarkKind.REVOKED, MarkKind.SUSPENDED, MarkKind.REINSTATED]),
    )
    def mark(self, data: st.DataObject, who: str, kind: MarkKind) -> None:
        """Somebody revokes, suspends or reinstates; the same again is no news."""
        verified = [each for each in self.claims if each.decision is Decision.VERIFIED]
        claim = data.draw(st.sampled_from([*self.claims, *verified * 3]))
        draft = MarkDraft(kind=kind, at=None, reason="Because.")
        refused = self._refusal(
            lambda: mark_achievement(self._scope(who), achievement_id=claim.achievement_id, draft=draft)
        )
        if who not in {"cleo", "hana"}:
            assert refused in {"OwnClaimError", "NotFoundError", "RoleRequiredError"}
            return
        before = claim.befallen
        fits = {
            MarkKind.REVOKED: True,
            MarkKind.SUSPENDED: before is not MarkKind.REVOKED,
            MarkKind.REINSTATED: before in BEFALLEN,
        }[kind]
        allowed = claim.decision is Decision.VERIFIED and fits
        assert refused == (None if allowed else "InvalidFieldsError")
        if allowed and before is not kind:
            claim.marks.append(kind)

    @precondition(lambda self: any(each.file_id for each in self.claims))
    @rule(data=st.data())
    def tamper(self, data: st.DataObject) -> None:
        """A file's content is changed, or lost, behind our back."""
        waiting = [each for each in self.claims if each.file_id and each.decision is Decision.CLAIMED]
        claim = data.draw(st.sampled_from(waiting or [each for each in self.claims if each.file_id]))
        if data.draw(st.booleans()):
            self.contents.files[claim.file_id or ""] = PDF + b"%"
        else:
            self.contents.remove(claim.file_id or "")
        claim.tampered = True

    @rule(days=st.integers(1, 200))
    def wait(self, days: int) -> None:
        """Time goes by."""
        self.now += timedelta(days=days)

    @invariant()
    def each_stands_where_the_model_says(self) -> None:
        """And counts exactly while it is active or due for renewal: this policy's grace does not count."""
        for claim in self.claims:
            found = self._stored(claim)
            expected = claim.standing(self.now)
            assert standing(found, now=self.now) is expected
            assert [each.kind for each in found.marks] == claim.marks
            assert found.counts(self.now) is (expected in {Standing.ACTIVE, Standing.DUE_FOR_RENEWAL})

    @invariant()
    def nothing_is_rewritten(self) -> None:
        """What was found and what befell is only ever added to, and versions only grow."""
        for claim in self.claims:
            after = self._stored(claim)
            before = self.kept.get(claim.achievement_id, after)
            assert after.marks[: len(before.marks)] == before.marks
            assert after.reckonings[: len(before.reckonings)] == before.reckonings
            assert after.version >= before.version
            assert (after == before) is (after.version == before.version)
            self.kept[claim.achievement_id] = after

    @invariant()
    def a_file_stays_evidence(self) -> None:
        """Whatever becomes of the claim, its file is kept and its digest with it."""
        for claim in self.claims:
            if claim.file_id is None:
                continue
            file = self.world.of().evidence_files([claim.file_id])[claim.file_id]
            assert file.state is FileState.ATTACHED
            assert [each.file and each.file.sha256 for each in self._stored(claim).evidence] == [
                file.known and file.known.sha256
            ]

    def _expected(self, claim: Claimed, who: str) -> str | None:
        """Why somebody may not go on with the review of a claim; None for who may."""
        if who == "ann":
            return "OwnClaimError"
        if who not in DECIDERS:
            return "NotFoundError"
        if claim.decision is not Decision.CLAIMED:
            return "AlreadyDecidedError"
        return "InReviewError" if claim.taken_by not in {None, who} else None

    def _upload(self) -> str:
        found = receive_file(
            self._scope("ann"),
            self.contents,
            person_id="",
            name="scan.pdf",
            chunks=[PDF],
            media_type_of=lambda _: "application/pdf",
        )
        return found.file_id

    def _stored(self, claim: Claimed) -> Achievement:
        found = self.world.of().achievement(claim.achievement_id)
        assert found is not None
        return found

    def _scope(self, who: str) -> Scope:
        """The next call, a moment later than the one before."""
        self.now += timedelta(seconds=1)
        return a_scope(self.world, who, ROLES[who], now=self.now)

    @staticmethod
    def _refusal(call: Callable[[], object]) -> str | None:
        try:
            call()
        except RefusedError as error:
            return type(error).__name__
        return None


TestAchievementLives = AchievementLives.TestCase
TestAchievementLives.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
