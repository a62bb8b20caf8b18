"""The high-risk sectors that a campaign may cover, in the words of the notice."""

from core.choices import OfficialChoices


class CampaignSectorName(OfficialChoices):
    """Eight of the notice, 一(二), and coal, the ninth of the national letter; official labels in either language."""

    NCM = "NCM", "非煤矿山"
    HAZCHEM = "HAZCHEM", "危险化学品"
    FIREWORK = "FIREWORK", "烟花爆竹"
    TRANSPORT = "TRANSPORT", "交通运输"
    CONSTR = "CONSTR", "建筑施工"
    CIVEXP = "CIVEXP", "民用爆炸物品"
    METAL = "METAL", "金属冶炼"
    FISHERY = "FISHERY", "渔业生产"
    COAL = "COAL", "煤矿"
