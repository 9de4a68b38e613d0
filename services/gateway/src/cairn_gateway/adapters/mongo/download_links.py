"""Download links in MongoDB."""

from pymongo.asynchronous.database import AsyncDatabase

from cairn_gateway.adapters.mongo.connection import Document
from cairn_gateway.adapters.mongo.documents import DownloadLinkDocument
from cairn_gateway.application.download_links import DownloadLink


class MongoDownloadLinks:
    """The port DownloadLinkStore; each operation is one command on one document, so it holds between processes."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._links = database["download_links"]

    async def keep(self, link: DownloadLink) -> None:
        """Keeps a link; MongoDB removes it within a minute of its end."""
        document = DownloadLinkDocument(
            id=link.key,
            export_id=link.export_id,
            access_token=link.access_token,
            expires_at=link.expires_at,
        )
        document.validate()
        await self._links.insert_one(document.to_mongo().to_dict())

    async def take(self, key: str) -> DownloadLink | None:
        """The link, which is gone from now on."""
        found = await self._links.find_one_and_delete({"_id": key})
        if found is None:
            return None
        return DownloadLink(
            key=found["_id"],
            export_id=found["export_id"],
            access_token=found["access_token"],
            expires_at=found["expires_at"],
        )
