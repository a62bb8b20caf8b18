"""The register with its cover: list, gap, and an enterprise's page."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import ClassVar, TypedDict

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.scope import scope_for
from campaigns.services import duty_sectors
from core import clock, languages
from core.contributions.panels import with_columns
from core.listing.bulk import Bulk
from core.listing.columns import Looks, plain_columns
from core.permissions import CorePermission, Permission
from core.rows import Row
from core.views.days import day_in
from core.views.lists import LedgerPage
from core.views.tables import Columns, Sheet
from coverage import cover, gap
from coverage.filters import COVER, EARLIEST_DAY, LATEST_DAY, TAB_LABELS, EnterpriseFilter, GapFilter
from coverage.gap import Frame, frame_of
from coverage.models import GapClearance, GapReminder
from coverage.permissions import CoveragePermission
from coverage.views.looks import LOOKS, REGISTER_LOOKS
from enterprises.choices import Sector
from enterprises.models import Enterprise
from enterprises.permissions import EnterprisePermission
from enterprises.querysets import EnterpriseQuerySet
from enterprises.sheets import LAYOUT
from rulebook.book import value_on
from rulebook.choices import RuleCode
from rulebook.models import DatedRule

SECTORS = dict(Sector.choices)

#: A firm's cover in a word, by what `cover.cover_state` says.
COVER_WORDS = {
    "insured": _("Insured"),
    "never": _("Never insured"),
    "future": _("Begins later"),
    "lapsed": _("Lapsed"),
    "ended": _("Given back"),
}

#: What the gap is worked out from.
GAP_LEDGERS = (*cover.LEDGERS, DatedRule, GapClearance, GapReminder)

#: Contact data, which lists do not show.
PERSONAL = tuple(column.key for column in LAYOUT.columns if column.personal)
COVERS = frozenset(code for code, _label in COVER)


class EnterpriseListView(LedgerPage):
    permission: ClassVar[Permission] = EnterprisePermission.ENTERPRISE_VIEW
    template_name = "coverage/enterprise_list.html"
    filters = EnterpriseFilter
    covers = COVERS
    looks: Looks = REGISTER_LOOKS
    list_columns = (
        (_("Enterprise / credit code"), "name"),
        (_("City"), "city.name"),
        (_("County"), "county.name"),
        (_("Sectors"), "sector_words"),
        (_("Employees"), "employees"),
        (_("Insurer"), "last_insurer"),
        (_("Policy until"), "last_end_on"),
        (_("Cover"), "cover_word"),
        (_("Last service"), "last_service_on"),
        *plain_columns(Enterprise, {*PERSONAL, "name", "sectors", "employees"}),
    )
    #: By this name upper rooms bring columns of the list.
    page_name = "enterprises"

    def offered(self) -> Columns:
        """Without the city, where all rows are of one."""
        scope, offered = scope_for(self.person), super().offered()
        return (
            offered
            if scope.city is None and scope.county is None
            else [one for one in offered if one[1] != "city.name"]
        )

    def rows(self) -> EnterpriseQuerySet[Enterprise]:
        rows = Enterprise.objects.visible_to(self.person)
        chosen = self.chosen().get("cover", "")
        # An insurer must not learn from this filter whether another company covers its client.
        if self.person.may(CoveragePermission.GAP_VIEW) and chosen in self.covers:
            rows = cover.choose(rows, chosen, self.frame, self.soon)
        return rows.order_by("uscc")

    @cached_property
    def today(self) -> date:
        return clock.today()

    @cached_property
    def soon(self) -> date:
        """The last day of what counts as expiring."""
        days = value_on(RuleCode.EXPIRING_DAYS, self.day)
        return self.day + timedelta(days=int(days or 0))

    @cached_property
    def day(self) -> date:
        """The day on which cover is judged."""
        return self.today

    @cached_property
    def frame(self) -> Frame:
        return frame_of(self.day, self.today, self.sectors)

    @cached_property
    def sectors(self) -> list[str]:
        return duty_sectors(self.day)

    def extra(self) -> dict[str, object]:
        return {
            "may_upload": self.person.may(EnterprisePermission.ENTERPRISE_UPLOAD),
            "may_edit": self.person.may(EnterprisePermission.ENTERPRISE_EDIT),
            "may_export": self.person.may(CorePermission.LEDGER_EXPORT),
        }

    def shown(self, rows: EnterpriseQuerySet[Enterprise]) -> list[Enterprise]:
        """The page's rows, each with the word for its cover and, where it lapsed, since how many days."""
        covered = cover.with_cover(rows, self.frame, scope_for(self.person).insurer_id)
        of_page = with_columns(self.page_name, covered, self.person)
        # Sorted here: to spare the sorting of twenty rows the planner would walk the whole index in that order.
        listed: list[Row] = sorted(of_page.select_related("city", "county").order_by(), key=lambda row: row.uscc)
        for row in listed:
            row.cover_state = cover.cover_state(
                is_insured=row.is_insured, end_on=row.last_end_on, status=row.last_status, today=self.day
            )
            row.cover_word = COVER_WORDS[row.cover_state]
            row.sector_words = languages.listed(SECTORS.get(code, code) for code in row.sectors)
            row.days_lapsed = (self.day - row.last_end_on).days if row.cover_state == "lapsed" else None
        return listed


