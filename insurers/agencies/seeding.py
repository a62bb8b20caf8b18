"""Invented qualifications, staff, contracts, and evaluations of the demo's service agencies."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core.seeding import Ledger, Plan, instant
from insurers.agencies.choices import AgencyKind, CertificateKind, EvaluationConclusion, ProfessionalKind
from insurers.agencies.models import AgencyContract, AgencyEvaluation, AgencyQualification, Professional

KINDS: Final = (AgencyKind.ASSESSMENT, AgencyKind.ASSESSMENT, AgencyKind.CSE_FIRM, AgencyKind.CONSULTING)

TITLES: Final = ("高级工程师", "工程师", "注册安全工程师")

SPECIALITIES: Final = ("化工安全", "电气安全", "建筑施工安全", "机械安全", "消防安全")

SURNAMES: Final = "赵钱孙李周吴郑王"

#: What follows the surname of an invented person, by kind, and the letter of the certificate's number.
MARKS: Final = {
    ProfessionalKind.AGENCY: ("", "某"),
    ProfessionalKind.OWN: ("甲", "乙"),
    ProfessionalKind.EXPERT: ("丙",),
}

CODES: Final = {ProfessionalKind.AGENCY: "JG", ProfessionalKind.OWN: "ZY", ProfessionalKind.EXPERT: "ZJ"}

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


def _crew(plan: Plan, keeper: Organisation, kind: ProfessionalKind, number: int) -> None:
    """Invented people, each of an unlike name within the organisation; the last one's certificate ends soon."""
    rng, year = plan.luck(f"crew {keeper.code} {kind}"), plan.today.year
    names = rng.sample([f"{surname}某{mark}" for surname in SURNAMES for mark in MARKS[kind]], k=number)
    since = instant(date(year - 2, 7, 1), 9)
    Professional.objects.bulk_create(
        Professional(
            organisation=keeper,
            kind=kind,
            name=name,
            title=rng.choice(TITLES),
            speciality=rng.choice(SPECIALITIES),
            certificate=CertificateKind.EXPERT_LETTER if kind == ProfessionalKind.EXPERT else CertificateKind.CSE,
            certificate_no=f"示例{keeper.pk:03d}{CODES[kind]}{place:04d}",
            valid_from=date(year - 2, 7, 1),
            valid_to=plan.today + timedelta(days=20) if place == number - 1 else date(year + 2, 6, 30),
            created_at=since,
            updated_at=since,
        )
        for place, name in enumerate(names)
    )


def _papers(plan: Plan, agencies: list[Organisation], insurers: list[Organisation]) -> None:
    rng, year = plan.luck("agencies"), plan.today.year
    since = date(year - 2, 7, 1)
    clerks = {
        user.organisation_id: user for user in User.objects.filter(organisation__in=insurers).order_by("-username")
    }
    for insurer in insurers:
        _crew(plan, insurer, ProfessionalKind.OWN, rng.randint(5, 8))
        _crew(plan, insurer, ProfessionalKind.EXPERT, 3)
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
        _crew(plan, agency, ProfessionalKind.AGENCY, rng.randint(4, 9))
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
