import core.tables
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
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
            )],
        ),
    ]
