-- What plans promise, month by month, and what of it was done: the earliest promise is kept first.
CREATE VIEW promises_promised AS
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
        FROM plans_serviceplan p
        JOIN plans_planitem i ON i.plan_id = p.id
        CROSS JOIN LATERAL unnest(i.months) WITH ORDINALITY AS m (nr, ord)
        CROSS JOIN LATERAL (SELECT make_date(extract(year FROM p.start_on)::integer
            + CASE WHEN m.nr < extract(month FROM p.start_on) THEN 1 ELSE 0 END, m.nr::integer, 1) AS month) f
        WHERE p.state IN ({promising})
    ) w
) u
JOIN enterprises_enterprise e ON e.id = u.enterprise_id
LEFT JOIN (
    SELECT p.id AS plan_id, a.insurer_id, a.city_code, a.county_code, a.policy_id, a.enterprise_id, a.kind,
           a.campaign_assist, count(*) AS services
    FROM activities_given a
    JOIN plans_serviceplan p ON p.policy_id = a.policy_id AND a.start_on BETWEEN p.start_on AND p.end_on
        AND p.state IN ({promising})
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
) d ON d.plan_id = u.plan_id AND d.insurer_id = u.insurer_id AND d.city_code = u.city_code
    AND d.county_code = u.county_code AND d.policy_id = u.policy_id AND d.enterprise_id = u.enterprise_id
    AND d.kind = u.kind AND d.campaign_assist = u.campaign_assist;
