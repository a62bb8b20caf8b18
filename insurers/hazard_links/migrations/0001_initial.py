import core.tables
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activities', '0001_initial'),
        ('hazards', '0001_initial'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='FoundHazard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='found', to='activities.activity', verbose_name='Service record')),
                    ('hazard', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hazards.hazard', verbose_name='Hazard')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('hazard', 'activity'), name='found_hazard_once')],
                    'indexes': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='touch', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO core_ledgertouch (ledger, n) VALUES (TG_TABLE_NAME, 1); RETURN NULL;', hash='f630856ada0ecf5964db4d1e846759839c269e39', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_touch_578c1', table='hazard_links_foundhazard', when='AFTER'))],
                },
            )],
        ),
        core.tables.InstallTriggers(
        ),
    ]
