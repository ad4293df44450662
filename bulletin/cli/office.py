"""``bulletin init``, ``doctor`` and ``help``: the office itself."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import click

from bulletin import collect, store
from bulletin.cli import tables
from bulletin.cli.commands import Command
from bulletin.cli.session import Session, account
from bulletin.desk import checking
from bulletin.errors import NotFound, Refusal, SettingsError
from bulletin.press.page.faces import fonts
from bulletin.reference import MAIN_SERIES
from bulletin.settings import FILE_NAME, Settings, shipped_office
from bulletin.settings.points import read_book
from bulletin.settings.publication import LISTS
from bulletin.terms import ROLES
from bulletin.text import nearest

PACKAGE = Path(__file__).parent.parent
SAMPLE, MANUAL, STARTER = PACKAGE / "sample", PACKAGE / "manual", PACKAGE / "starter.toml"
SAMPLE_CLOCK = "2026-11-20T09:00:00+08:00"
INBOX = Path("var") / "inbox"
PRINTING_ROLES = ("editor", "reviewer", "signer")
EXERCISE = "14-市发展改革委-演练材料.txt"
"""The sample's submission that carries a secrecy mark, to show how such a file is refused."""
LEAST_FREE_BYTES = 200 * 1024 * 1024


@click.command(cls=Command)
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="带人员、单位、来源和来稿的样板办公室")
@click.pass_obj
def init(session: Session, directory: Path, sample: bool) -> None:
    """新建一个办公室。"""
    if (directory / FILE_NAME).exists():
        raise Refusal(f"{directory} 已经是一个办公室", "请换一个目录")
    shipped = shipped_office()
    for folder in ("issues", INBOX):
        (directory / folder).mkdir(parents=True, exist_ok=True)
    invented = None if sample else shutil.ignore_patterns(LISTS)
    shutil.copytree(shipped / "templates", directory / "templates", ignore=invented, dirs_exist_ok=True)
    sources = shipped / "sources"
    shutil.copytree(sources, directory / "sources", ignore=None if sample else _all_but_inbox, dirs_exist_ok=True)
    (directory / FILE_NAME).write_text(_sample_settings(shipped) if sample else _starter_settings(), encoding="utf-8")
    session.office = directory
    if sample:
        _fill_inbox(session, directory)
    data = {
        "office": str(directory.resolve()),
        "items": store.statuses.count_by_state(session.db, "item").get("new", 0),
    }
    todo = f"修改 {directory / FILE_NAME}，填写人员、单位和刊物，然后运行 bulletin --office {directory} doctor"
    if sample:
        todo = f"bulletin --office {directory} desk（队列中有{data['items']}条来稿）"
    session.answer(data, [f"办公室已建好：{directory}", f"下一步：{todo}"])


def _all_but_inbox(directory: str, names: list[str]) -> set[str]:
    return {name for name in names if name != "inbox.toml"}


def _sample_settings(shipped: Path) -> str:
    text = (shipped / FILE_NAME).read_text(encoding="utf-8")
    return text.replace("[identity]\n", f'[identity]\nclock = "{SAMPLE_CLOCK}"\n', 1)


def _starter_settings() -> str:
    return STARTER.read_text(encoding="utf-8").replace("{account}", account())


def _fill_inbox(session: Session, directory: Path) -> None:
    """Put the sample's submissions into the inbox as if they had come at the sample's own time, and collect them.

    The exercise is refused and told; then its file is deleted, as the message demands.
    """
    arrived = session.at.timestamp()
    for path in sorted((SAMPLE / "submissions").iterdir()):
        os.utime(shutil.copyfile(path, directory / INBOX / path.name), (arrived, arrived))
    collect.collect_all(session.db, session.settings, ("inbox",), at=session.at, say=session.say)
    (directory / INBOX / EXERCISE).unlink()


@click.command(cls=Command)
@click.pass_obj
def doctor(session: Session) -> int:
    """检查字体、程序库、数据库、来源与磁盘。不能印发时，退出码为 4。"""
    checks = [
        *(
            {"check": c, "ok": ok, "detail": detail, "remedy": remedy}
            for c, ok, detail, remedy in fonts.examine(os.environ)
        ),
        *_fonts_passed_over(),
        *_office_checks(session),
    ]
    failing = [check for check in checks if not check["ok"] and not check.get("advisory")]
    lines = [
        f"{'正常' if c['ok'] else '有误'}　{c['check']}　{c['detail']}"
        + ("" if c["ok"] else f"\n　　办法：{c['remedy']}")
        for c in checks
    ]
    session.answer(checks, [*lines, "可以印发" if not failing else f"有{len(failing)}项须先处理，否则不能印发"])
    return 4 if failing else 0


