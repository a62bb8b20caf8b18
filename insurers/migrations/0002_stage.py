"""Staging tables, and the composite keys by which policies and services follow their enterprise's place.

Where an enterprise moves to another county, its policies and services move with it in the same statement.
"""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE insurers_policy_stage (
    run varchar(32) NOT NULL, row_no integer NOT NULL, identity_text text,
    insurer_id bigint, policy_no varchar(40), enterprise_id bigint, city_code varchar(6), county_code varchar(6),
    enterprise_name varchar(200), start_on date, end_on date, insured_people integer,
    limit_per_person numeric(14, 2), limit_per_accident numeric(14, 2), limit_total numeric(14, 2),
    premium_due numeric(14, 2), premium_paid numeric(14, 2), fee_rate numeric(6, 4), status varchar(20),
    note varchar(500)
);
CREATE INDEX insurers_policy_stage_run ON insurers_policy_stage (run);
CREATE UNLOGGED TABLE insurers_activity_stage (
    run varchar(32) NOT NULL, row_no integer NOT NULL, identity_text text,
    insurer_id bigint, activity_no varchar(40), policy_id bigint, enterprise_id bigint, city_code varchar(6),
    county_code varchar(6), enterprise_name varchar(200), kind varchar(20), topics varchar(4)[],
    campaign_assist boolean, start_on date, end_on date, form varchar(20), place varchar(255), agency_id bigint,
    staff varchar(200), participants integer, content text, general_hazards integer, major_hazards integer,
    notice_no varchar(60), cost numeric(14, 2), satisfaction smallint, note varchar(500)
);
CREATE INDEX insurers_activity_stage_run ON insurers_activity_stage (run);
"""
DROP = "DROP TABLE insurers_policy_stage; DROP TABLE insurers_activity_stage;"

PLACES = """
ALTER TABLE insurers_policy ADD CONSTRAINT policy_lies_where_enterprise_lies
    FOREIGN KEY (enterprise_id, county_code, city_code)
    REFERENCES enterprises_enterprise (id, county_code, city_code) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE insurers_activity ADD CONSTRAINT activity_lies_where_enterprise_lies
    FOREIGN KEY (enterprise_id, county_code, city_code)
    REFERENCES enterprises_enterprise (id, county_code, city_code) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
UNPLACE = """
ALTER TABLE insurers_policy DROP CONSTRAINT policy_lies_where_enterprise_lies;
ALTER TABLE insurers_activity DROP CONSTRAINT activity_lies_where_enterprise_lies;
"""


class Migration(migrations.Migration):
    dependencies = [("insurers", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP), migrations.RunSQL(PLACES, UNPLACE)]
