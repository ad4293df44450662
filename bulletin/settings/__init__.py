"""The office (办公室) as its files describe it: ``bulletin.toml`` and ``sources/*.toml``, read strictly.

Every key is used or refused: a wrong one is named with its file, its value and the nearest valid key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bulletin.errors import NotFound, OfficeNotFound, SettingsError, UnknownPerson
from bulletin.model import Actor, Person
from bulletin.reference import MAIN_SERIES
from bulletin.settings.calendar import Calendar, read_calendar
from bulletin.settings.gates import Gates, read_gates
from bulletin.settings.lists import Lists, read_lists
from bulletin.settings.look import USUAL, Look, SeriesCheck
from bulletin.settings.mailbox import wrong_with
from bulletin.settings.office_hours import OfficeHours, read_office_hours
from bulletin.settings.publication import TEMPLATES, Publication, read_publication
from bulletin.settings.rank import RANK_DEFAULTS, read_rank
from bulletin.settings.route import refuse_strangers
from bulletin.settings.source import Source, read_sources
from bulletin.settings.submissions import Demands, read_demands
from bulletin.settings.table import Table
from bulletin.settings.verification import VerificationRules, read_verification
from bulletin.settings.web import Network, Visiting, read_network
from bulletin.terms import INSTRUCTION_KINDS, ROLES
from bulletin.text import nearest, one_line

__all__ = [
    "FILE_NAME",
    "RANK_DEFAULTS",
    "USUAL",
    "Calendar",
    "Deadlines",
    "Delegation",
    "Focus",
    "Gates",
    "Identity",
    "Look",
    "Network",
    "Publication",
    "SeriesCheck",
    "Settings",
    "Source",
    "Unit",
    "VerificationRules",
    "Visiting",
    "due_on",
    "find_office",
    "read_settings",
    "shipped_office",
]

FILE_NAME = "bulletin.toml"
IDENTITY_MODES = ("os_user", "trusted")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is taken for whom. ``trusted`` also accepts ``--as`` and ``--at``; ``default`` and ``clock`` need it."""

    mode: str
    default: str = ""
    clock: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Submitting unit (报送单位). ``unit_class`` 1 is the class of which most is expected; ``mail`` are its addresses."""

    name: str
    attribution: str
    unit_class: int
    aliases: tuple[str, ...] = ()
    mail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Focus:
    """Focus topic (报送要点、领导关注): words that raise an item in the queue until a day."""

    topic: str
    words: tuple[str, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Delegation:
    """Delegation (授权): ``giver`` lets ``taker`` act in his ``roles`` from ``start`` to ``end``, both included.

    Empty ``roles`` are all the giver's. Only roles entered for the giver himself count: nothing is passed on.
    """

    giver: str
    taker: str
    start: date
    end: date
    reason: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The office's own limits for the four speeds, in hours, and for follow-ups, in days.

    ``urge_hours`` is how many hours lie at least between two urgings (催办) of the same piece.
    """

    received_hours: int = 24
    edited_hours: int = 24
    approved_hours: int = 24
    instruction_days: dict[str, int] = field(default_factory=dict)
    remind_days: int = 3
    urge_hours: float = 2.0


