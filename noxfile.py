"""One word per chore: `nox -s WORD`, `nox -l` lists them."""

from __future__ import annotations

from pathlib import Path

import nox

nox.options.sessions = ["lint", "types", "tests", "sanitize"]
nox.options.reuse_existing_virtualenvs = True

DEV = nox.project.load_toml("pyproject.toml")["project"]["optional-dependencies"]["dev"]
CPP = ["cpp", "python/bindings"]


def tool(name: str) -> str:
    """The requirement of a development tool, as pyproject.toml pins it."""
    return next(it for it in DEV if it.startswith((f"{name}=", f"{name}>")))


def cpp_files() -> list[str]:
    return [str(path) for folder in CPP for path in sorted(Path(folder).rglob("*.[ch]pp"))]


@nox.session
def tests(session: nox.Session) -> None:
    """Builds, installs and runs the Python tests."""
    session.install(".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Checks style, changes nothing."""
    session.install(tool("ruff"), tool("clang-format"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("clang-format", "--dry-run", "--Werror", *cpp_files())


@nox.session
def format(session: nox.Session) -> None:
    """Puts the code into the style that lint checks."""
    session.install(tool("ruff"), tool("clang-format"))
    session.run("ruff", "check", "--fix", ".")
    session.run("ruff", "format", ".")
    session.run("clang-format", "-i", *cpp_files())


@nox.session
def types(session: nox.Session) -> None:
    """Checks the types of the package."""
    session.install(tool("mypy"), "numpy", "click>=8.2", "rich")
    session.run("mypy", "--strict", "python/gramscore")


@nox.session
def core(session: nox.Session) -> None:
    """Builds and tests the core without Python."""
    session.install(tool("cmake"), tool("ninja"))
    session.run("cmake", "--workflow", "--preset", "core")


@nox.session
def sanitize(session: nox.Session) -> None:
    """The same under AddressSanitizer and UndefinedBehaviorSanitizer."""
    session.install(tool("cmake"), tool("ninja"))
    session.run("cmake", "--workflow", "--preset", "sanitize")


@nox.session
def tidy(session: nox.Session) -> None:
    """Runs clang-tidy over the core."""
    session.install(tool("cmake"), tool("ninja"), tool("clang-tidy"))
    session.run("cmake", "--workflow", "--preset", "tidy")


@nox.session
def ci(session: nox.Session) -> None:
    """All that must pass, as on the server."""
    session.run("bash", ".ci/run", external=True)
