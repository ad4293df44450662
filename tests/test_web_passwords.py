"""What people log in with: only a salted hash is kept, and only one account can read it."""

from __future__ import annotations

import asyncio
import os
import pwd
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin.errors import NotFound, RefusedAction, UsageError
from bulletin.settings import read_settings
from bulletin.web import passwords, seat
from bulletin.web.logins import FREE_FAILURES, Failures
from bulletin.web.terminal import open_terminal

from calls import call  # isort: skip

PASSWORD = "竹影扫阶尘不动1"
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office without passwords."""
    root = tmp_path_factory.mktemp("office") / "office"
    assert call(None, "init", root, "--sample").code == 0
    return root


def test_only_a_salted_hash_is_kept_where_one_account_can_read_it(office: Path) -> None:
    """The file holds no password, two equal ones look different, and neither file nor folder is open to others."""
    settings = read_settings(office)
    for person in ("editor1", "editor2"):
        passwords.keep(settings, settings.people[person], PASSWORD, given=False)
    path, kept = passwords.path_of(settings), passwords.read(settings)

    assert PASSWORD not in path.read_text(encoding="utf-8")
    assert kept["editor1"].digest != kept["editor2"].digest
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)] == [0o600, 0o700]
    assert passwords.matches(kept["editor1"], PASSWORD)
    assert not passwords.matches(kept["editor1"], PASSWORD + "x")
    assert not passwords.matches(None, PASSWORD)


@pytest.mark.parametrize("password", ["", "short7x", "editor1-2026", "这是编辑甲的口令啊", "aaaaaaaaab", "x" * 201])
def test_a_bad_password_is_not_taken(office: Path, password: str) -> None:
    """Too short, too long, all one letter, or the person's own name: refused, and the one before stays."""
    settings = read_settings(office)
    before = passwords.read(settings).get("editor1")

    with pytest.raises(UsageError):
        passwords.keep(settings, settings.people["editor1"], password, given=False)

    assert passwords.read(settings).get("editor1") == before


def test_a_file_others_can_read_is_not_used(office: Path) -> None:
    """A password file with loose modes is refused, and so is one that is none."""
    settings = read_settings(office)
    passwords.keep(settings, settings.people["editor1"], PASSWORD, given=False)
    path = passwords.path_of(settings)
    right = path.read_bytes()

    path.chmod(0o640)
    with pytest.raises(UsageError, match="chmod 600"):
        passwords.read(settings)
    path.chmod(0o600)
    path.write_bytes(b"{}[")
    with pytest.raises(UsageError, match="不是口令文件"):
        passwords.read(settings)
    path.write_bytes(right)


def test_only_the_account_that_keeps_the_passwords_opens_desks_for_others(tmp_path: Path) -> None:
    """The hidden way by which the server seats a person refuses every account that does not own the passwords."""
    office = tmp_path / "office"
    call(None, "init", office, "--sample")
    settings = read_settings(office)

    refused = call(office, "desk", "--seat", "signer1", "--lines")

    assert (refused.code, "只有浏览器采编台的服务自己可以" in refused.err) == (1, True)
    if os.getuid() == 0:
        passwords.keep(settings, settings.people["editor1"], PASSWORD, given=False)
        os.chown(passwords.path_of(settings), 65534, -1)
        with pytest.raises((RefusedAction, UsageError)):
            passwords.refuse_strangers(settings)


def test_a_seat_is_taken_only_where_the_process_that_started_this_one_offers_it() -> None:
    """The offer names the person; for another, by a number typed by hand, or from a process further up it is none."""
    program = "import os, sys; from bulletin.web import seat; seat.take(os.environ, sys.argv[1]); print(seat.VARIABLE in os.environ)"
    between = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:], close_fds=False).returncode)"

    def taken(person: str, handle: str = "", *through: str) -> tuple[int, str]:
        with seat.offered("signer1") as offer:
            environ = {**os.environ, seat.VARIABLE: handle or str(offer)}
            done = subprocess.run(
                [*through, sys.executable, "-c", program, person], env=environ, pass_fds=(offer,), capture_output=True, text=True
            )  # fmt: skip
        return done.returncode, done.stdout.strip()

    assert taken("signer1") == (0, "False")
    assert [taken(*one)[0] for one in (("editor1",), ("signer1", "0"), ("signer1", "x"), ("signer1", "9" * 30))] == [
        1
    ] * 4
    assert taken("signer1", "", sys.executable, "-c", between)[0] == 1


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files to other accounts")
def test_where_accounts_are_people_only_root_or_an_administrator_keeps_passwords(tmp_path: Path) -> None:
    """A file or folder of any other account, or one that others may write to, counts for nothing, at the desk and at the login."""
    office = tmp_path / "office"
    call(None, "init", office, "--sample")
    config = office / "bulletin.toml"
    words = re.sub(r'mode = "trusted"', 'mode = "os_user"', config.read_text("utf-8"))
    words = re.sub(r"^(default|clock) = .*\n", "", words, flags=re.MULTILINE)
    config.write_text(words.replace("[people.admin1]\n", '[people.admin1]\nos_user = "daemon"\n'), "utf-8")
    settings = read_settings(office)
    passwords.keep(settings, settings.people["editor1"], PASSWORD, given=False)
    path, owners = passwords.path_of(settings), {"daemon": pwd.getpwnam("daemon").pw_uid, "stranger": 65534}
    assert settings.identity.mode == "os_user"

    for one in (path, path.parent):
        os.chown(one, owners["daemon"], -1)
    assert list(passwords.read(settings)) == ["editor1"]
    for one in (path, path.parent):
        os.chown(one, owners["stranger"], -1)
        with pytest.raises(UsageError, match="不属于"):
            passwords.read(settings)
        with pytest.raises((UsageError, RefusedAction)):
            passwords.refuse_strangers(settings)
        os.chown(one, owners["daemon"], -1)
    path.parent.chmod(0o770)
    with pytest.raises(UsageError, match="别人也能写"):
        passwords.read(settings)


