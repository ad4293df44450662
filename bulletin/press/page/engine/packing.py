"""A sheet as JSON and back, for a typesetter in another process: data only, nothing that could run.

Dataclasses and mappings become objects, tuples lists, dates ISO 8601, paths text, bytes base64. `unpack` builds what the type says and nothing
else, so that what was packed is what comes out: equal, and of the same types.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")

_READ: dict[Any, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    Path: Path,
    bytes: partial(b64decode, validate=True),
}


def pack(value: Any) -> Any:
    """Return `value` as JSON has it: dataclasses, mappings, tuples, dates, paths, bytes, texts, numbers and truths."""
    if is_dataclass(value):
        return {field.name: pack(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: pack(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return [pack(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return b64encode(value).decode() if isinstance(value, bytes) else value


def unpack(kind: type[T], packed: Any) -> T:
    """Return the `kind` that was packed. Raises `KeyError`, `TypeError` or `ValueError` if `packed` is no such thing."""
    built: T = _unpacked(kind, packed)
    return built


def _unpacked(kind: Any, packed: Any) -> Any:
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: _unpacked(of, packed[name]) for name, of in _fields(kind).items()})
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        return tuple(_unpacked(kinds[0] if kinds[-1] is ... else kinds[k], one) for k, one in enumerate(packed))
    if get_origin(kind) is Mapping:
        return {name: _unpacked(get_args(kind)[1], one) for name, one in packed.items()}
    if kind in _READ:
        return _READ[kind](packed)
    if not isinstance(packed, kind):
        raise TypeError(f"{kind.__name__} wanted, {type(packed).__name__} given")
    return packed


@cache
def _fields(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)
