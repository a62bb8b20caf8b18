"""States of jobs, and code lists whose labels are official words."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.languages import shown_lazy
from core.listing.colours import colours


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


class Theme(TextChoices):
    """How pages look on a device."""

    AUTO = "auto", pgettext_lazy("theme", "As the system says")
    LIGHT = "light", pgettext_lazy("theme", "Light")
    DARK = "dark", pgettext_lazy("theme", "Dark")


class JobState(TextChoices):
    QUEUED = "QUEUED", _("Waiting")
    RUNNING = "RUNNING", _("Running")
    DONE = "DONE", _("Finished")
    FAILED = "FAILED", _("Failed")
    CANCELLED = "CANCELLED", _("Cancelled")


#: How far it is, at a glance.
JOB_COLOURS: Final = colours(
    JobState,
    done=[JobState.DONE],
    run=[JobState.QUEUED, JobState.RUNNING],
    over=[JobState.FAILED],
    neutral=[JobState.CANCELLED],
)


class JobPhase(TextChoices):
    """What a running job is at; its counts are those of the phase."""

    OPEN = "OPEN", _("Opening and inspecting the file")
    READ = "READ", _("Reading and checking the rows")
    COMPARE = "COMPARE", _("Comparing the rows with the ledger")
    ACCEPT = "ACCEPT", _("Writing the rows into the ledger")
    RETURN = "RETURN", _("Writing the workbook of the held rows")
    FIGURES = "FIGURES", _("Counting the figures")
    TABLES = "TABLES", _("Writing the tables")
    ROWS = "ROWS", _("Writing the rows into the file")


#: What the counts of a phase are counts of; rows unless it stands here.
PHASE_UNITS = {
    JobPhase.OPEN: "KiB",
    JobPhase.FIGURES: _("figures"),
    JobPhase.TABLES: _("tables"),
}

ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


def code_items(kind: type[TextChoices]) -> tuple[tuple[str, str], ...]:
    """The codes with their official labels in order, as the code list of a workbook's column takes them."""
    return tuple((member.value, str(member._label_)) for member in kind)


def synonyms_of(kind: type[TextChoices], words: Mapping[str, str]) -> dict[str, str]:
    """Other words for the labels of the codes, as the code list of a workbook's column takes them."""
    return {word: str(kind(code).label) for word, code in words.items()}


def in_sql(codes: Iterable[str]) -> str:
    """The codes as the list of an SQL condition; codes of the code only, never what somebody typed."""
    return ", ".join(f"'{code}'" for code in codes)


class ScanState(TextChoices):
    """What the scanner says of a file; without a scanner a file is `UNSCANNED` and handed out."""

    UNSCANNED = "UNSCANNED", _("Not scanned")
    CLEAN = "CLEAN", _("Scanned")
    WAITING = "WAITING", _("Waits for the virus scan")
    INFECTED = "INFECTED", _("Withheld: virus found")


class WitnessOp(StrEnum):
    """What a witness saw; written by triggers, shown to nobody."""

    ENTERED = "I"
    CHANGED = "U"
    DELETED = "D"
    FOUND = "B"
    HISTORY = "E"
