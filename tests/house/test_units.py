"""One counting word for each thing, wherever it is counted: 户 for enterprises, 家 for insurers, 项 for hazards."""

import re
from pathlib import Path
from typing import Final

import polib

from safety_portal.rooms import ROOMS

ROOT: Final = Path(__file__).parents[2]
#: A number or placeholder, the wrong counting word, and what is counted; or the other way round.
NUMBER: Final = r"(?<!第)[\d一二三两几各某)}s>] ?"
WRONG: Final = re.compile(
    rf"{NUMBER}(?:条|处|个|起)(?:一般|重大)?(?:事故)?隐患|隐患 ?[{{%\d][^，。、；]{{0,30}}[}}s\d] ?[条处个起](?![件款理罚])"
    rf"|{NUMBER}家(?:企业|投保单位|生产经营单位|单位)|{NUMBER}户(?:保险机构|保险公司|第三方机构)"
)


def chinese() -> list[tuple[str, str]]:
    """Every line of code and templates with Chinese in it, and every Chinese message, each with where it stands."""
    found = []
    for room in (*ROOMS, "templates"):
        for path in (ROOT / room).rglob("*.*"):
            if path.suffix in {".py", ".html"} and "migrations" not in path.parts:
                lines = path.read_text(encoding="utf-8").splitlines()
                found += [(f"{path.relative_to(ROOT)}:{number}", line) for number, line in enumerate(lines, start=1)]
    catalogue = polib.pofile(str(ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    texts = [(entry.msgid, text) for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]
    return [*found, *texts]


def test_the_pattern_finds_what_was_wrong() -> None:
    for text in ("%(n)s 条隐患待复查", "{moved} 条重大隐患", "发现隐患 {found} 处，", "%(n)s 家单位", "3 户保险机构"):
        assert WRONG.search(text), text
    for text in ("%(n)s 项隐患待复查", "发现隐患 {found} 项，", "%(n)s 户单位", "3 家保险机构", "第三条隐患排查制度"):
        assert not WRONG.search(text), text


def test_no_text_counts_with_the_wrong_word() -> None:
    assert [(where, text.strip()) for where, text in chinese() if WRONG.search(text)] == []
