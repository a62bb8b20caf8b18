import core.tables
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('core', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Capture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('taken_at', models.DateTimeField()),
                    ('marks', models.JSONField(default=dict)),
                    ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.job')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c9ae2813e57d206a3032fd9ff47685d47e62b170', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_44e05', table='reports_capture', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='ReportDuty',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('report', models.CharField(choices=[('coverage', 'Insured status'), ('campaign', 'Campaign work'), ('cross-inspection', 'Cross-inspection'), ('regulator', 'Work of the insurers'), ('province', 'Summary of the province')], max_length=20, verbose_name='Report')),
                    ('recipient_name', models.CharField(max_length=100, verbose_name='Recipient')),
                    ('due_on', models.DateField(verbose_name='Due on')),
                    ('basis', models.CharField(max_length=200, verbose_name='Basis')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_duties', to='accounts.organisation')),
                    ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ],
                options={
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('year', 'report', 'organisation'), name='report_duty_once')],
                },
            ), migrations.CreateModel(
                name='CaptureFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('figure', models.CharField(max_length=60)),
                    ('ledger', models.CharField(max_length=60)),
                    ('count', models.PositiveBigIntegerField()),
                    ('total', models.DecimalField(decimal_places=2, max_digits=20, null=True)),
                    ('digest', models.CharField(max_length=64)),
                    ('row_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                    ('capture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='reports.capture')),
                ],
                options={
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('capture', 'figure'), name='capture_figure_once')],
                    'triggers': [pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4347ba79c0e8b519b085fd2f81abb8cff7ca2b8d', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_f1043', table='reports_capturefigure', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='CaptureRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ledger', models.CharField(max_length=60)),
                    ('row_id', models.BigIntegerField()),
                    ('version', models.BigIntegerField()),
                    ('place', models.CharField(blank=True, default='', max_length=6)),
                    ('shown', models.JSONField()),
                    ('capture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='reports.capture')),
                ],
                options={
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('capture', 'ledger', 'row_id'), name='capture_row_once')],
                    'triggers': [pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='727aec7a1566a6d59a13c06bc910ffd4175e6ead', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_24a51', table='reports_capturerow', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='Snapshot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('report', models.CharField(choices=[('coverage', 'Insured status'), ('campaign', 'Campaign work'), ('cross-inspection', 'Cross-inspection'), ('regulator', 'Work of the insurers'), ('province', 'Summary of the province')], max_length=20, verbose_name='Report')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('cutoff', models.DateField(verbose_name='Cut-off')),
                    ('version', models.PositiveIntegerField(null=True, verbose_name='Version')),
                    ('figures', models.JSONField()),
                    ('cities', models.JSONField(default=dict)),
                    ('code', models.CharField(max_length=64)),
                    ('built_at', models.DateTimeField(verbose_name='Built')),
                    ('builder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ('built_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('capture', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='snapshot', to='reports.capture')),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division', to_field='code')),
                    ('files', models.ManyToManyField(related_name='snapshots', to='core.storedfile')),
                    ('job', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='snapshot', to='core.job')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ],
                options={
                    'ordering': ['-built_at', '-pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'year', 'report', 'version'), name='snapshot_version')],
                    'triggers': [pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1fbf52d2e5b20c14db14e41a9aca8b6e59cc3698', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_d53be', table='reports_snapshot', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='Submission',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('EDITING', 'Being edited'), ('REVIEW', 'In review'), ('SIGNED', 'Signed'), ('SUBMITTED', 'Submitted'), ('RECEIVED', 'Received'), ('RETURNED', 'Returned'), ('ARCHIVED', 'Archived')], default='DRAFT', max_length=10, verbose_name='State')),
                    ('document_no', models.CharField(blank=True, default='', max_length=60, verbose_name='Document number')),
                    ('prepared_at', models.DateTimeField(blank=True, null=True, verbose_name='Sent for review')),
                    ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='Signed')),
                    ('is_alone', models.BooleanField(default=False)),
                    ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='Submitted')),
                    ('is_late', models.BooleanField(default=False, verbose_name='Late')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='Received or returned')),
                    ('reason', models.CharField(blank=True, default='', max_length=500, verbose_name='Reasons')),
                    ('archived_at', models.DateTimeField(blank=True, null=True, verbose_name='Archived')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('archived_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='reports.reportduty')),
                    ('prepared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('snapshot', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submission', to='reports.snapshot')),
                    ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('snapshot__isnull', False), ('state__in', ['EDITING', 'REVIEW', 'SIGNED', 'SUBMITTED', 'RECEIVED', 'ARCHIVED'])), fields=('duty',), name='submission_open_once'), models.UniqueConstraint(condition=models.Q(('snapshot__isnull', True)), fields=('duty',), name='submission_outside_once'), models.CheckConstraint(condition=models.Q(('signed_by__isnull', True), ('is_alone', True), models.Q(('signed_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='submission_two_people')],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_submissionevent" ("answered_at", "answered_by_id", "archived_at", "archived_by_id", "document_no", "duty_id", "id", "is_alone", "is_late", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "reason", "signed_at", "signed_by_id", "snapshot_id", "state", "submitted_at", "submitted_by_id") SELECT new_values."answered_at", new_values."answered_by_id", new_values."archived_at", new_values."archived_by_id", new_values."document_no", new_values."duty_id", new_values."id", new_values."is_alone", new_values."is_late", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."prepared_at", new_values."prepared_by_id", new_values."reason", new_values."signed_at", new_values."signed_by_id", new_values."snapshot_id", new_values."state", new_values."submitted_at", new_values."submitted_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='beb4e5616bfdc22e4229a7b84de2207bba835a16', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8d03d', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_submission', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_submissionevent" ("answered_at", "answered_by_id", "archived_at", "archived_by_id", "document_no", "duty_id", "id", "is_alone", "is_late", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "reason", "signed_at", "signed_by_id", "snapshot_id", "state", "submitted_at", "submitted_by_id") SELECT new_values."answered_at", new_values."answered_by_id", new_values."archived_at", new_values."archived_by_id", new_values."document_no", new_values."duty_id", new_values."id", new_values."is_alone", new_values."is_late", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."prepared_at", new_values."prepared_by_id", new_values."reason", new_values."signed_at", new_values."signed_by_id", new_values."snapshot_id", new_values."state", new_values."submitted_at", new_values."submitted_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ab90bcaf70c791fb6625f75829488e0c906a970c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_98c4b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_submission', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_submissionevent" ("answered_at", "answered_by_id", "archived_at", "archived_by_id", "document_no", "duty_id", "id", "is_alone", "is_late", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "reason", "signed_at", "signed_by_id", "snapshot_id", "state", "submitted_at", "submitted_by_id") SELECT old_values."answered_at", old_values."answered_by_id", old_values."archived_at", old_values."archived_by_id", old_values."document_no", old_values."duty_id", old_values."id", old_values."is_alone", old_values."is_late", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."prepared_at", old_values."prepared_by_id", old_values."reason", old_values."signed_at", old_values."signed_by_id", old_values."snapshot_id", old_values."state", old_values."submitted_at", old_values."submitted_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b35db144a9a1ee032573bff90795bcf014303674', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_dfd0f', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_submission', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='Correction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='Number')),
                    ('place', models.CharField(max_length=100, verbose_name='Where')),
                    ('before', models.CharField(max_length=300, verbose_name='Before')),
                    ('after', models.CharField(max_length=300, verbose_name='After')),
                    ('reason', models.CharField(max_length=500, verbose_name='Reasons')),
                    ('made_at', models.DateTimeField()),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reports.submission')),
                ],
                options={
                    'ordering': ['number'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('submission', 'number'), name='correction_no_of_report')],
                },
            ), migrations.CreateModel(
                name='SubmissionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('EDITING', 'Being edited'), ('REVIEW', 'In review'), ('SIGNED', 'Signed'), ('SUBMITTED', 'Submitted'), ('RECEIVED', 'Received'), ('RETURNED', 'Returned'), ('ARCHIVED', 'Archived')], default='DRAFT', max_length=10, verbose_name='State')),
                    ('document_no', models.CharField(blank=True, default='', max_length=60, verbose_name='Document number')),
                    ('prepared_at', models.DateTimeField(blank=True, null=True, verbose_name='Sent for review')),
                    ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='Signed')),
                    ('is_alone', models.BooleanField(default=False)),
                    ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='Submitted')),
                    ('is_late', models.BooleanField(default=False, verbose_name='Late')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='Received or returned')),
                    ('reason', models.CharField(blank=True, default='', max_length=500, verbose_name='Reasons')),
                    ('archived_at', models.DateTimeField(blank=True, null=True, verbose_name='Archived')),
                    ('answered_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('archived_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('duty', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.reportduty')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.submission')),
                    ('prepared_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('signed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('snapshot', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.snapshot')),
                    ('submitted_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
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
