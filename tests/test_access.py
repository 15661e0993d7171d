"""Every address of the portal, every method, every kind of person. An address that nobody listed here fails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from billing.models import Checkout
from cockpit.deeds import DEEDS
from conversations import appointments, notes
from exercises import logs, reviews, voices
from exercises.models import Log, Review
from programme import enrolment as deeds
from programme.models import Enrolment
from tests import people
from tests.accounts.sounds import a_wav
from tests.billing import orders
from tests.billing.world import papers_of
from tests.people import MONDAY, NOW
from tests.programme import clips
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

PLANTED = "De reiger stond vannacht weer in de vijver"

# Who gets in, by the kind of address. IF_ANY: one's own, if there is any, and perhaps after one more proof of who one is.
PUBLIC, SELF, NO_STAFF, STAFF_SELF, IF_ANY, CLIENT, OWN, COACH, COACH_OF_A, OFFICE, OFFICE_ONLY, WORKS, NOBODY, OWN_OR_OFFICE = (
    "public", "self", "no staff", "staff self", "if any", "client", "own", "coach", "coach of a", "office", "office only", "works here",
    "nobody", "own or office",
)  # fmt: skip

ADDRESSES = {
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "account/login/": PUBLIC,
    "account/login/code/": PUBLIC,
    "account/login/code/confirm/": PUBLIC,
    "account/login/passkey/": PUBLIC,
    "account/2fa/authenticate/": PUBLIC,
    "account/2fa/trust/": PUBLIC,
    "account/inactive/": PUBLIC,
    "account/logout/": STAFF_SELF,
    "account/reauthenticate/": IF_ANY,
    "account/2fa/": IF_ANY,
    "account/2fa/reauthenticate/": IF_ANY,
    "account/2fa/app/": IF_ANY,
    "account/2fa/app/remove/": IF_ANY,
    "account/2fa/recovery-codes/": IF_ANY,
    "account/2fa/recovery-codes/new/": IF_ANY,
    "account/2fa/recovery-codes/download/": IF_ANY,
    "account/passkeys/": IF_ANY,
    "account/passkeys/add/": IF_ANY,
    "account/passkeys/reauthenticate/": IF_ANY,
    "account/passkeys/<int:pk>/remove/": NOBODY,
    "account/passkeys/<int:pk>/edit/": NOBODY,
    "account/sessions/": SELF,
    "account/": SELF,
    "account/address/": SELF,
    "account/address/stop/": SELF,
    "account/address/stop/<str:token>/": PUBLIC,
    "meldingen/uit/<str:token>/": PUBLIC,
    "postvak/": PUBLIC,
    "kantoor/post/": OFFICE_ONLY,
    "kantoor/post/<int:pk>/opnieuw/": OFFICE_ONLY,
    "kantoor/post/<int:pk>/klaar/": OFFICE_ONLY,
    "kantoor/": OFFICE_ONLY,
    "kantoor/meer/": OFFICE_ONLY,
    "kantoor/mensen/": OFFICE_ONLY,
    "kantoor/mensen/nieuw/": OFFICE_ONLY,
    "kantoor/mensen/samen/": OFFICE_ONLY,
    "kantoor/mensen/meenemen/": OFFICE_ONLY,
    "kantoor/mensen/overzetten/": OFFICE_ONLY,
    "kantoor/mensen/<uuid:uuid>/": OFFICE_ONLY,
    "kantoor/mensen/<uuid:uuid>/mail/<int:pk>/opnieuw/": OFFICE_ONLY,
    "kantoor/mensen/<uuid:uuid>/<slug:deed>/": OFFICE_ONLY,
    "kantoor/praktijk/": OFFICE_ONLY,
    "kantoor/medewerkers/": OFFICE_ONLY,
    "kantoor/medewerkers/nieuw/": OFFICE_ONLY,
    "kantoor/medewerkers/<int:pk>/": OFFICE_ONLY,
    "kantoor/cijfers/": OFFICE_ONLY,
    "kantoor/geschiedenis/": OFFICE_ONLY,
    "": STAFF_SELF,
    "hulp/": PUBLIC,
    "even-stop/": PUBLIC,
    "even-stop/laat-weten/": CLIENT,
    "nu-even/": PUBLIC,
    "manifest.webmanifest": PUBLIC,
    "vandaag/": SELF,
    "weken/": CLIENT,
    "week/<int:number>/": CLIENT,
    "week/<int:number>/geluid/<uuid:sound>/": CLIENT,
    "week/<int:number>/gelezen/": CLIENT,
    "week/<int:number>/doen/<slug:piece>/": CLIENT,
    "week/<int:number>/doen/<slug:piece>/klaar/": CLIENT,
    "week/<int:number>/oefening/<slug:source_id>/": CLIENT,
    "logboek/": CLIENT,
    "logboek/zoeken/": CLIENT,
    "logboek/verandering/": CLIENT,
    "logboek/toen-en-nu/": CLIENT,
    "logboek/werkboek/": CLIENT,
    "logboek/brief/": CLIENT,
    "logboek/brief/terug/": CLIENT,
    "logboek/brief/weg/": CLIENT,
    "logboek/nieuw/": CLIENT,
    "logboek/nieuw/<slug:word>/": CLIENT,
    "logboek/<uuid:uuid>/": OWN,
    "logboek/<uuid:uuid>/delen/": OWN,
    "logboek/<uuid:uuid>/terughalen/": OWN,
    "logboek/<uuid:uuid>/bewaren/": OWN,
    "logboek/<uuid:uuid>/weg/": OWN,
    "logboek/<uuid:uuid>/beide/": OWN,
    "schrijven/": PUBLIC,
    "logboek/<uuid:uuid>/bovenaan/": OWN,
    "antwoord/<uuid:uuid>/stem/": OWN,
    "antwoord/<uuid:uuid>/terug/": OWN,
    "data/": CLIENT,
    "data/pauze/": CLIENT,
    "data/hervatten/": CLIENT,
    "data/klok/": CLIENT,
    "account/situatie/": NO_STAFF,
    "account/situatie/nu/": NO_STAFF,
    "account/situatie/laat-weten/": CLIENT,
    "account/gelezen/": NO_STAFF,
    "account/gelezen/mag/": NO_STAFF,
    "data/agenda/": CLIENT,
    "data/agenda/weg/": CLIENT,
    "agenda/<uuid:token>.ics": PUBLIC,
    "uitnodiging/": CLIENT,
    "stripe/webhook/": PUBLIC,
    "uitnodiging/start/": CLIENT,
    "uitnodiging/afspraken/": CLIENT,
    "uitnodiging/nakijken/": CLIENT,
    "betalingen/": NO_STAFF,
    "betalingen/<uuid:order>/<int:number>/": OWN,
    "betalingen/terug/<uuid:checkout>/": OWN,
    "betalingen/proef/<uuid:checkout>/": OWN,
    "account/toestemmingen/": NO_STAFF,
    "kantoor/geld/": OFFICE_ONLY,
    "kantoor/geld/taak/<int:pk>/klaar/": OFFICE_ONLY,
    "kantoor/geld/past-niet/<int:pk>/klaar/": OFFICE_ONLY,
    "kantoor/geld/bestelling/<uuid:order>/": OFFICE_ONLY,
    "kantoor/geld/bestelling/<uuid:order>/overschrijving/<int:number>/": OFFICE_ONLY,
    "kantoor/geld/bestelling/<uuid:order>/terug/<int:entry>/": OFFICE_ONLY,
    "kantoor/geld/terug/<uuid:refund>/": OFFICE_ONLY,
    "kantoor/geld/berichten/": OFFICE_ONLY,
    "kantoor/geld/berichten/<int:pk>/opnieuw/": OFFICE_ONLY,
    "kantoor/geld/aanbod/": OFFICE_ONLY,
    "kantoor/geld/aanbod/nieuw/": OFFICE_ONLY,
    "kantoor/geld/aanbod/<uuid:offer>/": OFFICE_ONLY,
    "kantoor/geld/prijs/<uuid:enrolment>/": OFFICE_ONLY,
    "betalingen/adres/": OWN,
    "betalingen/document/<uuid:uuid>/": OWN_OR_OFFICE,
    "betalingen/document/<uuid:uuid>.<slug:suffix>": OWN_OR_OFFICE,
    "kantoor/omzet/": OFFICE_ONLY,
    "kantoor/omzet/<int:year>/<int:number>/": OFFICE_ONLY,
    "kantoor/omzet/<int:year>/<int:number>.csv": OFFICE_ONLY,
    "kantoor/btw/": OFFICE_ONLY,
    "stoppen/": NO_STAFF,
    "herroepen/": PUBLIC,
    "kantoor/stoppen/": OFFICE_ONLY,
    "kantoor/stoppen/<uuid:uuid>/koppel/": OFFICE_ONLY,
    "kantoor/stoppen/<uuid:uuid>/akkoord/": OFFICE_ONLY,
    "kantoor/stoppen/<uuid:uuid>/terzijde/": OFFICE_ONLY,
    "kantoor/stoppen/<uuid:uuid>/oppakken/": OFFICE_ONLY,
    "kantoor/papieren/": OFFICE_ONLY,
    "kantoor/papieren/<int:year>/<int:month>/": OFFICE_ONLY,
    "kantoor/papieren/<int:year>/<int:month>.zip": OFFICE_ONLY,
    "kantoor/papieren/<int:pk>/adres/": OFFICE_ONLY,
    "praktijk/": COACH,
    "praktijk/onderdelen/": WORKS,
    "praktijk/mensen/": COACH,
    "praktijk/<uuid:uuid>/": COACH_OF_A,
    "praktijk/<uuid:uuid>/data/": COACH_OF_A,
    **{f"praktijk/<uuid:uuid>/data/{slug}/": COACH_OF_A for slug in DEEDS},
    "praktijk/<uuid:uuid>/data/<int:pk>/terug/": COACH_OF_A,
    "praktijk/<uuid:uuid>/oefeningen/": COACH_OF_A,
    "praktijk/<uuid:uuid>/oefeningen/<int:pk>/weg/": COACH_OF_A,
    "praktijk/<uuid:uuid>/zoals/": COACH_OF_A,
    "praktijk/<uuid:uuid>/zoals/weken/": COACH_OF_A,
    "praktijk/<uuid:uuid>/zoals/berichten/": COACH_OF_A,
    "praktijk/<uuid:uuid>/zoals/afspraken/": COACH_OF_A,
    "praktijk/<uuid:uuid>/zoals/week/<int:number>/": COACH_OF_A,
    "praktijk/<uuid:uuid>/week/<int:number>/": COACH_OF_A,
    "praktijk/<uuid:uuid>/week/<int:number>/stem/": COACH_OF_A,
    "praktijk/<uuid:uuid>/week/<int:number>/terug/": COACH_OF_A,
    "praktijk/antwoord/<uuid:uuid>/stem/": COACH_OF_A,
    "praktijk/afwezig/": COACH,
    "praktijk/afwezig/ziek/": COACH,
    "praktijk/afwezig/<int:pk>/weg/": NOBODY,
    "praktijk/taak/<int:pk>/klaar/": COACH_OF_A,
    "praktijk/taak/<int:pk>/later/": COACH_OF_A,
    "berichten/": CLIENT,
    "afspraken/": CLIENT,
    "account/dossier/": CLIENT,
    "praktijk/agenda/": COACH,
    "praktijk/agenda/adres/": COACH,
    "praktijk/agenda/adres/weg/": COACH,
    "agenda/praktijk/<uuid:token>.ics": PUBLIC,
    "praktijk/<uuid:uuid>/berichten/": COACH_OF_A,
    "praktijk/<uuid:uuid>/berichten/klaar/": COACH_OF_A,
    "praktijk/<uuid:uuid>/afspraken/": COACH_OF_A,
    "praktijk/afspraak/<uuid:uuid>/": COACH_OF_A,
    "praktijk/<uuid:uuid>/aantekeningen/": COACH_OF_A,
    "praktijk/<uuid:uuid>/aantekeningen/tonen/": COACH_OF_A,
    "praktijk/aantekening/<uuid:uuid>/weg/": COACH_OF_A,
}

METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]
# The first fails on purpose, behind the same gate as the rest; the second only adds a slash, and the log-outs are ours.
LEFT_OUT = {"beheer/failwhale/", "beheer/.*/$", "beheer/^.*/$", "beheer/login/", "beheer/logout/"}


@dataclass
class World:
    """Client A shared something; the people around it, each in a browser of their own."""

    a: Enrolment
    log: Log
    # Whose id an address takes, by how the address begins; the longest that fits counts.
    ids: dict[str, UUID | int] = field(default_factory=dict)
    # Whose id an address takes, by the name that it has there.
    named: dict[str, UUID] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)


def make_world() -> World:
    coach_a, coach_b, former = people.coach(), people.coach(), people.coach("Ilse Oud")
    a = people.enrolled(people.client(), coach_a, starts_on=MONDAY)
    b = people.enrolled(people.client(), coach_b, starts_on=MONDAY)
    paused = people.enrolled(people.client(), coach_b, starts_on=MONDAY)
    deeds.pause(enrolment=paused, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=7), by=paused.client, now=NOW)
    ended = people.enrolled(people.client(), coach_b, starts_on=MONDAY)
    deeds.stop(enrolment=ended, by=ended.client, now=NOW)
    old = people.cares_for(former, a.client)
    old.ends_at = NOW - timedelta(days=1)
    old.save(update_fields=["ends_at"])
    everything = people.person("Bas Baas", is_coach=True, is_office=True)
    superuser = people.person("Sam Systeem", is_superuser=True)
    staff: dict[str, User] = {"coach of a": coach_a, "coach of b": coach_b, "former coach of a": former, "office": people.office()}
    clients = {"client a": a.client, "client b": b.client, "paused": paused.client, "ended": ended.client}
    everybody = clients | staff | {"coach and office": everything, "superuser": superuser, "newcomer": people.client("Nieuw Iemand")}
    browsers = {name: signed_in(user, NOW) for name, user in everybody.items()}
    browsers["staff without second factor"] = signed_in(coach_a, NOW, second_factor=False)
    browsers["anonymous"] = Client()
    for browser in browsers.values():
        browser.raise_request_exception = False
    log = shared_log(a)
    talk = appointments.plan(enrolment=a, member=coach_a, starts_at=NOW + timedelta(days=2), minutes=30, where="", token=uuid4(), now=NOW)
    note = notes.write(enrolment=a, author=coach_a, kind="aid", text="Rustig.", token=uuid4(), now=NOW)
    ids = {"": log.uuid, "praktijk/": a.uuid, "kantoor/": a.uuid, "praktijk/afspraak/": talk.uuid, "praktijk/aantekening/": note.uuid}
    answer = spoken_answer(a, coach_a)
    ids |= papers_of(a) | {"antwoord/": answer.uuid, "praktijk/antwoord/": answer.uuid} | {"kantoor/medewerkers/": coach_a.pk}
    heard = clips.in_week(a.programme.weeks.get(number=1))
    return World(a, log, ids, money_of(a) | {"sound": heard.uuid}, browsers)


def money_of(a: Enrolment) -> dict[str, UUID]:
    """An order of client A that waits to be paid, an offer, and somebody who is invited."""
    order = a.orders.get()
    begun = Checkout.objects.create(
        order=order, instalment=order.instalments.get(number=1), attempt=1, idempotency_key="a", cents=1, mode="demo", made_at=NOW
    )
    return {
        "order": order.uuid,
        "checkout": begun.uuid,
        "offer": orders.offer().uuid,
        "enrolment": orders.invited().uuid,
        "refund": uuid4(),
    }


def shared_log(of: Enrolment) -> Log:
    week = of.programme.weeks.get(number=1)
    written = logs.write(
        enrolment=of,
        exercise=week.exercises.get(source_id="w01-a"),
        week=week,
        answers={"verhaal": PLANTED, "kort": PLANTED},
        based_on=0,
        draft=False,
        client_token=uuid4(),
        now=NOW,
    )
    logs.share(log=written.log, now=NOW)
    return written.log


def spoken_answer(of: Enrolment, author: User) -> Review:
    """An answer that arrived, with a recording, to something else that client A shared."""
    log, week = shared_log(of), of.programme.weeks.get(number=1)
    review = reviews.save_draft(enrolment=of, week=week, author=author, logs=[log], text="Dag.", based_on=0, now=NOW).review
    voices.record(enrolment=of, week=week, author=author, content=a_wav(), transcript="", now=NOW)
    return reviews.publish(review=review, now=NOW)


# The kinds of people that differ at the back office's door.
AT_THE_DOOR = ["anonymous", "client a", "ended", "staff without second factor", "coach of a", "office", "superuser"]
PEOPLE = [
    "anonymous", "client a", "client b", "paused", "ended", "newcomer", "coach of a", "coach of b", "former coach of a", "office",
    "coach and office", "superuser", "staff without second factor",
]  # fmt: skip
CLIENTS = {"client a", "client b", "paused", "ended"}
COACHES = {"coach of a", "coach of b", "former coach of a", "coach and office"}
STAFF = COACHES | {"office", "superuser"}

WITHIN = {
    PUBLIC: set(PEOPLE),
    SELF: set(PEOPLE) - {"anonymous", "staff without second factor"},
    NO_STAFF: CLIENTS | {"newcomer"},
    STAFF_SELF: set(PEOPLE) - {"anonymous"},
    IF_ANY: set(PEOPLE) - {"anonymous"},
    CLIENT: CLIENTS,
    OWN: {"client a"},
    OWN_OR_OFFICE: {"client a", "office", "coach and office"},
    COACH: COACHES,
    COACH_OF_A: {"coach of a"},
    OFFICE: STAFF,
    OFFICE_ONLY: {"office", "coach and office"},
    WORKS: COACHES | {"office"},
    NOBODY: set(),
}


def routes() -> Iterator[str]:
    yield from walk(get_resolver())


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield (prefix + str(pattern.pattern)).lstrip("^")


def is_back_office(route: str) -> bool:
    return route.startswith("beheer/")


# What stands for a part of an address where it says nothing of whose it is.
FILLED = {
    "<slug:source_id>": "w01-a",
    "<slug:piece>": "w01-oefening",
    "<slug:suffix>": "pdf",
    "<slug:deed>": "pauze",
    "<slug:word>": "vrij",
    "<int:year>": "2026",
    "<str:token>": "geen-geldig-teken",
}


def address(route: str, world: World) -> str:
    one = world.ids[max((begins for begins in world.ids if route.startswith(begins)), key=len)]
    whose = {f"<uuid:{name}>": str(uuid) for name, uuid in world.named.items()}
    whose |= {"<uuid:uuid>": str(one), "<int:pk>": str(one) if isinstance(one, int) else "1"}
    filled = route
    for part, value in (FILLED | whose).items():
        filled = filled.replace(part, value)
    filled = re.sub(r"<[^>]+>", "1", filled)
    return "/" + re.sub(r"[\^$]|\(\?P[^)]*\)|\([^)]*\)", lambda m: "1" if m[0].startswith("(") else "", filled).replace(".*", "").replace(
        "\\", ""
    )


def outcome(response: HttpResponse) -> str:
    """What a response means to who asked: in, login, factor, gone, refused, method, broken."""
    to = response.headers.get("Location", "")
    if response.status_code >= 500:
        return "in" if response.headers.get("Content-Type") == "application/json" else "broken"  # /readyz says 503 and why
    if to.startswith("/account/login/"):
        return "login"
    if to.startswith(("/account/2fa/", "/account/reauthenticate/")):
        return "factor"
    return {404: "gone", 403: "refused", 405: "method"}.get(response.status_code, "in")


DENIED = {"login", "factor", "gone", "refused", "method"}


@pytest.fixture
def world() -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield make_world()


def ask(world: World, who: str, method: str, at: str) -> HttpResponse:
    """One request whose effects, on rows and cookies, are undone."""
    browser = world.browsers[who]
    cookies = browser.cookies.copy()
    point = transaction.savepoint()
    try:
        return browser.generic(method, at, secure=False)
    finally:
        transaction.savepoint_rollback(point)
        browser.cookies = cookies


def test_every_address_is_listed_here() -> None:
    unlisted = {route for route in routes() if not is_back_office(route)} - set(ADDRESSES)

    assert not unlisted, f"list these in ADDRESSES, and say who gets in: {sorted(unlisted)}"
    assert set(ADDRESSES) - set(routes()) == set(), "these are listed and do not exist"


def fault(kind: str, who: str, method: str, got: str) -> str:
    """What is wrong with this answer to this person; empty when nothing is."""
    if got == "broken" or (who not in WITHIN[kind] and got not in DENIED and method != "OPTIONS"):
        return got
    theirs = who in WITHIN[kind] and kind not in {PUBLIC, IF_ANY} and who != "ended"
    return f"{got}, although this is theirs" if method == "GET" and theirs and got in DENIED - {"method"} else ""


@pytest.mark.parametrize("who", PEOPLE)
def test_each_person_reaches_their_own_pages_and_nothing_else(world: World, who: str) -> None:
    answers = {
        (method, at := address(route, world)): fault(kind, who, method, outcome(ask(world, who, method, at)))
        for route, kind in ADDRESSES.items()
        for method in METHODS
    }
    assert {asked: found for asked, found in answers.items() if found} == {}


@pytest.mark.parametrize("who", AT_THE_DOOR)
def test_the_back_office_is_for_who_works_here_and_shows_no_word_of_a_client(world: World, who: str) -> None:
    wrong = []
    for route in routes():
        if is_back_office(route) and route not in LEFT_OUT and "password_reset" not in route:
            at = address(route, world)
            response = ask(world, who, "GET", at)
            if who not in WITHIN[OFFICE] and outcome(response) not in DENIED:
                wrong.append(("GET", at, outcome(response)))
            if PLANTED.encode() in body(response):
                wrong.append(("GET", at, "shows what a client wrote"))
            if who not in WITHIN[OFFICE] and outcome(ask(world, who, "POST", at)) not in DENIED:
                wrong.append(("POST", at, "let in"))
    assert not wrong


def test_what_client_a_wrote_is_shown_to_a_and_their_coach_only(world: World) -> None:
    for who in set(PEOPLE) - {"client a", "coach of a"}:
        for route in ADDRESSES:
            assert PLANTED.encode() not in body(ask(world, who, "GET", address(route, world))), (who, route)


def test_client_a_does_see_what_they_wrote(world: World) -> None:
    assert PLANTED.encode() in body(ask(world, "client a", "GET", f"/logboek/{world.log.uuid}/"))


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if getattr(response, "streaming", False) else response.content  # type: ignore[attr-defined]


def test_a_week_that_is_not_open_is_not_there_for_anybody(world: World) -> None:
    for who in ("client a", "coach of a", "superuser"):
        for number in (0, 2, 12, 13, 99999999999999999999):
            for at in (f"/week/{number}/", f"/week/{number}/oefening/w01-a/"):
                assert outcome(ask(world, who, "GET", at)) == "gone", (who, at)


def test_an_odd_id_is_not_there_and_breaks_nothing(world: World) -> None:
    for odd in ("nul", "1%00", "-1", "{id}", "..%2f", "0b0b0b0b-0000-4000-8000-000000000000", "9" * 40):
        for at in (
            f"/logboek/{odd}/",
            f"/logboek/{odd}/delen/",
            f"/week/1/oefening/{odd}/",
            f"/praktijk/{odd}/week/1/",
            f"/praktijk/{odd}/data/pauze/",
        ):
            assert outcome(ask(world, "client a", "GET", at)) in {"gone", "method"}, at


def test_private_pages_are_kept_by_no_cache(world: World) -> None:
    for route, kind in ADDRESSES.items():
        if kind in {CLIENT, OWN, SELF, NO_STAFF}:
            assert "no-store" in ask(world, "client a", "GET", address(route, world)).headers["Cache-Control"], route


def test_every_change_needs_its_token(world: World) -> None:
    for who, route in [("client a", route) for route, kind in ADDRESSES.items() if kind in {CLIENT, OWN, SELF, NO_STAFF}]:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = world.browsers[who].cookies.copy()
        response = strict.post(address(route, world), {})
        assert outcome(response) in {"refused", "method"}, route
