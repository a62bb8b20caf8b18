"""Which hazards a person finds in the ledger: each branch of `visible_to`."""

import pytest

from hazards.models import Hazard
from tests import world
from tests.cast import Cast
from tests.hazards import life

#: The hazards that `planted` makes: by whom they were found, where they lie, whether they are on record.
PLACES = {
    "insurer's in Hangzhou": (world.HANGZHOU, "INS-A-ZJ", True),
    "department's in Hangzhou": (world.HANGZHOU, "", True),
    "insurer's draft in Hangzhou": (world.HANGZHOU, "INS-A-ZJ", False),
    "department's draft in Hangzhou": (world.HANGZHOU, "", False),
    "insurer's in Ningbo": (world.NINGBO, "INS-A-NB", True),
    "department's in Ningbo": (world.NINGBO, "", True),
    "other insurer's in Quzhou": (world.QUZHOU, "INS-B-ZJ", True),
    "department's in Quzhou": (world.QUZHOU, "", True),
}
ON_RECORD = {name for name, (_county, _by, is_on_record) in PLACES.items() if is_on_record}
OF_DEPARTMENTS = {name for name in PLACES if name.startswith("department's")}
IN_HANGZHOU = {name for name in PLACES if name.endswith("Hangzhou")}
IN_NINGBO = {name for name in PLACES if name.endswith("Ningbo")}


def planted() -> dict[int, str]:
    """A hazard for each of `PLACES`, by its key."""
    made = {}
    for name, (county, by, is_on_record) in PLACES.items():
        draft = {} if is_on_record else {"hazard_no": "", "state": "DRAFT"}
        made[life.hazard(world.enterprise(county), by=by, **draft).pk] = name
    return made


@pytest.mark.parametrize(
    ("who", "wanted"),
    [
        ("zhejiang_regulator", ON_RECORD - OF_DEPARTMENTS - IN_NINGBO),
        ("ningbo_regulator", ON_RECORD - OF_DEPARTMENTS & IN_NINGBO),
        ("wenzhou_regulator", set()),
        ("provincial_officer", ON_RECORD),
        ("hangzhou_officer", (ON_RECORD | OF_DEPARTMENTS) & IN_HANGZHOU),
        ("xihu_county", (ON_RECORD | OF_DEPARTMENTS) & IN_HANGZHOU),
        ("ningbo_officer", IN_NINGBO),
        ("builder_authority", ON_RECORD & IN_HANGZHOU),
        ("insurer_a_clerk", {"insurer's in Hangzhou", "insurer's draft in Hangzhou"}),
        ("insurer_b_clerk", {"other insurer's in Quzhou"}),
        ("agency", set()),
        ("adm_system", set()),
    ],
)
def test_everybody_finds_exactly_what_is_theirs(cast: Cast, who: str, wanted: set[str]) -> None:
    made = planted()
    seen = Hazard.objects.visible_to(getattr(cast, who)).values_list("pk", flat=True)
    assert {made[pk] for pk in seen} == wanted


def test_a_sector_authority_finds_its_sector_alone(cast: Cast) -> None:
    of_builder = life.hazard(world.enterprise(), sector="CONSTR")
    life.hazard(world.enterprise(), sector="HAZCHEM")
    assert list(Hazard.objects.visible_to(cast.builder_authority)) == [of_builder]
