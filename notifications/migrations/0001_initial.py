import core.tables
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='MailPreference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mode', models.CharField(choices=[('DIGEST', 'The digest of each day'), ('LATE', 'Only when something is overdue'), ('NONE', 'No mail')], default='DIGEST', max_length=10, verbose_name='By mail')),
                    ('address', models.EmailField(blank=True, default='', max_length=200, verbose_name='Mail address')),
                    ('changed_at', models.DateTimeField()),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(verbose_name='Day')),
                    ('text', models.TextField(verbose_name='Text')),
                    ('at_once', models.BooleanField(default=False, verbose_name='At once')),
                    ('links', models.JSONField(blank=True, default=dict)),
                    ('made_at', models.DateTimeField()),
                    ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='Read at')),
                    ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-day', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('at_once', False)), fields=('person', 'day'), name='message_one_a_day')],
                    'indexes': [],
                },
            )],
        ),
    ]