def _fonts_passed_over() -> list[dict[str, Any]]:
    """Return an advisory line for each font file that cannot be used: the page is set without it."""
    remedy = "请换成完整的 TrueType 或 OpenType 字体文件，或移走；不影响其他字体"
    return [
        {**_check(f"字体文件 {path}", False, f"{why}，未使用", remedy), "advisory": True}
        for path, why in fonts.passed_over(os.environ)
    ]


def _office_checks(session: Session) -> list[dict[str, Any]]:
    settings = session.settings
    sound, database = store.describe(session.db)
    free = shutil.disk_usage(settings.root).free
    checks = [
        _check("数据库", sound, database, "从备份恢复 var/bulletin.db"),
        _check("磁盘", free > LEAST_FREE_BYTES, f"剩余{free // 2**20} MB", "请腾出空间"),
    ]
    checks += [_rules_check(settings), _points_check(settings)]
    if settings.identity.mode == "os_user":
        missing = [ROLES[role] for role in PRINTING_ROLES if not _has_account(settings, role)]
        remedy = f"请在 {FILE_NAME} 中为这些角色的人员填写 os_user"
        checks.append(_check("人员", not missing, "、".join(missing) + "还没有账号" if missing else "齐全", remedy))
    for publication, series in ((p, series) for p in settings.publications.values() for series in p.series):
        path = settings.template_dir(publication, series)
        name = f"模板 {publication.name}" + ("" if series == MAIN_SERIES else f"/{series}")
        checks.append(_check(name, path.is_dir(), str(path), "请放入模板，或改 template"))
    for name in (*settings.sources, *settings.source_errors):
        wrong = settings.source_errors.get(name)
        error = wrong.what if wrong else store.sources.health(session.db, name).error
        row = _check(f"来源 {name}", not error, error or "正常", f"bulletin source check {name}")
        count = len(store.problems.unsettled(session.db, name))
        if count and not error:
            row = _check(f"来源 {name}", False, f"有{count}个未解决的问题", "bulletin source list 查看各问题与办法")
        checks.append({**row, "advisory": True})
    return checks


def _rules_check(settings: Settings) -> dict[str, Any]:
    """Return whether every rule switched off is one: else no article can be checked, sent or proofed."""
    try:
        checking.refuse_unknown_rules(settings)
    except SettingsError as error:
        return _check("检查规则", False, error.what, error.remedy)
    return _check("检查规则", True, f"停用{len(settings.gates.off)}条", "")


def _points_check(settings: Settings) -> dict[str, Any]:
    """Return an advisory line on the rules of points: a mistake there stops the points, not an issue."""
    try:
        book = read_book(settings)
    except SettingsError as error:
        return {**_check("计分办法", False, error.what, error.remedy), "advisory": True}
    return {**_check("计分办法", True, book.name, ""), "advisory": True}


def _has_account(settings: Settings, role: str) -> bool:
    return any(person.os_user for person in settings.people.values() if role in person.roles)


def _check(name: str, ok: bool, detail: str, remedy: str) -> dict[str, Any]:
    return {"check": name, "ok": ok, "detail": detail, "remedy": "" if ok else remedy}


@click.command("help", cls=Command)
@click.argument("page", required=False, default="")
@click.pass_obj
def show_help(session: Session, page: str) -> None:
    """使用手册：不写页名则列出各页。"""
    pages = {path.stem.partition("-")[2]: path.read_text(encoding="utf-8") for path in sorted(MANUAL.glob("*.md"))}
    pages |= {"词表": f"# 词表\n\n{tables.words()}\n\n{tables.roles()}", "状态表": f"# 状态表\n\n{tables.states()}"}
    if not page:
        session.answer({"pages": list(pages)}, ["手册各页（bulletin help 页名）：", *(f"　{name}" for name in pages)])
        return
    name = page if page in pages else nearest(page, pages)
    if not name:
        raise NotFound("手册页", page, f"现有：{'、'.join(pages)}")
    session.answer({"page": name, "text": pages[name]}, pages[name].rstrip("\n").split("\n"))
