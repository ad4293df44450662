"""The office (办公室) as its files describe it: ``bulletin.toml`` and ``sources/*.toml``, read strictly.

Every key is used or refused: a wrong one is named with its file, its value and the nearest valid key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bulletin.errors import NotFound, OfficeNotFound, SettingsError, UnknownPerson
from bulletin.model import Actor, Membership, Person, membership
from bulletin.reference import MAIN_SERIES
from bulletin.settings.calendar import Calendar, read_calendar
from bulletin.settings.circular import CircularRules, read_circular
from bulletin.settings.delegations import Delegation, read_delegations
from bulletin.settings.follow_ups import FollowUpRules, read_follow_ups
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
from bulletin.settings.upward import UnitViewRules, UpwardRules, misbound, read_unit_view, read_upward
from bulletin.settings.urgent import UrgentRules, read_urgent
from bulletin.settings.verification import VerificationRules, read_verification
from bulletin.settings.web import Network, Visiting, read_network
from bulletin.terms import ROLES
from bulletin.text import nearest, one_line

__all__ = [
    "FILE_NAME",
    "RANK_DEFAULTS",
    "USUAL",
    "Calendar",
    "Deadlines",
    "Delegation",
    "Focus",
    "FollowUpRules",
    "Gates",
    "Identity",
    "Look",
    "Network",
    "Publication",
    "SeriesCheck",
    "Settings",
    "Source",
    "Unit",
    "UrgentRules",
    "VerificationRules",
    "Visiting",
    "find_office",
    "read_settings",
    "shipped_office",
]

FILE_NAME = "bulletin.toml"
IDENTITY_MODES = ("os_user", "trusted")
_PATHS = frozenset("/\\\0")
_MOST_CLASSES = 9
MOST_UPPER_POINTS = 100
"""The most an upper office gives for one adoption, where the office does not say otherwise."""
USUAL_RULES = "默认"
"""The rule set (计分办法) of an office that names none."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is taken for whom. ``trusted`` also accepts ``--as`` and ``--at``; ``default`` and ``clock`` need it."""

    mode: str
    default: str = ""
    clock: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Submitting unit (报送单位). ``unit_class`` 1 is the class of which most is expected; ``mail`` are its addresses.

    ``parent`` is the unit that has the points of this one: a 直报点 (an enterprise, a community) scores for its 县区.
    ``past`` says in which class it was, and to whom it belonged, before.
    """

    name: str
    attribution: str
    unit_class: int
    aliases: tuple[str, ...] = ()
    mail: tuple[str, ...] = ()
    parent: str = ""
    past: tuple[Membership, ...] = ()

    @property
    def memberships(self) -> tuple[Membership, ...]:
        """All its classes and parents, the oldest first; those of today are the last."""
        return (*self.past, Membership(date.max, self.unit_class, self.parent))

    def on(self, day: date) -> Membership:
        """Return the class and the parent of the unit on a day."""
        return membership(self.memberships, day)


@dataclass(frozen=True, slots=True)
class Focus:
    """Focus topic (报送要点、领导关注): words that raise an item in the queue until a day."""

    topic: str
    words: tuple[str, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The office's own limits for the four speeds, in hours; those of follow-ups: see `FollowUpRules`.

    ``urge_hours`` is how many hours lie at least between two urgings (催办) of the same piece.
    """

    received_hours: int = 24
    edited_hours: int = 24
    approved_hours: int = 24
    urge_hours: float = 2.0


