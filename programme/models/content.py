"""What the programme contains: themes, weeks and exercises, written in the back office with drafts and revisions."""

import hashlib
import json
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin

from accounts.refusal import Refused
from programme.blocks import TEXT_FEATURES, FieldsBlock, WeekBodyBlock, WeekExercisesBlock


class Programme(models.Model):
    """A programme in one language; the same `slug` in another language is its translation."""

    slug = models.SlugField(max_length=60)
    language = models.CharField(_("language"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")])
    title = models.CharField(_("title"), max_length=120)
    intro = RichTextField(_("what it is"), features=TEXT_FEATURES, blank=True)

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

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "slug"], name="one_theme_a_slug")]
        ordering: ClassVar = ["number"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.title


class Written(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """A text with drafts, revisions and a preview. `source_id` is its id in the curriculum files, the same in each language."""

    source_id = models.SlugField(max_length=60, editable=False)
    loaded_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "programme/preview.html"


class WeekQuerySet(models.QuerySet["Week"]):
    def live(self) -> Self:
        return self.filter(live=True)


class Week(Written):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="weeks")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="weeks")
    number = models.PositiveSmallIntegerField(_("number"))
    promise = models.CharField(_("promise"), max_length=300)
    body = StreamField(WeekBodyBlock(), verbose_name=_("texts"), blank=True)
    placed = StreamField(WeekExercisesBlock(), verbose_name=_("exercises"), blank=True)
    exercises = models.ManyToManyField("Exercise", through="WeekExercise", related_name="weeks")
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="week")

    objects = WeekQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_week_a_number"),
            models.CheckConstraint(condition=models.Q(number__range=(1, 12)), name="twelve_weeks"),
        ]
        ordering: ClassVar = ["programme", "number"]
        verbose_name = _("week")
        verbose_name_plural = _("weeks")

    @property
    def revisions(self) -> "models.QuerySet[Revision]":
        return self._revisions

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish, then write down which exercises stand in the week. A week's number never changes."""
        number = self.number
        super().publish(revision, *args, **kwargs)
        Week.objects.filter(pk=self.pk).update(number=number)
        Week.objects.get(pk=self.pk).place_exercises()

    def place_exercises(self) -> None:
        """Make the rows of `WeekExercise` equal to what the published week says."""
        placed = {block.value["exercise"].pk: (at, block.value["place"]) for at, block in enumerate(self.placed) if block.value["exercise"]}
        self.weekexercise_set.exclude(exercise__in=placed).delete()
        for exercise, (position, place) in placed.items():
            WeekExercise.objects.update_or_create(week=self, exercise_id=exercise, defaults={"position": position, "place": place})

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Raises Refused once a release of this week is due or opened: what was open never locks again."""
        self.refuse_if_released()
        super().unpublish(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises Refused once a release of this week exists."""
        self.refuse_if_released()
        return super().delete(*args, **kwargs)

    def refuse_if_released(self) -> None:
        from_now = models.functions.Now()
        if self.releases.filter(models.Q(opened_at__isnull=False) | models.Q(opens_at__lte=from_now)).exists():
            raise Refused(_("People have this week open: it stays. Change its text instead."))


class Exercise(Written):
    """An exercise of typed fields. Retired, never deleted: what people answered points at its versions."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="exercises")
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    intro = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)
    fields = StreamField(FieldsBlock(), verbose_name=_("questions"), blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="exercise")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "source_id"], name="one_exercise_a_source")]
        ordering: ClassVar = ["source_id"]
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")

    @property
    def revisions(self) -> "models.QuerySet[Revision]":
        return self._revisions

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish, then freeze a version when its content changed."""
        super().publish(revision, *args, **kwargs)
        Exercise.objects.get(pk=self.pk).freeze()

    def freeze(self) -> "ExerciseVersion":
        """The version that equals the published content: the latest one, or a new one."""
        content = {"title": self.title, "minutes": self.minutes, "intro": self.intro, "fields": self.canonical_fields()}
        sha256 = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        known = self.versions.filter(sha256=sha256).first()
        if known:
            return known
        last = self.versions.aggregate(last=models.Max("number"))["last"] or 0
        return self.versions.create(number=last + 1, sha256=sha256, **content)

    def canonical_fields(self) -> list[dict[str, Any]]:
        """The fields as plain data: `id`, `kind`, `question`, `help`, and `low`, `high` or `options` ({id, label})."""
        return [{"id": block.id, "kind": block.block_type, **plain(block.value)} for block in self.fields]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises Refused: an exercise is retired instead."""
        raise Refused(_("An exercise is never deleted: take it out of its week instead."))


def plain(value: Any) -> dict[str, Any]:
    """The value of one field's block as plain data."""
    data = {key: value.get(key) or "" for key in ("question", "help", "low", "high") if key in value}
    if "options" in value:
        data["options"] = [{"id": child.id, "label": child.value} for child in value["options"].bound_blocks]
    return data


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
            models.UniqueConstraint(fields=["exercise", "sha256"], name="one_version_a_content"),
        ]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"{self.exercise_id}.{self.number}"
