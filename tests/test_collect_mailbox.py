"""What is promised of the mailbox, on a real server: one item each, strangers boxed, nothing read before it is stored."""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import mail_corpus as corpus
import pytest
from calls import ROOT, call, done
from collect_support import AT, office, quiet
from mail_server import PASSWORD, USER, MailServer, find_dovecot, mail_server

from bulletin import store
from bulletin.collect.rereading import extract_again
from bulletin.collect.runs import SourceReport, collect_all, try_source
from bulletin.collect.submissions import box
from bulletin.errors import RefusedAction, SourceFailure
from bulletin.model import Actor, Item
from bulletin.settings import Settings, read_settings
from bulletin.store import Database

pytestmark = pytest.mark.skipif(find_dovecot() is None, reason="dovecot is missing: sh bulletin/setup/dovecot.sh")
DEFINITION = """
title = "报送邮箱"
collector = "mailbox"
address = "{address}"
user = "{user}"
password_file = "mail.password"
ca = "{certificate}"
kind = "动态"
{more}
[senders]
"@dongshan.test" = "东山镇"
"fgw@city.test" = "市发改委"
"""
EDITOR = Actor("editor1", "编辑甲", frozenset(("editor",)))
ROUNDS = int(os.environ.get("CRASH_ROUNDS", "3"))


@dataclass
class Desk:
    """An office with a mailbox on the server."""

    root: Path
    server: MailServer
    settings: Settings
    db: Database

    def run(self) -> SourceReport:
        """Collect once."""
        return collect_all(self.db, self.settings, ["邮箱"], at=AT, say=quiet).sources[0]

    def with_settings(self, more: str = "", senders: str = "", **changed: str) -> Desk:
        """Return the same desk after a change in its source file."""
        return replace(self, settings=_settings(self.root, self.server, more, senders, **changed))

    @property
    def items(self) -> list[Item]:
        """All items, in order."""
        return store.items.selected(self.db, "true", ())

    @property
    def problems(self) -> list[str]:
        """What is open of the source."""
        return [problem.what for problem in store.problems.unsettled(self.db, "邮箱")]


def _settings(root: Path, server: MailServer, more: str = "", senders: str = "", **changed: str) -> Settings:
    values = {"address": server.address, "user": USER, "certificate": str(server.certificate), "more": more, **changed}
    settings = office(root, 邮箱=DEFINITION.format(**values) + senders)
    assert not settings.source_errors, settings.source_errors
    return settings


@pytest.fixture(scope="module")
def running() -> Iterator[MailServer]:
    """One server for all tests of the module."""
    with mail_server() as server:
        yield server


