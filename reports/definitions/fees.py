"""附表6: what the prevention services cost, against premium and budget (domain.md 7.2; notice 二(一), N9)."""

from core.workbooks.official import Table
from reports.choices import AnnexTable
from reports.definitions.base import Cutting, Place, cut_table
from reports.figures import Basis, expenses

TITLE, UNIT = "事故预防服务费用列支情况表", "万元"


def by_insurer(basis: Basis, place: Place) -> Table:
    """By insurer; the provincial branch of a company and its Ningbo company are two lines (domain.md 5.5)."""
    return cut_table(AnnexTable.FEES, TITLE, UNIT, expenses.OF_FEES, basis, place, Cutting.of_insurers())


def by_place(basis: Basis, place: Place) -> Table:
    """By city, for a summary of several."""
    by = Cutting.of_place(place)
    return cut_table(AnnexTable.FEES, TITLE, UNIT, expenses.OF_FEES, basis, place, by, sheet="附表6 按地区")
