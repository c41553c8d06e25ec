"""What a single cell looks like: number, date, missing, text. Imports nothing of ours.

Kinds are evidence, not types: a cell of kind "number" may stay text in the end ("00123").
"""

import re
from functools import lru_cache
from typing import Final, Literal

CellKind = Literal["empty", "missing", "number", "date", "time", "flag", "address", "text", "odd"]
"""address: a URL, e-mail, IP or MAC address. odd: text that does not look like one clean value."""

TYPED: Final[frozenset[str]] = frozenset({"number", "date", "time", "flag"})
"""Kinds that a column name rarely has."""

MISSING: Final = frozenset(
    {
        "na",
        "n/a",
        "n.a.",
        "nan",
        "null",
        "none",
        "nil",
        "#n/a",
        "#na",
        "<na>",
        "-nan",
        "-",
        "--",
        "---",
        "?",
        ".",
        "..",
        "...",
        "…",
        ":",
    }
    | {"***", "****", "\\n", "(null)", "missing", "n/d", "nd", "#value!", "#div/0!", "#ref!", "–", "—"}
)
"""Words that stand for a missing value in a column of numbers or dates; compared in lower case."""

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_CLOCK: Final = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?"
_ZONE: Final = r"(?: ?(?:z|utc|gmt|[+-]\d{2}:?\d{2}))?"
CURRENCY: Final = (
    r"(?:(?:US|CA|A|C|R|HK|NZ)?\$|[€£¥₹₽₩₺₪]|AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HKD|HUF|INR|JPY|KRW|MXN|NOK|NZD|PLN|RUB|SEK"
    r"|SGD|TRY|USD|ZAR|kr)"
)
"""The marks of money that may stand before or after a number."""
_NUMBER: Final = re.compile(
    rf"[(]?[-+−]?(?:{CURRENCY})? ?[-+−]?"
    r"(?:\d+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:['’   ]\d{3})+(?:[.,]\d+)?"
    r"|[.,]\d+|\d+\.)"
    rf"(?:[eE][-+]?\d{{1,3}})?(?: ?(?:%|‰|{CURRENCY}))?[)]?"
)
_DATE: Final = re.compile(
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}([-/.])\d{{1,2}}\1(?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}[- ./]{_MONTH}\.?[-,. /]+\d{{2,4}}|{_MONTH}\.? \d{{1,2}},? \d{{4}}|\d{{4}}[- /]{_MONTH}[- /]\d{{1,2}}"
    rf"|\d{{4}}年\d{{1,2}}月\d{{1,2}}日)"
    rf"(?:(?:T|,? +){_CLOCK}{_ZONE})?|\d{{8}}T\d{{6}}Z?",
    re.I,
)
_TIME: Final = re.compile(rf"{_CLOCK}{_ZONE}", re.I)
_FLAG: Final = frozenset({"true", "false", "yes", "no"})
_ADDRESS: Final = re.compile(
    r"(?:https?|ftp|file|s3)://\S+|(?:file|mailto):\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:/\d+)?"
    r"|(?:[\da-f]{2}[:-]){5}[\da-f]{2}|(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\w.-]*/)+[\w.-]+|[A-Za-z]:\\\S*",
    re.I,
)
_SYMBOLS: Final = r"\u2600-\u27bf\U0001f000-\U0001faff"
"""Emoji and the like."""
_TEXT: Final = re.compile(
    rf"[\w(\[#@*+&§<>=°$€£µ.'’“”‘„«»¿¡{_SYMBOLS}-]"
    rf"[\w .'’“”‘„«»()\[\]/&+*#@%!?°$€£µ<>=§–—…·™®©²³…\u200d\ufe0f{_SYMBOLS}-]*"
)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_DIGITS: Final = re.compile(r"\d+")
_DIGIT: Final = re.compile(r"\d")


def is_missing(cell: str) -> bool:
    """Tell whether a cell is empty or a word for a missing value."""
    stripped = cell.strip()
    return not stripped or stripped.lower() in MISSING


@lru_cache(maxsize=50_000)
def cell_kind(cell: str) -> CellKind:
    """Tell what a cell looks like; blanks around it do not matter."""
    value = cell.strip()
    if not value:
        return "empty"
    if len(value) <= 40:
        if value.isdecimal():  # the commonest kind, and what _NUMBER would say after ten times as long
            return "number"
        if value.lower() in MISSING:
            return "missing"
        if value.isalpha():
            return "flag" if value.lower() in _FLAG else "text"
        if _NUMBER.fullmatch(value) and (value[0] != "(" or value[-1] == ")"):
            return "number"
        if value[0].isalpha() and value.isalnum():  # neither a date nor an address is without any other sign
            return "text"
        if value[0].isdigit() or value[0].isalpha():
            if _DATE.fullmatch(value):
                return "date"
            if _TIME.fullmatch(value):
                return "time"
            if value.lower() in _FLAG:
                return "flag"
    if len(value) < 2000 and _ADDRESS.fullmatch(value):
        return "address"
    if _TEXT.fullmatch(value):
        return "text"
    return "odd"


@lru_cache(maxsize=50_000)
def cell_shape(cell: str) -> str:
    """Reduce a cell to its shape: "AB-1234" and "XY-99" are both "a-9"."""
    value = cell.strip()[:60]
    if value.isdecimal():
        return "9"
    return _LETTERS.sub("a", _DIGITS.sub("9", value))


def digit_shape(value: str) -> str:
    """Reduce a value to its shape, but for the number of digits: "AB-1234" is "a-9999"."""
    return _LETTERS.sub("a", _DIGIT.sub("9", value))
