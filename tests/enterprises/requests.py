"""What bureaus ask for about an enterprise, made by services."""

from datetime import date
from typing import Any, Final

from django.core.files.base import ContentFile

from accounts.models import Division
from enterprises.models import Enterprise, Exemption, Transfer
from enterprises.services.exemptions import Ground, request_exemption
from enterprises.services.transfers import offer_transfer
from tests import world
from tests.papers import pdf

PDF: Final = pdf()


def asked(firm: Enterprise, by: Any, **changes: Any) -> Exemption:
    ground = Ground(**{"kind": "HALTED", "reason": "全面停产，见停产通知。", "starts_on": date(2023, 1, 1), **changes})
    return request_exemption(
        enterprise=firm, ground=ground, document=ContentFile(PDF), name="停产通知.pdf", by=by, at=world.now()
    )


def offered(firm: Enterprise, by: Any, to: str = "330800") -> Transfer:
    return offer_transfer(
        enterprise=firm, to_city=Division.objects.get(code=to), reason="企业已迁址", by=by, at=world.now()
    )
