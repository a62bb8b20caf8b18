"""Nothing that Chromium 86 does not know: the browsers of many offices (interface, 1.2) are no newer."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STYLES = re.compile(
    r"(?<!\()(?::has|:is|:where)\(|(?<![-\w])inset(?:-\w+)*\s*:|aspect-ratio\s*:|accent-color|color-mix|scrollbar-gutter|"
    r"@(?:layer|container|property)\b|overflow(?:-\w)?\s*:\s*clip|(?<![-\w])(?:translate|rotate|scale)\s*:|\d[dsl]v[hw]\b"
)
SCRIPTS = re.compile(
    r"\.at\(|structuredClone|randomUUID|Object\.hasOwn|AbortSignal|\.findLast|\.to(?:Sorted|Spliced|Reversed)\(|"
    r"checkVisibility|replaceChildren|Promise\.(?:any|withResolvers)|showPicker|\.groupBy\(|(?<=[\s{])static\s*\{|^\s+#\w+"
)
#: What has another way for older browsers beside it.
BESIDE = {".p-query-grid:has(> .p-more:not([open])) > .p-later { display: none; }"}


def newer(folder: str, ending: str, pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.name}: {line.strip()[:120]}"
        for path in sorted((ROOT / "static" / folder).glob(f"*.{ending}"))
        for line in re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).splitlines()
        if pattern.search(line) and line.strip() not in BESIDE
    ]


def test_styles_and_scripts_know_no_more_than_chromium_86() -> None:
    assert newer("css", "css", STYLES) + newer("js", "js", SCRIPTS) == []
