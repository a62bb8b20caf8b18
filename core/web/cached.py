"""How values are written into the cache: as JSON, so that whoever could write there could not make the portal run code.

Amounts and days keep their type; a tuple comes back as a list. Anything else is refused when it is written.
"""

import json
from datetime import date
from decimal import Decimal
from typing import Final

AMOUNT: Final = "$decimal"
DAY: Final = "$date"


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
