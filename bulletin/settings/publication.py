"""Publications (刊物) and their series: what the office decides (``bulletin.toml``) over how it is printed.

How a publication is printed stands in ``templates/<folder>/publication.toml``, beside the versions of its template; each
key of it may be overridden under ``[publications."…"]`` in ``bulletin.toml``. A series with a look of its own has a
table ``[series."增刊"]`` in either file, which may name another template folder. What counts, first to last:

    bulletin.toml [publications."政务信息".series."增刊"]
    templates/政务信息/publication.toml [series."增刊"]
    templates/增刊/publication.toml
    bulletin.toml [publications."政务信息"]
    templates/政务信息/publication.toml
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

from bulletin.errors import SettingsError
from bulletin.model import Level
from bulletin.reference import MAIN_SERIES
from bulletin.settings.look import Look, SeriesCheck, read_check, read_form, read_look
from bulletin.settings.route import MOST_HOURS, read_route
from bulletin.settings.table import Table

TEMPLATES = "templates"
LISTS = "名单"
RULE_SETS = "计分"
SLIPS = "督办单"
RESERVED = (LISTS, RULE_SETS, SLIPS)
"""Folders of templates/ with the office's lists, its rules of points and its slips: no publication may be called so."""
STAFF = ("责任编辑", "审核")


@dataclass(frozen=True, slots=True)
class Publication:
    """Publication (刊物): its series, sections, review levels; masthead and distribution; its look and checks.

    ``route`` are its review levels, the last of which decides; ``sign_hours`` is the time allowed for the sign-off, in
    working hours (0: none).
    As read it is the main series (正刊); `in_series` gives it as another series prints it. ``folder`` and ``template``
    name the template folder and its version; ``proof_readings`` is how many people must read a proof (校对) before it is
    signed, 0 to 2. ``addressed_to`` is 主送机关, ``signature`` 署名 under the text (``seal``: with
    room for a seal), ``printed_by`` 印发机关, ``copy_to`` 抄送, ``staff`` which people the 版记 names.
    """

    name: str
    masthead: str
    issuer: str
    folder: str
    template: str
    series: tuple[str, ...]
    sections: tuple[str, ...]
    route: tuple[Level, ...]
    sign_hours: float
    number_form: str
    total_before: int
    mark: str
    urgency: str
    most_entries: int
    names_signer: bool
    proof_readings: int
    addressed_to: str
    signature: str
    seal: bool
    staff: tuple[str, ...]
    printed_by: str
    report_to: tuple[str, ...]
    send_to: tuple[str, ...]
    issue_to: tuple[str, ...]
    copy_to: tuple[str, ...]
    copies: int
    look: Look
    check: SeriesCheck
    in_others: dict[str, Publication] = field(default_factory=dict)

    @property
    def levels(self) -> tuple[str, ...]:
        """The names of the review levels, in their order."""
        return tuple(level.name for level in self.route)

    def in_series(self, series: str) -> Publication:
        """Return the publication as `series` prints it: number form, masthead, template and look may differ."""
        return self.in_others.get(series, self)


def read_publication(root: Path, name: str, office: Table) -> Publication:
    """Read publication `name` of the office at `root`; `office` is its table in ``bulletin.toml``. Raises `SettingsError`."""
    _refuse_unusable("刊名", name)
    folder = _folder(office, name)
    whole = office.over(_printed_as(root, folder))
    tables = whole.named("series")
    series = whole.listed("series") or (MAIN_SERIES, *tables)
    for one in series:
        _refuse_unusable("编号系列", one)
    if MAIN_SERIES in tables:
        raise whole.wrong("series", MAIN_SERIES, f"{MAIN_SERIES}的样式直接写在刊物自己的一节里")
    main = _read(whole, name, folder, series)
    others = [one for one in dict.fromkeys((*series, *tables)) if one != MAIN_SERIES]
    return replace(main, in_others={one: _in_series(root, main, one, whole, tables.get(one)) for one in others})


def _in_series(root: Path, main: Publication, series: str, whole: Table, own: Table | None) -> Publication:
    """Read the publication as `series` prints it; without a table of its own it differs by its number form only."""
    usual = Table({"number_form": f"{series}第{{number}}期"}, "")
    folder = _folder(own, "") if own else ""
    layers = [own, _printed_as(root, folder) if folder else None, usual, whole]
    table = reduce(Table.over, (layer for layer in layers if layer))
    return _read(table, main.name, folder or main.folder, main.series)


