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
        ('pghistory', '0007_auto_20250421_0444'),
        ('policies', '0001_initial'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='ServiceOrder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('TRAIN', '宣传教育培训'), ('HAZ', '隐患排查'), ('DRILL', '应急演练'), ('RISK', '风险辨识评估'), ('STD', '标准化建设'), ('TECH', '科技推广应用'), ('CASE', '典型案例与线上内容'), ('OTHER', '其他')], max_length=20, verbose_name='Service')),
                    ('service_on', models.DateField(verbose_name='Day of the service')),
                    ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='What is wanted')),
                    ('state', models.CharField(choices=[('PLACED', 'Ordered'), ('ACCEPTED', 'Taken on'), ('RECORDED', 'Record waits'), ('TAKEN', 'Record taken'), ('DECLINED', 'Declined'), ('WITHDRAWN', 'Order withdrawn')], default='PLACED', max_length=20, verbose_name='State')),
                    ('placed_at', models.DateTimeField(verbose_name='Ordered at')),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answer', models.CharField(blank=True, default='', max_length=500, verbose_name='Answer')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Agency')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('insurer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Ordered by')),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='policies.policy', verbose_name='Policy')),
                ],
                options={
                    'ordering': ['-service_on', '-pk'],
                    'indexes': [models.Index(fields=['agency', '-service_on', '-id'], name='service_order_agency'), models.Index(fields=['insurer', '-service_on', '-id'], name='service_order_insurer')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('PLACED', 'ACCEPTED', 'RECORDED', 'TAKEN'))), fields=('policy', 'agency', 'kind', 'service_on'), name='service_order_once')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='10b73dfd0b9f7bfddb602a69d6a5eea3728f5663', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_20d44', table='orders_serviceorder', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orders_serviceorderevent" ("agency_id", "answer", "answered_at", "answered_by_id", "id", "insurer_id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "policy_id", "service_on", "state") SELECT new_values."agency_id", new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."id", new_values."insurer_id", new_values."kind", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."placed_at", new_values."placed_by_id", new_values."policy_id", new_values."service_on", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='95212a82217302af7738b0a41a767c9134fd1243', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b16a0', referencing='REFERENCING NEW TABLE AS new_values ', table='orders_serviceorder', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orders_serviceorderevent" ("agency_id", "answer", "answered_at", "answered_by_id", "id", "insurer_id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "policy_id", "service_on", "state") SELECT new_values."agency_id", new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."id", new_values."insurer_id", new_values."kind", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."placed_at", new_values."placed_by_id", new_values."policy_id", new_values."service_on", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e8ab45c76a899ae6a39c5e398498c8535bb5a698', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_99afd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='orders_serviceorder', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orders_serviceorderevent" ("agency_id", "answer", "answered_at", "answered_by_id", "id", "insurer_id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "policy_id", "service_on", "state") SELECT old_values."agency_id", old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."id", old_values."insurer_id", old_values."kind", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."placed_at", old_values."placed_by_id", old_values."policy_id", old_values."service_on", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d60b03a1f5c21f87b050c0fb8eca35c8e5d89b70', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4b1b4', referencing='REFERENCING OLD TABLE AS old_values ', table='orders_serviceorder', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='OrderRecord',
                fields=[
                    ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='record', serialize=False, to='orders.serviceorder')),
                    ('typed', models.JSONField()),
                    ('written_at', models.DateTimeField(verbose_name='Written at')),
                    ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='Taken over at')),
                    ('activity', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='order_record', to='activities.activity')),
                    ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Written by')),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orders_orderrecordevent" ("activity_id", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_at", "taken_by_id", "typed", "written_at", "written_by_id") SELECT new_values."activity_id", new_values."order_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."order_id", new_values."taken_at", new_values."taken_by_id", new_values."typed", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c52698cf65a390dfd92daa5ac0e6c4a40dce2286', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b0fe2', referencing='REFERENCING NEW TABLE AS new_values ', table='orders_orderrecord', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orders_orderrecordevent" ("activity_id", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_at", "taken_by_id", "typed", "written_at", "written_by_id") SELECT new_values."activity_id", new_values."order_id", _pgh_attached_context.value, NOW(), \'update\', new_values."order_id", new_values."taken_at", new_values."taken_by_id", new_values."typed", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."order_id") = (new_values."order_id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e9a1441748b455db2befa15bb4342098b6827a1a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_86434', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='orders_orderrecord', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orders_orderrecordevent" ("activity_id", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_at", "taken_by_id", "typed", "written_at", "written_by_id") SELECT old_values."activity_id", old_values."order_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."order_id", old_values."taken_at", old_values."taken_by_id", old_values."typed", old_values."written_at", old_values."written_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e90cb6b1af143ee897db17878049ed89735c1550', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_70559', referencing='REFERENCING OLD TABLE AS old_values ', table='orders_orderrecord', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='ServiceOrderEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('TRAIN', '宣传教育培训'), ('HAZ', '隐患排查'), ('DRILL', '应急演练'), ('RISK', '风险辨识评估'), ('STD', '标准化建设'), ('TECH', '科技推广应用'), ('CASE', '典型案例与线上内容'), ('OTHER', '其他')], max_length=20, verbose_name='Service')),
                    ('service_on', models.DateField(verbose_name='Day of the service')),
                    ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='What is wanted')),
                    ('state', models.CharField(choices=[('PLACED', 'Ordered'), ('ACCEPTED', 'Taken on'), ('RECORDED', 'Record waits'), ('TAKEN', 'Record taken'), ('DECLINED', 'Declined'), ('WITHDRAWN', 'Order withdrawn')], default='PLACED', max_length=20, verbose_name='State')),
                    ('placed_at', models.DateTimeField(verbose_name='Ordered at')),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answer', models.CharField(blank=True, default='', max_length=500, verbose_name='Answer')),
                    ('agency', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Agency')),
                    ('answered_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('insurer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='orders.serviceorder')),
                    ('placed_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Ordered by')),
                    ('policy', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='policies.policy', verbose_name='Policy')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='OrderRecordEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('typed', models.JSONField()),
                    ('written_at', models.DateTimeField(verbose_name='Written at')),
                    ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='Taken over at')),
                    ('activity', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='activities.activity')),
                    ('order', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='orders.serviceorder')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('taken_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Written by')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='orders.orderrecord')),
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
