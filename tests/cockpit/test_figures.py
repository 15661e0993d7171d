"""The figures of what a client keeps private: for who cares for them, while the client lets them, and never a word."""

from datetime import timedelta
from html import unescape

import pytest

from accounts import consent, reading
from accounts.consent import Purpose
from accounts.models import AccessRecord, Practice, Relation
from accounts.vault import NotReadable
from exercises import figures, logs
from exercises.figures import PrivateText
from journey.readers import readings
from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PLANTED = "De reiger stond vannacht weer in de vijver"
TAPPED = {
    "verhaal": PLANTED,
    "spanning": 7,
    "aanwezig": "beetje",
    "before-tension": 8,
    "after-tension": 3,
    "before-presence": "weg",
    "after-now": PLANTED,
}


def allow(desk) -> None:
    consent.give(user=desk.client, purpose=Purpose.FIGURES, now=NOW)


def page(desk, who=None, at=NOW) -> str:
    response = signed_in(who or desk.coach, at).get(f"/praktijk/{desk.enrolment.uuid}/week/1/")
    return unescape(response.content.decode())


def test_without_the_switch_no_figure_is_shown_private_or_shared(desk) -> None:
    desk.write(TAPPED)
    logs.share(log=desk.write(TAPPED).log, now=NOW)
    html = page(desk)
    assert "Cijfers van wat privé blijft" not in html
    assert "vooraf 8" not in html
    assert not AccessRecord.objects.filter(purpose="figures", action="read").exists()


def test_with_the_switch_the_numbers_stand_there_by_the_day_and_no_word(desk) -> None:
    desk.write(TAPPED)
    allow(desk)
    html = page(desk)
    assert "Maandag 23 november" in html
    for line in ("Spanning: 7", "Aanwezig: Een beetje", "Spanning: vooraf 8, achteraf 3", "Aanwezig: vooraf weg"):
        assert line in html
    assert "reiger" not in html


def test_the_figures_of_what_is_shared_stand_with_it_and_only_there(desk) -> None:
    logs.share(log=desk.write(TAPPED).log, now=NOW)
    allow(desk)
    html = page(desk)
    assert "vooraf 8, achteraf 3" in html
    assert "Van deze week zijn ze er niet." in html
    assert not AccessRecord.objects.filter(purpose="figures", action="read").exists()


def test_switched_off_they_are_gone_at_the_next_look(desk) -> None:
    desk.write(TAPPED)
    allow(desk)
    assert "vooraf 8" in page(desk)
    consent.withdraw(user=desk.client, purpose=Purpose.FIGURES, now=NOW)
    assert "vooraf 8" not in page(desk)


@pytest.mark.parametrize("who", ["stranger", "other coach", "office", "former coach", "client"])
def test_nobody_else_gets_them(desk, who) -> None:
    log = desk.write(TAPPED)
    allow(desk)
    if who == "former coach":
        Relation.objects.update(ends_at=NOW)
    actor = {
        "stranger": lambda: people.client("Ruben Smit"),
        "other coach": lambda: people.coach("Joke Prins"),
        "office": people.office,
        "former coach": lambda: desk.coach,
        "client": lambda: desk.client,
    }[who]()
    assert "vooraf 8" not in page(desk, actor)
    with pytest.raises(NotReadable):
        reading.read(actor, [PrivateText(log.version, Practice.current())], "figures", NOW)


def test_the_row_itself_refuses_while_the_switch_is_off(desk) -> None:
    row = PrivateText(desk.write(TAPPED).version, Practice.current())
    with pytest.raises(NotReadable):
        reading.read(desk.coach, [row], "figures", NOW)
    allow(desk)
    assert reading.read(desk.coach, [row], "figures", NOW)


def test_a_draft_and_what_the_night_holds_are_no_figures_yet(desk, clock) -> None:
    allow(desk)
    night = NOW.replace(hour=22)
    desk.write(TAPPED, draft=True)
    desk.write(TAPPED | {"spanning": 6}, now=night)
    assert figures.private(desk.coach, desk.enrolment, desk.week, night) == []
    (found,) = figures.private(desk.coach, desk.enrolment, desk.week, night + timedelta(hours=12))
    assert found.lines[0] == "Spanning: 6"


@pytest.mark.parametrize("odd", [PLANTED, [PLANTED], "11", -1, True, "", "unknown"])
def test_what_is_no_figure_never_leaves(odd) -> None:
    names = ("spanning", "aanwezig", "before-tension", "after-tension", "before-presence", "after-presence", "verhaal")
    assert PLANTED not in str(figures.lines(dict.fromkeys(names, odd)))
    assert figures.lines({"verhaal": odd, "after-now": odd}) == []


def test_the_client_reads_that_figures_were_seen_and_not_words(desk, clock) -> None:
    desk.write(TAPPED), desk.write(TAPPED)
    allow(desk)
    page(desk), page(desk)
    record = AccessRecord.objects.filter(purpose="figures", action="read").first()
    assert (record.actor, record.subject, len(record.rows)) == (desk.coach.subject, desk.client.subject, 2)
    later = NOW + timedelta(days=3)
    (seen,) = readings(desk.client, later)
    assert (seen.texts, seen.kind) == (2, "figures")
    clock.move_to(later)
    html = unescape(signed_in(desk.client, later).get("/account/gelezen/").content.decode())
    assert "Marit Veenstra zag de cijfers van 2 notities, niet de woorden." in html


def test_many_entries_cost_no_more_than_one(desk, django_assert_num_queries, django_assert_max_num_queries) -> None:
    desk.write(TAPPED)
    allow(desk)
    with django_assert_max_num_queries(8) as one:
        figures.private(desk.coach, desk.enrolment, desk.week, NOW)
    for _more in range(4):
        desk.write(TAPPED)
    with django_assert_num_queries(len(one)):
        assert len(figures.private(desk.coach, desk.enrolment, desk.week, NOW)) == 5
