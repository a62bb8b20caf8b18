"""How good the gap is on seeded data with planted renames, mistyped codes, lapses and decoys (docs/gap.md)."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from core.files import store
from core.identifiers import USCC_ALPHABET
from core.imports.models import HeldRow, Upload
from coverage import gap
from coverage.choices import MISSING
from coverage.near_misses import near_misses
from enterprises.models import Enterprise
from enterprises.seeding import credit_code
from tests import world
from tests.cast import Cast

TODAY = date(2023, 11, 23)
EACH = 40
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "gap.md"


@dataclass
class Truth:
    """What was planted: the truly uninsured by kind, and those whose cover stands elsewhere by how it got there."""

    kinds: dict[int, str] = field(default_factory=dict)
    elsewhere: dict[int, str] = field(default_factory=dict)
    insured: set[int] = field(default_factory=set)


def slip(rng: random.Random, code: str, places: int) -> str:
    """The code with so many characters wrong, as a hand types it: check digits do not fit any more."""
    letters = list(code)
    for place in rng.sample(range(8, 18), places):
        letters[place] = rng.choice([char for char in USCC_ALPHABET if char != letters[place]])
    return "".join(letters)


class Planter:
    """Plants firms in Hangzhou; every firm has a name of its own unless said otherwise."""

    def __init__(self, cast: Cast) -> None:
        self.rng = random.Random(133)
        self.truth = Truth()
        self.cast = cast
        file = store(ContentFile(b"x"), name="保单.xlsx", organisation_id=1, at=world.now())
        by = cast.insurer_a_clerk
        self.upload = Upload.objects.create(
            kind="policies", organisation_id=by.organisation_id, owner=by, file=file, created_at=world.now()
        )

    def firm(self, **changes: Any) -> Enterprise:
        return world.enterprise(uscc=credit_code(self.rng, world.HANGZHOU), **changes)

    def truly(self, kind: str) -> Enterprise:
        firm = self.firm()
        self.truth.kinds[firm.pk] = kind
        if kind == "LAPSED":
            end = TODAY - timedelta(days=self.rng.randint(1, 300))
            world.policy(firm, start_on=end - timedelta(days=364), end_on=end)
        if kind == "CANCELLED":
            world.policy(firm, status=self.rng.choice(("SURRENDERED", "CANCELLED")))
        return firm

    def covered(self) -> None:
        firm = self.firm()
        self.truth.insured.add(firm.pk)
        world.policy(firm)

    def renamed(self, how: Callable[[str], str]) -> None:
        """Renamed since; the policy stands on a double under what the insurer calls it."""
        firm = self.firm()
        old = firm.name
        self.truth.elsewhere[firm.pk] = "renamed"
        Enterprise.objects.filter(pk=firm.pk).update(name=f"更名示例{firm.pk}有限公司", updated_at=world.now())
        world.policy(self.firm(sectors=["OTHER"]), enterprise_name=how(old))

    def mistyped(self, places: int, *, held: bool) -> None:
        """The insurer's code is wrong: on a double of the register, or on a row that is held for it."""
        firm = self.firm()
        self.truth.elsewhere[firm.pk] = "mistyped"
        wrong = slip(self.rng, firm.uscc, places)
        if not held:
            double = world.enterprise(uscc=wrong, sectors=["OTHER"])
            world.policy(double)
            return
        HeldRow.objects.create(
            kind="policies",
            organisation_id=self.upload.organisation_id,
            identity=f"x{firm.pk}",
            upload=self.upload,
            row=firm.pk,
            raw={"uscc": wrong, "enterprise_name": "写法不同的名称"},
            faults=[],
            fingerprint="",
            held_at=world.now(),
        )

    def decoy(self) -> None:
        """Truly uninsured, but another firm of the city that is insured has the same name."""
        firm = self.truly("NEVER")
        world.policy(self.firm(name=firm.name, sectors=["OTHER"]))


def plant(cast: Cast) -> Truth:
    planter = Planter(cast)
    for kind in MISSING:
        for _ in range(EACH):
            planter.truly(kind)
    for _ in range(3 * EACH):
        planter.covered()
    for number in range(EACH):
        # Every tenth insurer writes the old name in a short form of its own.
        planter.renamed((lambda name: name.replace("有限公司", "")) if number % 10 == 0 else str)
        # One slip, two, and in every tenth three.
        planter.mistyped(3 if number % 10 == 0 else 1 + number % 2, held=number % 2 == 0)
    for _ in range(EACH // 10):
        planter.decoy()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE enterprises_enterprise, policies_policy")
    return planter.truth


def scores(found: set[int], meant: set[int]) -> tuple[float, float]:
    """Precision and recall."""
    hits = len(found & meant)
    return hits / len(found), hits / len(meant)


@pytest.fixture
def measured(cast: Cast) -> dict[str, tuple[float, float]]:
    truth = plant(cast)
    frame = gap.frame_of(TODAY, TODAY, ["HAZCHEM"])
    rows: Any = Enterprise.objects.all()
    candidates = list(gap.missing(rows, frame))
    alone = {firm.pk for firm in candidates}
    near = {firm.pk for firm in candidates if near_misses(firm, TODAY, cast.hangzhou_officer)}
    uninsured, elsewhere = set(truth.kinds), set(truth.elsewhere)
    assert not alone & truth.insured
    kinds = {firm.pk: firm.gap_kind for firm in gap.with_kind(gap.missing(rows, frame), frame)}  # type: ignore[attr-defined]
    assert {pk: kinds[pk] for pk in uninsured} == truth.kinds
    return {
        "candidates": scores(alone, uninsured),
        "near misses": scores(near, elsewhere),
        "candidates without a near miss": scores(alone - near, uninsured),
    }


@pytest.mark.long
def test_precision_and_recall_are_those_of_the_document(measured: dict[str, tuple[float, float]]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name, (precision, recall) in measured.items():
        assert f"| {name} | {precision:.3f} | {recall:.3f} |" in text, (name, precision, recall)
    assert measured["candidates"][1] == 1.0
    assert min(measured["near misses"]) >= 0.9
    assert min(measured["candidates without a near miss"]) > 0.9
