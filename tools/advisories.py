"""Hold the locked versions against the committed snapshot of advisories.

    .venv/bin/python tools/advisories.py                  what is overdue; exit 1 if anything is
    .venv/bin/python tools/advisories.py add REPORT.json  take over a report of pip-audit (--format json)

The snapshot is `docs/security/advisories.csv`. A line without a fixed version is held by the measure that it names.
"""

import csv
import json
import re
import sys
from pathlib import Path

from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
SNAPSHOT = ROOT / "docs" / "security" / "advisories.csv"
LOCKS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
COLUMNS = ("package", "fixed_in", "id", "what", "here")
Line = dict[str, str]


def locked() -> dict[str, Version]:
    """Every package with the version that is installed."""
    found = {}
    for path in LOCKS:
        for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            found[plain(name)] = Version(version)
    return found


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def snapshot() -> list[Line]:
    with SNAPSHOT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def overdue(lines: list[Line], versions: dict[str, Version]) -> list[str]:
    """Advisories whose fix is newer than what is locked, and lines that nobody has judged."""
    found = []
    for line in lines:
        version = versions.get(plain(line["package"]))
        if version is None:
            continue
        if line["fixed_in"] and version < Version(line["fixed_in"]):
            found.append(f"{line['package']} {version}: {line['id']} is fixed in {line['fixed_in']} ({line['what']})")
        if not line["here"].strip():
            found.append(f"{line['package']}: say in the snapshot what {line['id']} means here")
    return found


def add(report: Path) -> int:
    """Lines of a report that the snapshot has not; what they mean here is left to be written. How many."""
    lines = snapshot()
    known = {line["id"] for line in lines}
    told = json.loads(report.read_text(encoding="utf-8"))
    new = [
        {
            "package": package["name"],
            "fixed_in": min(fault["fix_versions"], key=Version, default=""),
            "id": fault["id"],
            "what": " ".join(fault.get("description", "").split())[:120],
            "here": "",
        }
        for package in told["dependencies"]
        for fault in package.get("vulns", ())
        if fault["id"] not in known and not known & set(fault.get("aliases", ()))
    ]
    with SNAPSHOT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*lines, *new])
    return len(new)


def main(words: list[str]) -> int:
    if words[:1] == ["add"]:
        print(f"{add(Path(words[1]))} new")
        return 0
    lines, versions = snapshot(), locked()
    found = overdue(lines, versions)
    print(*found, f"{len(versions)} locked packages, {len(lines)} advisories, {len(found)} overdue", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
