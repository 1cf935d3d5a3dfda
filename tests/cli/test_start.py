"""First steps: ``cuadre`` alone, loudness, completion."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cuadre.cli import main
from cuadre.cli.language import LANGUAGES
from cuadre.cli.start import _WORDS, next_steps, what_next
from cuadre.evidence import ExitCode

REPORT = Path(__file__).parent.parent.parent / "samples" / "q1-report" / "source.pdf"
SPANISH, ENGLISH = LANGUAGES["es"], LANGUAGES["en"]


def cuadre(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_alone_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")
    result = cuadre()
    assert result.exit_code == ExitCode.DONE
    assert "Para empezar:\n  cuadre demo " in result.stdout
    assert len(result.stdout.splitlines()) < 12
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_it_sees_reports_to_convert(tmp_path: Path) -> None:
    (tmp_path / "un informe.PDF").touch()
    assert "cuadre convert 'un informe.PDF' -o out" in what_next(tmp_path, ENGLISH)
    (tmp_path / "b.pdf").touch()
    said = what_next(tmp_path, SPANISH)
    assert "hay informes (2)" in said
    assert f"cuadre convert {tmp_path} -o salida" in said


def test_it_sees_a_package_to_go_on_with(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "measurements.csv").touch()
    (tmp_path / "a.pdf").touch()
    said = what_next(tmp_path, ENGLISH)
    assert "There is a data package here, out:" in said
    assert "cuadre export out --xlsx out.xlsx" in said
    assert "cuadre convert" not in said


def test_a_folder_that_cannot_be_looked_into_is_no_obstacle(tmp_path: Path) -> None:
    assert "cuadre demo" in what_next(tmp_path / "nothing", ENGLISH)


def test_next_steps_fit_a_terminal_and_can_be_pasted() -> None:
    for language in (SPANISH, ENGLISH):
        said = next_steps("my out", language)
        assert "cuadre export 'my out' --xlsx 'my out'.xlsx" in said
        assert max(map(len, said.splitlines())) <= 80


def test_both_languages_say_the_same_things() -> None:
    assert _WORDS["es"].phrases.keys() == _WORDS["en"].phrases.keys()


def test_quiet_prints_errors_only(tmp_path: Path) -> None:
    result = cuadre("--quiet", "convert", REPORT, tmp_path / "no.pdf", "-o", tmp_path / "out", "--lang", "en")
    assert result.exit_code == ExitCode.UNREADABLE
    assert result.stdout == ""
    assert "no.pdf" in result.stderr
    assert (tmp_path / "out" / "indicators.csv").exists()


def test_verbose_shows_the_stages_of_each_document(tmp_path: Path) -> None:
    # Its own process: click's runner takes the streams away after the log was set up.
    command = [sys.executable, "-m", "cuadre", "-v", "convert", str(REPORT), "-o", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    stages = [line.split()[1] for line in done.stderr.splitlines() if line.startswith("source.pdf: ")]
    assert stages == ["extract", "normalize", "reconcile"]


def test_quiet_and_verbose_contradict_each_other() -> None:
    assert cuadre("-q", "-v", "doctor").exit_code == ExitCode.USAGE


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    result = cuadre("completion", shell)
    assert result.exit_code == ExitCode.DONE
    assert f"_CUADRE_COMPLETE={shell}_complete" in result.stdout


def test_bash_takes_the_completion() -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    script = cuadre("completion", "bash").stdout + "\ncomplete -p cuadre"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert "_cuadre_completion" in done.stdout
