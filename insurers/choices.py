"""Stable codes of policies and services as Django choices (contract: codes.csv)."""

from enterprises.choices import choices_of
from insurers import codes

PolicyStatus = choices_of("PolicyStatus", codes.POLICY_STATUSES)
ServiceKind = choices_of("ServiceKind", codes.SERVICE_KINDS)
ServiceTopic = choices_of("ServiceTopic", codes.SERVICE_TOPICS)
ServiceForm = choices_of("ServiceForm", codes.SERVICE_FORMS)
ExpenseCategory = choices_of("ExpenseCategory", codes.EXPENSE_CATEGORIES)
