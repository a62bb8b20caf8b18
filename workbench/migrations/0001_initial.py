import core.tables
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Delegation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('url', models.CharField(max_length=300)),
                    ('title', models.CharField(max_length=300, verbose_name='Item')),
                    ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='Note')),
                    ('given_at', models.DateTimeField(verbose_name='Handed on at')),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Handed on by')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Organisation')),
                    ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Handed on to')),
                ],
                options={
                    'ordering': ['-given_at', '-pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('organisation', 'url'), name='delegation_once'), models.CheckConstraint(condition=models.Q(('given_by', models.F('taken_by')), _negated=True), name='delegation_two_people')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='5b8c48c4b2a0c4c735116d5755e94c4f221edb02', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_9ed55', table='workbench_delegation', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='YearReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                    ('work', models.TextField(max_length=4000, verbose_name='What was done')),
                    ('problems', models.TextField(max_length=4000, verbose_name='Existing problems')),
                    ('measures', models.TextField(max_length=4000, verbose_name='Improvements')),
                    ('written_at', models.DateTimeField(verbose_name='Written at')),
                    ('insurer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Written by')),
                ],
                options={
                    'ordering': ['-year'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('insurer', 'year'), name='year_report_once')],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workbench_yearreportevent" ("id", "insurer_id", "measures", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problems", "work", "written_at", "written_by_id", "year") SELECT new_values."id", new_values."insurer_id", new_values."measures", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."problems", new_values."work", new_values."written_at", new_values."written_by_id", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='faa1568f5b7ea621a6a55ba989c53f7a0dcf5c6e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e7480', referencing='REFERENCING NEW TABLE AS new_values ', table='workbench_yearreport', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workbench_yearreportevent" ("id", "insurer_id", "measures", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problems", "work", "written_at", "written_by_id", "year") SELECT new_values."id", new_values."insurer_id", new_values."measures", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."problems", new_values."work", new_values."written_at", new_values."written_by_id", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='22eb19e53ebbc8acdf0d9658a34b1f4f38214cbf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_51b5f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='workbench_yearreport', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workbench_yearreportevent" ("id", "insurer_id", "measures", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problems", "work", "written_at", "written_by_id", "year") SELECT old_values."id", old_values."insurer_id", old_values."measures", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."problems", old_values."work", old_values."written_at", old_values."written_by_id", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0fc02902f26783be9a19ac7b237ebec08a9d3214', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8acd4', referencing='REFERENCING OLD TABLE AS old_values ', table='workbench_yearreport', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_on', models.DateField(verbose_name='From')),
                    ('ends_on', models.DateField(verbose_name='Until')),
                    ('entered_at', models.DateTimeField()),
                    ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Deputy')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Organisation')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Absent')),
                ],
                options={
                    'ordering': ['-starts_on', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='absence_days'), models.CheckConstraint(condition=models.Q(('person', models.F('deputy')), _negated=True), name='absence_two_people')],
                    'indexes': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='fbc4f0ee86a08c604cf4cc7ae9d8455d6cd4a1d9', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_0f300', table='workbench_absence', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='YearReportEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                    ('work', models.TextField(max_length=4000, verbose_name='What was done')),
                    ('problems', models.TextField(max_length=4000, verbose_name='Existing problems')),
                    ('measures', models.TextField(max_length=4000, verbose_name='Improvements')),
                    ('written_at', models.DateTimeField(verbose_name='Written at')),
                    ('insurer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workbench.yearreport')),
                    ('written_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Written by')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                },
            )],
        ),
        core.tables.InstallTriggers(
        ),
    ]
