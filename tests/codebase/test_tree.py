"""Files that agree with each other."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path

import pytest

import gramscore

ROOT = Path(__file__).parents[2]
# As in .gitignore.
NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__", ".hypothesis", ".benchmarks"}
BINARY = {".so", ".pyd", ".parquet", ".gz", ".bz2", ".xz", ".zst", ".arrow", ".pickle", ".png", ".seed"}


def text_files() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        if "pyvenv.cfg" in names:  # an environment, whatever its name
            folders.clear()
            continue
        folders[:] = sorted(
            it for it in folders if it not in NOT_OURS and not it.endswith(("_cache", ".egg-info"))
        )
        # In a work tree of git, .git is a file.
        ours = (name for name in sorted(names) if name not in NOT_OURS and Path(name).suffix not in BINARY)
        yield from (Path(folder, name) for name in ours)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def first(pattern: str, name: str) -> str:
    found = re.search(pattern, text(name), re.MULTILINE)
    assert found is not None, f"{name} has no {pattern}"
    return found[1]


def test_one_version() -> None:
    version = first(r'^version = "(.+)"$', "pyproject.toml")
    assert first(r"^project\(gramscore VERSION (\S+) ", "CMakeLists.txt") == version
    assert first(r"^## \[(\d[^\]]*)\]", "CHANGELOG.md") == version
    assert gramscore.__version__ == version


def test_the_installed_version_is_this_one() -> None:
    try:
        installed = metadata.version("gramscore")
    except metadata.PackageNotFoundError:
        pytest.skip("gramscore is not installed but imported from elsewhere")
    assert installed == gramscore.__version__


def test_types_are_shipped() -> None:
    package = resources.files("gramscore")
    assert package.joinpath("py.typed").is_file()
    assert package.joinpath("_core.pyi").is_file()


def test_every_source_of_the_core_is_built() -> None:
    built = text("CMakeLists.txt")
    for path in sorted((ROOT / "cpp/src").rglob("*.cpp")):
        assert path.relative_to(ROOT).as_posix() in built


def test_every_page_is_linked() -> None:
    linked = text("README.md") + text("CONTRIBUTING.md")
    for page in sorted((ROOT / "docs").rglob("*.md")):
        assert f"({page.relative_to(ROOT).as_posix()})" in linked


def test_every_wing_is_on_the_map() -> None:
    """Of the package, its loose modules among them, and of the core."""
    rows = re.findall(r"^\| (`[^|]+`) \|", text("CONTRIBUTING.md"), re.MULTILINE)
    shown = {name.strip("`") for row in rows for name in row.split(", ")}
    package = (ROOT / "python/gramscore").iterdir()
    wings = [it for it in package if it.suffix == ".py" or (it / "__init__.py").is_file()]
    for wing in [*wings, *(ROOT / "cpp/src").iterdir()]:
        assert wing.name in shown | {"__init__.py"}, wing


def test_every_page_is_in_the_site() -> None:
    site = text("mkdocs.yml")
    for page in sorted((ROOT / "docs").glob("*.md")):
        assert f"- {page.name}\n" in site


def test_every_public_name_is_in_the_reference() -> None:
    reference = text("docs/api.md")
    for name in set(gramscore.__all__) - {"__version__"}:
        assert f"::: gramscore.{name}\n" in reference or f"`{name}`" in reference, name


def test_tools_are_pinned() -> None:
    """The tools whose version decides what passes are pinned."""
    dev = first(r"^dev = \[((?s:.*?))\]$", "pyproject.toml")
    for tool in ("clang-format", "mypy", "ruff"):
        assert re.search(rf'"{tool}==[\d.]+"', dev), tool


@pytest.mark.parametrize("path", list(text_files()), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_text_is_tidy(path: Path) -> None:
    content = path.read_bytes()
    assert b"\0" not in content, "a binary file of a kind this test does not know"
    assert content == b"" or content.endswith(b"\n")
    assert not content.endswith(b"\n\n")
    assert b"\r" not in content
    private = re.search(rb"(?<![\w.:/-])/(?:home|root|work|Users)/\w+", content)
    assert private is None, private
