"""Every write of publicity."""

from publicity.services.items import ItemText, answer_item, recommend_item, record_item
from publicity.services.releases import (
    Edition,
    ask_withdrawal,
    decide_release,
    decide_withdrawal,
    propose_release,
    rewrite_page,
)

__all__ = [
    "Edition",
    "ItemText",
    "answer_item",
    "ask_withdrawal",
    "decide_release",
    "decide_withdrawal",
    "propose_release",
    "recommend_item",
    "record_item",
    "rewrite_page",
]
