"""What a browser says of itself, in words that its owner recognises. Pure; it may say anything, so nothing is decided by it."""

from django.utils.translation import gettext as _

LONGEST = 60
# The first that fits: each later one names itself like an earlier one too.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox", "FxiOS": "Firefox",
            "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari"}  # fmt: skip
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "Chromebook", "Mac OS": "Mac",
           "Linux": "Linux"}  # fmt: skip


def named(user_agent: str) -> str:
    """For example "Firefox on Windows"; what we do not know, in its own words."""
    browser, system = known(BROWSERS, user_agent), known(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or user_agent[:LONGEST] or _("A device that does not say what it is")


def known(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), "")
