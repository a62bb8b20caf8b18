"""Settings of the portal: one module, everything from the environment (`.env.example` lists all of it).

The addresses of PostgreSQL and Valkey come from `bootstrap`; reading this module starts no server.
"""

import os
from datetime import date
from pathlib import Path

import environ
import pghistory
import pgtrigger
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

from safety_portal import bootstrap
from safety_portal.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(str(BASE_DIR / ".env"))
# A setting that is left empty, as all of .env.example are, has its default.
env.ENVIRON = {name: value for name, value in os.environ.items() if value}

# --- mode and time (contract 2) -------------------------------------------------------------------------------
servers = bootstrap.addresses()
PORTAL_MODE: str = servers.mode
IS_PRODUCTION = PORTAL_MODE == "production"
STATED_TODAY = env.str("PORTAL_TODAY", "")
PORTAL_TODAY: date | None = None if IS_PRODUCTION else date.fromisoformat(STATED_TODAY or "2023-11-23")
PORTAL_DATA_DIR = Path(env.str("PORTAL_DATA_DIR", "") or BASE_DIR / "var").absolute()

DEMO_SECRET_KEY = "demo-and-test-only-" + "not-a-secret-" * 4
SECRET_KEY = env.str("SECRET_KEY", "" if IS_PRODUCTION else DEMO_SECRET_KEY) or DEMO_SECRET_KEY
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Proves audit and history; the database never sees it. Default: SECRET_KEY.
AUDIT_KEY = env.str("AUDIT_KEY", "")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["*"])
#: How many trusted proxies stand before the portal: each adds the address it was asked from (`core.web.clients`).
PROXY_COUNT = env.int("PROXY_COUNT", 0)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- applications ---------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "allauth.mfa",
    "axes",
    "guardian",
    "django_filters",
    "django_celery_beat",
    "pgtrigger",
    "pghistory",
    "core",
    "core.imports",
    "accounts",
    "accounts.door",
    "rulebook",
    "notifications",
    "campaigns",
    "enterprises",
    "hazards",
    "insurers.base",
    "insurers.policies",
    "insurers.agencies",
    "insurers.plans",
    "insurers.activities",
    "insurers.orders",
    "insurers.promises",
    "insurers.expenses",
    "insurers.complaints",
    "insurers.materials",
    "insurers.hazard_links",
    "coverage",
    "inspections",
    "dispositions",
    "crosschecks",
    "publicity",
    "reports",
    "workbench",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.web.headers.HeadersMiddleware",
    "core.web.compress.CompressMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.web.middleware.RequestIdMiddleware",
    "core.web.middleware.LengthMiddleware",
    "publicity.serving.PublicPageMiddleware",
    "core.web.middleware.CleanInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.web.middleware.SightMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.door.middleware.DoorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.web.middleware.NoStoreMiddleware",
    "core.web.middleware.OnlySentMiddleware",
    "accounts.door.own_password.OwnPasswordMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "workbench.middleware.WritesMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "safety_portal.urls"
