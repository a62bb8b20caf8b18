"""States of jobs."""

from collections.abc import Iterable, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    QUEUED = "QUEUED", _("Waiting")
    RUNNING = "RUNNING", _("Running")
    DONE = "DONE", _("Finished")
    FAILED = "FAILED", _("Failed")
    CANCELLED = "CANCELLED", _("Cancelled")


ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


def code_items(kind: type[TextChoices]) -> tuple[tuple[str, str], ...]:
    """The codes with their official labels in order, as the code list of a workbook's column takes them."""
    return tuple((member.value, str(member.label)) for member in kind)


def synonyms_of(kind: type[TextChoices], words: Mapping[str, str]) -> dict[str, str]:
    """Other words for the labels of the codes, as the code list of a workbook's column takes them."""
    return {word: str(kind(code).label) for word, code in words.items()}


def in_sql(codes: Iterable[str]) -> str:
    """The codes as the list of an SQL condition; codes of the code only, never what somebody typed."""
    return ", ".join(f"'{code}'" for code in codes)
