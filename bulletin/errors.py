"""Every failure this program knows. Each says what, which record, and what can be done now.

BulletinError                exit
├── UsageError                2   the call or the configuration is wrong
│   ├── OfficeNotFound            no bulletin.toml above the working directory
│   ├── SettingsError             bulletin.toml or a source file is wrong
│   └── UnknownPerson             nobody of that name, or the account is not entered
├── Refusal                   1   understood, and not done
│   ├── NotFound                  no such record
│   ├── RefusedAction             the rules of `workflow` say no
│   ├── EditConflict              somebody else saved first
│   ├── Outdated                  the record changed while it was being worked on
│   ├── RefusedMaterial           not accepted at the door
│   │   └── Classified            marked as classified: nothing of it is kept
│   ├── UnreadableMaterial        bytes that cannot be read as what they claim to be
│   ├── StaleProof                the proof is no longer what would be printed
│   └── NothingToDo               there is nothing the command could work on
├── SourceFailure             3   one source failed; the others go on
├── FindingsBlock             4   check findings block
├── TypesettingFailure        4   the page cannot be made as it should be
└── StoreFailure              1   the disk or the database let us down
"""

from __future__ import annotations


class BulletinError(Exception):
    """A failure with a Chinese message: ``what`` happened to which record, and ``remedy``, what to do now.

    A remedy is a row of clauses parted by ``；``, other ways behind ``，或``: the desk leaves out those that are a command
    (`bulletin.tui.advice`). `what` holds none.
    """

    exit_code = 1

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}。{self.remedy}" if self.remedy else self.what


class UsageError(BulletinError):
    """The call or the configuration is wrong."""

    exit_code = 2


class OfficeNotFound(UsageError):
    """No directory with a ``bulletin.toml`` was found."""

    def __init__(self, start: object) -> None:
        super().__init__(
            f"从 {start} 起逐级向上没有找到 bulletin.toml",
            "请进入办公室目录，或用 --office 指定，或用 bulletin init 新建",
        )


class SettingsError(UsageError):
    """A configuration file is wrong: names file, key and value."""


class UnknownPerson(UsageError):
    """The person is not entered in the office's list."""


class Refusal(BulletinError):
    """Understood, and not done."""


class NotFound(Refusal):
    """No record of that number or reference."""

    def __init__(self, noun: str, reference: object, remedy: str = "") -> None:
        super().__init__(f"没有找到{noun} {reference}", remedy)


class RefusedAction(Refusal):
    """The rules do not allow this action now, by this person."""


class EditConflict(Refusal):
    """Somebody else saved a revision first; both texts are kept for the editor."""

    def __init__(self, article_id: int, base: int, current: int, kept: str) -> None:
        super().__init__(
            f"稿件 {article_id} 已改到第{current}稿，你是在第{base}稿上修改的，未覆盖",
            f"你的文字已存于 {kept}；请用 article diff {article_id} --from {base} 看中间的改动，合并后重新保存",
        )


class Outdated(Refusal):
    """The record changed between reading and writing; nothing was written."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}刚被他人改动，本次操作未执行", "请重新查看后再试")


class RefusedMaterial(Refusal):
    """Material that may not be taken in: nothing of it was stored."""


class Classified(RefusedMaterial):
    """Material marked as classified (涉密): neither its bytes nor its name or title may be kept or shown."""


class UnreadableMaterial(Refusal):
    """Bytes that cannot be read as what they claim to be."""


class StaleProof(Refusal):
    """The proof, its file or the revisions on it are no longer what they were."""


class NothingToDo(Refusal):
    """There is nothing the command could work on."""


class SourceFailure(BulletinError):
    """One source could not be collected; the others go on."""

    exit_code = 3


class FindingsBlock(BulletinError):
    """Check findings of severity ``error`` stand against going on."""

    exit_code = 4


class TypesettingFailure(BulletinError):
    """The page cannot be set as it should be (missing character, missing font, broken template)."""

    exit_code = 4


class StoreFailure(BulletinError):
    """The disk or the database let us down; what was complete before is still there."""