@pytest.fixture
def desk(running: MailServer, tmp_path: Path) -> Iterator[Desk]:
    """A desk with an empty mailbox."""
    running.empty()
    (tmp_path / "mail.password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    (tmp_path / "mail.password").chmod(0o600)
    settings = _settings(tmp_path, running)
    db = store.open_database(settings.database_path)
    yield Desk(tmp_path, running, settings, db)
    db.close()


def a_letter(n: int = 1, sender: bytes = b"xxk@dongshan.test", subject: str = "", text: str = "") -> bytes:
    """Return a plain report of a sender."""
    return corpus.message(
        corpus.text_part(text or corpus.report(n)), corpus.word(subject or corpus.title(n)), sender, n
    )


def test_every_kind_of_mail_is_one_right_item_and_then_marked_as_read(desk: Desk) -> None:
    """Attachments, forwarded chains, wrong charsets, a page, a zip: title, text and signer are those of the report."""
    desk.server.deliver(*corpus.mixed(20))
    report = desk.run()
    assert (report.new, report.problems, report.error) == (20, (), "")
    for n, item in enumerate(desk.items, 1):
        assert item.title == corpus.title(n)
        assert item.text == corpus.report(n, header=False).strip()
        assert item.signed_by in ("林涛", "朱镕")
        assert (item.unit, item.kind) == ("东山镇", "动态")
    assert all(desk.server.flags().values())


def test_a_second_run_adds_nothing(desk: Desk) -> None:
    """What is stored is not looked at again."""
    desk.server.deliver(*corpus.mixed(5))
    desk.run()
    again = desk.run()
    assert (again.new, again.seen) == (0, 0)


def test_a_message_that_arrives_twice_is_one_item(desk: Desk) -> None:
    """The same message by two ways, with other trace fields on top, is one item; both are marked as read."""
    letter = a_letter()
    trace = (
        b"Received: from relay.test by mx2.test; Fri, 20 Nov 2026 08:31:00 +0800\r\nDelivered-To: xinxi@city.test\r\n"
    )
    desk.server.deliver(letter, trace + letter, letter)
    report = desk.run()
    assert (report.new, report.seen) == (1, 2)
    assert list(desk.server.flags().values()) == [True] * 3


def test_mail_somebody_has_read_already_is_taken_too(desk: Desk) -> None:
    """Opening a message in a mail program does not lose it."""
    desk.server.deliver(a_letter())
    desk.server.mark(next(iter(desk.server.flags())), "(\\Seen)")
    assert desk.run().new == 1


def test_a_stranger_is_boxed_told_and_filed_once_he_is_known(desk: Desk) -> None:
    """Mail of an unknown sender is kept and in no queue; entered in the source file, it is filed from the original."""
    desk.server.deliver(a_letter(1, b"li@163.com"), a_letter(2, b"li@163.com"), a_letter(3))
    report = desk.run()
    assert report.new == 1
    assert report.problems == (f"未登记的发件人 li@163.com 来信《{corpus.title(2)}》等 2 封，已收存未入队",)
    assert all(desk.server.flags().values())
    assert len(store.originals.of_source(desk.db, "邮箱")) == 3
    known = desk.with_settings(senders='"li@163.com" = "东山镇"')
    desk.server.empty()
    later = known.run()
    assert (later.new, later.problems) == (2, ())
    assert desk.problems == []
    assert known.run().new == 0


def test_trying_a_source_does_not_empty_the_box(desk: Desk) -> None:
    """A boxed message whose sender is known by now is filed by the run after the trial, not lost in it."""
    desk.server.deliver(a_letter(1, b"li@163.com"))
    desk.run()
    known = desk.with_settings(senders='"li@163.com" = "东山镇"')
    assert len(try_source(known.settings, "邮箱", say=quiet)) == 1
    assert known.run().new == 1


def test_the_box_is_shown_accepted_and_dismissed_on_the_command_line(desk: Desk) -> None:
    """``source box`` lists strangers; ``--accept`` enters one and files his mail; ``--dismiss`` sets another aside."""
    desk.server.deliver(a_letter(1, b"li@163.com"), a_letter(2, b"ad@shop.test", "优惠"))
    desk.run()
    shown = done(call(desk.root, "source", "box", "邮箱", "--json", person="editor1"))
    assert [one["sender"] for one in shown["senders"]] == ["li@163.com", "ad@shop.test"]
    wrong = call(desk.root, "source", "box", "邮箱", "--accept", "@163.com", "--unit", "东山镇", person="editor1")
    assert wrong.code == 2 and "公共邮箱" in wrong.err
    unknown = call(desk.root, "source", "box", "邮箱", "--accept", "li@163.com", "--unit", "西山镇", person="editor1")
    assert unknown.code == 1 and "东山镇" in unknown.err
    taken = done(
        call(
            desk.root, "source", "box", "邮箱", "--accept", "LI@163.com", "--unit", "东山镇", "--json", person="editor1"
        )
    )
    assert len(taken["items"]) == 1
    gone = done(call(desk.root, "source", "box", "邮箱", "--dismiss", "ad@shop.test", "--json", person="editor1"))
    assert (gone["dismissed"], gone["senders"]) == (1, [])
    assert len(store.originals.of_source(desk.db, "邮箱")) == 2
    desk.server.deliver(a_letter(3, b"li@163.com"))
    report = desk.run()
    assert (report.new, report.problems) == (1, ())


def test_a_message_boxed_in_two_mailboxes_is_one_item(desk: Desk) -> None:
    """Its sender accepted for both of them, the message is filed once."""
    second = (desk.root / "sources" / "邮箱.toml").read_text("utf-8")
    (desk.root / "sources" / "邮箱二.toml").write_text(second, encoding="utf-8")
    desk = desk.with_settings()
    desk.server.deliver(a_letter(1, b"li@163.com"))
    collect_all(desk.db, desk.settings, ["邮箱", "邮箱二"], at=AT, say=quiet)
    filed = [
        box.accept(desk.db, desk.settings, desk.settings.sources[name], "li@163.com", "东山镇", EDITOR, AT).items
        for name in ("邮箱", "邮箱二")
    ]
    assert [len(items) for items in filed] == [1, 0]
    assert len(desk.items) == 1


def test_only_an_editor_or_administrator_settles_the_box_and_it_is_written_down(desk: Desk) -> None:
    """Whose mail it is decides who is credited: others are refused, and who set a letter aside stands in its record."""
    desk.server.deliver(a_letter(1, b"li@163.com"))
    desk.run()
    source = desk.settings.sources["邮箱"]
    clerk = Actor("clerk1", "督办员丁", frozenset(("clerk",)))
    with pytest.raises(RefusedAction, match="督办员丁的角色是督办员") as refused:
        box.accept(desk.db, desk.settings, source, "li@163.com", "东山镇", clerk, AT)
    assert "编辑" in refused.value.remedy
    with pytest.raises(RefusedAction):
        box.dismiss(desk.db, source, "li@163.com", clerk, AT)
    assert desk.items == [] and list(box.strangers(desk.db, source)) == ["li@163.com"]

    assert box.dismiss(desk.db, source, "li@163.com", EDITOR, AT) == 1
    (row,) = desk.db.query("select state, what from arrivals")
    assert row == {"state": "dismissed", "what": "编辑甲（editor1）于 2026-11-20 09:00 移出收存箱"}


def test_without_a_signer_it_is_refused_and_stays_unread_until_a_person_deals_with_it(desk: Desk) -> None:
    """The refusal names subject, sender and reason at every run, without fetching it again; read by a person, it ends."""
    desk.server.deliver(a_letter(1, text=corpus.report(1).replace(corpus.SIGNED, "")))
    for _ in range(2):
        report = desk.run()
        assert report.new == 0
        assert f"来信《{corpus.title(1)}》（xxk@dongshan.test）：材料没有签发人" in report.problems[0]
        assert list(desk.server.flags().values()) == [False]
    assert store.originals.every(desk.db) == []
    desk.server.mark(next(iter(desk.server.flags())), "(\\Seen)")
    assert desk.run().problems == ()
    assert desk.problems == []


def test_a_refused_message_is_read_again_when_the_rules_change(desk: Desk) -> None:
    """What was too big is taken after the office allows it."""
    small = desk.with_settings("most_mb = 0.001")
    desk.server.deliver(a_letter(1, text=corpus.report(1) + "备注行。" * 400))
    report = small.run()
    assert report.new == 0 and "超过 0.001 MB，未收，仍在邮箱中未读" in report.problems[0]
    assert corpus.title(1) in report.problems[0] and "xxk@dongshan.test" in report.problems[0]
    assert desk.run().new == 1


def _with(name: bytes, body: bytes) -> bytes:
    """Return a message with this file attached."""
    parts = [corpus.text_part("见附件"), corpus.file_part(name, body)]
    return corpus.message(corpus.multipart(parts), corpus.word("转发：信息"))


_SECRET = f"机密★长期\n{corpus.report(1)}"
CLASSIFIED = {
    "subject": a_letter(1, subject="【机密】关于某事的报告"),
    "text": a_letter(1, text=f"秘密★1年\n{corpus.report(1)}"),
    "a stranger's": a_letter(1, b"who@elsewhere.test", text=f"绝密\n{corpus.report(1)}"),
    "a file": _with(b"filename=a.docx", corpus.docx(_SECRET)),
    "the name of a file": _with(corpus.name_of("【秘密】名单.rar"), b"Rar!"),
    "an inner message": corpus.message(corpus.enclosed(a_letter(1, text=_SECRET)), corpus.word("Fwd: 信息")),
    "a file in a zip": _with(b"filename=a.zip", corpus.zipped(**{"甲.txt": _SECRET.encode()})),
}


@pytest.mark.parametrize("letter", CLASSIFIED.values(), ids=CLASSIFIED)
def test_what_carries_a_level_is_not_kept_not_marked_and_not_named(desk: Desk, letter: bytes) -> None:
    """A level in subject, text, a file, its name, an inner message, a zip, a stranger's mail: nothing of it is kept."""
    desk.server.deliver(letter)
    report = desk.run()
    assert report.new == 0
    assert "标有密级" in report.problems[0]
    kept = (desk.root / "var" / "bulletin.db").read_bytes().decode("utf-8", "ignore")
    for word in ("某事", "名单", corpus.title(1), "elsewhere"):
        assert word not in "".join(report.problems) + kept
    assert store.originals.every(desk.db) == []
    assert not list((desk.root / "var" / "originals").rglob("*"))
    assert list(desk.server.flags().values()) == [False]
    assert desk.run().problems == report.problems


def test_a_renumbered_mailbox_is_looked_at_again_and_nothing_doubled(desk: Desk) -> None:
    """A new UIDVALIDITY means that every number is new: all is read again, no item and no original is doubled."""
    letters = [*corpus.mixed(4), a_letter(9, b"li@163.com")]
    desk.server.renew("Renewed", *letters)
    renewed = desk.with_settings('folder = "Renewed"')
    assert renewed.run().new == 4
    originals = len(store.originals.every(desk.db))
    desk.server.renew("Renewed", *letters)
    again = renewed.run()
    assert (again.new, again.seen) == (0, 4)
    assert len(store.originals.every(desk.db)) == originals == 5
    assert again.problems == (f"未登记的发件人 li@163.com 来信《{corpus.title(9)}》，已收存未入队",)


def test_a_folder_with_a_chinese_name_is_opened(desk: Desk) -> None:
    """Folder names are written as IMAP wants them (modified UTF-7)."""
    with desk.server.client() as client:
        client.create('"&YqWQAQ-"')
    desk.server.deliver(a_letter(), folder='"&YqWQAQ-"')
    report = desk.with_settings('folder = "报送"').run()
    assert (report.error, report.new) == ("", 1)
    missing = desk.with_settings('folder = "没有"').run()
    assert "邮箱文件夹 没有 打不开" in missing.error


def test_trying_a_source_stores_and_marks_nothing(desk: Desk) -> None:
    """`source check` shows what would come; the mailbox and the database stay as they were."""
    desk.server.deliver(a_letter(1), a_letter(2, b"li@163.com"), a_letter(3, text="无签发人的一段正文，说明情况。"))
    found = try_source(desk.settings, "邮箱", say=quiet)
    assert [one.title for one in found] == [corpus.title(1)]
    assert not any(desk.server.flags().values())
    assert store.originals.every(desk.db) == [] and desk.problems == []
    assert desk.run().new == 1


def test_older_mail_is_left_alone_on_request(desk: Desk) -> None:
    """``since`` bounds how far back an old mailbox is read."""
    desk.server.deliver(a_letter())
    assert desk.with_settings("since = 2199-01-01").run().new == 0
    assert desk.with_settings("since = 2020-01-01").run().new == 1


def test_the_password_is_in_no_message_and_its_file_must_be_private(desk: Desk) -> None:
    """A refused login, an open file, a missing variable: each is told, and none shows the password."""
    said: list[str] = []
    path = desk.root / "mail.password"
    path.write_text("Wrong-密码-9\n", encoding="utf-8")
    refused = collect_all(desk.db, desk.settings, ["邮箱"], at=AT, say=said.append).sources[0]
    assert "登录被拒绝" in refused.error
    path.chmod(0o644)
    assert "权限是 644" in desk.run().error
    definition = desk.root / "sources" / "邮箱.toml"
    by_variable = definition.read_text("utf-8").replace('password_file = "mail.password"', 'password_env = "NO_SUCH"')
    definition.write_text(by_variable, encoding="utf-8")
    assert "环境变量 NO_SUCH 没有设置" in replace(desk, settings=read_settings(desk.root)).run().error
    everything = "".join(said + desk.problems) + (desk.root / "var/bulletin.db").read_bytes().decode("utf-8", "ignore")
    assert "Wrong-密码-9" not in everything and PASSWORD not in everything


def test_an_untrusted_certificate_and_a_private_address_are_refused(desk: Desk) -> None:
    """Nothing is sent to a server whose certificate does not hold, nor to an address the office did not allow."""
    untrusted = desk.with_settings(certificate="")
    assert "证书" in untrusted.run().error
    (desk.root / "bulletin.toml").write_text(
        (desk.root / "bulletin.toml").read_text("utf-8").replace('allow = ["127.0.0.0/8"]', "allow = []"),
        encoding="utf-8",
    )
    private = replace(desk, settings=read_settings(desk.root))
    assert "不是公网地址，未连接" in private.run().error


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('address = "imap://mail.test"', "只用加密连接"),
        ('address = "imaps://u:secretword@mail.test"', "密码不写在来源文件里"),
        ('address = "imaps://mail.test"\npassword_env = "X"', "要写且只写一个"),
        ('address = "imaps://mail.test"\n[senders]\n"@163.com" = "东山镇"', "公共邮箱"),
        ('address = "imaps://mail.test"\n[senders]\n"dongshan.test" = "东山镇"', "应为邮件地址"),
    ],
)
def test_a_wrong_definition_is_refused_without_showing_a_password(tmp_path: Path, change: str, said: str) -> None:
    """Plain connections, passwords in addresses, public domains as a unit's: refused where the source file is read."""
    definition = f'collector = "mailbox"\nuser = "u"\npassword_file = "p"\n{change}\n'
    error = office(tmp_path, 邮箱=definition).source_errors["邮箱"]
    assert said in str(error) and "secretword" not in str(error)


