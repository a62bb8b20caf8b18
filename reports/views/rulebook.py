"""The rule book: dated rules in force, the moves of every state table, and the rules of every workbook's columns.

Generated from what the code and the database apply, so that it cannot say anything else.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from core import clock
from core.gate import GatedView
from core.imports import registry
from core.transitions import Transition
from coverage import states as casestates
from enterprises import states as register_states
from hazards import states as hazard_states
from inspections import states as inspection_states
from insurers.activities import states as activitystates
from insurers.complaints import services as complaining
from insurers.orders import states as orderstates
from insurers.plans import states as planstates
from rulebook import states as rule_states
from rulebook.clauses import in_words
from rulebook.models import DatedRule

TABLES: tuple[tuple[str, Any], ...] = (
    ("交叉检查", inspection_states),
    ("免保与移交", register_states),
    ("应保未保案件", casestates),
    ("服务方案", planstates),
    ("服务记录", activitystates),
    ("隐患治理", hazard_states),
    ("服务委托", orderstates),
    ("投诉处理", complaining),
    ("规则审定", rule_states),
)


def moves_of(module: Any) -> list[Transition]:
    """The rows of a state table, in the order of the code."""
    found: list[Transition] = []
    for value in vars(module).values():
        held = value.values() if isinstance(value, dict) else [value]
        found += [move for move in held if isinstance(move, Transition) and move not in found]
    return found


def described(move: Transition) -> dict[str, Any]:
    """A move's label, where it is written, and the limits that run while it is awaited."""
    return {"label": move.label, "source": in_words(move.clause), "limits": [limit.words for limit in move.limits]}


def workbooks() -> Iterator[dict[str, Any]]:
    """Each workbook's columns with their rules."""
    for kind in registry.kinds():
        importer = registry.importer(kind)
        yield {"kind": kind, "title": importer.title, "columns": importer.layout.columns}


class RulebookView(GatedView):
    """What holds today, and where it is written."""

    permission = Permission.CAMPAIGN_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.today()
        context = {
            "today": today,
            "rules": DatedRule.objects.visible_to(request.user).in_force(today).order_by("code", "-valid_from"),
            "tables": [
                {"title": title, "moves": [described(move) for move in moves_of(module)]} for title, module in TABLES
            ],
            "workbooks": list(workbooks()),
        }
        return render(request, "reports/rulebook.html", context)
