"""The staging table of the register's workbooks: unlogged, since a lost stage is checked again."""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE enterprises_stage (
    run varchar(32) NOT NULL, row_no integer NOT NULL, identity_text text,
    uscc varchar(18), name varchar(200), city_code varchar(6), county_code varchar(6), address varchar(255),
    sectors varchar(20)[], employees integer, principal varchar(50), phone varchar(20), status varchar(20),
    key_enterprise boolean, outsourcing boolean, licence_no varchar(50), licence_expiry date, note varchar(500)
);
CREATE INDEX enterprises_stage_run ON enterprises_stage (run);
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE enterprises_stage")]
