"""What is promised about `issue sign`: nobody signs a proof other than the one he saw, and scripts are not left waiting."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest
from conftest import House

from bulletin import store, workflow
from bulletin.model import Issue
from bulletin.press import compose, proof
from bulletin.text import sha256
from tests.calls import ROOT, call, done

REF = "政务信息/2026/1"


def proofed(house: House, pdf: bytes) -> str:
    """Give the open issue a proof of these bytes, as `proof.make` records it without setting a page. Return its SHA-256."""
    issue = next(iter(store.issues.every(house.db, states=store.issues.OPEN_STATES)), None) or house.issue()
    with store.write(house.db):
        step = workflow.advance(compose.standing(house.db, issue), "proof", house.actor("editor1"), house.at)
        numbered = store.issues.take_number(house.db, issue, house.at.year, 0)
        store.files.write_durably(proof.path_of(house.settings, sha256(pdf)), pdf)
        made_with = {"entry_pages": [1], "check": {"findings": []}, "readings": 0}
        store.issues.add_proof(house.db, numbered, house.at.date(), sha256(pdf), 4, made_with, step)
        store.statuses.record(house.db, step)
    return sha256(pdf)


def state(house: House) -> str:
    return numbered(house).state


def numbered(house: House) -> Issue:
    issue = store.issues.by_number(house.db, "政务信息", "正刊", 2026, 1)
    assert issue is not None
    return issue


def signed_on_terminal(house: House, answer: str) -> tuple[int, str]:
    """Sign as a person at a terminal who types `answer`. Return the exit code and what the terminal showed."""
    master, slave = pty.openpty()
    words = ["--office", str(house.settings.root), "--as", "signer1", "issue", "sign", REF]
    child = subprocess.Popen(
        [sys.executable, "-m", "bulletin", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=slave,
        stdout=subprocess.DEVNULL,
        stderr=slave,
    )
    os.close(slave)
    os.write(master, f"{answer}\n".encode())
    code, said = child.wait(60), b""
    try:
        while more := os.read(master, 4096):
            said += more
    except OSError:  # nobody holds the other end any more
        pass
    os.close(master)
    return code, said.decode("utf-8", "replace")


def test_the_only_proof_there_ever_was_is_signed_and_told(house: House) -> None:
    """`issue sign REF` in a script goes through, and says which proof was signed: fingerprint, pages, when and by whom."""
    digest = proofed(house, b"%PDF- the only one")

    answer = call(house.settings.root, "issue", "sign", REF, person="signer1")

    assert (answer.code, state(house)) == (0, "signed")
    assert f"签发的是：{REF} 的清样 {digest[:12]}…，共4页，2026-11-20 09:00由编辑甲出" in answer.err
    assert "请印发：issue next（编辑甲" in answer.out


def test_of_several_proofs_the_one_that_was_read_is_named(house: House) -> None:
    """Where nobody can be asked, a second proof under the number refuses the bare command and says how to go on."""
    old, new = proofed(house, b"%PDF- the first"), proofed(house, b"%PDF- the second")
    root = house.settings.root

    bare = call(root, "issue", "sign", REF, person="signer1")
    stale = call(root, "issue", "sign", REF, "--sha256", old, person="signer1")

    assert (bare.code, stale.code, state(house)) == (1, 1, "proofed")
    assert "出过2份清样" in bare.err and f"--sha256 {new[:12]}" in bare.err
    assert done(call(root, "issue", "sign", REF, "--sha256", new[:12], "--json", person="signer1"))["sha256"] == new


def test_the_same_bytes_made_again_are_the_same_proof(house: House) -> None:
    """A proof made anew without a change is what was read."""
    proofed(house, b"%PDF- the same")
    proofed(house, b"%PDF- the same")

    assert call(house.settings.root, "issue", "sign", REF, person="signer1").code == 0


def test_a_discarded_issue_of_the_same_number_counts(house: House) -> None:
    """Who read the proof of an issue that was discarded does not sign the one that got its number."""
    proofed(house, b"%PDF- discarded")
    proof.discard(house.db, house.settings, numbered(house), house.actor("editor1"), house.at)
    proofed(house, b"%PDF- another issue")

    answer = call(house.settings.root, "issue", "sign", REF, person="signer1")

    assert (answer.code, state(house)) == (1, "proofed")
    assert "没有写明看的是哪一份" in answer.err


@pytest.mark.parametrize(("typed", "code", "after"), [("y", 0, "signed"), ("n", 1, "proofed"), ("", 1, "proofed")])
def test_on_a_terminal_it_asks(house: House, typed: str, code: int, after: str) -> None:
    """A person is told which proof it is and signs it only by saying yes, also where it is one of several."""
    proofed(house, b"%PDF- the first")
    digest = proofed(house, b"%PDF- the second")

    left, said = signed_on_terminal(house, typed)

    assert (left, state(house)) == (code, after)
    assert digest[:12] in said and "看过的就是这一份，签发吗" in said


@pytest.mark.parametrize("given", ["指纹", "abc", "12345678901", "z" * 64, "0" * 65])
def test_what_is_no_fingerprint_is_refused(house: House, given: str) -> None:
    """Too short, too long or no fingerprint at all: wrong use, nothing signed."""
    proofed(house, b"%PDF- the only one")

    assert call(house.settings.root, "issue", "sign", REF, "--sha256", given, person="signer1").code == 2
    assert state(house) == "proofed"


def test_who_may_not_sign_is_told_that_first(house: House) -> None:
    """The composer learns that he may not sign, not which fingerprint to write."""
    proofed(house, b"%PDF- the first")
    proofed(house, b"%PDF- the second")

    answer = call(house.settings.root, "issue", "sign", REF, person="editor1")

    assert answer.code == 1
    assert "签发角色" in answer.err and "--sha256" not in answer.err
