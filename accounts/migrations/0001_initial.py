import accounts.models
import core.tables
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Division',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=6, unique=True, verbose_name='Code')),
                    ('name', models.CharField(max_length=50, verbose_name='Name of the place')),
                    ('level', models.CharField(choices=[('province', 'Province'), ('city', 'City'), ('county', 'County')], max_length=10)),
                    ('notice_order', models.PositiveSmallIntegerField(null=True, verbose_name='Order in annex 2')),
                    ('parent', models.ForeignKey(blank=True, db_column='parent_code', null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.division', to_field='code')),
                ],
                options={
                    'ordering': (django.db.models.functions.comparison.Coalesce('notice_order', 'parent__notice_order'), 'code'),
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('code', 'parent'), name='division_of_its_parent')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='b04355136a2f4e5c2338a40d5c06affa2a2f0635', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_ce5a4', table='accounts_division', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=40, unique=True, verbose_name='Code')),
                    ('name', models.CharField(max_length=100, verbose_name='Name of the organisation')),
                    ('kind', models.CharField(choices=[('provincial_emergency', 'Provincial emergency department'), ('city_emergency', 'City emergency bureau'), ('county_emergency', 'County emergency bureau'), ('provincial_regulator', 'Financial regulator'), ('regulator_suboffice', 'Regulator sub-office'), ('insurer', 'Insurer'), ('insurer_branch', 'City branch of an insurer'), ('service_agency', 'Safety service agency'), ('sector_authority', 'Sector authority')], max_length=30, verbose_name='Kind')),
                    ('sector', models.CharField(blank=True, default='', max_length=20, verbose_name='Sector')),
                    ('letter_code', models.CharField(blank=True, default='', max_length=30, verbose_name='Code of its documents')),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name='Closed on')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('division', models.ForeignKey(db_column='division_code', on_delete=django.db.models.deletion.PROTECT, to='accounts.division', to_field='code')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.organisation')),
                ],
                options={
                    'ordering': ['code'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('letter_code', ''), _negated=True), fields=('letter_code',), name='letter_code_of_one_organisation')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='899316e79706190051a2a549c7b76a3f01038ce9', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_4c809', table='accounts_organisation', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                    ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                    ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('role', models.CharField(choices=[('PROV_EM', 'Provincial emergency office'), ('CITY_EM', 'City emergency bureau'), ('COUNTY_EM', 'County emergency bureau'), ('REG_PROV', 'Zhejiang regulator'), ('REG_NB', 'Ningbo regulator'), ('REG_SUB', 'Regulator sub-office'), ('INSURER', 'Insurer'), ('BRANCH', 'City branch of an insurer'), ('AGENCY', 'Safety service agency'), ('SECTOR', 'Sector authority'), ('ADM_SYS', 'System administrator'), ('ADM_SEC', 'Security administrator'), ('ADM_AUD', 'Audit administrator')], max_length=10)),
                    ('is_lead', models.BooleanField(default=False, verbose_name='Lead')),
                    ('display_name', models.CharField(blank=True, default='', max_length=50, verbose_name='Name shown')),
                    ('phone', models.CharField(blank=True, default='', max_length=30, verbose_name='Office telephone')),
                    ('large_type', models.BooleanField(default=False, verbose_name='Large type')),
                    ('must_change_password', models.BooleanField(default=False)),
                    ('session_epoch', models.PositiveIntegerField(default=0)),
                    ('created_at', models.DateTimeField(null=True)),
                    ('updated_at', models.DateTimeField(null=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.organisation')),
                ],
                options={
                    'ordering': ['username'],
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(('is_lead', True), ('role__in', ['ADM_AUD', 'ADM_SEC', 'ADM_SYS']), _negated=True), name='administrators_do_not_approve'), models.CheckConstraint(condition=models.Q(('is_superuser', False)), name='no_superuser')],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='6ca3ebd58bbf2dd89ffc7d6bd484de893c50db84', level='STATEMENT', operation='INSERT OR UPDATE OF "username", "display_name", "role", "is_lead", "is_active", "organisation_id", "phone", "password", "must_change_password", "last_login" OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_76bcd', table='accounts_user', when='AFTER'))],
                },
                managers=[
                    ('objects', accounts.models.PeopleManager()),
                ],
            ), migrations.CreateModel(
                name='AccountEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('deed', models.CharField(choices=[('created', 'Account made'), ('changed', 'Account changed'), ('moved', 'Moved to another organisation'), ('disabled', 'Account disabled'), ('dormant', 'Sleeping account disabled'), ('enabled', 'Account enabled'), ('link', 'Link for a new password made'), ('password', 'Password set by the link'), ('unlocked', 'Account unlocked'), ('signed_out', 'Sessions ended'), ('factors_taken', 'Second factors taken away')], max_length=20, verbose_name='Action')),
                    ('detail', models.CharField(blank=True, default='', max_length=300, verbose_name='Detail')),
                    ('by_name', models.CharField(max_length=100, verbose_name='By')),
                    ('at', models.DateTimeField(verbose_name='At')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='account_events', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='OrganisationGrant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(db_index=True, max_length=40, verbose_name='Given for')),
                    ('until', models.DateField(verbose_name='Last day')),
                    ('given_at', models.DateTimeField(verbose_name='Given')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='Ended')),
                    ('why_ended', models.CharField(blank=True, choices=[('TASK', 'The task ended'), ('MEMBERSHIP', 'The membership ended'), ('DATE', 'Its last day passed'), ('ROW', 'Taken off the list'), ('RECUSAL', 'The person keeps away from it')], default='', max_length=20, verbose_name='Why ended')),
                    ('city', models.ForeignKey(db_column='city_code', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division', to_field='code', verbose_name='City')),
                    ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='accounts.organisation')),
                    ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('pk',),
                    'abstract': False,
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user', 'source', 'content_object', 'city'), name='accounts_organisationgrant_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('why_ended', '')), models.Q(('ended_at__isnull', False), models.Q(('why_ended', ''), _negated=True)), _connector='OR'), name='accounts_organisationgrant_end_has_reason')],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_organisationgrantevent" ("city_code", "content_object_id", "ended_at", "ended_by_id", "given_at", "given_by_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "until", "user_id", "why_ended") SELECT new_values."city_code", new_values."content_object_id", new_values."ended_at", new_values."ended_by_id", new_values."given_at", new_values."given_by_id", new_values."id", new_values."permission_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."source", new_values."until", new_values."user_id", new_values."why_ended" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='34224fb7e79f79765500799042ab19e4044042bc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_03d0f', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_organisationgrant', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_organisationgrantevent" ("city_code", "content_object_id", "ended_at", "ended_by_id", "given_at", "given_by_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "until", "user_id", "why_ended") SELECT new_values."city_code", new_values."content_object_id", new_values."ended_at", new_values."ended_by_id", new_values."given_at", new_values."given_by_id", new_values."id", new_values."permission_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."source", new_values."until", new_values."user_id", new_values."why_ended" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b9be32d4072ee09bfabdafbc78c7ce567f126dbb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e3661', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_organisationgrant', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_organisationgrantevent" ("city_code", "content_object_id", "ended_at", "ended_by_id", "given_at", "given_by_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "until", "user_id", "why_ended") SELECT old_values."city_code", old_values."content_object_id", old_values."ended_at", old_values."ended_by_id", old_values."given_at", old_values."given_by_id", old_values."id", old_values."permission_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."source", old_values."until", old_values."user_id", old_values."why_ended" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='38be1e07cf0456f70e431e054a24fed053f4bf73', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2dab4', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_organisationgrant', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='PasswordLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='password_links', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('used_at', None), ('withdrawn_at', None)), fields=('person',), name='one_open_link_of_a_person')],
                },
            ), migrations.CreateModel(
                name='Posting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('until', models.DateTimeField(verbose_name='Until')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_people', to='accounts.organisation')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['until', 'pk'],
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='59f79daa10885b12033e7dff44d9da74a624b1e9', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_7e9f5', table='accounts_posting', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='PeopleRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('add', 'New person'), ('change', 'Change of a person'), ('disable', 'Disable a person'), ('enable', 'Enable a person again')], max_length=20, verbose_name='Request')),
                    ('text', models.CharField(max_length=500, verbose_name='Details of the request')),
                    ('asked_at', models.DateTimeField(verbose_name='Asked at')),
                    ('state', models.CharField(choices=[('open', 'Waits'), ('done', 'Done'), ('declined', 'Declined')], default='open', max_length=20, verbose_name='State')),
                    ('answer', models.CharField(blank=True, default='', max_length=500, verbose_name='Answer')),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people_requests', to='accounts.organisation')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Person')),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='OrganisationGrantEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('source', models.CharField(max_length=40, verbose_name='Given for')),
                    ('until', models.DateField(verbose_name='Last day')),
                    ('given_at', models.DateTimeField(verbose_name='Given')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='Ended')),
                    ('why_ended', models.CharField(blank=True, choices=[('TASK', 'The task ended'), ('MEMBERSHIP', 'The membership ended'), ('DATE', 'Its last day passed'), ('ROW', 'Taken off the list'), ('RECUSAL', 'The person keeps away from it')], default='', max_length=20, verbose_name='Why ended')),
                    ('city', models.ForeignKey(db_column='city_code', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.division', to_field='code', verbose_name='City')),
                    ('content_object', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation')),
                    ('ended_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('given_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('permission', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.permission')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.organisationgrant')),
                    ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
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
