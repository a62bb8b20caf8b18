"""The menu: what a role may open, in the order of the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission as P  # noqa: N817 - the table below is read by people


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: shown to whom holds the permission, where the address exists."""

    label: str | Promise
    url_name: str
    permission: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    label: str | Promise
    icon: str
    entries: tuple[Entry, ...]


MENU = (
    Group(
        _("Ledgers"),
        "journal-text",
        (
            Entry(_("Enterprises"), "coverage:enterprise-list", P.ENTERPRISE_VIEW),
            Entry(_("Must insure, not insured"), "coverage:gap-list", P.GAP_VIEW),
            Entry(_("Transfers between cities"), "enterprises:transfer-list", P.ENTERPRISE_TRANSFER),
            Entry(_("Policies"), "policies:policy-list", P.POLICY_VIEW),
            Entry(_("Services"), "activities:activity-list", P.ACTIVITY_VIEW),
            Entry(_("Hazard ledger"), "hazards:hazard-list", P.HAZARD_VIEW),
            Entry(_("Hazard board"), "hazards:board", P.HAZARD_VIEW),
            Entry(_("Written notices"), "hazards:notice-list", P.HAZARD_VIEW),
            Entry(_("Review of general hazards"), "hazards:bulk-review", P.HAZARD_WRITE),
            Entry(_("Cases of refusal"), "hazards:refusal-list", P.REFUSAL_VIEW),
            Entry(_("Criteria for major hazards"), "hazards:criteria-list", P.HAZARD_VIEW),
            Entry(_("Return visits"), "activities:visit-list", P.ACTIVITY_VIEW),
            Entry(_("Complaints"), "complaints:complaint-list", P.COMPLAINT_VIEW),
            Entry(_("Cases and training material"), "materials:material-list", P.MATERIAL_VIEW),
            Entry(_("Service agencies"), "agencies:agency-list", P.AGENCY_VIEW),
            Entry(_("Service orders"), "orders:order-list", P.ORDER_VIEW),
            Entry(_("Service plans"), "plans:plan-list", P.PLAN_VIEW),
            Entry(_("Promised against done"), "promises:promised", P.PLAN_VIEW),
            Entry(_("Units without assistance"), "promises:without-assistance", P.PLAN_VIEW),
            Entry(_("Service expenses"), "expenses:expense-list", P.EXPENSE_VIEW),
            Entry(_("Prevention fees"), "expenses:fee-overview", P.FEE_VIEW),
            Entry(_("Insurers and yearly evaluation"), "workbench:insurer-list", P.FEE_VIEW),
        ),
    ),
    Group(
        _("Uploads"),
        "upload",
        (
            Entry(_("Upload enterprises"), "imports:upload-create", P.ENTERPRISE_UPLOAD, ("enterprises",)),
            Entry(_("Upload policies"), "imports:upload-create", P.POLICY_UPLOAD, ("policies",)),
            Entry(_("Upload services"), "imports:upload-create", P.ACTIVITY_UPLOAD, ("activities",)),
            Entry(_("Upload hazards"), "imports:upload-create", P.HAZARD_UPLOAD, ("hazards",)),
            Entry(_("Upload clauses of criteria"), "imports:upload-create", P.CRITERIA_WRITE, ("criteria",)),
            Entry(_("Upload plans"), "imports:upload-create", P.PLAN_WRITE, ("plans",)),
            Entry(_("Upload expenses"), "imports:upload-create", P.EXPENSE_UPLOAD, ("expenses",)),
            Entry(_("Upload history"), "imports:upload-list", P.UPLOAD_VIEW),
        ),
    ),
    Group(_("Cross-inspection"), "arrow-left-right", (Entry(_("Task board"), "inspections:board", P.BOARD_VIEW),)),
    Group(
        _("Statistics and reports"),
        "file-earmark-bar-graph",
        (
            Entry(_("Report centre"), "reports:centre", P.CITY_REPORT_BUILD),
            Entry(_("How figures are counted"), "reports:definitions", P.FIGURES_VIEW),
            Entry(_("The campaign"), "campaigns:campaign-detail", P.CAMPAIGN_VIEW),
            Entry(_("Rule book"), "reports:rulebook", P.CAMPAIGN_VIEW),
            Entry(_("Dated rules"), "rulebook:rule-list", P.CAMPAIGN_VIEW),
            Entry(_("Calendar of working days"), "rulebook:calendar-detail", P.CAMPAIGN_VIEW),
        ),
    ),
    Group(
        _("Administration"),
        "gear",
        (
            Entry(_("People"), "accounts:user-list", P.USERS_VIEW),
            Entry(_("Roles and permissions"), "accounts:role-matrix", P.ROLES_VIEW),
            Entry(_("Audit trail"), "accounts:audit-list", P.AUDIT_VIEW),
        ),
    ),
)


def address(entry: Entry) -> str | None:
    try:
        return reverse(entry.url_name, args=entry.args)
    except NoReverseMatch:
        return None


def menu_for(user: Any, path: str) -> list[dict[str, Any]]:
    """The groups with at least one line for this person; the line of the present page is marked."""
    return [
        {"label": group.label, "icon": group.icon, "items": lines}
        for group in MENU
        if (lines := list(_lines(group, user, path)))
    ]


def _lines(group: Group, user: Any, path: str) -> Iterator[dict[str, Any]]:
    for entry in group.entries:
        if user.may(entry.permission) and (url := address(entry)):
            yield {"label": entry.label, "url": url, "current": path == url}
