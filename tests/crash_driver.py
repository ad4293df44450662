"""A desk at work, as one process that may be killed at any moment: ``python tests/crash_driver.py OFFICE TURNS FILE…``.

Each turn takes whatever stands there one way further, through `bulletin.cli.run` alone: collect, submit, adopt, send, approve,
proof, sign, publish. It tells on stdout, one JSON line each, what it begins and what the program acknowledged.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any

from bulletin.cli import run


def main() -> None:
    """Work for as many turns as asked, then leave."""
    office, turns, *files = sys.argv[1:]
    for _ in range(int(turns)):
        take_turn(office, files)


def take_turn(office: str, files: list[str]) -> None:
    """Go once through the whole day of the desk."""
    step("collect", office, "editor1", "collect")
    if files:
        step("submit", office, "editor1", "item", "submit", *files)
    if not open_articles(office) and (queue := ask(office, "editor1", "item", "list", "--limit", "1")):
        step("adopt", office, "editor1", "item", "adopt", str(queue[0]["id"]))
    for article in open_articles(office):
        if article["state"] == "draft":
            step("send", office, "editor1", "article", "send", str(article["id"]))
        if article["state"] in ("draft", "in_review"):
            step("approve", office, "reviewer1", "article", "approve", str(article["id"]))
    if (made := step("proof", office, "editor1", "issue", "next"))["state"] == "proofed":
        step("sign", office, "signer1", "issue", "sign", made["issue"])
    step("publish", office, "editor1", "issue", "next")


def open_articles(office: str) -> list[dict[str, Any]]:
    """Return the articles that are not printed yet."""
    return [one for one in ask(office, "editor1", "article", "list") if one["state"] != "published"]


def step(name: str, office: str, person: str, *words: str) -> Any:
    """Do one step, telling before that it begins and after what came of it."""
    tell({"begin": name})
    answer = ask(office, person, *words)
    tell({"end": name, "answer": answer})
    return answer


def ask(office: str, person: str, *words: str) -> Any:
    """Return what the program answers; leave with its message when it does not do what was asked."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(["--office", office, "--as", person, *words, "--json"])
    if code:
        tell({"failed": words, "code": code, "said": err.getvalue()})
        sys.exit(code)
    return json.loads(out.getvalue())


def tell(line: dict[str, Any]) -> None:
    """Write one line at once."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
