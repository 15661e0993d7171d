"""The names of devices, as their owner knows them."""

import pytest

from accounts.devices import named

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile/15E148 Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (IPHONE, "Safari op iPhone"),
        (ANDROID, "Chrome op Android"),
        (EDGE, "Edge op Windows"),
        ("Een oude telefoon", "Een oude telefoon"),
        ("x" * 5000, "x" * 60),
        ("", "Een toestel dat niet zegt wat het is"),
    ],
)
def test_a_device_is_called_what_its_owner_calls_it(said: str, name: str) -> None:
    assert named(said) == name