def test_a_sender_of_an_unknown_unit_stops_the_source_with_the_nearest(desk: Desk) -> None:
    """A wrong name in ``senders`` is told before any mail is looked at."""
    wrong = desk.with_settings(senders='"x@x.test" = "东山鎮"')
    assert "没有登记" in wrong.run().error


def test_addresses_entered_with_the_unit_count_for_every_mailbox(desk: Desk) -> None:
    """``mail`` of a unit in bulletin.toml does what ``senders`` does."""
    path = desk.root / "bulletin.toml"
    path.write_text(
        path.read_text("utf-8").replace('[units."东山镇"]\n', '[units."东山镇"]\nmail = ["Li@163.com"]\n'),
        encoding="utf-8",
    )
    desk.server.deliver(a_letter(1, b"li@163.com"))
    assert replace(desk, settings=read_settings(desk.root)).run().new == 1


def test_kept_mail_is_read_again_without_the_network(desk: Desk) -> None:
    """``collect --again`` changes nothing where the rules are the same, and never makes an item of a boxed message."""
    desk.server.deliver(*corpus.mixed(3), a_letter(8, b"li@163.com"))
    desk.run()
    assert extract_again(desk.db, desk.settings, ["邮箱"], at=AT) == 0
    assert len(desk.items) == 3


