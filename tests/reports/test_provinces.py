"""Numbers of the text are the figures, for provinces at random: PORTAL_PROVINCES=1000 in `make attack`."""

import os
import random
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from core.workbooks.formats import Form
from reports.choices import ReportKind, Unit
from reports.definitions import DEFINITIONS
from reports.documents.checks import PARTS, failures
from reports.documents.summary import document_of
from reports.documents.text import Given, drafts_of, parts_of
from reports.documents.tokens import MOVED, Bound, Kind, by_city, names_in, pieces, with_movement
from reports.figures import EARLIER, FIGURES, NAMED
from reports.rules import Number
from tests import world
from tests.cast import Cast
from tests.reports.figuring import build
from tests.reports.reading import text_of

PROVINCES = int(os.environ.get("PORTAL_PROVINCES", "60"))
DAY = date(2023, 12, 10)
NAMES = {"330100": "杭州市", "330200": "宁波市", "330300": "温州市"}
#: Days and names of tables are no figures.
NO_FIGURE = re.compile(r"\d+年\d+月\d+日|附表\d+|〔[^〕]*〕")


def province(kind: ReportKind, chance: random.Random) -> tuple[dict[str, Number], dict[str, Number]]:
    """Figures that agree with each other, and those of a month before; none, one, many and unknown ones."""
    values: dict[str, Number] = {}
    for figure in (*DEFINITIONS[kind].figures, *DEFINITIONS[kind].further):
        unknown = chance.random() < 0.05
        if figure.form == Form.RATE:
            values[figure.id] = None if unknown else Decimal(chance.randrange(10_001)).scaleb(-4)
        elif figure.form == Form.MONEY:
            values[figure.id] = None if unknown else Decimal(chance.randrange(10**12)).scaleb(-2)
        else:
            values[figure.id] = None if unknown else chance.choice([0, 1, chance.randrange(10**6)])
    for part, whole in PARTS:
        limit = sum(int(values.get(name) or 0) for name in whole)
        if values.get(part) is not None:
            values[part] = min(int(values[part] or 0), limit)
    if values.get("coverage.must_insure") is not None and values.get("coverage.insured") is not None:
        values["coverage.not_insured"] = int(values["coverage.must_insure"] or 0) - int(values["coverage.insured"] or 0)
    before = {name: chance.choice([None, values[name], chance.randrange(10**6)]) for name in EARLIER if name in values}
    return values, before


def said(name: str, value: Number) -> str:
    """The number as a document must say it, by other means than the code under test."""
    if value is None:
        return "—"
    form = NAMED[name].form
    if form == Form.RATE:
        return f"{(Decimal(value) * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"
    if form == Form.MONEY:
        return f"{(Decimal(value) / 10_000).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
    return f"{value:,}"


def compared(name: str, told: dict[str, Number], failed: dict[str, str]) -> str:
    """How a document must say that a count has moved, by other means than the code under test."""
    figure = name.removesuffix(MOVED)
    now, earlier, unit = told[figure], told[f"{figure}@before"], Unit(FIGURES[figure].unit).official
    if now is None or figure in failed:
        return "本期数据未通过校验或暂缺，不与上月同期比较"
    if earlier is None:
        return "上月同期数据暂缺，不作比较"
    moved = {1: "增加", -1: "减少"}.get((now > earlier) - (now < earlier), "持平")
    if moved == "持平":
        return f"与上月同期（{earlier:,}{unit}）持平"
    return f"比上月同期（{earlier:,}{unit}）{moved}{abs(now - earlier):,}{unit}"


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_number_is_its_figure_and_no_other_number_stands_there(kind: ReportKind) -> None:
    chance = random.Random(f"provinces {kind}")
    seen: list[str] = []
    for _ in range(PROVINCES):
        values, before = province(kind, chance)
        places = {code: name for code, name in NAMES.items() if kind == ReportKind.PROVINCE}
        cities, names = {code: province(kind, chance)[0] for code in places}, list(places.values())
        told = with_movement(values, before) | by_city(cities, places)
        failed = failures(told)
        bound = Bound(told, DAY, failed)
        for drafted, printed in zip(
            drafts_of(kind, Given("示例市", told, names)), parts_of(kind, "示例市", bound, names), strict=True
        ):
            for text, shown in zip(drafted.texts, printed.texts, strict=True):
                found = pieces(text, bound)
                seen += [one.name for one in found if one.city]
                numbers = [one for one in found if one.kind == Kind.NUMBER]
                assert [one.text for one in numbers] == [said(one.figure, told[one.name]) for one in numbers]
                phrases = [name for name in names_in(text) if name.endswith(MOVED)]
                assert [bound.shown(name) for name in phrases] == [compared(name, told, failed) for name in phrases]
                assert "".join(one.text for one in found) == shown
                words = "".join(one.text for one in found if one.kind in {Kind.WORDS, Kind.TO_WRITE} and not one.name)
                assert not re.search(r"\d", NO_FIGURE.sub("", words)), shown
                lacking = {one.name for one in found if one.kind == Kind.LACK}
                assert all(told[name] is None or name in failed for name in lacking)
    assert len(seen) == PROVINCES * 4 * len(NAMES) * (kind == ReportKind.PROVINCE)


@pytest.mark.parametrize("seed", range(4))
def test_the_document_counts_what_is_there(cast: Cast, seed: int) -> None:
    """Worlds at random, counted by hand while they are made."""
    chance = random.Random(seed)
    must = insured = 0
    for _ in range(chance.randrange(1, 9)):
        firm = world.enterprise()
        must += 1
        if chance.random() < 0.5:
            world.policy(firm)
            insured += 1
    world.policy(world.enterprise("330302"))
    snapshot = build("coverage", cast.hangzhou_officer)
    text = text_of(document_of(snapshot, snapshot.submission))
    assert f"应投保安责险的生产经营单位{must}户，已投保{insured}户" in text
    missing = must - insured
    assert (f"尚有{missing}户应保未保" if missing else "已全部投保") in text
