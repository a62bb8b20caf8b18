-- The ledger of plans as the workbook has it: a row for each item, the head of its plan repeated (ADR 14).
CREATE VIEW plans_planrow AS
SELECT i.id, p.insurer_id, p.plan_no, i.item_no, p.policy_id, p.enterprise_id, p.city_code, p.county_code, p.start_on,
       p.end_on, p.basis_sector, p.basis_scale, p.basis_risk, p.basis_people, p.basis_mgmt, p.basis_history,
       p.standards, p.special_measures, p.fee_estimate, p.fee_reason, p.safeguards, p.talk_on, p.talk_people, p.note,
       i.kind, i.topics, i.measures, i.form, i.frequency, i.months, i.agency_id, i.staff, i.experts, i.goal,
       i.campaign_assist, i.created_at, i.updated_at
FROM plans_serviceplan p JOIN plans_planitem i ON i.plan_id = p.id WHERE p.is_latest;

CREATE FUNCTION plans_planrow_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found_plan bigint;
BEGIN
    SELECT id INTO found_plan FROM plans_serviceplan
        WHERE insurer_id = NEW.insurer_id AND plan_no = NEW.plan_no AND is_latest;
    IF found_plan IS NULL THEN
        -- A plan takes the grade that the register gives the unit (N11); the workbook has no column for it.
        INSERT INTO plans_serviceplan (insurer_id, plan_no, version, is_latest, policy_id, enterprise_id, city_code,
            county_code, start_on, end_on, basis_sector, basis_scale, basis_risk, basis_people, basis_mgmt,
            basis_history, risk_grade, standards, special_measures, fee_estimate, fee_reason, safeguards, talk_on,
            talk_people, state, amend_reason, opinion, confirm_way, confirm_by, evaluation, note, created_at, updated_at)
        VALUES (NEW.insurer_id, NEW.plan_no, 1, true, NEW.policy_id, NEW.enterprise_id, NEW.city_code,
            NEW.county_code, NEW.start_on, NEW.end_on, NEW.basis_sector, NEW.basis_scale, NEW.basis_risk,
            NEW.basis_people, NEW.basis_mgmt, NEW.basis_history,
            (SELECT e.risk_grade FROM enterprises_enterprise e WHERE e.id = NEW.enterprise_id), NEW.standards,
            NEW.special_measures, NEW.fee_estimate, NEW.fee_reason, NEW.safeguards, NEW.talk_on, NEW.talk_people,
            {draft}, '', '', '', '', '', NEW.note, NEW.created_at, NEW.updated_at)
        RETURNING id INTO found_plan;
    ELSE
        PERFORM plans_planrow_head(found_plan, NEW);
    END IF;
    INSERT INTO plans_planitem (plan_id, item_no, kind, topics, measures, form, frequency, months, agency_id, staff,
        experts, goal, campaign_assist, created_at, updated_at)
    VALUES (found_plan, NEW.item_no, NEW.kind, NEW.topics, NEW.measures, NEW.form, NEW.frequency, NEW.months,
        NEW.agency_id, NEW.staff, NEW.experts, NEW.goal, NEW.campaign_assist, NEW.created_at, NEW.updated_at)
    RETURNING id INTO NEW.id;
    RETURN NEW;
END $$;

CREATE FUNCTION plans_planrow_head(found_plan bigint, said plans_planrow) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE plans_serviceplan SET policy_id = said.policy_id, enterprise_id = said.enterprise_id,
        city_code = said.city_code, county_code = said.county_code, start_on = said.start_on, end_on = said.end_on,
        basis_sector = said.basis_sector, basis_scale = said.basis_scale, basis_risk = said.basis_risk,
        basis_people = said.basis_people, basis_mgmt = said.basis_mgmt, basis_history = said.basis_history,
        standards = said.standards, special_measures = said.special_measures, fee_estimate = said.fee_estimate,
        fee_reason = said.fee_reason, safeguards = said.safeguards, talk_on = said.talk_on,
        talk_people = said.talk_people, note = said.note, updated_at = said.updated_at
    WHERE id = found_plan AND (policy_id, start_on, end_on, basis_sector, basis_scale, basis_risk, basis_people,
            basis_mgmt, basis_history, standards, special_measures, fee_estimate, fee_reason, safeguards, talk_on,
            talk_people, note, enterprise_id, city_code, county_code)
        IS DISTINCT FROM (said.policy_id, said.start_on, said.end_on, said.basis_sector, said.basis_scale,
            said.basis_risk, said.basis_people, said.basis_mgmt, said.basis_history, said.standards,
            said.special_measures, said.fee_estimate, said.fee_reason, said.safeguards, said.talk_on,
            said.talk_people, said.note, said.enterprise_id, said.city_code, said.county_code);
END $$;

CREATE FUNCTION plans_planrow_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM plans_planrow_head((SELECT plan_id FROM plans_planitem WHERE id = OLD.id), NEW);
    UPDATE plans_planitem SET kind = NEW.kind, topics = NEW.topics, measures = NEW.measures, form = NEW.form,
        frequency = NEW.frequency, months = NEW.months, agency_id = NEW.agency_id, staff = NEW.staff,
        experts = NEW.experts, goal = NEW.goal, campaign_assist = NEW.campaign_assist, updated_at = NEW.updated_at
    WHERE id = OLD.id;
    RETURN NEW;
END $$;

CREATE FUNCTION plans_planrow_delete() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found_plan bigint;
BEGIN
    DELETE FROM plans_planitem WHERE id = OLD.id RETURNING plan_id INTO found_plan;
    DELETE FROM plans_serviceplan p WHERE p.id = found_plan
        AND NOT EXISTS (SELECT 1 FROM plans_planitem i WHERE i.plan_id = p.id);
    RETURN OLD;
END $$;

CREATE TRIGGER planrow_insert INSTEAD OF INSERT ON plans_planrow
    FOR EACH ROW EXECUTE FUNCTION plans_planrow_insert();
CREATE TRIGGER planrow_update INSTEAD OF UPDATE ON plans_planrow
    FOR EACH ROW EXECUTE FUNCTION plans_planrow_update();
CREATE TRIGGER planrow_delete INSTEAD OF DELETE ON plans_planrow
    FOR EACH ROW EXECUTE FUNCTION plans_planrow_delete();
