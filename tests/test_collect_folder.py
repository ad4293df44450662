"""The drop folder: whose file it is, what is in an archive, and files still being written."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from collect_support import office
from word_files import package

from bulletin.collect.material import Batch, Task
from bulletin.collect.submissions import folder
from bulletin.collect.web.fetch import Visitor
from bulletin.model import SourceHealth

_TEXT = "今年以来，全市重点项目建设加快推进，1至10月完成投资120亿元，同比增长8.1%，为年度计划的92%。"
_SIGNED = f"签发人：乙某\n\n{_TEXT}"


def batches(
    root: Path, files: dict[str, str | bytes], known: frozenset[str] = frozenset(), unit: str = ""
) -> list[Batch]:
    """Return what the folder yields for these files."""
    definition = f'collector = "folder"\naddress = "var/inbox"\nunit = "{unit}"\n'
    settings = office(root, inbox=definition)
    inbox = root / "var" / "inbox"
    for name, body in files.items():
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_bytes(body.encode() if isinstance(body, str) else body)
    visitor = Visitor(settings.sources["inbox"].timeout, 0.0, (), {})
    task = Task(settings.sources["inbox"], settings, visitor, SourceHealth("inbox"), lambda key: key in known)
    return list(folder.collect(task))


def test_a_folder_named_after_a_unit_says_whose_files_it_holds(tmp_path: Path) -> None:
    """The nearest folder with the name, short name or alias of a unit counts before the source's own unit."""
    files = {"市发改委/a.txt": _SIGNED, "东山镇/3月/b.txt": f"{_SIGNED}。", "其他/c.txt": f"{_SIGNED}！"}
    found = batches(tmp_path, files, unit="市发展改革委")
    units = {batch.received.address: batch.extracted[0].unit for batch in found if batch.received}
    assert units == {"市发改委/a.txt": "市发展改革委", "东山镇/3月/b.txt": "东山镇", "其他/c.txt": "市发展改革委"}


def test_an_archive_brings_its_documents_and_its_problems(tmp_path: Path) -> None:
    """One archive: the original kept once, an item for each document, a problem for each that was not taken."""
    body = package({"a.txt": _SIGNED, "b.txt": f"{_SIGNED}。", "c.jpg": "x"})
    first, told = batches(tmp_path, {"东山镇/x.zip": body})
    assert first.received and first.received.body == body and len(first.extracted) == 2
    assert told.problem.startswith("文件 东山镇/x.zip：压缩包内的 c.jpg") and told.remedy
    known = frozenset({first.extracted[0].key})
    again, _ = batches(tmp_path, {}, known)
    assert again.seen == 1 and len(again.extracted) == 1
    seen, _ = batches(tmp_path, {}, known | {first.extracted[1].key})
    assert seen.received is None and seen.seen == 2


def test_a_text_still_being_written_waits(tmp_path: Path) -> None:
    """A text file that grows while it is looked at is not taken half; when it stands still it is."""
    path = tmp_path / "var" / "inbox" / "东山镇" / "a.txt"
    path.parent.mkdir(parents=True)
    path.write_text(_SIGNED)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with path.open("a") as stream:
                stream.write("续")
            time.sleep(0.005)

    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(0.02)
    (growing,) = batches(tmp_path, {})
    stop.set()
    writer.join()
    (still,) = batches(tmp_path, {})
    assert "正在写入" in growing.problem and growing.received is None
    assert still.extracted and still.extracted[0].text.endswith("续")
