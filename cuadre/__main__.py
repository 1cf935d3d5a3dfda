"""``python -m cuadre``."""

from cuadre.cli import main

main(prog_name="cuadre")
