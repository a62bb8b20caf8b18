import core.models.files
import core.models.touches
import core.tables
import django.contrib.postgres.operations
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(
        ),
        django.contrib.postgres.operations.BtreeGinExtension(
        ),
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='AuditEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('action', models.CharField(db_index=True, max_length=60, verbose_name='Action')),
                    ('at', models.DateTimeField(verbose_name='At')),
                    ('recorded_at', models.DateTimeField()),
                    ('actor', models.CharField(max_length=150, verbose_name='Person')),
                    ('actor_name', models.CharField(blank=True, default='', max_length=80)),
                    ('organisation', models.CharField(blank=True, default='', max_length=100, verbose_name='Organisation')),
                    ('request_id', models.CharField(blank=True, default='', max_length=40)),
                    ('subject', models.CharField(blank=True, default='', max_length=300, verbose_name='Subject')),
                    ('detail', models.JSONField(blank=True, default=dict, verbose_name='Detail')),
                    ('previous', models.CharField(blank=True, default='', max_length=64)),
                    ('digest', models.CharField(max_length=64)),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a9043e623706cd6457f6ad43abcff01319f851a7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6d6e0', table='core_auditevent', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=100)),
                    ('values', models.JSONField()),
                    ('updated_at', models.DateTimeField()),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('owner', 'key'), name='draft_of_form')],
                },
            ), migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(max_length=200, upload_to=core.models.files.generated_path)),
                    ('name', models.CharField(max_length=255)),
                    ('size', models.BigIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('organisation_id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField()),
                    ('scan', models.CharField(choices=[('UNSCANNED', 'Not scanned'), ('CLEAN', 'Scanned'), ('WAITING', 'Waits for the virus scan'), ('INFECTED', 'Withheld: virus found')], default='UNSCANNED', max_length=10)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='8a014e06a6a0084688c754f3f852db7ed72d4f15', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_30132', table='core_storedfile', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='LedgerTouch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ledger', models.CharField(max_length=63)),
                    ('n', models.BigIntegerField()),
                    ('at', models.DateTimeField(db_default=core.models.touches.ClockTimestamp())),
                ],
                options={
                    'indexes': [models.Index(fields=['ledger'], include=('n', 'at'), name='ledger_touch')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('page', models.CharField(max_length=100)),
                    ('name', models.CharField(max_length=40)),
                    ('query', models.CharField(max_length=2000)),
                    ('saved_at', models.DateTimeField()),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['name', 'pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('owner', 'page', 'name'), name='saved_view_once')],
                },
            ), migrations.CreateModel(
                name='Seal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('ledger', models.CharField(max_length=63)),
                    ('columns', models.JSONField()),
                    ('last', models.BigIntegerField()),
                    ('content', models.BinaryField()),
                    ('previous', models.CharField(max_length=64)),
                    ('digest', models.CharField(max_length=64)),
                ],
                options={
                    'indexes': [models.Index(fields=['ledger', 'at'], name='seal_of_ledger')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Witness',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ledger', models.CharField(max_length=63)),
                    ('at', models.DateTimeField(db_default=core.models.touches.ClockTimestamp())),
                    ('xact', models.BigIntegerField()),
                    ('stamp', models.CharField(max_length=60)),
                    ('op', models.CharField(max_length=1)),
                    ('row_id', models.BigIntegerField(null=True)),
                    ('digest', models.CharField(max_length=32)),
                    ('events', models.TextField()),
                ],
                options={
                    'indexes': [models.Index(fields=['ledger', 'row_id'], name='witness_row')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Job',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('key', models.CharField(max_length=200, unique=True)),
                    ('organisation_id', models.BigIntegerField()),
                    ('payload', models.JSONField(default=dict)),
                    ('state', models.CharField(choices=[('QUEUED', 'Waiting'), ('RUNNING', 'Running'), ('DONE', 'Finished'), ('FAILED', 'Failed'), ('CANCELLED', 'Cancelled')], default='QUEUED', max_length=10, verbose_name='State')),
                    ('phase', models.CharField(blank=True, choices=[('OPEN', 'Opening and inspecting the file'), ('READ', 'Reading and checking the rows'), ('COMPARE', 'Comparing the rows with the ledger'), ('ACCEPT', 'Writing the rows into the ledger'), ('RETURN', 'Writing the workbook of the held rows'), ('FIGURES', 'Counting the figures'), ('TABLES', 'Writing the tables'), ('ROWS', 'Writing the rows into the file')], default='', max_length=10)),
                    ('done', models.PositiveIntegerField(default=0, verbose_name='Done')),
                    ('total', models.PositiveIntegerField(default=0, verbose_name='Total')),
                    ('message', models.TextField(blank=True, default='')),
                    ('result', models.JSONField(default=dict)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('lease', models.CharField(blank=True, default='', max_length=32)),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(verbose_name='Created')),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('files', models.ManyToManyField(blank=True, related_name='jobs', to='core.storedfile')),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'created_at'], name='job_queue'), models.Index(fields=['organisation_id', '-created_at'], name='job_owner')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=30)),
                    ('subject_id', models.BigIntegerField()),
                    ('slot', models.CharField(max_length=30, verbose_name='Kind of file')),
                    ('media_type', models.CharField(max_length=80)),
                    ('sent_sha256', models.CharField(max_length=64)),
                    ('added_at', models.DateTimeField(verbose_name='Added at')),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('preview', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ],
                options={
                    'ordering': ['slot', 'pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('kind', 'subject_id', 'sent_sha256', 'slot'), name='attachment_once')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='bfeace01c10b1eaed3baf801431b9ceb048cf454', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_5cb71', table='core_attachment', when='AFTER'))],
                },
            )],
        ),
        core.tables.InstallTriggers(
        ),
    ]
