"""The ring: read strictly, made once, proved by its canary, rotated by wrapping anew."""

import base64
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from keyring import keys, ring
from keyring.models import Canary, ClientKey, KeyKind
from keyring.ring import RingError, parse
from keyring.sealing import SealBroken

ONE, TWO = bytes(range(32)), bytes(range(1, 33))
SetRing = Callable[..., None]


def written(**named: bytes) -> str:
    return ",".join(f"{ring_id}:{base64.b64encode(key).decode()}" for ring_id, key in named.items())


@pytest.fixture
def set_ring(settings) -> SetRing:
    def put(**named: bytes) -> None:
        settings.VAULT_KEYS = written(**named)
        ring.ring.cache_clear()

    return put


@pytest.fixture(autouse=True)
def forget_the_ring() -> Iterator[None]:
    ring.ring.cache_clear()
    yield
    ring.ring.cache_clear()


class TestReading:
    def test_the_first_is_the_active_one(self) -> None:
        assert list(parse(written(k2=TWO, k1=ONE)).items()) == [("k2", TWO), ("k1", ONE)]

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "k1",
            "k1:",
            ":" + base64.b64encode(ONE).decode(),
            "K1:" + base64.b64encode(ONE).decode(),
            "k 1:" + base64.b64encode(ONE).decode(),
            "k|1:" + base64.b64encode(ONE).decode(),
            "k1:" + base64.b64encode(bytes(31)).decode(),
            "k1:" + base64.b64encode(bytes(33)).decode(),
            "k1:" + base64.b64encode(ONE).decode()[:-1],
            "k1:" + base64.b64encode(ONE).decode()[:20] + "\n" + base64.b64encode(ONE).decode()[20:],
            "k1:" + base64.b64encode(ONE).decode() + " ",
            "k1:geen base64!",
            written(k1=ONE) + "," + written(k1=TWO),
            written(k1=ONE) + ",",
        ],
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        if text.endswith(" "):
            assert parse(text) == {"k1": ONE}, "white space around a file's one line is no harm"
            return
        with pytest.raises(RingError):
            parse(text)

    def test_a_refusal_does_not_say_the_key(self) -> None:
        secret = base64.b64encode(bytes(31)).decode()
        with pytest.raises(RingError) as caught:
            parse(f"k1:{secret}")
        assert secret not in str(caught.value)

    def test_a_file_that_others_can_read_is_refused(self, settings, tmp_path: Path) -> None:
        settings.VAULT_KEYS, settings.VAULT_KEYS_FILE = "", tmp_path / "ring"
        settings.VAULT_KEYS_FILE.write_text(written(k1=ONE))
        settings.VAULT_KEYS_FILE.chmod(0o640)
        with pytest.raises(RingError, match="chmod 600"):
            ring.ring()


@pytest.mark.django_db
class TestStarting:
    def test_a_ring_is_made_where_no_key_exists_for_this_user_only(self, settings, tmp_path: Path) -> None:
        settings.VAULT_KEYS, settings.VAULT_KEYS_FILE = "", tmp_path / "ring" / "vault.keys"
        ring.ensure()
        assert stat.S_IMODE(settings.VAULT_KEYS_FILE.stat().st_mode) == 0o600
        assert stat.S_IMODE(settings.VAULT_KEYS_FILE.parent.stat().st_mode) == 0o700
        made = settings.VAULT_KEYS_FILE.read_text()
        ring.ensure()
        assert settings.VAULT_KEYS_FILE.read_text() == made

    @pytest.mark.parametrize("of", ["canary", "key"])
    def test_none_is_made_where_one_was_used_before(self, set_ring: SetRing, settings, tmp_path: Path, of: str) -> None:
        set_ring(k1=ONE)
        ring.ensure() if of == "canary" else keys.ensure(uuid4())
        settings.VAULT_KEYS, settings.VAULT_KEYS_FILE = "", tmp_path / "vault.keys"
        ring.ring.cache_clear()
        with pytest.raises(RingError, match="no key ring"):
            ring.ensure()
        assert not settings.VAULT_KEYS_FILE.exists()

    def test_another_key_under_the_same_id_does_not_start(self, set_ring: SetRing) -> None:
        set_ring(k1=ONE)
        ring.ensure()
        set_ring(k1=TWO)
        with pytest.raises(RingError, match="not the one"):
            ring.ensure()

    def test_a_ring_that_lacks_an_old_key_does_not_start_and_leaves_nothing_behind(self, set_ring: SetRing) -> None:
        set_ring(k1=ONE)
        ring.ensure()
        set_ring(other=TWO)
        with pytest.raises(RingError, match="k1"):
            ring.ensure()
        set_ring(k1=ONE)
        ring.ensure()
        assert list(Canary.objects.values_list("ring_id", flat=True)) == ["k1"]

    def test_a_touched_canary_does_not_start(self, set_ring: SetRing) -> None:
        set_ring(k1=ONE)
        ring.ensure()
        sealed = bytes(Canary.objects.get().sealed)
        # Turned over, not set: one seal in 256 ends with any given byte already.
        Canary.objects.update(sealed=sealed[:-1] + bytes([sealed[-1] ^ 1]))
        with pytest.raises(RingError):
            ring.check()


@pytest.mark.django_db
class TestRotating:
    def test_new_keys_are_wrapped_under_the_first_and_old_ones_still_open(self, set_ring: SetRing) -> None:
        old, new = uuid4(), uuid4()
        set_ring(k1=ONE)
        keys.ensure(old)
        before = keys.fetch(old, KeyKind.OWN)
        set_ring(k2=TWO, k1=ONE)
        keys.ensure(new)
        assert set(ClientKey.objects.filter(subject=new).values_list("ring_id", flat=True)) == {"k2"}
        assert keys.fetch(old, KeyKind.OWN) == before

    def test_wrapping_anew_moves_every_key_and_changes_none(self, set_ring: SetRing) -> None:
        subjects = [uuid4() for _ in range(3)]
        set_ring(k1=ONE)
        for subject in subjects:
            keys.ensure(subject)
        before = {subject: keys.fetch(subject, KeyKind.RECORD) for subject in subjects}
        keys.destroy(subjects[0], KeyKind.OWN, now=ClientKey.objects.first().created_at)
        set_ring(k2=TWO, k1=ONE)
        assert [keys.rewrap(batch=4), keys.rewrap(batch=4), keys.rewrap()] == [4, 1, 0]
        set_ring(k2=TWO)
        assert {subject: keys.fetch(subject, KeyKind.RECORD) for subject in subjects} == before

    def test_without_the_old_key_nothing_of_it_opens(self, set_ring: SetRing) -> None:
        subject = uuid4()
        set_ring(k1=ONE)
        keys.ensure(subject)
        set_ring(k2=TWO)
        with pytest.raises(RingError, match="k1"):
            keys.fetch(subject, KeyKind.OWN)

    def test_a_key_does_not_open_under_another_ring_id(self, set_ring: SetRing) -> None:
        """Even where both ids hold the same bytes: the id is part of what is sealed."""
        subject = uuid4()
        set_ring(k1=ONE, k2=ONE)
        keys.ensure(subject)
        ClientKey.objects.update(ring_id="k2")
        with pytest.raises(SealBroken):
            keys.fetch(subject, KeyKind.OWN)
