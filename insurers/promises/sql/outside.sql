-- Services beyond what the plan of their period promises, or without a plan.
CREATE VIEW promises_outside AS
SELECT a.id, a.plan_id, a.policy_id, a.insurer_id, a.enterprise_id, a.city_code, a.county_code,
       coalesce(nullif(e.main_sector, ''), e.sectors[1], '') AS sector, a.kind, a.campaign_assist, a.month
FROM (
    SELECT s.id, p.id AS plan_id, s.policy_id, s.insurer_id, s.enterprise_id, s.city_code, s.county_code, s.kind,
           s.campaign_assist, date_trunc('month', s.start_on)::date AS month,
           row_number() OVER (PARTITION BY s.policy_id, s.insurer_id, s.city_code, s.county_code, s.enterprise_id,
               p.id, s.kind, s.campaign_assist ORDER BY s.start_on, s.id) AS nr
    FROM activities_given s
    LEFT JOIN plans_serviceplan p ON p.policy_id = s.policy_id AND s.start_on BETWEEN p.start_on AND p.end_on
        AND p.state IN ({promising})
) a
JOIN enterprises_enterprise e ON e.id = a.enterprise_id
LEFT JOIN (
    SELECT p.id AS plan_id, p.insurer_id, p.city_code, i.kind, i.campaign_assist, sum(i.frequency) AS times
    FROM plans_serviceplan p JOIN plans_planitem i ON i.plan_id = p.id
    WHERE p.state IN ({promising})
    GROUP BY 1, 2, 3, 4, 5
) t ON t.plan_id = a.plan_id AND t.insurer_id = a.insurer_id AND t.city_code = a.city_code AND t.kind = a.kind
    AND t.campaign_assist = a.campaign_assist
WHERE a.nr > coalesce(t.times, 0);
