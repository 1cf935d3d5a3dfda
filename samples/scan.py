"""Turns a digital report into a scan of its signed paper: crooked, dirty, signed, sealed, turned.

The same PDF, kind and seed give the same scan, with the same versions of pypdfium2, OpenCV, NumPy and Pillow.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
import scan_file
import scan_ink
import scan_paper

Sheet = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]
Range = tuple[float, float]

PAPER = (0.995, 0.985, 0.96)
"""Colour of the paper in a colour scan."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a document is scanned and what was done to its paper; of ranges, each page takes its own value.

    Attributes:
        dpi: Pixels an inch, one for the document.
        colours: ``gray``, ``colour`` or ``bilevel``, one for the document.
        quality: Of the JPEG.
        skew: Degrees, either way.
        keystone: See `scan_paper.Pose`.
        wave: See `scan_paper.Pose`.
        light: Largest loss of light.
        ink: Darkest gray, 0 to 1.
        paper: Lightest gray.
        blur: Gaussian, in points.
        noise: Of the sensor, in shares of white.
        specks: How many a page.
        borders: Odds of black borders.
        paraphs: Signatures in the left margin.
        signatures: Signatures anywhere.
        seals: Seals a page.
        punched: Odds of punch holes and of a staple.
        turned: Odds that a page lies upside down or sideways.
        digital: Every other page stays digital.
    """

    dpi: tuple[int, ...]
    colours: tuple[str, ...]
    quality: Range = (80, 90)
    skew: Range = (0.0, 0.5)
    keystone: float = 0.0006
    wave: float = 0.0
    light: Range = (0.0, 0.06)
    ink: Range = (0.04, 0.12)
    paper: Range = (0.97, 1.0)
    blur: Range = (0.06, 0.12)
    noise: Range = (0.005, 0.015)
    specks: tuple[int, int] = (0, 8)
    borders: float = 0.0
    paraphs: tuple[int, int] = (0, 1)
    signatures: tuple[int, int] = (0, 0)
    seals: tuple[int, int] = (0, 0)
    punched: float = 0.0
    turned: float = 0.0
    digital: bool = False


KINDS = {
    "clean300": Scanner((300,), ("gray", "gray", "colour")),
    "ink200": Scanner(
        (200,), ("colour",), quality=(55, 65), skew=(0.3, 1.4), keystone=0.004, wave=0.6, light=(0.06, 0.2),
        blur=(0.1, 0.2), noise=(0.015, 0.035), specks=(8, 40), borders=0.2, paraphs=(1, 2), signatures=(0, 2),
        seals=(0, 2), punched=0.6,
    ),
    "fax150": Scanner(
        (150,), ("bilevel",), skew=(0.2, 2.5), keystone=0.002, wave=0.3, light=(0.0, 0.1), blur=(0.1, 0.18),
        noise=(0.01, 0.05), specks=(10, 60), borders=0.4, paraphs=(0, 1), punched=0.3,
    ),
    "poor": Scanner(
        (150, 200, 200), ("gray",), quality=(45, 70), skew=(0.5, 2.5), keystone=0.004, wave=0.8,
        light=(0.1, 0.3), ink=(0.25, 0.4), paper=(0.78, 0.92), blur=(0.2, 0.3), noise=(0.02, 0.045),
        specks=(10, 60), borders=0.4, paraphs=(0, 2), signatures=(0, 1), punched=0.4,
    ),
    "turned": Scanner(
        (200, 300), ("gray", "colour"), quality=(65, 85), skew=(0.0, 1.2), keystone=0.002, light=(0.0, 0.12),
        specks=(2, 15), turned=0.75, punched=0.3,
    ),
    "mixed": Scanner(
        (200, 300), ("colour", "gray"), quality=(60, 85), skew=(0.0, 1.2), keystone=0.002, light=(0.02, 0.12),
        specks=(2, 20), paraphs=(0, 1), signatures=(0, 1), turned=0.3, punched=0.3, digital=True,
    ),
}  # fmt: skip
"""Kinds of scans, from good to bad, then pages turned and documents mixed."""


def scan(digital: Path, path: Path, scanner: Scanner, seed: int) -> dict[str, Any]:
    """Write a scan of a PDF and return what was done, for the truth."""
    chance = random.Random(f"scan {seed}")
    dpi, colours = chance.choice(scanner.dpi), chance.choice(scanner.colours)
    scanner = replace(scanner, dpi=(dpi,), colours=(colours,))
    first = chance.randrange(2)
    pages: list[dict[str, Any]] = []
    with pypdfium2.PdfDocument(digital) as printed, pikepdf.open(digital) as original:
        document = pikepdf.new()
        for at, page in enumerate(printed):
            if scanner.digital and (at + first) % 2:
                document.pages.append(original.pages[at])
                pages.append({"page": at + 1, "digital": True})
            else:
                one = random.Random(f"scan {seed} {at}")
                pages.append({"page": at + 1} | _Pass(scanner, one).add(document, page))
        scan_file.save(document, path)
    return {"dpi": dpi, "colours": colours, "pages": pages}


class _Pass:
    """One page through the scanner."""

    def __init__(self, scanner: Scanner, chance: random.Random) -> None:
        self._scanner, self._chance = scanner, chance
        self._dpi, self._colours = scanner.dpi[0], scanner.colours[0]
        self._print_dpi = min(max(300, self._dpi), 2 * self._dpi)

    def add(self, document: pikepdf.Pdf, page: pypdfium2.PdfPage) -> dict[str, Any]:
        """Scan a page into the document and return what was done to it."""
        chance, scanner = self._chance, self._scanner
        size = page.get_size()
        sheet = _rendered(page, self._print_dpi, self._colours == "colour")
        marks = self._mark(sheet, self._print_dpi)
        skew = chance.choice((-1, 1)) * chance.uniform(*scanner.skew)
        pose = scan_paper.Pose(skew, scanner.keystone, scanner.wave, chance.choice((0.05, 0.9, 0.97)))
        pixels_size = round(size[0] * self._dpi / 72), round(size[1] * self._dpi / 72)
        sheet = scan_paper.posed(sheet, pose, pixels_size, chance)
        pixels = self._taken(sheet)
        turn, rotate = self._turn()
        pixels = np.ascontiguousarray(np.rot90(pixels, -turn // 90))
        if turn % 180:
            size = size[1], size[0]
        quality = None if self._colours == "bilevel" else round(chance.uniform(*scanner.quality))
        scan_file.add_picture(document, pixels, size, quality, rotate)
        return {"skew": round(skew, 2), "turned": (turn + rotate) % 360, "rotate": rotate} | marks

    def _mark(self, sheet: Sheet, dpi: int) -> dict[str, int]:
        """Sign and seal the paper."""
        chance, (height, width) = self._chance, sheet.shape[:2]
        point = dpi / 72
        pens = [self._shade(chance.choice(scan_ink.PENS)) for _ in range(2)]
        paraphs, signatures = (chance.randint(*r) for r in (self._scanner.paraphs, self._scanner.signatures))
        reach = (0.3 * height, 0.9 * height)
        places = [(chance.uniform(16, 34) * point, chance.uniform(*reach)) for _ in range(paraphs)]
        places += [(chance.uniform(0.12, 0.88) * width, chance.uniform(*reach)) for _ in range(signatures)]
        for at, place in enumerate(places):
            size = chance.uniform(30, 56) if at < paraphs else chance.uniform(70, 150)
            mask = scan_ink.signature(chance, (height, width), place, size * point, dpi)
            scan_ink.lay(sheet, mask, pens[at % 2])
        seals = chance.randint(*self._scanner.seals)
        for _ in range(seals):
            place = chance.uniform(0.15, 0.9) * width, chance.uniform(0.35, 0.85) * height
            mask = scan_ink.seal(chance, (height, width), place, chance.uniform(42, 66) * point)
            scan_ink.lay(sheet, mask, self._shade(chance.choice(scan_ink.SEALS)))
        return {"signatures": len(places), "seals": seals}

    def _shade(self, colour: scan_ink.Colour) -> tuple[float, ...]:
        """Return the colour as the scanner sees it."""
        return colour if self._colours == "colour" else (float(np.dot(colour, (0.3, 0.59, 0.11))),)

    def _taken(self, sheet: Sheet) -> Pixels:
        """Expose the sheet as it lies."""
        chance, scanner, dpi = self._chance, self._scanner, self._dpi
        if self._colours == "colour":
            sheet = sheet * np.array(PAPER, np.float32)
        if chance.random() < scanner.punched:
            scan_ink.punch(chance, sheet, dpi)
        if chance.random() < scanner.punched:
            scan_ink.staple(chance, sheet, dpi)
        scan_paper.specked(sheet, chance.randint(*scanner.specks), dpi, chance)
        sheet = scan_paper.blurred(sheet, chance.uniform(*scanner.blur), dpi)
        sheet = scan_paper.lit(sheet, chance.uniform(*scanner.light), chance)
        if chance.random() < scanner.borders:
            scan_paper.bordered(sheet, chance.uniform(4, 12), dpi, chance)
        sheet = scan_paper.washed(sheet, chance.uniform(*scanner.ink), chance.uniform(*scanner.paper))
        sheet = scan_paper.noisy(sheet, chance.uniform(*scanner.noise), chance)
        if self._colours == "bilevel":
            sheet = (sheet > chance.uniform(0.5, 0.68)).astype(np.float32)
        pixels = (np.clip(sheet, 0, 1) * 255 + 0.5).astype(np.uint8)
        return pixels if pixels.shape[2] == 3 else pixels[:, :, 0]

    def _turn(self) -> tuple[int, int]:
        """Return by how much the pixels lie turned clockwise, and /Rotate, which may set that right."""
        chance = self._chance
        if chance.random() >= self._scanner.turned:
            return 0, 0
        turn = chance.choice((90, 180, 180, 270))
        return turn, chance.choice((0, 0, 360 - turn))


def _rendered(page: pypdfium2.PdfPage, dpi: int, colour: bool) -> Sheet:
    """Print a page: ``(height, width, 3 or 1)``, 0 to 1."""
    bitmap = page.render(scale=dpi / 72, grayscale=not colour)
    pixels = bitmap.to_numpy()
    pixels = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB) if colour else pixels.reshape(*pixels.shape[:2], 1)
    return pixels.astype(np.float32) / 255
