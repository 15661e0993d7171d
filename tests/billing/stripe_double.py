"""A double of Stripe's API on this machine: it takes only what the installed SDK's own typed parameters allow, remembers
idempotency keys as Stripe does, answers with the shapes of its resources, and fails when told to."""

import json
import re
import threading
import time
import typing
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import stripe
import typing_extensions
from stripe import params
from stripe.params import checkout as checkout_params

from billing.gateway import API_VERSION, StripeGateway
from tests.people import NOW

KEY, SECRET = "sk_test_double", "whsec_double"
# Longer than the portal waits in these tests.
SLOW_SECONDS = 0.4
TYPES = {
    ("POST", "/v1/checkout/sessions"): checkout_params.SessionCreateParams,
    ("GET", "/v1/checkout/sessions"): checkout_params.SessionListParams,
    ("GET", "/v1/checkout/sessions/{id}"): checkout_params.SessionRetrieveParams,
    ("POST", "/v1/checkout/sessions/{id}/expire"): checkout_params.SessionExpireParams,
    ("POST", "/v1/refunds"): params.RefundCreateParams,
    ("GET", "/v1/refunds"): params.RefundListParams,
    ("GET", "/v1/refunds/{id}"): params.RefundRetrieveParams,
    ("GET", "/v1/disputes/{id}"): params.DisputeRetrieveParams,
    ("GET", "/v1/events"): params.EventListParams,
}
# Options of the request that the SDK's types name beside the parameters.
OPTIONS = {"api_key", "stripe_version", "stripe_account", "idempotency_key", "max_network_retries", "content_type", "headers"}


