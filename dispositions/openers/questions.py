"""Questions of the cross-checks that are taken further: the room above hands its question in and gets the case (N41, N42)."""

from datetime import date, datetime
from typing import Final, Protocol

from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.contributions import openers
from core.views.addresses import address
from dispositions.choices import CaseSource
from dispositions.models import Case
from dispositions.permissions import DispositionPermission
from dispositions.services import open_case
from dispositions.sources import Fact, Source
from inspections.choices import FindingKind, FindingSubject

#: The occasion under which the room of questions asks for a case.
OCCASION: Final = str(CaseSource.QUESTION)
TITLE: Final = "数据比对疑点"
#: What a question is about, where it is the same fact as a flag or a promise.
KINDS: Final = {CaseSource.FEE: FindingKind.FALSE_EXPENSE, CaseSource.PROMISE: FindingKind.SERVICE_NOT_DONE}


class Asked(Protocol):
    """A question about a row of an insurer, as its room hands it in."""

    insurer: Organisation
    city_id: str
    county_id: str

    @property
    def case_fact(self) -> tuple[CaseSource, str]:
        """The source and key of the fact that it is about: a fee flag and a late promise are facts of their own."""


def fact_of(asked: Asked, facts: str = "") -> Fact:
    """What a question is about, as a case takes it."""
    source, key = asked.case_fact
    return Fact(
        source=source,
        key=key,
        name=str(asked)[:200],
        title=TITLE,
        facts=facts[:2000],
        subject=FindingSubject.INSURER,
        kind=KINDS.get(source, FindingKind.OTHER),
        city=asked.city_id,
        county=asked.county_id,
        insurer=asked.insurer,
    )


def case_of_question(asked: Asked, _day: date, facts: str, by: User, today: date, at: datetime) -> Case:
    """Open the case of a question. Raises NotAllowed, Refused."""
    fact = fact_of(asked, facts)
    return open_case(fact=fact, title=fact.title, facts=fact.facts, by=by, today=today, at=at)


def _not_by_name(_user: User, _key: str, _today: date) -> Fact | None:
    """A question opens its case from its own page."""
    return None


def _url(key: str) -> str:
    """The page of the question, where its room is installed."""
    try:
        return address("crosschecks:question-detail", int(key))
    except NoReverseMatch:
        return ""


def register_opener() -> None:
    """Tell the rooms above how a question is taken further."""
    openers.register(
        OCCASION,
        openers.Opener(
            label=_("Open a case of disposition"),
            permission=DispositionPermission.CASE_WRITE,
            open=case_of_question,
            address=lambda case: address("dispositions:case-detail", case.pk),
        ),
    )


SOURCE: Final = Source(code=CaseSource.QUESTION, find=_not_by_name, url=_url)
