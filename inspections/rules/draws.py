"""The draw as arithmetic that anybody can repeat (domain.md 4.9, plan.sampling).

Digests are SHA-256 over UTF-8, in hexadecimal. Ticket numbers are those of the consistent sampling of election audits
(R. L. Rivest, `consistent_sampler`): the decimal digits of SHA-256(SHA-256(seed) + id), last digit first, read as a
fraction; the smallest are drawn. `static/inspections/draw.js` does the same in the browser.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

#: A seed of fewer digits could be tried out beforehand by making the rosters many times.
SHORTEST_SEED, LONGEST_SEED = 10, 64
MOST_WEIGHT: Final = 9


class Line(NamedTuple):
    """A line of a roster as everybody holds it."""

    no: int
    stratum: str
    weight: int
    is_recused: bool
    digest: str


class Drawn(NamedTuple):
    """A line that was drawn, with its ticket and its place within its stratum, from 1."""

    line: Line
    ticket: str
    position: int


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def line_digest(salt: str, code: str, name: str) -> str:
    """What stands for an object in its roster: nobody finds the object without the salt."""
    return sha256(f"{salt}|{code}|{name}")


def line_text(line: Line) -> str:
    """The line as it is digested and as the file holds it."""
    return f"{line.no},{line.stratum},{line.weight},{int(line.is_recused)},{line.digest}"


def roster_digest(title: str, lines: Iterable[Line]) -> str:
    """The digest of a whole roster; its title is the task's number and the kind of roster."""
    return sha256("".join(f"{text}\n" for text in (title, *map(line_text, lines))))


def ticket_of(seed_hash: str, line: Line) -> str:
    """The digits of the line's ticket; a line of weight w has w tickets, of which the smallest counts."""
    first = _digits(seed_hash + line.digest)
    return min([first, *(_digits(f"{seed_hash}{line.digest}#{n}") for n in range(2, line.weight + 1))])


def _digits(text: str) -> str:
    return f"{int(sha256(text), 16):064d}"[::-1]


def draw(lines: Iterable[Line], seed: str, wanted: Mapping[str, int]) -> list[Drawn]:
    """The `wanted` number of each stratum with the smallest tickets, recused lines left out; in the order of the draw."""
    seed_hash = sha256(seed)
    strata: dict[str, list[tuple[str, str, Line]]] = {code: [] for code in wanted}
    for line in lines:
        if line.stratum in strata and not line.is_recused:
            strata[line.stratum].append((ticket_of(seed_hash, line), line.digest, line))
    return [
        Drawn(line, ticket, position)
        for code, number in wanted.items()
        for position, (ticket, _digest, line) in enumerate(sorted(strata[code])[:number], start=1)
    ]


def shares(total: int, least: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """How many of each stratum are drawn: `least` of each, the rest by size (largest remainder), never more than there are.

    The order of `sizes` decides between equal remainders. More than there are in all gives all of them.
    """
    found = {code: min(least, size) for code, size in sizes.items()}
    while (rest := total - sum(found.values())) > 0:
        room = {code: size - found[code] for code, size in sizes.items() if size > found[code]}
        if not room:
            break
        whole = sum(room.values())
        exact = {code: min(rest, whole) * size / whole for code, size in room.items()}
        added = {code: int(share) for code, share in exact.items()}
        left = min(rest, whole) - sum(added.values())
        for code in sorted(room, key=lambda one: added[one] - exact[one])[:left]:
            added[code] += 1
        for code, number in added.items():
            found[code] += number
    return found


def files(seed: str, numbers: Iterable[str]) -> list[str]:
    """Numbers of policies in the order of SHA-256 of seed, bar and number."""
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}|{number}".encode()).digest())


def complain_seed(seed: str) -> str | None:
    """Why a seed cannot be taken, None for a good one."""
    if not (seed.isascii() and seed.isdigit()):
        return f"随机种子「{seed[:LONGEST_SEED]}」应全部为数字，请按现场掷骰或开奖结果逐位录入"
    if not SHORTEST_SEED <= len(seed) <= LONGEST_SEED:
        return f"随机种子应为 {SHORTEST_SEED} 至 {LONGEST_SEED} 位数字，现为 {len(seed)} 位，请核对后重新录入"
    if len(set(seed)) == 1:
        return f"随机种子「{seed}」各位相同，不是随机产生的结果，请重新掷骰"
    return None


def complain_numbers(total: int, insurers: int, people: int, lines: Sequence[int]) -> str | None:
    """Why the numbers to be drawn do not fit the rosters' participating lines (enterprises, insurers, people)."""
    for wanted, there, words in zip((total, insurers, people), lines, ("企业", "保险机构", "检查人员"), strict=True):
        if wanted > there:
            return f"抽取{words}数 {wanted} 多于名册参与数 {there}，请减少抽取数或补充名册"
    return None
