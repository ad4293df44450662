"""The mailbox at work, with figures: ``python -m tests.mail_run [MESSAGES] [KILLS]``, 500 and 20 where nothing is said.

All kinds of mail, one of 30 MB, one that arrives twice, three strangers; one item each, nothing marked before it is
stored, wall time and peak memory of the program's own process, what a second run adds, and the same while being killed.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bulletin import store
from bulletin.settings import Settings
from tests import mail_corpus as corpus
from tests.collect_support import office
from tests.mail_server import PASSWORD, USER, MailServer, mail_server

ROOT = Path(__file__).parents[1]
_DEFINITION = """
collector = "mailbox"
address = "{address}"
user = "{user}"
password_file = "mail.password"
ca = "{certificate}"
[senders]
"@dongshan.test" = "东山镇"
"""


def main() -> None:
    """Run it once whole, and once while being killed."""
    count, kills = (int(word) for word in [*sys.argv[1:], *("500", "20")[len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory() as made:
        whole_run(Path(made) / "whole", count)
        killed_run(Path(made) / "killed", count, kills)


def whole_run(root: Path, count: int) -> None:
    """Collect everything, and once more."""
    with mail_server() as server:
        settings = _office(root, server)
        print("an empty mailbox:", _collect(settings))
        _deliver(server, count)
        print(f"{count} messages, one of them of 30 MB:", _collect(settings))
        _tell(settings, server, count)
        print("a second run:", _collect(settings))
        _tell(settings, server, count)


def killed_run(root: Path, count: int, kills: int) -> None:
    """Collect everything while being killed again and again, then to the end."""
    dice = random.Random(7)
    with mail_server() as server:
        settings = _office(root, server)
        _deliver(server, count)
        for _ in range(kills):
            running = subprocess.Popen(_command(settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0.4, 2.0))
            running.send_signal(signal.SIGKILL)
            running.wait()
            _nothing_marked_unstored(settings, server)
        _collect(settings)
        print(f"killed {kills} times:")
        _tell(settings, server, count)


def _office(root: Path, server: MailServer) -> Settings:
    root.mkdir()
    (root / "mail.password").write_text(PASSWORD, encoding="utf-8")
    (root / "mail.password").chmod(0o600)
    values = {"address": server.address, "user": USER, "certificate": server.certificate}
    return office(root, 邮箱=_DEFINITION.format(**values))


def _deliver(server: MailServer, count: int) -> None:
    """Put in what is to be collected: `count` messages of which one comes twice, three of strangers, one of 30 MB."""
    letters = corpus.mixed(count - 4)
    strangers = [
        corpus.message(corpus.text_part("广告"), corpus.word("优惠"), f"ad{n}@shop.test".encode(), 9000 + n)
        for n in range(3)
    ]
    server.deliver(*letters, letters[7], *strangers, corpus.a_big_one(count))


def _command(settings: Settings) -> list[str]:
    return [sys.executable, "-m", "bulletin", "--office", str(settings.root), "collect", "邮箱"]


def _collect(settings: Settings) -> str:
    """Collect once and return how long it took and how much memory the process had at most.

    The peak is asked of the kernel for the process itself: what `getrusage` says of children counts the parent's size.
    """
    began = time.monotonic()
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = subprocess.Popen(_command(settings), env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    status, most = Path(f"/proc/{running.pid}/status"), 0
    while running.poll() is None:
        words = status.read_text().partition("VmHWM:")[2].split()
        most = int(words[0]) if words else most
        time.sleep(0.02)
    return f"{time.monotonic() - began:.1f} s, {most >> 10} MB at most"


def _tell(settings: Settings, server: MailServer, count: int) -> None:
    """Say what is there: items and how many of them are the wanted ones, the box, what is marked."""
    db = store.open_database(settings.database_path)
    items = [item.title for item in store.items.selected(db, "true", ())]
    wanted = {corpus.title(n) for n in (*range(1, count - 3), count)}
    flags = server.flags()
    print(
        f"  items {len(items)}, wanted {len(wanted)}, missing {len(wanted - set(items))}, doubled {len(items) - len(set(items))}; "
        f"boxed {len(store.mail.boxed(db, '邮箱'))}; marked {sum(flags.values())} of {len(flags)}"
    )
    db.close()


def _nothing_marked_unstored(settings: Settings, server: MailServer) -> None:
    """Stop where more messages are marked as read than receptions are kept with their items or in the box."""
    db = store.open_database(settings.database_path)
    kept = len(store.originals.of_source(db, "邮箱")) + 1  # the message that comes twice is one reception
    items = len(store.items.selected(db, "true", ()))
    marked = sum(server.flags().values())
    db.close()
    if marked > min(kept, items + 4):
        sys.exit(f"{marked} messages are marked, {kept} kept, {items} items")


if __name__ == "__main__":
    main()
