"""What people log in with: for each person a salt and a scrypt hash, in a file that only one account can read.

The file is ``var/browser/passwords.json``, mode 0600 in a folder of mode 0700, never among the settings. Whoever owns it can
give any person a password, and so opens desks in their names; nobody else does (`refuse_strangers`). Where people are known
by their accounts (``os_user``), file and folder count only if root or the account of an administrator owns them: who may
merely write to ``var/`` cannot put passwords of his own in their place.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
import pwd
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import scrypt
from pathlib import Path

from bulletin import store
from bulletin.errors import NotFound, RefusedAction, UsageError
from bulletin.model import Person
from bulletin.settings import Settings

SHORTEST, LONGEST = 8, 200
"""Characters of a password."""
RULES = f"口令要有{SHORTEST}至{LONGEST}个字符，不能总是重复几个字符，不能含自己的编号或姓名"
"""What `wrong_with` asks of a new password, said before it is typed."""
_COST, _BLOCK, _LANES = 2**15, 8, 3
"""scrypt's N, r and p: 32 MB and about a quarter of a second, as OWASP's Password Storage Cheat Sheet asks for at least."""


@dataclass(frozen=True, slots=True)
class Password:
    """A password as it is kept, `salt` and `digest` in hexadecimal. ``given`` by an administrator: to be changed first."""

    salt: str
    digest: str
    given: bool = False


_NOBODYS = Password("00" * 16, "00" * 32)


def path_of(settings: Settings) -> Path:
    """Return where the office's passwords lie."""
    return settings.root / "var" / "browser" / "passwords.json"


def read(settings: Settings) -> dict[str, Password]:
    """Return the passwords by person, none where there is no file.

    Raises `UsageError` where others could read or replace it, or it is kept by an account that may not.
    """
    path = path_of(settings)
    try:
        known, body = _opened(settings, path)
        if known.st_mode & 0o077:
            raise UsageError(f"{path} 别人也能读，不用", f"请执行 chmod 600 {path}，并让每个人改口令")
        return {person: Password(**kept) for person, kept in json.loads(body).items()}
    except FileNotFoundError:
        return {}
    except PermissionError:
        raise UsageError(f"本账号读不了 {path}", "请用设置口令的那个账号启动") from None
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        raise UsageError(f"{path} 不是口令文件", "请移走它，再用 bulletin person password 重新设置") from None


def keep(settings: Settings, person: Person, password: str, given: bool) -> None:
    """Keep the person's new password. Raises `UsageError` for a bad one, `StoreFailure`."""
    if wrong := wrong_with(password, person):
        raise UsageError(f"口令没有设置：{wrong}", "请另想一个，再设一次")
    salt = secrets.token_bytes(16)
    with _changing(settings) as kept:
        kept[person.id] = Password(salt.hex(), _digest(password, salt), given)


def remove(settings: Settings, person: Person) -> None:
    """Take the person's password away: he can no longer log in. Raises `NotFound` where he has none."""
    with _changing(settings) as kept:
        if kept.pop(person.id, None) is None:
            raise NotFound("口令", person.name, "此人本来就不能从浏览器登录")


def wrong_with(password: str, person: Person) -> str:
    """Return in Chinese what is wrong with a new password, or ''."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"要有{SHORTEST}至{LONGEST}个字符"
    if len(set(password)) < SHORTEST // 2:
        return "重复的字符太多"
    named = person.id.lower() in password.lower() or person.name in password
    return "不能含有自己的编号或姓名" if named else ""


def matches(kept: Password | None, password: str) -> bool:
    """Tell whether it is the password kept. Without one it takes as long, and is not."""
    expected = kept or _NOBODYS
    same = hmac.compare_digest(_digest(password[: LONGEST + 1], bytes.fromhex(expected.salt)), expected.digest)
    return same and kept is not None


def refuse_strangers(settings: Settings) -> None:
    """Raise `RefusedAction` unless this account keeps the office's passwords: only it opens desks for others."""
    try:
        keeper = _opened(settings, path_of(settings))[0].st_uid
    except OSError:
        keeper = -1
    if keeper != os.getuid():
        raise RefusedAction("本账号不保管登录口令，不能替别人打开采编台", "请用自己的账号打开：bulletin desk")


def _opened(settings: Settings, path: Path) -> tuple[os.stat_result, bytes]:
    """Return what is known of the password file, and its bytes: of the one file that was opened, whatever is put in its place.

    Raises `OSError`, and `UsageError` for a file that does not count.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        file = os.open(path.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        with os.fdopen(file, "rb") as opened:
            around, known = os.fstat(folder), os.fstat(file)
            for one, kept in ((path.parent, around), (path, known)):
                _refuse_loose(settings, one, kept)
            if around.st_uid != known.st_uid:
                raise UsageError(
                    f"{path} 与所在的文件夹不属于同一个账号，不用", "请管理员查明来历、移走它，再重新设置口令"
                )
            return known, opened.read()
    finally:
        os.close(folder)


def _refuse_loose(settings: Settings, path: Path, known: os.stat_result) -> None:
    if known.st_mode & 0o022:
        raise UsageError(f"{path} 别人也能写，不用", f"请查明来历，执行 chmod go-rwx {path}，并让每个人改口令")
    if not _may_keep(settings, known.st_uid):
        raise UsageError(f"{path} 不属于 root 或管理员的账号，不用", "请管理员查明来历、移走它，再用自己的账号设置口令")


def _may_keep(settings: Settings, account: int) -> bool:
    """Tell whether passwords of that account count: root, or where accounts are people an administrator's."""
    if account == 0 or settings.identity.mode != "os_user":
        return True
    try:
        name = pwd.getpwuid(account).pw_name
    except KeyError:
        return False
    return any(one.os_user == name and "admin" in one.roles for one in settings.people.values())


def _digest(password: str, salt: bytes) -> str:
    most = 2 * 128 * _BLOCK * (_COST + _LANES)
    return scrypt(password.encode(), salt=salt, n=_COST, r=_BLOCK, p=_LANES, maxmem=most, dklen=32).hex()


@contextmanager
def _changing(settings: Settings) -> Iterator[dict[str, Password]]:
    """Give the passwords to change, to one process at a time, and keep what the block left."""
    path = path_of(settings)
    if not _may_keep(settings, os.getuid()):
        raise RefusedAction("本账号不能保管登录口令", "请用管理员在 os_user 中登记的账号，或由 root 设置")
    try:
        store.files.make_directory(path.parent)
        path.parent.chmod(0o700)
        lock = path.with_suffix(".lock").open("w")
    except PermissionError:
        raise UsageError(f"本账号写不了 {path.parent}", "请用保管口令的那个账号设置") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = read(settings)
        yield kept
        _write(path, kept)


def _write(path: Path, kept: Mapping[str, Password]) -> None:
    body = json.dumps({person: asdict(one) for person, one in sorted(kept.items())}, indent=1)
    store.files.write_durably(path, body.encode())
    path.chmod(0o600)
