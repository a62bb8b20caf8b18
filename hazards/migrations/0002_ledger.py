"""What models cannot say: place by the enterprise's key, search by pairs of characters, the stage of the catalogue."""

from django.db import migrations

from core.imports.ledger_sql import create_stage
from hazards.importing import LEDGER

#: Places within an enterprise's key (ADR 2).
CREATE = r"""
ALTER TABLE hazards_hazard ADD CONSTRAINT hazard_lies_where_enterprise_lies
    FOREIGN KEY (enterprise_id, county_code, city_code)
    REFERENCES enterprises_enterprise (id, county_code, city_code) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

-- Place and description without blanks, a letter that no text has between all characters: each three of them that begin
-- with a character of the text are a pair of neighbours, which the index of trigrams holds and a LIKE finds by it.
-- Filled after the row was written (services/searching.py); the rows without are found by an index of their own.
ALTER TABLE hazards_hazard ADD COLUMN words text;
CREATE INDEX hazard_words ON hazards_hazard USING gin (words gin_trgm_ops) WHERE words IS NOT NULL;
CREATE INDEX hazard_wordless ON hazards_hazard (id) WHERE words IS NULL;
-- The numbers by which a hazard is sought besides its own: without any one of them a search reads the whole ledger.
CREATE INDEX hazard_notice_no ON hazards_hazard (notice_no) WHERE notice_no <> '';
CREATE INDEX hazard_insurer_ref ON hazards_hazard (insurer_ref) WHERE insurer_ref <> '';
CREATE INDEX hazard_source_no ON hazards_hazard (source_no) WHERE source_no <> '';
"""
DROP = """
ALTER TABLE hazards_hazard DROP COLUMN words;
ALTER TABLE hazards_hazard DROP CONSTRAINT hazard_lies_where_enterprise_lies;
"""


class Migration(migrations.Migration):
    dependencies = [("hazards", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP), create_stage(LEDGER)]
