"""Sound for the weeks: who brings it in, what is let in, how it is chosen, and what publishing writes down."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from programme.blocks import TEXT_FEATURES
from programme.models import AudioClip, Week, WeekMedia
from programme.reading import pieces
from studio import sounds
from studio.curriculum import read_folder
from studio.load import load
from tests import people
from tests.accounts.sounds import MARKER, a_wav, all_kinds
from tests.people import NOW
from tests.programme import clips
from tests.studio.test_back_office import edit_url, signed_in
from tests.studio.test_load import REAL

pytestmark = pytest.mark.django_db
LIST, NEW = "/beheer/programma/geluid/", "/beheer/programma/geluid/add/"


@pytest.fixture
def coach() -> Client:
    return signed_in(people.coach())


def bring(browser: Client, content: bytes, name: str = "opname.mp3", **changes: str) -> Any:
    file = SimpleUploadedFile(name, content, content_type="audio/mpeg")
    return browser.post(NEW, {"title": "Klankschaal", "transcript": clips.WORDS, **changes, "sound": file})


@pytest.mark.parametrize("kind", [kind for kind, _make in all_kinds()])
def test_a_coach_brings_in_a_sound_of_each_kind_and_nothing_but_the_sound_is_kept(coach: Client, kind: str) -> None:
    assert bring(coach, dict(all_kinds())[kind](1, MARKER)).status_code == 302
    clip = AudioClip.objects.get()
    assert (clip.kind, clip.seconds, clip.transcript) == (kind, 1, clips.WORDS)
    assert MARKER not in bytes(clip.content)


FAKES = {
    "empty": b"",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "only a header": a_wav()[:40],
    "says it is larger": b"RIFF\xff\xff\xff\xffWAVE",
    "over half an hour": a_wav(1802),
}


@pytest.mark.parametrize("fake", FAKES)
def test_what_is_no_sound_or_too_long_is_refused_whatever_its_name(coach: Client, fake: str) -> None:
    answer = bring(coach, FAKES[fake], name="..\\\\gpj\u202e.mp3")
    assert answer.status_code == 200
    assert answer.context["form"].errors["sound"]
    assert not AudioClip.objects.exists()


def test_a_file_over_the_cap_is_refused(coach: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "MOST_BYTES", 1_000)
    answer = bring(coach, a_wav())
    assert "25 megabyte" in str(answer.context["form"].errors["sound"])
    assert not AudioClip.objects.exists()


@pytest.mark.parametrize("words", ["", "   ", "x" * 30_001, "a\x00b"])
def test_without_its_words_a_sound_is_not_brought_in(coach: Client, words: str) -> None:
    answer = bring(coach, a_wav(), transcript=words)
    assert list(answer.context["form"].errors) == ["transcript"]
    assert not AudioClip.objects.exists()


def test_its_words_can_be_mended_and_its_sound_stays(coach: Client) -> None:
    clip = clips.clip()
    at = f"{LIST}edit/{clip.pk}/"
    assert f"/beheer/programma/geluid/{clip.uuid}/" in coach.get(at).content.decode()
    answer = coach.post(at, {"title": "Schaal", "transcript": "Beter.", "sound": SimpleUploadedFile("x.wav", a_wav(5))})
    assert answer.status_code == 302
    mended = AudioClip.objects.get()
    assert (mended.title, mended.transcript, mended.seconds, mended.content) == ("Schaal", "Beter.", clip.seconds, clip.content)


def test_who_writes_the_weeks_hears_it_before_anybody_else_and_the_office_and_a_client_do_not(coach: Client) -> None:
    clip = clips.clip()
    at = f"{LIST}{clip.uuid}/"
    heard = coach.get(at, headers={"range": "bytes=0-3"})
    assert (heard.status_code, heard.content) == (206, b"RIFF")
    for other in (people.office(), people.client()):
        browser = signed_in(other)
        assert browser.get(at).status_code == 404
        assert browser.get(LIST).status_code in {302, 403, 404}
        assert bring(browser, a_wav()).status_code in {302, 403, 404}
    assert Client().get(at).status_code == 302
    assert AudioClip.objects.count() == 1


def test_a_sound_is_neither_deleted_nor_copied(coach: Client) -> None:
    clip = clips.clip()
    for deed in ("delete", "copy"):
        assert coach.post(f"{LIST}{deed}/{clip.pk}/").status_code in {302, 403, 404}
    assert AudioClip.objects.count() == 1


def test_the_list_names_the_weeks_and_asks_no_more_for_more_sounds(coach: Client, week: Week, django_assert_max_num_queries) -> None:
    clips.in_week(week)
    coach.get(LIST)
    with django_assert_max_num_queries(60) as few:
        page = coach.get(LIST).content.decode()
    assert "0:02" in page
    for number in range(4, 7):
        clips.in_week(Week.objects.get(number=number))
    with django_assert_max_num_queries(len(few)):
        coach.get(LIST)


def written(clip: str) -> dict[str, str]:
    """What the edit page of a week sends."""
    value = {"title": "Lezen", "minutes": "2", "audience": "everyone", "text": rich_text("<p>x</p>", features=TEXT_FEATURES), "clip": clip}
    data: dict[str, str] = nested_form_data(
        {"title": "Nieuw", "promise": "Dit.", "body": streamfield([("reading", value)]), "placed": streamfield([])}
    )
    return data | {"body-0-id": "w03-lezen"}


def test_the_editor_offers_what_was_just_brought_in_and_publishing_writes_the_link(coach: Client, week: Week) -> None:
    coach.get(edit_url(week))
    clip = clips.clip("Zojuist gemaakt")
    assert "Zojuist gemaakt" in coach.get(edit_url(week)).content.decode()
    assert coach.post(edit_url(week), written(str(clip.pk))).status_code == 302
    assert not WeekMedia.objects.exists(), "a draft plays nothing"
    assert coach.post(edit_url(week), written(str(clip.pk)) | {"action-publish": "x"}).status_code == 302
    assert WeekMedia.objects.get().week == week
    assert [piece.clip for piece in pieces(Week.objects.get(pk=week.pk))] == [clip]
    assert "Zojuist gemaakt" in coach.get(edit_url(week)).content.decode()
    assert coach.post(edit_url(week), written("") | {"action-publish": "x"}).status_code == 302
    assert not WeekMedia.objects.exists()


def test_a_sound_that_is_not_there_is_not_chosen(coach: Client, week: Week) -> None:
    for odd in ("999", "-1", "x", str(2**63)):
        assert coach.post(edit_url(week), written(odd) | {"action-publish": "x"}).status_code in {200, 302}
        assert not WeekMedia.objects.exists()


def test_one_that_is_no_longer_offered_stays_where_it_plays(coach: Client, week: Week) -> None:
    clip = clips.in_week(week)
    AudioClip.objects.update(retired=True)
    assert list(AudioClip.objects.to_choose()) == [clip]
    assert coach.post(edit_url(week), written(str(clip.pk)) | {"action-publish": "x"}).status_code == 302
    assert WeekMedia.objects.get().clip == clip
    coach.post(edit_url(week), written("") | {"action-publish": "x"})
    assert not AudioClip.objects.to_choose().exists()


def test_words_that_were_mended_are_read_in_a_week_that_was_published_before(week: Week) -> None:
    clip = clips.clip()
    clips.choose(week, clip)
    week.save_revision().publish()
    assert pieces(Week.objects.get(pk=week.pk))[0].clip.transcript == clips.WORDS
    AudioClip.objects.update(transcript="Beter.")
    assert pieces(Week.objects.get(pk=week.pk))[0].clip.transcript == "Beter."


def test_loading_the_files_anew_keeps_the_sound_also_where_they_changed() -> None:
    curriculum = read_folder(REAL)
    load(curriculum=curriculum, force=False, now=NOW)
    week = Week.objects.get(number=2)
    played, chosen = clips.clip("Speelt"), clips.clip("Gekozen")
    clips.choose(week, played, "w02-lezen-kern")
    week.save_revision().publish()
    drafted = Week.objects.get(pk=week.pk)
    clips.choose(drafted, chosen, "w02-lezen-kern")
    drafted.save_revision()
    Week.objects.get(number=2).get_latest_revision()
    Week.objects.filter(number=2).update(title="Anders")

    assert "week-02" in load(curriculum=curriculum, force=True, now=NOW).changed
    loaded = Week.objects.get(number=2)
    assert loaded.title != "Anders"
    assert WeekMedia.objects.get(week=loaded).clip == played
    assert [piece.clip for piece in pieces(loaded) if piece.id == "w02-lezen-kern"] == [played]
    assert [block.value["clip"] for block in loaded.get_latest_revision_as_object().body if block.id == "w02-lezen-kern"] == [chosen]
    assert "week-02" not in load(curriculum=curriculum, force=True, now=NOW).changed