WSGI_APPLICATION = "safety_portal.wsgi.application"
TEMPLATE_LOADERS = ["core.web.signs.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": ["core.templatetags.signs"],
            "loaders": [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "workbench.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- data -----------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(servers.database_url)}
DATABASES["default"]["ENGINE"] = "core.walls.database"  # PostgreSQL; every statement says on whose behalf (ADR 25)
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = env.bool("DATABASE_POOLER", False)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Writes of any other role bear no stamp of the portal (`core.trail`).
PORTAL_DATABASE_ROLE = str(DATABASES["default"]["USER"])
#: Whether this process migrates, as the role that owns the tables.
MIGRATES = bootstrap.is_owner()
# For backups alone: the role that migrates, and one that reads every row.
DATABASE_OWNER_URL = servers.database_owner_url
DATABASE_BACKUP_URL = servers.database_backup_url
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = servers.redis_url
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "serializer": "core.web.cached.JsonSerializer",
            "pool_class": "core.web.cached.PatientPool",
            # As of 29 November 2026, redis 8.1: without these two a question waits 5 s for a server that neither answers
            # nor refuses. On a line of its own, Valkey answers within a millisecond; what takes 2 s is no cache.
            "socket_connect_timeout": 1,
            "socket_timeout": 2,
        },
    }
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", "") or PORTAL_DATA_DIR / "media")
# The heads of audit and history, outside of the database; best on another machine, beside the backups.
#: Where people reach the portal, such as https://portal.example: QR codes on paper and links in mails lead there. In
#: production it is the first host that ALLOWED_HOSTS names in full, where nothing else is set.
OWN_NAMES = [f"https://{host}" for host in ALLOWED_HOSTS if host.strip("*.") == host]
PORTAL_URL = env.str("PORTAL_URL", "").rstrip("/") or (OWN_NAMES[0] if IS_PRODUCTION and OWN_NAMES else "")
#: Messages go by mail, too, where a server is named.
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 465)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", EMAIL_HOST_USER)
ANCHOR_DIR = Path(env.str("ANCHOR_DIR", "") or PORTAL_DATA_DIR / "anchors")
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# One INSERT of events for a statement, not one trigger call a row: imports write 100,000 rows in one statement (ADR 7).
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)  # events are sought by object or context
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)
PGHISTORY_CONTEXT_FIELD = pghistory.ContextForeignKey(db_index=True)
PGHISTORY_APPEND_ONLY = False  # the application's role may read history only; the owner's changes break seals

# --- static files ---------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(MEDIA_ROOT)}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- people and sign-in ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.PortalBackend",
    "accounts.backends.GrantBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
