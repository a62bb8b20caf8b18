"""Small worlds for tests: an enterprise, its policy, its service, in a city of one's choice."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import Organisation
from core import clock
from core.identifiers import org_check_char, uscc_check_char
from enterprises.models import Enterprise
from insurers.activities.models import Activity
from insurers.agencies.models import Professional
from insurers.expenses.models import Expense
from insurers.plans.models import PlanItem, ServicePlan
from insurers.policies.models import Policy
from tests.papers import pdf

_numbers = [count(1)]
HANGZHOU, SHAOXING, QUZHOU, NINGBO = "330106", "330602", "330802", "330203"


def now() -> datetime:
    return clock.now()


def restart_numbers(first: int = 1) -> None:
    """Count from `first` again: each test begins at 1, hence its codes do not depend on the tests before it."""
    _numbers[0] = count(first)


def next_number() -> int:
    """A number that this test has not had yet."""
    return next(_numbers[0])


def credit_code(number: int, county: str) -> str:
    """A well-formed code that belongs to nobody, for `number` from 0 to 117,648.

    The codes of two numbers differ in three places at least, insertions and deletions counted, whatever the counties:
    nobody takes one for a slip of the pen in the other. Six digits to the base of seven and two check digits make any
    two numbers differ in three of eight places. The places take turns between two alphabets, so that a code shifted by
    a place agrees with none.
    """
    digits = [number // 7**place % 7 for place in range(6)]
    checks = [sum(digits) % 7, sum(weight * digit for weight, digit in enumerate(digits, start=1)) % 7]
    turns = ("ABCDEFG", "HJKLMNP") * 4
    organisation = "".join(letters[digit] for letters, digit in zip(turns, digits + checks, strict=True))
    body = f"91{county}{organisation}{org_check_char(organisation)}"
    return body + uscc_check_char(body)


def enterprise(county: str = HANGZHOU, **changes: Any) -> Enterprise:
    """A working chemical firm with 50 people."""
    number = next_number()
    values: dict[str, Any] = {
        "uscc": credit_code(number, county),
        "name": f"测试示例化工{number:04d}有限公司",
        "city_id": county[:4] + "00",
        "county_id": county,
        "address": "示例路1号",
        "sectors": ["HAZCHEM"],
        "employees": 50,
        "principal": "张某某",
        "phone": "13800005678",
        "status": "ACTIVE",
        "key_enterprise": False,
        "outsourcing": False,
        "created_at": now(),
        "updated_at": now(),
    }
    return Enterprise.objects.create(**{**values, **changes})


def insurer(code: str = "INS-A-ZJ") -> Organisation:
    return Organisation.objects.get(code=code)


def policy(of: Enterprise, by: str = "INS-A-ZJ", **changes: Any) -> Policy:
    """A policy over the whole of 2023 for everybody employed; the insurer gets sight of the enterprise."""
    company = insurer(by)
    values: dict[str, Any] = {
        "insurer": company,
        "enterprise": of,
        "city_id": of.city_id,
        "county_id": of.county_id,
        "policy_no": f"AZX-2023-{next_number():06d}",
        "enterprise_name": of.name,
        "start_on": date(2023, 1, 1),
        "end_on": date(2023, 12, 31),
        "insured_people": of.employees,
        "limit_per_person": Decimal(500000),
        "limit_per_accident": Decimal(5000000),
        "limit_total": Decimal(10000000),
        "premium_due": Decimal(10000),
        "premium_paid": Decimal(10000),
        "fee_rate": Decimal("0.15"),
        "status": "IN_FORCE",
        "created_at": now(),
        "updated_at": now(),
    }
    made = Policy.objects.create(**{**values, **changes})
    if company.pk not in of.insured_by:
        of.insured_by = [*of.insured_by, company.pk]
        of.save(update_fields=["insured_by"])
    return made


def picture(size: tuple[int, int] = (20, 10), form: str = "PNG", **saved: Any) -> "ContentFile[bytes]":
    """A picture as a phone would send it."""
    body = BytesIO()
    Image.new("RGB", size, (180, 40, 20)).save(body, form, **saved)
    return ContentFile(body.getvalue(), name=f"示例.{form.lower()}")


def activity(on: Policy, **changes: Any) -> Activity:
    """A hazard check in September as campaign assistance."""
    values: dict[str, Any] = {
        "insurer_id": on.insurer_id,
        "enterprise_id": on.enterprise_id,
        "city_id": on.city_id,
        "county_id": on.county_id,
        "policy": on,
        "activity_no": f"FW-2023-{next_number():06d}",
        "enterprise_name": on.enterprise_name,
        "kind": "HAZ",
        "topics": ["H1"],
        "campaign_assist": True,
        "start_on": date(2023, 9, 1),
        "end_on": date(2023, 9, 1),
        "form": "ONSITE",
        "place": "厂区",
        "staff": "李某",
        "content": "对动火等危险作业开展现场排查。",
        "general_hazards": 0,
        "major_hazards": 0,
        "cost": Decimal(1000),
        "created_at": now(),
        "updated_at": now(),
    }
    return Activity.objects.create(**{**values, **changes})


def professional(keeper: Organisation, **changes: Any) -> Professional:
    """A certified engineer of an agency or an insurer, since 2021 and until the end of 2027."""
    values: dict[str, Any] = {
        "organisation": keeper,
        "kind": "AGENCY" if keeper.kind == "service_agency" else "OWN",
        "name": "李某",
        "speciality": "化工安全",
        "certificate": "CSE",
        "certificate_no": f"示例{next_number():06d}",
        "valid_from": date(2021, 1, 1),
        "valid_to": date(2027, 12, 31),
        "created_at": now(),
        "updated_at": now(),
    }
    return Professional.objects.create(**{**values, **changes})


def expense(on: Policy, **changes: Any) -> Expense:
    """A thousand yuan for training material in September."""
    values: dict[str, Any] = {
        "insurer_id": on.insurer_id,
        "enterprise_id": on.enterprise_id,
        "city_id": on.city_id,
        "county_id": on.county_id,
        "policy": on,
        "voucher_no": f"PZ-2023-{next_number():06d}",
        "category": "MATERIAL",
        "payee": "示例咨询有限公司",
        "payee_uscc": "91330106MA0000007Q",
        "amount": Decimal(1000),
        "booked_on": date(2023, 9, 30),
        "created_at": now(),
        "updated_at": now(),
        **changes,
    }
    return Expense.objects.create(booked_year=values["booked_on"].year, **values)


BASES = {
    "basis_sector": "危险化学品生产，涉及硝化反应",
    "basis_scale": "年产三万吨中间体，两条生产线",
    "basis_risk": "反应釜、储罐区和动火作业为主",
    "basis_people": "从业五十人，特种作业人员持证",
    "basis_mgmt": "三级标准化达标，设专职管理人员",
    "basis_history": "无",
}


def plan_head(on: Policy, **changes: Any) -> dict[str, Any]:
    """What a sound plan over the whole policy says about itself."""
    return {
        "start_on": on.start_on,
        "end_on": on.end_on,
        **BASES,
        "standards": ["AQ9010", "ZJ_HAZCHEM"],
        "special_measures": "",
        "fee_estimate": Decimal(1000),
        "fee_reason": "",
        "fewer_reason": "",
        "safeguards": "配备专职服务人员，设投诉电话。",
        "talk_on": date(2023, 1, 5),
        "talk_people": "李某、王某",
        "note": "",
        **changes,
    }


def plan_item(**changes: Any) -> dict[str, Any]:
    """Two hazard checks, in September and in December, as campaign assistance."""
    return {
        "kind": "HAZ",
        "topics": ["H1"],
        "measures": "现场核查动火作业审批。",
        "form": "ONSITE",
        "frequency": 2,
        "months": [9, 12],
        "agency": None,
        "staff": "李某",
        "experts": "",
        "goal": "重大隐患按期整改",
        "campaign_assist": True,
        **changes,
    }


def plan(on: Policy, *items: dict[str, Any], state: str = "ACTIVE", **changes: Any) -> ServicePlan:
    """A plan of the policy in a state of one's choice, with its documents where the state needs them."""
    from django.core.files.base import ContentFile

    from core.files import store

    values = {
        **plan_head(on),
        "plan_no": f"{on.insurer.letter_code}FA-2023-{next_number():06d}",
        "state": state,
        **changes,
    }
    if state not in {"DRAFT", "SENT"}:
        paper = store(ContentFile(pdf()), name="确认.pdf", organisation_id=on.insurer_id, at=now())
        values |= {"confirm_way": "PAPER", "confirm_by": "张某", "confirm_on": date(2023, 1, 6), "confirm_file": paper}
    made = ServicePlan.objects.create(
        insurer_id=on.insurer_id,
        enterprise_id=on.enterprise_id,
        city_id=on.city_id,
        county_id=on.county_id,
        policy=on,
        created_at=now(),
        updated_at=now(),
        **values,
    )
    for number, item in enumerate(items or (plan_item(),), start=1):
        PlanItem.objects.create(plan=made, item_no=number, created_at=now(), updated_at=now(), **item)
    return made
