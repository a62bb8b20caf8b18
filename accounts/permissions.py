"""What a person may do in the portal; `roles.py` says who may."""

from enum import StrEnum


class Permission(StrEnum):
    """One verb on one noun. Stored nowhere: roles are stored, permissions follow from the code."""

    WORKBENCH_VIEW = "workbench.view"
    ENTERPRISE_VIEW = "enterprise.view"
    ENTERPRISE_UPLOAD = "enterprise.upload"
    GAP_VIEW = "gap.view"
    POLICY_VIEW = "policy.view"
    POLICY_UPLOAD = "policy.upload"
    ACTIVITY_VIEW = "activity.view"
    ACTIVITY_UPLOAD = "activity.upload"
    EXPENSE_VIEW = "expense.view"
    EXPENSE_UPLOAD = "expense.upload"
    FEE_VIEW = "fee.view"
    FEE_CLOSE = "fee.close"
    UPLOAD_VIEW = "upload.view"
    LEDGER_EXPORT = "ledger.export"
    CAMPAIGN_VIEW = "campaign.view"
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
