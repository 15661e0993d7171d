"""A page of money as somebody reads it."""

from django.test import Client

from tests.journey.pages import read

__all__ = ["read", "through"]


def through(browser: Client, day: str, **last: str) -> object:
    """The whole flow of an invited client, as the forms post it; the answer to the last press."""
    browser.post("/uitnodiging/", {})
    browser.post("/uitnodiging/start/", {"day": day})
    browser.post("/uitnodiging/afspraken/", {"terms": "on", "writing": "on"})
    said = {"plan": "terms", "method": "online", "early": "on", "cents": "99000"}
    return browser.post("/uitnodiging/nakijken/", said | last)
