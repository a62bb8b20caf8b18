import core.tables
import django.contrib.postgres.indexes
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
                name='Campaign',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='Year')),
                    ('name', models.CharField(max_length=100, verbose_name='Name')),
                    ('document_no', models.CharField(max_length=60, verbose_name='Document number')),
                    ('starts_on', models.DateField(verbose_name='From')),
                    ('ends_on', models.DateField(verbose_name='To')),
                    ('deadline_on', models.DateField(verbose_name='Reports due')),
                    ('inspections_by', models.DateField(blank=True, null=True, verbose_name='Cross-inspections to be completed by')),
                ],
                options={
                    'ordering': ['-year'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='campaign_days')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='GuidanceNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('GUIDANCE', '业务指导'), ('ALERT', '工作提示'), ('ANNOUNCEMENT', '通知公告')], max_length=20, verbose_name='Kind')),
                    ('title', models.CharField(max_length=200, verbose_name='Title')),
                    ('number', models.CharField(blank=True, default='', max_length=60, verbose_name='Document number')),
                    ('text', models.TextField(max_length=10000, verbose_name='Text')),
                    ('receipt_by', models.DateField(verbose_name='Receipt by')),
                    ('state', models.CharField(choices=[('DRAFT', '草稿'), ('ISSUED', '已发出')], default='DRAFT', max_length=20, verbose_name='State')),
                    ('written_at', models.DateTimeField()),
                    ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='Issued at')),
                    ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Sending office')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-written_at', '-pk'],
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state', 'DRAFT'), ('issued_at__isnull', False), _connector='OR'), name='guidance_issued')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='110f2ff9a94ef5b703d854338e319b7d9d04ff07', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_35296', table='campaigns_guidancenote', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='LibraryDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('NOTICE', '通知文件'), ('LETTER', '国家函件'), ('ANNEX', '附件表格'), ('LAW', '法律法规'), ('STANDARD', '技术规范'), ('CRITERIA', '判定标准'), ('OTHER', '其他')], max_length=20, verbose_name='Kind')),
                    ('title', models.CharField(max_length=200, verbose_name='Title')),
                    ('number', models.CharField(blank=True, default='', max_length=80, verbose_name='Document number')),
                    ('issuer', models.CharField(max_length=200, verbose_name='Issuing body')),
                    ('issued_on', models.DateField(blank=True, null=True, verbose_name='Date of issue')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='In force from')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='In force until')),
                    ('summary', models.TextField(max_length=2000, verbose_name='What it is for')),
                    ('body', models.TextField(blank=True, default='', max_length=100000, verbose_name='Text')),
                    ('link', models.CharField(blank=True, default='', max_length=500, verbose_name='Link')),
                    ('text_state', models.CharField(choices=[('ATTACHED', '已收录'), ('SUMMARY', '仅摘要'), ('MISSING', '文本待补')], max_length=20, verbose_name='Text at hand')),
                    ('is_checked', models.BooleanField(default=False, verbose_name='Checked against the document')),
                    ('place', models.PositiveSmallIntegerField(default=500, verbose_name='Place in the list')),
                    ('sought', models.TextField(editable=False)),
                    ('changed_at', models.DateTimeField(blank=True, null=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['place', 'pk'],
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['sought'], name='library_sought', opclasses=['gin_trgm_ops'])],
                    'constraints': [models.UniqueConstraint(fields=('title', 'number'), name='library_document_once'), models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='library_document_days')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='68a70cf82de4a930f9bfa702b8f118245c5545df', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_b0bbc', table='campaigns_librarydocument', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='Mechanism',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document_no', models.CharField(blank=True, default='', max_length=60, verbose_name='Document number')),
                    ('established_on', models.DateField(verbose_name='Established on')),
                    ('duties', models.TextField(max_length=4000, verbose_name='Division of work')),
                    ('written_at', models.DateTimeField()),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('city', models.ForeignKey(db_column='city_code', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division', to_field='code', verbose_name='City')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['city__notice_order', 'city_id'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('city',), name='mechanism_of_city')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='4768774ca8a4769f111f3964a62bc59340cb98da', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_16bf2', table='campaigns_mechanism', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='OfficeContact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.CharField(max_length=50, verbose_name='Office')),
                    ('matter', models.CharField(blank=True, default='', max_length=100, verbose_name='Matter')),
                    ('phone', models.CharField(max_length=30, verbose_name='Office telephone')),
                    ('changed_at', models.DateTimeField()),
                    ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Unit')),
                ],
                options={
                    'ordering': ['organisation__code', 'pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'office'), name='office_contact_once')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='76711abd415ce0ca9b5d88c2d542e9d323d62edd', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_c9683', table='campaigns_officecontact', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='WorkPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200, verbose_name='Title')),
                    ('document_no', models.CharField(blank=True, default='', max_length=60, verbose_name='Document number')),
                    ('decided_on', models.DateField(verbose_name='Decided on')),
                    ('summary', models.TextField(max_length=4000, verbose_name='Main measures')),
                    ('state', models.CharField(choices=[('DRAFT', '草稿'), ('SENT', '已报送'), ('REGISTERED', '已备案'), ('RETURNED', '已退回')], default='DRAFT', max_length=20, verbose_name='State')),
                    ('written_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='Sent at')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='Answered at')),
                    ('answer_note', models.CharField(blank=True, default='', max_length=500, verbose_name='Opinion')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work_plans', to='campaigns.campaign')),
                    ('city', models.ForeignKey(db_column='city_code', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division', to_field='code', verbose_name='City')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Unit')),
                    ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['organisation__code', 'pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('campaign', 'organisation'), name='work_plan_of_office'), models.CheckConstraint(condition=models.Q(('state', 'DRAFT'), ('sent_at__isnull', False), _connector='OR'), name='work_plan_sent')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='b43b5be46cc1d283a783a922a5addc7f7517cd15', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_b708b', table='campaigns_workplan', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_workplanevent" ("answer_note", "answered_at", "answered_by_id", "campaign_id", "city_code", "decided_on", "document_no", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_by_id", "state", "summary", "title", "version", "written_at", "written_by_id") SELECT new_values."answer_note", new_values."answered_at", new_values."answered_by_id", new_values."campaign_id", new_values."city_code", new_values."decided_on", new_values."document_no", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sent_at", new_values."sent_by_id", new_values."state", new_values."summary", new_values."title", new_values."version", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='020a14b17404c5cb63b62bb1358ee3f95c3bc27f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e7c99', referencing='REFERENCING NEW TABLE AS new_values ', table='campaigns_workplan', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_workplanevent" ("answer_note", "answered_at", "answered_by_id", "campaign_id", "city_code", "decided_on", "document_no", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_by_id", "state", "summary", "title", "version", "written_at", "written_by_id") SELECT new_values."answer_note", new_values."answered_at", new_values."answered_by_id", new_values."campaign_id", new_values."city_code", new_values."decided_on", new_values."document_no", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sent_at", new_values."sent_by_id", new_values."state", new_values."summary", new_values."title", new_values."version", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e9aa72f2ad58b04bb366f9b3b75d9ca88bd04242', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ab60f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='campaigns_workplan', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_workplanevent" ("answer_note", "answered_at", "answered_by_id", "campaign_id", "city_code", "decided_on", "document_no", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_by_id", "state", "summary", "title", "version", "written_at", "written_by_id") SELECT old_values."answer_note", old_values."answered_at", old_values."answered_by_id", old_values."campaign_id", old_values."city_code", old_values."decided_on", old_values."document_no", old_values."id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sent_at", old_values."sent_by_id", old_values."state", old_values."summary", old_values."title", old_values."version", old_values."written_at", old_values."written_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9491d55307e6b5bc79481de15fee0356c97e9828', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0baf0', referencing='REFERENCING OLD TABLE AS old_values ', table='campaigns_workplan', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='CampaignSector',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=20)),
                    ('enabled', models.BooleanField(default=True)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sectors', to='campaigns.campaign')),
                ],
                options={
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('campaign', 'code'), name='sector_once_a_campaign')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='GuidanceReceipt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='Received at')),
                    ('answer', models.CharField(blank=True, default='', max_length=500, verbose_name='Answer')),
                    ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='campaigns.guidancenote')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('received_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['organisation__code', 'pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('note', 'organisation'), name='guidance_receipt_once'), models.CheckConstraint(condition=models.Q(models.Q(('received_at', None), ('received_by', None)), models.Q(('received_at__isnull', False), ('received_by__isnull', False)), _connector='OR'), name='guidance_received')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='8dc24a4225b43e0e90584d64776f16100960f755', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_16dcf', table='campaigns_guidancereceipt', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='JointNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField(max_length=2000, verbose_name='Note')),
                    ('written_at', models.DateTimeField()),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('mechanism', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='campaigns.mechanism')),
                ],
                options={
                    'ordering': ['-written_at', '-pk'],
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='1956cc318e51d074640a3d07796f37d5196cebf4', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_cb4bf', table='campaigns_jointnote', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='JointMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=50, verbose_name='Name of the person')),
                    ('post', models.CharField(blank=True, default='', max_length=50, verbose_name='Post')),
                    ('role', models.CharField(choices=[('CONVENER', '召集人'), ('MEMBER', '成员'), ('LIAISON', '联络员')], default='MEMBER', max_length=20, verbose_name='Part in it')),
                    ('phone', models.CharField(blank=True, default='', max_length=30, verbose_name='Office telephone')),
                    ('left_on', models.DateField(blank=True, null=True, verbose_name='Left on')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Unit')),
                    ('mechanism', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='campaigns.mechanism')),
                ],
                options={
                    'ordering': ['left_on', 'organisation__code', 'pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_on', None)), fields=('mechanism', 'organisation', 'name'), name='joint_member_once')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='ace3d2925591b9b18b53c91329eb5839a0f8e315', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_81016', table='campaigns_jointmember', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='JointMeeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('held_on', models.DateField(verbose_name='Meeting of')),
                    ('title', models.CharField(max_length=200, verbose_name='Title')),
                    ('place', models.CharField(blank=True, default='', max_length=100, verbose_name='Place')),
                    ('attendance', models.CharField(max_length=500, verbose_name='Units present')),
                    ('minutes', models.TextField(max_length=20000, verbose_name='Minutes')),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('mechanism', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='campaigns.mechanism')),
                ],
                options={
                    'ordering': ['-held_on', '-pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('mechanism', 'held_on', 'title'), name='joint_meeting_once')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='82df97daaf0b48cac9fa6b4d94df0f58281d66dc', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_7940c', table='campaigns_jointmeeting', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='WorkPlanEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=200, verbose_name='Title')),
                    ('document_no', models.CharField(blank=True, default='', max_length=60, verbose_name='Document number')),
                    ('decided_on', models.DateField(verbose_name='Decided on')),
                    ('summary', models.TextField(max_length=4000, verbose_name='Main measures')),
                    ('state', models.CharField(choices=[('DRAFT', '草稿'), ('SENT', '已报送'), ('REGISTERED', '已备案'), ('RETURNED', '已退回')], default='DRAFT', max_length=20, verbose_name='State')),
                    ('written_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='Sent at')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='Answered at')),
                    ('answer_note', models.CharField(blank=True, default='', max_length=500, verbose_name='Opinion')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('answered_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('campaign', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='campaigns.campaign')),
                    ('city', models.ForeignKey(db_column='city_code', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.division', to_field='code', verbose_name='City')),
                    ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Unit')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='campaigns.workplan')),
                    ('sent_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Resolution',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.CharField(max_length=500, verbose_name='What was resolved')),
                    ('due_on', models.DateField(verbose_name='To be done by')),
                    ('state', models.CharField(choices=[('RUNNING', '办理中'), ('FULFILLED', '已落实')], default='RUNNING', max_length=20, verbose_name='State')),
                    ('outcome', models.CharField(blank=True, default='', max_length=500, verbose_name='How it was done')),
                    ('fulfilled_on', models.DateField(blank=True, null=True, verbose_name='Done on')),
                    ('fulfilled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('mechanism', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='campaigns.mechanism')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='campaigns.jointmeeting')),
                    ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Responsible office')),
                ],
                options={
                    'ordering': ['due_on', 'pk'],
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('fulfilled_on', None), ('state', 'RUNNING')), models.Q(('fulfilled_on__isnull', False), ('state', 'FULFILLED')), _connector='OR'), name='joint_resolution_done')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='d8f5899be7019e95275207f4ab6cdba03b7d0159', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_d67f9', table='campaigns_resolution', when='AFTER'))],
                },
            )],
        ),
        core.tables.InstallTriggers(
        ),
    ]
