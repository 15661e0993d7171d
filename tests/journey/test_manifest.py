"""The portal on a telephone: a neutral name, an icon, and nothing that stays on the device."""

import struct
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.journey.pages import read

pytestmark = pytest.mark.django_db


def manifest(**headers: str) -> dict:
    answer = Client().get("/manifest.webmanifest", headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/manifest+json"
    assert "Set-Cookie" not in answer.headers
    return answer.json()


def test_it_has_what_a_telephone_wants_to_install_it() -> None:
    found = manifest()

    assert found["display"] in {"standalone", "minimal-ui"}
    assert (found["start_url"], found["scope"], found["id"]) == ("/", "/", "/")
    assert {(icon["sizes"], icon["purpose"]) for icon in found["icons"]} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


def test_its_names_are_neutral_in_both_languages() -> None:
    for language, name in (("nl", "Portaal"), ("en", "Portal")):
        found = manifest(**{"accept-language": language})
        assert (found["name"], found["short_name"]) == (name, name)
    assert "Tussenruimte" not in str(found)


def test_every_icon_is_a_picture_of_its_size() -> None:
    for icon in manifest()["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        assert path, icon["src"]
        head = Path(path).read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert "x".join(map(str, struct.unpack(">II", head[16:24]))) == icon["sizes"]


def test_every_page_names_the_manifest_and_the_colours_of_day_and_night(noor) -> None:
    for page in (noor.get("/vandaag/"), Client().get("/hulp/"), Client().get("/nu-even/")):
        text = page.content.decode()
        assert '<link rel="manifest" href="/manifest.webmanifest">' in text
        assert text.count('name="theme-color"') == 2


def test_no_page_keeps_anything_on_the_device(noor) -> None:
    """No service worker, and no script of ours that writes in the browser's storage."""
    for path in ("/sw.js", "/service-worker.js"):
        assert noor.get(path).status_code == 404
    ours = sorted((settings.BASE_DIR / "static" / "js").glob("*.js"))
    assert ours
    for script in ours:
        for word in ("serviceWorker", "localStorage", "sessionStorage", "indexedDB", "caches.open"):
            assert word not in script.read_text(), (script.name, word)


def test_the_icon_and_the_tab_do_not_tell_what_this_is(noor) -> None:
    text = noor.get("/nu-even/").content.decode()
    title = text[text.index("<title>") + 7 : text.index("</title>")]
    assert title == "Portaal"
    assert 'rel="icon" href="/static/img/mark.svg"' in text
    assert "Nu even" in read(noor.get("/nu-even/"))