class GapFigures(TypedDict):
    """What stands on top of the gap's list."""

    counts: dict[str, int]
    by_sector: list[dict[str, object]]
    tab_counts: dict[str, int]


class GapListView(EnterpriseListView):
    """应保未保: the figures on top, the uninsured below; each figure opens exactly its rows."""

    permission = CoveragePermission.GAP_VIEW
    template_name = "coverage/gap_list.html"
    sheet = Sheet("应保未保生产经营单位清单", "户、人、天", frozenset({"employees"}))
    columns = (
        (_("Enterprise"), "name"),
        (_("Credit code"), "uscc"),
        (_("City"), "city.name"),
        (_("County"), "county.name"),
        (_("Sectors"), "sector_words"),
        (_("Address"), "address"),
        (_("Employees"), "employees"),
        (_("Cover"), "cover_word"),
        (_("Insurer"), "last_insurer"),
        (_("Policy until"), "last_end_on"),
        (_("Days lapsed"), "days_lapsed"),
        (_("Last service"), "last_service_on"),
    )
    looks = LOOKS
    bulk = (Bulk(_("Remind to insure"), "coverage:gap-remind", CoveragePermission.GAP_CASE_WRITE),)
    filters = GapFilter
    page_name = "gap"
    fixed = frozenset({"cover"})
    covers = COVERS | frozenset(gap.TABS)

    @cached_property
    def day(self) -> date:
        """The reference date `?on=`; a wrong one is named by the filter, and today is shown."""
        day = day_in(self.request.GET.get("on"))
        return day if day is not None and EARLIEST_DAY <= day <= LATEST_DAY else self.today

    @property
    def sees_reminders(self) -> bool:
        """What is done about the uninsured is the bureaus' alone."""
        return self.person.may(CoveragePermission.GAP_CASE_VIEW)

    def chosen(self) -> QueryDict:
        given = self.request.GET.copy()
        if not given.get("cover") or (given["cover"] == gap.REMINDED and not self.sees_reminders):
            given["cover"] = "missing"
        return given

    def extra(self) -> dict[str, object]:
        figures = self.memory.kept(self.own, f"gap {self.frame} {self.soon}", self.figures, GAP_LEDGERS)
        return {
            **super().extra(),
            **figures,
            "sector_labels": SECTORS,
            "counts": cover.CoverCounts(**figures["counts"]),
            "tabs": [
                (code, TAB_LABELS[code], number)
                for code, number in figures["tab_counts"].items()
                if code != gap.REMINDED or self.sees_reminders
            ],
            "chosen": self.chosen()["cover"],
            "day": self.day,
            "on_query": f"&on={self.day}" if self.day != self.today else "",
            "is_gap": True,
        }

    def shown(self, rows: EnterpriseQuerySet[Enterprise]) -> list[Enterprise]:
        listed: list[Row] = super().shown(rows)
        for row in listed:
            row.on_query = f"?on={self.day}" if self.day != self.today else ""
        return listed

    def may_tick(self, row: Row) -> bool:
        """Whoever is insured is reminded of people and limits alone, from their own lists."""
        return row.cover_state != "insured" or self.chosen()["cover"] in {"partly", "under_limit"}

    @property
    def own(self) -> EnterpriseQuerySet[Enterprise]:
        return Enterprise.objects.visible_to(self.person)

    def figures(self) -> GapFigures:
        """The figures on top of the list: they read the whole register, so they are kept until a ledger changes."""
        counts, sectors = cover.figures(self.own, self.frame, self.soon)
        return {
            "counts": asdict(counts),
            "by_sector": [
                {**item, "insured_share": share(item["must"] - item["missing"], item["must"])} for item in sectors
            ],
            "tab_counts": gap.tab_counts(self.own, self.frame),
        }


def share(part: int, whole: int) -> str:
    """Percent with two decimals for a bar's width; 100 where there is nothing to divide."""
    return f"{100 * part / whole:.2f}" if whole else "100.00"
