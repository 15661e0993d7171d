"""Every setting of the portal, read from the environment once, typed. A start that would be unsafe stops with a sentence.

With nothing set it is the demo: two SQLite files, the filesystem broker and a file mailbox, all under `var/`.
Setting `SITE_URL` makes it a real practice; from then on half-set settings are refused.
"""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent


def stop(sentence: str) -> SystemExit:
    """The one way a start is refused: a sentence on stderr, no traceback."""
    return SystemExit(f"The portal does not start. {sentence}")


env = Env(eager=True)
try:
    VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
    HOST = env.str("HOST", "127.0.0.1")
    PORT = env.int("PORT", 8000)
    SITE_URL = env.str("SITE_URL", "").rstrip("/")
    DEMO = env.bool("DEMO", SITE_URL == "")
    DEBUG = env.bool("DEBUG", False)
    SECRET_KEY = env.str("SECRET_KEY", "")
    DATABASE_URL = env.str("DATABASE_URL", "")
    KEYRING_URL = env.str("KEYRING_URL", "")
    REDIS_URL = env.str("REDIS_URL", "")
    VAULT_KEYS = env.str("VAULT_KEYS", "")
    VAULT_KEYS_FILE = env.path("VAULT_KEYS_FILE", VAR_DIR / "ring" / "vault.keys")
    MAIL_URL = env.str("MAIL_URL", "")
    MAIL_FROM = env.str("MAIL_FROM", "")
    TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
    STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", "").strip()
    # More than one while a secret is being replaced.
    STRIPE_WEBHOOK_SECRET = [each.strip() for each in env.str("STRIPE_WEBHOOK_SECRET", "").split(",") if each.strip()]
    STRIPE_API_BASE = env.str("STRIPE_API_BASE", "").strip().rstrip("/")
    PAYMENTS_DEMO = env.bool("PAYMENTS_DEMO", False)
    LOG_LEVEL = env.log_level("LOG_LEVEL", logging.INFO)
except EnvError as error:
    raise stop(str(error)) from None

# --- The demo fills in what a practice must choose ---------------------------------------------------------------
if DEMO:
    SITE_URL = SITE_URL or f"http://localhost:{PORT}"
    MAIL_URL = MAIL_URL or "mailbox:"
    MAIL_FROM = MAIL_FROM or "Je portaal <portaal@praktijk.example>"
    SECRET_KEY = SECRET_KEY or "demo-only-key-a-real-practice-sets-its-own-of-at-least-fifty-characters"

site = urlsplit(SITE_URL)
HTTPS = site.scheme == "https"

if bool(DATABASE_URL) != bool(KEYRING_URL):
    missing = "KEYRING_URL" if DATABASE_URL else "DATABASE_URL"
    raise stop(f"Set {missing} too: the texts and the keys that open them each need their own database.")
if DATABASE_URL and DATABASE_URL == KEYRING_URL:
    raise stop("DATABASE_URL and KEYRING_URL name the same database: give the keys a database of their own.")
if site.scheme not in {"http", "https"} or not site.hostname:
    raise stop("Set SITE_URL to the portal's full address, such as https://portaal.example.nl.")
if not DEMO:
    if not HTTPS:
        raise stop("Set SITE_URL to an address that begins with https://: people write private things here.")
    if DEBUG:
        raise stop("DEBUG shows private text on error pages: unset it, or unset SITE_URL for the demo.")
    if len(SECRET_KEY) < 50:
        raise stop("Set SECRET_KEY to at least 50 random characters: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'.")
    if not MAIL_URL:
        raise stop("Set MAIL_URL, such as smtp+tls://user:password@mail.example.nl:587: login codes go by mail.")
    if not MAIL_FROM:
        raise stop("Set MAIL_FROM, such as 'Je portaal <portaal@example.nl>': the sender of every mail.")

# --- The house ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "portal",
    "cockpit",
    "studio",
    "journey",
    "exercises",
    "conversations",
    "billing",
    "programme",
    "notices",
    "accounts",
    "keyring",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "anymail",
    "csp",
    "django_htmx",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.health.probes_first",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "studio.middleware.styles_of_the_back_office",
    "portal.middleware.private_by_default",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.sessions_end",
    "accounts.middleware.in_their_language_and_zone",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.staff_use_a_second_factor",
    "studio.middleware.only_what_is_used",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.practice",
                "studio.context.second_factors",
            ],
            "string_if_invalid": "",
        },
    }
]

