"""What was added to a PDF after it was signed, and whether signing allows that.

A signed PDF may grow: by what proves a signature in years to come, by further signatures, by fields of a form filled
in, as far as the signature before allows. Anything else is a change of what was signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from extract.signature_bytes import Buffer, Covered, loose_objects

_MOST_WORK = 200_000
"""Objects times revisions that are compared in one file: a minute or two. Real files come to a tenth of it."""


class TooMuch(Exception):
    """More was added than can be compared. The message is a clause in Spanish."""


@dataclass(slots=True)
class Effort:
    """What may still be compared in one file.

    Attributes:
        left: Objects times revisions.
    """

    left: int = _MOST_WORK

    def spend(self, reader: PdfFileReader, revisions: int) -> None:
        """Count a comparison before it is made.

        Raises:
            TooMuch: It would be more than is left.
        """
        xrefs = reader.xrefs
        objects = sum(len(xrefs.explicit_refs_in_revision(at)) for at in range(min(xrefs.total_revisions, self.left)))
        self.left -= objects * revisions
        if self.left < 0:
            raise TooMuch(f"después de firmar se agregaron {revisions} revisiones, más de lo que se puede comparar")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as the document has it.

    Attributes:
        dictionary: Its own.
        field: Of its form field.
        revision: In which revision of the file, from 0, it was written.
    """

    dictionary: generic.DictionaryObject
    field: generic.DictionaryObject
    revision: int


def entry(dictionary: generic.DictionaryObject, key: str) -> Any:  # noqa: ANN401 (whatever stands there)
    """Give an entry of a dictionary, references followed; ``None`` when it has none."""
    # Its own ``get`` does not follow references.
    return dictionary[key] if key in dictionary else None  # noqa: SIM401


def revision_of(reader: PdfFileReader, field: generic.DictionaryObject) -> int:
    """Tell in which revision of the file, from 0, the signature of a field was last written."""
    value = field.raw_get("/V")
    reference = value.reference if isinstance(value, generic.IndirectObject) else field.container_ref
    if not isinstance(reference, generic.Reference):
        raise TypeError("a signature that stands in no object of its own")
    return int(reader.xrefs.get_last_change(reference))


def uncovered_revision(reader: PdfFileReader, signed: Signed, covered: Covered) -> str:
    """Say, in Spanish, what of its own revision a signature leaves out; ``""`` when nothing."""
    if covered.whole:
        return ""
    if covered.startxref is None:
        return "lo que cubre no termina donde termina una revisión del archivo"
    xrefs = reader.xrefs
    if covered.startxref != xrefs.get_startxref_for_revision(signed.revision):
        return "lo que cubre termina en otra revisión que la suya"
    if any(xrefs.get_xref_container_info(at).end_location > covered.end for at in range(signed.revision + 1)):
        return "no cubre la tabla de referencias de su propia revisión"
    return ""


def change_after(reader: PdfFileReader, data: Buffer, signed: Signed, covered: Covered, effort: Effort) -> str:
    """Say, in Spanish, what was done after a signature that it does not allow; ``""`` when nothing was.

    Args:
        reader: Of the whole file.
        data: The file.
        signed: The signature.
        covered: What it covers: its own revision, whole.
        effort: What may be compared; less afterwards.

    Raises:
        TooMuch: It cannot be said within that.
        Exception: Of any class: what was added is broken.
    """
    if covered.whole:
        return ""
    xrefs = reader.xrefs
    later = xrefs.total_revisions - 1 - signed.revision
    added = len(data) - covered.end
    if later == 0:
        return f"después de firmar se agregaron {added} bytes fuera de toda revisión del archivo"
    effort.spend(reader, later)
    if loose_objects(data, covered.end, _offsets(reader)):
        return "después de firmar se agregaron objetos que ninguna tabla de referencias nombra"
    allowed = _permission(signed)
    result = DEFAULT_DIFF_POLICY.review_file(
        reader, signed.revision, field_mdp_spec=_locked(signed.dictionary), doc_mdp=allowed
    )
    if isinstance(result, SuspiciousModification) or result.modification_level is ModificationLevel.OTHER:
        return "después de firmar se cambió el contenido, las anotaciones o la estructura del documento"
    if allowed is not None and result.modification_level.value > allowed.value:
        return "después de certificar se llenaron campos o se firmó, y la certificación no lo permite"
    return ""


def _offsets(reader: PdfFileReader) -> frozenset[int]:
    """Give where in the file stand the objects that the cross references list, and these themselves."""
    xrefs = reader.xrefs
    found: set[int] = set()
    for revision in range(xrefs.total_revisions):
        section = xrefs.get_xref_data(revision)
        hybrid = section.hybrid
        found.update(offset for _, offset in section.standard_xrefs.values())
        found.add(xrefs.get_xref_container_info(revision).start_location)
        if hybrid is not None:
            found.update(offset for _, offset in hybrid.xref_data.standard_xrefs.values())
            found.add(hybrid.meta_info.start_location)
    return frozenset(found)


def _permission(signed: Signed) -> MDPPerm | None:
    """Give what a certification allows, or the lock of the field; ``None`` for neither."""
    reference = _transform(signed.dictionary, "/DocMDP")
    if reference is not None:
        allowed = _level(entry(reference, "/TransformParams"))
        return MDPPerm(MDPPerm.FILL_FORMS.value if allowed is None else allowed)
    allowed = _level(entry(signed.field, "/Lock"))
    return None if allowed is None else MDPPerm(allowed)


def _level(parameters: object) -> int | None:
    level = entry(parameters, "/P") if isinstance(parameters, generic.DictionaryObject) else None
    return None if level is None else int(level)


def _locked(dictionary: generic.DictionaryObject) -> FieldMDPSpec | None:
    reference = _transform(dictionary, "/FieldMDP")
    return FieldMDPSpec.from_pdf_object(reference["/TransformParams"]) if reference is not None else None


def _transform(dictionary: generic.DictionaryObject, method: str) -> generic.DictionaryObject | None:
    references = (one.get_object() for one in entry(dictionary, "/Reference") or ())
    return next((one for one in references if entry(one, "/TransformMethod") == method), None)
