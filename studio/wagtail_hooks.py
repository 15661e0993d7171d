"""What the back office shows: the programme, and nothing that this portal does not use."""

from functools import partial
from typing import Any, Final

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
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


# Where the office goes from here, in the order of its own menu.
OFFICE: Final = [
    ("office_people", pgettext_lazy("office menu", "People"), "group"),
    ("office_invite", pgettext_lazy("office menu", "Invite"), "plus"),
    ("post", pgettext_lazy("office menu", "Mails"), "mail"),
    ("office_practice", pgettext_lazy("office menu", "Practice"), "cog"),
    ("office_staff", _("Who works here"), "user"),
    ("office_figures", _("Figures"), "history"),
]


def office_item(place: int) -> MenuItem:
    name, label, icon = OFFICE[place]
    return OfficeItem(label, reverse(name), name=name, icon_name=icon, order=900 + place)


for each in range(len(OFFICE)):
    hooks.register("register_admin_menu_item", partial(office_item, each))


@hooks.register("construct_main_menu")
def show_the_programme_only(request: HttpRequest, items: list[MenuItem]) -> None:
    ours = {"home", "programme", *(name for name, _label, _icon in OFFICE)}
    items[:] = [item for item in items if item.name in ours]


@hooks.register("insert_global_admin_css")
def our_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/back_office.css"))


@hooks.register("construct_homepage_panels")
def show_no_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.clear()


@hooks.register("construct_homepage_summary_items")
def show_no_counts(request: HttpRequest, items: list[Any]) -> None:
    items.clear()
