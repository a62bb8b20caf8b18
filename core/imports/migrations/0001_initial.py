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
        ('core', '0001_initial'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Upload',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=30, verbose_name='Ledger')),
                    ('organisation_id', models.BigIntegerField()),
                    ('state', models.CharField(choices=[('RECEIVED', 'Received'), ('CHECKING', 'Being checked'), ('REFUSED', 'Refused'), ('CHECKED', 'Checked'), ('ACCEPTED', 'Accepted'), ('WITHDRAWN', 'Withdrawn')], default='RECEIVED', max_length=10, verbose_name='State')),
                    ('auto_accept', models.BooleanField(default=False)),
                    ('refused_code', models.CharField(blank=True, default='', max_length=30)),
                    ('refused_message', models.TextField(blank=True, default='')),
                    ('sheet', models.CharField(blank=True, default='', max_length=100)),
                    ('further', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None)),
                    ('wanted_sheet', models.CharField(blank=True, default='', max_length=100)),
                    ('run', models.CharField(blank=True, default='', max_length=32)),
                    ('stamp', models.CharField(blank=True, default='', max_length=64)),
                    ('rows', models.PositiveIntegerField(default=0)),
                    ('new', models.PositiveIntegerField(default=0)),
                    ('changed', models.PositiveIntegerField(default=0)),
                    ('unchanged', models.PositiveIntegerField(default=0)),
                    ('held', models.PositiveIntegerField(default=0)),
                    ('ignored', models.PositiveIntegerField(default=0)),
                    ('created_at', models.DateTimeField(verbose_name='Uploaded')),
                    ('accepted_at', models.DateTimeField(blank=True, null=True)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='core.job')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('repeats', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='imports.upload')),
                    ('returned', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='imports.upload')),
                ],
                options={
                    'indexes': [models.Index(fields=['organisation_id', 'kind', '-created_at'], name='upload_owner')],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='1b0fbdec03c0ebcb9a8b25e07a7f6b8541fac210', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_c5583', table='imports_upload', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='StagedKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('run', models.CharField(max_length=32)),
                    ('identity', models.CharField(max_length=200)),
                    ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staged_keys', to='imports.upload')),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='StagedHold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('run', models.CharField(max_length=32)),
                    ('identity', models.CharField(max_length=200)),
                    ('row', models.PositiveIntegerField()),
                    ('raw', models.JSONField()),
                    ('faults', models.JSONField()),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staged_holds', to='imports.upload')),
                ],
                options={
                    'indexes': [models.Index(fields=['upload', 'row'], name='staged_hold_place')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='HeldRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=30)),
                    ('organisation_id', models.BigIntegerField()),
                    ('identity', models.CharField(max_length=200)),
                    ('row', models.PositiveIntegerField()),
                    ('raw', models.JSONField()),
                    ('faults', models.JSONField()),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('held_at', models.DateTimeField()),
                    ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held_rows', to='imports.upload')),
                ],
                options={
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('organisation_id', 'kind', 'identity'), name='one_held_row_an_identity')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='339cfb5e779bdcf41c0125808d951e64c036477a', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_a4363', table='imports_heldrow', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='ClosedHold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=30)),
                    ('organisation_id', models.BigIntegerField()),
                    ('identity', models.CharField(max_length=200)),
                    ('row', models.PositiveIntegerField()),
                    ('raw', models.JSONField()),
                    ('faults', models.JSONField()),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('held_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField()),
                    ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settled_holds', to='imports.upload')),
                    ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closed_holds', to='imports.upload')),
                ],
                options={
                    'indexes': [models.Index(fields=['organisation_id', 'kind', 'identity'], name='closed_hold_identity')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='UploadEffect',
                fields=[
                    ('pk', models.CompositePrimaryKey('upload_id', 'ledger_id', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('ledger_id', models.BigIntegerField()),
                    ('before', models.JSONField(null=True)),
                    ('after', models.JSONField(null=True)),
                    ('at', models.DateTimeField()),
                    ('upload', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='effects', to='imports.upload')),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Verdict',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('run', models.CharField(blank=True, default='', max_length=32)),
                    ('sheet', models.CharField(blank=True, default='', max_length=100)),
                    ('row', models.PositiveIntegerField(null=True, verbose_name='Row')),
                    ('column', models.CharField(max_length=3, null=True, verbose_name='Column')),
                    ('title', models.CharField(blank=True, default='', max_length=100)),
                    ('code', models.CharField(max_length=30)),
                    ('severity', models.CharField(choices=[('error', 'Error'), ('warning', 'Warning'), ('notice', 'Notice')], max_length=10)),
                    ('value', models.TextField(blank=True, default='', verbose_name='Value seen')),
                    ('message', models.TextField(verbose_name='Problem')),
                    ('suggestion', models.TextField(blank=True, null=True, verbose_name='Suggestion')),
                    ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='imports.upload')),
                ],
                options={
                    'indexes': [models.Index(fields=['upload', 'row'], name='verdict_place')],
                    'constraints': [],
                },
            )],
        ),
        core.tables.InstallTriggers(
        ),
    ]
