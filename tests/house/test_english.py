"""With the English switch the portal's own words are English; names, documents and sentences of verdicts stay Chinese (ADR 24)."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.utils import translation

from accounts.roles import Role
from core.choices import OfficialChoices, official_labels
from reports.figures import FIGURES
from tests.house.people import ACTORS
from tests.house.rows import World
from tests.house.walking import fixed, pages

pytestmark = pytest.mark.xdist_group("matrix")
#: A name of which the page shows the first character alone.
MASKED = re.compile(r"[\u4e00-\u9fff]\*+")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def lists(kind: type[OfficialChoices] = OfficialChoices) -> list[type[OfficialChoices]]:
    return [found for below in kind.__subclasses__() for found in (below, *lists(below))]


@pytest.mark.parametrize("kind", lists(), ids=lambda kind: kind.__name__)
def test_every_label_of_a_code_list_has_its_english_word(kind: type[OfficialChoices]) -> None:
    with translation.override("en"):
        shown = {code: str(label) for code, label in kind.choices}
    assert [label for label in shown.values() if CHINESE.search(label)] == []
    assert len(set(shown.values())) == len(shown), "two codes have one English word"


@pytest.mark.parametrize("kind", lists(), ids=lambda kind: kind.__name__)
def test_the_official_label_stays_chinese_in_english(kind: type[OfficialChoices]) -> None:
    chinese = official_labels(kind)
    with translation.override("en"):
        assert official_labels(kind) == chinese
        assert {member.value: member.official for member in kind} == chinese


def data() -> list[str]:
    """Every Chinese text of the database: names and what people wrote, the longest first."""
    found: set[str] = set()
    for model in apps.get_models():
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        if fields:
            for row in model._default_manager.values_list(*fields):
                found.update(str(value) for value in row if value and CHINESE.search(str(value)))
    return sorted(found, key=len, reverse=True)


@pytest.mark.parametrize("role", list(Role))
def test_menus_headings_labels_buttons_states_and_lists_are_english(role: Role, rows: World, client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(ACTORS[role].person(), backend="accounts.backends.PortalBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    names = [*data(), *(str(figure.name) for figure in FIGURES.values())]
    found: dict[str, str] = {}
    for address, page in pages(rows, role, client):
        for text in fixed(page):
            left = text
            for name in names:
                if CHINESE.search(left):
                    left = left.replace(name, "")
            if CHINESE.search(MASKED.sub("", left)):
                found.setdefault(left, address)
    assert found == {}, "\n".join(f"{where}: {text}" for text, where in found.items())
