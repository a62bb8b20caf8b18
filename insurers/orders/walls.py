"""What an order opens to its agency in the database (`core.walls.policies`)."""

from typing import Final

from core.walls import Family

ALSO: Final = {
    "policies_policy": {Family.AGENCY: "EXISTS (SELECT 1 FROM orders_serviceorder o WHERE o.policy_id = {table}.id)"},
    "enterprises_enterprise": {
        Family.AGENCY: "EXISTS (SELECT 1 FROM orders_serviceorder o JOIN policies_policy p ON p.id = o.policy_id "
        "WHERE p.enterprise_id = {table}.id)"
    },
}
