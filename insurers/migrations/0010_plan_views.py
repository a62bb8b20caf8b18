"""Plans in the database: their keys, the views of what they promise, and the ledger that their workbook is merged into."""

from django.db import migrations

#: A plan copies its place from its policy (ADR 2).
KEYS = """
ALTER TABLE insurers_serviceplan ADD CONSTRAINT plan_follows_its_policy
    FOREIGN KEY (policy_id, insurer_id, enterprise_id, county_code, city_code)
    REFERENCES insurers_policy (id, insurer_id, enterprise_id, county_code, city_code)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
DROP_KEYS = "ALTER TABLE insurers_serviceplan DROP CONSTRAINT plan_follows_its_policy;"

#: Promises by item and month against the services that keep them, the earliest promise first. All columns by which
#: pages choose rows are in the windows' partitions and in the grouping, so that a choice of rows reaches the tables.
PROMISED = """
CREATE VIEW insurers_promised AS
SELECT u.id, u.item_id, u.plan_id, u.policy_id, u.insurer_id, u.enterprise_id, u.city_code, u.county_code,
       coalesce(nullif(e.main_sector, ''), e.sectors[1], '') AS sector, u.kind, u.campaign_assist, u.month, u.due_on,
       u.times, greatest(0, least(u.times, coalesce(d.services, 0) - (u.upto - u.times)))::integer AS done
FROM (
    SELECT w.*, sum(w.times) OVER (PARTITION BY w.plan_id, w.insurer_id, w.city_code, w.county_code, w.policy_id,
               w.enterprise_id, w.kind, w.campaign_assist ORDER BY w.month, w.item_no) AS upto
    FROM (
        SELECT i.id * 16 + m.nr AS id, i.id AS item_id, i.item_no, p.id AS plan_id, p.policy_id, p.insurer_id,
               p.enterprise_id, p.city_code, p.county_code, i.kind, i.campaign_assist, f.month,
               least((f.month + interval '1 month - 1 day')::date, p.end_on) AS due_on,
               i.frequency / cardinality(i.months)
                   + CASE WHEN m.ord <= i.frequency % cardinality(i.months) THEN 1 ELSE 0 END AS times
        FROM insurers_serviceplan p
        JOIN insurers_planitem i ON i.plan_id = p.id
        CROSS JOIN LATERAL unnest(i.months) WITH ORDINALITY AS m (nr, ord)
        CROSS JOIN LATERAL (SELECT make_date(extract(year FROM p.start_on)::integer
            + CASE WHEN m.nr < extract(month FROM p.start_on) THEN 1 ELSE 0 END, m.nr::integer, 1) AS month) f
        WHERE p.state IN ('CONFIRMED', 'ACTIVE', 'FINISHED', 'EVALUATED')
    ) w
) u
JOIN enterprises_enterprise e ON e.id = u.enterprise_id
LEFT JOIN (
    SELECT p.id AS plan_id, a.insurer_id, a.city_code, a.county_code, a.policy_id, a.enterprise_id, a.kind,
           a.campaign_assist, count(*) AS services
    FROM insurers_activity a
    JOIN insurers_serviceplan p ON p.policy_id = a.policy_id AND a.start_on BETWEEN p.start_on AND p.end_on
        AND p.state IN ('CONFIRMED', 'ACTIVE', 'FINISHED', 'EVALUATED')
    WHERE a.state <> 'VOID'
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
) d ON d.plan_id = u.plan_id AND d.insurer_id = u.insurer_id AND d.city_code = u.city_code
    AND d.county_code = u.county_code AND d.policy_id = u.policy_id AND d.enterprise_id = u.enterprise_id
    AND d.kind = u.kind AND d.campaign_assist = u.campaign_assist;
"""
OUTSIDE = """
CREATE VIEW insurers_outside AS
SELECT a.id, a.plan_id, a.policy_id, a.insurer_id, a.enterprise_id, a.city_code, a.county_code,
       coalesce(nullif(e.main_sector, ''), e.sectors[1], '') AS sector, a.kind, a.campaign_assist, a.month
