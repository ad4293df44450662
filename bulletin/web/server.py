"""The server: a login, and behind it a page on which the desk is drawn.

A websocket carries one desk: binary messages are what is typed (up) and written (down), a text message ``columns×rows`` says
how large the window is. A desk ends with its websocket, and a login ends all its desks; nothing outlives the server.
"""

from __future__ import annotations

import asyncio
import math
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from bulletin.errors import BulletinError, UsageError
from bulletin.settings import Settings
from bulletin.web import passwords, seat
from bulletin.web.guard import HEADERS, Door
from bulletin.web.logins import Failures, Login, Logins, stranger
from bulletin.web.pages import go, page, static
from bulletin.web.terminal import Size, Terminal, open_terminal
from bulletin.web.watch import Office, find_person

COOKIE = "bulletin_desk"
MOST_DESKS, MOST_DESKS_EACH = 30, 4
LONGEST_FORM = 4096
_FORM, _UTF8 = "application/x-www-form-urlencoded", "utf-8"
LONGEST_MESSAGE = 1 << 20
"""Bytes of one message of a websocket: the longest text anybody pastes."""
REQUEST_SECONDS = 10.0
"""How long a request may take to come, and to be answered."""
WATCH_SECONDS = 2.0
_AT_ONCE, _WAITING = 2, 20
"""Passwords looked at in the same moment (each costs 32 MB), and those that wait for it."""
LEFT, ENDED, FULL = 4001, 4002, 4003
"""Why a websocket was closed: the program has ended; the login has; there are too many desks."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Front:
    """What the command line gives the server.

    ``command`` returns how a person's desk is started, ``clock`` the seconds of a clock that only goes forward, ``say``
    narrates who came and went.
    """

    settings: Settings
    door: Door
    command: Callable[[str], Sequence[str]]
    environ: Mapping[str, str]
    clock: Callable[[], float]
    say: Callable[[str], None]


@dataclass(slots=True)
class Server:
    """One server of one office."""

    front: Front
    office: Office = field(init=False)
    logins: Logins = field(default_factory=Logins)
    failures: Failures = field(default_factory=Failures)
    _looking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _waiting: int = 0

    def __post_init__(self) -> None:
        self.office = Office(self.front.settings)

    def application(self) -> web.Application:
        """Return the routes behind the guard."""
        app = web.Application(middlewares=[self._guarded], client_max_size=LONGEST_FORM)
        app.router.add_get("/", self._desk_page, allow_head=False)
        app.router.add_get("/login", self._login_page, allow_head=False)
        app.router.add_post("/login", self._log_in)
        app.router.add_post("/logout", self._log_out)
        app.router.add_get("/password", self._password_page, allow_head=False)
        app.router.add_post("/password", self._change_password)
        app.router.add_get("/desk", self._desk, allow_head=False)
        app.router.add_get("/static/{name}", static, allow_head=False)
        app.on_shutdown.append(self._shut)
        return app

    # The guard

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            answer = await self._hear(request, handler)
        except web.HTTPException as refusal:
            answer = page("refused", refusal.status, words=_words(refusal))
        except TimeoutError:
            answer = page("refused", 408, words="请求太慢，已断开")
        if not answer.prepared:
            answer.headers.update(HEADERS)
        return answer

    async def _hear(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        door, opens = self.front.door, request.path == "/desk"
        if not door.knows(request.host):
            raise web.HTTPMisdirectedRequest(text="地址不对：请用服务启动时写明的地址打开")
        if (opens or request.method != "GET") and not door.is_own_page(request.headers):
            raise web.HTTPForbidden(text="这个请求不是本页面发出的，未办理")
        if opens:
            return await handler(request)
        async with asyncio.timeout(REQUEST_SECONDS):
            return await handler(request)

    # Pages

    async def _desk_page(self, request: web.Request) -> web.StreamResponse:
        login = self._login_of(request)
        if login is None:
            return go("/login")
        if login.password.given:
            return go("/password")
        return page("desk", office=self.office.settings.office, person=self.office.settings.person_name(login.person))

    async def _login_page(self, request: web.Request) -> web.StreamResponse:
        return self._asking("login")

    async def _password_page(self, request: web.Request) -> web.StreamResponse:
        login = self._login_of(request)
        if login is None:
            return go("/login")
        return self._asking("password", given=login.password.given)

    def _asking(self, name: str, status: int = 200, wrong: str = "", given: bool = False) -> web.Response:
        office = self.office.settings.office
        asked = {"rules": passwords.RULES, "shortest": passwords.SHORTEST}
        return page(name, status, office=office, wrong=wrong, given=given, **asked)

    # Coming and going

    async def _log_in(self, request: web.Request) -> web.StreamResponse:
        form = await _form(request)
        named, typed = str(form.get("person", "")), str(form.get("password", ""))
        await self.renew()
        person = find_person(self.office.settings, named)
        known = person.id if person else stranger(named.strip())
        if wait := self.failures.wait(known, self.front.clock()):
            return self._asking("login", 429, f"连续输错，请过{math.ceil(wait)}秒再试")
        kept = self.office.password(known)
        if not await self._is_right(known, kept, typed) or kept is None:
            self.front.say(f"登录未成：{person.name if person else '没有此人'}")
            return self._asking("login", 403, "人员或口令不对")
        if before := self._login_of(request):
            await self.logins.close(before, "已在这个浏览器里重新登录")
        login = self.logins.open(known, kept, self.office.rights(known), self.front.clock())
        self.front.say(f"登录：{self.office.settings.person_name(known)}")
        return self._welcome(login)

    async def _is_right(self, person: str, kept: passwords.Password | None, typed: str) -> bool:
        """Tell whether that is the password; counted as wrong until it is known to be right."""
        if self._waiting >= _WAITING:
            raise web.HTTPServiceUnavailable(text="正在登录的人太多，请稍后再试")
        self.failures.count(person, self.front.clock())
        self._waiting += 1
        try:
            async with self._looking:
                right = await asyncio.to_thread(passwords.matches, kept, typed)
        finally:
            self._waiting -= 1
        if right:
            self.failures.forget(person)
        return right

    def _welcome(self, login: Login) -> web.Response:
        answer = go("/")
        secure = bool(self.front.door.names)
        answer.set_cookie(COOKIE, login.token, httponly=True, samesite="Strict", secure=secure, path="/")
        return answer

    async def _log_out(self, request: web.Request) -> web.StreamResponse:
        if login := self._login_of(request):
            await self.logins.close(login, "已退出登录")
            self.front.say(f"退出：{self.office.settings.person_name(login.person)}")
        answer = go("/login")
        answer.del_cookie(COOKIE, path="/")
        return answer

    async def _change_password(self, request: web.Request) -> web.StreamResponse:
        login = self._login_of(request)
        if login is None:
            return go("/login")
        form = await _form(request)
        old, new, again = (str(form.get(name, "")) for name in ("old", "new", "again"))
        given = login.password.given
        if wait := self.failures.wait(login.person, self.front.clock()):
            return self._asking("password", 429, f"连续输错，请过{math.ceil(wait)}秒再试", given)
        if not await self._is_right(login.person, login.password, old):
            return self._asking("password", 403, "原口令不对", given)
        if new != again:
            return self._asking("password", 400, "两次写的新口令不一样", given)
        if new == old:
            return self._asking("password", 400, "新口令与原口令一样", given)
        try:
            person = self.office.settings.people[login.person]
            await asyncio.to_thread(passwords.keep, self.office.settings, person, new, False)
        except BulletinError as error:
            return self._asking("password", 400, str(error), given)
        await self.renew()
        kept = self.office.password(login.person)
        if kept is None:
            return go("/login")
        return self._welcome(self.logins.open(login.person, kept, self.office.rights(login.person), self.front.clock()))

    def _login_of(self, request: web.Request) -> Login | None:
        return self.logins.find(request.cookies.get(COOKIE, ""), self.front.clock())

    # The desk

    async def _desk(self, request: web.Request) -> web.StreamResponse:
        await self.renew()
        login = self._login_of(request)
        if login is None or login.password.given:
            raise web.HTTPForbidden(text="请先登录")
        full = self.logins.desks() >= MOST_DESKS or self.logins.desks(login.person) >= MOST_DESKS_EACH
        socket = web.WebSocketResponse(heartbeat=20, timeout=2, max_msg_size=LONGEST_MESSAGE, compress=True)

        async def end(why: str) -> None:
            login.desks.discard(end)
            if socket.prepared:
                await socket.close(code=ENDED, message=why.encode())

        login.desks.add(end)
        try:
            await socket.prepare(request)
            if full:
                await socket.close(code=FULL, message="打开的采编台太多，请先关掉一些页面".encode())
            elif end in login.desks:  # the login may have ended meanwhile
                await self._sit(login, socket, request)
        finally:
            login.desks.discard(end)
        return socket

    async def _sit(self, login: Login, socket: web.WebSocketResponse, request: web.Request) -> None:
        """Run the person's desk, and carry what is typed and written, until it ends or the browser goes."""
        size, wants_light = _size_in(request.query.get("size", "")), request.query.get("light") == "1"
        environ = {**self.front.environ, **({"BULLETIN_LIGHT": "1"} if wants_light else {})}
        with seat.offered(login.person) as handle:
            environ[seat.VARIABLE] = str(handle)
            terminal = await open_terminal(self.front.command(login.person), environ, size, (handle,))
        writing = asyncio.create_task(_show(terminal, socket))
        try:
            async for message in socket:
                login.touched = self.front.clock()
                if message.type is WSMsgType.BINARY:
                    await terminal.write(message.data)
                elif message.type is WSMsgType.TEXT:
                    terminal.resize(_size_in(message.data))
        finally:
            writing.cancel()
            await terminal.hang_up()
            with suppress(asyncio.CancelledError):
                await writing

    # The watch

    async def renew(self) -> None:
        """Read the office's files again where they changed, and end the logins they, or the clock, no longer allow."""
        if wrong := self.office.renew():
            self.front.say(f"办公室的配置有误，仍按原来的办：{wrong}")
        now = self.front.clock()
        for login in self.logins.all():
            if why := self._why_over(login, now):
                self.front.say(f"{self.office.settings.person_name(login.person)}：{why}")
                await self.logins.close(login, why)

    def _why_over(self, login: Login, now: float) -> str:
        if login.is_over(now):
            return "太久没有操作，已退出登录"
        if self.office.password(login.person) != login.password:
            return "口令或人员有变动，请重新登录"
        return "" if self.office.rights(login.person) == login.rights else "权限有变动，请重新登录"

    async def watch(self) -> None:
        """Renew every two seconds, for ever."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            await self.renew()

    async def _shut(self, _: web.Application) -> None:
        for login in self.logins.all():
            await self.logins.close(login, "服务已停止")


async def _show(terminal: Terminal, socket: web.WebSocketResponse) -> None:
    """Send what the program writes, until it ends."""
    with suppress(ConnectionError):
        while written := await terminal.read():
            await socket.send_bytes(written)
        await socket.close(code=LEFT, message="采编台已关闭".encode())


async def _form(request: web.Request) -> Mapping[str, object]:
    """Return what was typed into a page's form. Raises ``HTTPBadRequest`` for what no page of ours sends."""
    wrong = web.HTTPBadRequest(text="送来的内容读不懂，未办理；请从登录页填写")
    if request.content_type != _FORM or (request.charset or _UTF8).lower() != _UTF8:
        raise wrong
    try:
        return await request.post()
    except ValueError:
        raise wrong from None