# --- Databases: texts in one, the keys that open them in another -------------------------------------------------
SQLITE_INIT = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
)


def database(url: str, file: str) -> dict[str, Any]:
    """The settings of one database: `url` when set, otherwise the SQLite file under `var/`."""
    if url:
        try:
            parsed: dict[str, Any] = dict(Env().dj_db_url("UNSET", url, conn_max_age=None, conn_health_checks=True))
        except (EnvError, ValueError) as error:
            raise stop(f"The database address cannot be read: {error}.") from None
        return parsed
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / file,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_INIT},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(DATABASE_URL, "portal.sqlite3"), "keyring": database(KEYRING_URL, "keyring.sqlite3")}
DATABASE_ROUTERS = ["keyring.router.KeyringRouter"]

CACHES: dict[str, dict[str, Any]] = {
    # Holds the limits on logging in, shared by every process. In the database and not in Redis: who loses the broker loses
    # nothing, and a code can be asked for while it is away.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"},
    # Rendered text of weeks: the same for everybody, rebuilt from the database, never a person's.
    "rendered": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rendered"},
}

# --- Celery: the database holds the schedule and the outbox, the broker only nudges ------------------------------
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost//"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {"socket_timeout": 5, "socket_connect_timeout": 1, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
    if REDIS_URL
    else {
        "data_folder_in": str(VAR_DIR / "queue"),
        "data_folder_out": str(VAR_DIR / "queue"),
        "control_folder": str(VAR_DIR / "queue" / "control"),
        "polling_interval": 0.1,
    }
)
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1 if REDIS_URL else 4
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_ENABLE_UTC = True
CELERY_TIMEZONE = "UTC"
# Plain seconds: crontab skips an hour at the end of summer time. Kept in memory: a schedule has nothing to lose.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "open what is due": {"task": "programme.tasks.open_due", "schedule": 30.0, "options": {"expires": 30}},
    # After the first look for weeks to open: a mail that waited through an outage must not take the place of a newer one.
    "deliver what is due": {"task": "notices.tasks.deliver_due", "schedule": 40.0, "options": {"expires": 40}},
    "publish what is scheduled": {"task": "programme.tasks.publish_scheduled", "schedule": 60.0, "options": {"expires": 60}},
    "record what the night held": {"task": "exercises.tasks.record_shares", "schedule": 300.0, "options": {"expires": 300}},
    "remind of untouched weeks": {"task": "exercises.tasks.remind", "schedule": 300.0, "options": {"expires": 300}},
    "tell of letters": {"task": "exercises.tasks.tell_letters", "schedule": 300.0, "options": {"expires": 300}},
    "keep what was promised": {"task": "exercises.tasks.keep_promises", "schedule": 300.0, "options": {"expires": 300}},
    "print what was issued": {"task": "billing.tasks.print_due", "schedule": 60.0, "options": {"expires": 60}},
    "issue what waited": {"task": "billing.tasks.issue_waiting", "schedule": 300.0, "options": {"expires": 300}},
    "send receipts of stopping": {"task": "billing.tasks.send_receipts", "schedule": 60.0, "options": {"expires": 60}},
    "apply changed addresses": {"task": "accounts.tasks.apply_address_changes", "schedule": 300.0, "options": {"expires": 300}},
    "look for who is quiet": {"task": "exercises.tasks.look_for_quiet", "schedule": 3600.0, "options": {"expires": 3600}},
    "reconcile payments": {"task": "billing.tasks.reconcile_payments", "schedule": 900.0, "options": {"expires": 900}},
    "remind of terms": {"task": "billing.tasks.remind_of_terms", "schedule": 3600.0, "options": {"expires": 3600}},
    "sweep working notes": {"task": "conversations.tasks.sweep_notes", "schedule": 3600.0, "options": {"expires": 3600}},
    "call off what cannot go on": {"task": "conversations.tasks.keep_to_what_holds", "schedule": 300.0, "options": {"expires": 300}},
    "look ahead": {"task": "programme.tasks.look_ahead", "schedule": 3600.0, "options": {"expires": 3600}},
}

