"""Whether two texts differ by no more than a slip that cannot change what they say."""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import Final

#: A character of these says something by itself: negations, doubts, halves of a pair, steps, numerals.
TELLING: Final = frozenset(
    "非不未无没否免勿莫曾原拟疑似待仅除撤废缺误错假试代?!~已上下内外前后左右大小高低多少重轻有新旧老开关停东西南北中男女正副主次甲乙丙丁"
    "包租一二三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_OTHER_THAN_WORDS: Final = re.compile(r"[\W_]+")


def has_telling(text: str) -> bool:
    """Whether any character of `text` says something by itself."""
    return not TELLING.isdisjoint(text.upper())


def differences(one: str, other: str) -> list[tuple[str, str]]:
    """The pieces in which two texts differ: what stands in the first and what stands in the second instead."""
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return [(one[a:b], other[c:d]) for step, a, b, c, d in steps if step != "equal"]


def is_one_slip(one: str, other: str) -> bool:
    """Whether one character is wrong, missing or too many, and none that says something by itself."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    found = differences(one, other)
    return len(found) == 1 and max(map(len, found[0])) == 1 and not has_telling("".join(found[0]))


def same_but_for_slips(one: str, other: str, *, most: int) -> bool:
    """Whether two long texts say the same but for punctuation and at most `most` characters that say nothing."""
    one, other = (_OTHER_THAN_WORDS.sub("", text) for text in (one, other))
    if max((Counter(one) - Counter(other)).total(), (Counter(other) - Counter(one)).total()) > most:
        return False  # told quickly: a text is held against a whole catalogue
    found = differences(one, other)
    return sum(max(map(len, pair)) for pair in found) <= most and not any(has_telling("".join(pair)) for pair in found)
