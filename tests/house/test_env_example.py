"""`.env.example` lists every setting that the code reads, and nothing else."""

import re
from pathlib import Path

from safety_portal import settings

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""(?:env\.(?:str|int|list|bool)|environ(?:\.get)?|getenv)[\(\[]\s*["']([A-Z_]+)["']""")
#: Names of the machine's or of other programs.
FOREIGN = {"PATH", "HOME", "CI", "LANG", "LC_ALL", "DJANGO_SETTINGS_MODULE", "PORT", "PYTHONPATH", "TMPDIR"}


def test_the_example_and_the_code_name_the_same_settings() -> None:
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    read: set[str] = set()
    for path in [*ROOT.glob("safety_portal/**/*.py"), ROOT / "manage.py"]:
        read |= set(READ.findall(path.read_text(encoding="utf-8")))
    assert listed == read - FOREIGN


def test_what_is_left_empty_has_its_default() -> None:
    """The example can be copied as it is."""
    assert "" not in settings.env.ENVIRON.values()
