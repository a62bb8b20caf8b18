"""Where a rule is written, as a reader in an office says it: `notice N34, law 65` → 「通知二（三），《安全生产法》第六十五条」.

The short forms stand in the tables of the code; N and G are the duties of the notice and the national letter
(contract, clauses.csv), `law` the work-safety law, `order 16` the rules on finding and removing hazards of 2007.
"""

import re
from typing import Final

#: The last duty of each section of the notice, and of the national letter.
NOTICE: Final = ((1, "标题"), (2, "一（二）"), (11, "二（一）"), (24, "二（二）"), (36, "二（三）"), (48, "二（四）"))
LETTER: Final = ((3, "一"), (10, "二"), (16, "三"), (21, "四"))
DIGITS: Final = "零一二三四五六七八九"
OURS: Final = "平台设定"


def chinese_number(n: int) -> str:
    """A whole number from 1 to 999 as the articles of laws are counted: 102 → 一百零二."""
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    head = f"{DIGITS[hundreds]}百" if hundreds else ""
    ten = "" if not tens else "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    zero = "零" if hundreds and not tens and ones else ""
    return f"{head}{zero or ten}{DIGITS[ones] if ones else ''}"


def in_words(clause: str) -> str:
    """The sources of a rule in Chinese, in their order; each once. What is no source known here stays as it is."""
    said = dict.fromkeys(_source(part.strip()) for part in clause.split(","))
    return "，".join(said)


def _source(text: str) -> str:
    if found := re.fullmatch(r"(?:notice )?N(\d+)", text):
        return f"通知{_section(int(found[1]), NOTICE)}"
    if found := re.fullmatch(r"(?:letter )?G(\d+)", text):
        return f"应急厅函〔2023〕169号{_section(int(found[1]), LETTER)}"
    if found := re.fullmatch(r"notice (.+)", text):
        return "通知" + found[1].replace("(", "（").replace(")", "）")
    if found := re.fullmatch(r"law (\d+)", text):
        return f"《安全生产法》第{chinese_number(int(found[1]))}条"
    if found := re.fullmatch(r"AQ 9010(?: ([\d.]+))?", text):
        return f"AQ 9010—2019{_part(found[1] or '')}"
    if text == "order 16":
        return "安监总局令第16号"
    return OURS if text.startswith("domain ") else text


def _part(number: str) -> str:
    """A part of a technical standard, which has chapters, and sections within them: 6 → 第6章, 7.4 → 第7.4节."""
    return f" 第{number}{'节' if '.' in number else '章'}" if number else ""


def _section(number: int, sections: tuple[tuple[int, str], ...]) -> str:
    return next((name for last, name in sections if number <= last), "结尾")
