"""The broker gone for an hour: whoever does something notices nothing, and afterwards everything is told, once."""

import pytest

from tests.faults.conftest import Stage, later
from tests.journeys.practice import words_of

pytestmark = pytest.mark.engine

# Seconds. A page that waits for a broker waits far longer; a crowded machine takes its part of this.
AT_ONCE = 6.0


def test_an_hour_without_a_broker_delays_mails_and_nothing_else(stage: Stage) -> None:
    [email, other] = stage.hand("people_in_week_one", 2)
    assert stage.hand("sweep", later().isoformat()) == 2
    # The workers live an hour later than the deeds: so old is what they find.
    with stage.another_hand() as doer, stage.working() as kept:
        works(stage, kept)
        with stage.broker.gone():
            took = doer("share_and_answer", email, "Het was stil in huis.")
            took["code"] = doer("ask_for_a_code", other)
            kept.look()
        # The same process, with the connections it had, to workers that lived through it or were started again.
        doer("publish_deliver")
        stage.until(kept, lambda: bool(answers(stage, email)), "mail", 90)
        works(stage, kept, 90)
    assert max(took.values()) < AT_ONCE, took
    assert [sent for _, sent, _ in stage.hand("notices", "answer-arrived")] == [True]
    assert len(answers(stage, email)) == 1


def answers(stage: Stage, email: str) -> list[str]:
    return [words for mail in stage.mails(email) if "geantwoord" in (words := words_of(mail))]


def works(stage: Stage, kept, seconds: float = 60) -> None:
    stage.until(kept, lambda: stage.hand("worked", 1.0), "worker that does a job", seconds)
