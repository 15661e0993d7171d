"""One client's week: what was shared, what was answered, and one box that never loses a text."""

import re
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client

from accounts import reading
from accounts.models import AccessRecord, Relation
from exercises import logs, reviews
from exercises.models import Log, Review
from notices.models import Notice
from tests import people
from tests.people import NOW
from tests.signed_in import body, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PLANTED = "De reiger stond vannacht weer in de vijver"


def share(desk, answers=None, **changes) -> Log:
    return logs.share(log=desk.write(answers or {"verhaal": PLANTED, "bewegingen": ["naar-voren"]}, **changes).log, now=NOW)


def address(desk, number: int = 1) -> str:
    return f"/praktijk/{desk.enrolment.uuid}/week/{number}/"


def fields(html: str) -> dict[str, list[str]]:
    """What a browser would send back from this page, without the text."""
    hidden = dict(re.findall(r'name="(token|based_on)" value="([^"]*)"', html))
    return {
        "token": [hidden["token"]],
        "based_on": [hidden["based_on"]],
        "covers": re.findall(r'name="covers" value="([^"]*)" checked', html),
    }


def opened(desk) -> tuple[Client, dict[str, list[str]]]:
    browser = signed_in(desk.coach, NOW)
    return browser, fields(body(browser.get(address(desk))))


def text_of(desk, review: Review) -> str | None:
    return reading.read(desk.coach, [review], "test", NOW)[0]


def test_the_coach_reads_question_and_answer_and_the_reading_is_recorded_once(desk) -> None:
    share(desk)
    desk.write({"verhaal": "alleen van mij"})
    html = body(signed_in(desk.coach, NOW).get(address(desk)))
    assert PLANTED in html
    assert "Wat gebeurde er?" in html
    assert "Naar voren" in html
    assert "alleen van mij" not in html
    record = AccessRecord.objects.get(action="read")
    assert (record.actor, record.subject, record.action, record.purpose) == (desk.coach.subject, desk.client.subject, "read", "answer")


def test_the_title_of_the_page_names_nobody(desk) -> None:
    share(desk)
    title = re.search(r"<title>(.*?)</title>", body(signed_in(desk.coach, NOW).get(address(desk))))
    assert title
    assert desk.client.first_name not in title[1]
    assert "Geheime" not in title[1]


@pytest.mark.parametrize("who", ["office", "other coach", "former coach", "coach and office of another", "client", "stranger"])
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_for_anybody_else_there_is_nothing_here(desk, who, method) -> None:
    share(desk)
    if who == "former coach":
        Relation.objects.update(ends_at=NOW)
    user = {
        "office": people.office,
        "other coach": lambda: people.coach("Joke Prins"),
        "former coach": lambda: desk.coach,
        "coach and office of another": lambda: people.coach("Joke Prins", is_office=True),
        "client": lambda: desk.client,
        "stranger": lambda: people.client("Ruben Smit"),
    }[who]()
    response = getattr(signed_in(user, NOW), method)(address(desk))
    assert response.status_code == 404
    assert PLANTED not in body(response)
    assert not AccessRecord.objects.exclude(action="share").exists()


@pytest.mark.parametrize("number", [0, 2, 13, 2**63])
def test_a_week_that_is_not_open_is_not_there(desk, number) -> None:
    assert signed_in(desk.coach, NOW).get(address(desk, number)).status_code == 404


@pytest.mark.parametrize("uuid", [uuid4(), "1", "null", "../", "{}"])
def test_an_enrolment_that_never_was_is_not_there(desk, uuid) -> None:
    assert signed_in(desk.coach, NOW).get(f"/praktijk/{uuid}/week/1/").status_code == 404


