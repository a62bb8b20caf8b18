-- A policy lies where its enterprise lies and moves with it in the same statement (ADR 2).
ALTER TABLE policies_policy ADD CONSTRAINT policy_lies_where_enterprise_lies
    FOREIGN KEY (enterprise_id, county_code, city_code)
    REFERENCES enterprises_enterprise (id, county_code, city_code) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE policies_policy ADD CONSTRAINT policy_insurer_exists
    FOREIGN KEY (insurer_id) REFERENCES accounts_organisation (id) DEFERRABLE INITIALLY DEFERRED;
