"""Each state of each state machine has a colour, or none on purpose; it is declared once, beside the codes."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model, TextChoices

from core.contributions import modules_named
from core.listing.colours import Colour, colour_of, colours
from core.templatetags.portal import state_of
from core.transitions import moves_in
from hazards.choices import HazardStatus
from hazards.models import Hazard
from insurers.agencies.choices import Standing

TEMPLATES = Path(__file__).parents[2] / "templates"
#: A colour that a template chooses by comparing a state, or writes beside its words.
CHOSEN = re.compile(r'\.get_state_display "|\.state [!=]= "[A-Z_]+" %\}\s*\{% state_tag \S+\.get_state_display')


def codes_of(model: type[Model]) -> list[str]:
    """What the state of a row may be."""
    return [str(code) for code, _label in getattr(model._meta.get_field("state"), "flatchoices", ())]


def stated() -> list[type[Model]]:
    """The models whose rows have a state, those of the history included."""
    return [
        model
        for model in apps.get_models()
        if any(field.name == "state" and getattr(field, "choices", None) for field in model._meta.concrete_fields)
    ]


@pytest.mark.parametrize("model", stated(), ids=lambda model: model._meta.label)
def test_each_state_of_a_row_has_a_colour(model: type[Model]) -> None:
    for code in codes_of(model):
        assert colour_of(model(state=code)) in Colour


def test_each_state_of_the_tables_of_moves_has_a_colour() -> None:
    declared = {code for model in stated() for code in codes_of(model)}
    told = {str(state) for tables in modules_named("states") for move in moves_in(tables) for state in move.sources}
    assert told <= declared


def test_no_template_chooses_the_colour_of_a_state() -> None:
    found = [
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if CHOSEN.search(path.read_text(encoding="utf-8"))
    ]
    # All have signed for it: no state says so.
    assert found == ["campaigns/guidance_list.html"]


class Light(TextChoices):
    """States of no app."""

    ON = "A_LIGHT_ON", "on"
    OFF = "A_LIGHT_OFF", "off"


@pytest.mark.parametrize(
    "given",
    [{"done": [Light.ON]}, {"done": [Light.ON], "run": [Light.ON, Light.OFF]}, {"done": ["A_LIGHT_ON", "none"]}],
)
def test_a_state_without_a_colour_or_with_two_is_refused(given: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="each state needs one colour"):
        colours(Light, **given)


def test_a_tag_bears_the_colour_of_its_state() -> None:
    assert state_of(Hazard(state=HazardStatus.REFUSED)) == '<span class="p-tag over">拒不整改</span>'
    assert state_of(Hazard(state=HazardStatus.DRAFT)) == '<span class="p-tag">草稿</span>'
    assert 'class="p-tag warn"' in state_of(Standing.SOON)
