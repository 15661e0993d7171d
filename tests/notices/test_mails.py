"""Every kind's mail, in both languages: neutral, complete, and without anything that anyone wrote."""

import re
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from accounts.models import Practice
from notices.kinds import KINDS, Kind
from notices.mails import compose
from notices.models import Notice
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
MARKER = "MARKEERSEL"
KIND_NAMES = sorted(path.parent.name for path in (settings.BASE_DIR / "templates" / "notices").glob("*/subject.txt"))
FACTS = {
    "invitation": {"url": "/uitnodiging/", "until": NOW},
    "login-code": {},
    "sign-in-changed": {"account_url": "/account/"},
    "address-change-old": {"takes_effect_at": NOW, "stop_url": "/account/adres/stop/x/"},
    "address-change-new": {"takes_effect_at": NOW, "stop_url": "/account/adres/stop/x/"},
    "answer-arrived": {"number": 4, "url": "/week/4/", "coach": "Marit"},
    "handed-over": {"coach": "Marit", "url": "/vandaag/"},
    "portal-ready": {"url": "/vandaag/"},
    "role-given": {"who": "Ilse Oud", "coach": 1, "office": 0, "url": "/"},
    "staff-welcome": {"url": "/"},
    "answer-later": {"coach": "Marit", "until": NOW, "url": "/vandaag/"},
    "coach-ill": {"coach": "Marit", "until": NOW, "url": "/vandaag/"},
    "message-later": {"coach": "Marit", "until": NOW, "url": "/berichten/"},
    "digest": {"due": 3, "on_top": 1, "brake": 1, "untouched": 2, "url": "/praktijk/"},
}
# What says for the first time who writes.
NAMES_THE_PRACTICE = {"invitation", "portal-ready", "staff-welcome"}
DUTCH = {
    "invitation": "Een uitnodiging voor je",
    "week-open": "Er staat iets voor je klaar",
    "day-3": "Tien minuten is genoeg",
    "day-6": "Het staat er nog voor je",
    "answer-arrived": "Er is antwoord voor je",
    "letter-arrived": "Er is een brief voor je",
    "answer-later": "Je antwoord komt op een andere dag",
    "coach-ill": "Je antwoord komt op een andere dag",
    "digest": "Wat er vandaag op je wacht",
    "login-code": "Je code om in te loggen",
    "handed-over": "Iemand anders begeleidt je",
    "portal-ready": "Je portaal staat klaar",
    "role-given": "Rollen in het portaal zijn veranderd",
    "staff-welcome": "Je weg naar binnen",
    "sign-in-changed": "Je manier van inloggen is veranderd",
    "address-change-old": "Je e-mailadres gaat veranderen",
    "address-change-new": "Dit e-mailadres is aan ons doorgegeven",
    "invoice-address": "Een adres voor je factuur",
    "invoice": "Er staat een factuur voor je klaar",
    "bookkeeping": "Factuur 4",
    "appointment": "Er is een afspraak voor je",
    "appointment-near": "Er komt een afspraak aan",
    "appointment-off": "Een afspraak gaat niet door",
    "file-open": "Er is iets te lezen voor je",
    "message": "Er is een bericht voor je",
    "message-later": "Je antwoord komt op een andere dag",
    "order-placed": "Je bestelling",
    "term-due": "Je betaling van vandaag",
    "term-link": "Je volgende betaling",
    "term-reminder": "Een betaling die nog openstaat",
}


class Marked:
    """Whatever a template can reach of this says so."""

    def __getattr__(self, name: str) -> "Marked":
        if name.startswith("__") or name in {"resolve_expression", "do_not_call_in_templates", "alters_data"}:
            raise AttributeError(name)
        return self

    def __call__(self, *args: object) -> "Marked":
        return self

    def __getitem__(self, key: object) -> "Marked":
        return self

    def __str__(self) -> str:
        return MARKER


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src", "action", "background"}]


