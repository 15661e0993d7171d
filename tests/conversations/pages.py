"""What the tests of pages here share."""

import re
from html import unescape

PLANTED = "De reiger stond vannacht weer in de vijver"


def body(response) -> str:
    return unescape(response.content.decode())


def token_in(html: str) -> str:
    return re.search(r'name="token" value="([^"]+)"', html)[1]
