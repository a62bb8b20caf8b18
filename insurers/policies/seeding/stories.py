"""How the demo's enterprises stand with their cover: who never insured, renewed, lapsed, gave back, is insured twice."""

import random
from array import array
from collections.abc import Iterable
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

from campaigns.seeding import OFF, SECTORS
from enterprises.choices import Sector
from enterprises.querysets import WORKING
from enterprises.seeding import CITIES, pick


class Story(IntEnum):
    """An enterprise's cover over the last two years."""

    NONE = 0
    NEW = 1
    RENEWED = 2
    GAPPED = 3
    COINSURED = 4
    LAPSED = 5
    GIVEN_BACK = 6


#: Policies that a story has.
POLICIES: Final = {
    Story.NONE: 0,
    Story.NEW: 1,
    Story.LAPSED: 1,
    Story.GIVEN_BACK: 1,
    Story.RENEWED: 2,
    Story.GAPPED: 2,
    Story.COINSURED: 2,
}

COVERED: Final = ((Story.NEW, 72), (Story.RENEWED, 19), (Story.GAPPED, 6), (Story.COINSURED, 3))

UNCOVERED: Final = ((Story.NONE, 58), (Story.LAPSED, 32), (Story.GIVEN_BACK, 10))

#: Share of those in cover by main sector; those without the duty insure by choice.
RATES: Final[dict[str, float]] = {
    Sector.HAZCHEM: 0.86,
    Sector.CIVEXP: 0.95,
    Sector.FIREWORK: 0.9,
    Sector.NCM: 0.84,
    Sector.METAL: 0.72,
    Sector.CONSTR: 0.7,
    Sector.TRANSPORT: 0.64,
    Sector.FISHERY: 0.6,
}
BY_CHOICE: Final = 0.15

#: One policy fewer, one more.
FEWER: Final = {
    Story.RENEWED: Story.NEW,
    Story.GAPPED: Story.NEW,
    Story.COINSURED: Story.NEW,
    Story.LAPSED: Story.NONE,
    Story.GIVEN_BACK: Story.NONE,
    Story.NEW: Story.NONE,
}

MORE: Final = {
    Story.NEW: Story.RENEWED,
    Story.LAPSED: Story.RENEWED,
    Story.GIVEN_BACK: Story.GAPPED,
    Story.NONE: Story.NEW,
}


def stories(rng: random.Random, firms: Iterable[tuple[str, str, str]], number: int) -> "array[int]":
    """A story for each of `firms`, (city, main sector, status), so that the policies are `number`.

    Fewer only where even two for everybody would not be enough.
    """
    diligence = {city: rng.uniform(0.9, 1.08) for city in CITIES}
    found = array("B")
    for city, sector, status in firms:
        bound = status in WORKING and sector in SECTORS and sector not in OFF
        rate = RATES[sector] * diligence.get(city, 1.0) if bound else BY_CHOICE
        found.append(int(pick_story(rng, COVERED if rng.random() < rate else UNCOVERED)))
    _adjust(rng, found, number)
    return found


def pick_story(rng: random.Random, weighted: tuple[tuple[Story, int], ...]) -> Story:
    return Story(int(pick(rng, tuple((str(int(story)), weight) for story, weight in weighted))))


def _adjust(rng: random.Random, found: "array[int]", number: int) -> None:
    """Bring the sum to the number: second policies go or come first, whole covers only when that is not enough."""
    missing = number - sum(POLICIES[Story(code)] for code in found)
    table = MORE if missing > 0 else FEWER
    for wanted in (*table, *table):
        places = [index for index, code in enumerate(found) if code == wanted] if missing else []
        for index in rng.sample(places, min(abs(missing), len(places))):
            found[index] = table[wanted]
            missing += -1 if missing > 0 else 1


def periods(rng: random.Random, story: Story, today: date) -> list[tuple[date, date]]:
    """First and last days of the story's policies, the oldest first; a year each."""
    match story:
        case Story.NONE:
            starts = []
        case Story.LAPSED:
            starts = [today - timedelta(days=364 + rng.randint(1, 200))]
        case Story.GIVEN_BACK:
            starts = [today - timedelta(days=rng.randint(60, 330))]
        case Story.COINSURED:
            starts = [today - timedelta(days=rng.randint(1, 362))] * 2
        case Story.RENEWED:
            start = today - timedelta(days=rng.randint(1, 362))
            starts = [start - timedelta(days=365), start]
        case Story.GAPPED:
            start = today - timedelta(days=rng.randint(1, 270))
            starts = [start - timedelta(days=365 + rng.randint(10, 90)), start]
        case _:
            starts = [today - timedelta(days=rng.randint(1, 362))]
    return [(start, start + timedelta(days=364)) for start in starts]
