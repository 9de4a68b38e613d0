"""How long the whole of ESCO takes into MongoDB, on a generated download of its size: `python -m bench.taxonomy.esco_import`.

Needs CAIRN_TEST_MONGO_URL. Imports once into an empty catalogue and once more, when nothing changes.
Prints JSON: seconds of wall and of CPU
of this process, and its peak memory.
"""

import io
import json
import os
import resource
import sys
import tempfile
import time
import uuid
from pathlib import Path

from cairn_catalog.adapters.files.taxonomy_import import import_public_taxonomy
from cairn_catalog.adapters.mongo.catalogue import MongoCatalogue
from cairn_catalog.adapters.mongo.import_history import MongoImportHistory
from cairn_catalog.domain.taxonomy.versions import TaxonomyKind
from cairn_platform.clock import utc_now
from tests.support.catalog.esco_download import write_esco_download
from tests.support.catalog.stored import migrated_database

SKILLS, OCCUPATIONS, SKILLS_PER_OCCUPATION = 13_939, 3_039, 42


def main() -> None:
    """Runs both imports and prints what they took."""
    with (
        tempfile.TemporaryDirectory() as folder,
        migrated_database(os.environ["CAIRN_TEST_MONGO_URL"]) as database,
    ):
        write_esco_download(
            Path(folder),
            skills=SKILLS,
            occupations=OCCUPATIONS,
            skills_per_occupation=SKILLS_PER_OCCUPATION,
            seed=1,
        )
        figures = {}
        for name in ("first", "again"):
            wall, cpu, out = time.perf_counter(), time.process_time(), io.StringIO()
            status = import_public_taxonomy(
                MongoCatalogue(database, tenant_id="public", clock=utc_now),
                MongoImportHistory(database, tenant_id="public", clock=utc_now),
                kind=TaxonomyKind.ESCO,
                path=Path(folder),
                title="ESCO",
                version="generated",
                dry_run=False,
                new_id=lambda: str(uuid.uuid4()),
                now=utc_now(),
                out=out,
                errors=sys.stderr,
            )
            figures[name] = {
                "status": status,
                "wall_seconds": round(time.perf_counter() - wall, 2),
                "cpu_seconds": round(time.process_time() - cpu, 2),
                "said": out.getvalue().splitlines(),
            }
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        json.dump({**figures, "peak_memory_mb": peak}, sys.stdout, indent=2)
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
