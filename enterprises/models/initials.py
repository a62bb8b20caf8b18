"""What names are searched by: the names themselves and their pinyin initials (`enterprises/initials.py` keeps them)."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from core.touches import touch
from enterprises.models.register import Enterprise


class NameInitials(models.Model):
    """A name as it stood when its initials were worked out, and these: 杭州示例化工有限公司, hzslhgyxgs.

    The index of names stands here and not in the register, where it cost an import more than all other indexes.
    """

    enterprise = models.OneToOneField(
        Enterprise, models.CASCADE, primary_key=True, related_name="initials", db_constraint=False
    )
    name = models.CharField(max_length=200)
    initials = models.CharField(max_length=200)

    class Meta:
        indexes = [
            GinIndex(fields=["initials"], name="name_initials", opclasses=["gin_trgm_ops"]),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="enterprise_name"),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.initials


class NewNames(models.Model):
    """Entries from one id to another, new or renamed, whose names are not in the index yet: the search reads them.

    Written by triggers of the register, one for each statement that adds entries, and gone once the index has them.
    """

    first = models.BigIntegerField()
    last = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"
