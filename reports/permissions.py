"""Permissions over figures and reports: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission


class ReportPermission(Permission):
    FIGURES_VIEW = "figures.view"
    FIGURE_ROWS = "figures.rows"
    CITY_REPORT_BUILD = "city-report.build"
    PROVINCE_REPORT_BUILD = "province-report.build"


GRANTS: Final[Grants] = {
    ReportPermission.FIGURES_VIEW: Grant(_("Read figures and how they are counted"), SUPERVISORS | {Role.INSURER}),
    ReportPermission.FIGURE_ROWS: Grant(_("Open the rows behind figures"), SUPERVISORS),
    ReportPermission.CITY_REPORT_BUILD: Grant(_("Build the reports of a city"), {Role.PROV_EM, Role.CITY_EM}),
    ReportPermission.PROVINCE_REPORT_BUILD: Grant(_("Build the summary of the province"), {Role.PROV_EM}),
}
