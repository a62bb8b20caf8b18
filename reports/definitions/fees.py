"""附表6: what the prevention services cost, against premium and budget (domain.md 7.2; notice 二(一), N9)."""

from core.workbooks.official import Table
from reports.choices import AnnexTable
from reports.definitions.base import Cutting, Place, cut_table
from reports.figures import Basis, expenses

TITLE, UNIT = "事故预防服务费用列支情况表", "万元"
#: Said below, since table 2 of the same workbook holds the premium of all policies.
NOTE = (
    f"实收保费为费用占比、约定比例和预算所依据的保单的，即{expenses.CAMPAIGN_PREMIUM.sentence}；"
    "附表2的实收保费为保险起期不晚于截止日的全部保单的，含专项行动期间以前已到期的，两者口径不同。"
)


def by_insurer(basis: Basis, place: Place) -> Table:
    """By insurer; the provincial branch of a company and its Ningbo company are two lines (domain.md 5.5)."""
    by, notes = Cutting.of_insurers(), (NOTE,)
    return cut_table(AnnexTable.FEES, TITLE, UNIT, expenses.OF_FEES, basis, place, by, notes=notes)


def by_place(basis: Basis, place: Place) -> Table:
    """By city, for a summary of several."""
    by, notes, sheet = Cutting.of_place(place), (NOTE,), "附表6 按地区"
    return cut_table(AnnexTable.FEES, TITLE, UNIT, expenses.OF_FEES, basis, place, by, sheet, notes)
