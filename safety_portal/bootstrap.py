"""Placeholder until servers are started (environment only)."""
import os
from dataclasses import dataclass

_owner = False


@dataclass(frozen=True, slots=True)
class Addresses:
    mode: str
    database_url: str
    database_owner_url: str
    redis_url: str


def addresses() -> Addresses:
    url = os.environ.get("DATABASE_URL", "postgres://portal@127.0.0.1:1/portal")
    redis = os.environ.get("REDIS_URL", "redis://127.0.0.1:1/0")
    mode = os.environ.get("PORTAL_MODE") or ("production" if os.environ.get("DATABASE_URL") else "demo")
    return Addresses(mode, url, url, redis)


def start() -> None: ...


def use_owner() -> None: ...
