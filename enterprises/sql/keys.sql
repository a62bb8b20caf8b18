-- An enterprise lies in a county and in the city of that county: one key says both.
ALTER TABLE enterprises_enterprise ADD CONSTRAINT enterprise_county_of_its_city
    FOREIGN KEY (county_code, city_code) REFERENCES accounts_division (code, parent_code)
    DEFERRABLE INITIALLY DEFERRED;
