"""What is promised about template versions: one that an issue was published with never changes unnoticed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bulletin.errors import TypesettingFailure
from bulletin.press.page.engine import prepare
from bulletin.press.page.engine.template import folder_sha256, record, refuse_altered
from bulletin.press.page.faces.glyphs import Glyphs
from tests.press_sheets import fonts_here, whole_issue

SHIPPED = Path(__file__).parents[1] / "templates"


@pytest.fixture
def version(tmp_path: Path) -> Path:
    """A template version of an office, free to be spoilt."""
    folder = tmp_path / "templates" / "政务信息" / "v1"
    shutil.copytree(SHIPPED / "政务信息" / "v1", folder)
    return folder


def test_a_record_names_the_version_and_keeps_the_shared_parts_apart(version: Path) -> None:
    """The record is JSON: name, version, the hash of the folder alone, and that of the parts all templates share."""
    kept = record(version)

    assert json.loads(json.dumps(kept)) == kept
    assert (kept["name"], kept["version"]) == ("政务信息", "v1")
    assert kept["sha256"] == folder_sha256(version) != kept["parts_sha256"]


def test_the_same_files_elsewhere_have_the_same_hash(version: Path, tmp_path: Path) -> None:
    """Where the folder lies and what an editor or system leaves beside the files does not count."""
    other = tmp_path / "elsewhere" / "政务信息" / "v1"
    shutil.copytree(version, other)
    (other / ".DS_Store").write_bytes(b"x")
    (other / "page.css~").write_bytes(b"x")

    assert record(other) == record(version)


@pytest.mark.parametrize("spoil", ["change", "add", "rename", "remove"])
def test_a_version_used_in_print_is_refused_once_it_is_altered(version: Path, spoil: str) -> None:
    """A changed, added, renamed or missing file is refused, naming version, issue, and the next free version."""
    used = [("政务信息/2026/12", record(version))]
    (version.parent / "v2").mkdir()
    css = version / "page.css"
    {
        "change": lambda: css.write_bytes(css.read_bytes().swapcase()),
        "add": lambda: (version / "more.css").write_text("", "utf-8"),
        "rename": lambda: css.rename(version / "pages.css"),
        "remove": css.unlink,
    }[spoil]()

    with pytest.raises(
        TypesettingFailure, match=r"模板 政务信息/v1 已用于印发（政务信息/2026/12），不能再改"
    ) as refusal:
        refuse_altered(version, used)

    assert "v3" in refusal.value.remedy


def test_what_was_not_used_or_is_as_it_was_may_be_used(version: Path) -> None:
    """Another version, another publication, an unaltered folder and records of before parts were kept apart pass."""
    now = record(version)
    others = [{**now, "version": "v2"}, {**now, "name": "信息专报"}, {"name": "政务信息", "version": "v1"}]
    used = [("a", now), *(("b", {**other, "sha256": "0" * 64}) for other in others)]

    refuse_altered(version, used)


def test_a_template_may_write_one_block_of_the_shared_page_anew(version: Path, tmp_path: Path) -> None:
    """A version extends the page all templates share: its own block is printed, all else is as before."""
    usual = html_of(version, tmp_path)
    own = '{% extends "issue.html.j2" %}{% block contents %}{{ front.number_line(masthead) }}{% endblock %}'
    (version / "template.html.j2").write_text(own, "utf-8")

    before = usual.index('<section class="contents">')
    after = usual.index("</section>", before) + len("</section>")
    number = usual[usual.index('<p class="number">') :].partition("</p>")[0] + "</p>"
    assert html_of(version, tmp_path).split() == (usual[:before] + number + "\n" + usual[after:]).split()


def html_of(template: Path, folder: Path) -> str:
    """The HTML of an issue of three entries in that template."""
    html = prepare.request(whole_issue(), template, Glyphs(fonts_here()), folder / "compiled")["html"]
    return str(html)
