"""Portal sessions in memory: the port SessionStore for tests of the rules, held to the same suite as MongoDB's."""

from dataclasses import replace
from datetime import datetime

from cairn_gateway.application.portal_sessions import PortalSession, Tokens


class MemorySessionStore:
    """Keeps everything until it is told to forget."""

    def __init__(self) -> None:
        self.sessions: dict[str, PortalSession] = {}
        self.leases: dict[str, datetime] = {}
        self.logouts: dict[str, datetime] = {}

    async def add(self, session: PortalSession) -> None:
        self.sessions[session.key] = session

    async def find(self, key: str) -> PortalSession | None:
        return self.sessions.get(key)

    async def lease_renewal(self, key: str, *, generation: int, now: datetime, until: datetime) -> bool:
        held = self.leases.get(key)
        if not self._is_present(key, generation) or (held is not None and held > now):
            return False
        self.leases[key] = until
        return True

    async def give_back_renewal(self, key: str, *, generation: int) -> None:
        if self._is_present(key, generation):
            self.leases.pop(key, None)

    async def renew(self, key: str, *, generation: int, tokens: Tokens) -> bool:
        if not self._is_present(key, generation):
            return False
        self.leases.pop(key, None)
        self.sessions[key] = replace(self.sessions[key], tokens=tokens, generation=generation + 1)
        return True

    async def remove(self, key: str) -> None:
        self.sessions.pop(key, None)

    async def remove_generation(self, key: str, *, generation: int) -> bool:
        if not self._is_present(key, generation):
            return False
        del self.sessions[key]
        return True

    async def remove_all(self, *, issuer_session_id: str | None, subject: str | None) -> int:
        over = [
            key
            for key, session in self.sessions.items()
            if (
                session.issuer_session_id == issuer_session_id
                if issuer_session_id
                else session.subject == subject
            )
        ]
        for key in over:
            del self.sessions[key]
        return len(over)

    async def knows_logout(self, token_id: str) -> bool:
        return token_id in self.logouts

    async def remember_logout(self, token_id: str, *, until: datetime) -> None:
        self.logouts[token_id] = until

    def _is_present(self, key: str, generation: int) -> bool:
        session = self.sessions.get(key)
        return session is not None and session.generation == generation
