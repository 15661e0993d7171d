"""The pieces of a week: rendered once a publication, and never more than the little HTML they are allowed."""

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from pytest_django.fixtures import DjangoAssertNumQueries

from programme.markup import shown
from programme.models import Week
from programme.reading import pieces

pytestmark = pytest.mark.django_db

EVIL = (
    '<p onclick="x()">Goed<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">hier</a></p><style>*{}</style>'
)


def piece(name: str, text: str, audience: str = "everyone", kind: str = "reading") -> dict[str, object]:
    return {"type": kind, "id": name, "value": {"title": name, "minutes": None, "core": False, "audience": audience, "text": text}}


def publish(week: Week, *body: dict[str, object]) -> Week:
    week.body = list(body)
    week.save_revision().publish()
    return Week.objects.get(pk=week.pk)


def test_a_piece_carries_what_a_page_shows(week: Week) -> None:
    [read] = pieces(publish(week, piece("een", "<h3>Kop</h3><p>Tekst</p>", kind="practice")))
    assert (read.id, read.kind, read.title, read.minutes, read.core, read.audience) == ("een", "practice", "een", None, False, "everyone")
    assert read.html == "<h3>Kop</h3><p>Tekst</p>"
    assert isinstance(read.html, SafeString)


def test_scripts_handlers_and_other_addresses_fall_out_at_the_last_moment(week: Week) -> None:
    [read] = pieces(publish(week, piece("een", EVIL)))
    assert "Goed" in read.html
    for bad in ("script", "alert", "onclick", "onerror", "javascript", "img", "style"):
        assert bad not in read.html
    assert Template("{% load programme_text %}{{ text|shown }}").render(Context({"text": EVIL})) == shown(EVIL)


def test_each_audience_reads_its_own_and_what_is_for_everyone(week: Week) -> None:
    week = publish(week, piece("alle", "<p>a</p>"), piece("samen", "<p>b</p>", "couple"), piece("alleen", "<p>c</p>", "solo"))
    assert [read.id for read in pieces(week)] == ["alle", "samen", "alleen"]
    assert [read.id for read in pieces(week, "solo")] == ["alle", "alleen"]
    assert [read.id for read in pieces(week, "couple")] == ["alle", "samen"]


def test_a_second_look_renders_and_asks_nothing(week: Week, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    publish(week, piece("een", "<p>a</p>"))
    first = pieces(Week.objects.get(pk=week.pk))
    light = Week.objects.defer("body", "placed").get(pk=week.pk)
    with django_assert_num_queries(0):
        assert pieces(light) == first


def test_a_new_publication_is_read_at_once_and_a_draft_by_nobody(week: Week) -> None:
    week = publish(week, piece("een", "<p>oud</p>"))
    assert pieces(week)[0].html == "<p>oud</p>"
    week.body = [piece("een", "<p>nieuw</p>")]
    draft = week.save_revision()
    assert pieces(Week.objects.get(pk=week.pk))[0].html == "<p>oud</p>"
    draft.publish()
    assert pieces(Week.objects.get(pk=week.pk))[0].html == "<p>nieuw</p>"
