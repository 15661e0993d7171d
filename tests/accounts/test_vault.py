"""The one door to what people wrote: it asks, records and opens; nobody else has a key to it."""

import ast
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from accounts import vault
from accounts.models import AccessRecord, User
from accounts.vault import KeyKind, NotReadable, SealedText, ensure_keys, open_texts, seal_text
from keyring import keys
from keyring.models import ClientKey
from tests import people
from tests.people import NOW

ROOT = Path(__file__).resolve().parents[2]
PLACE = "exercises_logversion.sealed"


@dataclass
class Row:
    """Any row that holds a sealed text: readable by its owner and by those named."""

    owner: User
    sealed: bytes | None
    row: UUID
    readers: tuple[User, ...] = ()
    kind: KeyKind = KeyKind.RECORD

    def readable_by(self, actor: User, now: datetime) -> bool:
        return actor in (self.owner, *self.readers)

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText(PLACE, self.owner.subject, self.row, self.kind, self.sealed)


def row(owner: User, text: str, *readers: User) -> Row:
    uuid = uuid4()
    return Row(owner, seal_text(text, place=PLACE, subject=owner.subject, row=uuid, kind=KeyKind.RECORD), uuid, readers)


@pytest.mark.django_db
class TestOpening:
    def test_the_owner_reads_and_leaves_no_record(self) -> None:
        noor = people.client()
        assert open_texts(noor, [row(noor, "Ik bleef."), row(noor, "Ik ging.")], "own", NOW) == ["Ik bleef.", "Ik ging."]
        assert not AccessRecord.objects.exists()

    def test_a_coach_reads_and_is_recorded_once_a_person_and_batch(self) -> None:
        noor, bram, marit = people.client(), people.client("Bram Smit"), people.coach()
        rows = [row(noor, "a", marit), row(noor, "b", marit), row(bram, "c", marit)]
        assert open_texts(marit, rows, "review", NOW) == ["a", "b", "c"]
        records = {record.subject: record for record in AccessRecord.objects.all()}
        assert set(records) == {noor.subject, bram.subject}
        assert records[noor.subject].rows == [str(rows[0].row), str(rows[1].row)]
        assert {(record.actor, record.action, record.purpose, record.at) for record in records.values()} == {
            (marit.subject, "read", "review", NOW)
        }

    def test_a_stranger_is_refused_and_recorded_even_for_one_row_of_many(self) -> None:
        noor, bram, marit = people.client(), people.client("Bram Smit"), people.coach()
        with pytest.raises(NotReadable):
            open_texts(marit, [row(noor, "a", marit), row(bram, "b")], "review", NOW)
        assert set(AccessRecord.objects.values_list("subject", "action")) == {(noor.subject, "denied"), (bram.subject, "denied")}

    def test_a_refusal_opens_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        opened = []
        monkeypatch.setattr(vault, "unseal", lambda *args: opened.append(args))
        with pytest.raises(NotReadable):
            open_texts(people.coach(), [row(people.client(), "a")], "review", NOW)
        assert not opened

    def test_the_record_holds_no_word(self) -> None:
        noor, marit = people.client(), people.coach()
        open_texts(marit, [row(noor, "eengeheimwoord", marit)], "review", NOW)
        assert "eengeheimwoord" not in str(list(AccessRecord.objects.values()))

    def test_no_text_is_none_and_an_empty_text_is_empty(self) -> None:
        noor = people.client()
        assert open_texts(noor, [Row(noor, None, uuid4()), row(noor, "")], "own", NOW) == [None, ""]

    def test_keys_are_fetched_in_one_query_however_many_rows(self, django_assert_num_queries) -> None:
        noor, bram, marit = people.client(), people.client("Bram Smit"), people.coach()
        for count in (1, 20):
            rows = [row(owner, "x", marit) for owner in (noor, bram) for _ in range(count)]
            with django_assert_num_queries(1, using="keyring"), django_assert_num_queries(1):
                assert open_texts(marit, rows, "review", NOW) == ["x"] * 2 * count


