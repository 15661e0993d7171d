"""What is only ever added: who read what, and what the office did."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.person import User


class AccessRecord(models.Model):
    """Who opened whose texts, when and why. Append-only by database triggers; holds ids, never a word or a title."""

    class Action(models.TextChoices):
        READ = "read", _("read")
        DENIED = "denied", _("denied")
        SHARE = "share", _("share")
        UNSHARE = "unshare", _("unshare")
        EXPORT = "export", _("export")
        VIEW_AS = "view as", _("looked as the client")
        KEY_DESTROYED = "key destroyed", _("key destroyed")

    # No foreign keys: what was read stays on record when who read it, or who wrote it, is gone.
    actor = models.UUIDField(db_index=True)
    subject = models.UUIDField(db_index=True)
    action = models.CharField(max_length=20, choices=Action)
    purpose = models.CharField(max_length=40)
    rows = models.JSONField(default=list)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class OfficeDeed(models.Model):
    """What somebody of the office did that is about no enrolment. Append-only by database triggers; holds settings, roles and
    numbers, never a client's word."""

    kind = models.CharField(max_length=24)
    # Whoever did something here may lose access, and is not deleted.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    about = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.pk)
