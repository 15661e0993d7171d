"""What the files say is published; what a coach changed since stays; twice the same changes nothing."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from programme.models import Exercise, ExerciseVersion, Programme, Week, WeekExercise
from studio.curriculum import read_folder
from studio.load import Loaded, load
from tests.people import NOW

REAL = Path(__file__).resolve().parents[2] / "curriculum" / "nl"
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REAL, tmp_path / "nl"))


def loaded(folder: Path, *, force: bool = False) -> Loaded:
    return load(curriculum=read_folder(folder), force=force, now=NOW)


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def edit(row: Week | Exercise, *, publish: bool = True, **values: object) -> None:
    """As a coach does in the back office."""
    for name, value in values.items():
        setattr(row, name, value)
    revision = row.save_revision()
    if publish:
        revision.publish()


def week(number: int) -> Week:
    return Week.objects.get(number=number)


def test_everything_is_live_with_the_ids_of_the_files(folder: Path) -> None:
    done = loaded(folder)
    assert (len(done.changed), len(done.kept), len(done.retired)) == (0, 0, 0)
    assert Programme.objects.get().slug == "transformatietraject"
    assert Week.objects.live().count() == 12
    assert {block.id for block in week(2).body} >= {"w02-lezen-kern", "w02-oefening", "w02-bang"}
    dance = Exercise.objects.get(source_id="w02-a")
    fields = {field["id"]: field for field in dance.canonical_fields()}
    assert list(fields)[:3] == ["wanneer", "aanleiding", "lijf"]
    assert fields["lijf"]["options"][0] == {"id": "borst", "label": "Druk of een snel hart"}
    assert dance.versions.get().fields == dance.canonical_fields()
    places = WeekExercise.objects.filter(week=week(2)).values_list("exercise__source_id", "place")
    assert (places[0], len(places)) == (("w02-a", "core"), 5)


def test_a_second_time_nothing_changes_and_no_revision_is_made(folder: Path) -> None:
    loaded(folder)
    before = Revision.objects.count(), ExerciseVersion.objects.count(), week(2).last_published_at
    assert loaded(folder) == Loaded()
    assert (Revision.objects.count(), ExerciseVersion.objects.count(), week(2).last_published_at) == before


def test_a_changed_file_changes_its_row_alone_and_only_a_changed_exercise_gets_a_version(folder: Path) -> None:
    loaded(folder)
    change(folder, "week-02.md", "title: De dans", "title: De wals")
    change(folder, "exercises/w02-b.md", "minutes: 10", "minutes: 11")
    assert sorted(loaded(folder).changed) == ["w02-b", "week-02"]
    assert week(2).title == "De wals"
    assert [version.minutes for version in Exercise.objects.get(source_id="w02-b").versions.all()] == [11, 10]
    assert Exercise.objects.get(source_id="w02-a").versions.count() == 1


def test_what_a_coach_edited_is_kept_and_named_until_it_is_forced(folder: Path) -> None:
    loaded(folder)
    edit(week(2), title="Mijn dans")
    assert loaded(folder).kept == ["week-02"]
    change(folder, "week-02.md", "title: De dans", "title: De wals")
    assert loaded(folder).kept == ["week-02"]
    assert week(2).title == "Mijn dans"
    assert loaded(folder, force=True).changed == ["week-02"]
    assert week(2).title == "De wals"
    assert loaded(folder) == Loaded()


def test_a_draft_that_is_not_published_is_kept_too(folder: Path) -> None:
    loaded(folder)
    edit(week(2), publish=False, title="Mijn dans")
    change(folder, "week-02.md", "title: De dans", "title: De wals")
    assert loaded(folder).kept == ["week-02"]
    assert week(2).get_latest_revision_as_object().title == "Mijn dans"


def test_opening_and_saving_in_the_editor_is_no_edit(folder: Path) -> None:
    loaded(folder)
    row = week(2)
    raw = row.body.get_prep_value()
    for piece in raw:
        piece["value"]["text"] = piece["value"]["text"].replace("<p>", '<p data-block-key="a1b2c">')
    edit(row, body=raw)
    assert "data-block-key" in week(2).body[0].value["text"].source
    change(folder, "week-02.md", "title: De dans", "title: De wals")
    assert loaded(folder).changed == ["week-02"]


def test_an_edit_that_equals_the_new_file_is_no_edit_any_more(folder: Path) -> None:
    loaded(folder)
    edit(week(2), title="De wals")
    change(folder, "week-02.md", "title: De dans", "title: De wals")
    assert loaded(folder) == Loaded()
    change(folder, "week-02.md", "title: De wals", "title: De tango")
    assert loaded(folder).changed == ["week-02"]


def test_an_exercise_that_left_the_files_is_retired_and_comes_back(folder: Path) -> None:
    loaded(folder)
    change(folder, "week-02.md", "  - {id: w02-c, place: more}\n", "")
    (folder / "exercises/w02-c.md").rename(folder.parent / "w02-c.md")
    assert loaded(folder).retired == ["w02-c"]
    gone = Exercise.objects.get(source_id="w02-c")
    assert gone.retired_at == NOW
    assert not gone.weeks.exists()
    assert gone.versions.exists()
    change(folder, "week-02.md", "  - {id: w02-b, place: more}\n", "  - {id: w02-b, place: more}\n  - {id: w02-c, place: more}\n")
    shutil.copy(folder.parent / "w02-c.md", folder / "exercises/w02-c.md")
    loaded(folder)
    assert Exercise.objects.get(source_id="w02-c").retired_at is None


def test_an_exercise_that_a_kept_week_still_shows_is_not_retired_nor_one_that_a_coach_made(folder: Path) -> None:
    loaded(folder)
    own = Exercise(programme=Programme.objects.get(), title="Van ons", live=False)
    own.save()
    edit(week(2), title="Mijn dans")
    change(folder, "week-02.md", "  - {id: w02-c, place: more}\n", "")
    (folder / "exercises/w02-c.md").unlink()
    done = loaded(folder)
    assert (done.kept, done.retired) == (["week-02"], [])
    assert own.source_id.startswith("eigen-")


def test_a_broken_folder_loads_nothing_and_the_command_says_where(folder: Path) -> None:
    change(folder, "week-12.md", "number: 12", "number: twaalf")
    with pytest.raises(CommandError, match=r"Nothing was loaded. week-12.md:\d+: "):
        call_command("load_curriculum", str(folder))
    assert not Programme.objects.exists()


def test_the_command_names_what_it_kept(folder: Path) -> None:
    loaded(folder)
    edit(week(2), title="Mijn dans")
    said = StringIO()
    call_command("load_curriculum", str(folder), stdout=said)
    assert "0 made, 0 changed, 1 kept, 0 retired." in said.getvalue()
    assert "week-02" in said.getvalue()


def test_the_kind_of_an_exercise_follows_the_files_also_where_its_text_was_edited() -> None:
    curriculum = read_folder(REAL)
    load(curriculum=curriculum, force=False, now=NOW)
    row = Exercise.objects.get(source_id="w04-a")
    assert row.kind == Exercise.Kind.TRIGGER
    row.title = "Van mij"
    row.kind = Exercise.Kind.PLAIN
    row.save(update_fields=["kind"])
    row.save_revision().publish()
    again = load(curriculum=curriculum, force=False, now=NOW)
    row.refresh_from_db()
    assert (row.kind, row.title) == (Exercise.Kind.TRIGGER, "Van mij")
    assert again.kept == ["w04-a"]
