"""What was done to a signed file is found out: the attacks that the literature names, made here."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from extract import signature_fields, signature_judgement
from extract.signature_changes import Effort
from extract.signatures import read_signatures

Writer = IncrementalPdfFileWriter
Update = Callable[[bytes, Callable[[Writer], None]], bytes]


def stream(text: str) -> generic.StreamObject:
    return generic.StreamObject(stream_data=f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode())


def new_text(writer: Writer) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(stream("Meta programada 900"))
    writer.update_container(page)


def annotate(writer: Writer) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = {"/Type": "/Annot", "/Subtype": "/FreeText"}
    dictionary = generic.DictionaryObject({pdf_name(key): pdf_name(value) for key, value in note.items()})
    dictionary[pdf_name("/Rect")] = generic.ArrayObject(map(generic.NumberObject, (60, 690, 300, 720)))
    dictionary[pdf_name("/Contents")] = pdf_string("Meta programada 900")
    page["/Annots"].append(writer.add_object(dictionary))
    writer.update_container(page["/Annots"])


def fill_in(writer: Writer) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = pdf_string("revisado")
    writer.update_container(field)


def hide(writer: Writer) -> None:
    writer.root["/Pages"]["/Kids"][0]["/Contents"] = generic.NullObject()
    writer.update_container(writer.root["/Pages"]["/Kids"][0])


def metadata(writer: Writer) -> None:
    writer.root["/OpenAction"] = writer.add_object(generic.DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript")}))
    writer.update_root()


def set_in_signature(key: str, value: generic.PdfObject | None) -> Callable[[Writer], None]:
    def change(writer: Writer) -> None:
        dictionary = signature_of(writer)
        if value is None:
            del dictionary[pdf_name(key)]
        else:
            dictionary[pdf_name(key)] = value
        writer.update_container(dictionary)

    return change


def signature_of(writer: Writer) -> generic.DictionaryObject:
    fields = (one.get_object() for one in writer.root["/AcroForm"]["/Fields"])
    return next(field["/V"] for field in fields if field["/FT"] == "/Sig")


def hex_of(data: bytes) -> bytes:
    return max(re.findall(rb"/Contents <([0-9A-Fa-f]+)>", data), key=len)


def value_of(data: bytes) -> cms.ContentInfo:
    return cms.ContentInfo.load(bytes.fromhex(hex_of(data).decode()))


def numbers(*values: int) -> generic.ArrayObject:
    return generic.ArrayObject(map(generic.NumberObject, values))


def rules(desk: Any, data: bytes) -> list[str]:
    return [finding.rule for finding in desk.judge(data)[1] if finding.severity == "error"]


def test_a_byte_inside_the_covered_range(desk: Any) -> None:
    data = desk.sign(desk.blank())
    (one,), (finding, *_) = desk.judge(data.replace(b"ReportLab", b"ReportLob", 1))
    assert (one.status, one.covers_all, one.trusted) == ("altered", True, None)
    assert (finding.rule, finding.severity) == ("signature-altered", "error")
    assert "Ana Ruiz Soto" in finding.message


def test_an_altered_signature_is_not_trusted(desk: Any) -> None:
    data = desk.sign(desk.blank()).replace(b"ReportLab", b"ReportLob", 1)
    assert desk.statuses(data, "root") == ["altered"]


@pytest.mark.parametrize("change", [new_text, annotate, hide, metadata])
def test_a_revision_that_changes_what_is_seen(desk: Any, update: Update, change: Callable[[Writer], None]) -> None:
    (one,), _ = desk.judge(update(desk.sign(desk.blank()), change))
    assert (one.status, one.changed_after, one.covers_all) == ("changed", True, False)


def test_a_change_between_two_signatures_is_the_first_ones(desk: Any, update: Update) -> None:
    data = desk.sign(update(desk.sign(desk.blank()), new_text), "luis", "F2")
    assert desk.statuses(data) == ["changed", "intact"]


def test_a_shadow_that_lay_in_the_file_when_it_was_signed(desk: Any, update: Update) -> None:
    """Hide and replace: another page lies ready in what is signed; afterwards only the way to it changes."""
    ready: list[generic.IndirectObject] = []

    def prepare(writer: Writer) -> None:
        ready.append(writer.add_object(stream("Meta programada 900")))

    def swap(writer: Writer) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Contents"] = generic.IndirectObject(ready[0].idnum, 0, writer)
        writer.update_container(page)

    signed = desk.sign(update(desk.blank(), prepare))
    assert desk.statuses(signed) == ["intact"]
    assert desk.statuses(update(signed, swap)) == ["changed"]


def test_a_shadow_by_cross_reference_alone(desk: Any, update: Update) -> None:
    """Not one object is added: a table of references sends the page's content elsewhere."""
    places: list[int] = []

    def prepare(writer: Writer) -> None:
        places.append(writer.add_object(stream("Meta programada 900")).idnum)

    signed = desk.sign(update(desk.blank(), prepare))
    reader = PdfFileReader(io.BytesIO(signed))
    content = reader.root["/Pages"]["/Kids"][0].raw_get("/Contents").idnum
    hidden = reader.xrefs[generic.Reference(places[0], 0, reader)]
    assert isinstance(hidden, int)
    before = int(re.findall(rb"startxref\s+(\d+)", signed)[-1])
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 99/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    attacked = signed + table % (content, hidden, reader.root.container_ref.idnum, before, len(signed))
    assert desk.statuses(attacked) == ["changed"]


