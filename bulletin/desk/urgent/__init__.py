"""The urgent chain (紧急信息): an incident from its 首报 over its 续报 to its 终报, and the clocks that run meanwhile.

`chain` opens, rates, joins and ends; `proposals` says what may belong together; `amended` what a changed time does not undo;
`clocks`, `elements`, `repeats` and `naming` are pure; `telling` puts it into words.

Sources: 首报—续报—终报, titled ×××续报一, no repetition (肇庆、河池, A-28, A-29); limits from event and receipt
(A-22, B-6); elements of a first report (A-28); 日报 while it is handled (吉林市, A-23).
"""

from bulletin.desk.urgent.reading import Late, late

__all__ = ["Late", "late"]
