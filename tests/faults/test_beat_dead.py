"""Beat dead for three days, then back: nobody waits to read, the sweep refuses what may be a wrong clock, and told to, opens once."""

from collections import Counter

import pytest

from tests.faults.conftest import Stage, later
from tests.journeys.practice import words_of

pytestmark = pytest.mark.engine


def test_after_three_days_it_refuses_until_told_and_then_opens_and_tells_once(stage: Stage) -> None:
    emails = stage.hand("people_in_week_one", 3)
    assert stage.hand("sweep", later().isoformat()) == 3
    stage.hand("deliver")
    assert stage.hand("sweep", later(days=5).isoformat()) == 0

    # Tuesday morning: the second week fell due the day before.
    stage.set_clock(later(days=8))
    with stage.working(beat=True) as kept:
        refusal = "If the clock is right, run: manage.py open_due --catch-up"
        stage.until(kept, lambda: refusal in stage.said(), "refusal of a sweep that beat asked for", 90)
        assert stage.hand("opened", 2) == 0
        assert stage.hand("visible", 2) == 3
        refused = stage.command("open_due")
        assert refused.returncode == 1
        assert "add --catch-up" in refused.stderr

        assert stage.manage("open_due", "--catch-up").strip() == "3 opened"
        assert stage.manage("open_due").strip() == "0 opened"
        stage.until(kept, lambda: all(len(second_week(stage, email)) == 1 for email in emails), "mail of week 2 to each")
        stage.hand("publish_open_due")
        stage.hand("publish_deliver")
        stage.until(kept, lambda: stage.hand("worked", 1.0), "worker that does a job")
    assert stage.hand("opened", 2) == 3
    # One for week 1, when it opened, and one for week 2.
    assert Counter(email for email, _, _ in stage.hand("notices", "week-open")) == dict.fromkeys(emails, 2)
    assert [len(second_week(stage, email)) for email in emails] == [1, 1, 1]
    assert stage.said().count(refusal) <= 3


def test_whoever_could_not_be_told_of_a_week_in_time_hears_of_the_next_one_only(stage: Stage) -> None:
    """With one mail a day for both, the older would go today and the one that matters tomorrow."""
    [email] = stage.hand("people_in_week_one", 1)
    assert stage.hand("sweep", later().isoformat()) == 1
    stage.set_clock(later(days=7))
    assert stage.hand("sweep", later(days=7).isoformat()) == 1
    stage.hand("deliver")
    assert stage.hand("notices", "week-open") == [[email, False, "unwanted"], [email, True, ""]]
    assert len(stage.mails(email)) == len(second_week(stage, email)) == 1


def second_week(stage: Stage, email: str) -> list[str]:
    return [words for mail in stage.mails(email) if "/week/2/" in (words := words_of(mail))]
