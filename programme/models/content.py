"""What the programme contains: themes, weeks and exercises, written in the back office with drafts and revisions."""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin

from accounts.refusal import Refused
from programme.blocks import TEXT_FEATURES, FieldsBlock, WeekBodyBlock, WeekExercisesBlock
from programme.markup import bare, sha256_of
from programme.models.sound import WeekMedia


class Programme(models.Model):
    """A programme in one language; the same `slug` in another language is its translation."""

    slug = models.SlugField(max_length=60)
    language = models.CharField(_("language"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")])
    title = models.CharField(_("title"), max_length=120)
    intro = RichTextField(_("what it is"), features=TEXT_FEATURES, blank=True)
    loaded_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["slug", "language"], name="one_programme_a_language")]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class Theme(models.Model):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="themes")
    slug = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120)
    loaded_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "slug"], name="one_theme_a_slug")]
        ordering: ClassVar = ["number"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.title


class Written(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """A text with drafts, revisions and a preview. `source_id` is its id in the curriculum files, the same in each language.

    `loaded_sha256` is the hash of what was last loaded from those files; empty for what was made in the back office.
    """

    # These belong to the row, not to a version of its text: publishing an older revision leaves them as they are.
    OF_THE_ROW: ClassVar[list[str]] = ["source_id", "loaded_sha256", "programme_id", "live_revision_id", "last_published_at"]

    source_id = models.SlugField(max_length=60, editable=False)
    loaded_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "programme/preview.html"

    def with_content_json(self, content: dict[str, Any]) -> Self:
        made: Self = super().with_content_json(content)
        for name in self.OF_THE_ROW:
            setattr(made, name, getattr(self, name))
        return made


class WeekQuerySet(models.QuerySet["Week"]):
    def live(self) -> Self:
        return self.filter(live=True)


class Week(Written):
    OF_THE_ROW: ClassVar = [*Written.OF_THE_ROW, "number", "theme_id"]

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="weeks")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="weeks")
    number = models.PositiveSmallIntegerField(_("number"))
    promise = models.CharField(_("promise"), max_length=300)
    body = StreamField(WeekBodyBlock(), verbose_name=_("texts"), blank=True)
    placed = StreamField(WeekExercisesBlock(), verbose_name=_("exercises"), blank=True)
    exercises: "models.ManyToManyField[Exercise, WeekExercise]" = models.ManyToManyField(
        "Exercise", through="WeekExercise", related_name="weeks"
    )

    objects = WeekQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_week_a_number"),
            models.CheckConstraint(condition=models.Q(number__range=(1, 12)), name="twelve_weeks"),
        ]
        ordering: ClassVar = ["programme", "number"]
        verbose_name = _("week")
        verbose_name_plural = _("weeks")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises Refused when the week would leave the portal although a release of it is due or opened: what was open
        never locks again. Here, because Wagtail unpublishes in more than one way and each of them saves."""
        if self.pk and not self.live and Week.objects.live().filter(pk=self.pk).exists():
            self.refuse_if_released()
        super().save(*args, **kwargs)

    @transaction.atomic
    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish, then write down which exercises and which sound stand in the week. A week's number never changes."""
        super().publish(revision, *args, **kwargs)
        # Wagtail publishes the revision's own object, so this one may still hold the text of before.
        published = Week.objects.get(pk=self.pk)
        published.place_exercises()
        published.place_sound()

    def place_exercises(self) -> None:
        """Make the rows of `WeekExercise` equal to what the published week says."""
        placed = {block.value["exercise"].pk: (at, block.value["place"]) for at, block in enumerate(self.placed) if block.value["exercise"]}
        self.weekexercise_set.exclude(exercise__in=placed).delete()
        for exercise, (position, place) in placed.items():
            WeekExercise.objects.update_or_create(week=self, exercise_id=exercise, defaults={"position": position, "place": place})

    def place_sound(self) -> None:
        """Make the rows of `WeekMedia` equal to what the published week says."""
        placed = {block.value["clip"].pk for block in self.body if block.value.get("clip")}
        self.media.exclude(clip__in=placed).delete()
        for clip in placed:
            WeekMedia.objects.get_or_create(week=self, clip_id=clip)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises Refused once a release of this week is due or opened. One that still waits protects it too."""
        self.refuse_if_released()
        return super().delete(*args, **kwargs)

    def refuse_if_released(self) -> None:
        # The clock of the database, since Wagtail saves and deletes without a moment to hand on.
        from_now = models.functions.Now()
        if self.releases.filter(models.Q(opened_at__isnull=False) | models.Q(opens_at__lte=from_now)).exists():
            raise Refused(_("People have this week open: it stays. Change its text instead."))


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def offered(self) -> Self:
        """Published, and not retired."""
        return self.filter(live=True, retired_at=None)

    def at_any_time(self) -> Self:
        """What may be written on any day, with or without a week. The trigger log is among them before week 4 opens: three
        taps on what the body did ask for no text of that week, landing and the brake are there from the first day, and
        "then and now" looks back to the first one. Until a week is open nothing is written."""
        return self.offered().filter(kind__in=[Exercise.Kind.TRIGGER, Exercise.Kind.FREE, Exercise.Kind.PLANNED])


class Exercise(Written):
    """An exercise of typed fields. Retired, never deleted: what people answered points at its versions."""

    OF_THE_ROW: ClassVar = [*Written.OF_THE_ROW, "retired_at", "kind"]

    class Kind(models.TextChoices):
        """What writing it is like. All but the plain ones belong to a day rather than to a week."""

        PLAIN = "plain", _("an exercise of a week")
        TRIGGER = "trigger", _("the trigger log")
        DAILY = "daily", _("two minutes of the day")
        FREE = "free", _("a free entry")
        PLANNED = "planned", _("a planned activity")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="exercises")
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    intro = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)
    fields = StreamField(FieldsBlock(), verbose_name=_("questions"), blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.PLAIN, editable=False)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "source_id"], name="one_exercise_a_source")]
        ordering: ClassVar = ["source_id"]
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """One that is made in the back office gets an id of its own, which no curriculum file has."""
        self.source_id = self.source_id or f"eigen-{uuid4().hex[:8]}"
        super().save(*args, **kwargs)

    @transaction.atomic
    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish, then freeze a version when its content changed."""
        super().publish(revision, *args, **kwargs)
        # Locked: two who publish at once would otherwise take the same number.
        published = Exercise.objects.select_for_update().get(pk=self.pk)
        if published.live:
            published.freeze()

    def freeze(self) -> "ExerciseVersion":
        """The version that equals the published content: the latest one, or a new one. Going back to an older text makes
        a new version too, so that the latest is always the one that people see."""
        content = {"title": self.title, "minutes": self.minutes, "intro": bare(self.intro), "fields": self.canonical_fields()}
        sha256 = sha256_of(content)
        latest = self.versions.order_by("-number").first()
        if latest and latest.sha256 == sha256:
            return latest
        return self.versions.create(number=latest.number + 1 if latest else 1, sha256=sha256, **content)

    def canonical_fields(self) -> list[dict[str, Any]]:
        """The fields as plain data: `id`, `kind`, `question`, `help`, and `low`, `high` or `options` ({id, label})."""
        return [{"id": block.id, "kind": block.block_type, **plain(block.value)} for block in self.fields]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises Refused: an exercise is retired instead."""
        raise Refused(_("An exercise is never deleted: take it out of its week instead."))


def plain(value: Any) -> dict[str, Any]:
    """The value of one field's block as plain data."""
    made = {key: value.get(key) or "" for key in ("question", "help", "low", "high") if key in value}
    if "options" in value:
        made["options"] = [{"id": child.id, "label": child.value} for child in value["options"].bound_blocks]
    return made


class WeekExercise(models.Model):
    """Which exercises stand in a published week, where. Written on publish, read by every page."""

    week = models.ForeignKey(Week, models.CASCADE)
    exercise = models.ForeignKey(Exercise, models.PROTECT)
    place = models.CharField(max_length=8, choices=[("core", "core"), ("more", "more"), ("daily", "daily"), ("closing", "closing")])
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["week", "exercise"], name="an_exercise_once_a_week")]
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return str(self.pk)


class ExerciseVersion(models.Model):
    """An exercise as it was shown: immutable, numbered, pinned by every answer. `fields` as `Exercise.canonical_fields`."""

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    intro = models.TextField(blank=True)
    fields = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "number"], name="one_version_a_number"),
        ]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"{self.exercise_id}.{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises Refused on a version that exists: what was answered stays as it was asked."""
        if self.pk:
            raise Refused(_("What people answered stays as it was asked."))
        super().save(*args, **kwargs)
