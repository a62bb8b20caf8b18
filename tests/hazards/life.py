"""Hazards for the tests of their life: in memory with any facts, and in the ledger with their side rows."""

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import Organisation, User
from core import attachments, clock
from enterprises.models import Enterprise
from hazards.facts import Facts
from hazards.models import Hazard, Notice, Refusal, RefusalReport
from hazards.rules.plans import FIVE, SIX
from hazards.services import drafts, fines, notices, rectification
from hazards.services import refusal as refusals
from hazards.services.enforcement import Entry
from hazards.services.judgement import Found
from hazards.services.notices import Advice, Receipt
from hazards.services.rectification import Decision, Done
from tests import world

TODAY = dt.date(2023, 11, 23)
OTHER = "其他:现场研判属于重大隐患情形"
PASS = Decision(True, "整改到位", TODAY)


def facts(**changes: Any) -> Facts:
    """A major hazard of a builder in Hangzhou, Xihu, complete for every move, with `changes`."""
    whole = Facts(
        level="MAJOR",
        city="330100",
        county="330106",
        sector="CONSTR",
        found_on=dt.date(2023, 10, 9),
        place="三号楼",
        description="动火作业未审批",
        basis="其他：示例理由",
        notice_no="示例告知〔2023〕1号",
        notified_on=dt.date(2023, 10, 10),
        receiver="示例负责人",
        has_receipt=True,
        deadline=dt.date(2023, 10, 31),
        interim="停用该设备",
        evidence_after=1,
        department_confirmed=True,
    )
    return replace(whole, **changes)


@dataclass
class Row:
    state: str
    given: Facts = field(default_factory=facts)

    def facts(self) -> Facts:
        return self.given


