"""What ``docs/night`` gives to copy: units, a crontab and a task that the systems take, with options that exist."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import click
import pytest

from cuadre.cli import main

UNITS = Path(__file__).parents[2] / "docs/night"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def text(name: str) -> str:
    return (UNITS / name).read_text("utf-8")


def settings(name: str) -> dict[str, str]:
    """What a unit sets, by name; no name stands twice in ours."""
    return dict(re.findall(r"^(\w+)=(.*)$", text(name), re.MULTILINE))


def understood(arguments: list[str]) -> dict[str, object]:
    """The parameters of ``cuadre … batch`` as the command line understands them, without running it."""
    outer = main.make_context("cuadre", arguments)
    rest = [*outer._protected_args, *outer.args]
    name, command, rest = main.resolve_command(outer, rest)
    assert name == "batch"
    assert isinstance(command, click.Command)
    return command.make_context(name, rest, parent=outer).params


def test_the_service_calls_the_command_and_may_write_where_it_writes() -> None:
    service = settings("cuadre.service")
    given = understood(shlex.split(service["ExecStart"])[1:])
    writable = service["ReadWritePaths"].split()
    assert service["ProtectSystem"] == "strict"
    assert writable == [str(given["outdir"]), str(Path(str(given["metrics"])).parent)]
    assert str(given["inbox"]) not in writable


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    service = text("cuadre.service").replace(settings("cuadre.service")["ExecStart"].split()[0], "/bin/true")
    (tmp_path / "cuadre.service").write_text(service)
    shutil.copy(UNITS / "cuadre.timer", tmp_path)
    answer = verified(tmp_path)
    assert (answer.returncode, answer.stdout + answer.stderr) == (0, "")
    (tmp_path / "cuadre.timer").write_text(text("cuadre.timer").replace("01:30", "25:30"))
    assert "25:30" in verified(tmp_path).stderr


def verified(folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(folder.iterdir()))]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_the_line_for_cron_is_one() -> None:
    (line,) = [line for line in text("crontab").splitlines() if not line.startswith("#")]
    *when, command = line.split(maxsplit=5)
    for field, highest in zip(when, (59, 23, 31, 12, 7), strict=True):
        assert field == "*" or int(field) <= highest
    assert "%" not in command, "cron takes it for the end of the line"
    assert understood(shlex.split(command)[1:])["outdir"] == Path("/srv/cuadre")
    assert text("crontab").endswith("\n"), "cron passes over a last line without its end"


def test_the_task_for_windows_is_well_formed_and_calls_the_command() -> None:
    task = ET.fromstring(text("task.xml").encode())  # noqa: S314 (a file of ours)
    assert task.tag == f"{TASK}Task"
    assert task.findtext(f".//{TASK}MultipleInstancesPolicy") == "IgnoreNew"
    assert task.findtext(f".//{TASK}ExecutionTimeLimit") == "PT0S"
    arguments = task.findtext(f".//{TASK}Arguments") or ""
    assert understood(arguments.split())["inbox"] == Path(r"\\server\reports")
