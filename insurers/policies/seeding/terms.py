"""Invented details, endorsements and coinsurance of the demo's policies, in the proportions of a year's business."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core.seeding import Ledger, Plan, instant, save_all
from insurers.policies.choices import PolicyEnd, PolicyStatus, Roster
from insurers.policies.models import CoinsuranceShare, Endorsement, Policy, PolicyDetail
from insurers.policies.rules import fee_budget

#: Policies with further facts.
SIZES: Final = {"small": 300, "province": 20_000, "nation": 100_000}

#: Of these: one in so many has an endorsement, is coinsured.
ENDORSED, SHARED = 20, 40

ONE_DAY: Final = timedelta(days=1)


def fill_terms(plan: Plan) -> None:
    """Details of the latest policies; every twentieth of them was endorsed, some ended by it."""
    rng, number = plan.luck("terms"), plan.sizes["terms"]
    policies = list(
        Policy.objects.filter(status=PolicyStatus.IN_FORCE, start_on__lte=plan.today).order_by("pk")[:number]
    )
    clerks = {user.organisation_id: user for user in User.objects.order_by("-username")}
    insurers = list(Organisation.objects.filter(kind=OrganisationKind.INSURER).order_by("code"))
    details, changes, parts = [], [], []
    for place, policy in enumerate(policies):
        detail = PolicyDetail(
            policy=policy,
            branch="示例中心支公司",
            product="安全生产责任保险（示例）",
            filing_no=f"示例备-{policy.insurer_id:03d}",
            roster=rng.choice((Roster.NAMED, Roster.UNNAMED, Roster.UNNAMED)),
            commission_rate=Decimal(rng.randint(2, 6)) / 100,
            fee_budget=fee_budget(policy.premium_paid, policy.fee_rate),
            claims=int(rng.random() < 0.04),
            updated_at=instant(policy.start_on, 9),
        )
        if place % ENDORSED == 0:
            change = _change(plan, policy, clerks[policy.insurer_id], place // ENDORSED)
            changes.append(change)
            if change.ends:
                detail.cover_end_on, detail.ended = change.effective_on - ONE_DAY, change.ends
        if place % SHARED == 1:
            parts += _parts(policy, insurers)
        details.append(detail)
    save_all(PolicyDetail, details)
    save_all(Endorsement, changes)
    save_all(CoinsuranceShare, parts)


def _change(plan: Plan, policy: Policy, clerk: User, n: int) -> Endorsement:
    """More people for more premium; every tenth gives the policy back, on a day past its middle."""
    ends = PolicyEnd.SURRENDERED if n % 10 == 3 else ""
    day = min(policy.start_on + (policy.end_on - policy.start_on) * 2 // 3, plan.today)
    added = None if ends else (policy.premium_paid / 10).quantize(Decimal("0.01"))
    return Endorsement(
        policy=policy,
        endorsement_no=f"P{n + 1:06d}",
        effective_on=day,
        ends=ends,
        insured_people=None if ends else policy.insured_people + 5,
        premium_due_change=added,
        premium_paid_change=added,
        reason="投保人申请退保" if ends else "新增从业人员",
        recorded_by=clerk,
        recorded_at=instant(day, 10),
    )


def _parts(policy: Policy, insurers: list[Organisation]) -> list[CoinsuranceShare]:
    own = next(one for one in insurers if one.pk == policy.insurer_id)
    other = next(one for one in insurers if one.pk != policy.insurer_id)
    return [
        CoinsuranceShare(policy=policy, insurer=own, name=own.name, share=Decimal("60.00"), is_lead=True),
        CoinsuranceShare(policy=policy, insurer=other, name=other.name, share=Decimal("40.00")),
    ]


TERMS: Final = Ledger("terms", PolicyDetail, SIZES, fill_terms)
