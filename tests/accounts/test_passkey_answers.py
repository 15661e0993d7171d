"""What a browser says of a passkey comes from outside: whatever it is, it breaks nothing and lets nobody in."""

import pytest
import time_machine
from django.test import Client

from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

SAID = '{"id":"a","rawId":"a","type":"public-key","response":%s}'
ODD = [
    "null",
    "[]",
    '{"id":1}',
    SAID % "{}",
    SAID % '{"clientDataJSON":"AA","attestationObject":"AA","authenticatorData":"AA","signature":"AA","userHandle":"AA"}',
    SAID % '{"clientDataJSON":"e30","attestationObject":"AA","authenticatorData":"AA","signature":"AA","userHandle":null}',
    "9" * 5000,
    "[" * 100_000,
    '"\\ud800"',
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_answer_signs_nobody_in(client: Client, odd: str) -> None:
    answer = client.post("/account/login/passkey/", {"credential": odd})
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_answer_adds_no_passkey(odd: str) -> None:
    noor = people.client()
    with time_machine.travel(NOW, tick=False):  # who came in a while ago is asked to prove it once more
        answer = signed_in(noor, NOW).post("/account/passkeys/add/", {"credential": odd, "name": "telefoon"})
    assert answer.status_code == 200
    assert not noor.authenticator_set.exists()
