"""Invented publicity: news and cases of cities and insurers, some recommended and adopted, and a released page."""

from datetime import timedelta
from typing import Final

from accounts.models import User
from core.seeding import Ledger, Plan, instant
from publicity import services as publicising
from publicity.choices import ItemState, PublicityChannel, PublicityKind, PublicityLevel
from publicity.figures import figures_on
from publicity.models import PublicityItem
from publicity.services import Edition
from publicity.services.items import new_item

SIZES: Final = {"small": 24, "province": 120, "nation": 600}
#: Title, text: what cities did, as invented for the demonstration.
CASES: Final = (
    (
        "动火作业线上报备，保险机构当日到场",
        "对投保单位动火作业实行线上报备，保险机构派员到场核对作业票和监护人，劝停无票动火作业，隐患当日闭环。",
    ),
    (
        "一企一方案，矿山边坡隐患限时整改",
        "组织专家随保险机构上门，对非煤矿山边坡开展专项排查，逐项明确措施、责任人和期限，全部按期整改。",
    ),
    (
        "渔船出海前演练，船员人人会自救",
        "在休渔期末组织渔船应急演练，覆盖辖区渔船，船员掌握自救互救要领和避灾路线，演练后逐船回访。",
    ),
    (
        "小微企业电气焊设备“体检日”",
        "每月固定一天由保险机构组织专家到园区检查电气焊设备，现场培训特种作业人员，问题设备当场停用。",
    ),
)
SHOWN: Final = 3


def fill_publicity(plan: Plan) -> None:
    """So many items, the first ones adopted cases; then an edition of the page that two persons released."""
    people = list(User.objects.filter(username__in=_names()).select_related("organisation__division").order_by("pk"))
    lead = User.objects.get(username="prov-em-lead")
    for number in range(plan.sizes["publicity"]):
        _item(plan, number, people[number % len(people)], lead)
    _page(plan, lead)


def _names() -> list[str]:
    return [f"em-33{number:02d}00" for number in range(1, 12)] + ["reg-zj", "ins-a-zj", "ins-b-zj"]


def _item(plan: Plan, number: int, by: User, lead: User) -> None:
    title, text = CASES[number % len(CASES)]
    is_case, turn = number < 6 or number % 5 == 0, number // len(CASES)
    day = plan.today - timedelta(days=3 + number % 150)
    row = new_item(by, instant(day, 15))
    row.title = (
        f"{title}（{by.organisation.division.name}）" if is_case else f"安责险助力专项行动工作动态第{turn + 1}期"
    )
    row.published_on, row.text = day, f"{by.organisation.name}：{text}" if is_case else ""
    row.kind = PublicityKind.CASE if is_case else PublicityKind.NEWS
    row.channel = (PublicityChannel.SITE, PublicityChannel.WECHAT, PublicityChannel.PAPER)[number % 3]
    row.level, row.url = PublicityLevel.CITY, f"https://example.com/{number + 1}"
    row.is_good_practice = is_case
    if is_case:
        row.state = ItemState.ADOPTED if number < 6 else ItemState.RECOMMENDED
        row.recommendation = "做法成熟，可以在全省推广"
    if row.state == ItemState.ADOPTED:
        row.answered_by, row.answered_at = lead, instant(day + timedelta(days=1), 10)
    row.save()


def _page(plan: Plan, lead: User) -> None:
    """The edition of three days ago, or of today where the year was another then."""
    day = plan.today - timedelta(days=3)
    cases = list(
        PublicityItem.objects.publishable().order_by("-published_on", "pk").values_list("pk", flat=True)[:SHOWN]
    )
    officer = User.objects.get(username="prov-em")
    edition = Edition(day, list(figures_on(day)), cases, "演示公布")
    row = publicising.propose_release(edition=edition, by=officer, today=plan.today, at=plan.at)
    publicising.decide_release(release=row, approve=True, note="", by=lead, at=plan.at)


LEDGERS: Final = (Ledger("publicity", PublicityItem, SIZES, fill_publicity),)