@pytest.mark.parametrize("tail", [
    b"9 0 obj\n<</Type/Catalog>>\nendobj\n", b"7 0 obj\n<</Length 0>>\nendobj\n%%EOF\n", b"<!-- correo -->",
    b"9 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 9 0 R>>\n%%EOF\n",
])  # fmt: skip
def test_bytes_added_without_a_table_of_references(desk: Any, tail: bytes) -> None:
    (one,), _ = desk.judge(desk.sign(desk.blank()) + tail)
    assert (one.status, one.covers_all) == ("changed", False)


def test_objects_that_only_a_repairing_reader_sees(desk: Any, update: Update) -> None:
    """What was added is allowed, and beside it lies an object that no table of references names."""
    data = update(desk.sign(desk.blank()), fill_in)
    assert desk.statuses(data) == ["intact"]
    start = re.findall(rb"startxref\s+\d+\s+%%EOF", data)[-1]
    assert desk.statuses(data + b"5 0 obj\n<</Type/Page>>\nendobj\n" + start) == ["changed"]


def test_wrapping_moves_the_second_range(desk: Any, update: Update) -> None:
    signed = desk.sign(desk.blank())
    tail = signed[signed.index(b">", signed.index(b"/Contents <")) + 1 :]

    def widen(writer: Writer) -> None:
        new_text(writer)
        dictionary = signature_of(writer)
        start = int(dictionary["/ByteRange"][1])
        dictionary[pdf_name("/ByteRange")] = numbers(0, start, 30000, len(tail))
        writer.update_container(dictionary)

    wrapped = update(signed, widen)
    (one,), _ = desk.judge(wrapped.ljust(30000) + tail)
    assert one.status in {"partial", "changed"}


@pytest.mark.parametrize(("key", "value"), [
    ("/Contents", None), ("/Contents", generic.NullObject()), ("/Contents", generic.ByteStringObject(b"")),
    ("/Contents", generic.ByteStringObject(b"\0")), ("/ByteRange", None), ("/ByteRange", generic.NullObject()),
    ("/ByteRange", numbers()), ("/ByteRange", numbers(0, 10)), ("/ByteRange", numbers(0, -1, 5, 10)),
    ("/ByteRange", numbers(0, 100, 50, 100)), ("/ByteRange", numbers(0, 10, 20, 10**9)),
    ("/ByteRange", numbers(0, 0, 0, 0)), ("/ByteRange", pdf_string("0 1 2 3")),
])  # fmt: skip
def test_a_signature_made_unable_to_be_wrong(
    desk: Any, update: Update, key: str, value: generic.PdfObject | None
) -> None:
    data = update(desk.sign(desk.blank()), set_in_signature(key, value))
    assert {"signature-malformed", "signature-partial"} & set(rules(desk, data))


def test_contents_overwritten_with_zeros(desk: Any) -> None:
    data = re.sub(rb"(/Contents <)([0-9a-fA-F]+)", lambda m: m[1] + b"0" * len(m[2]), desk.sign(desk.blank()))
    (one,), _ = desk.judge(data)
    assert one.status == "malformed"
    assert "ceros" in one.problem


def test_a_second_range_that_ends_early(desk: Any) -> None:
    data = desk.sign(desk.blank())
    assert desk.statuses(data[:-6] + b"      ") == ["altered"]
    shorter = re.sub(rb"(/ByteRange \[0 \d+ \d+ )(\d+)", lambda m: m[1] + b"%d" % (int(m[2]) - 40), data)
    assert set(desk.statuses(shorter)) <= {"partial", "altered", "malformed"}
    assert rules(desk, shorter)


def test_a_range_that_does_not_begin_at_the_beginning(desk: Any) -> None:
    data = desk.sign(desk.blank())
    later = re.sub(rb"/ByteRange \[0 ", b"/ByteRange [9 ", data)
    assert "signature-partial" in rules(desk, later)


def test_a_signature_taken_off_the_form(desk: Any, update: Update) -> None:
    def strip(writer: Writer) -> None:
        fields = writer.root["/AcroForm"]["/Fields"]
        fields.pop()
        writer.update_container(fields)
        new_text(writer)

    (one,), (finding, *_) = desk.judge(update(desk.sign(desk.blank()), strip))
    assert (one.status, one.signer, one.field) == ("removed", "Ana Ruiz Soto", "")
    assert finding.rule == "signature-removed"


