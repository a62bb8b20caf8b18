"""The keys that stand instead of the single ones: a policy's insurer, and a service's policy with all it copies."""

from django.db import migrations

CREATE = """
ALTER TABLE insurers_policy ADD CONSTRAINT policy_insurer_exists
    FOREIGN KEY (insurer_id) REFERENCES accounts_organisation (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE insurers_activity DROP CONSTRAINT activity_lies_where_enterprise_lies;
ALTER TABLE insurers_activity ADD CONSTRAINT activity_follows_its_policy
    FOREIGN KEY (policy_id, insurer_id, enterprise_id, county_code, city_code)
    REFERENCES insurers_policy (id, insurer_id, enterprise_id, county_code, city_code)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
DROP = """
ALTER TABLE insurers_activity DROP CONSTRAINT activity_follows_its_policy;
ALTER TABLE insurers_activity ADD CONSTRAINT activity_lies_where_enterprise_lies
    FOREIGN KEY (enterprise_id, county_code, city_code)
    REFERENCES enterprises_enterprise (id, county_code, city_code) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE insurers_policy DROP CONSTRAINT policy_insurer_exists;
"""


class Migration(migrations.Migration):
    dependencies = [("insurers", "0003_import_in_one_statement")]
    operations = [migrations.RunSQL(CREATE, DROP)]
