"""Who gets into the back office, what is there, and how its pages are protected."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts.models import User
from accounts.second_factor import TRUSTED
from programme.blocks import TEXT_FEATURES
from programme.models import Exercise, Release, Week
from programme.reading import pieces
from studio.permissions import CONTENT, DOOR
from tests import people

pytestmark = pytest.mark.django_db
PLACES = {"week": "weken", "exercise": "oefeningen"}
INLINE_STYLES = "style-src 'self' 'unsafe-inline'"


def signed_in(user: User) -> Client:
    """Signed in on a device that was trusted with a second factor."""
    browser = Client()
    browser.force_login(user)
    session = browser.session
    session[TRUSTED] = user.pk
    session.save()
    return browser


@pytest.fixture
def coach() -> Client:
    return signed_in(people.coach())


def edit_url(row: Week | Exercise) -> str:
    return f"/beheer/programma/{PLACES[row._meta.model_name or '']}/edit/{row.pk}/"


def policy(response: Any) -> str:
    return str(response.headers["Content-Security-Policy"])


def test_a_coach_sees_the_programme_in_dutch_and_nothing_that_is_not_used(coach: Client) -> None:
    page = coach.get("/beheer/", follow=True).content.decode()
    for word in ("Weken", "Oefeningen", "Thema", "Het traject zelf"):
        assert word in page
    for word in ("/beheer/images/", "/beheer/documents/", "/beheer/users/", "/beheer/reports/"):
        assert word not in page


def test_a_coach_opens_a_week_with_the_ids_of_its_pieces(coach: Client, week: Week) -> None:
    page = coach.get(edit_url(week))
    assert page.status_code == 200
    assert b"w03-lezen" in page.content


def test_a_client_does_not_find_the_back_office(week: Week) -> None:
    browser = signed_in(people.client())
    assert browser.get("/beheer/").status_code == 404
    assert browser.get(edit_url(week)).status_code == 404


def test_the_office_gets_in_and_changes_nothing(week: Week) -> None:
    browser = signed_in(people.office())
    assert browser.get("/beheer/").headers["Location"] == "/kantoor/"
    assert b"/beheer/" not in browser.get("/kantoor/").content
    for url in (edit_url(week), "/beheer/programma/oefeningen/add/"):
        assert browser.get(url).status_code in {302, 403, 404}
    assert browser.post(edit_url(week), {"title": "Anders"}).status_code in {302, 403, 404}
    week.refresh_from_db()
    assert week.title == "Geheime titel 3"


def test_who_no_longer_works_here_has_no_permission() -> None:
    former = people.coach(is_active=False)
    assert not former.has_perms([DOOR, *CONTENT])


def test_only_what_the_practice_writes_is_registered_and_permitted() -> None:
    assert {model._meta.label for model in get_snippet_models()} == {
        "programme.Programme",
        "programme.Theme",
        "programme.Week",
        "programme.Exercise",
        "programme.AudioClip",
    }
    coach = people.coach()
    held = coach.get_all_permissions()
    assert held == {DOOR, *CONTENT}
    known = {f"{model._meta.app_label}.{name}_{model._meta.model_name}" for model in apps.get_models() for name in ("delete", "add")}
    assert held & known == {"programme.add_exercise", "programme.add_audioclip"}
    assert people.office().get_all_permissions() == {DOOR}
    assert people.client().get_all_permissions() == set()


def test_styles_may_stand_in_pages_of_the_back_office_and_nowhere_else(coach: Client, week: Week) -> None:
    inside = coach.get(edit_url(week))
    assert INLINE_STYLES in policy(inside)
    assert "script" not in policy(inside)
    assert "frame-ancestors 'none'" in policy(inside)
    outside = coach.get("/hulp/")
    assert "unsafe" not in policy(outside)


def written(text: str) -> dict[str, str]:
    """What the edit page of a week sends."""
    value = {"title": "Lezen", "minutes": "2", "core": "on", "audience": "everyone", "text": rich_text(text, features=TEXT_FEATURES)}
    data: dict[str, str] = nested_form_data(
        {"title": "Nieuw", "promise": "Dit.", "body": streamfield([("reading", value)]), "placed": streamfield([])}
    )
    return data | {"body-0-id": "w03-lezen"}


def test_a_preview_shows_the_text_as_it_is_written_and_may_be_framed_by_its_own_editor(coach: Client, week: Week) -> None:
    url = f"/beheer/programma/weken/preview/{week.pk}/"
    assert coach.post(url, written("<p>Nog in de maak.</p>")).json() == {"is_valid": True, "is_available": True}
    preview = coach.get(url)
    assert b"Nog in de maak." in preview.content
    assert b"Nieuw</title>" not in preview.content
    assert "frame-ancestors 'self'" in policy(preview)
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_preview_of_an_exercise_shows_its_questions(coach: Client, week: Week) -> None:
    exercise = Exercise.objects.get(source_id="w03-a")
    revision = exercise.save_revision()
    preview = coach.get(f"/beheer/programma/oefeningen/history/{exercise.pk}/revisions/{revision.pk}/view/").content.decode()
    assert "Welke bewegingen herken je?" in preview
    assert "Naar achteren" in preview


def test_a_coach_publishes_a_week_and_its_pieces_keep_their_ids(coach: Client, week: Week) -> None:
    answer = coach.post(edit_url(week), written("<p>Klaar.</p>") | {"action-publish": "x", "number": "9", "source_id": "x"})
    assert answer.status_code == 302
    week.refresh_from_db()
    assert [(read.id, read.html) for read in pieces(week)] == [("w03-lezen", "<p>Klaar.</p>")]
    assert (week.title, week.number, week.source_id) == ("Nieuw", 3, "week-03")
    assert not week.weekexercise_set.exists()


def test_a_coach_makes_an_exercise_with_an_id_of_its_own(coach: Client, week: Week) -> None:
    fields = streamfield([("short", {"question": "Wat?", "help": ""})])
    data = nested_form_data({"title": "Van ons", "minutes": "5", "intro": rich_text("<p>x</p>", features=TEXT_FEATURES), "fields": fields})
    for _twice in range(2):
        answer = coach.post("/beheer/programma/oefeningen/add/", data | {"programme": str(week.programme_id), "action-publish": "x"})
        assert answer.status_code == 302
    made = Exercise.objects.filter(title="Van ons")
    assert len({one.source_id for one in made}) == 2
    [field] = made[0].versions.get().fields
    assert (field["kind"], field["question"], bool(field["id"])) == ("short", "Wat?", True)


def test_taking_away_a_week_that_people_have_open_is_refused_in_a_sentence(coach: Client, week: Week) -> None:
    enrolment = people.enrolled(people.client(), people.coach())
    Release.objects.of(enrolment).filter(week=week).update(opened_at=timezone.now())
    answer = coach.post(f"/beheer/programma/weken/unpublish/{week.pk}/", follow=True)
    assert "Er zijn mensen die deze week open hebben" in answer.content.decode()
    week.refresh_from_db()
    assert week.live


def test_nobody_deletes_or_copies_a_week_or_changes_an_address_behind_our_back(coach: Client, week: Week) -> None:
    for page in ("delete", "copy"):
        assert coach.get(f"/beheer/programma/weken/{page}/{week.pk}/").status_code in {302, 403, 404}
    assert coach.get("/beheer/programma/weken/add/").status_code in {302, 403, 404}
    assert coach.get("/beheer/account/").headers["Location"] == "/account/"
    assert Week.objects.count() == 12


NOT_HERE = [
    "users/", "users/add/", "groups/", "bulk/programme/week/delete/", "reports/site-history/", "images/", "documents/", "workflows/list/",
    "collections/", "pages/", "api/main/pages/", "failwhale/", "snippets/", "tag-autocomplete/", "test404/",
]  # fmt: skip


def test_what_the_portal_does_not_use_of_wagtail_is_not_there_for_a_superuser_neither(week: Week) -> None:
    for who in (people.coach(is_office=True), people.person("Sam", is_superuser=True)):
        browser = signed_in(who)
        for address in NOT_HERE:
            assert browser.get(f"/beheer/{address}").status_code == 404, address
            assert browser.post(f"/beheer/{address}").status_code == 404, address


def test_no_word_of_the_machinery_reaches_anybody_and_no_script_stands_in_a_page(coach: Client, week: Week) -> None:
    exercise = Exercise.objects.get(source_id="w03-a")
    pages = [f"/beheer/programma/{place}/" for place in ("weken", "oefeningen", "themas", "trajecten")]
    pages += [edit_url(week), edit_url(exercise), "/beheer/programma/oefeningen/add/"]
    pages += [f"/beheer/programma/weken/{what}/{week.pk}/" for what in ("history", "usage", "unpublish")]
    for address in pages:
        page = coach.get(address).content.decode()
        shown = re.sub(r"<script[^>]*>.*?</script>|<[^>]*>", " ", page, flags=re.DOTALL)
        assert not re.search(r"(?i)snippet|stream ?field|\benrolment\b|\brelease\b", shown), address
        assert "snippets geselecteerd" not in page
        assert not re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page), address
        assert 'type="checkbox" data-bulk' not in page


def test_an_editor_begins_with_its_heading_and_names_its_boxes_of_text(coach: Client, week: Week) -> None:
    exercise = week.exercises.first()
    assert exercise
    for row in (week, exercise):
        html = coach.get(edit_url(row)).content.decode()
        assert len(re.findall(r"<h1[ >]", html)) == 1
        assert "ariaLabel&quot;: &quot;Tekst&quot;" in html