class Double:
    """Its state: sessions, intents, refunds, disputes and undelivered events; `wrong` is what was asked against the types."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.disputes: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.known: dict[str, tuple[str, dict[str, Any]]] = {}
        self.faults: list[str] = []
        self.wrong: list[str] = []
        self.asked: list[tuple[str, str]] = []
        self.lock = threading.Lock()
        self.url = ""

    @property
    def gateway(self) -> StripeGateway:
        return StripeGateway(KEY, [SECRET], site_url="http://localhost:8000", base=self.url)

    # --- What happens at Stripe ---
    def pay(self, session_id: str, way: str = "ideal") -> None:
        """Somebody pays, by a means that says so at once."""
        session = self.sessions[session_id]
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent(session, "succeeded", way)}

    def submit(self, session_id: str) -> None:
        """Somebody gives a direct debit: complete, and unpaid for days."""
        session = self.sessions[session_id]
        session |= {"status": "complete", "payment_status": "unpaid", "payment_intent": intent(session, "processing", "sepa_debit")}

    def fail(self, session_id: str) -> None:
        session = self.sessions[session_id]
        session |= {"payment_status": "unpaid", "payment_intent": intent(session, "requires_payment_method", "sepa_debit")}

    def expire(self, session_id: str) -> None:
        self.sessions[session_id]["status"] = "expired"

    def refund(self, payment_id: str, cents: int, status: str = "succeeded", **known: str) -> str:
        """A refund made on Stripe's own page."""
        made = refund_of(payment_id, cents, status, known)
        self.refunds[made["id"]] = made
        return str(made["id"])

    def dispute(self, payment_id: str, cents: int, status: str = "needs_response") -> str:
        found = f"du_{uuid4().hex}"
        self.disputes[found] = {
            "id": found, "object": "dispute", "amount": cents, "currency": "eur", "status": status, "payment_intent": payment_id,
            "charge": f"ch_{payment_id}", "created": int(NOW.timestamp()), "livemode": False, "reason": "fraudulent", "metadata": {},
            "balance_transactions": [],
        }  # fmt: skip
        return found

    def event(self, kind: str, object_id: str, **changes: Any) -> dict[str, Any]:
        return {
            "id": f"evt_{uuid4().hex}", "object": "event", "type": kind, "api_version": API_VERSION, "livemode": False,
            "created": int(NOW.timestamp()), "pending_webhooks": 1, "request": None, "data": {"object": {"id": object_id, "object": "x"}},
        } | changes  # fmt: skip

    # --- What is asked of it ---
    def answer(self, method: str, path: str, given: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        with self.lock:
            if method == "GET":
                return self.look(path, given)
            if path.endswith("/expire"):
                return self.close(path.split("/")[-2])
            said = json.dumps(given, sort_keys=True)
            if key in self.known and self.known[key][0] != said:
                return 400, problem("idempotency_error", "Keys for idempotent requests can only be used with the same parameters.")
            if key not in self.known:
                self.known[key] = said, self.session(given) if "sessions" in path else self.refunded(given)
            return 200, self.known[key][1]

    def look(self, path: str, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        kind, _, found = path.removeprefix("/v1/").rpartition("/")
        rows = {"checkout/sessions": self.sessions, "refunds": self.refunds, "disputes": self.disputes}
        if kind in rows and found in rows[kind]:
            return 200, rows[kind][found]
        if path == "/v1/events":
            return 200, listed(self.events)
        if path == "/v1/refunds":
            return 200, listed([row for row in self.refunds.values() if row["payment_intent"] == given["payment_intent"]])
        if path == "/v1/checkout/sessions":
            return 200, listed([row for row in self.sessions.values() if intent_id(row) == given["payment_intent"]])
        return 404, problem("invalid_request_error", "No such object")

    def close(self, session_id: str) -> tuple[int, dict[str, Any]]:
        """Only what is open can be closed."""
        found = self.sessions.get(session_id)
        if found is None:
            return 404, problem("invalid_request_error", "No such checkout.session")
        if found["status"] != "open":
            return 400, problem("invalid_request_error", "Only Checkout Sessions with a status in ['open'] can be expired.")
        found["status"] = "expired"
        return 200, found

    def session(self, given: dict[str, Any]) -> dict[str, Any]:
        found = f"cs_test_{uuid4().hex}"
        (line,) = given["line_items"].values()
        made = {
            "id": found, "object": "checkout.session", "status": "open", "payment_status": "unpaid", "mode": "payment",
            "amount_total": int(line["price_data"]["unit_amount"]), "currency": line["price_data"]["currency"], "livemode": False,
            "client_reference_id": given["client_reference_id"], "metadata": given["metadata"], "payment_intent": None,
            "url": f"https://checkout.stripe.com/c/pay/{found}", "created": int(NOW.timestamp()),
        }  # fmt: skip
        self.sessions[found] = made
        return made

    def refunded(self, given: dict[str, Any]) -> dict[str, Any]:
        made = refund_of(given["payment_intent"], int(given["amount"]), "succeeded", given["metadata"])
        self.refunds[made["id"]] = made
        return made


def intent(session: dict[str, Any], status: str, way: str) -> dict[str, Any]:
    found = f"pi_{session['id']}"
    charge = {"id": f"ch_{found}", "object": "charge", "created": int(NOW.timestamp()), "payment_method_details": {"type": way}}
    return {"id": found, "object": "payment_intent", "status": status, "latest_charge": charge, "metadata": {}, "livemode": False}


def intent_id(session: dict[str, Any]) -> str:
    return str((session["payment_intent"] or {}).get("id", ""))


def refund_of(payment_id: str, cents: int, status: str, known: dict[str, str]) -> dict[str, Any]:
    return {
        "id": f"re_{uuid4().hex}", "object": "refund", "amount": cents, "currency": "eur", "status": status, "payment_intent": payment_id,
        "charge": f"ch_{payment_id}", "created": int(NOW.timestamp()), "metadata": known,
    }  # fmt: skip


def listed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"object": "list", "data": rows, "has_more": False, "url": "/v1/x"}


def problem(kind: str, message: str) -> dict[str, Any]:
    return {"error": {"type": kind, "message": message}}


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """`a[b][0]=c`, as Stripe's own form has it, as dictionaries in dictionaries."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        *way, last = re.findall(r"[^\[\]]+", name)
        spot = found
        for step in way:
            spot = spot.setdefault(step, {})
        spot[last] = value
    return found


def faults_of(given: Any, kind: Any, at: str = "") -> list[str]:
    """Where what was asked is not of the SDK's own type."""
    kind, inner = plain(kind)
    if typing_extensions.is_typeddict(kind):
        hints = hints_of(kind)
        unknown = [f"{at}{name}: unknown" for name in given if name not in hints or name in OPTIONS] if isinstance(given, dict) else [at]
        return unknown + [fault for name in given if name in hints for fault in faults_of(given[name], hints[name], f"{at}{name}.")]
    if kind in {list, typing.Union} or inner:
        return within(given, kind, inner, at)
    if kind is int and not str(given).lstrip("-").isdigit():
        return [f"{at}: no whole number"]
    return [f"{at}: no bool"] if kind is bool and given not in {"true", "false", "True", "False"} else []


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    """Some options of a request name types that are imported for type checkers only: none of ours."""
    return typing_extensions.get_type_hints(kind, localns={"StripeContext": str, "Mapping": dict}, include_extras=False)


def within(given: Any, kind: Any, inner: tuple[Any, ...], at: str) -> list[str]:
    """Of a list each item, of a choice any one."""
    if kind is list:
        return [fault for item in given.values() for fault in faults_of(item, inner[0], at)] if isinstance(given, dict) else [at]
    if kind is typing.Literal:
        return [] if given in inner else [f"{at}: {given} is none of {inner}"]
    if kind is typing.Union:
        tries = [faults_of(given, each, at) for each in inner if each is not type(None)]
        return [] if any(not found for found in tries) else tries[0]
    return [] if kind is not dict or isinstance(given, dict) else [f"{at}: no dictionary"]


def plain(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    while typing.get_origin(kind) is typing.NotRequired:
        (kind,) = typing.get_args(kind)
    return typing.get_origin(kind) or kind, typing.get_args(kind)


class Handler(BaseHTTPRequestHandler):
    """One request to the double that its server holds."""

    protocol_version = "HTTP/1.1"
    double: Double

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.take("GET", parts.path, nested(parse_qsl(parts.query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.take("POST", self.path, nested(parse_qsl(body)))

    def take(self, method: str, path: str, given: dict[str, Any]) -> None:
        self.double.asked.append((method, path))
        self.check(method, path, given)
        fault = self.double.faults.pop(0) if self.double.faults else ""
        if fault.isdigit():
            self.say(int(fault), problem("api_error", "Told to fail"))
            return
        if fault != "gone before":
            code, found = self.double.answer(method, path, given, self.headers.get("Idempotency-Key", ""))
        if fault.startswith("gone"):
            self.close_connection = True
            return
        if fault == "slow":
            time.sleep(SLOW_SECONDS)
        self.say(code, found)

    def check(self, method: str, path: str, given: dict[str, Any]) -> None:
        shape = re.sub(r"/[a-z]+_[^/]+(?=$|/expire$)", "/{id}", path)
        kind = TYPES.get((method, shape))
        wrong = faults_of(given, kind) if kind else [f"{method} {path}: not expected"]
        if self.headers.get("Stripe-Version") != API_VERSION:
            wrong.append(f"version {self.headers.get('Stripe-Version')}")
        if method == "POST" and not self.headers.get("Idempotency-Key"):
            wrong.append(f"{path}: no idempotency key")
        self.double.wrong.extend(wrong)

    def say(self, code: int, found: dict[str, Any]) -> None:
        body = json.dumps(found).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def running() -> Iterator[Double]:
    double = Double()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"double": double}))
    server.daemon_threads = True
    double.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def signed(event: dict[str, Any], secret: str = SECRET, at: int | None = None) -> tuple[bytes, str]:
    """The body and its header, as Stripe sends them."""
    body = json.dumps(event)
    return body.encode(), stripe.WebhookSignature.generate_signature_header(body, secret, at)
