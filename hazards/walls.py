"""The walls of the hazards in the database (`core.walls.policies`)."""

from typing import Final

from core.walls import Family
from core.walls.policies import CITY, INSURER, OWN, SECTOR, Wall
from enterprises.walls import LEDGER_BY_GRANT

OF_HAZARD: Final = Wall(through=("hazard_id",))
WALLS: Final = {
    "hazards_notice": Wall(
        through=("enterprise_id",), given={Family.INSURER: f"issuer_id = {INSURER}", Family.AGENCY: ""}
    ),
    "hazards_noticeline": OF_HAZARD,
    "hazards_confirmation": OF_HAZARD,
    "hazards_enforcement": OF_HAZARD,
    "hazards_fineproposal": OF_HAZARD,
    "hazards_reopening": OF_HAZARD,
    # A body reads the report that was made to it, wherever the hazard lies.
    "hazards_refusalreport": Wall(through=("refusal_id",)),
}
OPEN: Final = {
    "hazards_numberseries": "a counter for each place and year; it tells of no hazard",
    "hazards_letterseries": "a counter for each issuer and year; it tells of no letter",
}
TOLD: Final = "hazards_told_hazards(body bigint)"
TOLD_OF: Final = "hazards_told_enterprises(body bigint)"
#: A hazard keeps its sector when the enterprise changes its own: whoever sees the hazard sees of whom it tells.
OF_SECTOR: Final = "hazards_enterprises_of_sector(city varchar, wanted varchar)"
#: No wall lets a query of its own use the index of words; no more ids than `most`, as of the enterprises. `spaced` is
#: sought in the texts that are made, `plain` in the rows that have none yet.
HAS_WORDS: Final = "hazards_with_words(spaced text, plain text, most integer)"
WITHOUT_WORDS: Final = (
    "words IS NULL AND translate(lower(place || E'\\x1e' || description), E' \\t\\r\\n\\u3000', '') LIKE"
)
WITH_WORDS: Final = f"""(SELECT id FROM hazards_hazard WHERE words LIKE $1 LIMIT $3)
    UNION ALL (SELECT id FROM hazards_hazard WHERE {WITHOUT_WORDS} $2 LIMIT $3)"""
LOOKS: Final = {
    HAS_WORDS: f"""RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$ BEGIN
        RETURN QUERY EXECUTE $q${WITH_WORDS}$q$ USING spaced, plain, most; END $$""",
    OF_SECTOR: """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT DISTINCT h.enterprise_id FROM hazards_hazard h WHERE h.city_code = city AND h.sector = wanted $$""",
    TOLD: """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT r.hazard_id FROM hazards_refusalreport t JOIN hazards_refusal r ON r.id = t.refusal_id
        WHERE t.recipient_id = body $$""",
    TOLD_OF: """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT h.enterprise_id FROM hazards_refusalreport t JOIN hazards_refusal r ON r.id = t.refusal_id
        JOIN hazards_hazard h ON h.id = r.hazard_id WHERE t.recipient_id = body $$""",
}
ALSO: Final = {
    "hazards_hazard": {Family.PLACE: f"id = ANY (ARRAY(SELECT hazards_told_hazards({OWN})))"},
    "enterprises_enterprise": {
        Family.PLACE: f"id = ANY (ARRAY(SELECT hazards_told_enterprises({OWN}))) OR ({SECTOR} IS NOT NULL AND "
        f"id = ANY (ARRAY(SELECT hazards_enterprises_of_sector({CITY}, {SECTOR}))))"
    },
}
#: What was never on record is its writer's side's alone.
READ: Final = {"hazards_hazard": {family: f"hazard_no <> '' AND ({one})" for family, one in LEDGER_BY_GRANT.items()}}
UNWATCHED: Final = {"hazards_hazard": {"sheet": "which workbook brought it, for the export alone"}}
