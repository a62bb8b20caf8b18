"""Invented qualifications, staff, contracts, and evaluations of the demo's service agencies."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core.seeding import Ledger, Plan, instant
from insurers.agencies.choices import AgencyKind, EvaluationConclusion
from insurers.agencies.models import AgencyContract, AgencyEvaluation, AgencyQualification, AgencyStaff

KINDS: Final = (AgencyKind.ASSESSMENT, AgencyKind.ASSESSMENT, AgencyKind.CSE_FIRM, AgencyKind.CONSULTING)

TITLES: Final = ("高级工程师", "工程师", "注册安全工程师")

SPECIALITIES: Final = ("化工安全", "电气安全", "建筑施工安全", "机械安全", "消防安全")

SURNAMES: Final = "赵钱孙李周吴郑王"

#: What the evaluations of last year say, in turn; the last agency's contract may not be renewed.
VERDICTS: Final = (
    (92, EvaluationConclusion.KEEP, ""),
    (85, EvaluationConclusion.KEEP, ""),
    (71, EvaluationConclusion.MEND, "个别服务报告归档不及时，限期整改。"),
    (95, EvaluationConclusion.KEEP, ""),
)

FIVE_YEARS: Final = timedelta(days=1826)


def fill_agencies(plan: Plan) -> None:
    """Four agencies with all that is asked of them."""
    agencies = list(Organisation.objects.agencies().order_by("code"))
    insurers = list(Organisation.objects.filter(kind=OrganisationKind.INSURER).order_by("code"))
    _papers(plan, agencies, insurers)


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
            agency=agency,
            kind=kind,
            cert_no=f"浙安评示例-{n + 1:03d}",
            scope="危险化学品、建筑施工、金属冶炼",
            issuer="浙江省应急管理厅（示例）",
            valid_from=since,
            valid_to=ends,
        )
        for number in range(rng.randint(4, 9)):
            AgencyStaff.objects.create(
                agency=agency,
                name=f"{rng.choice(SURNAMES)}某",
                title=rng.choice(TITLES),
                certificate_no=f"ZA{n + 1:02d}{number:04d}",
                speciality=rng.choice(SPECIALITIES),
            )
        for insurer in insurers:
            score, conclusion, note = VERDICTS[(n + insurer.pk) % len(VERDICTS)]
            AgencyContract.objects.create(
                insurer=insurer,
                agency=agency,
                contract_no=f"HT-{year}-{insurer.code}-{n + 1:02d}",
                starts_on=date(year, 1, 1),
                ends_on=date(year, 12, 31),
                amount=Decimal(rng.randint(20, 200) * 10_000),
            )
            AgencyEvaluation.objects.create(
                insurer=insurer,
                agency=agency,
                year=year - 1,
                score=score,
                conclusion=conclusion,
                note=note,
                evaluated_by=clerks[insurer.pk],
                evaluated_at=instant(date(year, 1, 15), 10),
            )


LEDGERS: Final = (Ledger("agencies", AgencyQualification, {"small": 4, "province": 4, "nation": 4}, fill_agencies),)
