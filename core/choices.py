"""States of jobs, and code lists whose labels are official words."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.db.models.enums import ChoicesType
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.languages import shown, shown_lazy


class OfficialType(ChoicesType):
    """Offers the labels in the language of the person."""

    @property
    def choices(cls) -> list[tuple[str, str | Promise]]:  # noqa: N805 - a metaclass: what it is called on are classes
        """The codes with their labels as a page shows them: what fields, filters and `get_…_display` take."""
        return [(member.value, shown_lazy(member.label, cls.__name__)) for member in cls]

    @property
    def labels(cls) -> list[str]:  # noqa: N805 - as above
        """The official labels."""
        return [member.label for member in cls]


class OfficialChoices(TextChoices, metaclass=OfficialType):
    """A code list whose Chinese labels are official words, which workbooks, documents and verdicts always use.

    `label` is the official word whatever the language is; `choices` and `shown` follow the language of the person
    (ADR 24).
    """

    @property
    def shown(self) -> str:
        """The label in the language of the person."""
        return shown(self.label, type(self).__name__)


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
    return tuple((member.value, str(member.label)) for member in kind)


def in_sql(codes: Iterable[str]) -> str:
    """The codes as the list of an SQL condition; codes of the code only, never what somebody typed."""
    return ", ".join(f"'{code}'" for code in codes)