@pytest.mark.django_db
class TestWhatDoesNotOpen:
    """Closed, an error in the log without a word of the text, and never bytes."""

    def opened(self, broken: Row, caplog: pytest.LogCaptureFixture) -> str | None:
        whole = row(broken.owner, "heel")
        texts = open_texts(broken.owner, [broken, whole], "own", NOW)
        assert texts[1] == "heel", "one bad row stops no other"
        assert str(broken.row) in caplog.text
        assert "Traceback" not in caplog.text
        return texts[0]

    def test_moved_to_another_row(self, caplog: pytest.LogCaptureFixture) -> None:
        first = row(people.client(), "Ik bleef.")
        assert self.opened(Row(first.owner, first.sealed, uuid4()), caplog) is None

    def test_moved_to_another_person(self, caplog: pytest.LogCaptureFixture) -> None:
        first, bram = row(people.client(), "Ik bleef."), people.client("Bram Smit")
        assert self.opened(Row(bram, first.sealed, first.row), caplog) is None

    def test_read_with_the_other_key(self, caplog: pytest.LogCaptureFixture) -> None:
        first = row(people.client(), "Ik bleef.")
        assert self.opened(Row(first.owner, first.sealed, first.row, kind=KeyKind.OWN), caplog) is None

    def test_touched(self, caplog: pytest.LogCaptureFixture) -> None:
        first = row(people.client(), "Ik bleef.")
        sealed = bytes(first.sealed or b"")
        first.sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
        assert self.opened(first, caplog) is None

    @pytest.mark.parametrize("blob", [b"", b"\x01", b"\x00" * 40, b"\x02" * 40, b"\xff" * 40, b"\x01" * 28])
    def test_garbage(self, caplog: pytest.LogCaptureFixture, blob: bytes) -> None:
        assert self.opened(Row(people.client(), blob, uuid4()), caplog) is None

    def test_of_somebody_whose_key_was_destroyed(self, caplog: pytest.LogCaptureFixture) -> None:
        first = row(people.client(), "Ik bleef.")
        keys.destroy(first.owner.subject, KeyKind.RECORD, now=NOW)
        assert open_texts(first.owner, [first], "own", NOW) == [None]
        assert "KeyDestroyed" in caplog.text
        with pytest.raises(keys.KeyDestroyed):
            row(first.owner, "nog iets")

    def test_of_somebody_without_keys(self, caplog: pytest.LogCaptureFixture) -> None:
        first = row(people.client(), "Ik bleef.")
        ClientKey.objects.filter(subject=first.owner.subject).delete()
        assert open_texts(first.owner, [first], "own", NOW) == [None]

    def test_keys_are_only_made_before_the_transaction(self) -> None:
        subject = uuid4()
        with pytest.raises(ClientKey.DoesNotExist):
            seal_text("x", place=PLACE, subject=subject, row=uuid4(), kind=KeyKind.OWN)
        ensure_keys(subject)
        assert seal_text("x", place=PLACE, subject=subject, row=uuid4(), kind=KeyKind.OWN)


ROOMS = ["portal", "cockpit", "studio", "journey", "exercises", "programme", "notices", "accounts", "keyring"]
OPENERS = {"unseal", "open_one", "open_rows", "fetch", "fetch_all", "unwrap", "unwrapped", "cipher"}


def openers_in(file: Path) -> set[str]:
    """Every way in which a file could take hold of what opens: an import of the modules, or of the names in them."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("keyring"):
            found |= {alias.name for alias in node.names} & (OPENERS | {"sealing", "keys", "*"})
        if isinstance(node, ast.ImportFrom) and node.module == "accounts.vault":
            found |= {alias.name for alias in node.names} & (OPENERS | {"*"})
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("keyring")}
        if isinstance(node, ast.Attribute) and node.attr in OPENERS - {"fetch"} and "vault" in ast.unparse(node.value):
            found.add(node.attr)
    return found


def test_nothing_but_the_vault_takes_hold_of_what_opens() -> None:
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    assert len(files) > 50
    holders = {str(file.relative_to(ROOT)): names for file in files if (names := openers_in(file)) and file.parent.name != "keyring"}
    assert set(holders) == {"accounts/vault.py"}


def test_that_test_would_notice(tmp_path: Path) -> None:
    for line in (
        "from keyring.sealing import unseal",
        "from keyring import keys",
        "import keyring.sealing as s",
        "from accounts.vault import open_one",
        "from accounts import vault\nvault.open_one(1, 2)",
    ):
        file = tmp_path / "sneaky.py"
        file.write_text(line)
        assert openers_in(file), line
