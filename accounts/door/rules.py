"""Decisions of the door as pure functions: who needs a second factor, when a session and a password end."""

from collections.abc import Iterable
from typing import Final, Literal

from accounts.roles import ADMINISTRATORS

#: Verbs of permissions that change nothing.
READING: Final = frozenset({"view", "export"})
End = Literal["idle", "absolute"]


def needs_factor(role: str, permissions: Iterable[str], *, is_lead: bool) -> bool:
    """Whoever administers, approves or may change anything at all needs a second factor (等保 8.1.4.1 d)."""
    changes = any(permission.rsplit(".", 1)[-1] not in READING for permission in permissions)
    return role in ADMINISTRATORS or is_lead or changes


def session_end(*, began: int, seen: int, now: int, idle: int, absolute: int) -> End | None:
    """Why a session is over, in seconds of the same clock; an idle time of 0 never ends one."""
    if now - began >= absolute:
        return "absolute"
    return "idle" if idle and now - seen >= idle else None


def is_due(*, chosen: int, now: int, days: int) -> bool:
    """Whether a password has to be changed; 0 days never ask for it."""
    return bool(days) and now - chosen >= days * 86_400


def said_word(password: str, words: Iterable[str]) -> str | None:
    """The word of the field or of the person that the password holds, whatever its case."""
    said = password.casefold()
    return next((word for word in words if is_word(word) and word.casefold() in said), None)


def is_word(text: str) -> bool:
    """Whether it is long enough to stand in a password on purpose: two Chinese characters are a name."""
    return len(text) >= (SHORTEST_WORD if text.isascii() else SHORTEST_NAME)


#: Shorter ones stand in passwords by chance.
SHORTEST_WORD: Final = 3
SHORTEST_NAME: Final = 2
#: What people here would think of first (ASVS 6.2.11).
FIELD_WORDS: Final = (
    "安责险", "安全生产", "应急", "保险", "浙江", "杭州", "宁波", "温州", "嘉兴", "湖州", "绍兴", "金华", "衢州", "舟山",
    "台州", "丽水", "anzexian", "anquan", "yingji", "baoxian", "zhejiang", "hangzhou", "ningbo", "wenzhou", "jiaxing",
    "huzhou", "shaoxing", "jinhua", "quzhou", "zhoushan", "taizhou", "lishui", "safety", "portal", "insurance",
)  # fmt: skip
