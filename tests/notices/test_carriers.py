"""The mail server: a real one, on this machine, that refuses, hangs up, encrypts or is not there; and the other carriers."""

import json
import smtplib
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from accounts.models import User
from notices import outbox
from notices.delivery import deliver_batch
from notices.models import Notice
from portal.service_urls import mail
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def post(*names: str) -> list[User]:
    them = [people.client(name) for name in names]
    for who in them:
        outbox.post(recipient=who, kind="answer-arrived", key="1", now=NOW)
    return them


def state(who: User) -> tuple[bool, str, str]:
    """Sent, why dropped, the last error."""
    notice = Notice.objects.of(who).get()
    last = notice.attempts.order_by("-pk").first()
    return notice.sent_at is not None, notice.dropped_why, last.error if last else ""


def test_a_server_that_refuses_one_address_takes_the_others(over_smtp) -> None:
    first, bad, last = post("Noor", "Sam", "Iris")
    over_smtp.refused[bad.email] = "550 5.1.1 no such user"
    deliver_batch(NOW)
    assert over_smtp.recipients == [first.email, last.email]
    assert state(bad) == (False, "refused", "SMTPRecipientsRefused 550")
    assert state(first) == state(last) == (True, "", "")


def test_a_server_that_puts_one_address_off_gets_it_again(over_smtp) -> None:
    busy, other = post("Sam", "Noor")
    over_smtp.refused[busy.email] = "451 4.7.1 try again later"
    deliver_batch(NOW)
    assert state(busy) == (False, "", "SMTPRecipientsRefused 451")
    over_smtp.refused.clear()
    deliver_batch(NOW + MINUTE)
    assert over_smtp.recipients == [other.email, busy.email]


def test_a_server_that_hangs_up_gets_everything_again(over_smtp) -> None:
    them = post("Noor", "Sam")
    over_smtp.dies_at = "DATA"
    deliver_batch(NOW)
    assert [state(who) for who in them] == [(False, "", "SMTPServerDisconnected")] * 2
    over_smtp.dies_at = ""
    deliver_batch(NOW + MINUTE)
    assert over_smtp.recipients == [who.email for who in them]


def test_a_server_that_is_away_is_tried_once_for_a_batch(over_smtp, settings, monkeypatch) -> None:
    them = post("Noor", "Sam", "Iris")
    over_smtp.shutdown()
    over_smtp.server_close()
    tried = []
    connect = smtplib.SMTP.connect
    monkeypatch.setattr("smtplib.SMTP.connect", lambda *args, **kwargs: tried.append(1) or connect(*args, **kwargs))
    deliver_batch(NOW)
    assert [state(who) for who in them] == [(False, "", "ConnectionRefusedError")] * 3
    assert len(tried) == 1


def test_a_server_that_will_not_have_our_sender_is_no_fault_of_the_address(over_smtp) -> None:
    (who,) = post("Noor")
    over_smtp.sender_answer = "530 5.7.0 sign in first"
    deliver_batch(NOW)
    assert state(who) == (False, "", "SMTPSenderRefused 530")


def set_mail(settings, url: str, **more: object) -> None:
    for name, value in (mail(url) | more).items():
        setattr(settings, name, value)


def test_starttls_encrypts_and_checks_the_certificate(carrier, settings, tmp_path, monkeypatch) -> None:
    carrier.tls, trusted = certificate(tmp_path)
    set_mail(settings, f"smtp+tls://localhost:{carrier.port}")
    (who,) = post("Noor")
    deliver_batch(NOW)
    assert state(who) == (False, "", "SSLCertVerificationError")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    deliver_batch(NOW + MINUTE)
    assert state(who) == (True, "", "")
    assert carrier.encrypted == 1


def test_starttls_sends_nothing_to_a_server_without_it(carrier, settings) -> None:
    set_mail(settings, f"smtp+tls://127.0.0.1:{carrier.port}")
    (who,) = post("Noor")
    deliver_batch(NOW)
    assert state(who) == (False, "", "SMTPNotSupportedError")
    assert carrier.taken == []


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's context for localhost, and the file of its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, both = folder / "certificate.pem", folder / "both.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    both.write_bytes(pem.read_bytes() + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context, pem


INACTIVE = "You tried to send to recipient(s) marked inactive.\nFound inactive addresses: {to}.\nInactive recipients are ones that bounced."


class Answer:
    def __init__(self, status: int, body: dict[str, object]) -> None:
        self.status_code, self.reason, self.body, self.text = status, "said", body, json.dumps(body)
        self.request = self.raw = None

    def json(self) -> dict[str, object]:
        return self.body


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        (Answer(200, {"To": "{to}", "SubmittedAt": "", "MessageID": "1", "ErrorCode": 0, "Message": "OK"}), (True, "", "")),
        (Answer(422, {"ErrorCode": 406, "Message": INACTIVE}), (False, "refused", "AnymailRecipientsRefused")),
        (Answer(500, {}), (False, "", "AnymailRequestsAPIError")),
    ],
)
def test_a_mail_service_gets_its_key_and_counts_no_clicks(settings, monkeypatch, answer, ends) -> None:
    asked = []

    def request(session, **params) -> Answer:
        asked.append(params)
        to = json.loads(params["data"])["To"]
        said = {name: value.format(to=to) if isinstance(value, str) else value for name, value in answer.body.items()}
        return Answer(answer.status_code, said)

    set_mail(settings, "anymail+postmark://a-Key%2B1@?message_stream=portal")
    monkeypatch.setattr("requests.Session.request", request)
    (who,) = post("Noor")
    deliver_batch(NOW)
    assert state(who) == ends
    sent = json.loads(asked[0]["data"])
    assert asked[0]["headers"]["X-Postmark-Server-Token"] == "a-Key+1"
    assert (sent["TrackOpens"], sent["TrackLinks"], sent["MessageStream"]) == (False, "None", "portal")


def test_the_mail_address_of_the_settings_is_read_as_it_says() -> None:
    read = mail("smtp+tls://portal%40x:p%3Ass@mail.example.nl")
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == (
        "mail.example.nl",
        587,
        "portal@x",
        "p:ss",
    )
    assert (read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (True, False)
    ssl_ = mail("smtp+ssl://mail.example.nl")
    assert (ssl_["EMAIL_PORT"], ssl_["EMAIL_USE_TLS"], ssl_["EMAIL_USE_SSL"]) == (465, False, True)
    assert mail("anymail+mailgun://k@mg.example.nl")["ANYMAIL"]["MAILGUN_SENDER_DOMAIN"] == "mg.example.nl"
    assert mail("console:")["EMAIL_BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize("url", ["smpt://h", "smtp+tls://", "anymail+postmark://", "smtp://h:port", "mail.example.nl", "http://h"])
def test_a_mail_address_that_cannot_be_read_stops_the_start_with_a_sentence(url) -> None:
    with pytest.raises(SystemExit, match="MAIL_URL cannot be read"):
        mail(url)


def test_the_console_prints_the_mail(settings, capsys) -> None:
    set_mail(settings, "console:")
    (who,) = post("Noor")
    deliver_batch(NOW)
    assert who.email in capsys.readouterr().out
    assert state(who) == (True, "", "")
