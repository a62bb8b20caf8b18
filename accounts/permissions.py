"""Permissions over people, roles and the rows that core keeps: what they are called and which roles hold them."""

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import SUPERVISORS, Grant, Grants, Role
from core import permissions
from core.imports.permissions import ImportPermission
from core.permissions import CorePermission


class AccountPermission(permissions.Permission):
    USERS_VIEW = "users.view"
    ROLES_VIEW = "roles.view"


GRANTS: Final[Grants] = {
    ImportPermission.UPLOAD_VIEW: Grant(_("Read uploads"), {Role.PROV_EM, Role.CITY_EM, Role.INSURER}),
    CorePermission.LEDGER_EXPORT: Grant(_("Export ledgers"), SUPERVISORS | {Role.INSURER, Role.AGENCY}),
    CorePermission.JOB_VIEW: Grant(_("Follow jobs"), SUPERVISORS | {Role.INSURER}),
    CorePermission.AUDIT_VIEW: Grant(_("Read the audit trail"), {Role.ADM_AUD}),
    AccountPermission.USERS_VIEW: Grant(_("Read the list of people"), {Role.ADM_SYS}),
    AccountPermission.ROLES_VIEW: Grant(_("Read roles and permissions"), {Role.ADM_SEC}),
}


class Permission(StrEnum):
    """All permissions in one, until every use names the class of its app."""

    WORKBENCH_VIEW = "workbench.view"
    ENTERPRISE_VIEW = "enterprise.view"
    ENTERPRISE_UPLOAD = "enterprise.upload"
    ENTERPRISE_EDIT = "enterprise.edit"
    ENTERPRISE_UNMASK = "enterprise.unmask"
    ENTERPRISE_MERGE = "enterprise.merge"
    ENTERPRISE_TRANSFER = "enterprise.transfer"
    EXEMPTION_VIEW = "exemption.view"
    EXEMPTION_WRITE = "exemption.write"
    GAP_VIEW = "gap.view"
    GAP_CASE_VIEW = "gap-case.view"
    GAP_CASE_WRITE = "gap-case.write"
    POLICY_VIEW = "policy.view"
    POLICY_UPLOAD = "policy.upload"
    POLICY_WRITE = "policy.write"
    ACTIVITY_VIEW = "activity.view"
    ACTIVITY_UPLOAD = "activity.upload"
    ACTIVITY_WRITE = "activity.write"
    ACTIVITY_RETURN = "activity.return"
    COMPLAINT_VIEW = "complaint.view"
    COMPLAINT_WRITE = "complaint.write"
    MATERIAL_VIEW = "material.view"
    MATERIAL_WRITE = "material.write"
    CALENDAR_WRITE = "calendar.write"
    PLAN_VIEW = "plan.view"
    PLAN_WRITE = "plan.write"
    PLAN_GUIDE = "plan.guide"
    ASSIST_REMIND = "assist.remind"
    EXPENSE_VIEW = "expense.view"
    EXPENSE_UPLOAD = "expense.upload"
    FEE_VIEW = "fee.view"
    FEE_CLOSE = "fee.close"
    AGENCY_VIEW = "agency.view"
    AGENCY_EDIT = "agency.edit"
    AGENCY_CONTRACT = "agency.contract"
    ORDER_VIEW = "order.view"
    ORDER_PLACE = "order.place"
    ORDER_ANSWER = "order.answer"
    HAZARD_VIEW = "hazard.view"
    HAZARD_UPLOAD = "hazard.upload"
    HAZARD_CASE_VIEW = "hazard-case.view"
    REFUSAL_VIEW = "refusal.view"
    CRITERIA_WRITE = "criteria.write"
    HAZARD_WRITE = "hazard.write"
    HAZARD_REVIEW = "hazard.review"
    HAZARD_SUPERVISE = "hazard.supervise"
    HAZARD_REFUSE = "hazard.refuse"
    HAZARD_ENFORCE = "hazard.enforce"
    HAZARD_VOID = "hazard.void"
    UPLOAD_VIEW = "upload.view"
    LEDGER_EXPORT = "ledger.export"
    CAMPAIGN_VIEW = "campaign.view"
    RULE_WRITE = "rule.write"
    BOARD_VIEW = "board.view"
    INSPECTION_VIEW = "inspection.view"
    INSPECTION_WRITE = "inspection.write"
    FIGURES_VIEW = "figures.view"
    FIGURE_ROWS = "figures.rows"
    CITY_REPORT_BUILD = "city-report.build"
    PROVINCE_REPORT_BUILD = "province-report.build"
    JOB_VIEW = "job.view"
    USERS_VIEW = "users.view"
    ROLES_VIEW = "roles.view"
    AUDIT_VIEW = "audit.view"
