"""Vouchers with their files: large ones without are asked about; tax is kept."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client

from insurers.expenses.models import Expense
from tests import world
from tests.cast import Cast
from tests.papers import pdf

SignIn = Callable[[Any], Client]


def test_a_large_voucher_without_a_file_is_asked_about(cast: Cast, as_user: SignIn) -> None:
    policy = world.policy(world.enterprise())
    large = world.expense(policy, amount=Decimal(1000))
    small = world.expense(policy, amount=Decimal("999.99"))
    client = as_user(cast.insurer_a_clerk)
    listed = client.get("/expenses/?file=missing").content.decode()
    assert large.voucher_no in listed
    assert small.voucher_no not in listed
    page = client.get(f"/expenses/{large.pk}/").content.decode()
    assert "缺少附件" in page
    sent = {"sent": ContentFile(pdf(), name="凭证.pdf")}
    assert client.post(f"/expenses/{large.pk}/files/", sent).status_code == 302
    assert "缺少附件" not in client.get(f"/expenses/{large.pk}/").content.decode()
    assert large.voucher_no not in client.get("/expenses/?file=missing").content.decode()
    assert as_user(cast.zhejiang_regulator).post(f"/expenses/{large.pk}/files/", sent).status_code == 403
    assert as_user(cast.insurer_b_clerk).post(f"/expenses/{large.pk}/files/", sent).status_code == 404


def test_tax_is_kept_with_the_voucher(cast: Cast, as_user: SignIn) -> None:
    policy = world.policy(world.enterprise())
    sent = {
        "voucher_no": "PZ-T",
        "category": "MATERIAL",
        "amount": "100",
        "payee": "示例咨询有限公司",
        "payee_uscc": "91330106MA0000007Q",
        "booked_on": "2023-09-30",
        "tax_incl": "no",
        "share-TOTAL_FORMS": "1",
        "share-INITIAL_FORMS": "0",
        "share-0-policy_no": policy.policy_no,
        "share-0-amount": "100",
    }
    assert as_user(cast.insurer_a_clerk).post("/expenses/book/", sent).status_code == 302
    assert Expense.objects.get().tax_incl is False
