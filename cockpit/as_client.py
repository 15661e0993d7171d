"""A client's page for the eyes of who cares for them: as it is on a day, with what is private taken out and nothing that works.

What was written and not shared is absent, also as a mark that something was begun or done. No text is opened but that of messages
and where a talk is, which both have: of a week that differs by situation all texts stand there, and no place that was kept.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from html import escape
from html.parser import HTMLParser
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from accounts.access import coach_of
from accounts.models import User
from accounts.situation import Life
from accounts.visit import Visit
from conversations.forms import MessageForm
from conversations.views.client import shown_appointments, shown_thread
from exercises.models import LogQuerySet
from journey import doings, leaves
from journey import path as way
from journey import today as day
from journey import weeks as stand
from journey.doings import Doing
from journey.views import today as today_page
from programme.models import Enrolment, Week
from programme.reading import pieces

# So far ahead as anybody plans.
FURTHEST: Final = timedelta(days=730)
# By noon the week of that day has opened, whatever the hour that was chosen.
MIDDAY: Final = time(12)
VOID: Final = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Left out with all that is in them: a page to look at runs nothing and plays nothing.
LEFT_OUT: Final = {"script", "audio", "video", "template"}
MAIN: Final = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)

Link = Callable[[str], str]
# The logs that the one who looks may read.
Readable = LogQuerySet


def moment_on(asked: str, enrolment: Enrolment, now: datetime) -> tuple[date, datetime]:
    """The day that was asked for, and the moment to show: now, or noon of a later day. A day that has passed, or makes no
    sense, is today: what has opened since stays open."""
    today = enrolment.local_day(now)
    try:
        chosen = date.fromisoformat(asked)
    except ValueError:
        return today, now
    if not today < chosen <= today + FURTHEST:
        return today, now
    return chosen, datetime.combine(chosen, MIDDAY, ZoneInfo(enrolment.zone))


def today(request: Visit, enrolment: Enrolment, now: datetime, readable: Readable, link: Link) -> SafeString:
    if not enrolment.may_read(now):
        return glass(request, enrolment, "journey/state.html", {"coach": day.facts(enrolment, now).coach, "now": now}, link)
    context = today_page.shown(enrolment, now, readable)
    seen = context["today"]
    if seen.week:
        context["today"] = replace(seen, found=shared_doings(readable, seen.week.week, seen.found))
    return glass(request, enrolment, "journey/today.html", context, link)


def shared_doings(readable: Readable, week: Week, found: list[Doing]) -> list[Doing]:
    shared = set(readable.in_week(week).values_list("exercise", flat=True))
    # A draft is a mark too: that something was begun and kept is nobody's but its client's.
    return [replace(doing, done=doing.exercise.pk in shared, begun=False) for doing in found]


def path(request: Visit, enrolment: Enrolment, now: datetime, readable: Readable, link: Link) -> SafeString:
    found = way.look(enrolment, now)
    core = readable.filter(exercise__weekexercise__place="core")
    done = set(core.values_list("week", flat=True))
    slices = [replace(each, done=each.station is not None and each.station.week.pk in done) for each in found.slices]
    coach = coach_of(enrolment.client, now) if found.has_held else None
    context = {"path": replace(found, slices=slices), "coach": coach and coach.first_name}
    return glass(request, enrolment, "journey/path.html", context, link)


def week(request: Visit, enrolment: Enrolment, number: int, now: datetime, readable: Readable, link: Link) -> SafeString:
    """Raises Http404 for a week that is not on this client's way."""
    opened = [each for each in stand.stations(enrolment, now) if each.week.number == number and each.is_open]
    if not opened or not enrolment.may_read(now):
        station = stand.ahead_at_number(enrolment, number, now)
        coach = coach_of(enrolment.client, now) if station.stand == stand.Stand.HELD else None
        context = {"number": number, "station": station, "coach": coach and coach.first_name}
        return glass(request, enrolment, "journey/week_ahead.html", context, link)
    release, coming = stand.opened_at_number(enrolment, number, now)
    places = doings.by_place(shared_doings(readable, release.week, doings.doings(enrolment, release.week)))
    context = {
        "week": release.week,
        "since": opened[0].at,
        "leaves": leaves.leaves(pieces(release.week), Life.UNSAID, ""),
        "audience": "",
        "places": places,
        "coming": coming,
    }
    return glass(request, enrolment, "journey/week.html", context, link)


def thread(request: Visit, enrolment: Enrolment, now: datetime, at: datetime, link: Link) -> SafeString:
    """The messages there are now, on the page as it is `at` a moment. Opens them, so that is on record too."""
    context = {"form": MessageForm(), **shown_thread(request.user, enrolment, now, at=at)}
    return glass(request, enrolment, "conversations/thread.html", context, link)


def appointments(request: Visit, enrolment: Enrolment, now: datetime, at: datetime, link: Link) -> SafeString:
    return glass(request, enrolment, "conversations/appointments.html", shown_appointments(request.user, enrolment, now, at), link)


def glass(request: Visit, enrolment: Enrolment, template: str, context: dict[str, Any], link: Link) -> SafeString:
    """The main part of a client's page, behind glass."""
    client: User = enrolment.client
    # What is said to the coach is not for this page, and reading it here would use it up.
    whole = {**context, "enrolment": enrolment, "user": client, "messages": []}
    with timezone.override(ZoneInfo(enrolment.zone)):
        page = render_to_string(template, whole, request)
    found = MAIN.search(page)
    return behind(found[1] if found else "", link)


def behind(html: str, link: Link) -> SafeString:
    """The page with links that lead to the same view of another page or nowhere, and forms in which nothing can be done."""
    reader = Glass(link)
    reader.feed(html)
    reader.close()
    return mark_safe("".join(reader.made))  # noqa: S308 - our own page, escaped when it was rendered


class Glass(HTMLParser):
    """Writes down again what it reads, without what does something."""

    def __init__(self, link: Link) -> None:
        # Signs that were escaped stay as they stand, and so stay harmless.
        super().__init__(convert_charrefs=False)
        self.link, self.made, self.skipped = link, list[str](), 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LEFT_OUT:
            self.skipped += 1
        elif not self.skipped and not (tag == "input" and dict(attrs).get("type") == "hidden"):
            self.made.append(self.written(tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.skipped and tag not in LEFT_OUT:
            opened = self.written(tag, attrs)
            self.made.append(opened if tag in VOID else f"{opened[:-1]}/>")

    def handle_endtag(self, tag: str) -> None:
        if tag in LEFT_OUT:
            self.skipped = max(0, self.skipped - 1)
        elif not self.skipped and tag not in VOID:
            # Of a form only its place is left: inside it nothing can be sent.
            self.made.append("</div>" if tag == "form" else f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.made.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def written(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        if tag == "form":
            return '<div class="glass__form" inert>'
        kept = [(name, value) for name, value in attrs if not name.startswith(("on", "data-", "form", "popover"))]
        if tag == "a":
            kept = [(name, self.link(value or "") if name == "href" else value) for name, value in kept]
            kept = [(name, value) for name, value in kept if name != "href" or value]
        if tag == "button":
            kept.append(("disabled", None))
        return "<" + " ".join([tag, *(name if value is None else f'{name}="{escape(value)}"' for name, value in kept)]) + ">"
