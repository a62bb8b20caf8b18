"""Questions whose answer is due soon or overdue, for the daily messages of the insurer's people."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Final

from accounts.models import User
from core.views.addresses import row_address
from crosschecks.models import Inquiry
from notifications.rules import Item

#: Days before the last day from which a question is named.
SOON: Final = timedelta(days=3)
#: How a message names a question.
NUMBER: Final = re.compile(r"YD\d+")


def addresses(_person: User, numbers: Collection[str]) -> dict[str, str]:
    """The pages of the questions that messages name; only the insurer's own people get such a line."""
    return {number: row_address("crosschecks:question-detail", int(number[2:])) for number in numbers}


def items(today: date) -> Iterator[Item]:
    """One for each question and each person of the insurer itself; two queries."""
    due = list(Inquiry.objects.asked().filter(due_on__lte=today + SOON).order_by("due_on", "pk"))
    people: defaultdict[int, list[int]] = defaultdict(list)
    rows = User.objects.filter(is_active=True, organisation__in={one.insurer_id for one in due})
    for person, insurer in rows.values_list("pk", "organisation"):
        people[insurer].append(person)
    for inquiry in due:
        for person in people[inquiry.insurer_id]:
            yield Item(person, f"YD{inquiry.pk}", "疑点提问答复", inquiry.due_on or today)