def test_killed_at_any_moment_nothing_is_marked_before_it_is_stored(desk: Desk) -> None:
    """After each kill every message marked as read is an item or in the box; in the end each is there exactly once."""
    count = 40
    desk.server.deliver(*corpus.mixed(count), a_letter(900, b"li@163.com"))
    by_uid = {uid: n for n, uid in enumerate(desk.server.flags(), 1)}
    dice = random.Random(4)
    killed = 0
    for _ in range(ROUNDS):
        command = [sys.executable, "-m", "bulletin", "--office", str(desk.root), "collect", "邮箱"]
        quietly = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        running = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, **quietly)
        wanted = len(desk.items) + dice.randint(1, 8)
        while running.poll() is None and len(desk.items) < wanted:
            time.sleep(0.005)
        time.sleep(dice.uniform(0, 0.04))
        killed += running.poll() is None
        running.send_signal(signal.SIGKILL)
        running.wait()
        titles = {item.title for item in desk.items}
        seen = [by_uid[uid] for uid, is_seen in desk.server.flags().items() if is_seen]
        for n in seen:
            assert n > count or corpus.title(n) in titles, f"message {n} is marked and not stored"
    deadline = time.monotonic() + 60
    while desk.run().new and time.monotonic() < deadline:
        """Whatever a killed run left is taken now."""
    assert killed
    assert sorted(item.title for item in desk.items) == sorted(corpus.title(n) for n in range(1, count + 1))
    assert all(desk.server.flags().values())
    assert len(re.findall("已收存未入队", "".join(desk.problems))) == 1


