"""Invented cases of each kind and state: of bureaus on enterprises, of regulators on insurers, all through the services."""

import random
from collections.abc import Generator, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from accounts.roles import NINGBO
from core.seeding import Ledger, Plan, instant
from dispositions import services
from dispositions.choices import Article, CaseSource, FineStage
from dispositions.models import Case, Step
from dispositions.openers import gap
from dispositions.openers.outside import fact_on_enterprise, fact_on_insurer
from dispositions.services import Answer, Decision, Draft, Filing
from enterprises.models import Enterprise
from inspections.choices import Disposition, FindingKind

SIZES: Final = {"small": 88, "province": 220, "nation": 440}
#: Numbers from one city to the next round.
CITIES: Final = 22
#: The first city begins with an answered case, so that its four show four states.
FIRST_TURN: Final = 3
OFFICERS: Final = ("示例执法员甲", "示例执法员乙")
ANSWER: Final = "经核对，因更换技术服务机构未及时安排，已排定补做日期，并补交签到表和排查记录。"
FIRM_FACTS: Final = "群众来信反映该企业未为全部从业人员投保安全生产责任保险，经现场核实，情况属实。"
INSURER_FACTS: Final = "来信反映该机构未按合同约定开展事故预防服务，抽查 6 户，约定 20 次，能够证实的 12 次。"


def fill_cases(plan: Plan) -> None:
    """So many cases, on enterprises and on insurers in turn, city by city; each as far as its turn says.

    What happens in them happens day by day, so that cases and papers of an authority are numbered in the order of time.
    """
    cities = list(Organisation.objects.filter(kind=OrganisationKind.CITY_EMERGENCY).order_by("code"))
    courses = [_course(plan, number, cities) for number in range(plan.sizes["dispositions"])]
    ahead = [(day, number) for number, course in enumerate(courses) for day in islice(course, 1)]
    heapify(ahead)
    while ahead:
        _day, number = heappop(ahead)
        for day in islice(courses[number], 1):
            heappush(ahead, (day, number))


