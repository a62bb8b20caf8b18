"""Code lists and columns that several upload workbooks share."""

from typing import Final

from core.choices import code_items, synonyms_of
from core.workbooks import CodeList, Column
from enterprises.sheets import YES_NO_LIST
from hazards.choices import ServiceTopic
from insurers.base.choices import SERVICE_FORM_WORDS, ServiceForm, ServiceKind

__all__ = [
    "ENTERPRISE_NAME",
    "FORM_LIST",
    "KIND_LIST",
    "POLICY_NO",
    "SERVICE_KIND",
    "SERVICE_TOPICS",
    "TOPIC_LIST",
    "YES_NO_LIST",
]

KIND_LIST: Final = CodeList("service_kind", code_items(ServiceKind))

TOPIC_LIST: Final = CodeList("service_topic", code_items(ServiceTopic))

FORM_LIST: Final = CodeList(
    "service_form", code_items(ServiceForm), synonyms_of(ServiceForm, SERVICE_FORM_WORDS), opposed=True
)

POLICY_NO: Final = Column(
    title="保单号",
    key="policy_no",
    type="text",
    length=40,
    required="Y",
    width=20,
    is_code_text=True,
    rule="本机构已登记的保单",
    example="AZX-2023-000001",
)
ENTERPRISE_NAME: Final = Column(
    title="投保单位名称",
    key="enterprise_name",
    type="text",
    length=200,
    required="Y",
    width=32,
    rule="与企业台账不一致时提示",
    example="杭州示例化工有限公司",
)
SERVICE_KIND: Final = Column(
    title="服务项目", key="kind", type="code", codes=KIND_LIST, required="Y", width=16, example="隐患排查"
)
SERVICE_TOPICS: Final = Column(
    title="服务子项",
    key="topics",
    type="codes",
    codes=TOPIC_LIST,
    required="C",
    width=30,
    rule="宣传教育培训、隐患排查、应急演练至少一项，用顿号分隔，须属于服务项目；其他项目不填",
    example="动火等危险作业、电气焊设备",
)
