"""Somebody's relationship situation: said by themselves, changed at any time, read by nobody else."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import vault
from accounts.models import Situation, User

PLACE = "accounts_situation.sealed"


class Life(models.TextChoices):
    """Each is one letter: sealed, all are equally long."""

    TOGETHER = "t", _("I am in a relationship")
    NONE = "n", _("I am not in a relationship")
    APART = "a", _("It has just ended")
    COMPLICATED = "c", _("It is complicated")
    UNSAID = "u", _("I would rather not say")

    @property
    def audience(self) -> str:
        """Whose texts this person reads: couple, solo, or both (empty)."""
        return {"t": "couple", "n": "solo", "a": "solo"}.get(self.value, "")


def situation_of(user: User, now: datetime) -> Life:
    """What they last said; UNSAID where that is nothing. Two queries, one when nothing was ever said."""
    row = Situation.objects.filter(person=user).first()
    if row is None:
        return Life.UNSAID
    row.person = user
    return opened(row, now)


def opened(row: Situation, now: datetime) -> Life:
    """What its own person said in it; UNSAID where it cannot be opened. One query."""
    [text] = vault.open_texts(row.person, [row], "own situation", now)
    return Life(text) if text in Life.values else Life.UNSAID


def change(*, user: User, life: Life, now: datetime) -> bool:
    """Say it, in place of what was said before. Returns whether it differs from that. Saying it twice lands once."""
    if situation_of(user, now) == life:
        return False
    vault.ensure_keys(user.subject)
    uuid = uuid4()
    sealed = vault.seal_text(life.value, place=PLACE, subject=user.subject, row=uuid, kind=vault.KeyKind.OWN)
    row = Situation(person=user, uuid=uuid, sealed=sealed)
    # One statement, so that two tabs never meet a half-written row.
    Situation.objects.bulk_create([row], update_conflicts=True, unique_fields=["person"], update_fields=["uuid", "sealed"])
    return True