def _course(plan: Plan, number: int, cities: list[Organisation]) -> Iterator[date]:
    """The days of a case, the next of them before what happens on it."""
    rng = plan.luck(f"disposition {number}")
    city = cities[number // 2 % len(cities)].division_id
    opened = plan.today - timedelta(days=rng.randint(25, 110))
    turn = number // 2 % len(cities) + number // (2 * len(cities)) + FIRST_TURN
    yield opened
    story = (_of_firm if number % 2 == 0 else _of_insurer)(rng, city, number, opened)
    if story is not None:
        yield from story.tell(turn, plan.today)


class Story:
    """A case and how it goes on; `by` handles it, `lead` is the second person."""

    def __init__(self, case: Case, by: User, lead: User, opened: date) -> None:
        self.case, self.by, self.lead, self.opened = case, by, lead, opened

    def at(self, day: date, hour: int = 10) -> datetime:
        return instant(day, hour)

    def take(self, kind: Disposition, day: date, text: str, **changes: object) -> Step:
        draft = Draft(kind=kind, text=text, **changes)  # type: ignore[arg-type]
        case = Case.objects.select_related("authority").get(pk=self.case.pk)
        return services.take_step(case=case, draft=draft, by=self.by, today=day, at=self.at(day))

    def agree(self, step: Step, day: date) -> Step:
        return services.decide_step(
            step=fresh(step), approve=True, note="同意", by=self.lead, today=day, at=self.at(day, 15)
        )

    def close(self, kind: Disposition, day: date, note: str) -> None:
        case = Case.objects.select_related("authority").get(pk=self.case.pk)
        if kind == Disposition.UNFOUNDED:
            self.agree(
                services.propose_unfounded(case=case, note=note, by=self.by, today=day, at=self.at(day, 14)), day
            )
            return
        services.close_case(case=case, outcome=kind, note=note, by=self.by, today=day, at=self.at(day, 16))

    def tell(self, turn: int, today: date) -> Iterator[date]:
        """Lead the case as far as its turn says; each day comes before what happens on it."""
        raise LookupError(turn, today)


def fresh(step: Step) -> Step:
    return Step.objects.select_related("case__authority", "authority").get(pk=step.pk)


class FirmStory(Story):
    """A bureau and an enterprise: ordered, answered on paper, fined by stages, unfounded."""

    def close(self, kind: Disposition, day: date, note: str) -> None:
        """A case of the gap stays open while its enterprise is not insured."""
        if self.case.source != CaseSource.GAP or kind == Disposition.UNFOUNDED:
            super().close(kind, day, note)

    def tell(self, turn: int, today: date) -> Iterator[date]:
        match turn % 6:
            case 1:
                yield (day := self.opened + timedelta(days=6))
                self.close(Disposition.UNFOUNDED, day, "经核实，该情况不属实。")
            case 2:
                yield (day := today - timedelta(days=2))
                self._order(day, days=15)
            case 3:
                yield from self._answered(today)
            case 4:
                yield from self._fined(today)
            case 5:
                yield from self._proposed(today)

    def _order(self, day: date, days: int) -> Step:
        return self.take(
            Disposition.ORDER,
            day,
            "为全体从业人员投保安全生产责任保险，并将保单报我局。",
            due_on=day + timedelta(days=days),
        )

    def _answered(self, today: date) -> Iterator[date]:
        """Ordered, corrected, ended; in time."""
        yield (day := self.opened + timedelta(days=1))
        order = self._order(day, days=15)
        yield (day := self.opened + timedelta(days=12))
        services.file_answer(
            step=fresh(order),
            answer=Answer("已按要求投保，保单随附。"),
            given_on=day,
            by=self.by,
            today=day,
            at=self.at(day),
        )
        if self.case.source == CaseSource.GAP:  # the ledgers hold no policy of it: the answer waits to be looked at
            return
        services.review_answer(
            step=fresh(order), accepted=True, note="已核对保单", by=self.by, today=day, at=self.at(day, 15)
        )
        yield (end := min(today, day + timedelta(days=2)))
        self.close(Disposition.ORDER, end, "已按期改正。")

    def _filed(self) -> Generator[date, None, Step]:
        yield (day := self.opened + timedelta(days=3))
        filing = Filing(
            Article.SAFETY_109, "未按规定投保安全生产责任保险", *OFFICERS, f"示例立〔{day.year}〕{self.case.pk}号", day
        )
        case = Case.objects.select_related("authority").get(pk=self.case.pk)
        step = services.file_penalty(case=case, filing=filing, by=self.by, today=day, at=self.at(day))
        yield (told := day + timedelta(days=4))
        self._stage(step, FineStage.INFORMED, told)
        return step

    def _stage(self, step: Step, stage: FineStage, day: date) -> None:
        services.record_stage(
            step=fresh(step),
            stage=stage,
            number=f"示例{stage.official}〔{day.year}〕{self.case.pk}号",
            reached_on=day,
            by=self.by,
            today=day,
            at=self.at(day),
        )

    def _decided(self, step: Step, day: date) -> None:
        amount = Decimal(50_000 + self.case.pk % 6 * 10_000)
        given = Decision(f"示例罚〔{day.year}〕{self.case.pk}号", day, amount)
        services.propose_decision(step=fresh(step), decision=given, by=self.by, today=day, at=self.at(day))

    def _proposed(self, today: date) -> Iterator[date]:
        step = yield from self._filed()
        yield (day := max(today - timedelta(days=1), self.opened + timedelta(days=8)))
        self._decided(step, day)

    def _fined(self, today: date) -> Iterator[date]:
        step = yield from self._filed()
        yield (day := self.opened + timedelta(days=10))
        self._decided(step, day)
        self.agree(step, day)
        for place, stage in enumerate((FineStage.SERVED, FineStage.PUBLISHED, FineStage.PAID, FineStage.ENDED)):
            yield (reached := min(today, day + timedelta(days=2 + place * 2)))
            self._stage(step, stage, reached)
        yield (end := min(today, day + timedelta(days=9)))
        self.close(Disposition.PENALTY, end, "罚款已缴纳，企业已投保。")


class InsurerStory(Story):
    """A regulator and an insurer: reminded, asked, answered, interviewed, handed up."""

    def tell(self, turn: int, today: date) -> Iterator[date]:
        match turn % 6:
            case 1:
                yield (day := self.opened + timedelta(days=2))
                self.take(Disposition.NOTICE, day, "核对辖区投保单位的服务进度，及时补做。")
            case 2:
                yield (day := today - timedelta(days=2))
                self._asked(day, 10)
            case 3:
                yield from self._interview(today)
            case 4:
                yield from self._reminded(today)
            case 5:
                yield (day := self.opened + timedelta(days=1))
                self._asked(day, 7)

    def _asked(self, day: date, days: int) -> Step:
        return self.take(
            Disposition.INQUIRY, day, "未兑现服务的原因、补做安排和责任人。", due_on=day + timedelta(days=days)
        )

    def _reminded(self, today: date) -> Iterator[date]:
        yield (day := self.opened + timedelta(days=2))
        self.take(Disposition.NOTICE, day, "及时归档服务记录。")
        yield (end := min(today, day + timedelta(days=3)))
        self.close(Disposition.NOTICE, end, "已提示，机构已整改。")

    def _interview(self, today: date) -> Iterator[date]:
        """Asked, answered by the insurer, then an interview that waits for its second person."""
        yield (day := self.opened + timedelta(days=1))
        step = self._asked(day, 10)
        clerk = User.objects.filter(organisation=self.case.insurer_id, is_lead=False).order_by("pk").first()
        if clerk is None:
            return
        services.sign_step(step=fresh(step), by=clerk, at=self.at(day, 16))
        yield (day := self.opened + timedelta(days=8))
        services.answer_step(step=fresh(step), answer=Answer(ANSWER), by=clerk, today=day, at=self.at(day))
        services.review_answer(
            step=fresh(step),
            accepted=False,
            note="补交记录晚于检查日，不予采信",
            by=self.by,
            today=day,
            at=self.at(day, 15),
        )
        yield today
        self.take(
            Disposition.INTERVIEW,
            today,
            "服务兑现和补做期限。",
            met_on=today + timedelta(days=5),
            met_at="14:00 本局会议室",
            first_officer=OFFICERS[0],
            second_officer=OFFICERS[1],
        )


def _of_firm(rng: random.Random, city: str, number: int, opened: date) -> Story | None:
    """Every second one is a candidate that was reminded, the others were reported from outside."""
    by, lead = _people(f"em-{city}")
    reminded = Enterprise.objects.filter(city__code=city, gap_reminders__isnull=False, dispositions__isnull=True)
    firms = reminded if number // CITIES % 2 == 0 else Enterprise.objects.filter(city__code=city)
    count = firms.count()
    firm = firms.order_by("pk")[rng.randrange(count)] if count else None
    if firm is None:
        return None
    fact = gap.find(by, gap.key_of(firm.pk), opened) if number // CITIES % 2 == 0 else None
    fact = fact or fact_on_enterprise(firm, f"示例信访〔{opened.year}〕{number + 1}号", FindingKind.PARTLY_INSURED)
    case = services.open_case(
        fact=fact,
        title=fact.title or "未按规定投保安责险",
        facts=fact.facts or FIRM_FACTS,
        basis=fact.basis,
        by=by,
        today=opened,
        at=instant(opened, 9),
    )
    return FirmStory(case, by, lead, opened)


def _of_insurer(rng: random.Random, city: str, number: int, opened: date) -> Story | None:
    insurers = Organisation.objects.filter(kind=OrganisationKind.INSURER)
    place = insurers.filter(division_id=NINGBO) if city == NINGBO else insurers.exclude(division_id=NINGBO)
    fitting = list(place.order_by("code"))
    if not fitting:
        return None
    office = "reg-nb" if city == NINGBO else "reg-zj" if city == HANGZHOU else f"reg-{city}"
    by, lead = _people(office)
    fact = fact_on_insurer(
        rng.choice(fitting), city, f"示例来信〔{opened.year}〕{number + 1}号", FindingKind.SERVICE_NOT_DONE
    )
    case = services.open_case(
        fact=fact, title="未按合同开展事故预防服务", facts=INSURER_FACTS, by=by, today=opened, at=instant(opened, 9)
    )
    return InsurerStory(case, by, lead, opened)


HANGZHOU: Final = "330100"


def _people(name: str) -> tuple[User, User]:
    rows = User.objects.select_related("organisation__parent")
    return rows.get(username=name), rows.get(username=f"{name}-lead")


LEDGERS: Final = (Ledger("dispositions", Case, SIZES, fill_cases),)
