"""Code lists that several upload workbooks share."""

from typing import Final

from core.choices import code_items
from core.workbooks import CodeList
from enterprises.choices import YesNo
from hazards.choices import ServiceTopic
from insurers.base.choices import ServiceForm, ServiceKind

KIND_LIST: Final = CodeList("service_kind", code_items(ServiceKind))

TOPIC_LIST: Final = CodeList("service_topic", code_items(ServiceTopic))

FORM_LIST: Final = CodeList("service_form", code_items(ServiceForm))

YES_NO_LIST: Final = CodeList("yes_no", code_items(YesNo))
