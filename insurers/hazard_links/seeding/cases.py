"""Invented hazards whose whole life is told: notices, treatment, reviews, refusals, enforcement, by their services.

Some services of the last weeks are kept aside; their hazards are entered here by the people of the demo world, one
story after the other, so that every station of the way and every document has its example.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from io import BytesIO
from random import Random
from typing import Final

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from accounts.models import User
from accounts.roles import Role
from core import attachments
from core.seeding import Plan, instant
from enterprises.choices import Sector
from hazards.choices import (
    EnforcementKind,
    HazardCategory,
    HazardLevel,
    HazardSource,
    HazardStatus,
    ReceiverCapacity,
    Supervision,
)
from hazards.models import Hazard, Notice
from hazards.rules.plans import FIVE, SIX
from hazards.services import drafts, enforcement, fines, notices, rectification, refusal, voids
from hazards.services.enforcement import Consent, Entry
from hazards.services.judgement import Found
from hazards.services.notices import Advice, Receipt
from hazards.services.recipients import NoRecipientError, recipients_for
from hazards.services.rectification import Decision, Done
from insurers.activities.choices import ActivityState
from insurers.activities.models import Activity
from insurers.base.choices import ServiceKind

#: Services kept aside at most, and the days before today on which they lie.
MOST: Final = 28

DAYS: Final = (6, 150)

#: Below so many hazards a world has no stories.
LEAST: Final = 1000

TURN: Final = 5

COLOURS: Final = {"before": (176, 84, 60), "after": (64, 128, 88), "paper": (236, 232, 222)}


#: Category, topic, description and measures of an invented hazard.
Words = tuple[str, str, str, str]


def kept_aside(today: date) -> list[Activity]:
    """Services with a major hazard, of insurers that have people, a few of each city; those the newest first."""
    people = set(User.objects.values_list("organisation", flat=True))
    rows = Activity.objects.filter(
        kind=ServiceKind.HAZ,
        major_hazards=1,
        general_hazards__lte=5,
        start_on__lte=today - timedelta(days=DAYS[0]),
        start_on__gte=today - timedelta(days=DAYS[1]),
        insurer__in=people,
    )
    found: dict[tuple[int, str], list[Activity]] = {}
    for row in rows.exclude(state=ActivityState.VOID).select_related("enterprise").order_by("pk")[:2000]:
        held = found.setdefault((row.insurer_id, row.city_id), [])
        if len(held) < 3:
            held.append(row)
    ordered = sorted((row for held in found.values() for row in held), key=lambda row: (row.start_on, row.pk))
    return ordered[: -MOST - 1 : -1]


@dataclass(slots=True)
class Teller:
    """Tells the stories of one service. `clerk` writes, `lead` reviews.

    Days count from the service; those from `TURN` on come `pause` days later, so that what is open is fresh.
    """

    activity: Activity
    clerk: User
    lead: User
    today: date
    pause: int = 0

    def day(self, n: int) -> date:
        later = n + self.pause if n >= TURN else n
        return min(self.activity.start_on + timedelta(days=later), self.today)

    def at(self, n: int, hour: int = 10) -> datetime:
        return min(instant(self.day(n), hour), instant(self.today, 0))

    def enter(self, level: str, words: Words, place: str, basis: str) -> Hazard:
        category, topic, description, measures = words
        found = Found(
            level=level,
            basis=basis,
            category=category,
            topic=topic,
            place=place,
            description=description,
            found_on=self.day(0),
            found_by="示例专家",
            source=HazardSource.SERVICE,
            source_no=self.activity.activity_no,
            measures=measures,
            note="",
        )
        draft = drafts.create_hazard(
            enterprise=self.activity.enterprise, found=found, by=self.clerk, today=self.day(0), at=self.at(0, 15)
        )
        self.picture(draft, "before", 0, draft.pk)
        return rectification.record_hazard(hazard=draft, by=self.clerk, at=self.at(0, 16))

    def picture(self, subject: Hazard, slot: str, n: int, mark: int, by: User | None = None) -> None:
        file = drawing(COLOURS.get(slot, COLOURS["paper"]), mark)
        name = {"before": "整改前.png", "after": "整改后.png", "plan": "治理方案.png"}.get(slot, "材料.png")
        attachments.attach(subject, slot, file, name=name, by=by or self.clerk, at=self.at(n, 17))

    def issue(self, hazards: list[Hazard]) -> Notice:
        advice = {one.pk: Advice(self.day(1) + timedelta(days=15), one.measures) for one in hazards}
        return notices.issue_notice(hazards=hazards, advice=advice, by=self.clerk, today=self.day(1), at=self.at(1))

    def serve(self, notice: Notice) -> None:
        notices.serve_notice(
            notice=notice,
            receipt=Receipt(self.day(1), "示例负责人", ReceiverCapacity.HEAD),
            file=drawing(COLOURS["paper"], notice.pk),
            name="签收回执.png",
            by=self.clerk,
            today=self.day(1),
            at=self.at(1, 15),
        )

    def treat(self, hazard: Hazard) -> None:
        points: dict[str, dict[str, object]] = {
            key: {"settled": True, "text": "已落实到岗位", "person": "王某"} for key in FIVE
        }
        points["funds"] |= {"amount": "48000", "text": "从安全生产费用列支"}
        self.picture(hazard, "plan", 2, hazard.pk)
        rectification.write_treatment(
            hazard=hazard,
            points=points,
            elements={key: f"{label}：见治理方案" for key, label in SIX.items()},
            interim="停用相关设备，设置警戒并专人看护",
            authority_on=self.day(2),
            workers_on=self.day(2),
            by=self.clerk,
            today=self.day(2),
            at=self.at(2),
            seen=None,
        )

    def rectify(self, hazard: Hazard) -> None:
        if hazard.level == HazardLevel.MAJOR:
            self.treat(hazard)
        rectification.begin_rectification(hazard=hazard, by=self.clerk, at=self.at(3))

    def submit(self, hazard: Hazard, n: int = 8) -> None:
        self.rectify(hazard)
        done = Done(self.day(n), Decimal(12_500), "按建议整改完毕")
        photo = named(drawing(COLOURS["after"], hazard.pk), "整改后.png")
        rectification.submit_rectification(
            hazard=hazard, done=done, by=self.clerk, today=self.day(n), at=self.at(n), files=[photo]
        )

    def give_back(self, hazard: Hazard) -> None:
        self.submit(hazard)
        again = Decision(False, "复查发现整改不到位，请继续整改", self.day(9), self.day(9) + timedelta(days=10))
        rectification.review_hazard(hazard=hazard, decision=again, by=self.lead, today=self.day(9), at=self.at(9))

    def close(self, hazard: Hazard) -> None:
        self.submit(hazard)
        officer = self.officers(hazard)[:1]
        if hazard.level == HazardLevel.MAJOR:
            if not officer:
                return
            rectification.confirm_rectification(
                hazard=hazard, opinion="现场核实，同意销号", by=officer[0], at=self.at(9)
            )
        done = Decision(True, "现场复查，已整改到位", self.day(10))
        rectification.review_hazard(hazard=hazard, decision=done, by=self.lead, today=self.day(10), at=self.at(10))

    def officers(self, hazard: Hazard) -> list[User]:
        """A person of each body told of a refusal, the emergency department first."""
        try:
            told = recipients_for(county=str(hazard.county_id), sector=hazard.sector)
        except NoRecipientError:
            return []
        people = [User.objects.filter(organisation=one.organisation).order_by("pk").first() for one in told]
        return [person for person in people if person is not None]

    def ask(self, hazard: Hazard) -> None:
        refusal.ask_refusal(
            hazard=hazard,
            ground="企业书面答复暂不停用相关设备，拒绝按期整改",
            is_written=True,
            evidence_note="企业负责人签字的书面答复1份",
            by=self.clerk,
            today=self.day(5),
            at=self.at(5),
            files=[named(drawing(COLOURS["paper"], -hazard.pk), "拒绝整改答复.png")],
        )

    def refuse(self, hazard: Hazard) -> None:
        self.ask(hazard)
        refusal.agree_refusal(hazard=hazard, by=self.lead, today=self.day(5), at=self.at(5, 14))

    def report(self, hazard: Hazard) -> bool:
        """Whether there was a body to report to."""
        self.refuse(hazard)
        if not self.officers(hazard):
            return False
        refusal.report_refusal(hazard=hazard, by=self.lead, today=self.day(5), at=self.at(5, 16))
        return True

    def enforce(self, hazard: Hazard) -> None:
        if not self.report(hazard):
            return
        for person in self.officers(hazard):
            refusal.take_report(hazard=hazard, by=person, at=self.at(6))
        officer = self.officers(hazard)[0]
        year, number = self.today.year, hazard.pk
        for entry in (
            Entry(
                EnforcementKind.STOP, f"示例停字〔{year}〕{number}号", self.day(7), None, True, "责令暂时停产停业整顿"
            ),
            Entry(
                EnforcementKind.FINE,
                f"示例罚字〔{year}〕{number}号",
                self.day(8),
                Decimal(60_000),
                True,
                "对主要负责人处以罚款",
            ),
            Entry(EnforcementKind.FOLLOW_UP, "", self.day(9), None, True, "现场核查：设备已断电，警戒已设置"),
        ):
            day = entry.decided_on
            at = instant_of(day, self.today)
            told = fines.enter_any(hazard=Hazard.objects.get(pk=hazard.pk), entry=entry, by=officer, today=day, at=at)
            if entry.kind == EnforcementKind.FINE:
                second = User.objects.exclude(pk=officer.pk).filter(organisation=officer.organisation)[0]
                fines.agree_fine(hazard=told, by=second, today=day, at=at)
        enforcement.set_supervision(
            hazard=hazard,
            level=Supervision.COUNTY if officer.role == Role.COUNTY_EM else Supervision.CITY,
            by=officer,
            at=self.at(9),
        )

    def settle(self, hazard: Hazard) -> None:
        self.enforce(hazard)
        if Hazard.objects.get(pk=hazard.pk).state != HazardStatus.ENFORCING:
            return
        officer, fine = self.officers(hazard)[0], hazard.enforcements.get(kind=EnforcementKind.FINE)
        enforcement.publish_penalty(
            hazard=hazard, entry=fine, published_on=self.day(10), by=officer, today=self.day(10), at=self.at(10)
        )
        self.picture(hazard, "acceptance", 11, hazard.pk)
        consent = Consent(
            f"示例复字〔{self.today.year}〕{hazard.pk}号", self.day(12), "甲某、乙某", "验收合格，同意恢复生产"
        )
        enforcement.allow_reopening(hazard=hazard, consent=consent, by=officer, today=self.day(12), at=self.at(12))
        enforcement.settle_case(hazard=hazard, by=officer, today=self.day(13), at=self.at(13))

    def ask_void(self, hazard: Hazard) -> None:
        voids.ask_void(hazard=hazard, reason="与上次服务发现的隐患重复登记", by=self.clerk, at=self.at(2))


def instant_of(day: date, today: date) -> datetime:
    return min(instant(day, 11), instant(today, 0))


def drawing(colour: tuple[int, int, int], mark: int) -> "ContentFile[bytes]":
    """A picture that shows nothing, each one other than the last."""
    image = Image.new("RGB", (640, 480), colour)
    draw = ImageDraw.Draw(image)
    for step in range(8):
        shift = (mark * 37 + step * 71) % 560
        draw.rectangle((shift, 30 + step * 52, shift + 70, 62 + step * 52), fill=tuple(c // 2 for c in colour))
    kept = BytesIO()
    image.save(kept, "PNG")
    return ContentFile(kept.getvalue())


def named(file: "ContentFile[bytes]", name: str) -> "ContentFile[bytes]":
    file.name = name
    return file


Story = Callable[[Teller, Hazard], object]

#: What becomes of the major hazard, one service after the other, and the days that it takes; those that end wait for
#: nothing. None: the notice waits for its receipt.
MAJOR: Final[tuple[tuple[Story | None, int], ...]] = (
    (Teller.refuse, 5),
    (Teller.report, 5),
    (None, 1),
    (Teller.ask, 5),
    (Teller.rectify, 3),
    (Teller.submit, 8),
    (Teller.enforce, 9),
    (Teller.give_back, 9),
    (Teller.settle, 13),
    (Teller.close, 10),
)

ENDED: Final = (Teller.settle, Teller.close)

#: And of the general ones.
GENERAL: Final[tuple[Story, ...]] = (
    Teller.submit,
    Teller.close,
    Teller.ask_void,
    Teller.give_back,
    Teller.rectify,
)


def play(
    activities: Iterable[Activity],
    plan: Plan,
    words: Sequence[Words],
    places: Sequence[str],
    basis: Callable[[str, date], str],
) -> None:
    """Tell each service's story; `basis(sector, day)` answers what a major hazard rests on."""
    rng = plan.luck("cases")
    for n, activity in enumerate(activities):
        people = User.objects.filter(organisation=activity.insurer_id).order_by("is_lead", "pk")
        clerk, lead = people.filter(is_lead=False).first(), people.filter(is_lead=True).first()
        if clerk is None or lead is None:
            continue
        story, days = MAJOR[n % len(MAJOR)]
        spare = (plan.today - activity.start_on).days - days - 1
        teller = Teller(activity, clerk, lead, plan.today, 0 if story in ENDED else max(0, spare))
        enter = partial(_enter, teller, rng, words, places)
        ground = basis(activity.enterprise.main_sector or Sector.OTHER, activity.start_on)
        rows = [
            enter(HazardLevel.MAJOR, ground),
            *(enter(HazardLevel.GENERAL, "") for _ in range(activity.general_hazards)),
        ]
        notice = teller.issue(rows)
        if story is None:
            continue
        teller.serve(notice)
        story(teller, Hazard.objects.get(pk=rows[0].pk))
        for k, row in enumerate(rows[1:]):
            told = GENERAL[(n + k) % len(GENERAL)]
            told(teller, Hazard.objects.get(pk=row.pk))


def fitting(words: Words, ground: str) -> Words:
    """The fact that a major hazard states: what its clause names; without a clause the words that were drawn."""
    if not ground.startswith("《"):
        return words
    named = ground.rpartition(" ")[2].removesuffix("情形")
    return (
        HazardCategory.OTHER,
        "",
        f"现场检查发现，存在判定标准“{named}”所列情形",
        "立即停止相关作业，制定治理方案，消除后申请复查",
    )


def _enter(
    teller: Teller, rng: Random, words: Sequence[Words], places: Sequence[str], level: str, ground: str
) -> Hazard:
    return teller.enter(level, fitting(rng.choice(words), ground), rng.choice(places), ground)
