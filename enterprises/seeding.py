"""Invented enterprises for demo, tests and benchmarks: the same seed makes the same rows. All names say 示例."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from accounts.choices import DivisionLevel
from accounts.models import Division, User
from core.identifiers import org_check_char, uscc_check_char
from core.seeding import BATCH, Changes, Ledger, Plan, entered, save_all
from enterprises.choices import EnterpriseStatus, LicenceKind, OutsourcingKind, RiskGrade, ScaleKind, Sector
from enterprises.models import Enterprise, Outsourcing

SIZES: Final = {"small": 600, "province": 60_000, "nation": 600_000}
SECTOR_WEIGHTS: Final = (
    (Sector.HAZCHEM, 24),
    (Sector.CONSTR, 22),
    (Sector.TRANSPORT, 18),
    (Sector.METAL, 12),
    (Sector.FISHERY, 8),
    (Sector.NCM, 6),
    (Sector.FIREWORK, 3),
    (Sector.CIVEXP, 1),
    (Sector.OTHER, 6),
)
#: Share of each city in the register, and by how much some sectors are commoner or rarer there.
CITIES: Final[dict[str, tuple[int, dict[str, float]]]] = {
    "330100": (19, {Sector.CONSTR: 1.6, Sector.FISHERY: 0.0, Sector.NCM: 0.5}),
    "330200": (18, {Sector.HAZCHEM: 1.5, Sector.FISHERY: 1.2}),
    "330300": (13, {Sector.FISHERY: 1.3, Sector.METAL: 1.2, Sector.TRANSPORT: 1.1}),
    "330400": (10, {Sector.HAZCHEM: 1.6, Sector.FISHERY: 0.1, Sector.NCM: 0.3}),
    "330500": (7, {Sector.NCM: 2.2, Sector.FISHERY: 0.1, Sector.METAL: 1.2}),
    "330600": (10, {Sector.HAZCHEM: 1.4, Sector.FISHERY: 0.0, Sector.CONSTR: 1.4}),
    "330700": (11, {Sector.METAL: 1.6, Sector.FISHERY: 0.0, Sector.TRANSPORT: 1.3}),
    "330800": (5, {Sector.NCM: 2.4, Sector.FIREWORK: 2.0, Sector.FISHERY: 0.0}),
    "330900": (4, {Sector.FISHERY: 6.0, Sector.HAZCHEM: 1.2, Sector.METAL: 0.3, Sector.FIREWORK: 0.3}),
    "331000": (11, {Sector.FISHERY: 2.5, Sector.METAL: 1.2}),
    "331100": (4, {Sector.NCM: 2.6, Sector.FIREWORK: 1.8, Sector.FISHERY: 0.0, Sector.HAZCHEM: 0.6}),
}
TRADES: Final[dict[str, tuple[str, ...]]] = {
    Sector.HAZCHEM: ("化工", "精细化工", "气体", "涂料", "石化"),
    Sector.CONSTR: ("建设工程", "建筑", "市政工程", "隧道工程"),
    Sector.TRANSPORT: ("物流", "运输", "客运", "危货运输"),
    Sector.METAL: ("金属制品", "铸造", "有色金属", "冶金"),
    Sector.FISHERY: ("渔业", "远洋捕捞", "水产"),
    Sector.NCM: ("采石", "矿业", "石料"),
    Sector.FIREWORK: ("烟花", "花炮经营"),
    Sector.CIVEXP: ("爆破工程", "民爆器材"),
    Sector.OTHER: ("机械", "纺织", "仓储"),
}
#: Median number of people employed.
CROWDS: Final[dict[str, int]] = {
    Sector.CONSTR: 90,
    Sector.METAL: 70,
    Sector.CIVEXP: 60,
    Sector.HAZCHEM: 50,
    Sector.NCM: 40,
    Sector.TRANSPORT: 35,
    Sector.FISHERY: 18,
}
LICENCES: Final[dict[str, str]] = {
    Sector.HAZCHEM: LicenceKind.HAZCHEM_TRADE,
    Sector.CONSTR: LicenceKind.CONSTR,
    Sector.TRANSPORT: LicenceKind.ROAD,
    Sector.FISHERY: LicenceKind.FISHERY,
    Sector.FIREWORK: LicenceKind.FIREWORK,
    Sector.CIVEXP: LicenceKind.CIVEXP,
    Sector.NCM: LicenceKind.SAFETY,
    Sector.METAL: LicenceKind.SAFETY,
}
WORDS: Final = "安和瑞恒新海华正兴泰宏利源达康宁嘉远盛昌茂丰润德信诚永隆金顺荣庆福盈祥百万中东南"
SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
STATUSES: Final = (
    (EnterpriseStatus.ACTIVE, 88),
    (EnterpriseStatus.BUILDING, 6),
    (EnterpriseStatus.SUSPENDED, 4),
    (EnterpriseStatus.CLOSED, 2),
)
GRADES: Final = ((RiskGrade.RED, 5), (RiskGrade.ORANGE, 20), (RiskGrade.YELLOW, 45), (RiskGrade.BLUE, 30))
ORG_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
#: So many of a hundred enterprises were renamed, and of those at rest so many worked within the last year.
RENAMED, STOPPED = 0.02, 0.5


def pick(rng: random.Random, weighted: tuple[tuple[str, float], ...]) -> str:
    """One of the codes, by weight."""
    return rng.choices([code for code, _ in weighted], [weight for _, weight in weighted])[0]


def credit_code(rng: random.Random, county: str) -> str:
    """A code with right check digits that belongs to nobody: registration place and a random organisation code."""
    organisation = "".join(rng.choices(ORG_ALPHABET, k=8))
    body = "91" + county + organisation + org_check_char(organisation)
    return body + uscc_check_char(body)


@dataclass(frozen=True, slots=True)
class Places:
    """The counties with their weights, and the weights of the sectors in each city."""

    counties: list[Division]
    weights: list[float]
    sectors: dict[str, tuple[tuple[str, float], ...]]


def places(rng: random.Random) -> Places:
    counties = list(Division.objects.filter(level=DivisionLevel.COUNTY).select_related("parent").order_by("code"))
    luck = [rng.uniform(0.5, 1.5) for _ in counties]
    sums: dict[str, float] = {}
    for county, weight in zip(counties, luck, strict=True):
        sums[county.parent_id or ""] = sums.get(county.parent_id or "", 0.0) + weight
    weights = [
        CITIES[county.parent_id or ""][0] * weight / sums[county.parent_id or ""]
        for county, weight in zip(counties, luck, strict=True)
    ]
    sectors: dict[str, tuple[tuple[str, float], ...]] = {
        city: tuple((code, weight * factors.get(code, 1.0)) for code, weight in SECTOR_WEIGHTS)
        for city, (_share, factors) in CITIES.items()
    }
    return Places(counties, weights, sectors)


def make_enterprises(rng: random.Random, number: int, at: datetime) -> Iterator[Enterprise]:
    """`number` unsaved enterprises over all counties, entered within the last fifteen months."""
    where = places(rng)
    used: set[str] = set()
    for made in range(number):
        county = rng.choices(where.counties, where.weights)[0]
        code = credit_code(rng, county.code)
        while code in used:
            code = credit_code(rng, county.code)
        used.add(code)
        sector = pick(rng, where.sectors[county.parent_id or ""])
        yield _enterprise(rng, county, code, sector, made, at)


def name_of(county: Division, sector: str, number: int) -> str:
    """A firm's name; the words follow from the number, so that two of the same place and trade seldom share them."""
    place = county.name[:-1] if len(county.name) > 2 else county.name
    trades = TRADES[sector]
    size = len(WORDS)
    turned = number * 7919 % size**3
    words = WORDS[turned % size] + WORDS[turned // size % size] + WORDS[turned // size**2]
    return f"{place}示例{words}{trades[number % len(trades)]}有限公司"


def _enterprise(rng: random.Random, county: Division, code: str, sector: str, number: int, at: datetime) -> Enterprise:
    extra = pick(rng, SECTOR_WEIGHTS)
    people = max(1, round(rng.lognormvariate(0, 0.8) * CROWDS.get(sector, 30)))
    since = entered(rng, at.date() - timedelta(days=round(rng.triangular(2, 450, 320))), 5, at)
    licensed = sector in LICENCES and rng.random() < 0.8
    return Enterprise(
        uscc=code,
        name=name_of(county, sector, number),
        city_id=county.parent_id or "",
        county=county,
        address=f"{county.name}示例路{rng.randint(1, 999)}号",
        sectors=[sector, extra] if rng.random() < 0.08 and extra != sector else [sector],
        main_sector=sector,
        employees=people,
        high_risk_posts=round(people * rng.uniform(0.1, 0.5)),
        scale=scale_of(people),
        risk_grade=pick(rng, GRADES),
        principal=rng.choice(SURNAMES) + "某",
        phone=f"057{rng.randint(0, 9)}-8000{rng.randint(0, 9999):04d}",
        status=pick(rng, STATUSES),
        key_enterprise=rng.random() < 0.18,
        outsourcing=rng.random() < 0.3,
        licence_kind=LICENCES[sector] if licensed else "",
        licence_no=f"示例许{rng.randint(100000, 999999)}" if licensed else "",
        licence_expiry=date(2023, 1, 1) + timedelta(days=rng.randint(0, 1400)) if licensed else None,
        created_at=since,
        updated_at=since,
    )


def scale_of(people: int) -> str:
    """Size by people employed, as industry is graded."""
    steps = ((ScaleKind.LARGE, 1000), (ScaleKind.MEDIUM, 300), (ScaleKind.SMALL, 20), (ScaleKind.MICRO, 0))
    return next(code for code, least in steps if people >= least)


def fill_register(plan: Plan) -> None:
    """The register; then month by month some enterprises take a new name, and some stop."""
    rng = plan.luck("enterprises")
    changes = Changes(Enterprise, "uscc", plan.today)
    officers = dict(User.objects.filter(username__startswith="em-").values_list("username", "pk"))
    made = make_enterprises(rng, plan.sizes["enterprises"], plan.at)
    save_all(Enterprise, _as_entered(plan.luck("changes of enterprises"), made, changes, officers))
    changes.write()


def _as_entered(
    rng: random.Random, rows: Iterable[Enterprise], changes: Changes, officers: dict[str, int]
) -> Iterator[Enterprise]:
    """The rows as they were entered first; what is different now is planned as changes."""
    for row in rows:
        later: dict[str, str] = {}
        if rng.random() < RENAMED:
            later["name"] = row.name
            row.name = row.name.replace("示例", f"示例{rng.choice(WORDS)}", 1)
        if row.status in {EnterpriseStatus.SUSPENDED, EnterpriseStatus.CLOSED} and rng.random() < STOPPED:
            later["status"] = row.status
            row.status = EnterpriseStatus.ACTIVE
        if later:
            when = changes.month(rng, row.created_at.date())
            changes.plan(row.uscc, when, officers[f"em-{row.city_id}"], **later)
        yield row


OUTSOURCING_SIZES: Final = {"small": 200, "province": 20_000, "nation": 200_000}
PROJECTS: Final = ("2号仓库", "设备检修", "装卸作业", "厂房一层", "污水处理站", "食堂")


def make_outsourcing(rng: random.Random, firms: Iterable[Enterprise]) -> Iterator[Outsourcing]:
    """One or two unsaved contracts for each enterprise, of different projects."""
    for firm in firms:
        for project in rng.sample(PROJECTS, k=rng.randint(1, 2)):
            since = firm.updated_at
            yield Outsourcing(
                enterprise=firm,
                kind=OutsourcingKind.LEASE if project == "厂房一层" else OutsourcingKind.OUT,
                counterparty=f"示例{rng.choice(WORDS)}{rng.choice(('装卸', '检修', '物业'))}有限公司",
                project=project,
                qualified=rng.random() < 0.9,
                agreement=rng.random() < 0.85,
                managed=rng.random() < 0.7,
                checked_on=since.date() if rng.random() < 0.6 else None,
                created_at=since,
                updated_at=since,
            )


def fill_outsourcing(plan: Plan) -> None:
    firms = Enterprise.objects.filter(outsourcing=True).order_by("pk").iterator(chunk_size=BATCH)
    made = make_outsourcing(plan.luck("outsourcing"), firms)
    save_all(Outsourcing, islice(made, plan.sizes["outsourcing"]))


LEDGERS: Final = (
    Ledger("enterprises", Enterprise, SIZES, fill_register),
    Ledger("outsourcing", Outsourcing, OUTSOURCING_SIZES, fill_outsourcing),
)
