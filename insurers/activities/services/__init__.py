"""Writes of services in the browser: records and every step of their life (domain.md 4.5, 5.2)."""

from insurers.activities.services.naming import name_campaign, nameable_campaigns
from insurers.activities.services.records import (
    DETAIL,
    EDITABLE,
    LABELS,
    Correction,
    Values,
    create_service,
    edit_service,
    insist_complete,
    name_notice,
    shown_values,
)
from insurers.activities.services.steps import (
    Signature,
    Visit,
    ask_void,
    move_service,
    record_confirmation,
    record_visit,
)

__all__ = [
    "DETAIL",
    "EDITABLE",
    "LABELS",
    "Correction",
    "Signature",
    "Values",
    "Visit",
    "ask_void",
    "create_service",
    "edit_service",
    "insist_complete",
    "move_service",
    "name_campaign",
    "name_notice",
    "nameable_campaigns",
    "record_confirmation",
    "record_visit",
    "shown_values",
]
