"""The board of key enterprises: list, measures, cover, services and hazards side by side."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from campaigns.services import current_campaign
from core import clock
from core.plain import Plain
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from enterprises.choices import Sector
from enterprises.models import Enterprise
from workbench.filters import KeyFilter
from workbench.key_enterprises import key_enterprises, knows_gap
from workbench.permissions import WorkbenchPermission


class KeyEnterpriseView(LedgerPage):
    permission = WorkbenchPermission.KEY_BOARD_VIEW
    template_name = "workbench/key_enterprises.html"
    row_page = "workbench:enterprise-detail"
    filters = KeyFilter
    sheet = Sheet("重点企业帮扶情况表", "户、次、项")
    columns = (
        (gettext_lazy("Enterprise"), "name"),
        (gettext_lazy("Credit code"), "uscc"),
        (gettext_lazy("City"), "city.name"),
        (gettext_lazy("County"), "county.name"),
        (gettext_lazy("Refined measures"), "measures"),
        (gettext_lazy("Campaign assistance"), "assists"),
        (gettext_lazy("Last service"), "last_service_on"),
        (gettext_lazy("Open hazards"), "open_hazards"),
        (gettext_lazy("Open major hazards"), "major_hazards"),
        (gettext_lazy("Overdue hazards"), "overdue_hazards"),
    )

    def rows(self) -> QuerySet[Enterprise]:
        campaign = current_campaign(clock.today(), self.person)
        window = (campaign.starts_on, campaign.ends_on) if campaign else None
        found = key_enterprises(self.person, clock.today(), window, campaign)
        return found.select_related("city", "county")

    def extra(self) -> Plain:
        return {"sector_labels": dict(Sector.choices), "knows_gap": knows_gap(self.person)}
