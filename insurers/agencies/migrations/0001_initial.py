import core.tables
import django.core.validators
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
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='AgencyContract',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('contract_no', models.CharField(max_length=60, verbose_name='Contract number')),
                    ('starts_on', models.DateField(verbose_name='From')),
                    ('ends_on', models.DateField(verbose_name='To')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Amount (yuan)')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Agency')),
                    ('insurer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Insurer')),
                ],
                options={
                    'ordering': ['-ends_on', '-pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('insurer', 'contract_no'), name='agency_contract_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='agency_contract_days'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='agency_contract_amount')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='8fe0b872acb78c0ed3f9e8ee764c84b3e47968ed', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_a2da0', table='agencies_agencycontract', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_agencycontractevent" ("agency_id", "amount", "contract_no", "ends_on", "id", "insurer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") SELECT new_values."agency_id", new_values."amount", new_values."contract_no", new_values."ends_on", new_values."id", new_values."insurer_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."starts_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4f87dc8bcc9b57d4a26c17e53ec27cd00bde39db', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_14278', referencing='REFERENCING NEW TABLE AS new_values ', table='agencies_agencycontract', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_agencycontractevent" ("agency_id", "amount", "contract_no", "ends_on", "id", "insurer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") SELECT new_values."agency_id", new_values."amount", new_values."contract_no", new_values."ends_on", new_values."id", new_values."insurer_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f2383dc0fdb16dbf8d7d5a71e1edf83914fcf11d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2ba03', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='agencies_agencycontract', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_agencycontractevent" ("agency_id", "amount", "contract_no", "ends_on", "id", "insurer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") SELECT old_values."agency_id", old_values."amount", old_values."contract_no", old_values."ends_on", old_values."id", old_values."insurer_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='092ffdd4e1a996cd6f216e685fac30d1655e4760', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_907c4', referencing='REFERENCING OLD TABLE AS old_values ', table='agencies_agencycontract', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='AgencyEvaluation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                    ('score', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)], verbose_name='Score (0 to 100)')),
                    ('conclusion', models.CharField(choices=[('KEEP', '续用'), ('MEND', '整改'), ('STOP', '停用')], max_length=20, verbose_name='Conclusion')),
                    ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='Reasons')),
                    ('evaluated_at', models.DateTimeField(verbose_name='Appraised at')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Agency')),
                    ('evaluated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Appraised by')),
                    ('insurer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Insurer')),
                ],
                options={
                    'ordering': ['-year', 'insurer'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('insurer', 'agency', 'year'), name='agency_evaluation_once'), models.CheckConstraint(condition=models.Q(('score__lte', 100)), name='agency_evaluation_score')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='1fc5ae01fac313a20163c2db076560ff5ddffb29', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_3b38d', table='agencies_agencyevaluation', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_agencyevaluationevent" ("agency_id", "conclusion", "evaluated_at", "evaluated_by_id", "id", "insurer_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "score", "year") SELECT new_values."agency_id", new_values."conclusion", new_values."evaluated_at", new_values."evaluated_by_id", new_values."id", new_values."insurer_id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."score", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e0f91b9c6cdbfeb485bfba405ff8177654c435fd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0cf5d', referencing='REFERENCING NEW TABLE AS new_values ', table='agencies_agencyevaluation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_agencyevaluationevent" ("agency_id", "conclusion", "evaluated_at", "evaluated_by_id", "id", "insurer_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "score", "year") SELECT new_values."agency_id", new_values."conclusion", new_values."evaluated_at", new_values."evaluated_by_id", new_values."id", new_values."insurer_id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."score", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e7bb8a45bec92645b9d769770217b627714104be', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e48ab', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='agencies_agencyevaluation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_agencyevaluationevent" ("agency_id", "conclusion", "evaluated_at", "evaluated_by_id", "id", "insurer_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "score", "year") SELECT old_values."agency_id", old_values."conclusion", old_values."evaluated_at", old_values."evaluated_by_id", old_values."id", old_values."insurer_id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."score", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0488b93244762a884840a2aa0b0edb5952e011c0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d6713', referencing='REFERENCING OLD TABLE AS old_values ', table='agencies_agencyevaluation', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='AgencyQualification',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('ASSESSMENT', '安全评价机构'), ('TESTING', '检测检验机构'), ('CSE_FIRM', '注册安全工程师事务所'), ('CONSULTING', '咨询机构'), ('ASSOCIATION', '行业协会'), ('EXPERT', '专家个人')], max_length=20, verbose_name='Kind of agency')),
                    ('cert_no', models.CharField(blank=True, default='', max_length=60, verbose_name='Certificate number')),
                    ('scope', models.CharField(blank=True, default='', max_length=500, verbose_name='Business scope')),
                    ('issuer', models.CharField(blank=True, default='', max_length=100, verbose_name='Issued by')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='Valid from')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='Valid until')),
                    ('ability_note', models.TextField(blank=True, default='', max_length=2000, verbose_name='Professional ability and its proof')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Agency')),
                ],
                options={
                    'ordering': ['-valid_to', '-pk'],
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='qualification_days'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('ASSESSMENT', 'TESTING')), _negated=True), models.Q(models.Q(('cert_no', ''), _negated=True), models.Q(('scope', ''), _negated=True), models.Q(('issuer', ''), _negated=True), ('valid_from__isnull', False), ('valid_to__isnull', False)), _connector='OR'), name='qualification_certificate'), models.CheckConstraint(condition=models.Q(models.Q(('cert_no', ''), _negated=True), models.Q(('ability_note', ''), _negated=True), _connector='OR'), name='qualification_ground'), models.UniqueConstraint(condition=models.Q(('cert_no', ''), _negated=True), fields=('agency', 'cert_no'), name='qualification_once')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='3a9d4dfa04ebd1c7274740171e5fce4bde6d2f1f', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_51d02', table='agencies_agencyqualification', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_agencyqualificationevent" ("ability_note", "agency_id", "cert_no", "id", "issuer", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "valid_from", "valid_to") SELECT new_values."ability_note", new_values."agency_id", new_values."cert_no", new_values."id", new_values."issuer", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."scope", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b0ee85bbe334306ac76f11128ef46b53856d3599', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_76998', referencing='REFERENCING NEW TABLE AS new_values ', table='agencies_agencyqualification', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_agencyqualificationevent" ("ability_note", "agency_id", "cert_no", "id", "issuer", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "valid_from", "valid_to") SELECT new_values."ability_note", new_values."agency_id", new_values."cert_no", new_values."id", new_values."issuer", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."scope", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bf27149b7d73b7bdc76e083e01ddf8870fe93e68', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f93bb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='agencies_agencyqualification', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_agencyqualificationevent" ("ability_note", "agency_id", "cert_no", "id", "issuer", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "valid_from", "valid_to") SELECT old_values."ability_note", old_values."agency_id", old_values."cert_no", old_values."id", old_values."issuer", old_values."kind", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."scope", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='604485815950a6b15164424b11ad03d55a52694c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_df7f1', referencing='REFERENCING OLD TABLE AS old_values ', table='agencies_agencyqualification', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='Professional',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('AGENCY', '机构专业技术人员'), ('OWN', '自有人员'), ('EXPERT', '专家')], max_length=20, verbose_name='Kind of person')),
                    ('name', models.CharField(max_length=50, verbose_name='Name of the person')),
                    ('title', models.CharField(blank=True, default='', max_length=50, verbose_name='Professional title')),
                    ('speciality', models.CharField(max_length=100, verbose_name='Speciality')),
                    ('certificate', models.CharField(choices=[('CSE', '注册安全工程师'), ('ASSESSOR', '安全评价师'), ('TITLE', '专业技术职称'), ('EXPERT_LETTER', '专家聘书'), ('OTHER', '其他证书')], max_length=20, verbose_name='Kind of certificate')),
                    ('certificate_no', models.CharField(max_length=40, verbose_name='Certificate number')),
                    ('valid_from', models.DateField(verbose_name='Valid from')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='Valid until')),
                    ('left_on', models.DateField(blank=True, null=True, verbose_name='Last day')),
                    ('created_at', models.DateTimeField()),
                    ('updated_at', models.DateTimeField()),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Kept by')),
                ],
                options={
                    'ordering': ['organisation', 'pk'],
                    'indexes': [models.Index(fields=['organisation', 'name'], name='professional_name')],
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'certificate', 'certificate_no'), name='professional_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='professional_days')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='e01fde177848c2afc4c9fe5d078b9630667aaedc', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_bc588', table='agencies_professional', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_professionalevent" ("certificate", "certificate_no", "created_at", "id", "kind", "left_on", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speciality", "title", "updated_at", "valid_from", "valid_to") SELECT new_values."certificate", new_values."certificate_no", new_values."created_at", new_values."id", new_values."kind", new_values."left_on", new_values."name", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."speciality", new_values."title", new_values."updated_at", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='356c3c85eb526097b3ea4c08ddebe716ca100389', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f97c7', referencing='REFERENCING NEW TABLE AS new_values ', table='agencies_professional', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_professionalevent" ("certificate", "certificate_no", "created_at", "id", "kind", "left_on", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speciality", "title", "updated_at", "valid_from", "valid_to") SELECT new_values."certificate", new_values."certificate_no", new_values."created_at", new_values."id", new_values."kind", new_values."left_on", new_values."name", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."speciality", new_values."title", new_values."updated_at", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d1e59fc830659b3c8a19c1ef35786da69c3ed0d6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5b695', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='agencies_professional', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agencies_professionalevent" ("certificate", "certificate_no", "created_at", "id", "kind", "left_on", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speciality", "title", "updated_at", "valid_from", "valid_to") SELECT old_values."certificate", old_values."certificate_no", old_values."created_at", old_values."id", old_values."kind", old_values."left_on", old_values."name", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."speciality", old_values."title", old_values."updated_at", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5fb24ba78d640fe1b00bff97b1a1f88a3cea419f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ffaf1', referencing='REFERENCING OLD TABLE AS old_values ', table='agencies_professional', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='AgencyContractEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('contract_no', models.CharField(max_length=60, verbose_name='Contract number')),
                    ('starts_on', models.DateField(verbose_name='From')),
                    ('ends_on', models.DateField(verbose_name='To')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Amount (yuan)')),
                    ('agency', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Agency')),
                    ('insurer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agencies.agencycontract')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='AgencyEvaluationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                    ('score', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)], verbose_name='Score (0 to 100)')),
                    ('conclusion', models.CharField(choices=[('KEEP', '续用'), ('MEND', '整改'), ('STOP', '停用')], max_length=20, verbose_name='Conclusion')),
                    ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='Reasons')),
                    ('evaluated_at', models.DateTimeField(verbose_name='Appraised at')),
                    ('agency', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Agency')),
                    ('evaluated_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Appraised by')),
                    ('insurer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agencies.agencyevaluation')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='AgencyQualificationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('ASSESSMENT', '安全评价机构'), ('TESTING', '检测检验机构'), ('CSE_FIRM', '注册安全工程师事务所'), ('CONSULTING', '咨询机构'), ('ASSOCIATION', '行业协会'), ('EXPERT', '专家个人')], max_length=20, verbose_name='Kind of agency')),
                    ('cert_no', models.CharField(blank=True, default='', max_length=60, verbose_name='Certificate number')),
                    ('scope', models.CharField(blank=True, default='', max_length=500, verbose_name='Business scope')),
                    ('issuer', models.CharField(blank=True, default='', max_length=100, verbose_name='Issued by')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='Valid from')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='Valid until')),
                    ('ability_note', models.TextField(blank=True, default='', max_length=2000, verbose_name='Professional ability and its proof')),
                    ('agency', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Agency')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agencies.agencyqualification')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='ProfessionalEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('AGENCY', '机构专业技术人员'), ('OWN', '自有人员'), ('EXPERT', '专家')], max_length=20, verbose_name='Kind of person')),
                    ('name', models.CharField(max_length=50, verbose_name='Name of the person')),
                    ('title', models.CharField(blank=True, default='', max_length=50, verbose_name='Professional title')),
                    ('speciality', models.CharField(max_length=100, verbose_name='Speciality')),
                    ('certificate', models.CharField(choices=[('CSE', '注册安全工程师'), ('ASSESSOR', '安全评价师'), ('TITLE', '专业技术职称'), ('EXPERT_LETTER', '专家聘书'), ('OTHER', '其他证书')], max_length=20, verbose_name='Kind of certificate')),
                    ('certificate_no', models.CharField(max_length=40, verbose_name='Certificate number')),
                    ('valid_from', models.DateField(verbose_name='Valid from')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='Valid until')),
                    ('left_on', models.DateField(blank=True, null=True, verbose_name='Last day')),
                    ('created_at', models.DateTimeField()),
                    ('updated_at', models.DateTimeField()),
                    ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='Kept by')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agencies.professional')),
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
