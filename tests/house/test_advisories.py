"""No locked version is older than the fix of a known hole, and each known hole is judged."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from packaging.version import Version

advisories = import_module("tools.advisories")


def test_nothing_is_overdue() -> None:
    lines, versions = advisories.snapshot(), advisories.locked()
    assert len(versions) > 50
    assert {line["package"] for line in lines} <= set(versions)
    assert advisories.overdue(lines, versions) == []


def test_an_old_version_and_an_unjudged_line_are_overdue() -> None:
    line = {"package": "Django", "fixed_in": "5.2.19", "id": "X-1", "what": "hole", "here": ""}
    assert advisories.overdue([line], {"django": Version("5.2.18")}) == [
        "Django 5.2.18: X-1 is fixed in 5.2.19 (hole)",
        "Django: say in the snapshot what X-1 means here",
    ]


def test_a_report_is_taken_over_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, report = tmp_path / "kept.csv", tmp_path / "report.json"
    kept.write_text(advisories.SNAPSHOT.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(advisories, "SNAPSHOT", kept)
    faults = [
        {"id": "PYSEC-1", "aliases": ["CVE-2025-64459"], "fix_versions": ["5.2.8"]},
        {"id": "PYSEC-2", "aliases": [], "fix_versions": ["6.0.1", "5.2.20"], "description": "a\n hole"},
    ]
    report.write_text(json.dumps({"dependencies": [{"name": "django", "version": "5.2.19", "vulns": faults}]}))
    assert (advisories.add(report), advisories.add(report)) == (1, 0)
    assert advisories.snapshot()[-1] == {
        "package": "django",
        "fixed_in": "5.2.20",
        "id": "PYSEC-2",
        "what": "a hole",
        "here": "",
    }
