"""How the entry of a professional stands on a day, and what it must hold. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from insurers.agencies.choices import Standing

EARLIEST: Final = date(2000, 1, 1)

#: A certificate that ends within so many days is pointed out (set by the portal).
SOON: Final = timedelta(days=30)

#: The portal holds no number of an identity card, whoever's it is and wherever it is typed.
IDENTITY_CARD: Final = re.compile(r"\d{17}[\dXx]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What is entered about a professional; both days inclusive, an empty end holds until further notice."""

    kind: str
    name: str
    speciality: str
    certificate: str
    certificate_no: str
    valid_from: date
    valid_to: date | None = None
    title: str = ""

    def complaints(self) -> list[tuple[str, str]]:
        """What is wrong, as fields with sentences; empty for a good one."""
        found = []
        for field, text in (("certificate_no", self.certificate_no), ("name", self.name)):
            if IDENTITY_CARD.search(text.replace(" ", "")):
                found.append((field, "填写的内容像居民身份证号码，本系统不收集身份证号码，请填写证书编号。"))
        if self.valid_from < EARLIEST:
            found.append(("valid_from", f"证书有效期起 {self.valid_from} 过早，请按证书更正。"))
        if self.valid_to is not None and self.valid_to < self.valid_from:
            sentence = f"证书有效期止 {self.valid_to} 早于有效期起 {self.valid_from}，请按证书更正。"
            found.append(("valid_to", sentence))
        return found


def standing_on(valid_from: date, valid_to: date | None, left_on: date | None, day: date) -> Standing:
    """How an entry stands on the day."""
    if left_on is not None and left_on < day:
        return Standing.LEFT
    if day < valid_from:
        return Standing.AHEAD
    if valid_to is None or day + SOON <= valid_to:
        return Standing.VALID
    return Standing.SOON if day <= valid_to else Standing.EXPIRED
