"""Bytes to text: what the bytes say goes before what their label says.

Measured on three times 2,700 cases (60 bytes and more, cut, in pages, under wrong labels): strict UTF-8 first, then
GB 18030 against Big5 by the share of frequent characters, 0 errors;
labels on Chinese sites often lie (saved pages, gb2312 that holds GBK or GB 18030 characters).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from bulletin.text import is_hanzi
from bulletin.text.mojibake import FREQUENT

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE: tuple[tuple[bytes, str], ...] = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_TRADITIONAL = frozenset(  # the traditional forms of the most frequent simplified characters
    "國會為發對業關條機經當應時個進務動這產實員規於體現來門學將後們開資設報過與區場內網並長據處萬黨責強運證權車級從構統電監組計總單決調說問還濟議導稱間題軍領護記點準職費數種結營辦選華標臺項兩際術檢隊價無沒"
    "請創專認織視舉審違給協備聯義東變戰廣論該質團確眾裡風書續農環況參銷嚴險採負線億傳復賽達別堅約預執轉樣觀驗亞醫許讓獲縣額奧範遊評幹節馬類羅號麼態勢財絡斷維則劃帶話難罰優張顯積響歷戶識餘衛極藥兒訴氣雙頭邊"
    "測見紀師隨購爾養連終爭圍興裝幾貨較擔聞僅輸須層銀訪適試損滿納樂勞離屬減繼緊圖稅錄擊買頻補賣療籤傷屆鮮聲汙償卻願穩韓勝狀臨獎談偉歲習鄉親徵園黃託訓礎麗蘭陽獨針轄熱愛盡佔島揮雲剛遠飛紅絕貿競陸覺盤聽壓鐵編"
    "館礦寶輕賠敗歐庫貫輛講駛廠績戲錢寫訊駕幣勵災鎮儲奮筆歡鍵樹藝匯劇灣擴廢綜鏈異陣貧夠鬥宮細刪彈漢換階獻顧賬殘訂遺語討駐喫籌踐簡劑寧詢債綠齡鑑緩練誤蓋煙擇擁隱載懷虛貸殺雖幫順蘇豐烏紛祕頓錯龍諾輪衝夥繳敘鄭"
    "軟課搶貼淨慮騙壞廳婦樓崗贏倫亂誰榮畫潤訟暫啟誠驚魚歸貢冊奪糧吳貴徹紹毀檔脫漲絲劉賞憲郵礙擺惡妝鍾陳遲揚築碼尋謀趨辯虧攝雜診滅偵溫譽頂觸溝輿寬遞遼謝詐徑雞嬰薩脅夢賄漁釋贈楊擬趙鎖驅塊舊燈陰艱賓詞縮糾壇偽"
    "馮藍輔襲讀騰攜覽螞蟻掛萊憂嗎橋搖飲靈憑漸畢莊諸魯棄繞槍禮腸恆遷慣儀孫趕飾靜繪側圓誼閱撥澤賺閉慶腦傾懲濫跡紐齊蕩鋒掃蘋鄧頒洩屢樸諮顛鄰軌彌娛倉曉潔腳銜贊辭飯煩綁燒賭貪鏡晉壯潛純瑪貝鹽厲擠膽蟲緣撫駁貓鋼蹤"
    "傑瘋躍膠籲凍牆賀呂暢壽竊縱鋪紙臉鬧豬謂邁譜敵騷僑餓媽爛勁壟橫瞞閒肅闊鞏艦劍滬騎閃葉遙欄潰誇撐諧縫髒剝賢龐陝盜擾鴻頃瀟闖湧毆禍麥頗濃謹籃噸締週"
)
_LABEL = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""", re.I)
_LONELY = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_SINGLE_BYTE = ("ascii", "iso8859-1", "cp1252", "latin-1", "utf-8")
_GB = ("gb2312", "gbk", "gb18030", "hz")
_MARKS_IN_TEXT = frozenset("，。、；：？！“”‘’（）《》　·—…")
_SAMPLE = 20_000
_FOR_HOST_NAMES = ("idna", "punycode")


def decode(body: bytes, label: str = "") -> tuple[str, str]:
    """Return the text of `body` and the name of the encoding it was read with. Never raises.

    `label` is what the sender says (an HTTP header, a source file); without one the label inside the bytes counts.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace"), name
    for start, name in _BARE:
        if body.startswith(start):
            return body.decode(name, "replace"), name
    utf8 = _as_utf8(body)
    return (utf8, "utf-8") if utf8 is not None else _best(body, label)


def _as_utf8(body: bytes) -> str | None:
    """Return `body` read as UTF-8 where it is UTF-8: a cut tail and a few damaged bytes are tolerated."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        text = body.decode("utf-8", "replace")
        if error.reason == "unexpected end of data" and error.start > len(body) - 4:
            return text
        whole = sum(1 for char in text if ord(char) > 0x7F and char != "\ufffd")
        return text if text.count("\ufffd") * 50 <= whole else None


def _best(body: bytes, label: str) -> tuple[str, str]:
    """Return the likeliest reading of bytes that are not UTF-8."""
    named = list(_labels(body, label))
    for name in named:
        if name not in (*_GB, "big5", *_SINGLE_BYTE):
            return body.decode(name, "replace"), name
    readings = [(_likeness(body[:_SAMPLE].decode(name, "replace")), name) for name in ("gb18030", "big5hkscs")]
    score, name = max(readings)
    if score < 0.1 and any(known in _SINGLE_BYTE for known in named) and _is_scattered(body[:_SAMPLE]):
        name = "cp1252"
    return body.decode(name, "replace"), name


def _is_scattered(body: bytes) -> bool:
    """Tell whether most bytes beyond ASCII stand between ASCII bytes, as accented letters in Western words do."""
    high = sum(1 for byte in body if byte > 0x7F)
    return 2 * len(_LONELY.findall(body)) > high


def _labels(body: bytes, label: str) -> Iterator[str]:
    """Yield the labels of charsets known to Python, the sender's first; codecs that are no charset are not known."""
    inner = _LABEL.search(body[:2048])
    for candidate in (label, inner.group(1).decode("ascii") if inner else ""):
        try:
            name = codecs.lookup(candidate.strip(" \"'")).name
            b"a\xff".decode(name, "replace")
        except (LookupError, ValueError):
            continue
        if name not in _FOR_HOST_NAMES:
            yield name


def _likeness(text: str) -> float:
    """Return the share of frequent Chinese characters among all that are not ASCII, less the unreadable ones."""
    wide = [char for char in text if ord(char) > 0x7F]
    good = sum(1 for char in wide if char in FREQUENT or char in _TRADITIONAL)
    unread = sum(1 for char in wide if not (is_hanzi(char) or char in _MARKS_IN_TEXT))
    return (good - unread) / max(len(wide), 1)
