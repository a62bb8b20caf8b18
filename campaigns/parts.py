"""What upper rooms bring to the setting up of a campaign: topics, complaints, and what follows its approval.

A room declares it in its `campaign_parts.py`: `TOPICS`, a tuple of `Topics`; `complain`, a function of a campaign that
answers sentences about what must be mended before it is proposed; `set_up`, called with an approved campaign within the
write that approves it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import FunctionType
from typing import Final

from django.utils.functional import Promise

from campaigns.models import Campaign
from core.contributions import contributions

MODULE: Final = "campaign_parts"


@dataclass(frozen=True, slots=True)
class Topics:
    """A kind of service with its topics, as (code, label)."""

    label: str | Promise
    choices: tuple[tuple[str, str | Promise], ...]


def topics() -> list[Topics]:
    """All topics that a campaign may count."""
    return [one for group in contributions(MODULE, "TOPICS", tuple) for one in group]


def complaints(campaign: Campaign) -> list[str]:
    """What the rooms above find wrong with the campaign, a sentence each."""
    found: list[str] = []
    for complain in contributions(MODULE, "complain", FunctionType):
        said: Iterable[str] = complain(campaign)
        found.extend(said)
    return found


def set_up(campaign: Campaign, at: datetime) -> None:
    """Let the rooms above do what follows an approval."""
    for follow in contributions(MODULE, "set_up", FunctionType):
        follow(campaign, at)
