"""A backup and the way back, on whichever engine this run has."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import ROOT, Portal, fresh_servers

MARK = b"the picture of week one"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal of its own, prepared and not running."""
    with fresh_servers("backup") as servers:
        portal = Portal(tmp_path_factory.mktemp("backup"), settings=servers)
        portal.manage("prepare", "--no-content")
        yield portal


@pytest.fixture
def portal(prepared: Portal) -> Portal:
    practice(prepared, "before")
    shutil.rmtree(media(prepared))
    (media(prepared) / "week").mkdir(parents=True)
    (media(prepared) / "week" / "one.jpg").write_bytes(MARK)
    return prepared


def media(portal: Portal) -> Path:
    return portal.folder / "var" / "media"


def ring_of(portal: Portal) -> Path:
    return portal.folder / "var" / "ring" / "vault.keys"


def practice(portal: Portal, name: str) -> None:
    code = f"from accounts.models import Practice; Practice.objects.update_or_create(pk=1, defaults=dict(name={name!r}))"
    portal.manage("shell", "-v", "0", "-c", code)


def practice_name(portal: Portal) -> str:
    return portal.manage("shell", "-v", "0", "-c", "from accounts.models import Practice; print(Practice.objects.get().name)").strip()


def refused(portal: Portal, *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=portal.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.engine
def test_what_was_saved_comes_back_whole(portal: Portal, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert "The key ring is not in it" in portal.manage("backup", str(kept))
    practice(portal, "after")
    (media(portal) / "later.jpg").write_bytes(b"later")
    said = portal.manage("restore", "--force", str(kept))
    assert "1 media files" in said
    assert "The key ring opens what was sealed." in said
    assert practice_name(portal) == "before"
    assert (media(portal) / "week" / "one.jpg").read_bytes() == MARK
    assert not (media(portal) / "later.jpg").exists()
    # Once more: a restored database can be saved and restored like any other.
    portal.manage("backup", str(tmp_path / "again"))
    portal.manage("restore", "--force", str(tmp_path / "again"))
    assert practice_name(portal) == "before"


@pytest.mark.engine
def test_a_database_with_something_in_it_is_not_replaced_unasked(portal: Portal, tmp_path: Path) -> None:
    portal.manage("backup", str(tmp_path / "kept"))
    assert "is not empty" in refused(portal, "restore", str(tmp_path / "kept"))


@pytest.mark.engine
def test_a_new_machine_needs_no_force(portal: Portal, tmp_path: Path) -> None:
    portal.manage("backup", str(tmp_path / "kept"))
    with fresh_servers("beside") as servers:
        shutil.copytree(ring_of(portal).parent, tmp_path / "new" / "var" / "ring")
        new = Portal(tmp_path / "new", settings=servers)
        new.manage("restore", str(tmp_path / "kept"))
        assert practice_name(new) == "before"


def test_the_databases_lie_apart_and_the_ring_lies_elsewhere(portal: Portal, tmp_path: Path) -> None:
    portal.manage("backup", str(tmp_path / "kept"))
    manifest = json.loads((tmp_path / "kept" / "manifest.json").read_text())
    assert set(manifest["files"]) == {"default/database.sqlite3", "keyring/database.sqlite3", "media/week/one.jpg"}
    assert manifest["rows"]["default"]["accounts_practice"] == 1
    secret = ring_of(portal).read_bytes().partition(b":")[2]
    assert secret
    assert not any(secret in path.read_bytes() for path in (tmp_path / "kept").rglob("*") if path.is_file())


def test_nobody_else_on_the_machine_can_read_it(portal: Portal, tmp_path: Path) -> None:
    portal.manage("backup", str(tmp_path / "kept"))
    for path in [tmp_path / "kept", *(tmp_path / "kept").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_changed_missing_or_added_file_stops_a_restore_before_anything_changes(portal: Portal, tmp_path: Path) -> None:
    portal.manage("backup", str(tmp_path / "kept"))
    picture = tmp_path / "kept" / "media" / "week" / "one.jpg"
    picture.write_bytes(MARK.upper())
    assert "is not as it was written" in refused(portal, "restore", "--force", str(tmp_path / "kept"))
    picture.unlink()
    assert "lacks files" in refused(portal, "restore", "--force", str(tmp_path / "kept"))
    (tmp_path / "kept" / "manifest.json").unlink()
    assert "holds no backup" in refused(portal, "restore", "--force", str(tmp_path / "kept"))
    assert practice_name(portal) == "before"


def test_a_folder_with_something_in_it_takes_no_backup(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "letter").touch()
    assert "is not empty" in refused(portal, "backup", str(tmp_path / "kept"))


def test_a_running_portal_is_not_restored_under_its_readers(portal: Portal, tmp_path: Path) -> None:
    portal.manage("backup", str(tmp_path / "kept"))
    lock = portal.folder / "var" / "run.lock"
    lock.write_text(f"{os.getpid()} http://localhost:1")
    holding = "import fcntl, sys; f = open(sys.argv[1], 'r+'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", holding, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        assert "already running" in refused(portal, "restore", "--force", str(tmp_path / "kept"))
        holder.kill()


def test_a_backup_without_its_ring_says_so(portal: Portal, tmp_path: Path) -> None:
    portal.manage("backup", str(tmp_path / "kept"))
    ring_of(portal).rename(tmp_path / "elsewhere")
    assert "There is no key ring" in refused(portal, "restore", "--force", str(tmp_path / "kept"))
    (tmp_path / "elsewhere").rename(ring_of(portal))
