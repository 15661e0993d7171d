"""What hangs under an answer: replies to single logs, a recording, a few words back. And putting something on top."""

from datetime import timedelta

import pytest

from accounts import reading
from accounts.models import AccessRecord
from accounts.refusal import Refused
from accounts.sound import BadSound
from accounts.vault import NotReadable
from accounts.writing import BadText
from exercises import logs, on_top, reviews, voices, whole
from exercises.answer_back import answer_back
from exercises.models import AnswerBack, Log, Review, ReviewReply, Voice
from notices.models import Notice
from programme import enrolment as deeds
from tests import people
from tests.accounts.sounds import MARKER, a_wav, a_webm, an_mp3
from tests.people import NOW

pytestmark = pytest.mark.django_db


def draft(desk, covers: list[Log], text: str = "Dag.", based_on: int = 0, **changes) -> reviews.Drafted:
    deed = {"enrolment": desk.enrolment, "week": desk.week, "author": desk.coach, "logs": covers, "text": text, "based_on": based_on}
    return reviews.save_draft(**deed | {"now": NOW} | changes)


def read(actor, review: Review) -> whole.Whole:
    [found], _beside = whole.read(actor, [Review.objects.select_related("enrolment__client", "author").get(pk=review.pk)], "test", NOW)
    return found


def record(desk, content: bytes = b"", words: str = "") -> Voice:
    deed = {"enrolment": desk.enrolment, "week": desk.week, "author": desk.coach, "content": content or a_wav(2)}
    return voices.record(**deed, transcript=words, now=NOW)


def test_replies_are_part_of_the_answer_and_sealed(desk) -> None:
    one, two = desk.share(), desk.share()
    review = draft(desk, [one, two], replies={one.pk: "Bij dit.", two.pk: "  "}).review
    reviews.publish(review=review, now=NOW)
    assert [(reply.log, reply.text) for reply in read(desk.client, review).replies] == [(one.pk, "Bij dit.")]
    assert b"Bij dit." not in bytes(ReviewReply.objects.get().sealed)


def test_a_draft_with_replies_is_nobodys_but_the_coachs(desk) -> None:
    log = desk.share()
    review = draft(desk, [log], replies={log.pk: "Bij dit."}).review
    for who in (desk.client, people.coach("Joke Prins")):
        with pytest.raises(NotReadable):
            read(who, review)
    assert read(desk.coach, review).reply_to(log.pk) == "Bij dit."


def test_a_reply_is_replaced_emptied_and_kept_where_the_page_did_not_show_it(desk) -> None:
    one, two = desk.share(), desk.share()
    draft(desk, [one, two], replies={one.pk: "een", two.pk: "twee"})
    draft(desk, [one, two], based_on=1, replies={one.pk: "anders"})
    review = draft(desk, [one, two], based_on=2, replies={one.pk: ""}).review
    assert [(reply.log, reply.text) for reply in read(desk.coach, review).replies] == [(two.pk, "twee")]


def test_a_stale_page_with_other_replies_is_told(desk) -> None:
    log = desk.share()
    draft(desk, [log], replies={log.pk: "een"})
    assert not draft(desk, [log], replies={log.pk: "een"}).stale, "the same words again are a replay"
    assert draft(desk, [log], replies={log.pk: "twee"}).stale


def test_a_reply_to_what_was_taken_back_reaches_nobody(desk) -> None:
    one, two = desk.share(), desk.share()
    review = draft(desk, [one, two], replies={one.pk: "een", two.pk: "twee"}).review
    logs.withdraw(log=one, now=NOW)
    reviews.publish(review=review, now=NOW)
    assert [reply.text for reply in read(desk.client, review).replies] == ["twee"]


@pytest.mark.parametrize("text", ["nul\x00", "half \ud800", "x" * 100_001])
def test_a_reply_that_cannot_be_kept_is_refused_whole(desk, text) -> None:
    log = desk.share()
    with pytest.raises(BadText):
        draft(desk, [log], replies={log.pk: text})
    assert not Review.objects.exists()


def test_an_answer_may_be_replies_alone_or_spoken_alone_but_not_nothing(desk) -> None:
    log = desk.share()
    silent = draft(desk, [log], text="").review
    with pytest.raises(Refused):
        reviews.publish(review=silent, now=NOW)
    record(desk)
    assert reviews.publish(review=silent, now=NOW).published_at == NOW


def test_a_recording_is_sealed_heard_by_both_and_by_nobody_else(desk) -> None:
    log = desk.share()
    review = draft(desk, [log]).review
    voice = record(desk, an_mp3(2, MARKER), "Wat ik zei.")
    assert (voice.review_id, voice.kind, voice.seconds, voice.length) == (review.pk, "audio/mpeg", 2, "0:02")
    assert an_mp3(1)[:400] not in bytes(voice.sealed)
    with pytest.raises(NotReadable):
        voices.sound_of(voice, desk.client, NOW)
    reviews.publish(review=review, now=NOW)
    voice = Voice.objects.select_related("review__enrolment__client").get()
    for who in (desk.client, desk.coach):
        assert voices.sound_of(voice, who, NOW) == an_mp3(2)
        assert voices.words_of(voice, who, NOW) == "Wat ik zei."
    for who in (people.coach("Joke Prins"), people.client("Ruben Smit"), people.office()):
        with pytest.raises(NotReadable):
            voices.sound_of(voice, who, NOW)
    assert AccessRecord.objects.filter(purpose="voice", action="denied").count() == 3, "the client is no stranger, only early"


