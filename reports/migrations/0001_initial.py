import core.tables
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('core', '0001_initial'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Snapshot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.CharField(choices=[('coverage', 'Insured status'), ('campaign', 'Campaign work'), ('cross-inspection', 'Cross-inspection'), ('province', 'Summary of the province')], max_length=20, verbose_name='Report')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('cutoff', models.DateField(verbose_name='Cut-off')),
                        ('version', models.PositiveIntegerField(verbose_name='Version')),
                        ('figures', models.JSONField()),
                        ('cities', models.JSONField(default=dict)),
                        ('built_at', models.DateTimeField(verbose_name='Built')),
                        ('built_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.division', to_field='code')),
                        ('files', models.ManyToManyField(related_name='snapshots', to='core.storedfile')),
                        ('job', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='snapshot', to='core.job')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'ordering': ['-built_at', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('report', 'organisation', 'city', 'year', 'cutoff', 'version'), name='snapshot_version', nulls_distinct=False)],
                        'indexes': [],
                    },
                ),
            ],
        ),
    ]