PASSWORD_HASHERS = [
    "accounts.door.hashing.LanedHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "accounts.door.passwords.LengthValidator",
        "OPTIONS": {"min_length": env.int("PASSWORD_MIN_LENGTH", 12)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    *(
        [{"NAME": "accounts.door.password_rules.CompositionValidator"}]
        if env.bool("PASSWORD_COMPOSITION", True)
        else []
    ),
    {"NAME": "accounts.door.passwords.WordsValidator"},
    {"NAME": "accounts.door.passwords.HistoryValidator"},
]
# For how long the link stands by which a person sets a password; and whether a password that somebody else set is
# replaced before anything else (contract 2: never in demo and test mode unless asked for).
PASSWORD_LINK_HOURS = env.int("PASSWORD_LINK_HOURS", 24)
FORCE_PASSWORD_CHANGE = (env.str("FORCE_PASSWORD_CHANGE", "") or str(IS_PRODUCTION)).lower() == "true"
#: How many former passwords may not come back; after how many days a new one is asked for (0: never; contract 2).
PASSWORD_HISTORY = env.int("PASSWORD_HISTORY", 5)
PASSWORD_DAYS = env.int("PASSWORD_DAYS", 90) if IS_PRODUCTION else 0
#: Days after which an account that nobody signs in with is disabled by night; 0: never.
DORMANT_DAYS = env.int("DORMANT_DAYS", 90) if IS_PRODUCTION else 0
#: For so many milliseconds the workbench counts anew before it answers; the rest follows by itself. 0: all at once.
WORKBENCH_PATIENCE_MS = env.int("WORKBENCH_PATIENCE_MS", 0 if PORTAL_MODE == "test" else 15)
#: Sign-in at an identity service by OpenID Connect, off without its address (ADR 32).
OIDC_SERVER = env.str("OIDC_SERVER", "")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
OIDC_NAME_CLAIM = env.str("OIDC_NAME_CLAIM", "") or "preferred_username"
OIDC_LABEL = env.str("OIDC_LABEL", "") or "统一身份认证"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.door.allauth_adapter.AccountAdapter"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Throttling is axes' work alone, on (user name, address): a limit on the address would lock a whole bureau out.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
ACCOUNT_PREVENT_ENUMERATION = True
USERSESSIONS_TRACK_ACTIVITY = False
#: Whether everybody who administers, approves or changes anything has to have a second factor (contract 2).
FACTORS_REQUIRED = IS_PRODUCTION
MFA_ADAPTER = "accounts.door.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION

AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", 5)
AXES_COOLOFF_TIME = env.int("LOGIN_LOCK_MINUTES", 30) / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.lockout"
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "core.web.clients.client_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False

SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_MINUTES", 30 if IS_PRODUCTION else 240) * 60
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", 12) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_NAME = "__Host-portal" if IS_PRODUCTION else "portal"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"

# --- headers --------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Cookies that no other host and no unencrypted answer can set. Signatures with the salts of old versions do not count.
CSRF_COOKIE_NAME = "__Host-csrf" if IS_PRODUCTION else "csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-language" if IS_PRODUCTION else "django_language"
LANGUAGE_COOKIE_SECURE = IS_PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
MESSAGE_COOKIE_NAME = "__Host-messages" if IS_PRODUCTION else "messages"
MESSAGE_STORAGE = "core.web.headers.MessageStorage"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False
# A script runs with the nonce of its page alone: no file that the portal hands out can be one.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [NONCE],
        "script-src-attr": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- language and time ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- jobs -----------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
# As of 29 November 2026, kombu 5.7 waits for ever without `socket_timeout` where the broker went without closing the
# line, and its own checks of the line never run; without `max_retries` it tries for six seconds to reach one that
# refuses. The page that hands in a job waits for that, while the sweep rings again within a minute: so it tries once. 3 s
# are longer than the second for which a worker asks for work. How often the worker tries is a setting of its own.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 3,
    "max_retries": 0,
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "core.tasks.sweep_jobs", "schedule": 60.0},
    "take-over": {"task": "core.tasks.take_over", "schedule": 15.0},
    "seal-trail": {"task": "core.tasks.seal_trail", "schedule": 60.0},
    # After all else that waits (0 comes first, 9 last): nobody waits for it, and it may take a minute or two.
    "prepare-desks": {"task": "workbench.tasks.prepare_desks", "schedule": 60.0, "options": {"priority": 9}},
    "initials": {"task": "enterprises.tasks.refresh_initials", "schedule": crontab(hour="7", minute="50")},
    "words": {"task": "hazards.tasks.refresh_words", "schedule": crontab(hour="7", minute="55")},
    "close-dormant": {"task": "accounts.door.tasks.close_dormant", "schedule": crontab(hour="3", minute="10")},
    "expired-grants": {"task": "accounts.tasks.end_expired_grants", "schedule": crontab(hour="0", minute="20")},
    # Drafts in the ten nights to a campaign's deadline, from 1 December to the 10th (`reports.services.nightly`).
    "report-drafts": {"task": "reports.tasks.build_drafts", "schedule": crontab(hour="0", minute="30")},
    # What the reports of that day would lack, while there is time to see to it.
    "report-rehearsals": {
        "task": "reports.tasks.rehearse",
        "schedule": crontab(hour="1", minute="10"),
    },
    "remove-expired": {"task": "accounts.door.tasks.remove_expired", "schedule": crontab(hour="3", minute="40")},
    "remove-orphans": {"task": "core.tasks.remove_orphans", "schedule": crontab(hour="4", minute="20")},
    "daily-messages": {"task": "notifications.tasks.send_messages", "schedule": crontab(hour="8", minute="0")},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# How long a worker that was lost keeps its job; while it lives, it renews this lease (core/jobs/heart.py).
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 30)

# --- files --------------------------------------------------------------------------------------------------
# clamd: unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310. A location of the proxy that is internal: /protected/.
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", "")
X_ACCEL_PREFIX = env.str("X_ACCEL_PREFIX", "")
ORGANISATION_QUOTA_MIB = env.int("ORGANISATION_QUOTA_MIB", 20_480)
CELERY_BEAT_SCHEDULE["rescan-files"] = {"task": "core.tasks.rescan_files", "schedule": 300.0}

# --- portal ---------------------------------------------------------------------------------------------------
IMPORT_MAX_BYTES = 30 * 1024 * 1024  # contract 4
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A whole request: two films, or twenty pictures and more; and what somebody sends who is not signed in.
REQUEST_MAX_BYTES = 256 * 1024 * 1024
STRANGERS_MAX_BYTES = 1024 * 1024
LOGGING = logging_config(production=IS_PRODUCTION)
# guardian looks for its own backend by name; `accounts.backends.GrantBackend` is it, and minds the end of a grant.
SILENCED_SYSTEM_CHECKS: list[str] = ["guardian.W001"]