def a_notice(kind: str, language: str = "nl", **fields) -> Notice:
    who = people.client("Noor Geheim", language=language)
    return Notice.objects.create(recipient=who, kind=kind, key=MARKER, about=MARKER, created_at=NOW, due_at=NOW, **fields)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch, kinds: None) -> None:
    for name in KIND_NAMES:
        facts = FACTS.get(name, {"number": 4, "url": "/week/4/"})
        label = "soort" if name in {"week-open", "day-3", "day-6", "answer-arrived", "letter-arrived"} else None
        monkeypatch.setitem(KINDS, name, Kind(name, details=lambda notice, facts=facts: facts, label=label))


def test_every_kind_of_the_house_that_is_mailed_has_its_templates() -> None:
    on_desks = {
        "answer-held-back",
        "asks-contact",
        "asks-file",
        "brake-used",
        "mail-failed",
        "money-cannot-start",
        "money-consent-withdrawn",
        "money-disputed",
        "money-mismatch",
        "money-paid-after-end",
        "money-paid-twice",
        "money-refund-failed",
        "money-stopped-elsewhere",
        "money-term-overdue",
        "pause-ends",
        "promise-missed",
        "promise-near",
        "quiet",
        "stopping-to-do",
        "talk-off-end",
        "talk-off-ill",
        "untouched",
        "week-not-live",
    }
    assert set(KINDS) - on_desks == set(KIND_NAMES) == set(DUTCH)


