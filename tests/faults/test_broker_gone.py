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
    deeds = stage.hands
    # The workers live an hour later than the deeds: that is how long the broker was away when they look.
    stage.hands = None
    Stage.set_clock(stage, later(hours=1))
    with stage.working() as kept:
        works(stage, kept)
        beyond, stage.hands = stage.hands, deeds
        with stage.broker.gone():
            took = stage.hand("share_and_answer", email, "Het was stil in huis.")
            took["code"] = stage.hand("ask_for_a_code", other) if "REDIS_URL" not in stage.settings else 0.0
            kept.look()
        stage.hand("publish_deliver")
        stage.until(kept, lambda: bool(stage.mails(email)), "mail", 90)
        stage.hands, deeds = beyond, stage.hands
        works(stage, kept, 90)
        deeds.communicate(timeout=20)
    assert max(took.values()) < AT_ONCE, took
    assert [sent for _, sent, _ in stage.hand("notices", "answer-arrived")] == [True]
    assert len([mail for mail in stage.mails(email) if "geantwoord" in words_of(mail)]) == 1


def works(stage: Stage, kept, seconds: float = 60) -> None:
    stage.until(kept, lambda: stage.hand("worked", 1.0), "worker that does a job", seconds)
