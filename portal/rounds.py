"""What beat asks for again and again. The database holds what is due; a round that is lost is made good by the next."""

from typing import Any


def every(seconds: int, task: str) -> dict[str, Any]:
    """A round that nobody took within its own interval is dropped: the next one finds the same work."""
    # Plain seconds: crontab skips an hour at the end of summer time.
    return {"task": task, "schedule": float(seconds), "options": {"expires": seconds}}


ROUNDS = {
    "open what is due": every(30, "programme.tasks.open_due"),
    # After the first look for weeks to open: a mail that waited through an outage must not take the place of a newer one.
    "deliver what is due": every(40, "notices.tasks.deliver_due"),
    "publish what is scheduled": every(60, "programme.tasks.publish_scheduled"),
    "record what the night held": every(300, "exercises.tasks.record_shares"),
    "remind of untouched weeks": every(300, "exercises.tasks.remind"),
    "tell of letters": every(300, "exercises.tasks.tell_letters"),
    "keep what was promised": every(300, "exercises.tasks.keep_promises"),
    "print what was issued": every(60, "billing.tasks.print_due"),
    "issue what waited": every(300, "billing.tasks.issue_waiting"),
    "send receipts of stopping": every(60, "billing.tasks.send_receipts"),
    "apply changed addresses": every(300, "accounts.tasks.apply_address_changes"),
    "look for who is quiet": every(3600, "exercises.tasks.look_for_quiet"),
    "reconcile payments": every(900, "billing.tasks.reconcile_payments"),
    "remind of terms": every(3600, "billing.tasks.remind_of_terms"),
    "sweep working notes": every(3600, "conversations.tasks.sweep_notes"),
    "call off what cannot go on": every(300, "conversations.tasks.keep_to_what_holds"),
    "look ahead": every(3600, "programme.tasks.look_ahead"),
}
