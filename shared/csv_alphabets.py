"""Tells a legacy encoding by the letters of languages: in the right one, words have letters of one of them.

A statistical guess needs long texts; the few names of towns in a table, said again and again, are none. Imports nothing
of the project.
"""

import re
import string
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Final


@dataclass(frozen=True)
class _Language:
    """Small letters beyond ASCII, and where they never stand: by its byte alone, a Polish ń may be a Spanish ñ."""

    letters: frozenset[str]
    never: re.Pattern[str] | None

    def has(self, words: str) -> bool:
        """Tell whether words in small letters may be of this language."""
        strange = {letter for letter in words if not letter.isascii() and _LETTERS.fullmatch(letter)}
        return strange <= self.letters and (self.never is None or self.never.search(words) is None)


def _language(letters: str, never: str | None = None) -> _Language:
    return _Language(frozenset(letters), None if never is None else re.compile(never))


_BEFORE_NO_VOWEL: Final = r"ñ(?![aeiouáéíóúü])"
_WESTERN_LANGUAGES: Final = (
    _language("äöüß"),  # German
    _language("àâæçéèêëîïôœùûüÿ"),  # French
    _language("áéíñóúü", _BEFORE_NO_VOWEL),  # Spanish
    _language("áâãàçéêíóôõúü", r"ã(?![oei])|õ(?!e)"),  # Portuguese
    _language("àèéìíîòóùú"),  # Italian
    _language("äëéèêïöüóáíú"),  # Dutch
    _language("åäöéü"),  # Swedish
    _language("æøåéèêòôóü"),  # Danish, Norwegian
    _language("àçèéíïñòóúü", _BEFORE_NO_VOWEL),  # Catalan
    _language("éèêëçñôïöü", _BEFORE_NO_VOWEL),  # words from elsewhere, in English
)
_CENTRAL_LANGUAGES: Final = (
    _language("áčďéěíňóřšťúůýž"),  # Czech
    _language("áäčďéíĺľňóôŕšťúýž"),  # Slovak
    _language("ąćęłńóśźż", r"ń[aeiouy]"),  # Polish
    _language("áéíóöőúüű"),  # Hungarian
    _language("ăâîşţ"),  # Romanian
    _language("čćđšž"),  # Croatian, Serbian, Slovenian
)
_ESTONIAN: Final = _language("äöõüšž")
_LANGUAGES: Final[dict[str, tuple[_Language, ...]]] = {
    "cp1252": (*_WESTERN_LANGUAGES, _ESTONIAN),
    "cp1250": _CENTRAL_LANGUAGES,
    "iso8859-2": _CENTRAL_LANGUAGES,
    "cp1257": (_language("ąčęėįšųūž"), _language("āčēģīķļņšūž"), _ESTONIAN),  # Lithuanian, Latvian
    "cp1254": (_language("çğıöşüâîû"),),  # Turkish
    "iso8859-1": (_language("áðéíóúýþæö"),),  # Icelandic, after Turkish: its letters are at the same places
    "cp850": _WESTERN_LANGUAGES,
    "mac-roman": _WESTERN_LANGUAGES,
    "cp852": _CENTRAL_LANGUAGES,
}
"""Encoding -> the languages written in it, the most frequent encoding first."""
_WESTERN: Final = "cp1252"
_TOKEN: Final = re.compile(rb"[^\s,;|\"]*[\x80-\xff][^\s,;|\"]*")
_SIGNS_IN_WORDS: Final = frozenset("’‘·–—\xa0\xad")
_SIGNS_AFTER_WORDS: Final = frozenset("®™©°²³¹ºª”»…")
_SIGNS_BEFORE_WORDS: Final = frozenset("€§«¡¿£¥•„“©")
_OTHER_SIGNS: Final = frozenset("µ±×÷½¼¾")
_LETTERS: Final = re.compile(r"[^\W\d_ºª²³¹½¼¾µ]+")
_JAPANESE: Final = ("cp932", "euc_jp")
_KANA: Final = re.compile("[\u3041-\u30fa\u30fc]")
_MUCH: Final = 0.3
_MAX_TOKENS: Final = 2_000
_MOST: Final = 0.9


@dataclass(frozen=True)
class _Reading:
    """What the words of a text are in one encoding: part of them known, and whether one language has them all."""

    encoding: str
    known: float
    is_one_language: bool


def encoding_by_letters(text: bytes, guess: str | None) -> str | None:
    """Find the encoding in which the words of a text may be words.

    Parameters
    ----------
    text : bytes
        Lines that are not ASCII.
    guess : str or None
        The encoding that a statistical guess says, by the name of its codec.

    Returns
    -------
    str or None
        A Japanese encoding in which much of the text is kana, whose bytes are hardly ever side by side else. Or the one
        in which one language has all words, of several the western one or else the guessed one. Where there
        is none, the western one if nearly all words are of some western language, and no more of them are words in the
        guessed encoding.
    """
    for encoding in _JAPANESE:
        with suppress(UnicodeDecodeError):
            if _is_much_kana(text.decode(encoding)):
                return encoding
    tokens = list(dict.fromkeys(_TOKEN.findall(text)))[:_MAX_TOKENS]
    readings = {encoding: found for encoding in _LANGUAGES if (found := _read(tokens, encoding)) is not None}
    western, guessed = readings.get(_WESTERN), readings.get(guess or "")
    for found in (western, guessed, *readings.values()):
        if found is not None and found.is_one_language:
            return found.encoding
    if western is None or western.known < _MOST or (guessed is not None and guessed.known > western.known):
        return None
    return _WESTERN


def _is_much_kana(text: str) -> bool:
    kana = len(_KANA.findall(text))
    return kana > 0 and kana >= _MUCH * sum(not letter.isascii() for letter in text)


def _read(tokens: Collection[bytes], encoding: str) -> _Reading | None:
    """Read words in an encoding; None if it lacks one of their bytes, or there are none."""
    languages: list[set[int]] = []
    for token in tokens:
        try:
            text = token.decode(encoding)
        except UnicodeDecodeError:
            return None
        may_be = _LANGUAGES[encoding] if _may_be_words(text) else ()
        languages.append({place for place, language in enumerate(may_be) if language.has(text.lower())})
    if not languages:
        return None
    common = reduce(set.intersection, languages)
    return _Reading(encoding, sum(map(bool, languages)) / len(languages), bool(common))


def _may_be_words(text: str) -> bool:
    """Tell whether letters and signs stand as they do in words: few beyond ASCII, no capital after a small one."""
    for word in _LETTERS.findall(text):
        strange = [letter for letter in word if not letter.isascii()]
        if 2 * len(strange) > len(word) and text.strip(string.punctuation) != word:
            return False
        if any(one.islower() and other.isupper() and not other.isascii() for one, other in pairwise(word)):
            return False
    neighbours = zip(f" {text}", text, f"{text[1:]} ", strict=False)
    return all(_may_stand(*three) for three in neighbours if not three[1].isascii())


def _may_stand(before: str, sign: str, after: str) -> bool:
    if sign in _SIGNS_IN_WORDS or _LETTERS.fullmatch(sign):
        return True
    may_follow = sign in _SIGNS_AFTER_WORDS or not before.isalpha()
    may_precede = sign in _SIGNS_BEFORE_WORDS or not after.isalpha()
    return may_follow and may_precede and sign in _SIGNS_AFTER_WORDS | _SIGNS_BEFORE_WORDS | _OTHER_SIGNS
