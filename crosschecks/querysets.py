"""Which questions to insurers a person sees."""

from datetime import date
from typing import Self

from django.db.models import Model, Q, QuerySet

from core.people import Visitor, holds
from crosschecks.choices import OPEN_INQUIRIES, InquiryState
from crosschecks.permissions import QuestionPermission
from insurers.base.querysets import InsurerRows, M


class InquiryQuerySet(InsurerRows[M]):
    def visible_to(self, user: Visitor) -> Self:
        """An insurer its own; a regulator those whose enterprise lies in its place; the province all."""
        return super().visible_to(user) if holds(user, QuestionPermission.QUESTION_VIEW) else self.none()

    def told_to(self, user: Visitor, cases: QuerySet[Model]) -> Self:
        """Without those that an insurer was never asked, and of whose case, one of `cases`, it does not know yet."""
        if not holds(user, QuestionPermission.QUESTION_ANSWER):
            return self
        unasked = Q(state=InquiryState.FURTHER, asked_on__isnull=True, answered_on__isnull=True)
        return self.exclude(unasked & ~Q(case_name__in=cases.values("number")))

    def open(self) -> Self:
        """Waiting for the insurer or for the authority."""
        return self.filter(state__in=OPEN_INQUIRIES)

    def asked(self) -> Self:
        """Waiting for the insurer."""
        return self.filter(state=InquiryState.ASKED)

    def answered(self) -> Self:
        """Waiting for the authority."""
        return self.filter(state=InquiryState.ANSWERED)

    def overdue(self, today: date) -> Self:
        """Asked, and the last day for the answer has passed."""
        return self.asked().filter(due_on__lt=today)