FROM (
    SELECT s.id, p.id AS plan_id, s.policy_id, s.insurer_id, s.enterprise_id, s.city_code, s.county_code, s.kind,
           s.campaign_assist, date_trunc('month', s.start_on)::date AS month,
           row_number() OVER (PARTITION BY s.policy_id, s.insurer_id, s.city_code, s.county_code, s.enterprise_id,
               p.id, s.kind, s.campaign_assist ORDER BY s.start_on, s.id) AS nr
    FROM insurers_activity s
    LEFT JOIN insurers_serviceplan p ON p.policy_id = s.policy_id AND s.start_on BETWEEN p.start_on AND p.end_on
        AND p.state IN ('CONFIRMED', 'ACTIVE', 'FINISHED', 'EVALUATED')
    WHERE s.state <> 'VOID'
) a
JOIN enterprises_enterprise e ON e.id = a.enterprise_id
LEFT JOIN (
    SELECT p.id AS plan_id, p.insurer_id, p.city_code, i.kind, i.campaign_assist, sum(i.frequency) AS times
    FROM insurers_serviceplan p JOIN insurers_planitem i ON i.plan_id = p.id
    WHERE p.state IN ('CONFIRMED', 'ACTIVE', 'FINISHED', 'EVALUATED')
    GROUP BY 1, 2, 3, 4, 5
) t ON t.plan_id = a.plan_id AND t.insurer_id = a.insurer_id AND t.city_code = a.city_code AND t.kind = a.kind
    AND t.campaign_assist = a.campaign_assist
WHERE a.nr > coalesce(t.times, 0);
"""

#: A row of the workbook is an item with its plan: the newest version of it. Only drafts are written; the import has
#: refused the other rows before, and checks again under its lock.
ROWS = """
CREATE VIEW insurers_planrow AS
SELECT i.id, p.insurer_id, p.plan_no, i.item_no, p.policy_id, p.enterprise_id, p.city_code, p.county_code, p.start_on,
       p.end_on, p.basis_sector, p.basis_scale, p.basis_risk, p.basis_people, p.basis_mgmt, p.basis_history,
       p.standards, p.special_measures, p.fee_estimate, p.fee_reason, p.safeguards, p.talk_on, p.talk_people, p.note,
       i.kind, i.topics, i.measures, i.form, i.frequency, i.months, i.agency_id, i.staff, i.experts, i.goal,
       i.campaign_assist, i.created_at, i.updated_at
FROM insurers_serviceplan p JOIN insurers_planitem i ON i.plan_id = p.id WHERE p.is_latest;

CREATE FUNCTION insurers_planrow_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found_plan bigint;
BEGIN
    SELECT id INTO found_plan FROM insurers_serviceplan
        WHERE insurer_id = NEW.insurer_id AND plan_no = NEW.plan_no AND is_latest;
    IF found_plan IS NULL THEN
        INSERT INTO insurers_serviceplan (insurer_id, plan_no, version, is_latest, policy_id, enterprise_id, city_code,
            county_code, start_on, end_on, basis_sector, basis_scale, basis_risk, basis_people, basis_mgmt,
            basis_history, standards, special_measures, fee_estimate, fee_reason, safeguards, talk_on, talk_people,
            state, amend_reason, opinion, confirm_way, confirm_by, evaluation, note, created_at, updated_at)
        VALUES (NEW.insurer_id, NEW.plan_no, 1, true, NEW.policy_id, NEW.enterprise_id, NEW.city_code,
            NEW.county_code, NEW.start_on, NEW.end_on, NEW.basis_sector, NEW.basis_scale, NEW.basis_risk,
            NEW.basis_people, NEW.basis_mgmt, NEW.basis_history, NEW.standards, NEW.special_measures,
            NEW.fee_estimate, NEW.fee_reason, NEW.safeguards, NEW.talk_on, NEW.talk_people,
            'DRAFT', '', '', '', '', '', NEW.note, NEW.created_at, NEW.updated_at)
        RETURNING id INTO found_plan;
    ELSE
        PERFORM insurers_planrow_head(found_plan, NEW);
    END IF;
    INSERT INTO insurers_planitem (plan_id, item_no, kind, topics, measures, form, frequency, months, agency_id, staff,
        experts, goal, campaign_assist, created_at, updated_at)
    VALUES (found_plan, NEW.item_no, NEW.kind, NEW.topics, NEW.measures, NEW.form, NEW.frequency, NEW.months,
        NEW.agency_id, NEW.staff, NEW.experts, NEW.goal, NEW.campaign_assist, NEW.created_at, NEW.updated_at)
    RETURNING id INTO NEW.id;
    RETURN NEW;
