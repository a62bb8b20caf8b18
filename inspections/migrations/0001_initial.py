import core.tables
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('campaigns', '0001_initial'),
        ('enterprises', '0001_initial'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Task',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('annex_no', models.PositiveSmallIntegerField(verbose_name='Annex number')),
                        ('no', models.CharField(max_length=20, unique=True, verbose_name='Task number')),
                        ('state', models.CharField(choices=[('CREATED', 'Grouped'), ('PLAN_DRAFT', 'Plan being drafted'), ('PLAN_SENT', 'Plan under discussion'), ('PLAN_AGREED', 'Plan agreed'), ('GROUP_READY', 'Group formed'), ('IN_PROGRESS', 'Inspecting'), ('FEEDBACK', 'Comments of the inspected city'), ('ROUTED', 'Findings handed over'), ('RECTIFY_TRACK', 'Being put right'), ('COMPLETED', 'Completed')], default='CREATED', max_length=20, verbose_name='State')),
                        ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='Started')),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='campaigns.campaign')),
                        ('inspected', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division', to_field='code', verbose_name='Inspected city')),
                        ('inspecting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division', to_field='code', verbose_name='Inspecting city')),
                        ('started_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['annex_no'],
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(fields=('campaign', 'annex_no'), name='task_annex_no'), models.UniqueConstraint(fields=('campaign', 'inspecting'), name='task_inspecting_once'), models.UniqueConstraint(fields=('campaign', 'inspected'), name='task_inspected_once'), models.CheckConstraint(condition=models.Q(('inspecting', models.F('inspected')), _negated=True), name='task_two_cities')],
                    },
                ),
                migrations.CreateModel(
                    name='InspectedInsurer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('SUBMITTED', 'Submitted')], default='DRAFT', max_length=20, verbose_name='State')),
                        ('checked_on', models.DateField(blank=True, null=True, verbose_name='Day of inspection')),
                        ('remark', models.TextField(blank=True, default='', max_length=1000, verbose_name='Remark')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('added_at', models.DateTimeField()),
                        ('saved_at', models.DateTimeField()),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('branch', models.CharField(blank=True, default='', max_length=100, verbose_name='Branch')),
                        ('files_drawn', models.PositiveIntegerField(blank=True, null=True, verbose_name='Files drawn')),
                        ('plan_ok', models.BooleanField(blank=True, null=True, verbose_name='Plans in order')),
                        ('services_planned', models.PositiveIntegerField(blank=True, null=True, verbose_name='Services promised')),
                        ('services_done', models.PositiveIntegerField(blank=True, null=True, verbose_name='Services done')),
                        ('records_ok', models.BooleanField(blank=True, null=True, verbose_name='Records complete')),
                        ('confirm_ok', models.BooleanField(blank=True, null=True, verbose_name='Confirmed by both sides')),
                        ('budget', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='Fee budget (yuan)')),
                        ('booked', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='Fee booked (yuan)')),
                        ('vouchers_ok', models.BooleanField(blank=True, null=True, verbose_name='Vouchers true')),
                        ('agency_ok', models.BooleanField(blank=True, null=True, verbose_name='Agencies in order')),
                        ('ledger_ok', models.BooleanField(blank=True, null=True, verbose_name='Hazard ledger in order')),
                        ('notices_ok', models.BooleanField(blank=True, null=True, verbose_name='Written notices in order')),
                        ('refusals_ok', models.BooleanField(blank=True, null=True, verbose_name='Refusals reported')),
                        ('complaints_ok', models.BooleanField(blank=True, null=True, verbose_name='Complaints handled')),
                        ('archive_ok', models.BooleanField(blank=True, null=True, verbose_name='Archive in order')),
                        ('violations', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('RATE', '费率不合规'), ('COMMISSION', '违规支付手续费'), ('SHAM_COVER', '虚假承保'), ('FORCED', '强制或捆绑'), ('SHAM_EXPENSE', '虚假列支'), ('OTHER', '其他')], max_length=20), blank=True, default=list, size=None, verbose_name='Leads on violations')),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('insurer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Insurer')),
                        ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='inspections.task')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(fields=('task', 'insurer'), name='insurer_once_a_task')],
                    },
                ),
                migrations.CreateModel(
                    name='InspectedEnterprise',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('SUBMITTED', 'Submitted')], default='DRAFT', max_length=20, verbose_name='State')),
                        ('checked_on', models.DateField(blank=True, null=True, verbose_name='Day of inspection')),
                        ('remark', models.TextField(blank=True, default='', max_length=1000, verbose_name='Remark')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('added_at', models.DateTimeField()),
                        ('saved_at', models.DateTimeField()),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('insured', models.CharField(blank=True, choices=[('YES', '是'), ('NO', '否'), ('PARTLY', '未全员'), ('UNDER', '未足额'), ('NA', '不适用')], default='', max_length=10, verbose_name='Insured as required')),
                        ('policy_no', models.CharField(blank=True, default='', max_length=40, verbose_name='Policy number')),
                        ('people', models.PositiveIntegerField(blank=True, null=True, verbose_name='Employees')),
                        ('insured_people', models.PositiveIntegerField(blank=True, null=True, verbose_name='People insured')),
                        ('limit', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='Limit per person (yuan)')),
                        ('plan_seen', models.BooleanField(blank=True, null=True, verbose_name='Service plan seen')),
                        ('train', models.BooleanField(blank=True, null=True, verbose_name='Training done')),
                        ('haz', models.BooleanField(blank=True, null=True, verbose_name='Hazard check done')),
                        ('drill', models.BooleanField(blank=True, null=True, verbose_name='Drill done')),
                        ('assist', models.BooleanField(blank=True, null=True, verbose_name='Campaign assistance done')),
                        ('hot_work', models.CharField(blank=True, choices=[('OK', '符合'), ('NOT_OK', '不符合'), ('NA', '不涉及')], default='', max_length=10, verbose_name='Hot work and other dangerous work')),
                        ('welding', models.CharField(blank=True, choices=[('OK', '符合'), ('NOT_OK', '不符合'), ('NA', '不涉及')], default='', max_length=10, verbose_name='Electric and gas welding gear')),
                        ('key_posts', models.CharField(blank=True, choices=[('OK', '符合'), ('NOT_OK', '不符合'), ('NA', '不涉及')], default='', max_length=10, verbose_name='People in dangerous work and key posts')),
                        ('outsourcing', models.CharField(blank=True, choices=[('OK', '符合'), ('NOT_OK', '不符合'), ('NA', '不涉及')], default='', max_length=10, verbose_name='Outsourcing and leasing')),
                        ('notices_seen', models.PositiveIntegerField(blank=True, null=True, verbose_name='Written notices seen')),
                        ('hazards_total', models.PositiveIntegerField(blank=True, null=True, verbose_name='Hazards on record')),
                        ('hazards_closed', models.PositiveIntegerField(blank=True, null=True, verbose_name='Hazards closed')),
                        ('satisfaction', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Satisfaction (1 to 5)')),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise', verbose_name='Enterprise')),
                        ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='inspections.task')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(fields=('task', 'enterprise'), name='enterprise_once_a_task')],
                    },
                ),
                migrations.CreateModel(
                    name='Finding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seq', models.PositiveSmallIntegerField()),
                        ('subject', models.CharField(choices=[('ENTERPRISE', '企业'), ('INSURER', '保险机构'), ('AGENCY', '第三方机构')], max_length=20, verbose_name='Subject')),
                        ('kind', models.CharField(choices=[('NOT_INSURED', '应保未保'), ('PARTLY_INSURED', '未全员投保'), ('UNDER_LIMIT', '未足额投保'), ('NO_PLAN', '未签服务方案'), ('SERVICE_NOT_DONE', '未按合同服务'), ('FALSE_RECORD', '记录不实'), ('FALSE_EXPENSE', '费用不实'), ('NO_NOTICE', '未书面告知'), ('NOT_CLOSED', '隐患未闭环'), ('REFUSAL_NOT_REPORTED', '拒不整改未报告'), ('BUSINESS_VIOLATION', '经营违规'), ('OTHER', '其他')], max_length=30, verbose_name='Kind')),
                        ('fact', models.TextField(max_length=2000, verbose_name='Facts found')),
                        ('basis', models.CharField(blank=True, default='', max_length=300, verbose_name='Basis')),
                        ('on_spot', models.BooleanField(default=False, verbose_name='Put right on the spot')),
                        ('found_on', models.DateField(verbose_name='Found on')),
                        ('recorded_at', models.DateTimeField()),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('enterprise_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='inspections.inspectedenterprise')),
                        ('insurer_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='inspections.inspectedinsurer')),
                        ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='inspections.task')),
                    ],
                    options={
                        'ordering': ['task', 'seq'],
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(fields=('task', 'seq'), name='finding_no_of_task'), models.CheckConstraint(condition=models.Q(models.Q(('enterprise_item__isnull', False), ('insurer_item__isnull', True)), models.Q(('enterprise_item__isnull', True), ('insurer_item__isnull', False)), _connector='OR'), name='finding_on_one_form')],
                    },
                ),
            ],
        ),
    ]
