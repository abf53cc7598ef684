"""Django's settings for the four processes; all that varies comes from `VIGIE_*` variables."""

import secrets
from pathlib import Path

from vigie.evidence.installation import load_intake_keys
from vigie.site.environment import read_environment

ENVIRONMENT = read_environment()
PROCESS = ENVIRONMENT.process
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
USE_X_FORWARDED_HOST = False
SECRET_KEY = secrets.token_urlsafe(48)
"""Nothing outlives the process under this key: cookies of ours have keys of their own."""

DATABASES = {"default": dict(ENVIRONMENT.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["vigie.store", "django.contrib.staticfiles"]
ROOT_URLCONF = f"vigie.site.urls_{PROCESS}" if PROCESS not in ("worker", "tools") else None
WSGI_APPLICATION = None

COMMON_MIDDLEWARE = [
    "vigie.web.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "vigie.web.load.BoundsSaid",
    "vigie.web.origin.SameOrigin",
    "vigie.web.nul.NoNul",
    "vigie.web.uploads.UploadsLetGo",
]
MIDDLEWARE = COMMON_MIDDLEWARE + (
    ["vigie.web.desk.session.DeskSession"] if PROCESS == "desk" else []
)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "vigie.web.context.always_there",
            ],
        },
    }
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "langue"
LANGUAGE_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [PACKAGE / "web" / "locale", PACKAGE / "web" / "desk" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

FILE_UPLOAD_HANDLERS = [
    "vigie.web.uploads.SealingUploadHandler"
    if PROCESS == "intake"
    else "vigie.web.uploads.NoUploadHandler"
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000

SESSION_IDLE_SECONDS = 15 * 60
WITNESS_IDLE_SECONDS = 30 * 60

VIGIE_DATA = ENVIRONMENT.data
VIGIE_COOKIE_KEY = load_intake_keys(VIGIE_DATA).cookie_key if PROCESS == "intake" else ""
VIGIE_DEMO = ENVIRONMENT.demo
VIGIE_EXIT_URL = ENVIRONMENT.exit_url
VIGIE_UPLOAD_LIMIT_BYTES = ENVIRONMENT.upload_limit_bytes
VIGIE_WORKER_SECRET = ENVIRONMENT.worker_secret
VIGIE_BACKUP_RECIPIENT = ENVIRONMENT.backup_recipient
VIGIE_SECOND_OPINION = ENVIRONMENT.second_opinion
VIGIE_RULES = ENVIRONMENT.rules
VIGIE_BACKUP_DAYS = ENVIRONMENT.backup_days
VIGIE_INTAKE_URL = ENVIRONMENT.intake_url
VIGIE_PARTNERS_URL = ENVIRONMENT.partners_url
VIGIE_TIMESTAMP_URLS = ENVIRONMENT.timestamp_urls
VIGIE_TIMESTAMP_ROOTS = ENVIRONMENT.timestamp_roots

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"once": {"()": "vigie.site.logs.SaidOnce"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "bare", "filters": ["once"]}
    },
    "formatters": {"bare": {"()": "vigie.site.logs.BareFormatter"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
