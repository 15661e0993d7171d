"""What the back office shows: the programme, and nothing that this portal does not use."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from studio.editing import ProgrammeGroup

register_snippet(ProgrammeGroup)


@hooks.register("register_admin_menu_item")
def way_back() -> MenuItem:
    return MenuItem(_("Back to the portal"), reverse("home"), name="home", icon_name="arrow-left", order=1)


class OfficeItem(MenuItem):
    """For the office alone."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_office", False))


@hooks.register("register_admin_menu_item")
def the_mails() -> MenuItem:
    return OfficeItem(_("Mails"), reverse("post"), name="post", icon_name="mail", order=900)


@hooks.register("construct_main_menu")
def show_the_programme_only(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name in {"home", "programme", "post"}]


@hooks.register("construct_homepage_panels")
def show_no_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.clear()


@hooks.register("construct_homepage_summary_items")
def show_no_counts(request: HttpRequest, items: list[Any]) -> None:
    items.clear()
