"""Sound in a week: what a coach said or made for everybody who follows it, always with its words."""

from typing import ClassVar, Final, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.sound import as_shown

MOST_BYTES: Final = 25_000_000
MOST_SECONDS: Final = 1_800


class AudioClipQuerySet(models.QuerySet["AudioClip"]):
    def in_week(self, week: models.Model) -> Self:
        """What the published week plays."""
        return self.filter(weekmedia__week=week)

    def to_choose(self) -> Self:
        """What is still offered, and what stands in a week."""
        return self.filter(models.Q(retired=False) | models.Q(weekmedia__isnull=False)).distinct()


class AudioClipManager(models.Manager.from_queryset(AudioClipQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> AudioClipQuerySet:
        """Without the sound itself, which is fetched where it is played."""
        found: AudioClipQuerySet = super().get_queryset().defer("content")
        return found


class AudioClip(models.Model):
    """One piece of sound, clean of all but the sound (`accounts.sound`). `kind` is its media type; `seconds` a whole number.

    In the database, so that a backup holds it at the same moment as the week that plays it. Another sound is another clip.
    """

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    title = models.CharField(_("title"), max_length=120, help_text=_("For who writes the weeks. It is not shown to clients."))
    kind = models.CharField(max_length=20, editable=False)
    content = models.BinaryField(editable=False)
    seconds = models.PositiveSmallIntegerField(editable=False)
    transcript = models.TextField(
        _("what is said, written down"),
        max_length=30_000,
        help_text=_("For who cannot hear it, or not now. Where nothing is said: what there is to hear."),
    )
    retired = models.BooleanField(
        _("no longer offered"), default=False, help_text=_("In a week that plays it, it stays until it is taken out there.")
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = AudioClipManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(seconds__range=(1, MOST_SECONDS)), name="a_clip_of_half_an_hour_at_most"),
        ]
        ordering: ClassVar = ["title", "pk"]
        verbose_name = _("sound")
        verbose_name_plural = _("sounds")

    def __str__(self) -> str:
        return self.title

    @property
    def length(self) -> str:
        return as_shown(self.seconds)


class WeekMediaQuerySet(models.QuerySet["WeekMedia"]):
    def with_clips(self) -> Self:
        return self.select_related("clip").defer("clip__content")


class WeekMedia(models.Model):
    """Which sound a published week plays. Written on publish; the only link that decides who may hear it."""

    week = models.ForeignKey("programme.Week", models.CASCADE, related_name="media")
    clip = models.ForeignKey(AudioClip, models.PROTECT)

    objects = WeekMediaQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["week", "clip"], name="a_clip_once_a_week")]

    def __str__(self) -> str:
        return str(self.pk)
