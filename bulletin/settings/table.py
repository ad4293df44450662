"""Strict reading of TOML: every key is asked for or refused, and every refusal names file, key, value and a way out."""

from __future__ import annotations

import ipaddress
import json
import math
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from functools import reduce
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bulletin.errors import SettingsError
from bulletin.text import nearest, one_line, shorten

_MISSING: Any = object()
LARGEST = 1_000_000
"""No number of an office's files is larger: days and hours of that many still lie before the year 9999."""
_LONGEST_SHOWN = 200


class Table:
    """A TOML table that knows its place and which of its keys have been asked for.

    One table may lie `over` another, of another file: what the upper one does not say the lower one says, and a message
    names the file in which the key stands.
    """

    def __init__(self, values: dict[str, Any], file: str, path: str = "", below: Table | None = None) -> None:
        self._values, self._file, self._path, self._below = values, file, path, below
        self._asked: set[str] = set()

    @classmethod
    def of_file(cls, path: Path, shown: str) -> Table:
        """Read the file at `path`, called `shown` in messages. Raises `SettingsError`."""
        if path.exists() and not path.is_file():
            raise SettingsError(f"{shown} 不是文件", "请核对该路径")
        try:
            return cls(tomllib.loads(path.read_text(encoding="utf-8-sig")), shown)
        except OSError as error:
            raise SettingsError(f"{shown} 读不出（{error.strerror}）", "请核对该文件与权限") from None
        except UnicodeDecodeError as error:
            raise SettingsError(f"{shown} 不是 UTF-8 编码（第 {error.start} 字节）", "请另存为 UTF-8") from None
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{shown} 不是有效的 TOML：{error}", "请改正该行后重试") from None
        except ValueError:
            raise SettingsError(f"{shown} 中有一个数长达几千位", "请核对该文件中的数") from None
        except RecursionError:
            raise SettingsError(f"{shown} 的括号套得太深", "请核对该文件") from None

    def over(self, below: Table) -> Table:
        """Return this table with `below` under it."""
        return Table(self._values, self._file, self._path, self._below.over(below) if self._below else below)

    def _layers(self) -> Iterator[Table]:
        """Yield this table and those under it, uppermost first."""
        yield self
        if self._below:
            yield from self._below._layers()

    def _owner(self, key: str) -> Table:
        """Return the table in which `key` counts; this one where none has it."""
        return next((layer for layer in self._layers() if key in layer._values), self)

    def _take(self, key: str, default: Any, kinds: tuple[type, ...], wanted: str) -> Any:
        self._asked.add(key)
        value = self._owner(key)._values.get(key, default)
        if value is _MISSING:
            raise self.missing(key, f"应为{wanted}")
        if value is not default and (not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)):
            raise self.wrong(key, value, f"应为{wanted}")
        return value

    def _name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def wrong(self, key: str, value: object, why: str) -> SettingsError:
        """Return the error for a value that does not do."""
        owner = self._owner(key)
        return SettingsError(f"{owner._file} 中 {owner._name(key)} = {_as_toml(value)} 不对", why)

    @property
    def file(self) -> str:
        """The file the table stands in, as it is called in messages."""
        return self._file

    def missing(self, key: str, wanted: str) -> SettingsError:
        """Return the error for a key that must be there."""
        return SettingsError(f"{self._file} 缺少 {self._name(key)}", f"请补上，{wanted}")

    def has(self, key: str) -> bool:
        """Tell whether a value is written for the key."""
        return key in self._owner(key)._values

    def names(self) -> tuple[str, ...]:
        """Return the keys of the table, in the order of the file."""
        return tuple(dict.fromkeys(name for layer in self._layers() for name in layer._values))

    def text(self, key: str, default: Any = _MISSING) -> str:
        """Return one line of text; without a default the key must be there."""
        value: str = self._take(key, default, (str,), "文字")
        return one_line(value)

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts, `default` where the key is missing."""
        values = self._take(key, list(default), (list,), "文字列表")
        if any(not isinstance(value, str) for value in values):
            raise self.wrong(key, values, "应为文字列表")
        return tuple(map(one_line, values))

    def number(self, key: str, default: float) -> float:
        """Return a number that is not negative, and not above `LARGEST`."""
        value: float = self._take(key, default, (int, float), "数")
        if not 0 <= value < math.inf:
            raise self.wrong(key, value, "不能为负，也不能是 nan、inf")
        if value > LARGEST:
            raise self.wrong(key, value, f"不能大于{LARGEST}")
        return float(value)

    def whole(self, key: str, default: int) -> int:
        """Return a whole number that is not negative, and not above `LARGEST`."""
        value = self.number(key, default)
        if not value.is_integer():
            raise self.wrong(key, value, "应为整数")
        return int(value)

    def whole_numbers(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers, empty where the key is missing."""
        values = self._take(key, [], (list,), "整数列表")
        if any(not isinstance(value, int) or isinstance(value, bool) for value in values):
            raise self.wrong(key, values, "应为整数列表，如 [1, 2]")
        return tuple(values)

    def exact(self, key: str) -> Fraction | None:
        """Return a number that is not negative, exactly as it is written (0.1 is a tenth); None where the key is missing."""
        value: float | None = self._take(key, None, (int, float), "数")
        if value is None:
            return None
        self.number(key, 0)
        return Fraction(str(value))

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value: bool = self._take(key, default, (bool,), "true 或 false")
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """Return one of `choices`; with an empty default the key must be there."""
        value = self.text(key, default or _MISSING)
        if value not in choices:
            raise self.wrong(
                key, value, f"可用的值：{'、'.join(choices)}，最接近的是 {nearest(value, choices) or '无'}"
            )
        return value

    def day(self, key: str) -> date | None:
        """Return a date, or None where the key is missing."""
        value: date | None = self._take(key, None, (date,), "日期，如 2026-11-20")
        if isinstance(value, datetime):
            raise self.wrong(key, value.isoformat(), "应为日期，不带时刻，如 2026-11-20")
        return value

    def zone(self, key: str) -> ZoneInfo:
        """Return a time zone, Asia/Shanghai where the key is missing."""
        name = self.text(key, "Asia/Shanghai")
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise self.wrong(key, name, "应为时区名，如 Asia/Shanghai") from None

    def networks(self, key: str) -> tuple[str, ...]:
        """Return a list of networks in CIDR form."""
        values = self.texts(key)
        for value in values:
            try:
                ipaddress.ip_network(value)
            except ValueError:
                raise self.wrong(key, value, "应为网段，如 10.1.0.0/16") from None
        return values

    def table(self, key: str) -> Table:
        """Return the table below `key`, empty where it is missing; the tables of that name in all layers, as they lie."""
        self._asked.add(key)
        found = [layer._part(key) for layer in self._layers() if key in layer._values]
        return reduce(Table.over, found) if found else Table({}, self._file, self._name(key))

    def _part(self, key: str) -> Table:
        if not isinstance(self._values[key], dict):
            raise self.wrong(key, self._values[key], "应为一节")
        return Table(self._values[key], self._file, self._name(key))

    def tables(self, key: str) -> list[tuple[str, Table]]:
        """Return the named tables below `key`, in the order of the file."""
        return self.table(key)._entries()

    def listed(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where tables ``[key."…"]`` stand in its place: see `named`."""
        is_list = not isinstance(self._owner(key)._values.get(key), dict)
        return self.texts(key) if is_list else ()

    def pairs(self, key: str) -> dict[str, str]:
        """Return the texts below `key` by names of their own, in the order of the file; empty where it is missing."""
        entries = self.table(key)
        names = dict.fromkeys(name for layer in entries._layers() for name in layer._values)
        return {one_line(name): entries.text(name) for name in names}

    def named(self, key: str) -> dict[str, Table]:
        """Return the tables ``[key."…"]`` by name; a layer with a list in their place has none."""
        self._asked.add(key)
        outer = [layer._part(key) for layer in self._layers() if isinstance(layer._values.get(key), dict)]
        return dict(reduce(Table.over, outer)._entries()) if outer else {}

    def _entries(self) -> list[tuple[str, Table]]:
        names = dict.fromkeys(name for layer in self._layers() for name in layer._values)
        return [(one_line(name), self.table(name)) for name in names]

    def array(self, key: str) -> list[Table]:
        """Return the tables of an array ``[[key]]``."""
        wanted = f"若干节 [[{key}]]"
        entries = self._take(key, [], (list,), wanted)
        if any(not isinstance(entry, dict) for entry in entries):
            raise self.wrong(key, entries, f"应为{wanted}")
        return [Table(entry, self._file, f"{self._name(key)}[{n}]") for n, entry in enumerate(entries, 1)]

    def mixed(self, key: str, name: str) -> list[Table]:
        """Return the tables of a list; a bare text in it stands for a table with that text under `name`."""
        wanted = "列表，每项是文字或 { " + name + ' = "…" }'
        entries = self._take(key, [], (list,), wanted)
        if any(not isinstance(entry, (str, dict)) for entry in entries):
            raise self.wrong(key, entries, f"应为{wanted}")
        tables = [{name: entry} if isinstance(entry, str) else entry for entry in entries]
        file, place = self._owner(key)._file, self._owner(key)._name(key)
        return [Table(entry, file, f"{place}[{n}]") for n, entry in enumerate(tables, 1)]

    def finish(self) -> None:
        """Refuse every key nobody asked for, in every layer."""
        for layer in self._layers():
            for key in layer._values:
                if key not in self._asked:
                    raise layer._unknown(key, self._asked)

    def _unknown(self, key: str, asked: set[str]) -> SettingsError:
        best = nearest(key, asked)
        hint = f"最接近的有效键是 {best}" if best else f"这里可用的键：{'、'.join(sorted(asked))}"
        return SettingsError(f"{self._file} 中有不认识的键 {self._name(key)} = {_as_toml(self._values[key])}", hint)


def _as_toml(value: object) -> str:
    """Return a value about as it stands in the file."""
    if isinstance(value, float):
        return str(value)
    try:
        return shorten(json.dumps(value, ensure_ascii=False, default=str), _LONGEST_SHOWN)
    except (ValueError, RecursionError):  # thousands of digits, thousands of tables in each other
        return "（太长，不列出）"
