import core.tables
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('activities', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('policies', '0001_initial'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Complaint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint_no', models.CharField(max_length=40, unique=True, verbose_name='Complaint number')),
                    ('received_on', models.DateField(verbose_name='Received on')),
                    ('complainant', models.CharField(max_length=100, verbose_name='Complainant')),
                    ('text', models.TextField(max_length=2000, verbose_name='What is complained of')),
                    ('state', models.CharField(choices=[('OPEN', 'Received'), ('FURTHER', 'Harder case'), ('EXTENDED', 'Extended'), ('ANSWERED', 'Answered'), ('CLOSED', 'Closed')], default='OPEN', max_length=20, verbose_name='State')),
                    ('further_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='Why it takes longer')),
                    ('extension_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Extension (days)')),
                    ('extension_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='Why an extension')),
                    ('answered_on', models.DateField(blank=True, null=True, verbose_name='Answered on')),
                    ('claim', models.TextField(blank=True, default='', max_length=1000, verbose_name='What was claimed')),
                    ('facts', models.TextField(blank=True, default='', max_length=2000, verbose_name='Facts and basis')),
                    ('measures', models.TextField(blank=True, default='', max_length=1000, verbose_name='Measures')),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name='Closed on')),
                    ('closing_note', models.CharField(blank=True, default='', max_length=500, verbose_name='Closing note')),
                    ('recorded_at', models.DateTimeField()),
                    ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='activities.activity', verbose_name='Service record')),
                    ('extension_approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('extension_asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='policies.policy', verbose_name='Policy')),
                    ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-received_on', '-pk'],
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(('extension_approved_by__isnull', True), models.Q(('extension_approved_by', models.F('extension_asked_by')), _negated=True), _connector='OR'), name='complaint_two_people')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='350e0fa8dfda7099841c8fc92d6ca314c130af58', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_e6f03', table='complaints_complaint', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "complaints_complaintevent" ("activity_id", "answered_on", "claim", "closed_on", "closing_note", "complainant", "complaint_no", "extension_approved_by_id", "extension_asked_by_id", "extension_days", "extension_reason", "facts", "further_reason", "id", "measures", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "received_on", "recorded_at", "recorded_by_id", "state", "text") SELECT new_values."activity_id", new_values."answered_on", new_values."claim", new_values."closed_on", new_values."closing_note", new_values."complainant", new_values."complaint_no", new_values."extension_approved_by_id", new_values."extension_asked_by_id", new_values."extension_days", new_values."extension_reason", new_values."facts", new_values."further_reason", new_values."id", new_values."measures", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."policy_id", new_values."received_on", new_values."recorded_at", new_values."recorded_by_id", new_values."state", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e0481f7f03cfd695360717f5a9ab1c75318c656d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_85fac', referencing='REFERENCING NEW TABLE AS new_values ', table='complaints_complaint', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "complaints_complaintevent" ("activity_id", "answered_on", "claim", "closed_on", "closing_note", "complainant", "complaint_no", "extension_approved_by_id", "extension_asked_by_id", "extension_days", "extension_reason", "facts", "further_reason", "id", "measures", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "received_on", "recorded_at", "recorded_by_id", "state", "text") SELECT new_values."activity_id", new_values."answered_on", new_values."claim", new_values."closed_on", new_values."closing_note", new_values."complainant", new_values."complaint_no", new_values."extension_approved_by_id", new_values."extension_asked_by_id", new_values."extension_days", new_values."extension_reason", new_values."facts", new_values."further_reason", new_values."id", new_values."measures", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."policy_id", new_values."received_on", new_values."recorded_at", new_values."recorded_by_id", new_values."state", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d8c4e25a5e5e84430df94936439668ddf152ccca', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_36c30', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='complaints_complaint', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "complaints_complaintevent" ("activity_id", "answered_on", "claim", "closed_on", "closing_note", "complainant", "complaint_no", "extension_approved_by_id", "extension_asked_by_id", "extension_days", "extension_reason", "facts", "further_reason", "id", "measures", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "received_on", "recorded_at", "recorded_by_id", "state", "text") SELECT old_values."activity_id", old_values."answered_on", old_values."claim", old_values."closed_on", old_values."closing_note", old_values."complainant", old_values."complaint_no", old_values."extension_approved_by_id", old_values."extension_asked_by_id", old_values."extension_days", old_values."extension_reason", old_values."facts", old_values."further_reason", old_values."id", old_values."measures", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."policy_id", old_values."received_on", old_values."recorded_at", old_values."recorded_by_id", old_values."state", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d46d1559ae236c70a4709a6af375148ad96e1253', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a79b8', referencing='REFERENCING OLD TABLE AS old_values ', table='complaints_complaint', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='ComplaintEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('complaint_no', models.CharField(max_length=40, verbose_name='Complaint number')),
                    ('received_on', models.DateField(verbose_name='Received on')),
                    ('complainant', models.CharField(max_length=100, verbose_name='Complainant')),
                    ('text', models.TextField(max_length=2000, verbose_name='What is complained of')),
                    ('state', models.CharField(choices=[('OPEN', 'Received'), ('FURTHER', 'Harder case'), ('EXTENDED', 'Extended'), ('ANSWERED', 'Answered'), ('CLOSED', 'Closed')], default='OPEN', max_length=20, verbose_name='State')),
                    ('further_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='Why it takes longer')),
                    ('extension_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Extension (days)')),
                    ('extension_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='Why an extension')),
                    ('answered_on', models.DateField(blank=True, null=True, verbose_name='Answered on')),
                    ('claim', models.TextField(blank=True, default='', max_length=1000, verbose_name='What was claimed')),
                    ('facts', models.TextField(blank=True, default='', max_length=2000, verbose_name='Facts and basis')),
                    ('measures', models.TextField(blank=True, default='', max_length=1000, verbose_name='Measures')),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name='Closed on')),
                    ('closing_note', models.CharField(blank=True, default='', max_length=500, verbose_name='Closing note')),
                    ('recorded_at', models.DateTimeField()),
                    ('activity', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='activities.activity', verbose_name='Service record')),
                    ('extension_approved_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('extension_asked_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='complaints.complaint')),
                    ('policy', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='policies.policy', verbose_name='Policy')),
                    ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
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
