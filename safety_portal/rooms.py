"""The rooms of the portal, as the layers of the imports name them: for tests and tools that look through all of them.

A new room stands in INSTALLED_APPS and in these layers; `tests/house/test_architecture.py` sees that both say the same.
"""

import tomllib
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
#: What the rooms are put together with: settings, addresses, servers.
ROOF: Final = "safety_portal"


def layers() -> list[str]:
    """The top folders from the ground up, the roof last."""
    told: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    found: list[str] = next(one["layers"] for one in told["contracts"] if ROOF in one.get("layers", ()))
    return found[::-1]


#: From the ground up.
ROOMS: Final = tuple(name for name in layers() if name != ROOF)
