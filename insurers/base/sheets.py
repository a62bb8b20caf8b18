"""Code lists that several upload workbooks share."""

from typing import Final

from core.choices import code_items, synonyms_of
from core.workbooks import CodeList
from enterprises.sheets import YES_NO_LIST
from hazards.choices import ServiceTopic
from insurers.base.choices import SERVICE_FORM_WORDS, ServiceForm, ServiceKind

__all__ = ["FORM_LIST", "KIND_LIST", "TOPIC_LIST", "YES_NO_LIST"]

KIND_LIST: Final = CodeList("service_kind", code_items(ServiceKind))

TOPIC_LIST: Final = CodeList("service_topic", code_items(ServiceTopic))

FORM_LIST: Final = CodeList(
    "service_form", code_items(ServiceForm), synonyms_of(ServiceForm, SERVICE_FORM_WORDS), opposed=True
)