@dataclass(frozen=True, slots=True)
class Settings:
    """One office, read once and passed on. All paths are absolute.

    ``source_errors`` holds, by name, the source files that are wrong: their sources stand still, the office goes on.
    """

    root: Path
    office: str
    zone: ZoneInfo
    identity: Identity
    people: dict[str, Person]
    units: dict[str, Unit]
    publications: dict[str, Publication]
    focus: tuple[Focus, ...]
    delegations: tuple[Delegation, ...]
    deadlines: Deadlines
    rank: dict[str, float]
    network_allow: tuple[str, ...]
    sources: dict[str, Source]
    source_errors: dict[str, SettingsError]
    gates: Gates = field(default_factory=Gates)
    demands: Demands = field(default_factory=Demands)
    network: Network = field(default_factory=Network)
    calendar: Calendar = field(default_factory=Calendar)
    hours: OfficeHours = field(default_factory=OfficeHours)
    lists: Lists = field(default_factory=Lists)
    verification: VerificationRules = field(default_factory=VerificationRules)

    @property
    def banned_words(self) -> tuple[str, ...]:
        """Words the office does not print."""
        return self.gates.banned_words

    def banned_on(self, day: date) -> tuple[str, ...]:
        """Words the office does not print on `day`: of bulletin.toml, and of its dated lists."""
        return (*self.banned_words, *self.lists.banned_on(day))

    @property
    def database_path(self) -> Path:
        """The one database file."""
        return self.root / "var" / "bulletin.db"

    @property
    def originals_dir(self) -> Path:
        """Where received bytes lie, by SHA-256."""
        return self.root / "var" / "originals"

    @property
    def work_dir(self) -> Path:
        """Proofs and other files on the way; whatever lies here can be made again or is named by a row."""
        return self.root / "var" / "work"

    @property
    def notices_dir(self) -> Path:
        """Where notices lie, in a folder for each person; each is also a row."""
        return self.root / "var" / "notices"

    @property
    def lost_dir(self) -> Path:
        """Where whole files that no row speaks of are moved to; nothing received is ever deleted."""
        return self.root / "var" / "lost"

    @property
    def issues_dir(self) -> Path:
        """The archive: ``issues/<publication>/<year>/<NNN>/``."""
        return self.root / "issues"

    def template_dir(self, publication: Publication, series: str = MAIN_SERIES) -> Path:
        """Return the versioned template folder of `publication`, of one of its `series`."""
        shown = publication.in_series(series)
        return self.root / TEMPLATES / shown.folder / shown.template

    def unit(self, name: str) -> Unit | None:
        """Return the unit known under `name`: its full name, attribution or alias."""
        wanted = one_line(name)
        found = self.units.get(wanted)
        return found or next((u for u in self.units.values() if wanted and wanted in (u.attribution, *u.aliases)), None)

    def attribution(self, unit: str) -> str:
        """Return the short name printed behind an entry, or `unit` itself where the office has none."""
        known = self.unit(unit)
        return known.attribution if known else unit

    def person_name(self, person: str) -> str:
        """Return the Chinese name of the person with this id, or the id itself."""
        known = self.people.get(person)
        return known.name if known else person

    def publication(self, name: str = "") -> Publication:
        """Return the publication called `name`, or the office's first. Raises `NotFound`."""
        if not name:
            return next(iter(self.publications.values()))
        if name not in self.publications:
            raise NotFound("刊物", name, f"可用的刊物：{'、'.join(self.publications)}")
        return self.publications[name]

    def actor(self, person_id: str, on: date) -> Actor:
        """Return the person as an actor on that day, with the roles delegated to him. Raises `UnknownPerson`."""
        person = self.people.get(person_id)
        if person is None:
            raise UnknownPerson(f"{FILE_NAME} 中没有人员 {person_id}", f"可用的人员：{'、'.join(self.people)}")
        delegated: dict[str, tuple[str, ...]] = {}
        lapsed: dict[str, str] = {}
        for one in sorted(self.delegations, key=lambda delegation: delegation.end):
            for role in self.roles_given(one) if one.taker == person.id else ():
                if one.start <= on <= one.end:
                    delegated[role] = tuple(dict.fromkeys((*delegated.get(role, ()), one.giver)))
                else:
                    lapsed[role] = self._lapsed(one, on)
        return Actor(person.id, person.name, person.roles, delegated, lapsed)

    def roles_given(self, delegation: Delegation) -> list[str]:
        """Return the roles a delegation gives: those it names, or all, as far as its giver has them himself."""
        own = self.people[delegation.giver].roles
        return [role for role in ROLES if role in own & (delegation.roles or own)]

    def _lapsed(self, one: Delegation, on: date) -> str:
        held = f"到{one.end}为止，已过期" if one.end < on else f"自{one.start}起，还没有开始"
        return f"{self.person_name(one.giver)}给他的授权{held}"

    def actors(self, on: date) -> list[Actor]:
        """Return everybody of the office as an actor on that day."""
        return [self.actor(person, on) for person in self.people]

    def person_of_account(self, account: str) -> Person:
        """Return the person entered for an operating-system account. Raises `UnknownPerson`."""
        for person in self.people.values():
            if person.os_user == account:
                return person
        raise UnknownPerson(
            f"操作系统用户 {account} 在 {FILE_NAME} 中没有对应的人员",
            "请管理员在该人员下填写 os_user，或（仅限培训）用 --as 指定人员",
        )


def find_office(start: Path) -> Path:
    """Return the nearest directory with a ``bulletin.toml``, from `start` upward. Raises `OfficeNotFound`."""
    for directory in (start, *start.parents):
        if (directory / FILE_NAME).is_file():
            return directory
    raise OfficeNotFound(start)


def shipped_office() -> Path:
    """Return the folder with the office this program ships: inside the package, or the checkout it runs from."""
    packaged = Path(__file__).parent.parent / "shipped"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent.parent


