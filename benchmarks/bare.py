"""The aggregations behind the figures as somebody would write them by hand: once for the whole province, no city apart.

Parameters of all of them: the cut-off, and the first and the last day of the campaign.
"""

from typing import Final

COVERED: Final = """
    SELECT DISTINCT p.enterprise_id FROM policies_policy p LEFT JOIN policies_policydetail d ON d.policy_id = p.id
    WHERE p.status = 'IN_FORCE' AND p.start_on <= %(cutoff)s AND coalesce(d.cover_end_on, p.end_on) >= %(cutoff)s"""
GIVEN: Final = """
    a.state NOT IN ('VOID', 'SCHEDULED') AND a.start_on BETWEEN %(first)s AND least(%(last)s, %(cutoff)s)
    AND NOT EXISTS (SELECT 1 FROM activities_activitydetail d JOIN activities_activity o ON o.id = d.activity_id
                    WHERE d.corrects_id = a.id AND o.state NOT IN ('VOID', 'SCHEDULED'))"""
FIRMS: Final = f"""
    WITH covered AS ({COVERED}), served AS (
        SELECT a.enterprise_id, bool_or(a.campaign_assist) AS assisted, bool_or(a.kind = 'TRAIN') AS train,
               bool_or(a.kind = 'HAZ') AS haz, bool_or(a.kind = 'DRILL') AS drill, bool_or('D1' = ANY (a.topics)) AS d1
        FROM activities_activity a WHERE {GIVEN} GROUP BY a.enterprise_id),
    planned AS (SELECT DISTINCT enterprise_id FROM plans_serviceplan
                WHERE state IN ('CONFIRMED', 'ACTIVE', 'FINISHED', 'EVALUATED') AND confirm_on <= %(cutoff)s),
    firms AS (
        SELECT e.status IN ('ACTIVE', 'BUILDING') AND e.merged_into_id IS NULL AND e.sectors && %(sectors)s::varchar[]
               AND NOT EXISTS (SELECT 1 FROM enterprises_exemption x WHERE x.enterprise_id = e.id
                   AND x.state = 'APPROVED' AND x.starts_on <= %(cutoff)s
                   AND (x.ends_on IS NULL OR x.ends_on >= %(cutoff)s)) AS must,
               c.enterprise_id IS NOT NULL AS covered, p.enterprise_id IS NOT NULL AS planned, s.*
        FROM enterprises_enterprise e LEFT JOIN covered c ON c.enterprise_id = e.id
        LEFT JOIN served s ON s.enterprise_id = e.id LEFT JOIN planned p ON p.enterprise_id = e.id)
    SELECT count(*) FILTER (WHERE must), count(*) FILTER (WHERE must AND covered),
           count(*) FILTER (WHERE must AND NOT covered), count(*) FILTER (WHERE covered),
           count(*) FILTER (WHERE covered AND assisted), count(*) FILTER (WHERE covered AND train),
           count(*) FILTER (WHERE covered AND haz), count(*) FILTER (WHERE covered AND drill),
           count(*) FILTER (WHERE covered AND planned), count(*) FILTER (WHERE d1) FROM firms"""
POLICIES: Final = """
    SELECT sum(premium), sum(premium) FILTER (WHERE campaign), sum(round(premium * fee_rate, 2)) FILTER (WHERE campaign)
    FROM (SELECT p.premium_paid + coalesce(e.added, 0) AS premium, p.fee_rate,
                 p.start_on <= %(last)s AND p.end_on >= %(first)s AS campaign
          FROM policies_policy p LEFT JOIN (
              SELECT policy_id, sum(premium_paid_change) AS added FROM policies_endorsement
              WHERE effective_on <= %(cutoff)s GROUP BY policy_id) e ON e.policy_id = p.id
          WHERE p.start_on <= %(cutoff)s) g"""
