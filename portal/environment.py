"""What the environment says, read once, typed. A start that would be unsafe stops with a sentence.

With nothing set it is the demo: two SQLite files, the filesystem broker and a file mailbox, all under `var/`.
Setting `SITE_URL` makes it a real practice; from then on half-set settings are refused.
"""

import logging
from pathlib import Path
from urllib.parse import urlsplit

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
