"""Which reporting unit (报送单位) is meant: by its name, attribution or an alias, or the nearest is named."""

from __future__ import annotations

from bulletin.errors import NotFound
from bulletin.settings import Settings, Unit
from bulletin.text import nearest, one_line


def known_unit(settings: Settings, stated: str) -> Unit:
    """Return the unit of that name, attribution or alias. Raises `NotFound`, naming the nearest."""
    unit = settings.unit(stated)
    if unit is None:
        near = nearest(stated, settings.units)
        remedy = f"是否为“{near}”？" if near else "请先在 bulletin.toml 中登记该单位"
        raise NotFound("报送单位", one_line(stated), remedy)
    return unit
