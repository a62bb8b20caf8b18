"""Facts about other ledgers that the row checks of several workbooks need."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PolicyFact:
    """A policy of this insurer and the enterprise that it covers, by the register."""

    id: int
    enterprise_id: int
    uscc: str
    name: str
    county: str
    city: str
    start_on: dt.date
    end_on: dt.date


@dataclass(frozen=True, slots=True)
class AgencyFact:
    """An agency of the register and the days that its qualification covers; None is open-ended."""

    id: int
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
