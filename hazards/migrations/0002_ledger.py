"""What models cannot say: place by the enterprise's key, search by pairs of characters, the workbooks' stages."""

from django.db import migrations

#: Places within an enterprise's key (ADR 2); the stage of the workbook is without history and without log.
CREATE = r"""
ALTER TABLE hazards_hazard ADD CONSTRAINT hazard_lies_where_enterprise_lies
    FOREIGN KEY (enterprise_id, county_code, city_code)
    REFERENCES enterprises_enterprise (id, county_code, city_code) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

-- Place and description without blanks, a letter that no text has between all characters: each three of them that begin
-- with a character of the text are a pair of neighbours, which the index of trigrams holds and a LIKE finds by it.
ALTER TABLE hazards_hazard ADD COLUMN words text GENERATED ALWAYS AS (
    regexp_replace(translate(lower(place || E'\x1e' || description), E' \t\r\n\u3000', ''), '(.)', E'\\1\u01c1', 'g')
) STORED;
CREATE INDEX hazard_words ON hazards_hazard USING gin (words gin_trgm_ops);

CREATE UNLOGGED TABLE hazards_hazard_stage (
    run varchar(32) NOT NULL, row_no integer NOT NULL, identity_text text,
    insurer_id bigint, insurer_ref varchar(40), source_no varchar(60), enterprise_id bigint, city_code varchar(6),
    county_code varchar(6), sector varchar(20), level varchar(20), criterion_id bigint, basis varchar(300),
    category varchar(20), topic varchar(4), place varchar(200), description text, found_on date,
    found_by varchar(100), notice_no varchar(60), notified_on date, receiver varchar(100), deadline date,
    measures text, rectified_on date, note varchar(500), submitted_by_id bigint, submitted_on date, sheet varchar(32)
);
CREATE INDEX hazards_hazard_stage_run ON hazards_hazard_stage (run);
CREATE UNLOGGED TABLE hazards_criterion_stage (
    run varchar(32) NOT NULL, row_no integer NOT NULL, identity_text text,
    version_id bigint, number varchar(30), label varchar(100), text text
);
CREATE INDEX hazards_criterion_stage_run ON hazards_criterion_stage (run);
"""
DROP = """
DROP TABLE hazards_criterion_stage;
DROP TABLE hazards_hazard_stage;
ALTER TABLE hazards_hazard DROP COLUMN words;
ALTER TABLE hazards_hazard DROP CONSTRAINT hazard_lies_where_enterprise_lies;
"""


class Migration(migrations.Migration):
    dependencies = [("hazards", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
