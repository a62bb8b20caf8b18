"""What follows when rows of hazards have come in: numbers, kept changes, the services that they hang on."""

from datetime import datetime
from typing import Any

from django.db import connection

from core import walls
from core.imports.models import Upload
from core.jobs import JobRefused
from hazards.services.numbers import number_sql
from insurers.hazard_links.importing.ledger import LEDGER, YEAR


@walls.aside("whether the last number of a city and year is on the ledger, whoever has the hazard")
def insist_on_numbers(run: str) -> None:
    """As many rows came in as numbers were taken for: the last one of each block is on the ledger.

    Where the workbook has nothing new in a city, that is often the hazard of another insurer or of the bureau.
    """
    sql = (
        f"SELECT count(*) FROM (SELECT DISTINCT s.city_code AS city, {YEAR} AS year FROM {LEDGER.stage} s "
        "WHERE s.run = %s) t JOIN hazards_numberseries n ON n.city_code = t.city AND n.year = t.year "
        f"WHERE NOT EXISTS (SELECT 1 FROM hazards_hazard h WHERE h.hazard_no = {number_sql('t.city', 't.year', 'n.last')})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [run])
        if cursor.fetchone()[0]:
            raise JobRefused("登记期间台账另有变化，本次未写入任何记录，请重新确认入库。")


def keep_changes(upload: Upload, at: datetime) -> None:
    """A level or a later deadline that the upload brought, with its reason, as the portal's own changes are kept."""
    reason = f"工作簿更正（上传 {upload.pk}）"
    sql = (
        "INSERT INTO {table} (hazard_id, {own}, reason, {who}_by_id, {who}_at) "
        "SELECT h.id, {values}, CASE WHEN h.note = '' THEN %s ELSE left(%s || '：' || h.note, 500) END, %s, %s "
        "FROM imports_uploadeffect e JOIN hazards_hazard h ON h.id = e.ledger_id "
        "WHERE e.upload_id = %s AND e.at = %s AND e.before IS NOT NULL AND {changed} ORDER BY h.id"
    )
    level = {
        "table": "hazards_levelchange",
        "own": "before, after, basis",
        "who": "changed",
        "values": "e.before->>'level', h.level, h.basis",
        "changed": "e.before->>'level' <> h.level",
    }
    deadline = {
        "table": "hazards_extension",
        "own": "before, after",
        "who": "extended",
        "values": "(e.before->>'deadline')::date, h.deadline",
        "changed": "(e.before->>'deadline')::date < h.deadline",
    }
    with connection.cursor() as cursor:
        for parts in (level, deadline):
            cursor.execute(sql.format(**parts), [reason, reason, upload.hand.pk, at, upload.pk, at])


def link(hazards: str, key: Any) -> None:
    """Let each hazard `l` of the SQL hang on the service that it names, and on no other."""
    source, _where, condition = hazards.partition(" WHERE ")
    named = (
        f"FROM {source} JOIN activities_activity a ON a.insurer_id = l.insurer_id AND a.activity_no = l.source_no "
        f"WHERE {condition}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM hazard_links_foundhazard f USING (SELECT l.id AS hazard, a.id AS activity "
            f"{named}) x WHERE f.hazard_id = x.hazard AND f.activity_id <> x.activity",
            [key],
        )
        cursor.execute(
            f"INSERT INTO hazard_links_foundhazard (activity_id, hazard_id) SELECT a.id, l.id {named} "
            "AND NOT EXISTS (SELECT 1 FROM hazard_links_foundhazard f WHERE f.hazard_id = l.id AND f.activity_id = a.id)",
            [key],
        )
