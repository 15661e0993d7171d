"""A person, with or without a role here."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.zones import validate_zone


class UserManager(BaseUserManager["User"]):
    def coaches(self) -> "models.QuerySet[User]":
        """Who guides people here now."""
        return self.filter(is_coach=True, is_active=True)

    def office(self) -> "models.QuerySet[User]":
        """Who does the office now."""
        return self.filter(is_office=True, is_active=True)

    def staff(self) -> "models.QuerySet[User]":
        """Who has a role, with or without access."""
        return self.filter(models.Q(is_coach=True) | models.Q(is_office=True))

    def create_user(self, email: str, **fields: Any) -> "User":
        """A person who signs in by mailed code or passkey: no password is ever needed."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Clients are people without a role; one person may be both coach and office."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    # What keys and records know this person by: those outlive the row.
    subject = models.UUIDField(default=uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")], default="nl")
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Amsterdam", validators=[validate_zone])
    is_coach = models.BooleanField(_("coach"), default=False)
    is_office = models.BooleanField(_("office"), default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        # `unique` alone would take Anna@ beside anna@.
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_user_an_address")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_staff(self) -> bool:
        """Works for the practice: must use a second factor."""
        return self.is_coach or self.is_office or self.is_superuser

    def get_full_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def last_name(self) -> str:
        return self.name.partition(" ")[2]
