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
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='OutsideService',
                fields=[
                    ('sector', models.CharField(choices=[('NCM', '非煤矿山'), ('HAZCHEM', '危险化学品'), ('FIREWORK', '烟花爆竹'), ('TRANSPORT', '交通运输'), ('CONSTR', '建筑施工'), ('CIVEXP', '民用爆炸物品'), ('METAL', '金属冶炼'), ('FISHERY', '渔业生产'), ('COAL', '煤矿'), ('OTHER', '其他')], max_length=20, verbose_name='Sector')),
                    ('kind', models.CharField(choices=[('TRAIN', '宣传教育培训'), ('HAZ', '隐患排查'), ('DRILL', '应急演练'), ('RISK', '风险辨识评估'), ('STD', '标准化建设'), ('TECH', '科技推广应用'), ('CASE', '典型案例与线上内容'), ('OTHER', '其他')], max_length=20, verbose_name='Service')),
                    ('campaign_assist', models.BooleanField(verbose_name='Campaign assistance')),
                    ('activity', models.OneToOneField(db_column='id', on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='activities.activity')),
                    ('month', models.DateField(verbose_name='Month')),
                ],
                options={
                    'db_table': 'promises_outside',
                    'ordering': ['-activity'],
                    'managed': False,
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='PromisedRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sector', models.CharField(choices=[('NCM', '非煤矿山'), ('HAZCHEM', '危险化学品'), ('FIREWORK', '烟花爆竹'), ('TRANSPORT', '交通运输'), ('CONSTR', '建筑施工'), ('CIVEXP', '民用爆炸物品'), ('METAL', '金属冶炼'), ('FISHERY', '渔业生产'), ('COAL', '煤矿'), ('OTHER', '其他')], max_length=20, verbose_name='Sector')),
                    ('kind', models.CharField(choices=[('TRAIN', '宣传教育培训'), ('HAZ', '隐患排查'), ('DRILL', '应急演练'), ('RISK', '风险辨识评估'), ('STD', '标准化建设'), ('TECH', '科技推广应用'), ('CASE', '典型案例与线上内容'), ('OTHER', '其他')], max_length=20, verbose_name='Service')),
                    ('campaign_assist', models.BooleanField(verbose_name='Campaign assistance')),
                    ('month', models.DateField(verbose_name='Month')),
                    ('due_on', models.DateField(verbose_name='Due on')),
                    ('times', models.IntegerField(verbose_name='Promised')),
                    ('done', models.IntegerField(verbose_name='Done')),
                ],
                options={
                    'db_table': 'promises_promised',
                    'ordering': ['due_on', 'id'],
                    'managed': False,
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='PromisedCell',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sector', models.CharField(max_length=20)),
                    ('kind', models.CharField(max_length=20)),
                    ('campaign_assist', models.BooleanField()),
                    ('month', models.DateField()),
                    ('due_on', models.DateField()),
                    ('times', models.IntegerField()),
                    ('done', models.IntegerField()),
                    ('outside', models.IntegerField()),
                    ('counted_at', models.DateTimeField()),
                    ('city', models.ForeignKey(db_column='city_code', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.division', to_field='code')),
                    ('insurer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='AssistReminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='Month')),
                    ('units', models.PositiveIntegerField(verbose_name='Units without assistance')),
                    ('place', models.CharField(max_length=60, verbose_name='Place')),
                    ('sent_at', models.DateTimeField(verbose_name='Sent at')),
                    ('insurer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Insurer')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='Reminded by')),
                    ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-sent_at', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('insurer', 'organisation', 'month'), name='assist_reminder_monthly'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='assist_reminder_month')],
                    'indexes': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='59961061586adcb3e0a6dc5b175c97ed3fe54940', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_7b5e0', table='promises_assistreminder', when='AFTER'))],
                },
            )],
        ),
        core.tables.InstallTriggers(
        ),
    ]
