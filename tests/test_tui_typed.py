"""Other long texts: what was typed stays in its file when the terminal dies, and the next time is gone on with."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from bulletin import store
from tests.conftest import House
from tests.desk_terminal import desk


def test_a_note_survives_the_death_of_the_terminal(house: House, tmp_path: Path) -> None:
    """The window is killed while the note is being typed: it is offered on the issue, and N goes on with it and stores it."""
    issue = house.issue()
    slow, quick = tmp_path / "slow.sh", tmp_path / "quick.sh"
    slow.write_text('#!/bin/sh\nprintf \'写到一半的编者按\\n\' > "$1"\ntouch "$1.typed"\nsleep 60\n', encoding="utf-8")
    quick.write_text("#!/bin/sh\nprintf '，写完了\\n' >> \"$1\"\n", encoding="utf-8")
    for script in (slow, quick):
        script.chmod(0o755)
    kept = house.settings.work_dir / "desk" / f"编者按-期{issue.id}-editor1.txt"
    with desk(house.settings.root, environ={"EDITOR": str(slow)}) as terminal:
        terminal.wait("待处理 13")
        terminal.press(":")
        terminal.wait("转到")
        terminal.type("期")
        terminal.press("Enter")
        terminal.wait("政务信息/编排/1")
        terminal.press("Enter")
        terminal.wait("出清样")
        terminal.press("N")
        for _ in range(200):
            if kept.with_name(f"{kept.name}.typed").is_file():
                break
            time.sleep(0.05)
        os.kill(terminal.pid(), signal.SIGKILL)
    assert kept.read_text(encoding="utf-8") == "写到一半的编者按\n"
    with desk(house.settings.root, environ={"EDITOR": str(quick)}) as terminal:
        terminal.wait("待处理 13")
        terminal.press(":")
        terminal.wait("转到")
        terminal.type("期")
        terminal.press("Enter")
        terminal.wait("政务信息/编排/1")
        terminal.press("Enter")
        terminal.wait("没有存完的编者按")
        terminal.press("N")
        terminal.wait("编者按已保存")
    assert store.issues.get(house.db, issue.id).editor_note == "写到一半的编者按\n，写完了"
    assert not kept.exists()