KINDS: Final = ("TRAIN", "HAZ", "DRILL", "RISK", "STD", "TECH", "CASE", "OTHER")
TOPICS: Final = [f"{kind}{n}" for kind in "TD" for n in range(1, 5)]
SERVICES: Final = (
    "SELECT "
    + ", ".join(
        [
            *[f"count(*) FILTER (WHERE a.kind = '{kind}')" for kind in KINDS],
            *[f"sum(a.participants) FILTER (WHERE a.kind = '{kind}')" for kind in ("TRAIN", "DRILL")],
            *[f"count(*) FILTER (WHERE a.topics @> '{{{topic}}}')" for topic in TOPICS],
            *[f"sum(a.participants) FILTER (WHERE a.topics @> '{{{topic}}}')" for topic in TOPICS],
            *[f"sum(a.h{n}_{what})" for n in range(1, 7) for what in ("checked", "problems")],
        ]
    )
    + f" FROM activities_activity a WHERE {GIVEN}"
)
IS_CLOSED: Final = "h.closed_on <= %(cutoff)s"
IS_TOLD: Final = "h.state <> 'RECORDED' AND h.notified_on <= %(cutoff)s AND h.receiver > ''"
IS_MAJOR: Final = "h.level = 'MAJOR'"
IS_TREATED: Final = f"{IS_MAJOR} AND h.state IN ('RECTIFYING', 'SUBMITTED', 'CLOSED')"
HAS_POINTS: Final = " AND ".join(
    f"t.points -> '{key}' ->> 'settled' = 'true' AND t.points -> '{key}' ->> 'text' <> '' "
    f"AND t.points -> '{key}' ->> 'person' <> ''"
    for key in ("measures", "persons", "funds", "limits", "emergency")
)
CONDITIONS: Final = (
    "h.level = 'GENERAL'",
    IS_MAJOR,
    IS_TOLD,
    "h.rectified_on <= %(cutoff)s",
    IS_CLOSED,
    "(h.closed_on IS NULL OR h.closed_on > %(cutoff)s) AND h.deadline < %(cutoff)s",
    "h.refused_on <= %(cutoff)s",
    f"{IS_MAJOR} AND {IS_CLOSED}",
    "h.deadline <= %(cutoff)s",
    "h.deadline <= %(cutoff)s AND h.closed_on <= h.deadline",
    f"{IS_MAJOR} AND {IS_TOLD}",
    f"{IS_MAJOR} AND {IS_TOLD} AND h.capacity IN ('HEAD', 'CONTROLLER')",
    IS_TREATED,
    f"{IS_TREATED} AND {HAS_POINTS} AND t.points -> 'funds' ->> 'amount' ~ '^[0-9]'",
    *[f"h.topic = 'H{n}' AND {IS_CLOSED}" for n in range(1, 7)],
)
COUNTING: Final = "h.state NOT IN ('DRAFT', 'VOID') AND h.found_on BETWEEN %(first)s AND least(%(last)s, %(cutoff)s)"
HAZARDS: Final = (
    "SELECT count(*), "
    + ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in CONDITIONS)
    + " FROM hazards_hazard h LEFT JOIN hazards_treatment t ON t.hazard_id = h.id AND h.level = 'MAJOR' "
    + f"WHERE {COUNTING}"
)
REFUSALS: Final = f"""
    SELECT count(*), count(*) FILTER (WHERE (SELECT count(DISTINCT role) FROM hazards_refusalreport p, unnest(p.roles) role
        WHERE p.refusal_id = r.id AND p.sent_at <= r.agreed_at + interval '24 hours') = 2)
    FROM hazards_refusal r JOIN hazards_hazard h ON h.id = r.hazard_id
    WHERE {COUNTING} AND (r.reported_at AT TIME ZONE 'Asia/Shanghai')::date <= %(cutoff)s"""
VOUCHERS: Final = """
    SELECT sum(amount) FROM expenses_expense WHERE booked_on BETWEEN %(first)s AND least(%(last)s, %(cutoff)s)"""
CONTRACTS: Final = f"""
    SELECT count(*), count(*) FILTER (WHERE managed) FROM enterprises_outsourcing o
    WHERE o.enterprise_id IN ({COVERED})"""
ALL: Final = (FIRMS, POLICIES, SERVICES, HAZARDS, REFUSALS, VOUCHERS, CONTRACTS)
