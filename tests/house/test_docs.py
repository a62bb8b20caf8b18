"""Documents cannot rot: every path, command, target and setting that they quote exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from safety_portal.rooms import ROOF, ROOMS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#:]+)\)")
TOPS = tuple(f"{name}/" for name in (*ROOMS, ROOF, "docs", "deploy", "tests", "tools", "benchmarks"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_quoted_paths_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    missing = [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    for quoted in QUOTED.findall(text):
        if quoted.startswith(TOPS) and not any(sign in quoted for sign in " <{*…"):
            place = ROOT / quoted
            if not place.exists() and not place.with_suffix(".py").exists():
                missing.append(quoted)
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_and_targets_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    commands = set(re.findall(r"manage\.py ([a-z_]+)", text))
    targets = set(re.findall(r"\bmake ([a-z-]+)\b", "\n".join(re.findall(r"`[^`]*`|^make .*$", text, re.MULTILINE))))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert commands - set(get_commands()) == set()
    assert targets - known == set()


def test_settings_named_in_the_documents_stand_in_the_example() -> None:
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`([A-Z][A-Z_]{5,})`", (ROOT / "docs" / "configure.md").read_text(encoding="utf-8")))
    assert named - listed == set()
