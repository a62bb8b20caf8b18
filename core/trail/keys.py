"""Digests and stamps that need a key which the database does not hold: SECRET_KEY, or AUDIT_KEY where it is set."""

import hashlib
import hmac
from functools import cache
from typing import Final

from django.conf import settings

from core import clock

#: Minutes between a stamp and the write that bears it: clocks differ, and statements take their time.
NEAR: Final = 15
MINUTE: Final = 60


@cache
def _key(secret: str) -> bytes:
    return hashlib.sha256(f"portal trail {secret}".encode()).digest()


def _secrets() -> list[str]:
    """The present key, then former ones, which still prove what was written under them."""
    return [settings.AUDIT_KEY or settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def mac(body: bytes) -> str:
    """64 hex digits."""
    return hmac.new(_key(_secrets()[0]), body, hashlib.sha256).hexdigest()


def is_mac(body: bytes, digest: str) -> bool:
    """Whether the portal made the digest of this body, under its present key or a former one."""
    return any(
        hmac.compare_digest(hmac.new(_key(secret), body, hashlib.sha256).hexdigest(), digest) for secret in _secrets()
    )


def stamp() -> str:
    """What the portal says of itself with every statement of this minute: the minute and its keyed digest."""
    return _stamp_of(int(clock.true_now().timestamp()) // MINUTE, _secrets()[0])


@cache
def _is_stamp(found: str, secrets: tuple[str, ...]) -> bool:
    minute, _, digest = found.partition(".")
    return minute.isdecimal() and any(
        hmac.compare_digest(digest, _stamp_of(int(minute), one).partition(".")[2]) for one in secrets
    )


_stamps: dict[tuple[int, str], str] = {}


def _stamp_of(minute: int, secret: str) -> str:
    found = _stamps.get((minute, secret))
    if found is None:
        digest = hmac.new(_key(secret), f"stamp {minute}".encode(), hashlib.sha256).hexdigest()
        if len(_stamps) > MINUTE:
            _stamps.clear()
        found = _stamps[minute, secret] = f"{minute}.{digest[:32]}"
    return found


def is_stamp(found: str, at: float) -> bool:
    """Whether the portal gave this stamp near the instant (seconds since 1970)."""
    return _is_stamp(found, tuple(_secrets())) and abs(int(found.partition(".")[0]) - at / MINUTE) <= NEAR
