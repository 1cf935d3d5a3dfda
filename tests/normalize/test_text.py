"""Line breaks undone, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.text import SOFT_HYPHEN, fold, join_lines, known_words


@pytest.mark.parametrize(
    ("printed", "published"),
    [
        ("una\ndos", "una dos"),
        (" una \n\n dos ", "una dos"),
        ("progra-\nmación", "programación"),
        ("Progra-\nmación", "Programación"),
        ("co-\ncreación", "co-creación"),
        ("socio-\neconómico", "socio-económico"),
        ("PP-\n2026", "PP-2026"),
        ("Norte -\nSur", "Norte - Sur"),
        ("y/\no", "y/o"),
        ("actas /\nminutas", "actas / minutas"),
        ("I_PROS_\nCOM", "I_PROS_COM"),
        ("4.1.1.\n2 Realizar", "4.1.1.2 Realizar"),
        ("fueron 25.\n2 más", "fueron 25. 2 más"),
        (f"progra{SOFT_HYPHEN}\nmación", "programación"),
        ("", ""),
    ],
)
def test_lines_join_as_they_were_meant(printed: str, published: str) -> None:
    assert join_lines(printed, frozenset({"programación"}))[0] == published


def test_a_hyphen_stays_when_both_spellings_are_known() -> None:
    words = frozenset({"cocreación", "co-creación"})
    assert join_lines("co-\ncreación", words) == ("co-creación", ())


def test_each_hyphen_taken_out_is_told() -> None:
    text, broken = join_lines("(progra-\nmación), y progra-\nmación", frozenset({"programación"}))
    assert text == "(programación), y programación"
    assert [cut.before for cut in broken] == ["(progra-\nmación),", "progra-\nmación"]


def test_the_halves_of_a_broken_word_are_not_known_words() -> None:
    assert known_words(["la progra-\nmación anual"]) == {"la", "anual"}
    assert known_words(["la programación"]) == {"la", "programación"}


@given(st.text(alphabet="aé-/_.1 \n", max_size=40))
def test_nothing_but_breaks_and_spaces_changes(text: str) -> None:
    joined, broken = join_lines(text)
    assert broken == ()
    assert "".join(joined.split()) == "".join(text.split())


def test_fold_leaves_bare_words() -> None:
    assert fold("Núm. % de\nAvance (1er. Trim.)") == "NUM PORCENTAJE DE AVANCE 1ER TRIM"
