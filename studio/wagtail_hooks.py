"""What the back office shows: the programme, and nothing that this portal does not use."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from studio.editing import ProgrammeGroup

register_snippet(ProgrammeGroup)


@hooks.register("construct_main_menu")
def show_the_programme_only(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name == "programme"]


@hooks.register("construct_homepage_panels")
def show_no_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.clear()


@hooks.register("construct_homepage_summary_items")
def show_no_counts(request: HttpRequest, items: list[Any]) -> None:
    items.clear()