def _size_in(said: str) -> Size:
    """Return the size a browser names, ``columns×rows``; the usual one where it names none."""
    columns, _, rows = said.partition("x")
    if not (columns.isdecimal() and rows.isdecimal() and len(said) < 12):
        return 80, 24
    return int(columns), int(rows)


_WORDS = {404: "没有这一页", 405: "这个地址不接受这种请求", 413: "送来的内容太大"}


def _words(refusal: web.HTTPException) -> str:
    """Return in Chinese why a request was refused."""
    return _WORDS.get(refusal.status, refusal.text or "")


def serve(front: Front, port: int) -> None:
    """Serve until interrupted; a port of 0 is any that is free. Raises `UsageError` where the port is not to be had."""
    asyncio.run(_serve(front, port))


async def _serve(front: Front, port: int) -> None:
    server, loop, stop = Server(front), asyncio.get_running_loop(), asyncio.Event()
    runner = web.AppRunner(
        server.application(),
        access_log=None,
        keepalive_timeout=REQUEST_SECONDS,
        lingering_time=1.0,
        shutdown_timeout=REQUEST_SECONDS,
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, front.door.host, port).start()
    except OSError as error:
        raise UsageError(
            f"{front.door.host} 的端口 {port} 用不了：{error.strerror}", "请用 --port 换一个端口"
        ) from None
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    name = f"[{front.door.host}]" if ":" in front.door.host else front.door.host
    front.say(f"采编台已可从浏览器打开：http://{name}:{runner.addresses[0][1]}/　停止按 Ctrl-C")
    watching = asyncio.create_task(server.watch())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((watching, stopping), return_when=asyncio.FIRST_COMPLETED)
    await runner.cleanup()
    if watching.done():
        watching.result()
    watching.cancel()
