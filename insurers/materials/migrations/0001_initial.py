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
        ('pghistory', '0007_auto_20250421_0444'),
        ('policies', '0001_initial'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Material',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(blank=True, choices=[('WEB', '官网'), ('APP', 'APP'), ('WECHAT', '微信'), ('OTHER', '其他')], default='', max_length=20, verbose_name='Channel')),
                    ('medium', models.CharField(blank=True, choices=[('TEXT', '文字'), ('PICTURE', '图片'), ('VIDEO', '视频')], default='', max_length=20, verbose_name='Form of the content')),
                    ('link', models.CharField(blank=True, default='', max_length=500, verbose_name='Link')),
                    ('kind', models.CharField(choices=[('CASE', '典型案例'), ('TRAINING', '培训资料')], max_length=20, verbose_name='Kind')),
                    ('title', models.CharField(max_length=200, verbose_name='Title')),
                    ('sector', models.CharField(blank=True, choices=[('NCM', '非煤矿山'), ('HAZCHEM', '危险化学品'), ('FIREWORK', '烟花爆竹'), ('TRANSPORT', '交通运输'), ('CONSTR', '建筑施工'), ('CIVEXP', '民用爆炸物品'), ('METAL', '金属冶炼'), ('FISHERY', '渔业生产'), ('COAL', '煤矿'), ('OTHER', '其他')], default='', max_length=20, verbose_name='Sector')),
                    ('text', models.TextField(max_length=20000, verbose_name='Text')),
                    ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('PUBLISHED', 'Published'), ('WITHDRAWN', 'No longer given')], default='DRAFT', max_length=20, verbose_name='State')),
                    ('written_at', models.DateTimeField(verbose_name='Written at')),
                    ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='Published at')),
                    ('insurer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Written by')),
                ],
                options={
                    'ordering': ['-written_at', '-pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('insurer', 'title'), name='material_title')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='39132c2921952ea9b47f69538acbc4f4e0b072a8', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_9ffdd', table='materials_material', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "materials_materialevent" ("channel", "id", "insurer_id", "kind", "link", "medium", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "sector", "state", "text", "title", "written_at", "written_by_id") SELECT new_values."channel", new_values."id", new_values."insurer_id", new_values."kind", new_values."link", new_values."medium", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_at", new_values."sector", new_values."state", new_values."text", new_values."title", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0ef31d8a7b769afb5f0a389d2baf14461795097f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3b43c', referencing='REFERENCING NEW TABLE AS new_values ', table='materials_material', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "materials_materialevent" ("channel", "id", "insurer_id", "kind", "link", "medium", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "sector", "state", "text", "title", "written_at", "written_by_id") SELECT new_values."channel", new_values."id", new_values."insurer_id", new_values."kind", new_values."link", new_values."medium", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published_at", new_values."sector", new_values."state", new_values."text", new_values."title", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8e06725c95c680a35bdccd505a10315e71158cf2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c6353', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='materials_material', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "materials_materialevent" ("channel", "id", "insurer_id", "kind", "link", "medium", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "sector", "state", "text", "title", "written_at", "written_by_id") SELECT old_values."channel", old_values."id", old_values."insurer_id", old_values."kind", old_values."link", old_values."medium", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."published_at", old_values."sector", old_values."state", old_values."text", old_values."title", old_values."written_at", old_values."written_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ecc0f06a28cd49d3fc1472658a4cbc13305a20d2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8960c', referencing='REFERENCING OLD TABLE AS old_values ', table='materials_material', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='Assignment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('assigned_at', models.DateTimeField(verbose_name='Given at')),
                    ('due_on', models.DateField(verbose_name='To be read by')),
                    ('token_digest', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                    ('link_ends_on', models.DateField(blank=True, null=True, verbose_name='Link ends on')),
                    ('read_by', models.CharField(blank=True, default='', max_length=50, verbose_name='Read by')),
                    ('read_on', models.DateField(blank=True, null=True, verbose_name='Read on')),
                    ('way', models.CharField(blank=True, choices=[('LINK', '链接确认'), ('PAPER', '纸质签收')], default='', max_length=20, verbose_name='Way')),
                    ('assigned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Given by')),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='policies.policy', verbose_name='Policy')),
                    ('material', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='materials.material', verbose_name='Material')),
                ],
                options={
                    'ordering': ['-assigned_at', '-pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('material', 'policy'), name='assignment_once'), models.CheckConstraint(condition=models.Q(('read_on__isnull', True), models.Q(('read_by', ''), _negated=True), _connector='OR'), name='assignment_reader')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='fd9faf22ed6c275e4f290901f2968400566d9697', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_ac423', table='materials_assignment', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "materials_assignmentevent" ("assigned_at", "assigned_by_id", "due_on", "id", "link_ends_on", "material_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "read_by", "read_on", "way") SELECT new_values."assigned_at", new_values."assigned_by_id", new_values."due_on", new_values."id", new_values."link_ends_on", new_values."material_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."policy_id", new_values."read_by", new_values."read_on", new_values."way" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='743123eee6b77a29ad5a12251e3f47beec324297', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f8989', referencing='REFERENCING NEW TABLE AS new_values ', table='materials_assignment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "materials_assignmentevent" ("assigned_at", "assigned_by_id", "due_on", "id", "link_ends_on", "material_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "read_by", "read_on", "way") SELECT new_values."assigned_at", new_values."assigned_by_id", new_values."due_on", new_values."id", new_values."link_ends_on", new_values."material_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."policy_id", new_values."read_by", new_values."read_on", new_values."way" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."assigned_at" IS DISTINCT FROM (new_values."assigned_at") OR old_values."assigned_by_id" IS DISTINCT FROM (new_values."assigned_by_id") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."link_ends_on" IS DISTINCT FROM (new_values."link_ends_on") OR old_values."material_id" IS DISTINCT FROM (new_values."material_id") OR old_values."policy_id" IS DISTINCT FROM (new_values."policy_id") OR old_values."read_by" IS DISTINCT FROM (new_values."read_by") OR old_values."read_on" IS DISTINCT FROM (new_values."read_on") OR old_values."way" IS DISTINCT FROM (new_values."way")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ab9309f7377ac756f27f93a43ebf2f875bbf315d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d830a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='materials_assignment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "materials_assignmentevent" ("assigned_at", "assigned_by_id", "due_on", "id", "link_ends_on", "material_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "read_by", "read_on", "way") SELECT old_values."assigned_at", old_values."assigned_by_id", old_values."due_on", old_values."id", old_values."link_ends_on", old_values."material_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."policy_id", old_values."read_by", old_values."read_on", old_values."way" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0d55a1369b4ed2bb6a97f3bb84164173081c4697', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_845a8', referencing='REFERENCING OLD TABLE AS old_values ', table='materials_assignment', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='MaterialEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('channel', models.CharField(blank=True, choices=[('WEB', '官网'), ('APP', 'APP'), ('WECHAT', '微信'), ('OTHER', '其他')], default='', max_length=20, verbose_name='Channel')),
                    ('medium', models.CharField(blank=True, choices=[('TEXT', '文字'), ('PICTURE', '图片'), ('VIDEO', '视频')], default='', max_length=20, verbose_name='Form of the content')),
                    ('link', models.CharField(blank=True, default='', max_length=500, verbose_name='Link')),
                    ('kind', models.CharField(choices=[('CASE', '典型案例'), ('TRAINING', '培训资料')], max_length=20, verbose_name='Kind')),
                    ('title', models.CharField(max_length=200, verbose_name='Title')),
                    ('sector', models.CharField(blank=True, choices=[('NCM', '非煤矿山'), ('HAZCHEM', '危险化学品'), ('FIREWORK', '烟花爆竹'), ('TRANSPORT', '交通运输'), ('CONSTR', '建筑施工'), ('CIVEXP', '民用爆炸物品'), ('METAL', '金属冶炼'), ('FISHERY', '渔业生产'), ('COAL', '煤矿'), ('OTHER', '其他')], default='', max_length=20, verbose_name='Sector')),
                    ('text', models.TextField(max_length=20000, verbose_name='Text')),
                    ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('PUBLISHED', 'Published'), ('WITHDRAWN', 'No longer given')], default='DRAFT', max_length=20, verbose_name='State')),
                    ('written_at', models.DateTimeField(verbose_name='Written at')),
                    ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='Published at')),
                    ('insurer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='materials.material')),
                    ('written_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Written by')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='AssignmentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('assigned_at', models.DateTimeField(verbose_name='Given at')),
                    ('due_on', models.DateField(verbose_name='To be read by')),
                    ('link_ends_on', models.DateField(blank=True, null=True, verbose_name='Link ends on')),
                    ('read_by', models.CharField(blank=True, default='', max_length=50, verbose_name='Read by')),
                    ('read_on', models.DateField(blank=True, null=True, verbose_name='Read on')),
                    ('way', models.CharField(blank=True, choices=[('LINK', '链接确认'), ('PAPER', '纸质签收')], default='', max_length=20, verbose_name='Way')),
                    ('assigned_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Given by')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='materials.assignment')),
                    ('policy', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='policies.policy', verbose_name='Policy')),
                    ('material', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='materials.material', verbose_name='Material')),
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
