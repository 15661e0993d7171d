"""The answer to a week: kept as a draft, sent once, read by one."""

from datetime import timedelta

import pytest

from accounts import reading
from accounts.models import Relation
from accounts.refusal import Refused
from accounts.vault import NotReadable
from accounts.writing import BadText
from exercises import logs, reviews
from exercises.models import Log, Review
from notices.models import Notice
from tests import people
from tests.exercises.desks import make_desk
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def shared(desk, text="gedeeld") -> Log:
    return logs.share(log=desk.write({"kort": text}).log, now=NOW)


def draft(desk, chosen=(), text="Dag Noor.", based_on=0, **changes) -> reviews.Drafted:
    deed = {
        "enrolment": desk.enrolment,
        "week": desk.week,
        "author": desk.coach,
        "logs": chosen,
        "text": text,
        "based_on": based_on,
        "now": NOW,
    }
    return reviews.save_draft(**deed | changes)


def read(actor, review) -> str | None:
    return reading.read(actor, [review], "answer", NOW)[0]


def test_a_draft_is_for_the_coach_alone(desk) -> None:
    review = draft(desk, [shared(desk)]).review
    assert read(desk.coach, review) == "Dag Noor."
    assert not Review.objects.of(desk.enrolment).arrived(NOW).exists()
    for other in (desk.client, people.client("Ruben Smit"), people.office(), people.coach("Joke Prins")):
        with pytest.raises(NotReadable):
            read(other, review)


def test_a_published_answer_is_for_the_client_and_who_cares_for_them(desk) -> None:
    review = reviews.publish(review=draft(desk, [shared(desk)]).review, now=NOW)
    assert list(Review.objects.of(desk.enrolment).arrived(NOW)) == [review]
    assert read(desk.client, review) == read(desk.coach, review) == "Dag Noor."
    for other in (people.client("Ruben Smit"), people.office(), people.coach("Joke Prins")):
        with pytest.raises(NotReadable):
            read(other, review)


def test_a_draft_grows_by_compare_and_set(desk) -> None:
    log = shared(desk)
    first = draft(desk, [log], "a").review
    second = draft(desk, [log], "b", based_on=1).review
    assert (second.pk, second.revision, read(desk.coach, second)) == (first.pk, 2, "b")


def test_a_stale_page_writes_nothing_over_the_newer_text(desk) -> None:
    log = shared(desk)
    draft(desk, [log], "op de laptop")
    late = draft(desk, [log], "op de telefoon", based_on=0)
    assert late.stale
    assert read(desk.coach, late.review) == "op de laptop"


def test_the_same_text_from_a_stale_page_is_no_conflict(desk) -> None:
    draft(desk, text="a")
    assert not draft(desk, text="a", based_on=0).stale


def test_an_answer_covers_only_what_is_shared_in_that_week_of_that_client(desk) -> None:
    other = make_desk("Ruben Smit")
    private, log, theirs = desk.write({"kort": "privé"}).log, shared(desk), shared(other)
    review = draft(desk, [private, log, theirs]).review
    assert list(review.logs.all()) == [log]


def test_publishing_twice_lands_once_and_tells_once(desk) -> None:
    review = draft(desk, [shared(desk)]).review
    reviews.publish(review=review, now=NOW)
    again = reviews.publish(review=review, now=NOW + timedelta(hours=1))
    assert again.published_at == NOW
    notice = Notice.objects.get(kind="answer-arrived")
    assert (notice.recipient, notice.key, notice.about) == (desk.client, f"{review.uuid}:{int(NOW.timestamp())}", f"{desk.enrolment.pk}:1")


def test_a_double_click_on_send_makes_no_second_draft(desk) -> None:
    token, log = people.token(), shared(desk)
    reviews.publish(review=draft(desk, [log], token=token).review, now=NOW)
    again = draft(desk, [log], token=token)
    assert reviews.publish(review=again.review, now=NOW).uuid == token
    assert Review.objects.count() == 1


def test_what_was_typed_on_after_sending_is_kept_as_a_new_draft(desk) -> None:
    token, log = people.token(), shared(desk)
    reviews.publish(review=draft(desk, [log], token=token).review, now=NOW)
    more = draft(desk, [log], "En nog iets.", based_on=1, token=token)
    assert more.review.uuid != token
    assert read(desk.coach, more.review) == "En nog iets."
    with pytest.raises(Refused):
        reviews.publish(review=more.review, now=NOW)


def test_a_forged_token_touches_nobody_elses_answer(desk) -> None:
    other = make_desk("Ruben Smit")
    theirs = reviews.publish(review=draft(other, [shared(other)], "Dag Ruben.").review, now=NOW)
    mine = draft(desk, [shared(desk)], token=theirs.uuid).review
    assert mine.uuid != theirs.uuid
    assert read(other.client, theirs) == "Dag Ruben."


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_answer_without_words_is_not_sent_but_is_kept(desk, text) -> None:
    review = draft(desk, [shared(desk)], text).review
    with pytest.raises(Refused):
        reviews.publish(review=review, now=NOW)
    assert not Notice.objects.filter(kind="answer-arrived").exists()


def test_an_answer_to_what_was_taken_back_is_not_sent_but_is_kept(desk) -> None:
    log = shared(desk)
    review = draft(desk, [log]).review
    logs.withdraw(log=log, now=NOW)
    with pytest.raises(Refused):
        reviews.publish(review=review, now=NOW)
    assert read(desk.coach, review) == "Dag Noor."


def test_who_no_longer_cares_neither_saves_nor_sends(desk) -> None:
    review = draft(desk, [shared(desk)]).review
    Relation.objects.update(ends_at=NOW)
    with pytest.raises(Refused):
        draft(desk, text="b", based_on=1)
    with pytest.raises(Refused):
        reviews.publish(review=review, now=NOW)


@pytest.mark.parametrize("author", ["office", "other coach", "client"])
def test_only_who_cares_answers(desk, author) -> None:
    who = {"office": people.office, "other coach": lambda: people.coach("Joke Prins"), "client": lambda: desk.client}[author]()
    with pytest.raises(Refused):
        draft(desk, [shared(desk)], author=who)


def test_a_stand_in_answers_as_the_coach_would(desk) -> None:
    joke = people.coach("Joke Prins")
    Relation.objects.create(client=desk.client, member=joke, role=Relation.Role.COVER, starts_at=NOW)
    review = reviews.publish(review=draft(desk, [shared(desk)], author=joke).review, now=NOW)
    assert review.author == joke


def test_a_second_answer_to_a_week_covers_what_was_shared_since(desk) -> None:
    first_log = shared(desk)
    reviews.publish(review=draft(desk, [first_log]).review, now=NOW)
    second_log = shared(desk, "later")
    second = reviews.publish(review=draft(desk, [first_log, second_log]).review, now=NOW)
    assert list(second.logs.all()) == [second_log]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "a" * 100_001], ids=["nul", "surrogate", "long"])
def test_a_text_that_cannot_be_kept_is_refused(desk, text) -> None:
    with pytest.raises(BadText):
        draft(desk, text=text)


def test_a_long_answer_fits(desk) -> None:
    assert read(desk.coach, draft(desk, text="é" * 100_000).review) == "é" * 100_000
