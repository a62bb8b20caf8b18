"""What a person calls the browser that its long line of names stands for."""

import re
from typing import Final

#: The first that fits counts: nearly all of them also call themselves Chrome, and Chrome calls itself Safari.
NAMES: Final = (
    ("奇安信可信浏览器", r"Qaxbrowser/?([0-9]*)"),
    ("麒麟安全浏览器", r"Kylinbrowser/?([0-9]*)"),
    ("浙政钉", r"TaurusApp(?:\([^)]*/([0-9]+))?"),
    ("Edge", r"Edg(?:e|A|iOS)?/([0-9]+)"),
    ("Firefox", r"Firefox/([0-9]+)"),
    ("Chrome", r"(?:Headless)?Chrome/([0-9]+)"),
    ("Safari", r"Version/([0-9]+).*Safari/"),
)
SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iOS", "iPhone|iPad"),
    ("macOS", "Mac OS X"),
    ("Linux", "Linux|X11"),
)


#: So many characters of the line are read: real ones are shorter by half.
LONGEST: Final = 500


def browser_name(agent: str) -> str:
    """Chrome 120 (Windows) for the line that a browser sends; the beginning of a line that nobody knows."""
    agent = agent[:LONGEST]
    for name, pattern in NAMES:
        found = re.search(pattern, agent)
        if found is not None:
            system = next((system for system, mark in SYSTEMS if re.search(mark, agent)), "")
            return f"{name} {found[1] or ''}".strip() + (f" ({system})" if system else "")
    return agent[:40]