# --- People ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend", "studio.permissions.Roles"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "notices.adapters.PortalAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.context.display_name"
# The address table of allauth stays empty: `User.email` is the only truth, and changing it is a deed of 72 hours.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 5
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {"request_login_code": "accounts.forms.RequestCodeForm", "confirm_login_code": "accounts.forms.ConfirmCodeForm"}
# A new code once a minute for one address, known or not; wrong codes count for the address over all sessions.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "30/m/ip,1/m/key,8/h/key,30/d/key",
    "confirm_login_code": "60/15m/ip,20/15m/key",
    "login": "30/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    # Withdrawing needs no log-in, and mails a receipt to whatever address was typed.
    "withdraw": "10/h/ip,3/h/key",
    "withdraw_all": "60/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "notices.adapters.PortalMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = timedelta(days=30)
MFA_TRUST_COOKIE_NAME = "__Host-trusted" if HTTPS else "portal-trusted"
MFA_TOTP_ISSUER = "Portaal"
# A phone's clock may be one step off.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.SetUpAppForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "login_webauthn": "accounts.forms.SignInPasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyAgainForm",
}
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
# Of a visit to these nothing is remembered, not even the moment in the session of who is logged in.
LEAVES_NO_TRACE = {"/nu-even/", "/even-stop/"}
SESSION_COOKIE_NAME = "__Host-portal" if HTTPS else "portal"
SESSION_COOKIE_AGE = 30 * 24 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "portal-csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

# --- The web -----------------------------------------------------------------------------------------------------
ALLOWED_HOSTS = [site.hostname, *(["localhost", "127.0.0.1", "[::1]"] if DEMO else [])]
# The proxy of docker-compose and of the one-box guide sets this header itself and drops a client's own.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Not "no-referrer": browsers then send "Origin: null" with every form, and Django refuses each of them. Other sites get nothing either way.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, "https://checkout.stripe.com"],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "media", "base_url": None}},
    "staticfiles": {"BACKEND": "portal.styles.JoinedStyles"},
}
WHITENOISE_MAX_AGE = 3600

# --- Words -------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- Mail: always through the outbox of `notices` ----------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
MAILBOX_DIR = VAR_DIR / "mailbox"
EMAIL_TIMEOUT = 10
ANYMAIL: dict[str, Any] = {}
CONSOLE = "django.core.mail.backends.console.EmailBackend"
SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
UNREADABLE_MAIL_URL = "MAIL_URL cannot be read: write smtp+tls://user:password@mail.example.nl:587."


def mail(url: str) -> dict[str, Any]:
    """Read MAIL_URL: mailbox: (files, demo), console:, smtp://, smtp+tls:// (STARTTLS), smtp+ssl://, or anymail+PROVIDER://KEY@domain.

    What else a provider of anymail needs follows as a query: anymail+postmark://KEY@?message_stream=portal.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise stop(UNREADABLE_MAIL_URL) from None
    key = unquote(parts.username or "")
    if parts.scheme in {"mailbox", "console"}:
        return {"EMAIL_BACKEND": {"mailbox": "notices.mailbox.MailboxBackend", "console": CONSOLE}[parts.scheme]}
    if parts.scheme.startswith("anymail+") and key:
        provider = parts.scheme.removeprefix("anymail+").replace("-", "_")
        known = {"API_KEY": key, "API_TOKEN": key, "SERVER_TOKEN": key, "SENDER_DOMAIN": parts.hostname}
        known |= {name.upper(): value for name, value in parse_qsl(parts.query)}
        own = {f"{provider.upper()}_{name}": value for name, value in known.items()}
        # We ask every provider not to count openings and clicks; one that never does need not refuse the mail for it.
        return {"EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend", "ANYMAIL": own | {"IGNORE_UNSUPPORTED_FEATURES": True}}
    if parts.scheme not in SMTP_PORTS or not parts.hostname:
        raise stop(UNREADABLE_MAIL_URL)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or SMTP_PORTS[parts.scheme],
        "EMAIL_HOST_USER": key,
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
    }


globals().update(mail(MAIL_URL))

# --- The back office ---------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Portaal"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USER_EDIT_FORM = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "studio.text_area.NamedTextArea"}}

# --- Logs: no bodies, no addresses, no mail to admins (Django's own handler mails what was posted) ---------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False},
        # Wagtail logs the title of what it publishes.
        "wagtail": {"level": "WARNING"},
        # And two lines for each row that is saved.
        "django_tasks": {"level": "WARNING"},
    },
}
