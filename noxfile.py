"""One word per chore: `nox -s WORD`, `nox -l` lists them."""

from __future__ import annotations

import sys
import tarfile
from pathlib import Path

import nox

nox.options.sessions = ["lint", "types", "tests", "sanitize"]
nox.options.reuse_existing_virtualenvs = True

PYPROJECT = nox.project.load_toml("pyproject.toml")
DEV = PYPROJECT["project"]["optional-dependencies"]["dev"]
PYTHONS = nox.project.python_versions(PYPROJECT)
MOST_BYTES = 3_000_000  # of a wheel
CPP = ["cpp", "python/bindings"]


def tool(name: str) -> str:
    """The requirement of a development tool, as pyproject.toml pins it."""
    return next(it for it in DEV if it.startswith((f"{name}=", f"{name}>")))


def newest(folder: Path, pattern: str) -> Path:
    return max(folder.glob(pattern), key=lambda path: path.stat().st_mtime)


def cpp_files() -> list[str]:
    return [str(path) for folder in CPP for path in sorted(Path(folder).rglob("*.[ch]pp"))]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Builds, installs and runs the Python tests, with each Python that is there (or one: tests-3.12)."""
    session.install(".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def oldest(session: nox.Session) -> None:
    """Runs the tests of tables, Polars and DuckDB with the oldest of both that pyproject.toml allows."""
    extras = PYPROJECT["project"]["optional-dependencies"]
    names = ("polars", "duckdb")
    required = [it for name in names for it in extras[name] if it.startswith(name)]
    session.install(".[test]", *(it.replace(">=", "==") for it in required))
    session.run("pytest", *(f"tests/unit/test_{name}.py" for name in (*names, "tables")))


@nox.session
def sdist(session: nox.Session) -> None:
    """Builds the source distribution, and from a clean unpack of it runs the Python tests."""
    session.install("build")
    folder = Path(session.create_tmp())
    session.run("python", "-m", "build", "--sdist", "--outdir", str(folder), silent=True)
    archive = newest(folder, "*.tar.gz")
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    unpacked = folder / archive.name.removesuffix(".tar.gz")
    session.install(f"{unpacked}[test]")
    with session.chdir(unpacked):
        session.run("pytest", *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """Builds the wheel, and checks its size and, on Linux, which libraries of the system it needs."""
    session.install("build", *(["auditwheel"] if sys.platform == "linux" else []))
    folder = Path(session.create_tmp())
    session.run("python", "-m", "build", "--wheel", "--outdir", str(folder), silent=True)
    built = newest(folder, "*.whl")
    if sys.platform == "linux":
        session.run("auditwheel", "show", str(built))
    size = built.stat().st_size
    if size > MOST_BYTES:
        session.error(f"{built.name} has {size:,} bytes; at most {MOST_BYTES:,} are meant")
    session.log(f"{built.name} has {size:,} bytes")


@nox.session
def docs(session: nox.Session) -> None:
    """Builds the documentation site into build/site; a warning is an error."""
    session.install(*PYPROJECT["project"]["optional-dependencies"]["docs"])
    session.run("mkdocs", "build", "--strict")


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


@nox.session(name="sanitize-threads")
def sanitize_threads(session: nox.Session) -> None:
    """The same under ThreadSanitizer."""
    session.install(tool("cmake"), tool("ninja"))
    session.run("cmake", "--workflow", "--preset", "sanitize-threads")


@nox.session
def arm64(session: nox.Session) -> None:
    """The same for ARM64, cross-compiled; needs Linux, aarch64-linux-gnu-g++ and qemu-aarch64."""
    session.install(tool("cmake"), tool("ninja"))
    session.run("cmake", "--workflow", "--preset", "arm64")


@nox.session(name="sanitize-python")
def sanitize_python(session: nox.Session) -> None:
    """Runs the Python tests with the extension under AddressSanitizer and UndefinedBehaviorSanitizer (GCC on Linux)."""
    session.install(
        ".[test]",
        "-Cbuild-dir=build/sanitize-python",
        "-Ccmake.build-type=RelWithDebInfo",
        "-Ccmake.define.GRAMSCORE_SANITIZE=address,undefined",
    )
    # Python itself is not built with them. What Python never gives back is not our leak.
    needed = ["libasan.so", "libubsan.so", "libstdc++.so"]
    paths = [session.run("g++", f"-print-file-name={name}", silent=True, external=True) for name in needed]
    preload = " ".join(str(path).strip() for path in paths)
    session.run(
        "pytest",
        "-p",
        "no:faulthandler",
        *session.posargs,
        env={"LD_PRELOAD": preload, "ASAN_OPTIONS": "detect_leaks=0", "PYTHONMALLOC": "malloc"},
    )


@nox.session
def fuzz(session: nox.Session) -> None:
    """Runs each fuzz target for 30 seconds (`nox -s fuzz -- SECONDS`); needs Clang. Finds go to build/fuzz/found."""
    session.install(tool("cmake"), tool("ninja"))
    session.run("cmake", "--workflow", "--preset", "fuzz")
    found = Path("build/fuzz/found")
    for source in sorted(Path("cpp/fuzz").glob("*.cpp")):
        corpus = found / source.stem
        corpus.mkdir(parents=True, exist_ok=True)
        session.run(
            f"build/fuzz/cpp/fuzz/fuzz_{source.stem}",
            f"-max_total_time={session.posargs[0] if session.posargs else 30}",
            f"-artifact_prefix={found}/{source.stem}-",
            "-max_len=1024",
            "-timeout=60",
            str(corpus),
            f"cpp/fuzz/seeds/{source.stem}",
            external=True,
        )


@nox.session
def tidy(session: nox.Session) -> None:
    """Runs clang-tidy over the core."""
    session.install(tool("cmake"), tool("ninja"), tool("clang-tidy"))
    session.run("cmake", "--workflow", "--preset", "tidy")


@nox.session
def ci(session: nox.Session) -> None:
    """All that must pass, as on the server."""
    session.run("bash", ".ci/run", external=True)
