"""Which digital signature is whose of the signature block, by name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from extract.model import DigitalSignature
from normalize.model import Signatory

_LEAST_NAMES = 2
_NO_NAMES = frozenset({
    "de", "del", "la", "las", "los", "y", "e", "rfc", "curp", "firmado", "por", "c", "cc", "sr", "sra", "srta", "lic",
    "licda", "lcda", "dr", "dra", "ing", "arq", "mtro", "mtra", "prof", "profa", "cp", "lcp", "lae", "tec",
    "licenciado", "licenciada", "ingeniero", "ingeniera", "doctor", "doctora", "arquitecto", "arquitecta", "contador",
    "contadora", "publico", "publica", "maestro", "maestra", "profesor", "profesora", "ciudadano", "ciudadana",
})  # fmt: skip
"""Words in names that tell no persons apart: particles, titles, and what certificates print beside a name."""


def by_signatory(
    signatories: Sequence[Signatory], signatures: Sequence[DigitalSignature]
) -> tuple[dict[int, DigitalSignature], tuple[DigitalSignature, ...]]:
    """Put each signature to the person whose name its certificate bears.

    One person has one signature: further ones, and those whose name fits two persons or none, are nobody's.

    Returns:
        For places in the signature block, from 0, the signature of whoever stands there; and the signatures of nobody.
    """
    named = [_names(person.name) for person in signatories]
    own: dict[int, DigitalSignature] = {}
    others: list[DigitalSignature] = []
    for signature in signatures:
        names = _names(signature.signer)
        fitting = [place for place, known in enumerate(named) if _same(known, names)]
        free = [place for place in fitting if place not in own]
        if free and len({named[place] for place in fitting}) == 1:
            own[free[0]] = signature
        else:
            others.append(signature)
    return own, tuple(others)


def _names(text: str) -> frozenset[str]:
    """Give the names in a name: no titles, and no RFC or CURP, which certificates print beside them.

    >>> sorted(_names("Mtra. María de la Luz Peña CURP: PEML700101MJCXXX09"))
    ['luz', 'maria', 'pena']
    """
    decomposed = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).replace(".", " ")
    words = (word for word in re.findall(r"\w+", bare) if not any(map(str.isdigit, word)))
    return frozenset(word for word in words if len(word) > 1 and word not in _NO_NAMES)


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two names are one person's, where one may leave out names that the other has."""
    return len(one & other) >= _LEAST_NAMES and (one <= other or other <= one)
