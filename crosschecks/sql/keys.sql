-- Whose a question is and where it lies follows its policy (ADR 2).
ALTER TABLE crosschecks_inquiry ADD CONSTRAINT inquiry_follows_its_policy
    FOREIGN KEY (policy_id, insurer_id, enterprise_id, county_code, city_code)
    REFERENCES policies_policy (id, insurer_id, enterprise_id, county_code, city_code)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
