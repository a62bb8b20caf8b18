"""Pinyin initials of enterprise names, to search by (`enterprises/initials.py` keeps them)."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from core.touches import touch
from enterprises.models.register import Enterprise


class NameInitials(models.Model):
    """The initials of a name, as it stood when they were worked out: 杭州示例化工有限公司, hzslhgyxgs."""

    enterprise = models.OneToOneField(
        Enterprise, models.CASCADE, primary_key=True, related_name="initials", db_constraint=False
    )
    name = models.CharField(max_length=200)
    initials = models.CharField(max_length=200)

    class Meta:
        indexes = [GinIndex(fields=["initials"], name="name_initials", opclasses=["gin_trgm_ops"])]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.initials
