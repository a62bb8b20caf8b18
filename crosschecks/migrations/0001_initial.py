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
        ('activities', '0001_initial'),
        ('enterprises', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('plans', '0001_initial'),
        ('policies', '0001_initial'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Inquiry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='Note')),
                    ('created_at', models.DateTimeField()),
                    ('updated_at', models.DateTimeField()),
                    ('code', models.CharField(choices=[('OVERLAP', 'Overlaps another policy of the enterprise'), ('BREAK', 'Cover was interrupted before it'), ('LONG', 'Period longer than usual'), ('PARTLY', 'Fewer people insured than employed'), ('UNDER_LIMIT', 'Limit per person below the minimum'), ('COMMISSION', 'Commission above the limit'), ('FEE_SHARE', 'Prevention fee share outside the limits'), ('TELL', 'Use of the fee not told for a year'), ('BUDGET', 'Budget differs from premium times share'), ('over_budget', 'Booked beyond the budget'), ('over_ceiling', 'Booked beyond the highest share'), ('under_floor', 'Booked below the lowest share'), ('idle_spend', 'Spent without any service'), ('unpaid_service', 'Service without any spending'), ('hazards', 'Hazards differ'), ('experts', 'Experts in two places'), ('staff', 'Staff not registered for the day'), ('late_promises', 'Promised services overdue')], max_length=20, verbose_name='Question')),
                    ('seen', models.CharField(max_length=1000, verbose_name='What was seen')),
                    ('state', models.CharField(choices=[('ASKED', 'Waiting for the answer'), ('ANSWERED', 'Answer to be looked at'), ('ACCEPTED', 'Answer accepted'), ('FURTHER', 'Taken further')], max_length=20, verbose_name='State')),
                    ('request', models.CharField(blank=True, default='', max_length=1000, verbose_name='What is asked')),
                    ('asked_on', models.DateField(blank=True, null=True, verbose_name='Asked on')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='To be answered by')),
                    ('answer', models.TextField(blank=True, default='', max_length=2000, verbose_name='Answer')),
                    ('answered_on', models.DateField(blank=True, null=True, verbose_name='Answered on')),
                    ('decision', models.CharField(blank=True, default='', max_length=1000, verbose_name='Opinion')),
                    ('decided_on', models.DateField(blank=True, null=True, verbose_name='Decided on')),
                    ('case_name', models.CharField(blank=True, default='', max_length=100, verbose_name='Case')),
                    ('case_url', models.CharField(blank=True, default='', max_length=200)),
                    ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activity', verbose_name='Service record')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Asked by')),
                    ('city', models.ForeignKey(db_column='city_code', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division', to_field='code', verbose_name='City')),
                    ('county', models.ForeignKey(db_column='county_code', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division', to_field='code', verbose_name='County')),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('enterprise', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise', verbose_name='Enterprise')),
                    ('insurer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.serviceplan', verbose_name='Plan')),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policy', verbose_name='Policy')),
                ],
                options={
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(fields=['insurer', 'state'], name='inquiry_insurer'), models.Index(fields=['city', 'county', 'state'], name='inquiry_place')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('activity__isnull', True), ('plan__isnull', True)), fields=('code', 'policy'), name='inquiry_policy_once'), models.UniqueConstraint(condition=models.Q(('activity__isnull', False)), fields=('code', 'activity'), name='inquiry_activity_once'), models.UniqueConstraint(condition=models.Q(('plan__isnull', False)), fields=('code', 'plan'), name='inquiry_plan_once'), models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', True), ('state', 'ASKED')), ('answered_on__isnull', False), ('state', 'FURTHER'), _connector='OR'), name='inquiry_answered'), models.CheckConstraint(condition=models.Q(('asked_on__isnull', True), ('due_on__gte', models.F('asked_on')), _connector='OR'), name='inquiry_due')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='ae1454746a2975edce252a855e1eca2617201915', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_1ed99', table='crosschecks_inquiry', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "crosschecks_inquiryevent" ("activity_id", "answer", "answered_by_id", "answered_on", "asked_by_id", "asked_on", "authority_id", "case_name", "case_url", "city_code", "code", "county_code", "created_at", "decided_by_id", "decided_on", "decision", "due_on", "enterprise_id", "id", "insurer_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "policy_id", "request", "seen", "state", "updated_at") SELECT new_values."activity_id", new_values."answer", new_values."answered_by_id", new_values."answered_on", new_values."asked_by_id", new_values."asked_on", new_values."authority_id", new_values."case_name", new_values."case_url", new_values."city_code", new_values."code", new_values."county_code", new_values."created_at", new_values."decided_by_id", new_values."decided_on", new_values."decision", new_values."due_on", new_values."enterprise_id", new_values."id", new_values."insurer_id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."policy_id", new_values."request", new_values."seen", new_values."state", new_values."updated_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8c58ede65efc26a8fcf3e921fac2414e0136d2b4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_31aea', referencing='REFERENCING NEW TABLE AS new_values ', table='crosschecks_inquiry', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "crosschecks_inquiryevent" ("activity_id", "answer", "answered_by_id", "answered_on", "asked_by_id", "asked_on", "authority_id", "case_name", "case_url", "city_code", "code", "county_code", "created_at", "decided_by_id", "decided_on", "decision", "due_on", "enterprise_id", "id", "insurer_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "policy_id", "request", "seen", "state", "updated_at") SELECT new_values."activity_id", new_values."answer", new_values."answered_by_id", new_values."answered_on", new_values."asked_by_id", new_values."asked_on", new_values."authority_id", new_values."case_name", new_values."case_url", new_values."city_code", new_values."code", new_values."county_code", new_values."created_at", new_values."decided_by_id", new_values."decided_on", new_values."decision", new_values."due_on", new_values."enterprise_id", new_values."id", new_values."insurer_id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."policy_id", new_values."request", new_values."seen", new_values."state", new_values."updated_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8eb9bc8829137a4f73a136e817ea6dad4c736d75', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_571af', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='crosschecks_inquiry', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "crosschecks_inquiryevent" ("activity_id", "answer", "answered_by_id", "answered_on", "asked_by_id", "asked_on", "authority_id", "case_name", "case_url", "city_code", "code", "county_code", "created_at", "decided_by_id", "decided_on", "decision", "due_on", "enterprise_id", "id", "insurer_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "policy_id", "request", "seen", "state", "updated_at") SELECT old_values."activity_id", old_values."answer", old_values."answered_by_id", old_values."answered_on", old_values."asked_by_id", old_values."asked_on", old_values."authority_id", old_values."case_name", old_values."case_url", old_values."city_code", old_values."code", old_values."county_code", old_values."created_at", old_values."decided_by_id", old_values."decided_on", old_values."decision", old_values."due_on", old_values."enterprise_id", old_values."id", old_values."insurer_id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."policy_id", old_values."request", old_values."seen", old_values."state", old_values."updated_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f5ceddbc48936dfe032eb3277e0e16eafa73d323', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3da99', referencing='REFERENCING OLD TABLE AS old_values ', table='crosschecks_inquiry', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='InquiryEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='Note')),
                    ('created_at', models.DateTimeField()),
                    ('updated_at', models.DateTimeField()),
                    ('code', models.CharField(choices=[('OVERLAP', 'Overlaps another policy of the enterprise'), ('BREAK', 'Cover was interrupted before it'), ('LONG', 'Period longer than usual'), ('PARTLY', 'Fewer people insured than employed'), ('UNDER_LIMIT', 'Limit per person below the minimum'), ('COMMISSION', 'Commission above the limit'), ('FEE_SHARE', 'Prevention fee share outside the limits'), ('TELL', 'Use of the fee not told for a year'), ('BUDGET', 'Budget differs from premium times share'), ('over_budget', 'Booked beyond the budget'), ('over_ceiling', 'Booked beyond the highest share'), ('under_floor', 'Booked below the lowest share'), ('idle_spend', 'Spent without any service'), ('unpaid_service', 'Service without any spending'), ('hazards', 'Hazards differ'), ('experts', 'Experts in two places'), ('staff', 'Staff not registered for the day'), ('late_promises', 'Promised services overdue')], max_length=20, verbose_name='Question')),
                    ('seen', models.CharField(max_length=1000, verbose_name='What was seen')),
                    ('state', models.CharField(choices=[('ASKED', 'Waiting for the answer'), ('ANSWERED', 'Answer to be looked at'), ('ACCEPTED', 'Answer accepted'), ('FURTHER', 'Taken further')], max_length=20, verbose_name='State')),
                    ('request', models.CharField(blank=True, default='', max_length=1000, verbose_name='What is asked')),
                    ('asked_on', models.DateField(blank=True, null=True, verbose_name='Asked on')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='To be answered by')),
                    ('answer', models.TextField(blank=True, default='', max_length=2000, verbose_name='Answer')),
                    ('answered_on', models.DateField(blank=True, null=True, verbose_name='Answered on')),
                    ('decision', models.CharField(blank=True, default='', max_length=1000, verbose_name='Opinion')),
                    ('decided_on', models.DateField(blank=True, null=True, verbose_name='Decided on')),
                    ('case_name', models.CharField(blank=True, default='', max_length=100, verbose_name='Case')),
                    ('case_url', models.CharField(blank=True, default='', max_length=200)),
                    ('activity', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='activities.activity', verbose_name='Service record')),
                    ('answered_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('authority', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Asked by')),
                    ('city', models.ForeignKey(db_column='city_code', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.division', to_field='code', verbose_name='City')),
                    ('county', models.ForeignKey(db_column='county_code', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.division', to_field='code', verbose_name='County')),
                    ('decided_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('enterprise', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='enterprises.enterprise', verbose_name='Enterprise')),
                    ('insurer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='crosschecks.inquiry')),
                    ('plan', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.serviceplan', verbose_name='Plan')),
                    ('policy', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='policies.policy', verbose_name='Policy')),
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
