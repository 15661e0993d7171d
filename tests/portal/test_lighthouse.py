"""What the benchmark reads from Lighthouse: a page that failed, or that was another page, is never taken for a good one."""

import subprocess
import sys
import time
from typing import Any

import pytest

from tests.bench import lighthouse
from tests.bench.databases import Portal
from tests.services import Services

ADDRESS = "http://localhost:1/vandaag/"


def report(contrast: float = 1, landed: str = ADDRESS) -> dict[str, Any]:
    audits = {"color-contrast": {"score": contrast}, "errors-in-console": {"score": 1}}
    times = {"observedLargestContentfulPaint": 400, "largestContentfulPaint": 1700}
    return {
        "requestedUrl": ADDRESS,
        "finalDisplayedUrl": landed,
        "categories": {
            "accessibility": {"score": 1 if contrast == 1 else 0.94, "auditRefs": [{"id": "color-contrast", "weight": 7}]},
            "best-practices": {"score": 1, "auditRefs": [{"id": "errors-in-console", "weight": 1}]},
            "performance": {"score": 0.99, "auditRefs": []},
        },
        "audits": audits | {"metrics": {"details": {"items": [times]}}},
    }


def test_a_good_page_meets_its_aim() -> None:
    figure = lighthouse.figure("today", lighthouse.read(report()))
    assert figure.met
    assert figure.measured.startswith("100, 100, 99; LCP 0.40 s")


def test_what_failed_is_named() -> None:
    figure = lighthouse.figure("today", lighthouse.read(report(contrast=0)))
    assert figure.met is False
    assert figure.measured.endswith("color-contrast")


def test_the_log_in_page_is_not_taken_for_the_page_behind_it() -> None:
    with pytest.raises(ValueError, match="sent on"):
        lighthouse.read(report(landed="http://localhost:1/account/login/"))


@pytest.mark.parametrize("said", ["", "{}", "[]"])
def test_no_report_is_a_figure_that_missed(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lighthouse, "run", lambda *_: said)
    assert lighthouse.looked_at("today", ["node"], {}, "chromium", 9).met is False


def test_it_waits_no_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lighthouse, "FOLDER", None)
    began = time.monotonic()
    with pytest.raises(subprocess.TimeoutExpired):
        lighthouse.run([sys.executable, "-c", "import time; time.sleep(30)"], {}, 0.3)
    assert time.monotonic() - began < 5


def test_without_node_it_says_so_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    monkeypatch.setattr(lighthouse.shutil, "which", lambda _: None)
    assert list(lighthouse.lighthouse(Portal("none", 0, Services("", ""), tmp_path))) == []
    assert capsys.readouterr().err.splitlines() == ["Lighthouse is left out: node and npm are not here."]
