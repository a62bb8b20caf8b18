"""Codes of the register of enterprises.

Code lists as the contract states them (codes.csv): workbooks carry the label, the database the code. Pure data,
so that the sheets can use it without Django.
"""

from typing import Final

#: High-risk sectors of the work-safety law, article 51, and the national list.
SECTORS: Final[tuple[tuple[str, str], ...]] = (
    ("NCM", "非煤矿山"),
    ("HAZCHEM", "危险化学品"),
    ("FIREWORK", "烟花爆竹"),
    ("TRANSPORT", "交通运输"),
    ("CONSTR", "建筑施工"),
    ("CIVEXP", "民用爆炸物品"),
    ("METAL", "金属冶炼"),
    ("FISHERY", "渔业生产"),
    ("COAL", "煤矿"),
    ("OTHER", "其他"),
)

#: Whether an enterprise operates.
ENTERPRISE_STATUSES: Final[tuple[tuple[str, str], ...]] = (
    ("ACTIVE", "在产"),
    ("SUSPENDED", "停产"),
    ("CLOSED", "关闭"),
    ("BUILDING", "在建"),
)

#: Yes or no, as workbooks write it.
YES_NO: Final[tuple[tuple[str, str], ...]] = (
    ("Y", "是"),
    ("N", "否"),
)
