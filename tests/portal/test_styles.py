"""The style sheet is written in parts and served in one piece."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.utils import validate_file_name

from portal import styles

SOURCES = Path(settings.STATICFILES_DIRS[0])
SHEET = (SOURCES / styles.SHEET).read_text()


def collected(folder: Path) -> styles.JoinedStyles:
    """What collecting leaves of the portal's own files."""
    storage = styles.JoinedStyles(location=folder, base_url="/static/")
    paths = {name: (source, name) for finder in get_finders() for name, source in finder.list([]) if Path(source.location) == SOURCES}
    for name, (source, path) in paths.items():
        with source.open(path) as file:
            storage.save(validate_file_name(name, allow_relative_path=True), ContentFile(file.read()))
    for _, _, processed in storage.post_process(paths):
        assert not isinstance(processed, Exception)
    return storage


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> styles.JoinedStyles:
    return collected(tmp_path_factory.mktemp("static"))


def served(storage: styles.JoinedStyles) -> dict[str, str]:
    """The sheet under both its names: that of the pages, and the one of the page for when nothing works."""
    hashed = storage.stored_name(styles.SHEET)
    assert hashed != styles.SHEET
    return {name: Path(storage.path(name)).read_text() for name in (hashed, styles.SHEET)}


def test_no_part_is_fetched_on_its_own(storage: styles.JoinedStyles) -> None:
    for name, whole in served(storage).items():
        assert "@import" not in whole, name


def test_every_part_is_in_it_in_the_order_it_was_named(storage: styles.JoinedStyles) -> None:
    parts = styles.IMPORT.findall(SHEET)
    assert len(parts) > 10
    lines = [(SOURCES / "css" / part).read_text().strip().splitlines()[-1] for part in parts]
    for whole in served(storage).values():
        at = 0
        for part, line in zip(parts, lines, strict=True):
            at = whole.find(line, at)
            assert at >= 0, part
        assert whole.startswith("@layer reset, tokens, base, layout, components, utilities;")


def test_no_component_is_left_out_of_it() -> None:
    """A part that nobody imports styles nothing."""
    there = {f"components/{path.name}" for path in (SOURCES / "css" / "components").glob("*.css")}
    assert there
    assert there - set(styles.IMPORT.findall(SHEET)) == set()


def test_what_it_points_at_is_there(storage: styles.JoinedStyles) -> None:
    for name, whole in served(storage).items():
        addresses = re.findall(r'url\("([^"#]+)"\)', whole)
        assert len(addresses) >= 2
        for address in addresses:
            assert (Path(storage.path(name)).parent / address).exists(), address


def test_an_address_in_a_component_is_written_as_seen_from_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "css" / "components").mkdir(parents=True)
    (tmp_path / "css" / "portal.css").write_text('@import url("components/a.css");')
    kept = 'url("data:image/png;base64,AA") url("#b") url("/c.svg")'
    (tmp_path / "css" / "components" / "a.css").write_text(f'url("../../img/mark.svg") url("beside.svg") {kept}')
    source = FileSystemStorage(location=tmp_path)
    whole = styles.joined({name: (source, name) for name in ("css/portal.css", "css/components/a.css")})
    assert whole == f'url("../img/mark.svg") url("components/beside.svg") {kept}'


def test_a_part_that_is_not_there_stops_the_gathering(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "portal.css").write_text('@import url("gone.css");')
    with pytest.raises(KeyError, match=r"css/gone\.css"):
        styles.joined({styles.SHEET: (FileSystemStorage(location=tmp_path), styles.SHEET)})