def hazard(of: Enterprise, *, by: str = "INS-A-ZJ", **changes: Any) -> Hazard:
    """A hazard of the ledger in any state, written without its life; `by` empty for one of a department."""
    number = Hazard.objects.count() + 1
    values: dict[str, Any] = {
        "hazard_no": f"YH-{of.city_id}-2023-9{number:05d}",
        "enterprise": of,
        "city_id": of.city_id,
        "county_id": of.county_id,
        "insurer": world.insurer(by) if by else None,
        "source": "SERVICE" if by else "DEPARTMENT",
        "level": "GENERAL",
        "sector": "CONSTR",
        "category": "FIRE",
        "place": "三号车间",
        "description": "灭火器压力不足，疏散指示损坏",
        "measures": "更换灭火器",
        "found_on": dt.date(2023, 10, 9),
        "found_by": "李某",
        "notice_no": f"GZ-{number}",
        "notified_on": dt.date(2023, 10, 10),
        "receiver": "张某",
        "deadline": dt.date(2023, 10, 31),
        "state": "NOTIFIED",
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    if changes.get("level") == "MAJOR":
        values |= {"basis": OTHER, "capacity": "HEAD"}
    if changes.get("state") in {"SUBMITTED", "CLOSED"}:
        values |= {"round": 1, "submitted_on": dt.date(2023, 10, 20)}
    return Hazard.objects.create(**{**values, **changes})


def notice(of: Hazard, by: User) -> Notice:
    """An issued notice on the hazard."""
    made = Notice.objects.create(
        issuer=by.organisation,
        issuer_name=by.organisation.name,
        enterprise_id=of.enterprise_id,
        enterprise_name=of.enterprise.name,
        number=f"示例告〔2023〕{of.pk}号",
        issued_on=TODAY,
        issued_by=by,
        issued_at=clock.now(),
    )
    made.lines.create(
        hazard=of,
        level=of.level,
        place=of.place,
        description=of.description,
        basis=of.basis,
        found_on=of.found_on,
        deadline=TODAY + dt.timedelta(days=9),
        measures="更换灭火器",
    )
    return made


def refusal(of: Hazard, first: User, second: User, *, told: tuple[str, ...]) -> Refusal:
    """A refusal that two found and that was reported to the organisations with these codes."""
    at = clock.now()
    made = Refusal.objects.create(
        hazard=of,
        state="AGREED",
        ground="企业拒绝停用设备",
        is_written=True,
        found_by=first,
        found_at=at,
        agreed_by=second,
        agreed_at=at,
        number=f"安责险报〔2023〕{of.pk}号",
        reported_by=second,
        reported_at=at,
    )
    for code in told:
        RefusalReport.objects.create(
            refusal=made, recipient=Organisation.objects.get(code=code), roles=["EM"], sent_at=at, due_on=TODAY
        )
    return made


def found(**changes: Any) -> Found:
    """What an inspector writes down."""
    values: dict[str, Any] = {
        "level": "GENERAL",
        "basis": "",
        "category": "FIRE",
        "topic": "",
        "place": "三号车间",
        "description": "灭火器压力不足，疏散指示损坏",
        "found_on": dt.date(2023, 11, 20),
        "found_by": "李某",
        "source": "SELF",
        "source_no": "",
        "measures": "更换灭火器",
        "note": "",
    }
    return Found(**{**values, **changes})


def entered(of: Enterprise, by: User, **changes: Any) -> Hazard:
    """A hazard put on record in the portal."""
    draft = drafts.create_hazard(enterprise=of, found=found(**changes), by=by, today=TODAY, at=clock.now())
    return rectification.record_hazard(hazard=draft, by=by, at=clock.now())


def told(of: Hazard, by: User, capacity: str = "HEAD") -> Hazard:
    """The hazard after its notice was served and signed for."""
    at = clock.now()
    issued = notices.issue_notice(
        hazards=[of], advice={of.pk: Advice(TODAY + dt.timedelta(days=15), "更换灭火器")}, by=by, today=TODAY, at=at
    )
    notices.serve_notice(
        notice=issued,
        receipt=Receipt(TODAY, "张某", capacity),
        file=receipt(),
        name="回执.png",
        by=by,
        today=TODAY,
        at=at,
    )
    return Hazard.objects.get(pk=of.pk)


def receipt() -> "ContentFile[bytes]":
    return photo("回执.png")


def photo(name: str = "照片.png") -> "ContentFile[bytes]":
    """A picture that nobody sent before."""
    number = world.next_number()
    file = world.picture((20 + number % 60, 10 + number // 60))
    file.name = name
    return file


def firm(**changes: Any) -> Enterprise:
    """A builder in Hangzhou, Xihu, insured by A."""
    made = world.enterprise(**{"main_sector": "CONSTR", "sectors": ["CONSTR"], **changes})
    world.policy(made)
    return made


def attach(of: Hazard, slot: str, by: User) -> None:
    attachments.attach(of, slot, photo(), name="照片.png", by=by, at=clock.now())


def treated(of: Hazard, by: User) -> Hazard:
    """Five points, six elements with their file, interim measures."""
    points: dict[str, dict[str, Any]] = {key: {"settled": True, "text": "已落实", "person": "王某"} for key in FIVE}
    points["funds"]["amount"] = "36500"
    attach(of, "plan", by)
    return rectification.write_treatment(
        hazard=of,
        points=points,
        elements=dict.fromkeys(SIX, "内容"),
        interim="停用设备",
        authority_on=TODAY,
        workers_on=TODAY,
        by=by,
        today=TODAY,
        at=clock.now(),
        seen=None,
    )


def begun(of: Hazard, by: User) -> Hazard:
    """From the notice into rectification."""
    if of.level == "MAJOR":
        treated(of, by)
    return rectification.begin_rectification(hazard=of, by=by, at=clock.now())


def handed_in(of: Hazard, by: User, day: dt.date = TODAY) -> Hazard:
    """Submitted for review with a new photograph."""
    done = Done(day, Decimal(100), "")
    return rectification.submit_rectification(
        hazard=of, done=done, by=by, today=TODAY, at=clock.now(), files=[photo("整改后.png")]
    )


def submitted(of: Hazard, by: User) -> Hazard:
    """From the notice to the review."""
    return handed_in(begun(of, by), by)


def asked(of: Hazard, by: User, *, is_written: bool = True) -> Refusal:
    return refusals.ask_refusal(
        hazard=of, ground="拒绝停用设备", is_written=is_written, by=by, today=TODAY, at=clock.now(), files=[photo()]
    )


def reported(first: User, second: User, **changes: Any) -> Hazard:
    """A major hazard of a builder whose refusal two persons found and reported."""
    of = hazard(firm(**changes), level="MAJOR", state="NOTIFIED", sector=changes.get("main_sector", "CONSTR"))
    asked(of, first)
    refusals.agree_refusal(hazard=of, by=second, today=TODAY, at=clock.now())
    return refusals.report_refusal(hazard=of, by=second, today=TODAY, at=clock.now())


def measure(of: Hazard, by: User, kind: str = "STOP", **changes: Any) -> Hazard:
    """An entry of a department; a fine by two of its people."""
    values: dict[str, Any] = {
        "kind": kind,
        "number": "" if kind == "FOLLOW_UP" else f"示例{kind}〔2023〕{world.next_number()}号",
        "decided_on": TODAY,
        "fine": None,
        "of_refusal": True,
        "text": "现场核查",
    }
    entry = Entry(**{**values, **changes})
    fresh = Hazard.objects.get(pk=of.pk)
    told = fines.enter_any(hazard=fresh, entry=entry, by=by, today=TODAY, at=clock.now())
    if kind != "FINE":
        return told
    second = User.objects.exclude(pk=by.pk).get(organisation=by.organisation, is_active=True)
    return fines.agree_fine(hazard=told, by=second, today=TODAY, at=clock.now())
