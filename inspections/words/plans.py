"""A joint plan in words: for the comparison of two versions and for pages that only name it."""

from accounts.roles import Role
from core.people import User
from inspections import rules, states
from inspections.choices import PlanState
from inspections.models import PlanVersion, Task
from inspections.words import label_of, words

#: Entries that are compared as a whole, and those that are compared line by line.
SHORT = ("starts_on", "ends_on", "sectors", "enterprises", "insurers", "methods", "sampling")
LONG = ("schedule", "text")


def entries_of(older: PlanVersion, newer: PlanVersion) -> list[rules.PlanEntry]:
    """The short entries of both side by side."""
    labels = {name: label_of(PlanVersion, name) for name in SHORT}
    both = [{name: words(PlanVersion, name, getattr(plan, name)) for name in SHORT} for plan in (older, newer)]
    return rules.changed_entries(labels, *both)


def lines_of(older: PlanVersion, newer: PlanVersion) -> list[tuple[str, list[rules.LineChange]]]:
    """The long entries line by line, each with its label."""
    return [
        (label_of(PlanVersion, name), rules.line_changes(getattr(older, name), getattr(newer, name))) for name in LONG
    ]


def panel_of(task: Task, by: User) -> dict[str, object]:
    """What the page of a task shows of its plan: the versions, whether one is missing, and whether it is one's turn."""
    versions = PlanVersion.objects.visible_to(by).filter(task=task).select_related("sent_by", "answered_by")
    plans = list(versions.order_by("-number"))
    is_open = task.state in states.PLANNING | states.PLANLESS
    is_turn = not plans or plans[0].state in {PlanState.DRAFT, PlanState.RETURNED}
    return {
        "shows_plan": by.role in {Role.PROV_EM, Role.CITY_EM},
        "plans": plans,
        "runs": task.state not in states.PLANNING,
        "may_still_plan": task.state in states.PLANLESS,
        "runs_without_plan": task.state not in states.PLANNING and not any(p.state == PlanState.AGREED for p in plans),
        "may_draft": is_open and is_turn and states.is_inspecting(task, by),
    }
