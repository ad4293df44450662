"""A real mail server (dovecot) on loopback, with TLS, for as long as a test needs it; and mail as Chinese programs write it."""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

USER = "desk@dongjiang.test"
PASSWORD = "开门Open-7"
_UNPACKED = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bulletin" / "dovecot"

_CONFIG = """
base_dir = {folder}/run
libexec_dir = {libexec}
state_dir = {folder}/run
log_path = {folder}/log
listen = 127.0.0.1
protocols = imap
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
mail_plugin_dir = {modules}
maildir_very_dirty_syncs = yes
mail_fsync = never
passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
service stats {{
  client_limit = 100
}}
"""


@dataclass(frozen=True)
class MailServer:
    """A running server with one mailbox: its port, the file of its certificate."""

    port: int
    certificate: Path
    folder: Path

    @property
    def address(self) -> str:
        """The address for a source file."""
        return f"imaps://127.0.0.1:{self.port}"

    @contextmanager
    def client(self) -> Iterator[imaplib.IMAP4_SSL]:
        """A client of our own, to put mail in and to look at flags."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        client = imaplib.IMAP4_SSL("127.0.0.1", self.port, ssl_context=context, timeout=30)
        try:
            client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
            yield client
        finally:
            client.logout()

    def deliver(self, *messages: bytes, folder: str = "INBOX") -> None:
        """Put messages into the mailbox, unread."""
        with self.client() as client:
            for message in messages:
                word, answer = client.append(folder, "", None, message)
                assert word == "OK", answer

    def flags(self) -> dict[int, bool]:
        """Return for every message of the inbox, by number, whether it is marked as read."""
        with self.client() as client:
            word, answer = client.select("INBOX", readonly=True)
            assert word == "OK", answer
            _, rows = client.uid("FETCH", "1:*", "(FLAGS)")
            found = [row.decode() for row in rows if isinstance(row, bytes)]
            return {
                int(row.split("UID ")[1].split(" ")[0].rstrip(")")): "\\Seen" in row for row in found if "UID " in row
            }

    def mark(self, uid: int, flags: str) -> None:
        """Do what a person does in a mail program: set flags on a message."""
        with self.client() as client:
            client.select("INBOX")
            client.uid("STORE", str(uid), "+FLAGS", flags)
            client.expunge()

    def empty(self) -> None:
        """Take all mail away."""
        with self.client() as client:
            client.select("INBOX")
            client.uid("STORE", "1:*", "+FLAGS", "(\\Deleted)")
            client.expunge()

    def renew(self, folder: str, *messages: bytes) -> None:
        """Make a folder anew, as after a restored backup: the same messages, another UIDVALIDITY, numbers from 1."""
        with self.client() as client:
            client.delete(folder)
            time.sleep(1.1)  # UIDVALIDITY is the second of its making
            client.create(folder)
        self.deliver(*messages, folder=folder)


def find_dovecot() -> tuple[Path, Path] | None:
    """Return the program and the folder of its modules: the system's, or what bulletin/setup/dovecot.sh unpacked."""
    for root in (Path("/"), _UNPACKED):
        program, modules = root / "usr/sbin/dovecot", root / "usr/lib/dovecot"
        if program.exists() and (modules / "imap").exists():
            return program, modules
    return None


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a server in a folder of its own; the test is skipped where dovecot or openssl is missing."""
    found = find_dovecot()
    if found is None or not shutil.which("openssl"):
        pytest.skip("dovecot-imapd or openssl is missing: sh bulletin/setup/dovecot.sh")
    with tempfile.TemporaryDirectory(prefix="bulletin-dovecot-", ignore_cleanup_errors=True) as made:
        yield from _running(Path(made), found)


def _running(folder: Path, found: tuple[Path, Path]) -> Iterator[MailServer]:
    """Start the server, hand it over when it answers, and stop it."""
    port = _free_port()
    _prepare(folder, port, found[1])
    running = subprocess.Popen(
        [str(found[0]), "-F", "-c", str(folder / "dovecot.conf")],
        env={**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, (found[1], *found[1].parent.glob("*-linux-gnu*"))))},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    server = MailServer(port, folder / "cert.pem", folder)
    try:
        _wait_for(server, running)
        yield server
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(10)
        if running.stderr:
            running.stderr.close()


def _prepare(folder: Path, port: int, modules: Path) -> None:
    """Write certificate, password and configuration; as root the server works for the user nobody."""
    account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    group = grp.getgrgid(account.pw_gid).gr_name
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"), "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    (folder / "passwd").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    (folder / "mail").mkdir()
    if os.getuid() == 0:
        os.chown(folder / "mail", account.pw_uid, account.pw_gid)
        folder.chmod(0o711)
    (folder / "dovecot.conf").write_text(
        _CONFIG.format(
            folder=folder,
            port=port,
            modules=modules / "modules",
            libexec=modules,
            user=account.pw_name,
            group=group,
            uid=account.pw_uid,
            gid=account.pw_gid,
        ),
        encoding="utf-8",
    )


def _wait_for(server: MailServer, running: subprocess.Popen[bytes]) -> None:
    """Wait until the server lets us in; fail with its log after 10 s."""
    end = time.monotonic() + 10
    while True:
        try:
            with server.client():
                return
        except (OSError, imaplib.IMAP4.error) as error:
            if running.poll() is not None or time.monotonic() > end:
                log = server.folder / "log"
                said = log.read_text("utf-8", "replace") if log.exists() else ""
                raise AssertionError(f"dovecot did not start: {error}\n{said[-2000:]}") from error
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
