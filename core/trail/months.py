"""The audit by month: its table is cut by the true time of its events, so that an old month leaves as a whole.

Whatever lies in no month that has a part of its own, such as events that were brought from elsewhere, lies in the rest.
Parts have no grants: the portal reaches them through the table alone, and the table's trigger guards each of them.
"""

from typing import Final

from django.db.backends.utils import CursorWrapper

TABLE: Final = "core_auditevent"
REST: Final = f"{TABLE}_rest"
#: So many months have their part before they come.
AHEAD: Final = 3
#: Months begin at midnight in the portal's time zone.
ZONE: Final = "Asia/Shanghai"

#: The table of the first migration, still empty, made anew in parts; the key needs the column that cuts them.
CUT: Final = f"""
ALTER TABLE {TABLE} RENAME TO {TABLE}_whole;
ALTER SEQUENCE {TABLE}_id_seq RENAME TO {TABLE}_whole_seq;
CREATE TABLE {TABLE} (LIKE {TABLE}_whole) PARTITION BY RANGE (recorded_at);
DROP TABLE {TABLE}_whole;
CREATE SEQUENCE {TABLE}_id_seq AS bigint OWNED BY {TABLE}.id;
ALTER TABLE {TABLE} ALTER COLUMN id SET DEFAULT nextval('{TABLE}_id_seq'),
    ADD CONSTRAINT {TABLE}_pkey PRIMARY KEY (id, recorded_at);
CREATE INDEX {TABLE}_action ON {TABLE} (action);
CREATE TABLE {REST} PARTITION OF {TABLE} DEFAULT;
"""

#: Makes the parts of this month and of so many to come; how many were made. A month of which the rest holds events
#: already stays there.
_MAKE: Final = f"""RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    this timestamp := date_trunc('month', now() AT TIME ZONE '{ZONE}');
    part text; begins timestamptz; ends timestamptz; made integer := 0; is_taken boolean;
BEGIN
    FOR n IN 0..least(ahead, 24) LOOP
        part := '{TABLE}_' || to_char(this + make_interval(months => n), 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || part) IS NOT NULL;
        begins := (this + make_interval(months => n)) AT TIME ZONE '{ZONE}';
        ends := (this + make_interval(months => n + 1)) AT TIME ZONE '{ZONE}';
        SELECT EXISTS (SELECT 1 FROM {REST} WHERE recorded_at >= begins AND recorded_at < ends) INTO is_taken;
        CONTINUE WHEN is_taken;
        EXECUTE format('CREATE TABLE %I PARTITION OF {TABLE} FOR VALUES FROM (%L) TO (%L)', part, begins, ends);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$"""

#: With the rights of the owner, who alone makes tables.
LOOKS: Final = {"portal_audit_months(ahead integer)": _MAKE}

#: As the owner: the parts of months that are empty and over.
EMPTY: Final = f"""
DO $$ DECLARE part regclass; is_empty boolean; BEGIN
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = '{TABLE}'::regclass
        AND inhrelid <> '{REST}'::regclass
        AND inhrelid::regclass::text < '{TABLE}_' || to_char(now() AT TIME ZONE '{ZONE}', 'YYYY_MM') LOOP
        EXECUTE format('SELECT NOT EXISTS (SELECT 1 FROM %s)', part) INTO is_empty;
        IF is_empty THEN EXECUTE format('DROP TABLE %s', part); END IF;
    END LOOP;
END $$"""


def make_parts(cursor: CursorWrapper) -> int:
    """The parts of this month and of those to come; how many were made."""
    cursor.execute("SELECT portal_audit_months(%s)", [AHEAD])
    return int(cursor.fetchone()[0])