def test_a_link_in_the_place_of_the_passwords_is_no_password_file(office: Path, tmp_path: Path) -> None:
    """Whatever it leads to."""
    settings = read_settings(office)
    passwords.keep(settings, settings.people["editor1"], PASSWORD, given=False)
    path = passwords.path_of(settings)
    path.rename(tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")

    with pytest.raises(UsageError, match="不是口令文件"):
        passwords.read(settings)
    path.unlink()


def test_a_password_is_set_by_an_administrator_only(office: Path) -> None:
    """Without the role, without a terminal, for a stranger: refused, each with what to do."""
    assert "（--as admin1）" in call(office, "person", "password", "编辑乙").err
    assert "在终端里输入" in call(office, "person", "password", "编辑乙", person="admin1").err
    assert "可用的人员" in call(office, "person", "password", "王五", person="admin1").err


def test_a_password_is_asked_for_twice_and_never_shown(office: Path) -> None:
    """The rules are told first; typed twice without being shown; a bad one or two different ones are asked for again."""
    shown, code = asyncio.run(_typed(office, "短", PASSWORD, PASSWORD + "x", PASSWORD, PASSWORD))

    assert shown.index("口令要有8至200个字符") < shown.index("新口令：") < shown.index("没有设置：要有8至200个字符")
    assert "两遍写的不一样" in shown
    assert (code, PASSWORD in shown, "首次登录时须改掉" in shown) == (0, False, True)
    assert passwords.read(read_settings(office))["reviewer2"].given


def test_a_desk_whose_terminal_is_gone_before_it_starts_does_not_start() -> None:
    """A child that finds its terminal hung up ends at once: it would never hear of it again."""
    master, slave = os.openpty()
    program = "import sys; open(sys.argv[1]).read(); from bulletin.web.terminal import take_terminal; take_terminal()"
    reading, writing = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-c", program, f"/dev/fd/{reading}"],
        stdin=slave, stderr=subprocess.PIPE, start_new_session=True, pass_fds=(reading,), text=True,
    )  # fmt: skip
    for handle in (slave, master, reading, writing):  # the child goes on when nobody holds the pipe's other end
        os.close(handle)

    _, said = child.communicate(timeout=20)

    assert (child.returncode, "终端已断开" in said) == (1, True)


async def _typed(office: Path, *lines: str) -> tuple[str, int]:
    words = ["--office", str(office), "--as", "admin1", "person", "password", "审核乙"]
    terminal = await open_terminal([sys.executable, "-m", "bulletin", *words], os.environ, (100, 24))
    seen = b""
    async with asyncio.timeout(30):
        for number, line in enumerate(lines, 1):
            while len(re.findall("新口令：|再写一遍：", seen.decode("utf-8", "ignore"))) < number:
                read = await terminal.read()
                assert read, seen.decode()
                seen += read
            await asyncio.sleep(0.1)  # the echo is switched off just after the question
            await terminal.write(f"{line}\n".encode())
        while read := await terminal.read():
            seen += read
        return seen.decode(), await terminal.hang_up()


def test_who_loses_the_password_cannot_log_in(office: Path) -> None:
    """``--remove`` takes the password away, and says so where there was none; the list tells who can log in."""
    settings = read_settings(office)
    passwords.keep(settings, settings.people["clerk1"], PASSWORD, given=True)
    can = {one["id"]: one["password"] for one in call(office, "person", "list", "--json").json}

    removed = call(office, "person", "password", "clerk1", "--remove", person="admin1")

    assert (can["clerk1"], removed.code, "clerk1" in passwords.read(settings)) == (True, 0, False)
    with pytest.raises(NotFound):
        passwords.remove(settings, settings.people["clerk1"])


def test_after_five_wrong_passwords_the_wait_grows() -> None:
    """Five attempts are free; then 30 seconds, twice as long each time, a quarter of an hour at most."""
    failures, now, waits = Failures(), 0.0, []
    for _ in range(FREE_FAILURES + 7):
        waits.append(failures.wait("editor1", now))
        now += waits[-1]
        failures.count("editor1", now)

    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]
    assert failures.wait("editor2", now) == 0
    failures.forget("editor1")
    assert failures.wait("editor1", now) == 0
