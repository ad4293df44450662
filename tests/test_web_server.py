"""The server of the desk, attacked over real HTTP and real websockets on loopback."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from bulletin import store
from bulletin.settings import read_settings
from bulletin.web import logins, passwords
from bulletin.web.guard import Door
from bulletin.web.server import ENDED, FULL, LEFT, MOST_DESKS_EACH, Front, Server

from calls import call  # isort: skip
from web_support import PASSWORDS, Running, children, client, closing, give_passwords, log_in, screen_until, serving  # isort: skip

WAIT = 15.0


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which some can log in."""
    root = tmp_path_factory.mktemp("office") / "office"
    assert call(None, "init", root, "--sample").code == 0
    give_passwords(root)
    return root


@pytest.fixture(scope="module")
def server(office: Path) -> Iterator[Running]:
    """A server of that office."""
    with serving(office) as running:
        yield running


@pytest.fixture
def own_office(office: Path, tmp_path: Path) -> Path:
    """A copy of the office, to be changed."""
    return Path(shutil.copytree(office, tmp_path / "office"))


def play(act: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run one scene, a minute at most."""

    async def run() -> None:
        async with asyncio.timeout(60):
            await act()

    asyncio.run(run())


# Coming in


def test_who_logs_in_sits_at_his_own_desk(server: Running) -> None:
    """The desk of the browser is the person's own, whatever account the server runs as, and ends with `q`, once asked."""

    async def act() -> None:
        async with client(server) as session:
            assert await log_in(session, "审核甲", PASSWORDS["reviewer1"]) == 303
            async with session.ws_connect("/desk?size=100x30") as socket:
                assert "审核甲（审核）" in await screen_until(socket, "审核甲（审核）")
                await socket.send_bytes(b"qy")
                assert (await closing(socket))[0] == LEFT

    play(act)


def test_nobody_gets_in_without_a_login(server: Running) -> None:
    """Without a login, or with a token of one's own making, there is neither page nor desk."""

    async def act() -> None:
        async with client(server) as session:
            for token in ("", "x" * 43):
                plant(session, server, token)
                async with session.get("/", allow_redirects=False) as answer:
                    assert (answer.status, answer.headers["Location"]) == (303, "/login")
                assert await refused_socket(session) == 403
            assert await log_in(session, "editor1", "wrong-password") == 403
            assert await log_in(session, "nobody", "wrong-password") == 403
            assert await log_in(session, "clerk1", "has-none-at-all") == 403

    play(act)


async def refused_socket(session: aiohttp.ClientSession, **headers: str) -> int:
    """Return the status with which a websocket is refused."""
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await session.ws_connect("/desk?size=80x24", headers=headers)
    return refused.value.status


def test_a_token_from_before_is_not_taken_over(server: Running) -> None:
    """Each login has a new token of the server's own making, and ends the one the browser had before (fixation)."""

    async def act() -> None:
        async with client(server) as session:
            plant(session, server, "planted")
            await log_in(session, "editor1")
            first = cookie(session)
            await log_in(session, "editor1")
            second = cookie(session)
            assert len({"planted", first, second}) == 3
            plant(session, server, first)
            assert await refused_socket(session) == 403

    play(act)


def plant(session: aiohttp.ClientSession, server: Running, token: str) -> None:
    """Put a token of our choice into the browser."""
    session.cookie_jar.update_cookies({"bulletin_desk": token}, URL(server.url))


def cookie(session: aiohttp.ClientSession) -> str:
    """Return the token the browser holds."""
    return next((one.value for one in session.cookie_jar if one.key == "bulletin_desk"), "")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(server: Running) -> None:
    """The token is a cookie for this server only, unseen by scripts and never sent from another site's page."""

    async def act() -> None:
        async with client(server) as session:
            form = {"person": "editor1", "password": PASSWORDS["editor1"]}
            async with session.post("/login", data=form, allow_redirects=False) as answer:
                set_ = answer.headers["Set-Cookie"]
                assert all(word in set_ for word in ("HttpOnly", "SameSite=Strict", "Path=/"))
            async with session.get("/") as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'; script-src 'self';" in policy
                assert "frame-ancestors 'none'" in policy
                assert answer.headers["Cache-Control"] == "no-store"

    play(act)


def test_who_was_given_a_password_changes_it_first(own_office: Path) -> None:
    """With a password the administrator knows there is no desk; the old one is asked for, and ends with its logins."""

    async def act() -> None:
        with serving(own_office) as server:
            async with client(server) as session, client(server) as other:
                for one in (session, other):
                    await log_in(one, "signer1")
                async with session.get("/", allow_redirects=False) as answer:
                    assert answer.headers["Location"] == "/password"
                assert await refused_socket(session) == 403
                new = "潭面无风镜未磨3"
                assert await change(session, "wrong-password", new) == 403
                assert await change(session, PASSWORDS["signer1"], PASSWORDS["signer1"]) == 400
                assert await change(session, PASSWORDS["signer1"], "short") == 400
                assert await change(session, PASSWORDS["signer1"], new) == 303
                async with session.ws_connect("/desk?size=80x24") as socket:
                    await screen_until(socket, "签发甲")
                async with other.get("/", allow_redirects=False) as answer:
                    assert answer.headers["Location"] == "/login"
                assert await log_in(other, "signer1") == 403

    play(act)


async def change(session: aiohttp.ClientSession, old: str, new: str) -> int:
    """Change the password and return the status."""
    form = {"old": old, "new": new, "again": new}
    async with session.post("/password", data=form, allow_redirects=False) as answer:
        return answer.status


# Strangers


def test_another_sites_page_opens_no_desk_and_logs_nobody_in(server: Running) -> None:
    """A websocket or a form from another origin, from ``null``, or from nowhere is refused, cookie or not."""

    async def act() -> None:
        async with client(server) as session:
            await log_in(session, "editor1")
            strange = ("http://evil.example", "null", "", server.url + ".evil.example", "http://127.0.0.1:1")
            for origin in strange:
                assert await refused_socket(session, Origin=origin) == 403, origin
                form = {"person": "editor1", "password": PASSWORDS["editor1"]}
                for path in ("/login", "/logout", "/password"):
                    async with session.post(path, data=form, headers={"Origin": origin}) as answer:
                        assert answer.status == 403, (path, origin)
            async with session.ws_connect("/desk?size=80x24") as socket:
                await screen_until(socket, "编辑甲")

    play(act)


def test_a_foreign_name_that_points_here_is_refused(server: Running) -> None:
    """A request for another ``Host`` is not answered, even with a fitting ``Origin`` (DNS rebinding)."""

    async def act() -> None:
        async with client(server) as session:
            await log_in(session, "editor1")
            port = server.host.rpartition(":")[2]
            for host in (f"evil.example:{port}", "evil.example", "127.0.0.1.evil.example", f"10.0.0.1:{port}", "[:"):
                headers = {"Host": host, "Origin": f"http://{host}"}
                async with session.get("/login", headers=headers) as answer:
                    assert answer.status in (400, 421), host
                assert await refused_socket(session, **headers) in (400, 421)
            async with session.get("/login", headers={"Host": "localhost:9999"}) as answer:  # through ssh -L
                assert answer.status == 200

    play(act)


def test_behind_a_proxy_only_the_names_given_are_known() -> None:
    """`Door`: loopback and the names given; an address only where the server was told to listen beyond this machine."""
    near, far = Door("127.0.0.1", frozenset({"desk.example.gov.cn"})), Door("0.0.0.0")

    assert [near.knows(host) for host in ("desk.example.gov.cn", "localhost:1", "[::1]:80", "10.1.2.3")] == [
        *(True, True, True, False)
    ]
    assert [far.knows(host) for host in ("10.1.2.3:8765", "evil.example", "[fe80::1]:8765")] == [True, False, True]


def test_behind_a_proxy_the_token_goes_encrypted_only(office: Path) -> None:
    """With ``--name`` a browser that calls that name gets in, and is told to send its token over TLS only."""

    async def act() -> None:
        with serving(office, "--name", "desk.example.gov.cn") as server:
            async with client(server, Host="desk.example.gov.cn", Origin="https://desk.example.gov.cn") as session:
                form = {"person": "editor1", "password": PASSWORDS["editor1"]}
                async with session.post("/login", data=form, allow_redirects=False) as answer:
                    assert (answer.status, "Secure" in answer.headers["Set-Cookie"]) == (303, True)

    play(act)


def test_files_are_known_by_name_only(server: Running) -> None:
    """No way of writing a path reaches anything but the files a page names."""

    async def act() -> None:
        tries = (
            *("/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2fserver.py", "/static//etc/passwd"),
            *(
                "/static/%2fetc%2fpasswd",
                "/static/LICENSE-xterm.txt",
                "/static/desk.js%00",
                "/static/",
                "/var/bulletin.db",
            ),
            *("/../../var/browser/passwords.json", "/static/....//....//etc/passwd"),
        )
        for path in tries:
            said = await raw(
                server, f"GET {path} HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n".encode()
            )
            assert b" 404 " in said[:40] or b" 400 " in said[:40], (path, said[:200])
            assert b"root:" not in said and b"import" not in said
        async with client(server) as session, session.get("/static/desk.js") as answer:
            assert (answer.status, answer.content_type) == (200, "text/javascript")

    play(act)


async def raw(server: Running, request: bytes) -> bytes:
    """Send bytes and return all that comes back."""
    host, _, port = server.host.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    try:
        return await asyncio.wait_for(reader.read(), WAIT)
    finally:
        writer.close()


def test_after_five_wrong_passwords_one_waits(own_office: Path) -> None:
    """The sixth attempt is not looked at, the right one neither, many at once neither; another person is not held up."""

    async def act() -> None:
        with serving(own_office) as server:
            async with client(server) as session:
                tried = await asyncio.gather(*(log_in(session, "editor1", f"wrong-password{n}") for n in range(12)))
                assert sorted(tried) == [403] * 5 + [429] * 7
                assert await log_in(session, "editor1") == 429
                assert await log_in(session, "编辑甲", PASSWORDS["editor1"]) == 429
                assert await log_in(session, "reviewer1") == 303

    play(act)


def test_no_answer_tells_who_is_there(own_office: Path) -> None:
    """A name nobody bears is answered like a person's, with a password or without: five times wrong, then to wait."""

    async def act() -> None:
        with serving(own_office) as server:
            async with client(server) as session:
                for name in ("editor2", "clerk1", "nobody", "别人"):
                    tried = [await log_in(session, name, "wrong-password") for _ in range(7)]
                    assert tried == [403] * 5 + [429] * 2, name

    play(act)


BROKEN = {
    "no boundary": (b"x", "multipart/form-data"),
    "broken parts": (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    "unknown charset": (b"person=a", "application/x-www-form-urlencoded; charset=zzz"),
    "no utf-8": (b"person=\xff\xfe&password=\xed\xa0\x80", "application/x-www-form-urlencoded"),
    "no form": (b'{"person": "a"}', "application/json"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_form_no_page_sends_is_refused_in_words(server: Running, how: str) -> None:
    """Broken parts, an unknown charset, another kind of body: 400, in Chinese, and the server goes on."""
    body, kind = BROKEN[how]

    async def act() -> None:
        async with (
            client(server) as session,
            session.post("/login", data=body, headers={"Content-Type": kind}, allow_redirects=False) as answer,
        ):
            assert (answer.status, "读不懂" in await answer.text()) == (400, True)

    play(act)


def test_nothing_large_or_slow_holds_the_server_up(server: Running) -> None:
    """Huge forms and headers are refused, and who sends a request or a form drop by drop is cut off after ten seconds."""

    async def act() -> None:
        async with client(server) as session, session.post("/login", data={"person": "x" * 10_000_000}) as answer:
            assert answer.status == 413
        head = f"GET /login HTTP/1.1\r\nHost: {server.host}\r\n".encode()
        assert b" 400 " in (await raw(server, head + b"X: " + b"x" * 100_000 + b"\r\n\r\n"))[:40]
        kind = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100"
        form = head.replace(b"GET", b"POST") + f"Origin: {server.url}\r\n{kind}\r\n\r\np".encode()
        begun = time.monotonic()
        slow = await asyncio.gather(*(raw(server, one) for one in [b"", head, form] * 30))
        assert 8 < time.monotonic() - begun < 14
        assert {said[:13] for said in slow} <= {b"", b"HTTP/1.1 408 "}

    play(act)


def test_a_tab_too_large_or_too_many(server: Running) -> None:
    """One person has four desks at a time; a message of more than a megabyte ends its desk; sizes are kept in bounds."""

    async def act() -> None:
        async with client(server) as session:
            await log_in(session, "editor1")
            open_ = [await session.ws_connect(f"/desk?size={size}") for size in ("80x24", "0x0", "99999x1", "ax")]
            assert len(open_) == MOST_DESKS_EACH
            async with session.ws_connect("/desk?size=80x24") as one_more:
                assert (await closing(one_more))[0] == FULL
            for socket in open_:
                await screen_until(socket, "待处理")
            await open_[0].send_str("columns")
            await open_[1].send_bytes(b"j" * 2_000_000)
            assert (await closing(open_[1]))[0] == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
            for socket in open_:
                await socket.close()

    play(act)


# Going


def test_who_is_removed_from_the_office_is_out_at_once(own_office: Path) -> None:
    """A person taken out of the office file loses the desk within seconds, the login too, and cannot come back."""

    async def act() -> None:
        settings = own_office / "bulletin.toml"
        with serving(own_office) as server:
            async with client(server) as session, client(server) as other:
                await log_in(session, "editor1")
                await log_in(other, "reviewer1")
                async with (
                    session.ws_connect("/desk?size=80x24") as gone,
                    other.ws_connect("/desk?size=80x24") as stays,
                ):
                    await screen_until(gone, "编辑甲")
                    await screen_until(stays, "审核甲")
                    written = settings.read_text(encoding="utf-8")
                    settings.write_text(without("editor1", written).replace('"editor1"', '"editor2"'), encoding="utf-8")
                    assert await closing(gone) == (ENDED, "口令或人员有变动，请重新登录")
                    assert await log_in(session, "editor1") == 403
                    settings.write_text("[office", encoding="utf-8")  # a mistake throws nobody out
                    await asyncio.sleep(3)
                    await stays.send_bytes(b"qy")
                    assert (await closing(stays))[0] == LEFT
            assert any("配置有误" in line for line in server.said)

    play(act)


def without(person: str, settings: str) -> str:
    """Return an office file without one of its people."""
    head, _, rest = settings.partition(f"[people.{person}]")
    return head + "[" + rest.partition("\n[")[2]


def test_who_gets_other_rights_comes_in_anew(own_office: Path) -> None:
    """A change of somebody's roles ends his desk, so that no right outlives the file; a new password does too."""

    async def act() -> None:
        settings = own_office / "bulletin.toml"
        with serving(own_office) as server:
            async with client(server) as session:
                await log_in(session, "editor1")
                async with session.ws_connect("/desk?size=80x24") as socket:
                    await screen_until(socket, "编辑甲（编辑）")
                    written = settings.read_text(encoding="utf-8")
                    changed = written.replace(
                        'name = "编辑甲"\nroles = ["editor"]', 'name = "编辑甲"\nroles = ["clerk"]'
                    )
                    assert changed != written
                    settings.write_text(changed, encoding="utf-8")
                    assert await closing(socket) == (ENDED, "权限有变动，请重新登录")
                assert await log_in(session, "editor1") == 303
                async with session.ws_connect("/desk?size=80x24") as socket:
                    await screen_until(socket, "编辑甲（督办员）")
                    office = read_settings(own_office)
                    passwords.keep(office, office.people["editor1"], "别的口令别的口令9", given=True)
                    assert (await closing(socket))[0] == ENDED

    play(act)


def test_logging_out_ends_every_desk(server: Running) -> None:
    """Logging out closes the person's desks and makes the token worthless."""

    async def act() -> None:
        async with client(server) as session:
            await log_in(session, "editor1")
            token = cookie(session)
            async with session.ws_connect("/desk?size=80x24") as socket:
                await screen_until(socket, "编辑甲")
                async with session.post("/logout", allow_redirects=False) as answer:
                    assert (answer.status, answer.headers["Location"]) == (303, "/login")
                assert await closing(socket) == (ENDED, "已退出登录")
            plant(session, server, token)
            assert await refused_socket(session) == 403

    play(act)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_desk_outlives_the_server(own_office: Path, number: signal.Signals) -> None:
    """However the server ends, the desks it has started end, and no login is known to the next one."""

    async def act() -> None:
        with serving(own_office) as server:
            async with client(server) as session:
                await log_in(session, "editor1")
                socket = await session.ws_connect("/desk?size=80x24")
                await screen_until(socket, "编辑甲")
                desks = children(server.process.pid)
                assert desks
                server.process.send_signal(number)
                await asyncio.to_thread(server.process.wait, WAIT)
                await until(lambda: not any(Path(f"/proc/{one}").exists() for one in desks))
                token = cookie(session)
        with serving(own_office) as server:
            async with client(server) as session:
                plant(session, server, token)
                assert await refused_socket(session) == 403

    play(act)


async def until(holds: Callable[[], bool]) -> None:
    """Wait until it holds."""
    async with asyncio.timeout(WAIT):
        while not holds():
            await asyncio.sleep(0.05)


def test_who_does_nothing_for_half_an_hour_is_logged_out(office: Path) -> None:
    """A login ends when nothing was typed for half an hour, and after a day's work in any case; the desk ends with it."""

    async def act() -> None:
        now = [0.0]
        front = Front(
            read_settings(office), Door("127.0.0.1"), lambda _: ["sleep", "60"], {}, lambda: now[0], lambda _: None
        )
        server = Server(front)
        runner = web.AppRunner(server.application())
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        running = Running(f"http://127.0.0.1:{runner.addresses[0][1]}", None)  # type: ignore[arg-type]
        async with client(running) as session:
            await log_in(session, "editor1")
            socket = await session.ws_connect("/desk?size=80x24")
            for _ in range(3):
                now[0] += logins.IDLE_SECONDS - 1
                await socket.send_bytes(b"j")
                await asyncio.sleep(0.1)
                await server.renew()
                assert not socket.closed and server.logins.desks() == 1
            now[0] += logins.IDLE_SECONDS + 1
            assert await refused_socket(session) == 403
            assert (await closing(socket))[0] == ENDED
            assert server.logins.all() == []
        await runner.cleanup()

    play(act)


def test_what_is_done_in_the_browser_is_done_by_who_logged_in(own_office: Path) -> None:
    """In an office that knows people by their account, a deed at the browser's desk is the logged-in person's own."""
    settings = own_office / "bulletin.toml"
    written = settings.read_text(encoding="utf-8").replace('mode = "trusted"', 'mode = "os_user"')
    lines = [line for line in written.splitlines() if not line.startswith(("clock =", "default ="))]
    settings.write_text("\n".join(lines), encoding="utf-8")

    async def act() -> None:
        with serving(own_office) as server:
            async with client(server) as session:
                await log_in(session, "editor1")
                async with session.ws_connect("/desk?size=100x30") as socket:
                    await screen_until(socket, "编辑甲（编辑）")
                    await socket.send_bytes(b"s")
                    await screen_until(socket, "暂存 1")

    play(act)

    db = store.open_database(read_settings(own_office).database_path)
    shelved = [row for row in db["statuses"].rows if row["action"] == "shelve"]
    assert [row["by"] for row in shelved] == ["editor1"], json.dumps(shelved, ensure_ascii=False)


def test_a_server_without_logins_is_not_started(tmp_path: Path) -> None:
    """Where nobody has a password the command says how to give one; beyond this machine it warns of the clear text."""
    office = tmp_path / "office"
    call(None, "init", office, "--sample")

    assert "bulletin person password" in call(office, "desk", "--browser").err
    give_passwords(office)
    with serving(office, "--host", "0.0.0.0") as far:
        assert any("明文" in line for line in far.said)
