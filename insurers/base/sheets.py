"""Code lists that several upload workbooks share."""

from typing import Final

from core.workbooks import CodeList
from enterprises.codes import YES_NO
from insurers.base.choices import ServiceForm, ServiceKind, ServiceTopic

KIND_LIST: Final = CodeList("service_kind", ServiceKind.choices)

TOPIC_LIST: Final = CodeList("service_topic", ServiceTopic.choices)

FORM_LIST: Final = CodeList("service_form", ServiceForm.choices)

YES_NO_LIST: Final = CodeList("yes_no", YES_NO)
