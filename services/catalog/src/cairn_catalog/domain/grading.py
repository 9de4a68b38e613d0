"""How good credentials are to somebody who sees issuers, and trusts them, in one's own way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.issuer import Issuer, RecognitionExtent
from cairn_catalog.domain.issuer_trust import TrustVerdict
from cairn_catalog.domain.quality import Assessment, assess


@dataclass(frozen=True, kw_only=True)
class Grading:
    """What counts beside a credential's own signals: the issuers that are seen and what is thought of them, by id, and the day."""

    issuers: Mapping[str, Issuer]
    verdicts: Mapping[str, TrustVerdict]
    on: date

    def assessment(self, credential: Credential) -> Assessment:
        """The credential's assessment. An issuer that is not seen is one of unknown recognition."""
        issuer = self.issuers.get(credential.issuer_id)
        return assess(
            signals=credential.quality_signals,
            recognition=issuer.recognition.extent if issuer else RecognitionExtent.UNKNOWN,
            trust=self.verdicts.get(credential.issuer_id, TrustVerdict.UNSET),
            on=self.on,
        )
