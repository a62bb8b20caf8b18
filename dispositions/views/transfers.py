"""Letters of transfer between cases: the sender's case and that which the receiver opened from its letter."""

from collections.abc import Iterable

from core.people import User
from core.views.addresses import address
from dispositions.choices import CaseSource
from dispositions.models import Case, Origin, Step
from inspections.choices import Disposition


def senders_of(origins: Iterable[Origin], user: User) -> dict[str, str]:
    """{number of a letter from which the case was opened: address of the sender's case, where the person sees it}"""
    letters = [one.name for one in origins if one.source == CaseSource.OUTSIDE]
    if not letters:
        return {}
    sent = Step.objects.visible_to(user).told().filter(kind=Disposition.TRANSFER, doc_no__in=letters)
    return {number: address("dispositions:case-detail", case) for number, case in sent.values_list("doc_no", "case")}


def receivers_of(steps: Iterable[Step], user: User) -> dict[str, Case]:
    """{number of a letter among the steps: the receiver's case, where the person sees it}"""
    letters = [step.doc_no for step in steps if step.kind == Disposition.TRANSFER and step.doc_no]
    if not letters:
        return {}
    taken = Origin.objects.visible_to(user).filter(source=CaseSource.OUTSIDE, name__in=letters)
    return {one.name: one.case for one in taken.select_related("case__authority")}
