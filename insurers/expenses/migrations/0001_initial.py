import core.tables
import django.db.models.deletion
import django.db.models.functions.datetime
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
        ('policies', '0001_initial'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Expense',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='Note')),
                    ('created_at', models.DateTimeField()),
                    ('updated_at', models.DateTimeField()),
                    ('voucher_no', models.CharField(max_length=40, verbose_name='Voucher number')),
                    ('booked_year', models.PositiveSmallIntegerField(verbose_name='Year booked')),
                    ('part', models.PositiveSmallIntegerField(default=0, verbose_name='Part')),
                    ('category', models.CharField(choices=[('EXPERT', '专家劳务'), ('AGENCY', '委托服务费'), ('MATERIAL', '培训资料'), ('EQUIPMENT', '设备科技'), ('TRAVEL', '差旅'), ('ONLINE', '线上内容'), ('PLATFORM', '平台'), ('OTHER', '其他')], max_length=20, verbose_name='Category')),
                    ('payee', models.CharField(max_length=200, verbose_name='Payee')),
                    ('payee_uscc', models.CharField(max_length=18, verbose_name="Payee's credit code")),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Amount (yuan)')),
                    ('invoice_no', models.CharField(blank=True, default='', max_length=20, verbose_name='Invoice number')),
                    ('invoice_on', models.DateField(blank=True, null=True, verbose_name='Invoice date')),
                    ('booked_on', models.DateField(verbose_name='Booked on')),
                    ('tax_incl', models.BooleanField(db_default=True, default=True, verbose_name='Tax included')),
                    ('reverses', models.CharField(blank=True, default='', max_length=40, verbose_name='Reverses voucher')),
                    ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='activities.activity', verbose_name='Service record')),
                    ('city', models.ForeignKey(db_column='city_code', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division', to_field='code', verbose_name='City')),
                    ('county', models.ForeignKey(db_column='county_code', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division', to_field='code', verbose_name='County')),
                    ('enterprise', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise', verbose_name='Enterprise')),
                    ('insurer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('policy', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='policies.policy', verbose_name='Policy')),
                ],
                options={
                    'ordering': ['-booked_on', '-pk'],
                    'indexes': [models.Index(fields=['city', '-booked_on', '-id'], name='expense_city'), models.Index(fields=['-booked_on', '-id'], include=('city',), name='expense_newest'), models.Index(fields=['insurer', '-booked_on', '-id'], name='expense_insurer'), models.Index(condition=models.Q(('reverses', ''), _negated=True), fields=['insurer', 'reverses'], name='expense_reverses')],
                    'constraints': [models.UniqueConstraint(fields=('insurer', 'voucher_no', 'booked_year', 'part'), name='expense_voucher_of_insurer'), models.CheckConstraint(condition=models.Q(('booked_year', django.db.models.functions.datetime.ExtractYear('booked_on'))), name='expense_year'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), models.Q(('amount__lt', 0), models.Q(('reverses', ''), _negated=True)), _connector='OR'), name='expense_amount'), models.CheckConstraint(condition=models.Q(('reverses', models.F('voucher_no')), _negated=True), name='expense_reverses_another')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='af6ac694484cc2d71d70aa8fea2de1fde5eb8cd9', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_c137f', table='expenses_expense', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "expenses_expenseevent" ("activity_id", "amount", "booked_on", "booked_year", "category", "city_code", "county_code", "created_at", "enterprise_id", "id", "insurer_id", "invoice_no", "invoice_on", "note", "part", "payee", "payee_uscc", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "reverses", "tax_incl", "voucher_no") SELECT new_values."activity_id", new_values."amount", new_values."booked_on", new_values."booked_year", new_values."category", new_values."city_code", new_values."county_code", new_values."created_at", new_values."enterprise_id", new_values."id", new_values."insurer_id", new_values."invoice_no", new_values."invoice_on", new_values."note", new_values."part", new_values."payee", new_values."payee_uscc", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."policy_id", new_values."reverses", new_values."tax_incl", new_values."voucher_no" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='311c63df7d2af8918ba0a3954565157f0010dcd7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2d13a', referencing='REFERENCING NEW TABLE AS new_values ', table='expenses_expense', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "expenses_expenseevent" ("activity_id", "amount", "booked_on", "booked_year", "category", "city_code", "county_code", "created_at", "enterprise_id", "id", "insurer_id", "invoice_no", "invoice_on", "note", "part", "payee", "payee_uscc", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "reverses", "tax_incl", "voucher_no") SELECT new_values."activity_id", new_values."amount", new_values."booked_on", new_values."booked_year", new_values."category", new_values."city_code", new_values."county_code", new_values."created_at", new_values."enterprise_id", new_values."id", new_values."insurer_id", new_values."invoice_no", new_values."invoice_on", new_values."note", new_values."part", new_values."payee", new_values."payee_uscc", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."policy_id", new_values."reverses", new_values."tax_incl", new_values."voucher_no" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."activity_id" IS DISTINCT FROM (new_values."activity_id") OR old_values."amount" IS DISTINCT FROM (new_values."amount") OR old_values."booked_on" IS DISTINCT FROM (new_values."booked_on") OR old_values."booked_year" IS DISTINCT FROM (new_values."booked_year") OR old_values."category" IS DISTINCT FROM (new_values."category") OR old_values."city_code" IS DISTINCT FROM (new_values."city_code") OR old_values."county_code" IS DISTINCT FROM (new_values."county_code") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."enterprise_id" IS DISTINCT FROM (new_values."enterprise_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."insurer_id" IS DISTINCT FROM (new_values."insurer_id") OR old_values."invoice_no" IS DISTINCT FROM (new_values."invoice_no") OR old_values."invoice_on" IS DISTINCT FROM (new_values."invoice_on") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."part" IS DISTINCT FROM (new_values."part") OR old_values."payee" IS DISTINCT FROM (new_values."payee") OR old_values."payee_uscc" IS DISTINCT FROM (new_values."payee_uscc") OR old_values."policy_id" IS DISTINCT FROM (new_values."policy_id") OR old_values."reverses" IS DISTINCT FROM (new_values."reverses") OR old_values."tax_incl" IS DISTINCT FROM (new_values."tax_incl") OR old_values."voucher_no" IS DISTINCT FROM (new_values."voucher_no")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d00a41623191534626ba74f63cd91eb5f3645911', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d2683', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='expenses_expense', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "expenses_expenseevent" ("activity_id", "amount", "booked_on", "booked_year", "category", "city_code", "county_code", "created_at", "enterprise_id", "id", "insurer_id", "invoice_no", "invoice_on", "note", "part", "payee", "payee_uscc", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "reverses", "tax_incl", "voucher_no") SELECT old_values."activity_id", old_values."amount", old_values."booked_on", old_values."booked_year", old_values."category", old_values."city_code", old_values."county_code", old_values."created_at", old_values."enterprise_id", old_values."id", old_values."insurer_id", old_values."invoice_no", old_values."invoice_on", old_values."note", old_values."part", old_values."payee", old_values."payee_uscc", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."policy_id", old_values."reverses", old_values."tax_incl", old_values."voucher_no" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='53b9c1b3a172ef77131f324573dc8d85a485be14', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2ba94', referencing='REFERENCING OLD TABLE AS old_values ', table='expenses_expense', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='MonthClosing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='Month')),
                    ('closed_at', models.DateTimeField(verbose_name='Closed at')),
                    ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Closed by')),
                    ('insurer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Insurer')),
                ],
                options={
                    'ordering': ['-month'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('insurer', 'month'), name='month_closed_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='month_by_its_first_day')],
                },
            ), migrations.CreateModel(
                name='ExpenseEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='Note')),
                    ('created_at', models.DateTimeField()),
                    ('voucher_no', models.CharField(max_length=40, verbose_name='Voucher number')),
                    ('booked_year', models.PositiveSmallIntegerField(verbose_name='Year booked')),
                    ('part', models.PositiveSmallIntegerField(default=0, verbose_name='Part')),
                    ('category', models.CharField(choices=[('EXPERT', '专家劳务'), ('AGENCY', '委托服务费'), ('MATERIAL', '培训资料'), ('EQUIPMENT', '设备科技'), ('TRAVEL', '差旅'), ('ONLINE', '线上内容'), ('PLATFORM', '平台'), ('OTHER', '其他')], max_length=20, verbose_name='Category')),
                    ('payee', models.CharField(max_length=200, verbose_name='Payee')),
                    ('payee_uscc', models.CharField(max_length=18, verbose_name="Payee's credit code")),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Amount (yuan)')),
                    ('invoice_no', models.CharField(blank=True, default='', max_length=20, verbose_name='Invoice number')),
                    ('invoice_on', models.DateField(blank=True, null=True, verbose_name='Invoice date')),
                    ('booked_on', models.DateField(verbose_name='Booked on')),
                    ('tax_incl', models.BooleanField(db_default=True, default=True, verbose_name='Tax included')),
                    ('reverses', models.CharField(blank=True, default='', max_length=40, verbose_name='Reverses voucher')),
                    ('activity', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='activities.activity', verbose_name='Service record')),
                    ('city', models.ForeignKey(db_column='city_code', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.division', to_field='code', verbose_name='City')),
                    ('county', models.ForeignKey(db_column='county_code', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.division', to_field='code', verbose_name='County')),
                    ('enterprise', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='enterprises.enterprise', verbose_name='Enterprise')),
                    ('insurer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='expenses.expense')),
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
