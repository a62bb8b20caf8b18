"""The rule book: dated rules in force, the moves of every state table, and the rules of every workbook's columns.

Generated from what the code and the database apply, so that it cannot say anything else.
"""

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from core import clock
from core.gate import GatedView
from core.imports import registry
from core.people import person_of
from core.transitions import moves_in
from core.workbooks import Column
from dispositions import states as casestates
from enterprises import states as register_states
from hazards import states as hazard_states
from inspections import states as inspection_states
from insurers.activities import states as activitystates
from insurers.complaints import services as complaining
from insurers.orders import states as orderstates
from insurers.plans import states as planstates
from reports import states as report_states
from rulebook import states as rule_states
from rulebook.clauses import in_words
from rulebook.models import DatedRule
from rulebook.permissions import RulebookPermission

TABLES: tuple[tuple[str, ModuleType], ...] = (
    ("交叉检查", inspection_states),
    ("免保与移交", register_states),
    ("处置案件", casestates),
    ("服务方案", planstates),
    ("服务记录", activitystates),
    ("隐患治理", hazard_states),
    ("服务委托", orderstates),
    ("投诉处理", complaining),
    ("规则审定", rule_states),
    ("工作总结报送", report_states),
)


class MoveLine(NamedTuple):
    """A move as the page shows it: its label, where it is written, the limits that run while it is awaited."""

    label: str | Promise
    source: str
    limits: Sequence[str]


class StateTable(NamedTuple):
    """The moves of one state table under its title, an official word."""

    title: str
    moves: Sequence[MoveLine]


class WorkbookRules(NamedTuple):
    """A workbook's columns with their rules."""

    kind: str
    title: str
    columns: Sequence[Column]


def state_tables() -> Iterator[StateTable]:
    """Every state table of the portal."""
    for title, module in TABLES:
        moves = dict.fromkeys(moves_in(module))  # each once, in the order of the code
        yield StateTable(
            title,
            [MoveLine(move.label, in_words(move.clause), [one.words for one in move.limits]) for move in moves],
        )


def workbooks() -> Iterator[WorkbookRules]:
    """Each workbook that the portal reads."""
    for kind in registry.kinds():
        importer = registry.importer(kind)
        yield WorkbookRules(kind, importer.title, importer.layout.columns)


class RulebookView(GatedView):
    """What holds today, and where it is written."""

    permission = RulebookPermission.CAMPAIGN_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.today()
        context = {
            "today": today,
            "rules": DatedRule.objects.visible_to(person_of(request)).in_force(today).order_by("code", "-valid_from"),
            "tables": list(state_tables()),
            "workbooks": list(workbooks()),
            "own_kinds": [kind for kind in registry.kinds() if registry.importer(kind).may_upload(person_of(request))],
        }
        return render(request, "reports/rulebook.html", context)
