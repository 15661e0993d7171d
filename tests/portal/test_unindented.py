"""What a template shows of its own shape stays in its file."""

import re
from pathlib import Path

from django.conf import settings
from django.template import engines

INDENTED = re.compile(r"\n[ \t]+")


def source(name: str) -> str:
    found = engines["django"].engine.find_template(name)[0]
    # Where parts of templates can be asked for, the template stands one step deeper.
    return str(getattr(found, "source", None) or found.template.source)


def test_a_page_is_sent_without_what_shows_its_shape() -> None:
    assert INDENTED.search((Path(settings.BASE_DIR) / "templates/journey/logs.html").read_text())
    assert not INDENTED.search(source("journey/logs.html"))


def test_a_mail_in_plain_words_keeps_every_space() -> None:
    kept = Path(settings.BASE_DIR) / "templates/notices/mail.txt"
    assert source("notices/mail.txt") == kept.read_text()
