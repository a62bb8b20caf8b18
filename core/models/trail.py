"""What is kept of every write so that tampering shows: witnesses, written by the database, and seals, by the portal."""

from django.db import models

from core.models.touches import ClockTimestamp


class Witness(models.Model):
    """One write to a watched row, or one statement that wrote history. Triggers alone enter these (`core.trail.watching`).

    Of a row: `row_id` and `digest` of its watched columns, empty once it is deleted. Of history: `events`, the ids of
    the statement as a multirange. `stamp` is what the portal said of itself; `xact` the transaction.
    """

    ledger = models.CharField(max_length=63)
    at = models.DateTimeField(db_default=ClockTimestamp())
    xact = models.BigIntegerField()
    stamp = models.CharField(max_length=60)
    op = models.CharField(max_length=1)
    row_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=32)
    events = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["ledger", "row_id"], name="witness_row")]

    def __str__(self) -> str:
        return f"{self.ledger} {self.row_id or self.events}"


class Seal(models.Model):
    """A keyed digest over rows of one append-only table, chained to the seal before (`core.trail.sealing`).

    `content` is, for each row, eight bytes of its id and sixteen of its digest; `columns` what the digest is of.
    """

    at = models.DateTimeField()
    ledger = models.CharField(max_length=63)
    columns = models.JSONField()
    last = models.BigIntegerField()
    content = models.BinaryField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["ledger", "at"], name="seal_of_ledger")]

    def __str__(self) -> str:
        return f"{self.ledger} {self.last}"
