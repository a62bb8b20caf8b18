"""Invented enterprises for demo, tests and benchmarks: the same seed makes the same rows. All names say 示例."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from accounts.models import Division
from core.identifiers import org_check_char, uscc_check_char
from enterprises.models import Enterprise

SECTOR_WEIGHTS = (
    ("HAZCHEM", 24), ("CONSTR", 22), ("TRANSPORT", 18), ("METAL", 12), ("FISHERY", 8), ("NCM", 6), ("FIREWORK", 3),
    ("CIVEXP", 1), ("OTHER", 6),
)  # fmt: skip
TRADES = {
    "HAZCHEM": ("化工", "精细化工", "气体", "涂料", "石化"),
    "CONSTR": ("建设工程", "建筑", "市政工程", "隧道工程"),
    "TRANSPORT": ("物流", "运输", "客运", "危货运输"),
    "METAL": ("金属制品", "铸造", "有色金属", "冶金"),
    "FISHERY": ("渔业", "远洋捕捞", "水产"),
    "NCM": ("采石", "矿业", "石料"),
    "FIREWORK": ("烟花", "花炮经营"),
    "CIVEXP": ("爆破工程", "民爆器材"),
    "OTHER": ("机械", "纺织", "仓储"),
}
WORDS = ("安", "和", "瑞", "恒", "新", "海", "华", "正", "兴", "泰", "宏", "利", "源", "达", "康", "宁", "嘉", "远")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
STATUSES = (("ACTIVE", 88), ("BUILDING", 6), ("SUSPENDED", 4), ("CLOSED", 2))
ORG_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def pick(rng: random.Random, weighted: tuple[tuple[str, int], ...]) -> str:
    """One of the codes, by weight."""
    return rng.choices([code for code, _ in weighted], [weight for _, weight in weighted])[0]


def credit_code(rng: random.Random, county: str) -> str:
    """A code with right check digits that belongs to nobody: registration place and a random organisation code."""
    organisation = "".join(rng.choices(ORG_ALPHABET, k=8))
    body = "91" + county + organisation + org_check_char(organisation)
    return body + uscc_check_char(body)


def counties_by_weight(rng: random.Random) -> tuple[list[Division], list[int]]:
    counties = list(Division.objects.filter(level="county").select_related("parent").order_by("code"))
    return counties, [rng.randint(4, 16) for _ in counties]


def make_enterprises(rng: random.Random, number: int, at: datetime) -> Iterator[Enterprise]:
    """`number` unsaved enterprises over all counties."""
    counties, weights = counties_by_weight(rng)
    used: set[str] = set()
    for county in rng.choices(counties, weights, k=number):
        code = credit_code(rng, county.code)
        while code in used:
            code = credit_code(rng, county.code)
        used.add(code)
        yield _enterprise(rng, county, code, len(used), at)


def _enterprise(rng: random.Random, county: Division, code: str, number: int, at: datetime) -> Enterprise:
    sector = pick(rng, SECTOR_WEIGHTS)
    extra = pick(rng, SECTOR_WEIGHTS)
    place = county.name[:-1] if len(county.name) > 2 else county.name
    trade = rng.choice(TRADES[sector])
    return Enterprise(
        uscc=code,
        name=f"{place}示例{rng.choice(WORDS)}{rng.choice(WORDS)}{trade}有限公司{number:05d}号"[:200],
        city_id=county.parent_id or "",
        county=county,
        address=f"{county.name}示例路{rng.randint(1, 999)}号",
        sectors=[sector, extra] if rng.random() < 0.08 and extra != sector else [sector],
        employees=max(1, round(rng.lognormvariate(3.9, 0.9))),
        principal=rng.choice(SURNAMES) + "某",
        phone=f"057{rng.randint(0, 9)}-8000{rng.randint(0, 9999):04d}",
        status=pick(rng, STATUSES),
        key_enterprise=rng.random() < 0.18,
        outsourcing=rng.random() < 0.3,
        licence_no=f"示例许{rng.randint(100000, 999999)}" if rng.random() < 0.6 else "",
        licence_expiry=date(2023, 1, 1) + timedelta(days=rng.randint(0, 1400)),
        created_at=at,
        updated_at=at,
    )