@dataclass(frozen=True, slots=True)
class Settings:
    """One office, read once and passed on. All paths are absolute.

    ``source_errors`` holds, by name, the source files that are wrong: their sources stand still, the office goes on.
    ``rule_set`` is the rule set that points are counted by (`bulletin.settings.points`); no upper office gives more than
    ``most_upper_points`` for one adoption.
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
    rule_set: str = USUAL_RULES
    most_upper_points: int = MOST_UPPER_POINTS
    follow_ups: FollowUpRules = field(default_factory=FollowUpRules)
    circular: CircularRules = field(default_factory=CircularRules)
    urgent: UrgentRules = field(default_factory=UrgentRules)
    upward: UpwardRules = field(default_factory=UpwardRules)
    unit_view: UnitViewRules = field(default_factory=UnitViewRules)

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
    network, points = table.table("network"), table.table("points")
    people = {key: _person(key, entry) for key, entry in table.tables("people")}
    units = {key: _unit(key, entry) for key, entry in table.tables("units")}
    upward = read_upward(table.table("upward"))
    sources, source_errors = read_sources(root)
    source_errors |= misbound(sources, upward)
    sources = {name: source for name, source in sources.items() if name not in source_errors}
    _one_person_each(people)
    calendar, deadlines = read_calendar(root), table.table("deadlines")
    settings = Settings(
        root=root,
        office=office.text("name"),
        zone=office.zone("time_zone"),
        identity=_identity(table.table("identity"), people),
        people=people,
        units=units,
        publications={key: read_publication(root, key, entry) for key, entry in table.tables("publications")},
        focus=tuple(_focus(entry) for entry in table.array("focus")),
        delegations=read_delegations(table.array("delegations"), people),
        hours=read_office_hours(deadlines, calendar),
        follow_ups=read_follow_ups(table.table("follow_ups"), deadlines, people),
        deadlines=_deadlines(deadlines),
        rank=read_rank(table.table("rank")),
        gates=read_gates(table.table("gates")),
        lists=read_lists(root),
        verification=read_verification(table.table("verification")),
        rule_set=points.text("rules", USUAL_RULES),
        most_upper_points=points.whole("upper_most", MOST_UPPER_POINTS),
        circular=read_circular(table.table("circular"), {unit.name: unit.unit_class for unit in units.values()}),
        upward=upward,
        unit_view=read_unit_view(table.table("unit_view")),
        urgent=read_urgent(table.table("urgent")),
        network_allow=network.networks("allow"),
        network=read_network(network),
        calendar=calendar,
        sources=sources,
        source_errors=source_errors,
        demands=read_demands(table.table("submissions")),
    )
    for part in (office, network, points):
        part.finish()
    table.finish()
    _one_unit_each(settings.units)
    _refuse_parents(settings.units)
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
    if not key or key.startswith(".") or not _PATHS.isdisjoint(key):
        raise table.wrong(
            "name", table.text("name"), f"人员编号“{key}”要作文件夹名：不能为空，不能以点开头，不能含 / \\"
        )
    person = Person(key, table.text("name"), frozenset(roles), table.text("os_user", ""))
    if not person.name:
        raise table.wrong("name", "", "请写明姓名")
    table.finish()
    return person


def _unit(key: str, table: Table) -> Unit:
    mail = tuple(address.lower() for address in table.texts("mail"))
    for address in mail:
        if problem := wrong_with(address):
            raise table.wrong("mail", address, problem)
    unit = Unit(
        name=key,
        attribution=table.text("attribution", key),
        unit_class=_unit_class(table),
        aliases=table.texts("aliases"),
        mail=mail,
        parent=table.text("parent", ""),
        past=_past(table),
    )
    table.finish()
    return unit


def _unit_class(table: Table) -> int:
    unit_class = table.whole("class", 3)
    if not 1 <= unit_class <= _MOST_CLASSES:
        raise table.wrong("class", unit_class, f"应为 1 到 {_MOST_CLASSES} 的整数，1 类任务最重")
    return unit_class


def _past(table: Table) -> tuple[Membership, ...]:
    """Return what the unit was before, the oldest first. Raises `SettingsError` for a day missing or out of order."""
    past: list[Membership] = []
    for entry in table.array("before"):
        until = entry.day("until")
        if until is None:
            raise entry.missing("until", "写明到哪一天为止，如 2025-12-31")
        if past and until <= past[-1].until:
            raise entry.wrong("until", until.isoformat(), f"应晚于前一节的 {past[-1].until}：从早到晚写")
        past.append(Membership(until, _unit_class(entry), entry.text("parent", "")))
        entry.finish()
    return tuple(past)


def _one_unit_each(units: dict[str, Unit]) -> None:
    """An alias belongs to one unit. Raises `SettingsError`."""
    for unit in units.values():
        for alias in unit.aliases:
            named = (one for one in units.values() if alias in (one.name, one.attribution, *one.aliases))
            other = next((one.name for one in named if one is not unit), "")
            if other or not alias:
                what = f'{FILE_NAME} 中 units."{unit.name}".aliases = "{alias}" 不对'
                raise SettingsError(what, f"{other}也叫这个名字，一个别名只能是一个单位" if other else "别名不能为空")


def _refuse_parents(units: dict[str, Unit]) -> None:
    """A parent is another unit of the office, and has none itself on any day it is one. Raises `SettingsError`."""
    for unit in units.values():
        for parent in filter(None, dict.fromkeys(one.parent for one in unit.memberships)):
            where = f'{FILE_NAME} 中 units."{unit.name}".parent = "{parent}" 不对'
            if parent not in units:
                raise SettingsError(where, f"没有这个单位，最接近的是 {nearest(parent, units) or '无'}")
            if day := _day_of_two_levels(unit, units[parent]):
                told = f"{f'到 {day} 为止' if day < date.max else '现在'}{parent}属于{units[parent].on(day).parent}"
                raise SettingsError(where, f"应是另一个单位，且那时它自己没有 parent：直报点的得分只记到一级，而{told}")


def _day_of_two_levels(unit: Unit, parent: Unit) -> date | None:
    """Return a day on which the unit belongs to `parent` and `parent` to another, or to itself; None where there is none.

    Between the days on which one of the two changes nothing changes: it is enough to ask on these.
    """
    changes = (one.until for one in (*unit.memberships, *parent.memberships))
    return next((day for day in changes if unit.on(day).parent == parent.name and parent.on(day).parent), None)


def _one_person_each(people: dict[str, Person]) -> None:
    owners: dict[str, str] = {}
    for person in people.values():
        if person.os_user and (other := owners.setdefault(person.os_user, person.id)) != person.id:
            what = f"{FILE_NAME} 中 {other} 与 {person.id} 用了同一个账号 {person.os_user}"
            raise SettingsError(what, "一个账号只能是一个人")


def _focus(table: Table) -> Focus:
    topic = table.text("topic")
    focus = Focus(topic, table.texts("words") or (topic,), table.day("until"))
    if not all(focus.words):
        raise table.wrong("words", list(focus.words), "词不能为空：空的词在每篇来稿里都有")
    table.finish()
    return focus


def _deadlines(table: Table) -> Deadlines:
    deadlines = Deadlines(
        received_hours=table.whole("received_hours", 24),
        edited_hours=table.whole("edited_hours", 24),
        approved_hours=table.whole("approved_hours", 24),
        urge_hours=table.number("urge_hours", 2),
    )
    table.finish()
    return deadlines
