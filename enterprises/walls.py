"""The walls of the register in the database (`core.walls.policies`)."""

from typing import Final

from accounts.walls import OF_GRANT
from core.walls import Family
from core.walls.policies import CITY, IN_BRANCH, INSURER, PERSON, TODAY, Wall
from enterprises.choices import TransferState

#: Their papers are the bureaus': insurers and agencies read none of them.
BUREAUS: Final = {Family.INSURER: "", Family.AGENCY: ""}
WALLS: Final = {
    "enterprises_enterprise": Wall(given={Family.INSURER: f"insured_by @> ARRAY[{INSURER}] AND {IN_BRANCH}"}),
    "enterprises_enterpriseevent": Wall(
        given={Family.INSURER: "EXISTS (SELECT 1 FROM enterprises_enterprise w WHERE w.id = {table}.id)"}
    ),
    "enterprises_enterprisegrant": OF_GRANT,
    "enterprises_merge": Wall(given=BUREAUS),
    # The offer is the receiving side's only sight of the entry.
    "enterprises_transfer": Wall(given={Family.PLACE: f"from_city_id = {CITY} OR to_city_id = {CITY}", **BUREAUS}),
}
#: A function, and an array made once a query: as a subquery its own policies would be planned with every query.
OFFERED: Final = f"""RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT t.enterprise_id FROM enterprises_transfer t
    WHERE t.state = '{TransferState.OFFERED}' AND t.to_city_id = city $$"""
HAS_SECTOR: Final = """RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM enterprises_enterprise e WHERE e.id = firm AND e.sectors @> ARRAY[wanted]::varchar[]) $$"""
GRANTED: Final = """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT g.content_object_id FROM enterprises_enterprisegrant g
    WHERE g.user_id = person AND g.ended_at IS NULL AND g.until >= today $$"""
#: What a grant shows, for ledgers with the column of the enterprise: of the enterprise itself, or of an insurer in a city.
#: The arrays are made once a query.
BY_GRANT: Final = (
    f"{{column}} = ANY (ARRAY(SELECT enterprises_granted({PERSON}, {TODAY})))",
    f"insurer_id || '-' || city_code = ANY (ARRAY(SELECT accounts_insurers_granted({PERSON}, {TODAY})))",
)
LEDGER_BY_GRANT: Final = {Family.PLACE: " OR ".join(BY_GRANT).replace("{column}", "enterprise_id")}
READ: Final = {"enterprises_enterprise": {Family.PLACE: BY_GRANT[0].replace("{column}", "id")}}
#: Names that the index does not have yet, for a condition on them.
FRESH: Final = """SELECT e.id FROM enterprises_newnames w JOIN enterprises_enterprise e ON e.id BETWEEN w.first AND w.last
    WHERE"""
#: Behind the walls each name would be held against its wall before it is read, since LIKE is not leakproof: seconds for
#: an insurer. Only ids leave; whoever asks sees of these what is in the own sight.
SOUGHT: Final = f"""RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT enterprise_id FROM enterprises_nameinitials WHERE upper(name) LIKE '%' || upper(sought) || '%'
    UNION {FRESH} upper(e.name) LIKE '%' || upper(sought) || '%'
    UNION SELECT id FROM enterprises_enterprise WHERE uscc LIKE upper(sought) || '%'
    UNION SELECT enterprise_id FROM enterprises_enterprisename WHERE upper(name) LIKE '%' || upper(sought) || '%'
    UNION SELECT enterprise_id FROM enterprises_nameinitials WHERE initials LIKE '%' || lower(sought) || '%' $$"""
#: The same for a text of any signs, as a pattern, the beginning of a code, and a pattern of initials; no more than `most`,
#: since what stands in nearly every name is found by reading on until a page is full. Planned anew with each text: the
#: index of names is right for a rare one and wrong for a common one. Initials come first: two letters, for which no index
#: helps, are those of hundreds of names and in hardly any. Without helpers, whose start takes longer than most
#: searches: nobody knows how few new names there are.
NAMED: Final = f"""RETURNS SETOF bigint LANGUAGE plpgsql STABLE SET max_parallel_workers_per_gather = 0
    AS $$ BEGIN RETURN QUERY EXECUTE
    'SELECT enterprise_id FROM enterprises_nameinitials WHERE $3 <> '''' AND initials LIKE $3
    UNION ALL SELECT enterprise_id FROM enterprises_nameinitials WHERE upper(name) LIKE upper($1)
    UNION ALL {FRESH} upper(e.name) LIKE upper($1)
    UNION ALL SELECT id FROM enterprises_enterprise WHERE uscc ^@ $2
    UNION ALL SELECT enterprise_id FROM enterprises_enterprisename WHERE upper(name) LIKE upper($1)
    LIMIT $4' USING pattern, code, initial, most; END $$"""
LOOKS: Final = {
    "enterprises_sought(sought text)": SOUGHT,
    "enterprises_named(pattern text, code text, initial text, most integer)": NAMED,
    "enterprises_offered_to(city varchar)": OFFERED,
    "enterprises_has_sector(firm bigint, wanted varchar)": HAS_SECTOR,
    "enterprises_granted(person bigint, today date)": GRANTED,
}
ALSO: Final = {"enterprises_enterprise": {Family.PLACE: f"id = ANY (ARRAY(SELECT enterprises_offered_to({CITY})))"}}
PASSING: Final = {
    "enterprises_nameinitials": "computed from the names",
    "enterprises_newnames": "which names wait to be computed from",
}
UNWATCHED: Final = {"enterprises_enterprise": {"insured_by": "computed from the policies, and compared with them"}}
