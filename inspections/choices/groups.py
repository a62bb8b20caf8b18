"""Codes of the inspecting group (domain.md 4.9, group)."""

from core.choices import OfficialChoices


class MemberRole(OfficialChoices):
    """What a member of the group comes as."""

    EM = "EM", "应急管理"
    REGULATOR = "REGULATOR", "金融监管"
    SECTOR = "SECTOR", "行业主管"
    EXPERT = "EXPERT", "专家"
