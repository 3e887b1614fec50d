"""The originals' own test suites: fetched with pip where the package lacks them, and run with the import swapped."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest


def source_of(package: str, version: str, folder: Path) -> Path:
    """Its source distribution, unpacked in the folder; the test is skipped where it cannot be fetched."""
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", package]
    fetched = subprocess.run(
        [*fetch, f"{package}=={version}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    archive = folder / f"{package}-{version}.tar.gz"
    if fetched.returncode != 0 or not archive.exists():
        pytest.skip(f"{package}'s source distribution cannot be fetched")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / f"{package}-{version}"


def aliases(package: str) -> str:
    """Python that puts every module of a drop-in under the original's name."""
    return f"""
import importlib
import pkgutil
import sys

import gramscore.compat.{package} as drop_in

for module in pkgutil.walk_packages(drop_in.__path__, drop_in.__name__ + "."):
    importlib.import_module(module.name)
for name in list(sys.modules):
    if name.startswith("gramscore.compat.{package}"):
        sys.modules[name.removeprefix("gramscore.compat.")] = sys.modules[name]
"""


def passing(folder: Path, *arguments: str) -> int:
    """How many tests pytest passes in the folder, all of those that it is given."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={folder}", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    return int(passed.group(1))
