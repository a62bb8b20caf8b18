"""The codes of hazards: those of the contract, each written in one place."""

import ast
import re
from pathlib import Path

import pytest
from django.db.models import TextChoices

from hazards import choices
from tests.core.workbooks.samples import CONTRACT, table

ROOM = Path(choices.__file__).parent
LISTS: dict[str, type[TextChoices]] = {
    "hazard_level": choices.HazardLevel,
    "hazard_category": choices.HazardCategory,
    "hazard_status": choices.HazardStatus,
    "service_topic": choices.ServiceTopic,
}
CODES = {
    member.value
    for kind in vars(choices).values()
    if isinstance(kind, type) and issubclass(kind, TextChoices)
    for member in kind
}


@pytest.mark.parametrize("name", LISTS)
def test_the_choices_are_the_lists_of_the_contract(name: str) -> None:
    rows = [row for row in table(CONTRACT / "codes.csv") if row["list"] == name]
    assert LISTS[name].choices == [(row["code"], row["label"]) for row in rows]


def test_special_topics_are_topics_of_services_in_their_order() -> None:
    topics = dict(choices.ServiceTopic.choices)
    assert [topics[code] for code in choices.HazardTopic.values] == choices.HazardTopic.labels


def modules() -> list[Path]:
    return [path for path in sorted(ROOM.rglob("*.py")) if "migrations" not in path.parts and path.name != "choices.py"]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOM)))
def test_no_sentence_of_sql_holds_a_code(path: Path) -> None:
    codes = "|".join(sorted(code for code in CODES if len(code) > 2))
    quoted = [
        f"{node.lineno}: {node.value}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(rf"'({codes})'", node.value)
    ]
    assert not quoted
