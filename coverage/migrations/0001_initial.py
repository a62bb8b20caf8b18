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
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='GapCase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('NEVER', '未投保'), ('LAPSED', '脱保'), ('CANCELLED', '退保'), ('PARTLY', '未全员投保'), ('UNDER_LIMIT', '未足额投保')], max_length=20, verbose_name='Kind of gap')),
                    ('reference_on', models.DateField(verbose_name='Reference date')),
                    ('state', models.CharField(choices=[('OPENED', 'Case opened'), ('ORDERED', 'Ordered to insure'), ('FINED', 'Fined'), ('FEEDBACK', 'Feedback received'), ('CLOSED', 'Closed')], default='OPENED', max_length=20, verbose_name='State')),
                    ('facts', models.CharField(max_length=500, verbose_name='Facts established')),
                    ('opened_at', models.DateTimeField()),
                    ('order_no', models.CharField(blank=True, default='', max_length=60, verbose_name='Number of the order')),
                    ('ordered_on', models.DateField(blank=True, null=True, verbose_name='Order of')),
                    ('order_due_on', models.DateField(blank=True, null=True, verbose_name='To be insured by')),
                    ('feedback', models.CharField(blank=True, default='', max_length=500, verbose_name='Feedback of the enterprise')),
                    ('feedback_on', models.DateField(blank=True, null=True, verbose_name='Feedback of')),
                    ('outcome', models.CharField(blank=True, choices=[('INSURED', '已投保'), ('NO_DUTY', '经核实不属于应保单位'), ('SHUT', '已停产或者关闭')], default='', max_length=20, verbose_name='Outcome')),
                    ('closing_note', models.CharField(blank=True, default='', max_length=500, verbose_name='Closing note')),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name='Closed on')),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gap_cases', to='enterprises.enterprise')),
                    ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-opened_at', '-pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'CLOSED'), _negated=True), fields=('enterprise',), name='gap_case_one_open')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='7f7a50dc69de6ada09669435b9b552a55a4b2e2b', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_fccbb', table='coverage_gapcase', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_gapcaseevent" ("closed_on", "closing_note", "enterprise_id", "facts", "feedback", "feedback_on", "id", "kind", "opened_at", "opened_by_id", "order_due_on", "order_no", "ordered_on", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_on", "state") SELECT new_values."closed_on", new_values."closing_note", new_values."enterprise_id", new_values."facts", new_values."feedback", new_values."feedback_on", new_values."id", new_values."kind", new_values."opened_at", new_values."opened_by_id", new_values."order_due_on", new_values."order_no", new_values."ordered_on", new_values."outcome", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reference_on", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='458260a9590843ee79f18c594755d57cb29cb470', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_acfb8', referencing='REFERENCING NEW TABLE AS new_values ', table='coverage_gapcase', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_gapcaseevent" ("closed_on", "closing_note", "enterprise_id", "facts", "feedback", "feedback_on", "id", "kind", "opened_at", "opened_by_id", "order_due_on", "order_no", "ordered_on", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_on", "state") SELECT new_values."closed_on", new_values."closing_note", new_values."enterprise_id", new_values."facts", new_values."feedback", new_values."feedback_on", new_values."id", new_values."kind", new_values."opened_at", new_values."opened_by_id", new_values."order_due_on", new_values."order_no", new_values."ordered_on", new_values."outcome", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reference_on", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dd91d8f4d0bcddc8386835368143c5c510b9fac6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c8c08', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='coverage_gapcase', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_gapcaseevent" ("closed_on", "closing_note", "enterprise_id", "facts", "feedback", "feedback_on", "id", "kind", "opened_at", "opened_by_id", "order_due_on", "order_no", "ordered_on", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_on", "state") SELECT old_values."closed_on", old_values."closing_note", old_values."enterprise_id", old_values."facts", old_values."feedback", old_values."feedback_on", old_values."id", old_values."kind", old_values."opened_at", old_values."opened_by_id", old_values."order_due_on", old_values."order_no", old_values."ordered_on", old_values."outcome", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reference_on", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3fd6be9758be0726f8e32ac77edf2c5862044a40', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e5f6d', referencing='REFERENCING OLD TABLE AS old_values ', table='coverage_gapcase', when='AFTER'))],
                },
            ), migrations.CreateModel(
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
            ), migrations.CreateModel(
                name='GapCaseEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('NEVER', '未投保'), ('LAPSED', '脱保'), ('CANCELLED', '退保'), ('PARTLY', '未全员投保'), ('UNDER_LIMIT', '未足额投保')], max_length=20, verbose_name='Kind of gap')),
                    ('reference_on', models.DateField(verbose_name='Reference date')),
                    ('state', models.CharField(choices=[('OPENED', 'Case opened'), ('ORDERED', 'Ordered to insure'), ('FINED', 'Fined'), ('FEEDBACK', 'Feedback received'), ('CLOSED', 'Closed')], default='OPENED', max_length=20, verbose_name='State')),
                    ('facts', models.CharField(max_length=500, verbose_name='Facts established')),
                    ('opened_at', models.DateTimeField()),
                    ('order_no', models.CharField(blank=True, default='', max_length=60, verbose_name='Number of the order')),
                    ('ordered_on', models.DateField(blank=True, null=True, verbose_name='Order of')),
                    ('order_due_on', models.DateField(blank=True, null=True, verbose_name='To be insured by')),
                    ('feedback', models.CharField(blank=True, default='', max_length=500, verbose_name='Feedback of the enterprise')),
                    ('feedback_on', models.DateField(blank=True, null=True, verbose_name='Feedback of')),
                    ('outcome', models.CharField(blank=True, choices=[('INSURED', '已投保'), ('NO_DUTY', '经核实不属于应保单位'), ('SHUT', '已停产或者关闭')], default='', max_length=20, verbose_name='Outcome')),
                    ('closing_note', models.CharField(blank=True, default='', max_length=500, verbose_name='Closing note')),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name='Closed on')),
                    ('enterprise', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='enterprises.enterprise')),
                    ('opened_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='coverage.gapcase')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='GapFine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=60, verbose_name='Number of the penalty decision')),
                    ('decided_on', models.DateField(verbose_name='Decision of')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Fine (yuan)')),
                    ('overdue', models.BooleanField(verbose_name='Not corrected in time')),
                    ('state', models.CharField(choices=[('PROPOSED', 'Waiting for the second person'), ('DECIDED', 'Decided'), ('REFUSED', 'Not approved')], default='PROPOSED', max_length=20, verbose_name='State')),
                    ('proposed_at', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answer_note', models.CharField(blank=True, default='', max_length=500, verbose_name='Opinion')),
                    ('published_on', models.DateField(blank=True, null=True, verbose_name='Published on')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fines', to='coverage.gapcase')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['proposed_at', 'pk'],
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='gap_fine_amount'), models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='gap_fine_two_people'), models.UniqueConstraint(condition=models.Q(('state', 'REFUSED'), _negated=True), fields=('case', 'overdue'), name='gap_fine_one_of_a_kind')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='e0b0d30a81037695d856e4b3735f533a9295c9f1', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_67e90', table='coverage_gapfine', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_gapfineevent" ("amount", "answer_note", "answered_at", "answered_by_id", "case_id", "decided_on", "id", "number", "overdue", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "published_on", "state") SELECT new_values."amount", new_values."answer_note", new_values."answered_at", new_values."answered_by_id", new_values."case_id", new_values."decided_on", new_values."id", new_values."number", new_values."overdue", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."published_on", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fc4c060852f6e9c391332035f4344c070e4fb16f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ffc2b', referencing='REFERENCING NEW TABLE AS new_values ', table='coverage_gapfine', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_gapfineevent" ("amount", "answer_note", "answered_at", "answered_by_id", "case_id", "decided_on", "id", "number", "overdue", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "published_on", "state") SELECT new_values."amount", new_values."answer_note", new_values."answered_at", new_values."answered_by_id", new_values."case_id", new_values."decided_on", new_values."id", new_values."number", new_values."overdue", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."published_on", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0536824e89c783ce479687308690a2e6581fe500', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_06b0a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='coverage_gapfine', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_gapfineevent" ("amount", "answer_note", "answered_at", "answered_by_id", "case_id", "decided_on", "id", "number", "overdue", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "published_on", "state") SELECT old_values."amount", old_values."answer_note", old_values."answered_at", old_values."answered_by_id", old_values."case_id", old_values."decided_on", old_values."id", old_values."number", old_values."overdue", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."published_on", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d85b3987d380de03de7fd4b3e3379601bad918f5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ec693', referencing='REFERENCING OLD TABLE AS old_values ', table='coverage_gapfine', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='GapFineEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('number', models.CharField(max_length=60, verbose_name='Number of the penalty decision')),
                    ('decided_on', models.DateField(verbose_name='Decision of')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Fine (yuan)')),
                    ('overdue', models.BooleanField(verbose_name='Not corrected in time')),
                    ('state', models.CharField(choices=[('PROPOSED', 'Waiting for the second person'), ('DECIDED', 'Decided'), ('REFUSED', 'Not approved')], default='PROPOSED', max_length=20, verbose_name='State')),
                    ('proposed_at', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answer_note', models.CharField(blank=True, default='', max_length=500, verbose_name='Opinion')),
                    ('published_on', models.DateField(blank=True, null=True, verbose_name='Published on')),
                    ('answered_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='coverage.gapcase')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='coverage.gapfine')),
                    ('proposed_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
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
