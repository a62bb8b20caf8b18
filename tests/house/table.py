"""The table of the matrix: one file an app, one line an address and verb, one column a role.

A cell is what the portal answers: `200` where the address names no row, `200/404` for an own and a foreign row, `-` in
place of a row that the role cannot have.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.urls import URLPattern

from accounts.roles import Role
from accounts.views.people import DEEDS
from core.contributions.pickers import sources
from core.imports.previewing import PARTS
from core.imports.registry import kinds
from crosschecks.choices import FeeAsk
from crosschecks.states import QUESTION_MOVES
from dispositions.rules import MEASURES
from dispositions.views.page import STEP_FORMS
from enterprises.states import MERGE_MOVES
from hazards.views.steps import STEPS
from insurers.activities.states import ACTIVITY_MOVES
from insurers.agencies.views.agencies import ENTRIES
from insurers.base.exporting import EXPORTS
from insurers.complaints.states import COMPLAINT_MOVES
from reports.states import SUBMISSION_MOVES
from tests.house.addresses import patterns
from workbench.help.tasks import TASKS

FOLDER: Final = Path(__file__).parent / "matrix"
VERBS: Final = ("get", "post", "put", "patch", "delete")
#: Column → cell, by line.
Table = dict[str, dict[str, str]]

#: Words in an address that decide what happens: a line for each.
WORDS: Final[dict[str, tuple[str, list[str]]]] = {
    "reports:submission-section": ("key", ["claims"]),
    "accounts:user-deed": ("deed", list(DEEDS)),
    "hazards:hazard-step": ("step", list(STEPS)),
    "activities:activity-move": ("move", list(ACTIVITY_MOVES)),
    "enterprises:merge-move": ("move", [move.name for move in MERGE_MOVES]),
    "crosschecks:question-new": ("code", [FeeAsk.OVER_BUDGET.value]),
    "crosschecks:question-move": ("move", list(QUESTION_MOVES)),
    "dispositions:case-open": ("fact", ["FINDING-0"]),
    "dispositions:step-move": ("move", [*STEP_FORMS, "sign"]),
    "dispositions:case-take": ("kind", [measure.kind for measure in MEASURES]),
    "complaints:complaint-move": ("move", [*COMPLAINT_MOVES, "ask"]),
    "materials:material-act": ("act", ["publish", "withdraw", "files", "assign"]),
    "materials:assignment-act": ("act", ["link", "files", "paper"]),
    "agencies:agency-entry": ("entry", list(ENTRIES)),
    "imports:upload-create": ("kind", kinds()),
    "imports:held-list": ("kind", kinds()),
    "imports:template-download": ("kind", kinds()),
    "imports:upload-rows": ("part", list(PARTS[:2])),
    "workbench:ledger-export": ("kind", list(EXPORTS)),
    "reports:figure-rows": ("figure", ["coverage.must_insure"]),
    "reports:snapshot-rows": ("figure", ["coverage.must_insure"]),
    "reports:snapshot-table": ("number", ["1"]),
    "reports:submission-move": ("move", list(SUBMISSION_MOVES)),
    "workbench:help-task": ("code", [task.code for task in TASKS]),
    "workbench:help-fields": ("kind", kinds()),
    "core:pick": ("what", list(sources())),
    "core:draft": ("key", ["service-new"]),
    "core:draft-drop": ("key", ["service-new"]),
}


@dataclass(frozen=True)
class Line:
    """An address by its name, the word in it if there is one, and a verb that its view takes."""

    name: str
    word: str
    verb: str
    pattern: URLPattern

    @property
    def label(self) -> str:
        return " ".join(filter(None, (self.name, self.word, self.verb.upper())))

    @property
    def words(self) -> dict[str, str]:
        return {WORDS[self.name][0]: self.word} if self.word else {}


def lines() -> Iterator[Line]:
    """Every address of the portal with every verb that it takes."""
    for name, pattern in patterns():
        assert name != "None", pattern
        words = WORDS[name][1] if name in WORDS else [""]
        for word in words:
            for verb in verbs_of(pattern):
                yield Line(name, word, verb, pattern)


def verbs_of(pattern: URLPattern) -> list[str]:
    """What the view answers by itself; a view that is a function is asked for both."""
    view = getattr(pattern.callback, "view_class", None)
    if view is None:
        return ["get", "post"]
    allowed = {**getattr(pattern.callback, "view_initkwargs", {})}.get("http_method_names", view.http_method_names)
    return [verb for verb in VERBS if hasattr(view, verb) and verb in allowed]


def read() -> Table:
    """The table as it stands in the repository."""
    table: Table = {}
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                table[row.pop("address")] = row
    return table


def write_column(role: Role, cells: dict[str, str]) -> None:
    """Put a role's answers into the files; lines without an address go, new ones come, other columns stay."""
    old, files = read(), defaultdict(list)
    for label, cell in cells.items():
        row = {"address": label} | {str(each): old.get(label, {}).get(each, "") for each in Role}
        files[app_of(label)].append(row | {str(role): cell})
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.csv"):
        path.unlink()
    for app, rows in files.items():
        with (FOLDER / f"{app}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["address", *Role], lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(rows, key=lambda row: row["address"]))


def app_of(label: str) -> str:
    """Whose file the line stands in; addresses without a namespace are the site's."""
    name = label.split(" ", maxsplit=1)[0]
    return name.split(":")[0] if ":" in name else "site"
