"""The pictures over the weeks with their words: what each shows, what it does not say, and what stands there while there is
too little to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from exercises.answers import NOTHING, UNKNOWN
from exercises.models import Log
from journey import entries
from journey.change import ALWAYS, BACK, CHOSE, Change, Tally, Told, counted
from journey.charts import Chart, Table, bands, chart, rooms, rows
from journey.spans import Span, number_at
from programme.models import Enrolment

# These two are no length of time, so they stand apart.
NOT_AGAIN = BACK[-2:]


@dataclass(frozen=True, slots=True)
class Picture:
    """One thing over the weeks. `chart` is None while there is too little to draw; then `words` say what there is."""

    key: str
    title: str
    about: str
    chart: Chart | None
    words: str


def look(enrolment: Enrolment, weeks: Sequence[Span], now: datetime) -> Change:
    """Counted from the newest text of each own entry that is no draft."""
    logs = Log.objects.order_by("-started_at", "-pk")
    opened = entries.opened(enrolment, logs, now)
    kept = (entry for entry in opened if entry.answers and not entry.version.draft)
    return counted(Told(number_at(weeks, entry.log.started_at), entry.answers or {}) for entry in kept)


def pictures(change: Change) -> list[Picture]:
    """In the order in which they are read: choice, return, movement, tension."""
    return [choice(change.room), coming_back(change.back), movements(change.moves), tension(change)]


def choice(room: Tally) -> Picture:
    title = _("Moments with a choice in them")
    about = _("Was there a moment in which you could choose? The same movement as always can be a choice too.")
    labels = {
        "nee": pgettext("a choice", "no"),
        "heel-even": pgettext("a choice", "for a moment"),
        "ja": pgettext("a choice", "yes"),
        **always(),
    }
    if not room.drawable:
        return Picture("choice", title, about, None, so_far(room, labels))
    shares = {week: share for week in sorted(room.weeks) if (share := room.share(week, CHOSE))}
    told = ", ".join(
        _("week %(week)s: %(chosen)s of %(known)s") % {"week": week, "chosen": chosen, "known": known}
        for week, (chosen, known) in shares.items()
    )
    description = _("Two strokes for each week; the more of its moments had a choice in them, the further apart.") + " " + told + "."
    table = tabled(room, labels)
    table.head.append(_("with a choice"))
    for row, week in zip(table.rows, sorted(room.weeks), strict=True):
        row.append(_("%(chosen)s of %(known)s") % dict(zip(("chosen", "known"), shares[week], strict=True)) if week in shares else "–")
    drawn = chart("choice", title, description, table, rooms(shares, _("room")), _("week"))
    return Picture("choice", title, about, drawn, "")


def coming_back(back: Tally) -> Picture:
    title = _("Until there was contact again")
    about = _("How long it took, each time you wrote it down. Every answer can be right; choosing no contact is one of them.")
    labels = {
        "contact-bleef": _("contact stayed"),
        "minuten": _("minutes"),
        "uur": _("an hour"),
        "zelfde-dag": _("later that day"),
        "volgende-dag": _("a day later"),
        "meer-dagen": _("more days"),
        "nog-niet": _("not yet"),
        "kies-geen-contact": _("chose none"),
        **always(),
    }
    return matrix("back", title, about, back, labels, NOT_AGAIN)


def movements(moves: Tally) -> Picture:
    title = _("Which movement")
    about = _("First and second movements together. Each of them protected something; none is the right one.")
    labels = {
        "naar-voren": pgettext("a movement", "forward"),
        "naar-achteren": pgettext("a movement", "back"),
        "bevriezen": pgettext("a movement", "freeze"),
        "blijven": pgettext("a movement", "stay"),
        **always(),
    }
    return matrix("moves", title, about, moves, labels)


def matrix(key: str, title: str, about: str, tally: Tally, labels: Mapping[str, str], apart: Sequence[str] = ()) -> Picture:
    if not tally.drawable:
        return Picture(key, title, about, None, so_far(tally, labels))
    description = (
        _("A row for each answer and a dot in each week in which you gave it, larger the more often.") + " " + totals(tally, labels)
    )
    drawn = chart(key, title, description, tabled(tally, labels), rows(tally, labels, apart), _("week"))
    return Picture(key, title, about, drawn, "")


def tension(change: Change) -> Picture:
    title = _("Tension, and how present you were")
    about = _(
        "From the lowest to the highest you wrote down in a week. Little tension can be rest, and it can be having gone away; therefore "
        "presence stands beside it. Often the numbers rise when somebody begins to notice more."
    )
    labels = {
        "weg": pgettext("presence", "away"),
        "beetje": pgettext("presence", "a little"),
        "hier": pgettext("presence", "here"),
        **always(),
    }
    if not change.tension_drawable:
        return Picture("tension", title, about, None, tension_so_far(change))
    told = "; ".join(
        _("week %(week)s: from %(low)s to %(high)s") % {"week": week, "low": span.low, "high": span.high}
        for week, span in sorted(change.tension.items())
    )
    description = _("A bar for each week, from the lowest to the highest tension, 0 to 10.") + " " + told + "."
    draw = bands(change.tension, change.presence, labels, _("tension"))
    drawn = chart("tension", title, description, tension_table(change, labels), draw, _("week"))
    return Picture("tension", title, about, drawn, "")


def tension_table(change: Change, labels: Mapping[str, str]) -> Table:
    keys = [*change.presence.keys, *(key for key in ALWAYS if change.presence.total[key])]
    head = [_("Week"), _("lowest"), _("highest"), _("times"), *(labels[key] for key in keys)]
    found = []
    for week in sorted({*change.tension, *change.presence.weeks}):
        span, here = change.tension.get(week), change.presence.weeks.get(week)
        numbers = [str(span.low), str(span.high), str(span.times)] if span else ["–", "–", "0"]
        found.append([str(week), *numbers, *(str(here[key] if here else 0) for key in keys)])
    return Table(head, found)


def tabled(tally: Tally, labels: Mapping[str, str]) -> Table:
    keys = [*tally.keys, *(key for key in ALWAYS if tally.total[key])]
    found = [[str(week), *(str(tally.weeks[week][key]) for key in keys)] for week in sorted(tally.weeks)]
    return Table([_("Week"), *(labels[key] for key in keys)], found)


def always() -> dict[str, str]:
    return {UNKNOWN: _("I don’t know"), NOTHING: _("Nothing")}


def totals(tally: Tally, labels: Mapping[str, str]) -> str:
    total = tally.total
    return ", ".join(f"{labels[key]} {total[key]}" for key in (*tally.keys, *ALWAYS) if total[key]) + "."


def so_far(tally: Tally, labels: Mapping[str, str]) -> str:
    times = tally.total.total()
    if not times:
        return _("What you write down about it comes to stand here.")
    told = ngettext("So far you wrote it down once:", "So far you wrote it down %(times)s times:", times) % {"times": times}
    return f"{told} {totals(tally, labels)} {later()}"


def tension_so_far(change: Change) -> str:
    spans = change.tension.values()
    times = sum(span.times for span in spans)
    if not times:
        return _("What you write down about it comes to stand here.")
    told = ngettext("So far you wrote it down once:", "So far you wrote it down %(times)s times:", times) % {"times": times}
    low, high = min(span.low for span in spans), max(span.high for span in spans)
    width = _("from %(low)s to %(high)s.") % {"low": low, "high": high} if low != high else f"{low}."
    return f"{told} {width} {later()}"


def later() -> str:
    return _("From three times on, in two different weeks, a picture is drawn here.")
