"""Invented qualifications, staff, contracts, evaluations and orders of the demo's service agencies."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core.seeding import Ledger, Plan, instant, save_all
from insurers.choices import OrderState
from insurers.models import (
    AgencyContract,
    AgencyEvaluation,
    AgencyQualification,
    AgencyStaff,
    Policy,
    ServiceOrder,
)

SIZES: Final = {"small": 60, "province": 2_000, "nation": 20_000}
KINDS: Final = ("ASSESSMENT", "ASSESSMENT", "ENGINEERS", "CONSULTING")
TITLES: Final = ("高级工程师", "工程师", "注册安全工程师")
SPECIALITIES: Final = ("化工安全", "电气安全", "建筑施工安全", "机械安全", "消防安全")
SURNAMES: Final = "赵钱孙李周吴郑王"
SERVICES: Final = ("HAZ", "TRAIN", "DRILL", "RISK")
#: What the evaluations of last year say, in turn; the last agency's contract may not be renewed.
VERDICTS: Final = (
    (92, "KEEP", ""),
    (85, "KEEP", ""),
    (71, "MEND", "个别服务报告归档不及时，限期整改。"),
    (95, "KEEP", ""),
)
FIVE_YEARS: Final = timedelta(days=1826)


def fill(plan: Plan) -> None:
    """Four agencies with all that is asked of them, and orders on policies in force."""
    agencies = list(Organisation.objects.agencies().order_by("code"))
    insurers = list(Organisation.objects.filter(kind=OrganisationKind.INSURER).order_by("code"))
    _papers(plan, agencies, insurers)
    _orders(plan, agencies)


def _papers(plan: Plan, agencies: list[Organisation], insurers: list[Organisation]) -> None:
    rng, year = plan.luck("agencies"), plan.today.year
    since = date(year - 2, 7, 1)
    clerks = {
        user.organisation_id: user for user in User.objects.filter(organisation__in=insurers).order_by("-username")
    }
    for n, agency in enumerate(agencies):
        kind = KINDS[n % len(KINDS)]
        # One certificate ends soon, so that its end can be seen to matter.
        ends = plan.today + timedelta(days=40) if n == len(agencies) - 1 else since + FIVE_YEARS
        AgencyQualification.objects.create(
            agency=agency, kind=kind, cert_no=f"浙安评示例-{n + 1:03d}", scope="危险化学品、建筑施工、金属冶炼",
            issuer="浙江省应急管理厅（示例）", valid_from=since, valid_to=ends,
        )  # fmt: skip
        for number in range(rng.randint(4, 9)):
            AgencyStaff.objects.create(
                agency=agency, name=f"{rng.choice(SURNAMES)}某", title=rng.choice(TITLES),
                certificate_no=f"ZA{n + 1:02d}{number:04d}", speciality=rng.choice(SPECIALITIES),
            )  # fmt: skip
        for insurer in insurers:
            score, conclusion, note = VERDICTS[(n + insurer.pk) % len(VERDICTS)]
            AgencyContract.objects.create(
                insurer=insurer, agency=agency, contract_no=f"HT-{year}-{insurer.code}-{n + 1:02d}",
                starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), amount=Decimal(rng.randint(20, 200) * 10_000),
            )  # fmt: skip
            AgencyEvaluation.objects.create(
                insurer=insurer, agency=agency, year=year - 1, score=score, conclusion=conclusion, note=note,
                evaluated_by=clerks[insurer.pk], evaluated_at=instant(date(year, 1, 15), 10),
            )  # fmt: skip


def _orders(plan: Plan, agencies: list[Organisation]) -> None:
    rng, number = plan.luck("orders"), plan.sizes["orders"]
    policies = Policy.objects.in_force(plan.today).order_by("pk")[: number * 2]
    clerks = {user.organisation_id: user for user in User.objects.order_by("-username")}
    rows = []
    for policy in policies[::2]:
        day = plan.today + timedelta(days=rng.randint(-90, 30))
        if not policy.start_on <= day <= policy.end_on or day.year != plan.today.year:
            continue
        agency = rng.choice(agencies)
        state = rng.choice((OrderState.ACCEPTED, OrderState.ACCEPTED, OrderState.PLACED))
        placed = instant(min(day, plan.today) - timedelta(days=12), 10)
        is_answered = state == OrderState.ACCEPTED
        rows.append(
            ServiceOrder(
                insurer_id=policy.insurer_id,
                agency=agency,
                policy=policy,
                kind=rng.choice(SERVICES),
                service_on=day,
                note="按预防服务方案开展",
                state=state,
                placed_by=clerks[policy.insurer_id],
                placed_at=placed,
                answered_by=clerks[agency.pk] if is_answered else None,
                answered_at=placed + timedelta(days=1) if is_answered else None,
            )
        )
    save_all(ServiceOrder, rows)


LEDGERS = (Ledger("orders", ServiceOrder, SIZES, fill),)
