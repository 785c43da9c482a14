"""Which language a text is in, told offline by the letters it is made of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

READ = "en"
# Of texts with fewer letters the language is not judged (other scripts say more with fewer); of longer ones this many
# characters are looked at.
LEAST, LEAST_OF_OTHER_SCRIPTS, LOOKED_AT = 80, 15, 1500
SURE = 0.9
_AFTER_LATIN = "\u0250"
NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None when it is too short or too mixed to tell.

    >>> language_of("The publisher runs a platform for schools, and sells books there to readers in many towns." * 2)
    'en'
    >>> language_of("Harbor Press") is None
    True
    """
    shown = _sample(text)
    letters = [c for c in shown if c.isalpha()]
    is_latin = sum(c < _AFTER_LATIN for c in letters) > len(letters) / 2
    if len(letters) < (LEAST if is_latin else LEAST_OF_OTHER_SCRIPTS):
        return None
    code, sure = _identifier().classify(shown)
    return code if sure >= SURE or not is_latin else None


def _sample(text: str) -> str:
    """A stretch from the middle, where a text is most itself, without white space."""
    start = max(0, (len(text) - LOOKED_AT) // 2)
    return re.sub(r"\s+", " ", text[start : start + LOOKED_AT]).strip()


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