def test_a_server_that_dribbles_is_left(tmp_path: Path) -> None:
    """A server that sends a byte a second, or nothing, is given up after the time a source may take."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]

        def dribble() -> None:
            peer, _ = listening.accept()
            with peer:
                for _ in range(30):
                    try:
                        peer.send(b"*")
                    except OSError:
                        return
                    time.sleep(0.2)

        threading.Thread(target=dribble, daemon=True).start()
        (tmp_path / "p").write_text("x")
        (tmp_path / "p").chmod(0o600)
        definition = f'collector = "mailbox"\naddress = "imaps://127.0.0.1:{port}"\nuser = "u"\npassword_file = "p"\ntimeout = 1\n'
        settings = office(tmp_path, 邮箱=definition)
        db = store.open_database(settings.database_path)
        began = time.monotonic()
        error = collect_all(db, settings, ["邮箱"], at=AT, say=quiet).sources[0].error
        assert error and time.monotonic() - began < 10


def test_a_server_that_cannot_be_reached_is_no_fault_of_the_material(desk: Desk) -> None:
    """The history says in a word what is wrong: no connection, a certificate that does not hold, no answer in time."""
    nobody = desk.with_settings(address="imaps://127.0.0.1:1")
    assert "连接不上" in nobody.run().error
    assert "证书" in desk.with_settings(certificate="").run().error
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"imaps://127.0.0.1:{silent.getsockname()[1]}"
        assert "超时" in desk.with_settings("timeout = 1", address=address).run().error
    runs = store.sources.history(desk.db, "邮箱", 3)
    assert [one.kind for one in runs] == ["timeout", "tls", "connect"]


def test_the_next_address_of_a_server_is_tried(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with an address that does not answer first: the mail comes by the second one."""
    desk.server.deliver(a_letter())
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in ("127.0.0.9", "127.0.0.1")]
    real = socket.getaddrinfo

    def resolver(host: str, *rest: object, **named: object) -> object:
        return found if host == "mail.test" else real(host, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    port = desk.server.address.rpartition(":")[2]
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(Path(desk.server.certificate).read_text())).hexdigest()
    named = desk.with_settings(f'fingerprint = "sha256:{digest}"', address=f"imaps://mail.test:{port}")
    report = named.run()
    assert (report.error, report.new) == ("", 1)


