"""Codes of publicity (domain.md 4.10; notice 133, 二(四); letter 169, 三 and 四)."""

from typing import Final

from core.choices import OfficialChoices
from core.listing.colours import colours


class PublicityKind(OfficialChoices):
    """What an item is."""

    COLUMN = "COLUMN", "专栏"
    FEATURE = "FEATURE", "专题"
    NEWS = "NEWS", "新闻报道"
    CASE = "CASE", "典型案例"
    EXPERIENCE = "EXPERIENCE", "经验材料"
    ONLINE = "ONLINE", "线上培训"


class PublicityChannel(OfficialChoices):
    """Where it was published."""

    SITE = "SITE", "官网"
    WECHAT = "WECHAT", "官微"
    APP = "APP", "APP"
    TV = "TV", "电视"
    PAPER = "PAPER", "报纸"
    BOARD = "BOARD", "展板"
    ELSEWHERE = "ELSEWHERE", "其他"


class PublicityLevel(OfficialChoices):
    """Of what level the medium is."""

    NATION = "NATION", "国家"
    PROVINCE = "PROVINCE", "省"
    CITY = "CITY", "市"
    COUNTY = "COUNTY", "县"


class ItemState(OfficialChoices):
    """An item is recorded; good practice is recommended upward, and the province adopts it or not (N48)."""

    RECORDED = "RECORDED", "已登记"
    RECOMMENDED = "RECOMMENDED", "已推荐"
    ADOPTED = "ADOPTED", "已采用"
    DECLINED = "DECLINED", "未采用"


#: How far it is, at a glance.
ITEM_COLOURS: Final = colours(
    ItemState, done=[ItemState.ADOPTED], run=[ItemState.RECOMMENDED], neutral=[ItemState.RECORDED, ItemState.DECLINED]
)


class ReleaseState(OfficialChoices):
    """An edition of the public page is proposed by one person and released by another; so is its withdrawal."""

    PROPOSED = "PROPOSED", "待审核"
    RELEASED = "RELEASED", "已公布"
    REFUSED = "REFUSED", "不予公布"
    WITHDRAWING = "WITHDRAWING", "待撤回"
    WITHDRAWN = "WITHDRAWN", "已撤回"


#: How far it is, at a glance.
RELEASE_COLOURS: Final = colours(
    ReleaseState,
    done=[ReleaseState.RELEASED, ReleaseState.WITHDRAWING],
    warn=[ReleaseState.PROPOSED],
    neutral=[ReleaseState.REFUSED, ReleaseState.WITHDRAWN],
)


#: Editions that stand on the public page: one whose withdrawal waits for the second person still does.
STANDING: Final = (ReleaseState.RELEASED, ReleaseState.WITHDRAWING)
#: Kinds that are told with a text of their own here.
TOLD: Final = (PublicityKind.CASE, PublicityKind.EXPERIENCE)
#: States in which an item stays as it is: it lies with the province, or was adopted by it.
FIXED: Final = (ItemState.RECOMMENDED, ItemState.ADOPTED)
