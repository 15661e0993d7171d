"""The first people of a practice are made by a command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from keyring.models import ClientKey

pytestmark = pytest.mark.django_db


def person(*arguments: str) -> str:
    said = StringIO()
    call_command("person", *arguments, stdout=said)
    return said.getvalue()


def test_it_makes_somebody_with_a_role_and_keys_and_no_password() -> None:
    assert person("Marit@Example.NL", "--name", "Marit Veenstra", "--coach") == "Made marit@example.nl (coach).\n"
    marit = User.objects.get(email="marit@example.nl")
    assert (marit.is_coach, marit.is_office, marit.has_usable_password()) == (True, False, False)
    assert ClientKey.objects.filter(subject=marit.subject).count() == 2


def test_a_second_time_it_adds_a_role_and_takes_none() -> None:
    person("marit@example.nl", "--name", "Marit Veenstra", "--coach")
    assert person("marit@example.nl", "--office") == "Kept marit@example.nl (coach, office).\n"
    assert User.objects.count() == 1


@pytest.mark.parametrize("arguments", [["nieuw@example.nl"], ["geen-adres", "--name", "Wie"]])
def test_it_says_what_is_missing(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        person(*arguments)
    assert not User.objects.exists()