def _printed_as(root: Path, folder: str) -> Table:
    """Return what ``publication.toml`` of a template folder says, nothing where there is none."""
    path = root / TEMPLATES / folder / "publication.toml"
    shown = f"{TEMPLATES}/{folder}/{path.name}"
    table = Table.of_file(path, shown) if path.is_file() else Table({}, shown)
    if other := table.text("folder", ""):
        raise table.wrong("folder", other, "这个文件就在模板目录中；换用别的目录，请写在 bulletin.toml 或系列的一节里")
    return table


def _folder(table: Table, usual: str) -> str:
    folder = table.text("folder", usual)
    if folder and not _names_a_folder(folder):
        raise table.wrong("folder", folder, f"应为 {TEMPLATES}/ 下的一个文件夹名，不能含 / # \\，不能以数字或点开头")
    return folder


def _version(table: Table) -> str:
    version = table.text("template", "v1")
    if not version or version.startswith(".") or any(char in version for char in "/\\#\0"):
        raise table.wrong("template", version, "应为模板目录下的一个文件夹名，如 v1，不能含 / # \\，不能以点开头")
    return version


def _read(table: Table, name: str, folder: str, series: tuple[str, ...]) -> Publication:
    distribution = table.table("distribution")
    look = read_look(table)
    number_form = read_form(table, "number_form", "第{number}期", "number", "total", "year")
    most_entries, names_signer = table.whole("most_entries", 0), table.flag("names_signer", False)
    publication = Publication(
        name=name,
        masthead=table.text("masthead", name),
        issuer=table.text("issuer"),
        folder=folder,
        template=_version(table),
        series=series,
        sections=_sections(table),
        route=read_route(table),
        sign_hours=_hours(table),
        number_form=number_form,
        total_before=table.whole("total_before", 0),
        mark=table.text("mark", ""),
        urgency=table.text("urgency", ""),
        most_entries=most_entries,
        names_signer=names_signer,
        proof_readings=_readings(table),
        addressed_to=table.text("addressed_to", ""),
        signature=table.text("signature", ""),
        seal=table.flag("seal", False),
        staff=_staff(table),
        printed_by=table.text("printed_by", ""),
        report_to=distribution.texts("report_to"),
        send_to=distribution.texts("send_to"),
        issue_to=distribution.texts("issue_to"),
        copy_to=distribution.texts("copy_to"),
        copies=distribution.whole("copies", 0),
        look=look,
        check=read_check(table, number_form, most_entries, look, names_signer),
    )
    table.named("series")
    table.text("folder", "")
    distribution.finish()
    table.finish()
    return publication


def _sections(table: Table) -> tuple[str, ...]:
    sections = table.texts("sections")
    if not all(sections) or len(set(sections)) < len(sections):
        raise table.wrong("sections", list(sections), "栏目不能为空，也不能写两遍")
    return sections


def _hours(table: Table) -> float:
    hours = table.number("sign_hours", 8)
    if hours > MOST_HOURS:
        raise table.wrong("sign_hours", hours, f"最多 {MOST_HOURS} 小时；0 为不限")
    return hours


def _readings(table: Table) -> int:
    readings = table.number("proof_readings", 0)
    if readings not in (0, 1, 2):
        raise table.wrong("proof_readings", readings, "应为 0、1 或 2：清样签发前由几个人各校一遍")
    return int(readings)


def _staff(table: Table) -> tuple[str, ...]:
    staff = table.texts("staff", STAFF)
    for role in staff:
        if role not in STAFF:
            raise table.wrong("staff", role, f"可用的值：{'、'.join(STAFF)}")
    return staff


def _refuse_unusable(noun: str, name: str) -> None:
    """Names of publications and series become folders of the archive. Raises `SettingsError`."""
    if not _names_a_folder(name):
        what = f"bulletin.toml 中的{noun} {name!r} 不对"
        raise SettingsError(
            what,
            f"{noun}要作文件夹名：不能含 / # \\，不能以数字或点开头，不能用目录页的文件名，不能叫{'、'.join(RESERVED)}",
        )


def _names_a_folder(name: str) -> bool:
    taken = ("index.html", "data.js", "编排", *RESERVED)
    reserved = name.startswith(".") or name.endswith(".partial") or name in taken
    return bool(name) and not reserved and not name[0].isdigit() and not any(char in name for char in "/#\\\0")