def test_a_draft_is_kept_and_shown_again(desk) -> None:
    share(desk)
    browser, page = opened(desk)
    response = browser.post(address(desk), page | {"text": "Dag Noor,\r\n\r\n<b>dit</b> {{7*7}}", "deed": "save"}, follow=True)
    html = response.content.decode()
    assert "Concept bewaard om 09:00" in html
    assert "Dag Noor,\n\n&lt;b&gt;dit&lt;/b&gt; {{7*7}}</textarea>" in html
    review = Review.objects.get()
    assert (review.published_at, review.author, text_of(desk, review)) == (None, desk.coach, "Dag Noor,\n\n<b>dit</b> {{7*7}}")


def test_sending_publishes_what_is_in_the_box_tells_the_client_and_leaves_the_desk(desk) -> None:
    log = share(desk)
    browser, page = opened(desk)
    response = browser.post(address(desk), page | {"text": "Dag Noor.", "deed": "publish"})
    assert (response.status_code, response["Location"]) == (302, "/praktijk/")
    review = Review.objects.get()
    assert (review.published_at, list(review.logs.all())) == (NOW, [log])
    assert Notice.objects.get(kind="answer-arrived").recipient == desk.client
    assert desk.client.name not in body(browser.get("/praktijk/"))
    html = body(browser.get(address(desk)))
    assert "Eerdere antwoorden (1)" in html
    assert "Dag Noor." in html


def test_a_double_click_on_send_lands_once(desk) -> None:
    share(desk)
    browser, page = opened(desk)
    for _click in range(2):
        assert browser.post(address(desk), page | {"text": "Dag Noor.", "deed": "publish"})["Location"] == "/praktijk/"
    assert Review.objects.count() == Notice.objects.filter(kind="answer-arrived").count() == 1


def test_a_stale_page_shows_both_texts_and_the_next_save_is_deliberate(desk) -> None:
    share(desk)
    browser, page = opened(desk)
    browser.post(address(desk), page | {"text": "op de laptop", "deed": "save"})
    response = browser.post(address(desk), page | {"text": "op de telefoon", "deed": "publish"})
    html = body(response)
    assert response.status_code == 409
    assert "op de laptop" in html
    assert "op de telefoon</textarea>" in html
    assert text_of(desk, Review.objects.get()) == "op de laptop"
    assert not Notice.objects.filter(kind="answer-arrived").exists()
    browser.post(address(desk), fields(html) | {"text": "samen", "deed": "save"})
    assert text_of(desk, Review.objects.get()) == "samen"


@pytest.mark.parametrize("text", ["a\x00b", "a" * 100_001], ids=["nul", "long"])
def test_a_text_that_cannot_be_kept_gets_a_sentence_and_stays_in_the_box(desk, text) -> None:
    share(desk)
    browser, page = opened(desk)
    response = browser.post(address(desk), page | {"text": text, "deed": "save"})
    assert response.status_code == 422
    assert "Je tekst staat er nog" in body(response)
    assert text in body(response)
    assert not Review.objects.exists()


def test_a_long_answer_to_a_long_text_fits(desk) -> None:
    share(desk, {"verhaal": "é" * 100_000})
    browser, page = opened(desk)
    assert browser.post(address(desk), page | {"text": "à" * 100_000, "deed": "publish"}).status_code == 302
    assert text_of(desk, Review.objects.get()) == "à" * 100_000


def test_an_empty_answer_is_not_sent(desk) -> None:
    share(desk)
    browser, page = opened(desk)
    response = browser.post(address(desk), page | {"text": "  ", "deed": "publish"}, follow=True)
    assert "nog geen woorden" in body(response)
    assert not Review.objects.published().exists()


@pytest.mark.parametrize("change", ["taken back", "shared anew"])
def test_an_answer_is_not_sent_to_what_changed_while_it_was_written_and_is_kept(desk, change) -> None:
    token = people.token()
    log = share(desk, client_token=token)
    browser, page = opened(desk)
    if change == "taken back":
        logs.withdraw(log=log, now=NOW)
    else:
        desk.write({"verhaal": "anders"}, client_token=token, based_on=1)
        logs.share(log=log, now=NOW)
    response = browser.post(address(desk), page | {"text": "Dag Noor.", "deed": "publish"}, follow=True)
    assert "kijk nog een keer" in body(response)
    assert "Dag Noor.</textarea>" in body(response)
    assert not Review.objects.published().exists()


