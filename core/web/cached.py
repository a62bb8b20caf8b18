"""How the cache is asked, and how values are written into it: as JSON, so that whoever could write there could not make
the portal run code.

Amounts and days keep their type; a tuple comes back as a list. Anything else is refused when it is written.
"""

import json
import time
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final

import redis
import structlog

log = structlog.get_logger(__name__)
#: For so long a server that did not answer in time is not asked again. Health checks and sweeps come each minute, so
#: within this time somebody finds out that it is back, and the pages meanwhile wait for nothing.
LEFT_ALONE_SECONDS: Final = 15
AMOUNT: Final = "$decimal"
DAY: Final = "$date"


class PatientPool(redis.ConnectionPool):
    """Connections to a server that may be silent: neither answering nor refusing, as a half-open line is.

    A page asks the cache some ten times; each would wait for the time-out. After the first that got no answer the whole
    process leaves the server alone for a while: whoever asks is told at once that it cannot be reached.
    """

    left_alone_until: ClassVar[float] = 0.0

    def get_connection(self, *_command: object, **_options: object) -> redis.Connection:
        """A connection that has greeted the server; what redis declares besides it makes no use of. Raises
        redis.RedisError.
        """
        if time.monotonic() < PatientPool.left_alone_until:
            raise redis.ConnectionError("The cache did not answer a moment ago.")
        try:
            return super().get_connection()
        except redis.TimeoutError:
            log.warning("cache_silent", seconds=LEFT_ALONE_SECONDS)
            PatientPool.left_alone_until = time.monotonic() + LEFT_ALONE_SECONDS
            raise


class JsonSerializer:
    """The serializer of Django's Redis cache. A whole number is written as its digits, so that Redis can count it up."""

    def dumps(self, value: object) -> bytes:
        """Raises TypeError for what JSON, an amount or a day cannot hold."""
        return json.dumps(value, default=_tagged, ensure_ascii=False, separators=(",", ":")).encode()

    def loads(self, data: bytes | int) -> object:
        """What was written; None, as for nothing, where it is no JSON, such as what an older version left."""
        if isinstance(data, int):
            return data
        try:
            return json.loads(data, object_hook=_untagged)
        except ValueError:
            return None


def _tagged(value: object) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {AMOUNT: str(value)}
    if type(value) is date:
        return {DAY: value.isoformat()}
    raise TypeError(f"The cache takes no {type(value).__name__}.")


def _untagged(value: dict[str, object]) -> object:
    if len(value) == 1:
        if AMOUNT in value:
            return Decimal(str(value[AMOUNT]))
        if DAY in value:
            return date.fromisoformat(str(value[DAY]))
    return value
