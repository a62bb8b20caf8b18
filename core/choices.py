"""States of jobs, and code lists whose labels are official words."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.languages import shown_lazy


class OfficialChoices(TextChoices):
    """A code list whose Chinese labels are official words, which workbooks, documents and verdicts always use.

    `official` is the Chinese word whatever the language is; `label`, and with it `choices`, fields, filters and
    `get_…_display`, is shown in the language of the person (ADR 24).
    """

    @property
    def official(self) -> str:
        return str(self._label_)

    @property
    def label(self) -> str | Promise:
        return shown_lazy(str(self._label_), type(self).__name__)


def official_labels(kind: type[TextChoices]) -> dict[str, str]:
    """The official label of each code, for workbooks, documents and sentences."""
    return dict(code_items(kind))


class JobState(TextChoices):
    QUEUED = "QUEUED", _("Waiting")
    RUNNING = "RUNNING", _("Running")
    DONE = "DONE", _("Finished")
    FAILED = "FAILED", _("Failed")
    CANCELLED = "CANCELLED", _("Cancelled")


ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


def code_items(kind: type[TextChoices]) -> tuple[tuple[str, str], ...]:
    """The codes with their official labels in order, as the code list of a workbook's column takes them."""
    return tuple((member.value, str(member._label_)) for member in kind)


def in_sql(codes: Iterable[str]) -> str:
    """The codes as the list of an SQL condition; codes of the code only, never what somebody typed."""
    return ", ".join(f"'{code}'" for code in codes)