_HEAD = b"From: xxk@dongshan.test\r\nSubject: long\r\n\r\n"
_ANSWERS = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n",
    b"SELECT": b"* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 4294967295] x\r\n",
    b"SEARCH": b"* SEARCH 1\r\n",
    b"RFC822.SIZE": b"* 1 FETCH (UID 1 RFC822.SIZE 100 FLAGS ())\r\n",
    b"HEADER": b"* 1 FETCH (UID 1 BODY[HEADER]<0> {%d}\r\n%b)\r\n" % (len(_HEAD), _HEAD),
    b"BODY": b"* 1 FETCH (UID 1 BODY[]<0> {4194304}\r\n" + b"x" * 4_194_304 + b")\r\n",
}
"""What a server says to a command with this word in it: it numbers by the clock, and its message is longer than it says."""


def _speak(wire: socket.socket, at: bytes) -> None:
    """Answer commands as an ordinary server does, up to the first with `at` in it (b'': say nothing)."""
    lines = wire.makefile("rb")
    if at:
        wire.sendall(b"* OK ready\r\n")
    while at and at not in (line := lines.readline()):
        if b"AUTHENTICATE" in line:
            wire.sendall(b"+ \r\n")
            lines.readline()
        said = next((answer for word, answer in _ANSWERS.items() if word in line), b"")
        wire.sendall(said + line.split()[0] + b" OK [READ-WRITE] done\r\n")


