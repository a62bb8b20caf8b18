"""The name of a browser, as the page of sessions gives it."""

import pytest

from core.web.browsers import browser_name

LINE = "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s Safari/537.36%s"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (LINE % ("Windows NT 10.0; Win64; x64", "86.0.4240.198", ""), "Chrome 86 (Windows)"),
        (LINE % ("X11; Linux x86_64", "102.0.5005.200", " Qaxbrowser"), "奇安信可信浏览器 (Linux)"),
        (LINE % ("Windows NT 10.0", "120.0.0.0", " Edg/120.0.0.0"), "Edge 120 (Windows)"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Version/16.0 Mobile Safari/604.1", "Safari 16 (iOS)"),
        ("curl/7.88.1", "curl/7.88.1"),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_people_name_it(agent: str, name: str) -> None:
    assert browser_name(agent) == name
