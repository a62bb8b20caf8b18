"""Marks that ledgers were written to (`core.touches`)."""

from django.db import models


class ClockTimestamp(models.Func):
    """The true instant, also within a transaction."""

    function = "clock_timestamp"
    output_field = models.DateTimeField()
    arity = 0


class LedgerTouch(models.Model):
    """`n` statements wrote to the table `ledger`. The database writes these rows itself."""

    ledger = models.CharField(max_length=63)
    n = models.BigIntegerField()
    at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        indexes = [models.Index(fields=["ledger"], include=["n", "at"], name="ledger_touch")]

    def __str__(self) -> str:
        return f"{self.ledger} {self.n}"