@contextmanager
def _hostile(root: Path, piece: bytes, pause: float, at: bytes) -> Iterator[Settings]:
    """An office whose mail server, once it gets a command with `at` in it (b'': at once), says `piece` over and over."""
    listening = socket.create_server(("127.0.0.1", 0))
    openssl = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    names = ("-keyout", root / "key.pem", "-out", root / "cert.pem", "-subj", "/CN=x", "-addext")
    subprocess.run([*openssl, *names, "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(root / "cert.pem", root / "key.pem")

    def talk() -> None:
        with suppress(OSError), context.wrap_socket(listening.accept()[0], server_side=True) as wire:
            _speak(wire, at)
            while True:
                wire.sendall(piece)
                time.sleep(pause)

    threading.Thread(target=talk, daemon=True).start()
    address = f"imaps://127.0.0.1:{listening.getsockname()[1]}"
    definition = (
        f'collector = "mailbox"\naddress = "{address}"\nuser = "u"\npassword_file = "p"\nca = "cert.pem"\ntimeout = 3\n'
    )
    (root / "p").write_text("x")
    (root / "p").chmod(0o600)
    with listening:
        yield office(root, 邮箱=definition)


@pytest.mark.parametrize(("piece", "at"), [(b"x", b""), (b"* OK still here\r\n", b"CAPABILITY")])
def test_a_server_that_dribbles_while_it_opens_is_left_in_time(tmp_path: Path, piece: bytes, at: bytes) -> None:
    """The time limit is for the greeting as a whole, not for each of its bytes; trying a source ends as well."""
    with _hostile(tmp_path, piece, 0.2, at) as settings:
        started = time.monotonic()
        with pytest.raises(SourceFailure):
            try_source(settings, "邮箱", say=quiet)

    assert time.monotonic() - started < 6


@pytest.mark.parametrize(
    ("piece", "at"),
    [
        pytest.param(b"* X " + b"y" * 900_000 + b"\r\n", b"CAPABILITY", id="capabilities"),
        pytest.param(b"* SEARCH " + b"1 " * 400_000 + b"\r\n", b"SEARCH", id="numbers"),
        pytest.param(b"* 1 FETCH (UID 1 X {4000000}\r\n" + b"x" * 4_000_000 + b")\r\n", b"SEARCH", id="literals"),
    ],
)
def test_an_answer_without_end_is_cut_by_its_size(tmp_path: Path, piece: bytes, at: bytes) -> None:
    """However fast a server floods, no more of it is kept than the largest answer can hold."""
    with _hostile(tmp_path, piece, 0.0, at) as settings:
        tracemalloc.start()
        with pytest.raises(SourceFailure):
            try_source(settings, "邮箱", say=quiet)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert most < 80 << 20


def test_a_message_longer_than_the_server_says_is_told_and_not_passed_over(tmp_path: Path) -> None:
    """Some servers guess sizes: what turns out too long while it is read is refused like what says so itself."""
    with _hostile(tmp_path, b"* BYE\r\n", 0.1, b"LOGOUT") as settings:
        said: list[str] = []
        assert not try_source(settings, "邮箱", say=said.append)

    assert len(said) == 1 and "《long》" in said[0] and "超过 50 MB" in said[0]
