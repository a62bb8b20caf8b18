"""Permissions and audited actions in words, for those who read them without knowing the code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission as P  # noqa: N817 - the table below is read by people

PERMISSIONS: dict[P, str | Promise] = {
    P.WORKBENCH_VIEW: _("Open the workbench"),
    P.ENTERPRISE_VIEW: _("Read the register of enterprises"),
    P.ENTERPRISE_UPLOAD: _("Upload the register of enterprises"),
    P.GAP_VIEW: _("Read who must insure and does not"),
    P.POLICY_VIEW: _("Read policies"),
    P.POLICY_UPLOAD: _("Upload the ledger of policies"),
    P.ACTIVITY_VIEW: _("Read services"),
    P.ACTIVITY_UPLOAD: _("Upload the ledger of services"),
    P.EXPENSE_VIEW: _("Read vouchers of service expenses"),
    P.EXPENSE_UPLOAD: _("Upload and book service expenses"),
    P.FEE_VIEW: _("Read totals of prevention fees"),
    P.FEE_CLOSE: _("Close a month of the fee ledger"),
    P.UPLOAD_VIEW: _("Read uploads"),
    P.LEDGER_EXPORT: _("Export ledgers"),
    P.CAMPAIGN_VIEW: _("Read the campaign"),
    P.BOARD_VIEW: _("Read the board of cross-inspection"),
    P.INSPECTION_VIEW: _("Read forms of cross-inspection"),
    P.INSPECTION_WRITE: _("Fill in forms of cross-inspection"),
    P.FIGURES_VIEW: _("Read figures and how they are counted"),
    P.FIGURE_ROWS: _("Open the rows behind figures"),
    P.CITY_REPORT_BUILD: _("Build the reports of a city"),
    P.PROVINCE_REPORT_BUILD: _("Build the summary of the province"),
    P.JOB_VIEW: _("Follow jobs"),
    P.USERS_VIEW: _("Read the list of people"),
    P.ROLES_VIEW: _("Read roles and permissions"),
    P.AUDIT_VIEW: _("Read the audit trail"),
}

#: Audited actions; the trail shows the code itself for one that is missing here.
ACTIONS: dict[str, str | Promise] = {
    "upload.received": _("Upload received"),
    "upload.accepted": _("Upload accepted"),
    "upload.rejected": _("Upload sent back"),
    "upload.withdrawn": _("Upload withdrawn"),
    "held.corrected": _("Held row corrected"),
    "held.edited": _("Held row edited"),
    "held.discarded": _("Held row discarded"),
    "ledger.exported": _("Ledger exported"),
    "upload.refused": _("Upload refused"),
    "expense.booked": _("Expense booked"),
    "fee.month-closed": _("Month of the fee ledger closed"),
    "fee.month-reopened": _("Month of the fee ledger reopened"),
    "inspection.started": _("Inspection started"),
    "inspection.enterprise-added": _("Enterprise added to an inspection"),
    "inspection.insurer-added": _("Insurer added to an inspection"),
    "inspection.form-saved": _("Inspection form saved"),
    "inspection.form-submitted": _("Inspection form submitted"),
    "inspection.form-reopened": _("Inspection form opened again"),
    "inspection.item-removed": _("Inspection form removed"),
    "inspection.finding-recorded": _("Finding recorded"),
    "inspection.finding-changed": _("Finding changed"),
    "inspection.finding-removed": _("Finding removed"),
    "report.built": _("Report built"),
    "report.downloaded": _("Report downloaded"),
    "job.cancelled": _("Job cancelled"),
}


def action_words(action: str) -> str:
    return str(ACTIONS.get(action, action))
