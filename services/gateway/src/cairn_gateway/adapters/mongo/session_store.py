"""Portal sessions in MongoDB."""

from datetime import datetime
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from cairn_gateway.adapters.mongo.connection import Document
from cairn_gateway.adapters.mongo.documents import LogoutTokenDocument, SessionDocument
from cairn_gateway.application.portal_sessions import PortalSession, Tokens


class MongoSessionStore:
    """The port SessionStore; each operation is one command on one document, so it holds between processes."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._sessions = database["sessions"]
        self._logouts = database["logout_tokens"]

    async def add(self, session: PortalSession) -> None:
        """Keeps a new session; MongoDB removes it within a minute of its refresh token's end."""
        document = SessionDocument(
            id=session.key,
            tenant_id=session.tenant_id,
            subject=session.subject,
            issuer_session_id=session.issuer_session_id,
            csrf_token=session.csrf_token,
            generation=session.generation,
            **_token_fields(session.tokens),
        )
        document.validate()
        await self._sessions.insert_one(document.to_mongo().to_dict())

    async def find(self, key: str) -> PortalSession | None:
        """The session, or None."""
        found = await self._sessions.find_one({"_id": key})
        return _session(found) if found else None

    async def lease_renewal(self, key: str, *, generation: int, now: datetime, until: datetime) -> bool:
        """Takes the right to renew, if nobody holds it."""
        taken = await self._sessions.update_one(
            {
                "_id": key,
                "generation": generation,
                "$or": [{"renewal_leased_until": None}, {"renewal_leased_until": {"$lte": now}}],
            },
            {"$set": {"renewal_leased_until": until}},
        )
        return taken.modified_count == 1

    async def give_back_renewal(self, key: str, *, generation: int) -> None:
        """Lets others renew."""
        await self._sessions.update_one(
            {"_id": key, "generation": generation}, {"$unset": {"renewal_leased_until": ""}}
        )

    async def renew(self, key: str, *, generation: int, tokens: Tokens) -> bool:
        """Compares the generation and sets the tokens in one step."""
        renewed = await self._sessions.update_one(
            {"_id": key, "generation": generation},
            {
                "$set": {"generation": generation + 1, **_token_fields(tokens)},
                "$unset": {"renewal_leased_until": ""},
            },
        )
        return renewed.matched_count == 1

    async def remove(self, key: str) -> None:
        """Forgets the session."""
        await self._sessions.delete_one({"_id": key})

    async def remove_generation(self, key: str, *, generation: int) -> bool:
        """Forgets the session unless it was renewed meanwhile."""
        return (await self._sessions.delete_one({"_id": key, "generation": generation})).deleted_count == 1

    async def remove_all(self, *, issuer_session_id: str | None, subject: str | None) -> int:
        """Forgets by the issuer's session, else by account."""
        if issuer_session_id is None and subject is None:
            raise ValueError("a logout names a session or an account")
        which = {"issuer_session_id": issuer_session_id} if issuer_session_id else {"subject": subject}
        return (await self._sessions.delete_many(which)).deleted_count

    async def knows_logout(self, token_id: str) -> bool:
        """It was carried out before."""
        return await self._logouts.find_one({"_id": token_id}) is not None

    async def remember_logout(self, token_id: str, *, until: datetime) -> None:
        """Notes it until the token could no longer be used anyway."""
        document = LogoutTokenDocument(id=token_id, expires_at=until)
        document.validate()
        try:
            await self._logouts.insert_one(document.to_mongo().to_dict())
        except DuplicateKeyError:
            return  # The same token came twice at the same moment.


def _token_fields(tokens: Tokens) -> dict[str, Any]:
    return {
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "id_token": tokens.id_token,
        "access_expires_at": tokens.access_expires_at,
        "expires_at": tokens.refresh_expires_at,
    }


def _session(found: Document) -> PortalSession:
    return PortalSession(
        key=found["_id"],
        tenant_id=found["tenant_id"],
        subject=found["subject"],
        issuer_session_id=found["issuer_session_id"],
        csrf_token=found["csrf_token"],
        generation=found["generation"],
        tokens=Tokens(
            access_token=found["access_token"],
            refresh_token=found["refresh_token"],
            id_token=found["id_token"],
            access_expires_at=found["access_expires_at"],
            refresh_expires_at=found["expires_at"],
        ),
    )
