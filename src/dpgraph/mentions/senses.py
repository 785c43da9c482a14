"""Words of like meaning share a code: random hyperplanes cut the model's vector space, fixed for ever by a seed.

Charikar (2002), Similarity estimation techniques from rounding algorithms, doi:10.1145/509907.509965.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.tokens import Token
    from spacy.vocab import Vocab

_TABLES, _CUTS, _SEED = 6, 6, 20170101


@cache
def _planes(size: int) -> NDArray[np.float64]:
    return np.random.default_rng(_SEED).standard_normal((_TABLES * _CUTS, size))


@lru_cache(maxsize=1 << 16)
def _codes(vocab: Vocab, word: int) -> tuple[str, ...]:
    if not vocab.has_vector(word):
        return ()
    values = np.asarray(vocab.get_vector(word), dtype=np.float64)
    bits = (_planes(len(values)) @ values > 0).reshape(_TABLES, _CUTS)
    return tuple(f"{table}{''.join('1' if b else '0' for b in row)}" for table, row in enumerate(bits))


def senses(token: Token) -> tuple[str, ...]:
    """The codes of a word: two words share more the nearer their vectors are; none for a word without a vector."""
    return _codes(token.vocab, token.orth)
