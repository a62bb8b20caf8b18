"""The arithmetic of the draw: that of the reference, the same in Python and in the browser."""

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.rules.draws import (
    Line,
    complain_seed,
    draw,
    line_digest,
    line_text,
    roster_digest,
    sha256,
    shares,
    ticket_of,
)

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "js" / "draw.js"
DRAWS = 10_000


def roster(rng: random.Random, number: int, strata: str = "ABC") -> list[Line]:
    digests = sorted(sha256(str(rng.random())) for _ in range(number))
    return [
        Line(no, rng.choice(strata), rng.choice((1, 1, 1, 2, 3)), rng.random() < 0.05, digest)
        for no, digest in enumerate(digests, start=1)
    ]


def test_tickets_are_those_of_the_reference() -> None:
    """The example in the documentation of `consistent_sampler.first_fraction`."""
    line = Line(1, "A", 1, False, "AB-130")
    expected = "26299714122838008416507544297546663599715395525154425586041245287750224561854"
    assert ticket_of(sha256("01382438112797316654"), line) == expected


def test_the_order_is_that_of_the_reference() -> None:
    """The four tickets in the documentation of `consistent_sampler.make_ticket_heap`."""
    lines = [Line(no, "A", 1, False, word) for no, word in enumerate(("dog", "cat", "fish", "goat"), start=1)]
    found = draw(lines, "xy()134!g2n", {"A": 4})
    assert [one.line.digest for one in found] == ["cat", "dog", "goat", "fish"]
    assert found[0].ticket.startswith("2486641389412957989879685")
    assert [one.position for one in found] == [1, 2, 3, 4]


def test_a_smaller_sample_is_the_beginning_of_a_larger_one() -> None:
    lines = roster(random.Random(1), 200)
    whole = draw(lines, "7301958462", {"A": 20, "B": 20})
    part = draw(lines, "7301958462", {"A": 5, "B": 7})
    assert [one.line.no for one in part] == [
        one.line.no for one in whole if one.position <= (5 if one.line.stratum == "A" else 7)
    ]
    assert all(not one.line.is_recused for one in whole)


def test_a_line_of_weight_two_is_drawn_about_twice_as_often() -> None:
    lines = [Line(no, "A", 2 if no <= 10 else 1, False, sha256(str(no))) for no in range(1, 31)]
    heavy = sum(draw(lines, f"{seed:010d}", {"A": 1})[0].line.weight == 2 for seed in range(2000))
    assert 0.45 < heavy / 2000 < 0.55


@given(st.data())
def test_any_changed_line_changes_the_digest(data: st.DataObject) -> None:
    lines = roster(random.Random(data.draw(st.integers(0, 99))), 12)
    place = data.draw(st.integers(0, 11))
    field, value = data.draw(
        st.sampled_from([("stratum", "Z"), ("weight", 9), ("is_recused", None), ("digest", sha256("x")), ("no", 99)])
    )
    one = lines[place]
    values: dict[str, Any] = {field: not one.is_recused if value is None else value}
    changed = one._replace(**values)
    assert roster_digest("T", lines) != roster_digest("T", [*lines[:place], changed, *lines[place + 1 :]])
    assert roster_digest("T", lines) != roster_digest("T", lines[:place] + lines[place + 1 :])
    assert roster_digest("T", lines) != roster_digest("U", lines)


def test_the_salt_hides_whom_a_line_stands_for() -> None:
    assert line_digest("a" * 32, "91330100X", "示例") != line_digest("b" * 32, "91330100X", "示例")


@given(st.integers(0, 40), st.integers(0, 3), st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_shares_add_up_and_never_exceed_what_is_there(total: int, least: int, sizes: list[int]) -> None:
    named = {f"S{number}": size for number, size in enumerate(sizes)}
    found = shares(total, least, named)
    floor = sum(min(least, size) for size in sizes)
    assert sum(found.values()) == max(floor, min(total, sum(sizes)))
    assert all(min(least, named[code]) <= number <= named[code] for code, number in found.items())
    assert list(found) == list(named)


def test_shares_follow_the_sizes() -> None:
    assert shares(7, 1, {"HAZCHEM": 231, "CONSTR": 296, "TRANSPORT": 248, "METAL": 49}) == {
        "HAZCHEM": 2,
        "CONSTR": 2,
        "TRANSPORT": 2,
        "METAL": 1,
    }


@pytest.mark.parametrize(
    ("seed", "sentence"),
    [
        ("12345", "10 至 64 位"),
        ("1" * 65, "10 至 64 位"),
        ("123456789a", "全部为数字"),
        ("0" * 20, "各位相同"),
        ("１２３４５６７８９０", "全部为数字"),
        ("", "全部为数字"),
    ],
)
def test_a_seed_that_is_none(seed: str, sentence: str) -> None:
    assert sentence in (complain_seed(seed) or "")


def test_a_seed_of_twenty_dice() -> None:
    assert complain_seed("73019584620275318846") is None


@pytest.mark.skipif(shutil.which("node") is None, reason="no node here; the browser's test draws the same")
def test_python_and_javascript_agree_on_ten_thousand_draws(tmp_path: Path) -> None:
    """Small rosters of every shape, with weights, recusals and strata; and the digests of all of them."""
    rng, cases, expected = random.Random(20231115), [], []
    for number in range(DRAWS):
        lines = roster(rng, rng.randint(0, 6))
        seed = f"{rng.randrange(10**12):012d}"
        wanted = {"A": rng.randint(0, 3), "C": rng.randint(0, 2)}
        title = f"JC-2023-{number:02d}|企业"
        cases.append([title, list(map(line_text, lines)), seed, list(wanted.items())])
        found = [[one.line.no, one.line.stratum, one.position, one.ticket] for one in draw(lines, seed, wanted)]
        expected.append([roster_digest(title, lines), found])
    given_file = tmp_path / "cases.json"
    given_file.write_text(json.dumps(cases), encoding="utf-8")
    program = (
        f"var d=require({json.dumps(str(SCRIPT))});"
        f"var cases=JSON.parse(require('fs').readFileSync({json.dumps(str(given_file))},'utf8'));"
        "console.log(JSON.stringify(cases.map(function(c){return [d.rosterDigest(c[0],c[1]),"
        "d.draw(c[1],c[2],c[3]).map(function(o){return [o.no,o.stratum,o.position,o.ticket];})];})));"
    )
    answer = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True, timeout=300)
    assert json.loads(answer.stdout) == expected
