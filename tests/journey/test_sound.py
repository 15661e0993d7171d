"""Sound in a week: for who has the week open, in parts, with its words; and for nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from programme import enrolment as deeds
from programme.models import AudioClip, Release, Week
from tests import people
from tests.journey.pages import read
from tests.people import MONDAY, NOW
from tests.programme import clips
from tests.signed_in import signed_in


@pytest.fixture
def clip(desk) -> AudioClip:
    return clips.in_week(desk.week)


def at(clip: AudioClip, number: int = 1) -> str:
    return f"/week/{number}/geluid/{clip.uuid}/"


def test_the_week_plays_it_and_tells_its_words(noor, clip) -> None:
    page = noor.get("/week/1/")
    assert f'<audio controls preload="none" src="{at(clip)}">' in page.content.decode()
    said = read(page)
    assert "Om te beluisteren, 0:02" in said
    assert clips.WORDS in said
    assert clip.title not in said


def test_it_comes_whole_or_in_the_part_that_was_asked_for_and_runs_nothing(noor, clip) -> None:
    whole = noor.get(at(clip))
    assert (whole.status_code, whole.content, whole["Content-Type"]) == (200, bytes(clip.content), "audio/wav")
    assert whole["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in whole["Cache-Control"]
    part = noor.get(at(clip), headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, bytes(clip.content)[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(clip.content)}"
    assert noor.get(at(clip), headers={"range": "bytes=99999999-"}).status_code == 416


def test_a_coach_and_a_stranger_hear_nothing_and_who_is_not_signed_in_neither(desk, clip) -> None:
    for who in (desk.coach, people.coach("Ilse Anders"), people.client("Daan Kok"), people.office()):
        assert signed_in(who, NOW).get(at(clip)).status_code == 404
    assert Client().get(at(clip)).status_code == 302


def test_the_sound_of_a_week_ahead_is_not_there_until_the_week_is(noor, desk, clip) -> None:
    ahead = clips.in_week(Week.objects.get(programme=desk.enrolment.programme, number=2))
    part = {"range": "bytes=0-9"}
    for address in (at(ahead, 2), at(ahead, 1), at(clip, 2)):
        assert noor.get(address).status_code == noor.get(address, headers=part).status_code == 404
    Release.objects.of(desk.enrolment).filter(week__number=2).update(opens_at=NOW)
    assert noor.get(at(ahead, 2)).status_code == 200


def test_another_sound_and_an_odd_id_are_not_there(noor, clip) -> None:
    for odd in (clips.clip("Niet gekozen").uuid, uuid4(), "nul", "1", f"{clip.uuid}%00", str(clip.uuid).upper()[:-1]):
        assert noor.get(f"/week/1/geluid/{odd}/").status_code == 404


def test_what_was_taken_out_of_the_week_is_no_longer_heard(noor, desk, clip) -> None:
    clips.choose(desk.week, None)
    desk.week.save_revision().publish()
    assert noor.get(at(clip)).status_code == 404
    assert "<audio" not in noor.get("/week/1/").content.decode()


def test_in_a_pause_what_opened_can_be_heard(noor, desk, clip) -> None:
    deeds.pause(enrolment=desk.enrolment, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=7), by=desk.enrolment.client, now=NOW)
    assert noor.get(at(clip)).status_code == 200


def test_the_player_of_a_practice_has_its_sound_inside(noor, desk) -> None:
    clip = clips.in_week(desk.week, "w01-oefening")
    doors = noor.get("/week/1/doen/w01-oefening/").content.decode()
    assert at(clip) in doors
    steps = noor.get("/week/1/doen/w01-oefening/?deur=1").content.decode()
    inside = steps[steps.index("<practice-player") : steps.index("</practice-player>")]
    assert f'<audio controls preload="none" src="{at(clip)}">' in inside


def test_a_coach_who_looks_as_the_client_reads_the_words_and_plays_nothing(desk, clip) -> None:
    page = signed_in(desk.coach, NOW).get(f"/praktijk/{desk.enrolment.uuid}/zoals/week/1/")
    assert clips.WORDS in read(page)
    assert "<audio" not in page.content.decode()


def test_the_sound_of_a_practice_that_touches_tension_is_not_offered_before_the_tap_nor_above_it(noor, desk) -> None:
    body = [dict(block) for block in desk.week.body.raw_data]
    doors = "<h3>Heen (lichte spanning)</h3><ol><li>Ga. (5 s)</li></ol><h3>Landen</h3><ol><li>Kijk. (5 s)</li></ol>"
    for block in body:
        if block["id"] == "w01-oefening":
            block["value"] = {**block["value"], "text": doors}
    desk.week.body = body
    clip = clips.in_week(desk.week, "w01-oefening")
    practice = "/week/1/doen/w01-oefening/"
    for quiet in ("/week/1/", practice, f"{practice}?weg=landen", f"{practice}?weg=landen&deur=2"):
        assert at(clip) not in noor.get(quiet).content.decode(), quiet
    for offered in (f"{practice}?weg=heen-en-weer", f"{practice}?weg=heen-en-weer&deur=1"):
        assert at(clip) in noor.get(offered).content.decode(), offered