def test_a_recording_moved_to_another_row_does_not_open(desk) -> None:
    desk.share()
    voice = record(desk)
    other = Voice(uuid=people.token(), review=voice.review, sealed=voice.sealed)
    assert voices.sound_of(other, desk.coach, NOW) is None


def test_a_new_recording_takes_the_place_of_the_one_before_and_can_be_taken_out(desk) -> None:
    desk.share()
    record(desk, words="oud")
    voice = record(desk, a_webm(3))
    assert (Voice.objects.count(), voice.kind, voice.transcript) == (1, "audio/webm", None)
    voices.write_down(review=voice.review, author=desk.coach, transcript="nieuw", now=NOW)
    voice = Voice.objects.select_related("review__enrolment__client").get()
    assert voices.words_of(voice, desk.coach, NOW) == "nieuw"
    for _twice in range(2):
        voices.remove(review=voice.review, author=desk.coach, now=NOW)
    assert not Voice.objects.exists()


def test_what_was_sent_keeps_its_recording(desk) -> None:
    log = desk.share()
    review = draft(desk, [log]).review
    record(desk)
    reviews.publish(review=review, now=NOW)
    with pytest.raises(Refused):
        voices.remove(review=review, author=desk.coach, now=NOW)
    with pytest.raises(Refused):
        voices.write_down(review=review, author=desk.coach, transcript="anders", now=NOW)


def test_no_recording_of_a_stranger_nor_of_no_sound(desk) -> None:
    desk.share()
    with pytest.raises(BadSound):
        record(desk, b"<svg onload=alert(1)>")
    stranger = people.coach("Joke Prins")
    with pytest.raises(Refused):
        voices.record(enrolment=desk.enrolment, week=desk.week, author=stranger, content=a_wav(), transcript="", now=NOW)
    assert not Review.objects.exists()


def test_a_client_answers_back_once_and_nothing_is_promised(desk) -> None:
    log = desk.share()
    review = reviews.publish(review=draft(desk, [log]).review, now=NOW)
    before = Notice.objects.count()
    for _twice in range(2):
        said = answer_back(review=review, text="Dank je.", now=NOW)
    assert (AnswerBack.objects.count(), Notice.objects.count()) == (1, before)
    assert b"Dank je." not in bytes(said.sealed)
    for who in (desk.client, desk.coach):
        assert read(who, review).back.text == "Dank je."
    with pytest.raises(Refused):
        answer_back(review=review, text="En nog iets.", now=NOW)
    assert list(Log.objects.awaiting(NOW)) == []


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001, "nul\x00", "half \udfff"])
def test_odd_words_back_are_refused_in_a_sentence(desk, text) -> None:
    log = desk.share()
    review = reviews.publish(review=draft(desk, [log]).review, now=NOW)
    with pytest.raises(BadText):
        answer_back(review=review, text=text, now=NOW)


def test_to_an_answer_under_way_or_after_the_end_nothing_is_said_back(desk) -> None:
    log = desk.share()
    review = reviews.publish(review=draft(desk, [log]).review, now=NOW, at=NOW + timedelta(hours=1))
    with pytest.raises(Refused):
        answer_back(review=review, text="Dank je.", now=NOW)
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)
    with pytest.raises(Refused):
        answer_back(review=review, text="Dank je.", now=NOW + timedelta(hours=2))


def test_one_thing_a_week_is_put_on_top_and_its_day_stays(desk) -> None:
    one, two = desk.share(), desk.share()
    for _twice in range(2):
        on_top.put_on_top(log=one, now=NOW)
    with pytest.raises(Refused):
        on_top.put_on_top(log=two, now=NOW + timedelta(days=6, hours=23))
    one.refresh_from_db()
    assert one.on_top_at == NOW
    assert one.answer_by == two.answer_by
    assert on_top.put_on_top(log=two, now=NOW + timedelta(days=7)).on_top_at


def test_only_what_is_shared_and_not_answered_is_put_on_top(desk) -> None:
    with pytest.raises(Refused):
        on_top.put_on_top(log=desk.write({"kort": "van mij"}).log, now=NOW)
    log = desk.share()
    reviews.publish(review=draft(desk, [log]).review, now=NOW)
    with pytest.raises(Refused):
        on_top.put_on_top(log=log, now=NOW)
    assert not on_top.can_be(log, NOW)


def test_taking_back_takes_it_off_the_top_as_well(desk) -> None:
    log = on_top.put_on_top(log=desk.share(), now=NOW)
    logs.withdraw(log=log, now=NOW)
    log.refresh_from_db()
    assert log.on_top_at is None


def test_reading_answers_whole_asks_as_often_for_one_as_for_many(desk, django_assert_num_queries) -> None:
    def answered(count: int) -> list[Review]:
        made = []
        for _each in range(count):
            log = desk.share()
            review = draft(desk, [log], replies={log.pk: "hier"}, token=people.token()).review
            record(desk, words="gezegd")
            reviews.publish(review=review, now=NOW)
            answer_back(review=review, text="Dank je.", now=NOW)
            made.append(review.pk)
        return list(Review.objects.filter(pk__in=made).select_related("enrolment__client", "author"))

    for count in (1, 3):
        found = answered(count)
        with django_assert_num_queries(6):
            assert len(whole.read(desk.coach, found, "test", NOW)[0]) == count
    assert reading.read(desk.client, [], "test", NOW) == []
