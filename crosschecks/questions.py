"""The questions between ledgers, for the filters of the lists below."""

from datetime import date
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from crosschecks import hazards, policies
from crosschecks.policies import QUESTIONS, Eye
from insurers.base.questions import Condition, Question, register
from insurers.policies.models import Policy
from insurers.policies.querysets import PolicyQuerySet


def register_questions() -> None:
    for code, label in QUESTIONS:
        register(Question(code, label, "policies", _asked(code)))
    register(Question("hazards", _("Hazards differ"), "activities", _with_other_counts))


def _asked(code: str) -> Condition:
    def about(rows: QuerySet[Any], user: User, day: date) -> QuerySet[Any]:
        found: QuerySet[Any] = policies.asked(
            cast("PolicyQuerySet[Policy]", rows), code, Eye(Policy.objects.visible_to(user), day)
        )
        return found

    return about


def _with_other_counts(rows: QuerySet[Any], user: User, day: date) -> QuerySet[Any]:  # noqa: ARG001 - the form of a condition
    return hazards.differing(rows)
