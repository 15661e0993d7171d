"""The mark of whose page it is."""

from django import template
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.writer import mark

register = template.Library()


@register.filter
def writer_mark(user: User | AnonymousUser) -> str:
    return mark(user)