def test_a_signature_emptied(desk: Any, update: Update) -> None:
    def empty(writer: Writer) -> None:
        field = writer.root["/AcroForm"]["/Fields"][-1]
        del field[pdf_name("/V")]
        writer.update_container(field)

    assert desk.statuses(update(desk.sign(desk.blank()), empty)) == ["removed"]


def test_a_later_signature_vouches_for_what_was_taken_off(desk: Any, update: Update) -> None:
    def empty(writer: Writer) -> None:
        field = writer.root["/AcroForm"]["/Fields"][-1]
        del field[pdf_name("/V")]
        writer.update_container(field)

    assert desk.statuses(desk.sign(update(desk.sign(desk.blank()), empty), "luis", "F2")) == ["intact"]


def test_a_certification_that_allows_nothing(desk: Any, update: Update) -> None:
    data = desk.sign(desk.blank(), certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    assert desk.statuses(data) == ["intact"]
    assert desk.statuses(update(data, fill_in)) == ["changed"]


def test_a_visible_signature_laid_over_a_certified_page(desk: Any) -> None:
    data = desk.sign(desk.blank(), certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    assert desk.statuses(desk.sign(data, "luis", "F2", box=(60, 690, 300, 720))) == ["changed", "intact"]


def test_an_annotation_laid_over_a_certified_page(desk: Any, update: Update) -> None:
    data = desk.sign(desk.blank(), certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    assert desk.statuses(update(data, annotate)) == ["changed"]


def test_a_field_that_the_signature_locks(desk: Any, update: Update) -> None:
    lock = FieldMDPSpec(FieldMDPAction.ALL)
    meta, spec = PdfSignatureMetadata(field_name="F1", md_algorithm="sha256"), SigFieldSpec("F1", field_mdp_spec=lock)
    signed = io.BytesIO()
    signer = PdfSigner(meta, desk.signer("ana"), new_field_spec=spec)
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(desk.blank())), output=signed)
    assert desk.statuses(update(signed.getvalue(), fill_in)) == ["changed"]
    assert desk.statuses(update(desk.sign(desk.blank()), fill_in)) == ["intact"]


def test_a_file_saved_anew(desk: Any) -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(desk.sign(desk.blank()))))
    out = io.BytesIO()
    writer.write(out)
    assert rules(desk, out.getvalue())


def test_a_stamp_of_another_signature(desk: Any) -> None:
    data = desk.sign(desk.blank(), stamped=True)
    own, other = (value_of(one) for one in (data, desk.sign(desk.blank(), "luis", stamped=True)))
    assert desk.statuses(data, "root") == ["trusted"]
    signer, donor = (one["content"]["signer_infos"][0] for one in (own, other))
    signer["unsigned_attrs"] = donor["unsigned_attrs"]
    digits = own.dump(force=True).hex().encode().ljust(len(hex_of(data)), b"0")
    (one,), (finding, *_) = desk.judge(data.replace(hex_of(data), digits))
    assert one.status == "malformed"
    assert finding.rule == "signature-stamp-broken"


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the reader of revisions give up, as it does on files that other readers bear."""

    def give_up(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(signature_judgement, "open_fields", give_up)


@pytest.mark.usefixtures("unread")
def test_where_revisions_cannot_be_followed_the_bytes_still_speak(desk: Any, update: Update) -> None:
    data = desk.sign(desk.blank())
    (one,), _ = desk.judge(data)
    assert (one.status, one.covers_all, one.signer, one.field) == ("intact", True, "Ana Ruiz Soto", "")
    assert desk.statuses(data.replace(b"ReportLab", b"ReportLob", 1)) == ["altered"]
    assert desk.statuses(update(data, new_text)) == ["changed"]
    assert desk.statuses(desk.sign(data, "luis", "F2")) == ["unexamined", "intact"]


def test_a_broken_page_tree_keeps_no_signature_from_judgement(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise PdfReadError("not this object")

    monkeypatch.setattr(signature_fields, "_leaves", broken)
    (one,), _ = desk.judge(desk.sign(desk.blank(), page=1))
    assert (one.status, one.field, one.page) == ("intact", "F1", 1)


def test_more_than_can_be_compared_is_told(desk: Any, update: Update, monkeypatch: pytest.MonkeyPatch) -> None:
    data = update(desk.sign(desk.blank()), new_text)
    monkeypatch.setattr(signature_judgement, "Effort", lambda: Effort(10))
    (one,), findings = desk.judge(data)
    assert one.status == "unexamined"
    assert "signature-unexamined" in [finding.rule for finding in findings]


def test_broken_files_break_nothing(desk: Any) -> None:
    """Bytes changed at random, always the same ones: a verdict each, and none of them clean."""
    chance = random.Random(7)  # noqa: S311 (no secret)
    whole = desk.sign(desk.sign(desk.blank()), "luis", "F2")
    judged = 0
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = desk.folder / "broken.pdf"
        path.write_bytes(data)
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            continue
        with document:
            signatures, findings = read_signatures(path, document)
        judged += 1
        assert any(finding.severity == "error" for finding in findings), [one.status for one in signatures]
    assert judged > 20
