"""Every audited action that the code names has words for the administrator who reads it."""

import re
from pathlib import Path

from accounts.words import ACTIONS, action_words

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "accounts", "rulebook", "campaigns", "enterprises", "hazards", "insurers", "inspections", "reports")
RECORDED = re.compile(r"""(?:audit\.record\(|\brecord\(|action=)\s*"([a-z-]+\.[a-z-]+)\"""")


def test_every_action_has_words() -> None:
    named: set[str] = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            named |= set(RECORDED.findall(path.read_text(encoding="utf-8")))
    assert "upload.accepted" in named
    assert named - set(ACTIONS) == set()


def test_an_unknown_action_stands_as_it_is() -> None:
    assert action_words("something.new") == "something.new"
