"""The recipes for the night are well formed, and name commands and options that exist."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cuadre.cli.batch import batch

NIGHT = Path(__file__).parent.parent / "docs" / "night"
COMMANDS = {
    "cuadre.service": r"ExecStart=(.*)", "crontab": r"(?m)^30 1 \* \* \*\s+(.*)",
    "task.xml": r"<Arguments>(.*)</Arguments>",
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_the_command_is_one_that_we_take(name: str) -> None:
    found = re.search(COMMANDS[name], (NIGHT / name).read_text())
    assert found
    words = shlex.split(found[1], posix=name != "task.xml")
    arguments = words[words.index("batch") + 1 :]
    context = batch.make_context("batch", arguments)
    assert context.params["inbox"] is not None
    assert context.params["outdir"] is not None


def test_the_units_are_what_systemd_takes(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not here")
    for path in NIGHT.glob("cuadre.*"):
        text = path.read_text().replace("/opt/cuadre/.venv/bin/cuadre", "/bin/true").replace("User=cuadre", "User=root")
        (tmp_path / path.name).write_text(text)
    asked = [program, "verify", *map(str, tmp_path.iterdir())]
    assert subprocess.run(asked, capture_output=True, text=True, check=False).returncode == 0


def test_the_task_is_xml_with_a_daily_trigger() -> None:
    task = ET.fromstring((NIGHT / "task.xml").read_bytes())  # noqa: S314 (our own file)
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.findtext(".//t:ScheduleByDay/t:DaysInterval", namespaces=space) == "1"
