"""What coach and office may do in the back office: it follows from their role, so there is no group to keep in step."""

from typing import Any, Final

from django.contrib.auth.backends import BaseBackend

from accounts.models import User

DOOR: Final = "wagtailadmin.access_admin"
# Nobody deletes content, adds a thirteenth week, or touches what a client wrote: those permissions are nobody's.
CONTENT: Final = frozenset({
    "programme.view_programme",
    "programme.change_programme",
    "programme.view_theme",
    "programme.change_theme",
    "programme.view_week",
    "programme.change_week",
    "programme.publish_week",
    "programme.view_exercise",
    "programme.add_exercise",
    "programme.change_exercise",
    "programme.publish_exercise",
    "programme.view_audioclip",
    "programme.add_audioclip",
    "programme.change_audioclip",
})  # fmt: skip


class Roles(BaseBackend):
    """Permissions only: signing in is allauth's."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active or obj is not None:
            return set()
        return ({DOOR} if user_obj.is_staff else set()) | (CONTENT if user_obj.is_coach else set())
