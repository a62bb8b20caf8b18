"""Permissions over figures and reports: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUSINESS, INSURING, REGULATORS, SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission

#: Whose organisations owe reports.
REPORTING: Final = REGULATORS | {Role.PROV_EM, Role.CITY_EM}
#: Who asks those below for texts of its report, and who gives them.
ASKING: Final = REGULATORS | {Role.CITY_EM}
GIVING: Final = INSURING | {Role.COUNTY_EM}
#: Who answers reports: for a national body, which does not work in the portal, whoever owes one to it notes the answer.
RECEIVING: Final = frozenset({Role.PROV_EM, Role.REG_PROV, Role.REG_NB})


#: What the room is called for those who read permissions.
ROOM: Final = _("Statistics and reports")


class ReportPermission(Permission):
    FIGURES_VIEW = "figures.view"
    FIGURE_ROWS = "figures.rows"
    REPORT_VIEW = "report.view"
    REPORT_VERIFY = "report.verify"
    CITY_REPORT_BUILD = "city-report.build"
    PROVINCE_REPORT_BUILD = "province-report.build"
    REGULATOR_REPORT_BUILD = "regulator-report.build"
    REPORT_DELIVER = "report.deliver"
    REPORT_RECEIVE = "report.receive"
    CONTRIBUTION_VIEW = "contribution.view"
    CONTRIBUTION_GIVE = "contribution.give"


GRANTS: Final[Grants] = {
    ReportPermission.FIGURES_VIEW: Grant(_("Read figures and how they are counted"), SUPERVISORS | {Role.INSURER}),
    ReportPermission.FIGURE_ROWS: Grant(_("Open the rows behind figures"), SUPERVISORS),
    ReportPermission.REPORT_VIEW: Grant(_("Read reports"), REPORTING),
    ReportPermission.REPORT_VERIFY: Grant(_("Verify whether a report on paper is genuine"), BUSINESS),
    ReportPermission.CITY_REPORT_BUILD: Grant(_("Build the reports of a city"), {Role.PROV_EM, Role.CITY_EM}),
    ReportPermission.PROVINCE_REPORT_BUILD: Grant(_("Build the summary of the province"), {Role.PROV_EM}),
    ReportPermission.REGULATOR_REPORT_BUILD: Grant(_("Build the report of a regulator"), REGULATORS),
    ReportPermission.REPORT_DELIVER: Grant(_("Review, sign and deliver reports"), REPORTING),
    ReportPermission.CONTRIBUTION_VIEW: Grant(_("Read texts asked from below"), ASKING | GIVING),
    ReportPermission.CONTRIBUTION_GIVE: Grant(_("Deliver texts for the reports of others"), GIVING),
    ReportPermission.REPORT_RECEIVE: Grant(_("Receive, return and register reports"), RECEIVING),
}
