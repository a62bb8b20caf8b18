"""What an app gives to the menu and the quick entries, in its `menu.py`.

`LINES` are lines of the menu, `WAYS` quick entries of the workbench. Each is shown to whom holds its permission.
`place` orders them: within a section, or among all quick entries.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from core.permissions import Permission


class Section(StrEnum):
    """The sections of the menu; `workbench/menu.py` names them and puts them in order."""

    LEDGERS = "ledgers"
    SERVICES = "services"
    INSURERS = "insurers"
    HAZARDS = "hazards"
    UPLOADS = "uploads"
    INSPECTIONS = "inspections"
    TOGETHER = "together"
    REPORTS = "reports"
    ADMINISTRATION = "administration"


@dataclass(frozen=True, slots=True)
class Line:
    """`unless`: who holds this permission has another line that leads here, and does not see this one."""

    section: Section
    place: int
    label: str | Promise
    url_name: str
    permission: Permission
    args: tuple[str, ...] = ()
    unless: Permission | None = None


@dataclass(frozen=True, slots=True)
class Way:
    place: int
    icon: str
    label: str | Promise
    url_name: str
    permission: Permission
    args: tuple[str, ...] = ()


#: The forms of the two constants.
Lines = tuple[Line, ...]
Ways = tuple[Way, ...]
