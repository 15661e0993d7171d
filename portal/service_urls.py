"""The addresses of databases, queue and mail, turned into the settings that Django and Celery want."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from environs import Env, EnvError

from portal.environment import VAR_DIR, stop

SQLITE_INIT = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
)
CONSOLE = "django.core.mail.backends.console.EmailBackend"
SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
UNREADABLE_MAIL_URL = "MAIL_URL cannot be read: write smtp+tls://user:password@mail.example.nl:587."


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


def transport(redis_url: str) -> dict[str, Any]:
    """How the queue travels: by Redis, or as files under `var/`."""
    if redis_url:
        return {"socket_timeout": 5, "socket_connect_timeout": 1, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
    folder = VAR_DIR / "queue"
    # In and out are one folder: whoever sends is on the same machine as whoever takes.
    return {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.1,
    }


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
        return through_provider(parts, key)
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


def through_provider(parts: SplitResult, key: str) -> dict[str, Any]:
    """By the provider's own API. Each calls its key otherwise, so it is given under all of their names."""
    provider = parts.scheme.removeprefix("anymail+").replace("-", "_")
    known = {"API_KEY": key, "API_TOKEN": key, "SERVER_TOKEN": key, "SENDER_DOMAIN": parts.hostname}
    known |= {name.upper(): value for name, value in parse_qsl(parts.query)}
    own = {f"{provider.upper()}_{name}": value for name, value in known.items()}
    # We ask every provider not to count openings and clicks; one that never does need not refuse the mail for it.
    return {"EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend", "ANYMAIL": own | {"IGNORE_UNSUPPORTED_FEATURES": True}}
