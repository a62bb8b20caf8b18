"""The columns of a hazard check: for each topic how much was looked at, and how much of it had a problem.

Contract, sheets/activities.csv; the topics are those of domain.md 4.5.
"""

from dataclasses import dataclass
from typing import Final

from core.workbooks import Column, Row
from insurers.base.choices import CheckTopic, ServiceKind
from insurers.base.sheets import KIND_LIST


@dataclass(frozen=True, slots=True)
class Count:
    """One number of a topic. `within` is the column that it cannot exceed, empty where there is none."""

    topic: CheckTopic
    key: str
    title: str
    within: str = ""


def _counts(topic: CheckTopic) -> tuple[Count, ...]:
    name = topic.value.lower()
    checked = Count(topic, f"{name}_checked", f"{topic.label}排查数")
    found = checked, Count(topic, f"{name}_problems", f"{topic.label}问题数", within=checked.key)
    if topic != CheckTopic.H3:
        return found
    due = Count(topic, f"{name}_due", "应持证人数")
    return (*found, due, Count(topic, f"{name}_certified", "持证人数", within=due.key))


COUNTS: Final = tuple(count for topic in CheckTopic for count in _counts(topic))

COUNT_KEYS: Final = tuple(count.key for count in COUNTS)

NOTHING: Final = (None,) * len(COUNT_KEYS)

#: The pairs that the ledger holds to: the first number is not more than the second.
BOUNDS: Final = tuple((count.key, count.within) for count in COUNTS if count.within)


def _rule(count: Count) -> str:
    titles = {other.key: other.title for other in COUNTS}
    return "仅隐患排查填写" + (f"；不多于{titles[count.within]}" if count.within else "")


TOPIC_COLUMNS: Final = tuple(
    Column(title=count.title, key=count.key, type="int", minimum=0, width=14, rule=_rule(count)) for count in COUNTS
)


def check_counts_by_topic(row: Row) -> None:
    """Only a hazard check has them, and a part is never more than its whole."""
    values = row.values  # looked at directly: most workbooks have none of the columns, and an import has many rows
    if tuple(map(values.get, COUNT_KEYS)) == NOTHING:
        return
    given = [count for count in COUNTS if values.get(count.key) is not None and row.ok(count.key)]
    kind = row.get("kind") if row.ok("kind") else None
    for count in given:
        if kind is not None and kind != ServiceKind.HAZ:
            label = KIND_LIST.label(ServiceKind.HAZ)
            message = f"仅“{label}”填写，本行服务项目为“{KIND_LIST.label(kind)}”，请清空本格或更正服务项目。"
            row.fault("mismatch", count.key, message=message)
        elif count.within and row.has(count.within) and row.values[count.key] > row.values[count.within]:
            whole = next(other.title for other in COUNTS if other.key == count.within)
            message = f"（{row.values[count.key]}）多于{whole}（{row.values[count.within]}），请核对。"
            row.fault("order", count.key, message=message)
