"""Personal data in a text (个人信息): telephone, identity and bank-card numbers, found by their own rules and masked."""

from __future__ import annotations

import re
from datetime import date

_MOBILE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?(1[3-9]\d)([- ]?)(\d{4})\2(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<![\d-])(0\d{2,3})([-—－ ]|[)）])(\d{7,8})(?![\d-])")
_IDENTITY = re.compile(r"(?<!\d)(\d{6})(\d{8})(\d{3}[\dXx])(?![\dXx])")
_CARD = re.compile(r"(?<!\d)(\d{4})([ ]?\d{4}){2,3}[ ]?\d{1,7}(?!\d)")
_NEAR = 8
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def masked(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` with personal numbers hidden, and what was hidden, as it now stands (``手机号码 138****5678``).

    An identity number is one by its date of birth and check digit (GB 11643) or because the words before it say so, a
    card by its own check digit; other long numbers (of documents, of requests) stay.
    """
    found: list[str] = []

    def hide(noun: str, shown: str) -> str:
        found.append(f"{noun} {shown}")
        return shown

    text = _IDENTITY.sub(
        lambda m: hide("身份证号", f"{m[1]}{'*' * 12}") if _is_called_so(m) or _is_identity(m[0]) else m[0], text
    )
    text = _MOBILE.sub(lambda m: hide("手机号码", f"{m[1]}****{m[4]}"), text)
    text = _LANDLINE.sub(lambda m: hide("固定电话", f"{m[1]}{m[2]}{m[3][:-4]}****"), text)
    text = _CARD.sub(lambda m: hide("银行卡号", f"{m[1]}****{m[0][-4:]}") if _is_card(m[0]) else m[0], text)
    return text, tuple(found)


def _is_called_so(match: re.Match[str]) -> bool:
    """Tell whether the words before say that it is an identity number, though it may be mistyped."""
    return "身份证" in match.string[max(0, match.start() - _NEAR) : match.start()]


def _is_identity(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def _is_card(text: str) -> bool:
    """Tell whether a number is that of a bank card: 16 to 19 digits that begin with 3 to 6 or 9, with a right check
    digit (ISO/IEC 7812)."""
    digits = [int(char) for char in text if char.isdigit()]
    if not 16 <= len(digits) <= 19 or digits[0] not in (3, 4, 5, 6, 9):
        return False
    doubled = [sum(divmod(digit * 2, 10)) if k % 2 else digit for k, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