END $$;

CREATE FUNCTION insurers_planrow_head(found_plan bigint, said insurers_planrow) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE insurers_serviceplan SET policy_id = said.policy_id, enterprise_id = said.enterprise_id,
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

CREATE FUNCTION insurers_planrow_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM insurers_planrow_head((SELECT plan_id FROM insurers_planitem WHERE id = OLD.id), NEW);
    UPDATE insurers_planitem SET kind = NEW.kind, topics = NEW.topics, measures = NEW.measures, form = NEW.form,
        frequency = NEW.frequency, months = NEW.months, agency_id = NEW.agency_id, staff = NEW.staff,
        experts = NEW.experts, goal = NEW.goal, campaign_assist = NEW.campaign_assist, updated_at = NEW.updated_at
    WHERE id = OLD.id;
    RETURN NEW;
END $$;

CREATE FUNCTION insurers_planrow_delete() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found_plan bigint;
BEGIN
    DELETE FROM insurers_planitem WHERE id = OLD.id RETURNING plan_id INTO found_plan;
    DELETE FROM insurers_serviceplan p WHERE p.id = found_plan
        AND NOT EXISTS (SELECT 1 FROM insurers_planitem i WHERE i.plan_id = p.id);
    RETURN OLD;
END $$;

CREATE TRIGGER planrow_insert INSTEAD OF INSERT ON insurers_planrow
    FOR EACH ROW EXECUTE FUNCTION insurers_planrow_insert();
CREATE TRIGGER planrow_update INSTEAD OF UPDATE ON insurers_planrow
    FOR EACH ROW EXECUTE FUNCTION insurers_planrow_update();
CREATE TRIGGER planrow_delete INSTEAD OF DELETE ON insurers_planrow
    FOR EACH ROW EXECUTE FUNCTION insurers_planrow_delete();

CREATE UNLOGGED TABLE insurers_planrow_stage (
    run varchar(32) NOT NULL, row_no integer NOT NULL, identity_text text,
    insurer_id bigint, plan_no varchar(40), item_no smallint, policy_id bigint, enterprise_id bigint,
    city_code varchar(6), county_code varchar(6), start_on date, end_on date, basis_sector text, basis_scale text,
    basis_risk text, basis_people text, basis_mgmt text, basis_history text, standards varchar(20)[],
    special_measures text, fee_estimate numeric(14, 2), fee_reason varchar(500), safeguards text, talk_on date,
    talk_people varchar(200), note varchar(500), kind varchar(20), topics varchar(4)[], measures text,
    form varchar(20), frequency smallint, months smallint[], agency_id bigint, staff varchar(200),
    experts varchar(200), goal varchar(200), campaign_assist boolean
);
CREATE INDEX insurers_planrow_stage_run ON insurers_planrow_stage (run);
"""
DROP_ROWS = """
DROP TABLE insurers_planrow_stage;
DROP TRIGGER planrow_insert ON insurers_planrow;
DROP TRIGGER planrow_update ON insurers_planrow;
DROP TRIGGER planrow_delete ON insurers_planrow;
DROP FUNCTION insurers_planrow_insert();
DROP FUNCTION insurers_planrow_update();
DROP FUNCTION insurers_planrow_delete();
DROP FUNCTION insurers_planrow_head(bigint, insurers_planrow);
DROP VIEW insurers_planrow;
"""


class Migration(migrations.Migration):
    dependencies = [("insurers", "0009_plans")]
    operations = [
        migrations.RunSQL(KEYS, DROP_KEYS),
        migrations.RunSQL(PROMISED, "DROP VIEW insurers_promised;"),
        migrations.RunSQL(OUTSIDE, "DROP VIEW insurers_outside;"),
        migrations.RunSQL(ROWS, DROP_ROWS),
    ]