def read_settings(root: Path) -> Settings:
    """Read the office at `root`. Raises `OfficeNotFound`, and `SettingsError` naming file, key and value.

    A mistake in a source file is not raised but kept in ``source_errors``.
    """
    root = root.resolve()
    if not (root / FILE_NAME).is_file():
        raise OfficeNotFound(root)
    table = Table.of_file(root / FILE_NAME, FILE_NAME)
    office = table.table("office")
    network = table.table("network")
    people = {key: _person(key, entry) for key, entry in table.tables("people")}
    sources, source_errors = read_sources(root)
    _one_person_each(people)
    calendar, deadlines = read_calendar(root), table.table("deadlines")
    settings = Settings(
        root=root,
        office=office.text("name"),
        zone=office.zone("time_zone"),
        identity=_identity(table.table("identity"), people),
        people=people,
        units={key: _unit(key, entry) for key, entry in table.tables("units")},
        publications={key: read_publication(root, key, entry) for key, entry in table.tables("publications")},
        focus=tuple(_focus(entry) for entry in table.array("focus")),
        delegations=tuple(_delegation(entry, people) for entry in table.array("delegations")),
        hours=read_office_hours(deadlines, calendar),
        deadlines=_deadlines(deadlines),
        rank=read_rank(table.table("rank")),
        gates=read_gates(table.table("gates")),
        lists=read_lists(root),
        verification=read_verification(table.table("verification")),
        network_allow=network.networks("allow"),
        network=read_network(network),
        calendar=calendar,
        sources=sources,
        source_errors=source_errors,
        demands=read_demands(table.table("submissions")),
    )
    for part in (office, network):
        part.finish()
    table.finish()
    if not settings.publications:
        raise SettingsError(f"{FILE_NAME} 没有定义任何刊物", '请增加一节 [publications."政务信息"]')
    for one in settings.publications.values():
        refuse_strangers(one.name, one.route, people)
    return settings


def _identity(table: Table, people: dict[str, Person]) -> Identity:
    mode = table.choice("mode", IDENTITY_MODES, "os_user")
    default, clock = table.text("default", ""), table.text("clock", "")
    if default and default not in people:
        raise table.wrong("default", default, f"没有这个人员，最接近的是 {nearest(default, people) or '无'}")
    if clock and (moment := _moment(clock)) is None:
        raise table.wrong("clock", clock, "应为带时区的时间，如 2026-11-20T09:00:00+08:00")
    table.finish()
    return Identity(mode, default, moment if clock else None)


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _person(key: str, table: Table) -> Person:
    roles = table.texts("roles")
    for role in roles:
        if role not in ROLES:
            raise table.wrong(
                "roles", role, f"可用的角色：{'、'.join(ROLES)}，最接近的是 {nearest(role, ROLES) or '无'}"
            )
    person = Person(key, table.text("name"), frozenset(roles), table.text("os_user", ""))
    table.finish()
    return person


def _unit(key: str, table: Table) -> Unit:
    mail = tuple(address.lower() for address in table.texts("mail"))
    for address in mail:
        if problem := wrong_with(address):
            raise table.wrong("mail", address, problem)
    unit = Unit(key, table.text("attribution", key), int(table.number("class", 3)), table.texts("aliases"), mail)
    table.finish()
    return unit


def _one_person_each(people: dict[str, Person]) -> None:
    owners: dict[str, str] = {}
    for person in people.values():
        if person.os_user and (other := owners.setdefault(person.os_user, person.id)) != person.id:
            what = f"{FILE_NAME} 中 {other} 与 {person.id} 用了同一个账号 {person.os_user}"
            raise SettingsError(what, "一个账号只能是一个人")


def _focus(table: Table) -> Focus:
    topic = table.text("topic")
    focus = Focus(topic, table.texts("words") or (topic,), table.day("until"))
    table.finish()
    return focus


def _delegation(table: Table, people: dict[str, Person]) -> Delegation:
    start, end = table.day("start"), table.day("end")
    if start is None or end is None or end < start:
        raise table.wrong("start/end", f"{start} — {end}", "授权要写明起止日期，且止不早于起")
    giver, taker = table.text("giver"), table.text("taker")
    for key, person in (("giver", giver), ("taker", taker)):
        if person not in people:
            raise table.wrong(key, person, f"没有这个人员，最接近的是 {nearest(person, people) or '无'}")
    if giver == taker:
        raise table.wrong("taker", taker, "不能授权给自己")
    roles = table.texts("roles")
    if stray := next((role for role in roles if role not in people[giver].roles), ""):
        raise table.wrong("roles", stray, f"只能授予授权人自己的角色：{'、'.join(sorted(people[giver].roles)) or '无'}")
    delegation = Delegation(giver, taker, start, end, table.text("reason"), frozenset(roles))
    table.finish()
    return delegation


def _deadlines(table: Table) -> Deadlines:
    instruction = table.table("instruction_days")
    days = {kind: int(instruction.number(kind, 15)) for kind in INSTRUCTION_KINDS}
    instruction.finish()
    deadlines = Deadlines(
        received_hours=int(table.number("received_hours", 24)),
        edited_hours=int(table.number("edited_hours", 24)),
        approved_hours=int(table.number("approved_hours", 24)),
        instruction_days=days,
        remind_days=int(table.number("remind_days", 3)),
        urge_hours=table.number("urge_hours", 2),
    )
    table.finish()
    return deadlines


def due_on(settings: Settings, kind: str, start: date) -> date:
    """Return the day an instruction of this `kind` received on `start` is due, by the office's own deadlines."""
    return start + timedelta(days=settings.deadlines.instruction_days.get(kind, 15))