@pytest.mark.parametrize("kind", KIND_NAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_mail_says_nothing_that_anyone_wrote_and_links_here_only(kind, language) -> None:
    Practice.objects.create(name=f"{MARKER} praktijk" if kind not in NAMES_THE_PRACTICE else "Tussenruimte")
    message = compose(a_notice(kind, language), NOW)
    html, mime = message.alternatives[0]
    text, whole = str(message.body), message.message().as_string()
    for part in (message.subject, text, html, whole):
        assert MARKER not in part
        assert "Geheim" not in part
    links = Links()
    links.feed(html)
    links.found += re.findall(r"https?://\S+", text)
    assert all(link.startswith(settings.SITE_URL + "/") for link in links.found)
    assert mime == "text/html"
    assert f'lang="{language}"' in html
    assert html.count('class="go"') == (0 if kind == "login-code" else 1)


@pytest.mark.parametrize("kind", KIND_NAMES)
@pytest.mark.parametrize("part", ["subject.txt", "body.txt", "body.html"])
def test_a_template_asks_for_facts_only(kind, part) -> None:
    """Given things that answer to every name, a mail shows no more of them than the facts it may know."""
    facts = (
        "name",
        "number",
        "code",
        "minutes",
        "coach",
        "until",
        "takes_effect_at",
        "practice_name",
        "mute_url",
        "url",
        "stop_url",
        "account_url",
    )
    known = dict.fromkeys(facts, "feit") | {
        "help": [{"number": "112", "text": "bel"}],
        "subject": "onderwerp",
        "until": NOW,
        "takes_effect_at": NOW,
    }
    marked = {
        name: Marked() for name in ("notice", "recipient", "user", "enrolment", "week", "log", "practice", "release", "exercise", "title")
    }
    assert MARKER not in get_template(f"notices/{kind}/{part}").template.render(Context(known | marked))


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_dutch_subjects_are_as_the_practice_says_them(kind) -> None:
    assert compose(a_notice(kind), NOW).subject == DUTCH[kind]


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_both_languages_are_written_out(kind) -> None:
    dutch, english = compose(a_notice(kind), NOW), compose(a_notice(kind, "en"), NOW)
    lines = [line for line in english.body.splitlines() if len(line) > 20 and not re.search(r"https?://|^\d+:", line)]
    assert lines
    assert not [line for line in lines if line in dutch.body]


def test_the_mail_is_in_the_language_of_its_reader_whatever_this_process_speaks() -> None:
    with translation.override("en"):
        assert compose(a_notice("week-open"), NOW).subject == DUTCH["week-open"]


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_mail_never_scolds_or_promises(kind) -> None:
    words = r"\b(moet|gemist|achterstand|te laat|nog maar|goed zo|score|resultaat|klacht|patiënt|trauma|coach|must|missed|behind on)\b|!"
    for language in ("nl", "en"):
        message = compose(a_notice(kind, language), NOW)
        assert not re.search(words, f"{message.subject} {message.body}".replace("Marit", ""), re.IGNORECASE)


def test_day_three_says_that_ten_minutes_is_enough() -> None:
    assert "Week 4 staat open. Tien minuten is genoeg: alleen de eerste oefening." in compose(a_notice("day-3"), NOW).body


def test_an_answer_names_who_answered_by_first_name() -> None:
    assert "Marit heeft je geantwoord." in compose(a_notice("answer-arrived"), NOW).body


def test_the_address_that_may_be_a_strangers_is_not_greeted_by_name() -> None:
    assert "Noor" not in compose(a_notice("address-change-new"), NOW).message().as_string().replace("noor-", "")


def test_hours_are_those_of_the_reader() -> None:
    notice = a_notice("address-change-old")
    type(notice.recipient).objects.update(zone="America/New_York")
    notice.recipient.refresh_from_db()
    assert "23 november 2026 03:00" in compose(notice, NOW).body


def test_the_sender_is_neutral_and_the_practices_own_word() -> None:
    notice = a_notice("week-open")
    assert compose(notice, NOW).from_email == "Je portaal <portaal@praktijk.example>"
    Practice.objects.create(name="Praktijk", mail_sender="Café, post")
    read = message_from_bytes(compose(notice, NOW).message().as_bytes(), policy=policy.default)
    assert str(read["From"]) == '"Café, post" <portaal@praktijk.example>'


def test_a_kind_with_a_switch_can_be_unsubscribed_with_one_click() -> None:
    message = compose(a_notice("week-open"), NOW)
    headers = message.extra_headers
    assert re.fullmatch(rf"<{re.escape(settings.SITE_URL)}/meldingen/uit/[^/]+/>", headers["List-Unsubscribe"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].strip("<>") in message.body


def test_a_kind_without_a_switch_offers_none() -> None:
    message = compose(a_notice("invitation"), NOW)
    assert "List-Unsubscribe" not in message.extra_headers
    assert "/meldingen/uit/" not in message.body


def test_the_message_id_is_of_the_notice_and_changes_only_when_the_office_sends_again() -> None:
    notice = a_notice("week-open")
    assert compose(notice, NOW).extra_headers["Message-ID"] == f"<notice-{notice.pk}.0@localhost>"
    notice.resends = 1
    assert compose(notice, NOW).extra_headers["Message-ID"] == f"<notice-{notice.pk}.1@localhost>"


def test_a_kind_that_hands_over_more_than_facts_is_not_sent(monkeypatch) -> None:
    monkeypatch.setitem(KINDS, "week-open", Kind("week-open", details=lambda notice: {"week": notice}))
    with pytest.raises(TypeError, match="week-open: a mail takes plain values, not week"):
        compose(a_notice("week-open"), NOW)


def test_a_name_is_shown_as_it_is_written_and_runs_nothing() -> None:
    notice = a_notice("week-open")
    notice.recipient.name = "<b>D'Arcy</b> X"
    message = compose(notice, NOW)
    assert "Dag <b>D'Arcy</b>," in message.body
    assert "&lt;b&gt;D&#x27;Arcy&lt;/b&gt;" in message.alternatives[0][0]


def test_the_base_loads_nothing_from_anywhere() -> None:
    source = Path(settings.BASE_DIR / "templates" / "notices" / "mail.html").read_text()
    assert not re.search(r"<(img|link|script)|url\(|@import", source)
