"""Personal data: listed with their purpose, nowhere unmasked for who has no right, removed when their time is over."""

import logging
import re
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from axes.models import AccessAttempt
from django.apps import apps
from django.db.models import EmailField, QuerySet
from django.test import Client

from accounts.door import retention
from accounts.door.vocabulary import MOBILE
from accounts.models import PasswordLink
from core import audit, clock
from core.models import Draft
from core.walls.policies import is_of_project
from safety_portal.logs import logging_config
from tests import world
from tests.cast import Cast

TABLE = Path(__file__).resolve().parents[2] / "docs" / "security" / "privacy.md"
#: Names of fields that hold somebody's name or how to reach somebody.
PERSONAL = re.compile(
    r"phone|mobile|contact|e?mail|principal|legal_rep|safety_head|person|worker|staff|expert|leader|by_name|actor"
    r"|first_name|last_name|display_name|username|receiver|signer|signed_by|holder|certificate|attendee|complainant"
    r"|inspector|judge|chair|officer|id_no|identity_card|_by$"
)
#: A person's name by the model, not by the field.
NAMES = {
    "agencies.Professional.name",
    "activities.ActivityConfirmation.name",
    "campaigns.JointMember.name",
    "inspections.GroupMember.name",
}
#: Their names say otherwise: counts and amounts.
NOT_PERSONAL = re.compile(r"\.(insured_people|limit_per_person|people)$")
TEXTS = {"CharField", "TextField", "EmailField"}
CANARY = "13977700112"
PRINCIPAL = "金丝雀责任人"
PAGES = (
    "/",
    "/enterprises/",
    "/enterprises/{pk}/",
    "/policies/",
    "/activities/",
    "/plans/",
    "/hazards/",
    "/gap/",
    "/gap/{pk}/",
    "/inspections/",
    "/reports/",
    "/outsourcing/",
    "/search/?q=13977700112",
    "/enterprises/?q=13977700112",
    "/contact-looks/",
    "/export/enterprises/",
    "/export/policies/",
    "/audit/",
    "/audit/exports/",
)


def listed() -> set[str]:
    return set(re.findall(r"^\| ([a-z_]+\.\w+\.\w+) \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE))


def personal_fields() -> set[str]:
    found = set()
    for model in apps.get_models():
        if not is_of_project(model) or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.concrete_fields:
            name = f"{model._meta.label}.{field.name}"
            if field.is_relation or field.get_internal_type() not in TEXTS or NOT_PERSONAL.search(name):
                continue
            is_mail = isinstance(field, EmailField)  # whatever it is called
            if PERSONAL.search(field.name) or name in NAMES or is_mail:
                found.add(name)
    return found


def test_every_personal_field_is_listed_with_its_purpose() -> None:
    assert personal_fields() == listed()


@pytest.mark.parametrize(
    "who",
    ["provincial_officer", "zhejiang_regulator", "insurer_a_clerk", "xihu_county", "hangzhou_officer", "adm_audit"],
)
def test_a_canary_s_telephone_is_nowhere_unmasked(cast: Cast, client: Client, who: str) -> None:
    firm = world.enterprise(phone=CANARY, principal=PRINCIPAL)
    world.policy(firm)
    change = {"before": {"phone": CANARY, "principal": PRINCIPAL}, "after": {"phone": "", "principal": ""}}
    audit.record("enterprise.changed", by=cast.hangzhou_officer, at=clock.now(), subject=firm.name, **change)
    client.force_login(getattr(cast, who), backend="accounts.backends.PortalBackend")
    for page in PAGES:
        answer = client.get(page.format(pk=firm.pk))
        body = contents(answer)
        if "q=" not in page:  # a search shows what was searched for
            assert CANARY not in body, page
        assert PRINCIPAL not in body, page


def contents(answer: Any) -> str:
    """The text of a page, or of all parts of a workbook."""
    body = answer.getvalue()
    if not body.startswith(b"PK"):
        return str(body.decode("utf-8", "replace"))
    with zipfile.ZipFile(BytesIO(body)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def test_no_line_of_a_log_holds_a_telephone() -> None:
    config: Any = logging_config(production=True)
    formatter = config["formatters"]["line"]
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=formatter["processor"], foreign_pre_chain=formatter["foreign_pre_chain"]
        )
    )
    record = logging.LogRecord("x", logging.ERROR, "x", 1, f"cannot call {CANARY}", None, None)
    handler.emit(record)
    assert "139****0112" in out.getvalue()
    assert not MOBILE.search(out.getvalue())


def test_what_is_over_is_removed_by_night(cast: Cast) -> None:
    person, at, true_at = cast.hangzhou_officer, clock.now(), clock.true_now()
    for days, key, who in ((91, "old", person), (89, "new", cast.hangzhou_lead)):
        Draft.objects.create(owner=person, key=key, values={}, updated_at=at - timedelta(days=days))
        PasswordLink.objects.create(
            person=who, digest=key * 10, made_by=cast.adm_system, made_at=at, expires_at=at - timedelta(days=days)
        )
    attempt = AccessAttempt.objects.create(username="x", ip_address="10.0.0.1", failures_since_start=1)
    AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=true_at - timedelta(days=181))
    assert retention.remove_expired(at=at, true_at=true_at) == {"drafts": 1, "links": 1, "attempts": 1, "sessions": 0}
    rows: QuerySet[Draft] = Draft.objects.filter(owner=person)
    assert [one.key for one in rows] == ["new"]
