"""`make doctor`, before anything is installed: finds the doctor in its package and runs it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from cairn_local.doctor import main

sys.exit(main())