def test_the_coach_chooses_what_the_answer_covers(desk) -> None:
    first, second = share(desk, {"kort": "een"}), share(desk, {"kort": "twee"})
    browser, page = opened(desk)
    assert len(page["covers"]) == 2
    browser.post(address(desk), page | {"text": "Op de tweede.", "covers": [str(second.shared_version_id)], "deed": "publish"})
    assert list(Review.objects.get().logs.all()) == [second]
    assert desk.client.name in body(browser.get("/praktijk/"))
    assert Log.objects.unanswered().get() == first


def test_a_log_shared_while_a_draft_waits_is_suggested_and_one_left_out_is_not(desk) -> None:
    first, second = share(desk, {"kort": "een"}), share(desk, {"kort": "twee"})
    browser, page = opened(desk)
    browser.post(address(desk), page | {"text": "Hm.", "covers": [str(second.shared_version_id)], "deed": "save"})
    with time_machine.travel(NOW.replace(hour=12), tick=False):
        third = desk.write({"kort": "drie"}).log
        logs.share(log=third, now=NOW.replace(hour=12))
        third.refresh_from_db()
        _browser, again = opened(desk)
    assert set(again["covers"]) == {str(second.shared_version_id), str(third.shared_version_id)}
    assert first.shared_version_id


@pytest.mark.parametrize("forged", ["", "null", "\x00", "../", str(2**63), "-1"])
def test_forged_hidden_values_cost_nobody_their_text(desk, forged) -> None:
    share(desk)
    browser = signed_in(desk.coach, NOW)
    browser.post(
        address(desk), {"text": "Dag Noor.", "deed": "save", "token": forged, "based_on": forged, "covers": [forged, str(uuid4())]}
    )
    assert text_of(desk, Review.objects.get()) == "Dag Noor."


def test_the_log_of_another_client_cannot_be_answered_here(desk) -> None:
    from tests.exercises.desks import make_desk  # noqa: PLC0415 - beside the fixture

    theirs = share(make_desk("Ruben Smit"))
    share(desk)
    browser, page = opened(desk)
    browser.post(address(desk), page | {"covers": [str(theirs.shared_version_id)], "text": "Dag.", "deed": "publish"})
    assert not Review.objects.published().exists()


def test_a_text_that_cannot_be_opened_says_so_and_hides_nothing_else(desk, caplog) -> None:
    broken, whole = share(desk, {"kort": "stuk"}), share(desk, {"kort": "heel"})
    broken.versions.update(shared=b"\x01" + b"0" * 40)
    html = body(signed_in(desk.coach, NOW).get(address(desk)))
    assert "kan nu niet geopend worden" in html
    assert "heel" in html
    assert "stuk" not in caplog.text
    assert str(broken.shared_version_id) in caplog.text
    assert whole.pk


def test_the_page_costs_the_same_for_one_and_for_five(desk, django_assert_max_num_queries, django_assert_num_queries) -> None:
    def answered() -> None:
        log = share(desk)
        draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Ja.", based_on=0, now=NOW)
        reviews.publish(review=draft.review, now=NOW)

    answered()
    share(desk)
    browser = signed_in(desk.coach, NOW)
    browser.get(address(desk))
    with django_assert_max_num_queries(20) as one:
        browser.get(address(desk))
    for _more in range(4):
        answered()
        share(desk)
    with django_assert_num_queries(len(one)):
        browser.get(address(desk))


def test_a_get_writes_nothing_but_the_record_of_reading(desk) -> None:
    share(desk)
    browser = signed_in(desk.coach, NOW)
    before = (Review.objects.count(), Notice.objects.count(), Log.objects.values_list("shared_at", flat=True).get())
    browser.get(address(desk))
    assert before == (Review.objects.count(), Notice.objects.count(), Log.objects.values_list("shared_at", flat=True).get())
    assert UUID(AccessRecord.objects.get(action="read").rows[0])
