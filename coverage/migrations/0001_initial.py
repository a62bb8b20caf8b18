import core.tables
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('enterprises', '0001_initial'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='GapClearance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ground', models.CharField(choices=[('NEAR_MISS', '保单登记在曾用名或者错误代码下'), ('NO_DUTY', '经核实不属于应保单位'), ('SHUT', '已停产或者关闭'), ('CASE', '案件办结'), ('OTHER', '其他')], max_length=20, verbose_name='Ground')),
                    ('note', models.CharField(max_length=500, verbose_name='Facts and basis')),
                    ('reference_on', models.DateField(verbose_name='Reference date')),
                    ('status', models.CharField(max_length=20)),
                    ('sectors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                    ('cleared_at', models.DateTimeField()),
                    ('cleared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gap_clearances', to='enterprises.enterprise')),
                ],
                options={
                    'ordering': ['-cleared_at', '-pk'],
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='1a99491f8c8f79ba027b926fe46fe9206cc40fe1', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_2790f', table='coverage_gapclearance', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='GapReminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('NEVER', '未投保'), ('LAPSED', '脱保'), ('CANCELLED', '退保'), ('PARTLY', '未全员投保'), ('UNDER_LIMIT', '未足额投保')], max_length=20, verbose_name='Kind of gap')),
                    ('reference_on', models.DateField(verbose_name='Reference date')),
                    ('channel', models.CharField(choices=[('LETTER', '书面通知'), ('PHONE', '电话'), ('VISIT', '上门')], max_length=20, verbose_name='Way')),
                    ('text', models.CharField(max_length=500, verbose_name='What was said')),
                    ('sent_at', models.DateTimeField()),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gap_reminders', to='enterprises.enterprise')),
                    ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-sent_at', '-pk'],
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='277b510ccbf265b1ee3ee24cd659f281e095b868', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_bb6fa', table='coverage_gapreminder', when='AFTER'))],
                },
            )],
        ),
        core.tables.InstallTriggers(
        ),
    ]
