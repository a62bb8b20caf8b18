"""Two hundred texts that a browser would run, or show as something else, if a page did not escape them."""

from html.parser import HTMLParser
from itertools import product
from typing import Final

#: Each calls this when it runs.
MARK: Final = "window.hostile=1"
RUNNING: Final = (
    f"<script>{MARK}</script>",
    f"＜script＞{MARK}＜/script＞",
    f"<img src=x onerror={MARK}>",
    f"<svg/onload={MARK}>",
    f"<svg><animate onbegin={MARK} attributeName=x>",
    f"<iframe srcdoc='<script>{MARK}</script>'></iframe>",
    f"<a href=javascript:{MARK}>请点击</a>",
    f"<details open ontoggle={MARK}>",
    f"<input autofocus onfocus={MARK}>",
    f"<style>@import 'javascript:{MARK}'</style>",
    f"<body onload={MARK}>",
    f"<math><mi xlink:href=javascript:{MARK}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{MARK}'>",
    "<base href=//evil.example/>",
    f"javascript:{MARK}",
    f"<template><script>{MARK}</script></template>",
    f"<form action=javascript:{MARK}><button>交",
    "<!--",
    "<![CDATA[",
    f"{{{{constructor.constructor('{MARK}')()}}}}",
    "{% debug %}",
    "<plaintext>",
    "<textarea>",
    "</div></main></body>",
    "<object data=x>",
    f"<link rel=stylesheet href=x onload={MARK}>",
)
AROUND: Final = (
    "{}",
    '">{}',
    "'>{}",
    "</title>{}",
    "</script>{}",
    "--&gt;{}-->",
    "\u200b{}\u202e",
    "中文名称{}有限公司",
)
SHOWN: Final = (
    "&#x4e2d;",
    "&lt;b&gt;",
    "&amp;amp;",
    "\u202e示例\u202c",
    "零\u200b宽\ufeff",
    "a\u0300\u0301",
    "𠮷㐂䶮",
    "👩‍👩‍👧",
    "％3Cscript％3E",
    "\\u003cscript\\u003e",
)
PAYLOADS: Final = [*(around.replace("{}", text) for text, around in product(RUNNING, AROUND)), *SHOWN]


class _Skeleton(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted(name for name, _value in attrs))))


def skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes: no text changes them."""
    parser = _Skeleton()
    parser.feed(page)
    return parser.found
