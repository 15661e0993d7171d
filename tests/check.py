"""Everything that can be said of the code without running it as a portal: `python -m tests.check`. All parts run; any fault is 1."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(sys.executable).parent
# Invented, and complete: what a practice must set before the portal starts for it.
PRODUCTION = {
    "SITE_URL": "https://portaal.praktijk.example",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "DATABASE_URL": "postgresql://portal:invented@127.0.0.1:1/portal",
    "KEYRING_URL": "postgresql://keyring:invented@127.0.0.1:1/keyring",
    "REDIS_URL": "redis://:invented@127.0.0.1:1/0",
    "MAIL_URL": "smtp+tls://portal:invented@mail.praktijk.example:587",
    "MAIL_FROM": "Praktijk <portaal@praktijk.example>",
    "VAULT_KEYS": "k1:" + "A" * 43 + "=",
    "TRUSTED_PROXIES": "1",
    "STRIPE_SECRET_KEY": "rk_live_invented",
    "STRIPE_WEBHOOK_SECRET": "whsec_invented",
}
MANAGE = (sys.executable, "manage.py")
CHECKS: dict[str, tuple[str, ...]] = {
    "ruff": (str(BIN / "ruff"), "check", "."),
    "format": (str(BIN / "ruff"), "format", "--check", "."),
    "mypy": (str(BIN / "mypy"),),
    "imports": (str(BIN / "lint-imports"), "--no-cache"),
    "migrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "production": (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
    "templates": (*MANAGE, "lint_templates"),
    "Dutch": (*MANAGE, "check_catalogue"),
}


def environment(name: str, folder: str) -> dict[str, str]:
    """A bare one, so nothing of this machine's own settings decides; only `production` has settings at all."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG", "TMPDIR") if key in os.environ}
    return kept | {"VAR_DIR": folder, "PYTHONWARNINGS": "default"} | (PRODUCTION if name == "production" else {})


def passes(name: str, command: tuple[str, ...], folder: str) -> bool:
    began = time.monotonic()
    done = subprocess.run(command, env=environment(name, folder), check=False, capture_output=True, text=True)
    print(f"{name:<12}{'ok' if done.returncode == 0 else 'FAULT':<6}{time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def main(names: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="portal-check-") as folder:
        results = [passes(name, command, folder) for name, command in CHECKS.items() if not names or name in names]
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
