import core.tables
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='CalendarCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_through', models.DateField(verbose_name='Valid through')),
                    ('source', models.CharField(max_length=200, verbose_name='Source')),
                    ('set_at', models.DateTimeField(verbose_name='Set at')),
                    ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Set by')),
                ],
                options={
                    'ordering': ['-set_at', '-pk'],
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='3f862846f0e00bef6e0af981125488fff2eadc3a', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_230bf', table='rulebook_calendarcheck', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='DatedRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(choices=[('fee_share_min', '事故预防服务费占实收保费比例下限'), ('fee_share_max', '事故预防服务费占实收保费比例上限'), ('commission_max', '佣金比例上限'), ('limit_per_person', '每人责任限额下限（元）'), ('fine_min', '未按规定投保罚款下限（元）'), ('fine_max', '未按规定投保罚款上限（元）'), ('fine_overdue_min', '逾期未改正罚款下限（元）'), ('fine_overdue_max', '逾期未改正罚款上限（元）'), ('hazard_fine_max', '未消除事故隐患罚款上限（元）'), ('refusal_fine_min', '拒不执行对责任人员罚款下限（元）'), ('refusal_fine_max', '拒不执行对责任人员罚款上限（元）'), ('sector_article_109', '行业主管部门适用第一百零九条（1为有职责分工规定）'), ('agency_fine_min', '技术服务机构失实报告罚款下限（元）'), ('agency_fine_max', '技术服务机构失实报告罚款上限（元）'), ('conduct_fine_min', '保险法第一百六十一条罚款下限（元）'), ('conduct_fine_max', '保险法第一百六十一条罚款上限（元）'), ('report_fine_min', '保险法第一百七十条罚款下限（元）'), ('report_fine_max', '保险法第一百七十条罚款上限（元）'), ('expiring_days', '保单到期提前提示天数'), ('filing_days', '服务记录归档期限（工作日）'), ('complaint_days', '投诉答复期限（工作日）'), ('complaint_further_days', '投诉复杂事项答复期限（工作日）'), ('complaint_extension_days', '投诉经批准延长期限（日）'), ('long_period_days', '保险期间提示天数'), ('objection_days', '交叉检查问题异议期限（工作日）'), ('service_standard', '事故预防技术服务规范（AQ 9010）版本年号')], max_length=40, verbose_name='Dated rule')),
                    ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='Value')),
                    ('valid_from', models.DateField(verbose_name='From')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='To')),
                    ('source', models.CharField(max_length=200, verbose_name='Source')),
                    ('clause', models.CharField(blank=True, default='', max_length=100, verbose_name='Clause')),
                    ('certainty', models.CharField(choices=[('V', 'Text read'), ('2', 'Second-hand'), ('U', 'Unsure'), ('D', 'Set by the portal')], max_length=1, verbose_name='How sure')),
                    ('state', models.CharField(choices=[('PROPOSED', 'Proposed'), ('IN_FORCE', 'Decided'), ('REFUSED', 'Not adopted'), ('WITHDRAWN', 'Withdrawn')], default='PROPOSED', max_length=20, verbose_name='State')),
                    ('proposed_at', models.DateTimeField()),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('decision_note', models.CharField(blank=True, default='', max_length=500, verbose_name='Opinion')),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['code', '-valid_from', '-pk'],
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='dated_rule_days'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='dated_rule_two_people'), models.UniqueConstraint(condition=models.Q(('state', 'IN_FORCE')), fields=('code', 'valid_from'), name='dated_rule_one_a_day')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='30072819156786a28ade90d5b17bc846a2761b4a', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_aff01', table='rulebook_datedrule', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rulebook_datedruleevent" ("certainty", "clause", "code", "decided_at", "decided_by_id", "decision_note", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "source", "state", "valid_from", "valid_to", "value") SELECT new_values."certainty", new_values."clause", new_values."code", new_values."decided_at", new_values."decided_by_id", new_values."decision_note", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."source", new_values."state", new_values."valid_from", new_values."valid_to", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6fec275eac7d2f205d6e8abe1467a9b416f02f1d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b163d', referencing='REFERENCING NEW TABLE AS new_values ', table='rulebook_datedrule', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rulebook_datedruleevent" ("certainty", "clause", "code", "decided_at", "decided_by_id", "decision_note", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "source", "state", "valid_from", "valid_to", "value") SELECT new_values."certainty", new_values."clause", new_values."code", new_values."decided_at", new_values."decided_by_id", new_values."decision_note", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."source", new_values."state", new_values."valid_from", new_values."valid_to", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6e1d12f310c18fd2a25d7d1a91fd3c27b592965a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_fab85', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='rulebook_datedrule', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rulebook_datedruleevent" ("certainty", "clause", "code", "decided_at", "decided_by_id", "decision_note", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "source", "state", "valid_from", "valid_to", "value") SELECT old_values."certainty", old_values."clause", old_values."code", old_values."decided_at", old_values."decided_by_id", old_values."decision_note", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."source", old_values."state", old_values."valid_from", old_values."valid_to", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4c212dccbb4a3a2694a27a2154a55c87d52868e9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f246a', referencing='REFERENCING OLD TABLE AS old_values ', table='rulebook_datedrule', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='DayOverride',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(unique=True, verbose_name='Day')),
                    ('is_worked', models.BooleanField(verbose_name='Worked')),
                    ('source', models.CharField(max_length=200, verbose_name='Source')),
                    ('set_at', models.DateTimeField(verbose_name='Set at')),
                    ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Set by')),
                ],
                options={
                    'ordering': ['-day'],
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='dcf87252061627c1b51cdba713d47b9ae470ece9', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_66bf9', table='rulebook_dayoverride', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rulebook_dayoverrideevent" ("day", "id", "is_worked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id", "source") SELECT new_values."day", new_values."id", new_values."is_worked", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."set_at", new_values."set_by_id", new_values."source" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8d88e9b7f2f1a4c50b8a09361186c21fa8cf2fe0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3b6a8', referencing='REFERENCING NEW TABLE AS new_values ', table='rulebook_dayoverride', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rulebook_dayoverrideevent" ("day", "id", "is_worked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id", "source") SELECT new_values."day", new_values."id", new_values."is_worked", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."set_at", new_values."set_by_id", new_values."source" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='496a26a92c996edaf88912909abbd68b46bb543a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_478ad', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='rulebook_dayoverride', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rulebook_dayoverrideevent" ("day", "id", "is_worked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id", "source") SELECT old_values."day", old_values."id", old_values."is_worked", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."set_at", old_values."set_by_id", old_values."source" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4a6d0e212fd28cdc375be003b3bd6c6b1a1c51bd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7158c', referencing='REFERENCING OLD TABLE AS old_values ', table='rulebook_dayoverride', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='DatedRuleEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('code', models.CharField(choices=[('fee_share_min', '事故预防服务费占实收保费比例下限'), ('fee_share_max', '事故预防服务费占实收保费比例上限'), ('commission_max', '佣金比例上限'), ('limit_per_person', '每人责任限额下限（元）'), ('fine_min', '未按规定投保罚款下限（元）'), ('fine_max', '未按规定投保罚款上限（元）'), ('fine_overdue_min', '逾期未改正罚款下限（元）'), ('fine_overdue_max', '逾期未改正罚款上限（元）'), ('hazard_fine_max', '未消除事故隐患罚款上限（元）'), ('refusal_fine_min', '拒不执行对责任人员罚款下限（元）'), ('refusal_fine_max', '拒不执行对责任人员罚款上限（元）'), ('sector_article_109', '行业主管部门适用第一百零九条（1为有职责分工规定）'), ('agency_fine_min', '技术服务机构失实报告罚款下限（元）'), ('agency_fine_max', '技术服务机构失实报告罚款上限（元）'), ('conduct_fine_min', '保险法第一百六十一条罚款下限（元）'), ('conduct_fine_max', '保险法第一百六十一条罚款上限（元）'), ('report_fine_min', '保险法第一百七十条罚款下限（元）'), ('report_fine_max', '保险法第一百七十条罚款上限（元）'), ('expiring_days', '保单到期提前提示天数'), ('filing_days', '服务记录归档期限（工作日）'), ('complaint_days', '投诉答复期限（工作日）'), ('complaint_further_days', '投诉复杂事项答复期限（工作日）'), ('complaint_extension_days', '投诉经批准延长期限（日）'), ('long_period_days', '保险期间提示天数'), ('objection_days', '交叉检查问题异议期限（工作日）'), ('service_standard', '事故预防技术服务规范（AQ 9010）版本年号')], max_length=40, verbose_name='Dated rule')),
                    ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='Value')),
                    ('valid_from', models.DateField(verbose_name='From')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='To')),
                    ('source', models.CharField(max_length=200, verbose_name='Source')),
                    ('clause', models.CharField(blank=True, default='', max_length=100, verbose_name='Clause')),
                    ('certainty', models.CharField(choices=[('V', 'Text read'), ('2', 'Second-hand'), ('U', 'Unsure'), ('D', 'Set by the portal')], max_length=1, verbose_name='How sure')),
                    ('state', models.CharField(choices=[('PROPOSED', 'Proposed'), ('IN_FORCE', 'Decided'), ('REFUSED', 'Not adopted'), ('WITHDRAWN', 'Withdrawn')], default='PROPOSED', max_length=20, verbose_name='State')),
                    ('proposed_at', models.DateTimeField()),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('decision_note', models.CharField(blank=True, default='', max_length=500, verbose_name='Opinion')),
                    ('decided_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rulebook.datedrule')),
                    ('proposed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='DayOverrideEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('day', models.DateField(verbose_name='Day')),
                    ('is_worked', models.BooleanField(verbose_name='Worked')),
                    ('source', models.CharField(max_length=200, verbose_name='Source')),
                    ('set_at', models.DateTimeField(verbose_name='Set at')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rulebook.dayoverride')),
                    ('set_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Set by')),
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
