"""XML of unknown origin: parsed without entities, without a network, without a DTD, up to a size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin.errors import UnreadableMaterial

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


MOST_TAGS = 500_000
"""What all parts of one file may hold; a report of a hundred pages has a tenth of it."""


class Trees:
    """Parses the XML parts of one file; `noun` names its kind in messages, `remedy` says what to do about it."""

    def __init__(self, noun: str, remedy: str) -> None:
        self._noun, self._remedy = noun, remedy
        self._left = MOST_TAGS

    def of(self, part: bytes) -> Element:
        """Return the tree of one part. Raises `UnreadableMaterial` for a DOCTYPE, for what is not well-formed, and as
        soon as all parts together have too many tags.

        Entities are not resolved; what they would blow up in attributes libxml2 itself refuses. A depth over 256 and a
        text over 10 MB count as not well-formed (libxml2 without ``huge_tree``).
        """
        from lxml import etree

        self._left -= part.count(b"<")
        if self._left < 0:
            raise UnreadableMaterial(f"{self._noun}过于复杂，未打开", self._remedy)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
        )
        try:
            root = etree.fromstring(part, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableMaterial(f"{self._noun}的内容不完整或已损坏", self._remedy) from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableMaterial(f"{self._noun}内含不允许的声明（DOCTYPE），未打开", self._remedy)
        return root
