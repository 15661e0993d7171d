"""A small mail server for tests: takes mail, refuses the addresses it is told to refuse, speaks STARTTLS when it has a certificate."""

import socketserver
import ssl
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage


class Talk(socketserver.StreamRequestHandler):
    server: "Carrier"

    recipients: list[str]

    def handle(self) -> None:
        self.recipients = []
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word, _, rest = line.partition(" ")
            if self.server.dies_at == word.upper():
                return
            getattr(self, f"on_{word.lower()}", self.on_unknown)(rest)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def on_ehlo(self, rest: str) -> None:
        self.say("250-carrier")
        if self.server.tls and not isinstance(self.connection, ssl.SSLSocket):
            self.say("250-STARTTLS")
        self.say("250 8BITMIME")

    def on_starttls(self, rest: str) -> None:
        self.say("220 go")
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        self.server.encrypted += 1

    def on_mail(self, rest: str) -> None:
        self.recipients = []
        self.say(self.server.sender_answer)

    def on_rcpt(self, rest: str) -> None:
        address = rest.removeprefix("TO:").strip("<> ")
        answer = self.server.refused.get(address, "250 ok")
        if answer.startswith("250"):
            self.recipients.append(address)
        self.say(answer)

    def on_data(self, rest: str) -> None:
        self.say("354 go")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.server.recipients += self.recipients
        self.say("250 taken")

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def on_rset(self, rest: str) -> None:
        self.recipients = []
        self.say("250 ok")

    def on_quit(self, rest: str) -> None:
        self.say("221 bye")

    def on_unknown(self, rest: str) -> None:
        self.say("502 what")


class Carrier(socketserver.ThreadingTCPServer):
    """`refused` maps an address to the server's answer; `dies_at` is the command at which it hangs up."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.refused: dict[str, str] = {}
        self.sender_answer = "250 ok"
        self.dies_at = ""
        self.tls: ssl.SSLContext | None = None
        self.encrypted = 0
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []

    @property
    def port(self) -> int:
        return self.server_address[1]

    def __enter__(self) -> "Carrier":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()
