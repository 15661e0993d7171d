"""The checks of `make check` that are ours: words, templates, and production settings."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command

from portal import catalogues, templatelint
from portal.management.commands import lint_templates
from tests.browser import ROOT
from tests.check import PRODUCTION


def found_in(source: str, name: str = "page.py") -> list[tuple[str | None, str]]:
    code = catalogues.unindented(catalogues.templatize(source)) if name.endswith(".html") else source
    return [(context, msgid) for _, context, msgid in catalogues.messages_in(catalogues.settings.BASE_DIR / name, code)]


def hidden_in(code: str) -> list[int]:
    """The lines on which a word is translated within an f-string."""
    whole = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr)]
    calls = [call.func for each in whole for call in ast.walk(each) if isinstance(call, ast.Call)]
    return [name.lineno for name in calls if isinstance(name, ast.Name) and name.id in catalogues.KEYWORDS]


def test_no_word_is_translated_where_the_catalogue_does_not_look() -> None:
    # Before Python 3.12 an f-string is one token: the word in it counts as said by nobody, and was once taken out of its catalogue.
    assert hidden_in("name = f\"{_('workbook')}.pdf\"") == [1]
    files = [file for app in catalogues.ours() for file in app.rglob("*.py")]
    assert [f"{file}:{line}" for file in files for line in hidden_in(file.read_text())] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("Your week")', [(None, "Your week")]),
        ('ngettext("%d day", "%d days", n)', [(None, "%d day")]),
        ('pgettext_lazy("verb", "Open")', [("verb", "Open")]),
        ('print("not this")', []),
    ],
)
def test_strings_are_found_in_code(source: str, expected: list[tuple[str | None, str]]) -> None:
    assert found_in(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>{% translate 'Your week' %}</p>", [(None, "Your week")]),
        (
            '   {% blocktranslate trimmed with n=x %}\n  Week {{ n }},\n   it\'s "open"\n{% endblocktranslate %}',
            [(None, 'Week %(n)s, it\'s "open"')],
        ),
        ("{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}", [(None, "%(n)s day")]),
        ("{% translate 'Open' context 'verb' %}", [("verb", "Open")]),
        ("{{ _('Said')|upper }} isn't", [(None, "Said")]),
        ("<p>it's {# _('no') #} only text</p>", []),
    ],
)
def test_strings_are_found_in_templates(source: str, expected: list[tuple[str | None, str]]) -> None:
    assert found_in(source, "page.html") == expected


def test_an_absent_fuzzy_or_half_translation_is_missing() -> None:
    dutch = Catalog(locale="nl")
    dutch.add("Open", "Open")
    dutch.add("Week", "Weken", flags=["fuzzy"])
    dutch.add(("day", "days"), ("dag", ""))
    found = [("page.html:1", None, msgid) for msgid in ("Open", "Week", "day", "Absent")]
    assert catalogues.missing(found, [dutch]) == ["page.html:1: 'Week'", "page.html:1: 'day'", "page.html:1: 'Absent'"]


def dutch(*entries: tuple[str | tuple[str, str], str | tuple[str, str], str | None]) -> Catalog:
    made = Catalog(locale="nl")
    for msgid, said, context in entries:
        made.add(msgid, said, context=context)
    return made


def test_two_catalogues_may_say_the_same_or_name_what_they_mean() -> None:
    one = dutch(("Week", "Week", None), ("Back", "Terug", None), (("day", "%(n)s days"), ("dag", "%(n)s dagen"), None))
    other = dutch(("Week", "Week", None), ("Back", "Naar achteren", "a movement"), ("day", "dag", None))
    assert catalogues.conflicts({"one": one, "other": other}) == []


def test_another_translation_or_another_name_for_the_number_is_a_conflict() -> None:
    one = dutch(("Back", "Terug", None), (("day", "%(n)s days"), ("dag", "%(n)s dagen"), None))
    other = dutch(("Back", "Naar achteren", None), (("day", "%(count)s days"), ("dag", "%(count)s dagen"), None))
    assert catalogues.conflicts({"one": one, "other": other}) == ["'Back' in one, other", "'day' in one, other"]


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(tmp_path: Path, settings: object) -> None:
    po = tmp_path / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "day"\nmsgstr "dag"\n')
    assert catalogues.is_stale(po)
    catalogues.compile_one(po)
    assert not catalogues.is_stale(po)
    assert b"dag" in po.with_suffix(".mo").read_bytes()
    os.utime(po, (2**31, 2**31))
    assert catalogues.is_stale(po)


@pytest.mark.parametrize(
    "source",
    [
        "{{ text|safe }}",
        "{{ text | safe }}",
        "{% autoescape off %}{{ text }}{% endautoescape %}",
        "<p style='color: red'>",
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        "<a href='javascript:void(0)'>",
        "<button\n  class='x'\n  onclick='go()'>",
        "<div hx-on:click='go()'>",
        "<script src='https://cdn.example/x.js'></script>",
    ],
)
def test_a_template_may_not_hold(source: str) -> None:
    assert list(templatelint.faults("page.html", "<p>\n" + source))


@pytest.mark.parametrize(
    "source",
    [
        "{{ text|linebreaks }}",
        "<script src='{% static \"x.js\" %}' defer></script>",
        "{# |safe is not for us #}",
        "<p>A season = on</p>",
        "<p>safe</p>",
    ],
)
def test_a_template_may_hold(source: str) -> None:
    assert list(templatelint.faults("page.html", source)) == []


def test_a_fault_says_where_it_is() -> None:
    assert list(templatelint.faults("page.html", "<p>\n\n{{ text|safe }}")) == ["page.html:3 passes text on unescaped: |safe"]


def test_a_template_that_does_not_compile_is_found(tmp_path: Path, settings: object) -> None:
    settings.BASE_DIR, settings.INSTALLED_APPS = tmp_path, []  # type: ignore[attr-defined]
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("{% if x %}")
    with pytest.raises(CommandError, match=r"page\.html: Unclosed tag"):
        call_command(lint_templates.Command())


def starting(**changes: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "VAR_DIR")}
    settings = {name: value for name, value in {**kept, **PRODUCTION, **changes}.items() if value != "unset"}
    return subprocess.run(
        [sys.executable, "-c", "import portal.settings"], cwd=ROOT, env=settings, capture_output=True, text=True, check=False
    )


def test_complete_production_settings_start() -> None:
    done = starting()
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SITE_URL": "http://portaal.example.nl"}, "https://"),
        ({"SITE_URL": "portaal"}, "full address"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"SECRET_KEY": "short"}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "unset"}, "Set SECRET_KEY"),
        ({"KEYRING_URL": "unset"}, "Set KEYRING_URL"),
        ({"DATABASE_URL": "unset"}, "Set DATABASE_URL"),
        ({"KEYRING_URL": PRODUCTION["DATABASE_URL"]}, "same database"),
        ({"MAIL_URL": "unset"}, "Set MAIL_URL"),
        ({"MAIL_FROM": "unset"}, "Set MAIL_FROM"),
        ({"MAIL_URL": "carrier-pigeon:7"}, "MAIL_URL cannot be read"),
        ({"DATABASE_URL": "nonsense"}, "cannot be read"),
        ({"PORT": "eight"}, "PORT"),
    ],
)
def test_half_set_or_unsafe_settings_stop_the_start_with_a_sentence(changes: dict[str, str], sentence: str) -> None:
    done = starting(**changes)
    assert done.returncode == 1
    assert done.stderr.startswith("The portal does not start. ")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert "invented" not in done.stderr
