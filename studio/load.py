"""Loading a curriculum into the back office: what the files say is published, what a coach changed since stays."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from programme.markup import sha256_of
from programme.models import Exercise, Programme, Theme, Week, WeekExercise
from studio import content
from studio.content import Content
from studio.shapes import Curriculum, ExerciseText, WeekText


@dataclass(slots=True)
class Loaded:
    """The ids of what was made, changed, kept because somebody edited it since, and retired."""

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)

    def settle(self, row: Any, name: str, wanted: Content, standing: list[Content], *, force: bool) -> bool:
        """Whether `row` gets what the file says; written down here. `standing` is what it says now, live and in draft."""
        if not row.pk:
            self.made.append(name)
            return True
        # Equal by content and not by hash: somebody may have written in the back office what the file now says too.
        if all(one == wanted for one in standing):
            remember(row, wanted)
            return False
        if not force and any(sha256_of(one) != row.loaded_sha256 for one in standing):
            self.kept.append(name)
            return False
        self.changed.append(name)
        return True


def remember(row: Any, wanted: Content) -> None:
    """The row says what the file says: from here on a later file may replace it."""
    if row.loaded_sha256 != sha256_of(wanted):
        type(row).objects.filter(pk=row.pk).update(loaded_sha256=sha256_of(wanted))


@transaction.atomic
def load(*, curriculum: Curriculum, force: bool, now: datetime) -> Loaded:
    """Make the programme of this language equal to the files. Twice the same files change nothing the second time.

    With `force` what was edited in the back office since is replaced too; its older text stays in the history.
    """
    done = Loaded()
    programme = load_programme(curriculum, done, force=force)
    themes = load_themes(programme, curriculum, done, force=force)
    exercises = {text.id: load_exercise(programme, text, done, force=force) for text in curriculum.exercises}
    for text in curriculum.weeks:
        load_week(programme, themes[text.theme], text, exercises, done, force=force)
    retire(programme, exercises, done, now)
    return done


def load_programme(curriculum: Curriculum, done: Loaded, *, force: bool) -> Programme:
    known = Programme.objects.select_for_update().filter(slug=curriculum.id, language=curriculum.language).first()
    row = known or Programme(slug=curriculum.id, language=curriculum.language)
    wanted = content.programme_of_file(curriculum)
    if done.settle(row, curriculum.id, wanted, [content.programme_of_row(row)], force=force):
        row.title, row.intro, row.loaded_sha256 = wanted["title"], wanted["intro"], sha256_of(wanted)
        row.save()
    return row


def load_themes(programme: Programme, curriculum: Curriculum, done: Loaded, *, force: bool) -> dict[str, Theme]:
    """A theme that the files no longer name stays: older revisions of weeks point at it."""
    known = {theme.slug: theme for theme in programme.themes.all()}
    for text in curriculum.themes:
        row = known.setdefault(text.id, Theme(programme=programme, slug=text.id))
        wanted = content.theme_of_file(text)
        if done.settle(row, text.id, wanted, [content.theme_of_row(row)], force=force):
            row.number, row.title, row.loaded_sha256 = text.number, text.title, sha256_of(wanted)
            row.save()
    return known


def load_exercise(programme: Programme, text: ExerciseText, done: Loaded, *, force: bool) -> Exercise:
    known = Exercise.objects.select_for_update().filter(programme=programme, source_id=text.id).first()
    row = known or Exercise(programme=programme, source_id=text.id, kind=text.kind, live=False)
    wanted = content.exercise_of_file(text)
    if done.settle(row, text.id, wanted, live_and_draft(row, content.exercise_of_row), force=force):
        row.title, row.minutes, row.intro = wanted["title"], wanted["minutes"], wanted["intro"]
        row.fields = content.fields_for_editor(wanted)
        publish(row, wanted)
    if row.kind != text.kind:
        # Of the row and of no version: also where the text itself stays as somebody edited it.
        Exercise.objects.filter(pk=row.pk).update(kind=text.kind)
    return row


def load_week(programme: Programme, theme: Theme, text: WeekText, exercises: dict[str, Exercise], done: Loaded, *, force: bool) -> None:
    known = Week.objects.select_for_update(of=("self",)).select_related("theme").filter(programme=programme, number=text.number).first()
    row = known or Week(programme=programme, number=text.number, source_id=text.id, theme=theme, live=False)
    wanted = content.week_of_file(text)
    if done.settle(row, text.id, wanted, live_and_draft(row, content.week_of_row), force=force):
        played, drafted = (content.clips_of(version) for version in (row, drafted_of(row)))
        row.theme, row.title, row.promise = theme, wanted["title"], wanted["promise"]
        row.body = content.pieces_for_editor(wanted, played)
        row.placed = content.placed_for_editor(wanted, exercises)
        publish(row, wanted)
        if drafted != played:
            # Sound that was chosen and not published yet is still chosen, and still not published.
            row.body = content.pieces_for_editor(wanted, drafted)
            row.save_revision()


def live_and_draft(row: Any, says: Callable[[Any], Content]) -> list[Content]:
    return [says(row)] + ([says(drafted_of(row))] if row.has_unpublished_changes else [])


def drafted_of(row: Any) -> Any:
    """The row as it is being written; the published one where nobody is."""
    return row.get_latest_revision_as_object() if row.has_unpublished_changes else row


def publish(row: Exercise | Week, wanted: Content) -> None:
    """A new revision, live at once. A row that is new is saved first: a revision points at one that exists."""
    row.loaded_sha256 = sha256_of(wanted)
    if row.pk is None:
        row.save()
    row.save_revision().publish()


def retire(programme: Programme, exercises: dict[str, Exercise], done: Loaded, now: datetime) -> None:
    """What was loaded once, is in no file now and stands in no week is retired; what came back is not."""
    placed = WeekExercise.objects.filter(week__programme=programme).values("exercise")
    # Without a fingerprint it was made in the back office, and no file can say that it is gone.
    gone = Exercise.objects.filter(programme=programme, retired_at=None).exclude(loaded_sha256="").exclude(source_id__in=exercises)
    for row in gone.exclude(pk__in=placed):
        Exercise.objects.filter(pk=row.pk).update(retired_at=now)
        done.retired.append(row.source_id)
    Exercise.objects.filter(programme=programme, source_id__in=exercises).exclude(retired_at=None).update(retired_at=None)
