"""What the imports of several ledgers share."""

from collections.abc import Sequence

from core.workbooks import Row


def texts(rows: Sequence[Row], key: str) -> set[str]:
    return {value for row in rows if isinstance(value := row.values.get(key), str)}
