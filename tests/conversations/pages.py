"""What the tests of pages here share."""

import re

PLANTED = "De reiger stond vannacht weer in de vijver"


def token_in(html: str) -> str:
    return re.search(r'name="token" value="([^"]+)"', html)[1]
