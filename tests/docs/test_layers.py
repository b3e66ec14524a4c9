"""The import contract knows every module: a new one must be given its line."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_module_has_its_line_in_the_import_contract() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = project["tool"]["importlinter"]["contracts"][0]
    named = {name.strip() for line in contract["layers"] for name in line.split("|")}
    modules = {
        f"monitor.{path.stem}"
        for path in (ROOT / "monitor").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert modules - {"monitor.__init__"} == named - {"workers"}
