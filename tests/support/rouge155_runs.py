"""Random runs of ROUGE-1.5.5 against the program, byte by byte: python tests/support/rouge155_runs.py --runs 1000

Each run is a corpus of wild texts, a configuration of one of the formats, and options. A difference stops the run; its
folder is kept, and --only repeats it. `--record FILE` writes small runs with what the program prints instead, for
tests/golden.
"""

# ruff: noqa: E402
from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr
from itertools import zip_longest
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE)]

from rouge155_program import Printed, Program, prepare, why_not

WORDS = (
    "the cat cats sat mats Running runs ran went gone better best women wolves matrices comics U.S. agreement "
    "environmental conditioner y yes yyyy saying toying they happily relational national formalities electricity "
    "2005 $5.00 3,000 e-mail state-of-the-art don't x_y -- ... naïve café Ærø İstanbul \u212aelvin 日本 ! \x00 \x85 "
    "antidisestablishmentarianism internationalization's aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa <b>bold</b> &amp; able"
).split(" ")
SPACES = [" ", " ", " ", " ", "  ", "\t", "\r", "\x0b", "\x0c", "\xa0", "\n", "\n", "\n\n", " \n", "\n "]
STOP_WORDS = "the\nit\na\ngoing\n"
MOST_RECORDED = 4000
FIGURE = re.compile(rb"(?<=[:( ])\d+(?:\.\d+)?(?:e[-+]\d+)?(?=[ )\n%])")


class Run:
    """A corpus and arguments for it."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.rng = random.Random(seed)
        self.folder = folder
        self.arguments = self._options()
        self._write_corpus()

    def _options(self) -> list[str]:
        rng = self.rng
        options = ["-n", str(rng.choice((1, 1, 2, 2, 3, 4, 12)))] if rng.random() < 0.8 else []
        choices: list[tuple[float, Callable[[], list[str]]]] = [
            (0.5, lambda: ["-m"]),
            (0.2, lambda: ["-s"]),
            (0.2, lambda: ["-x"]),
            (0.5, lambda: ["-d"]),
            (0.4, lambda: ["-w", rng.choice(("1.2", "1.20", "2", "0.5", "1", "3.7"))]),
            (0.4, lambda: ["-2", rng.choice(("0", "1", "4", "04", "100", "-1", "-7"))]),
            (0.3, lambda: [rng.choice(("-u", "-U", "-uU"))]),
            (0.4, lambda: rng.choice((["-l", self._limit()], ["-b", self._limit()]))),
            (0.5, lambda: ["-f", rng.choice("ABBC")]),
            (0.3, lambda: ["-p", rng.choice(("0", "1", "0.3", "0.77"))]),
            (0.4, lambda: ["-t", rng.choice("01123")]),
            (0.4, lambda: ["-c", rng.choice(("90", "95.0", "99.9", "50", "0", "100", "33.3"))]),
        ]
        for share, make in choices:
            if rng.random() < share:
                options += make()
        return [*options, "-r", str(rng.choice((1, 2, 3, 10, 77, 200, 1000)))]

    def _limit(self) -> str:
        return str(self.rng.choice((0, 1, 2, 5, 10, 20, 40, 100, -1, -2, -5)))

    def _text(self) -> str:
        rng = self.rng
        some = rng.sample(WORDS, rng.randint(1, 12))
        pieces: list[str] = []
        for _ in range(rng.choice((0, 1, 3, 10, 30, 80))):
            pieces += [rng.choice(some), rng.choice(SPACES)]
        return "".join(pieces[: len(pieces) - rng.randint(0, 1)])

    def _near(self, text: str) -> str:
        """Another text that shares much with it."""
        rng = self.rng
        words = re.split(r"([ \n])", text)
        for _ in range(rng.randint(0, 1 + len(words) // 3)):
            at = rng.randrange(len(words))
            words[at : at + rng.randint(0, 2)] = [rng.choice(WORDS)] * rng.randint(0, 2)
        return "".join(words)

    def _write_corpus(self) -> None:
        rng = self.rng
        count = rng.choice((1, 2, 3, 12, 25))
        if rng.random() < 0.4:
            rows = []
            for i in range(count):
                text = self._text()
                names = [self._file("SPL", text)]
                names += [self._file("SPL", self._near(text)) for _ in range(rng.choice((1, 1, 2, 4)))]
                rows.append(" ".join(names))
                if rng.random() < 0.1:
                    rows.append(rng.choice(("# nothing", "")))
                assert i < count
            (self.folder / "list").write_text("\n".join(rows), encoding="utf-8")
            self.arguments += ["-z", rng.choice(("SPL", "spl")), "list", *rng.choice(([], ["SYS"], ["sÿs"]))]
            return
        systems = rng.sample(("1", "2", "10", "a", "B", "é", "日"), rng.randint(1, 3))
        ids = rng.sample([str(n) for n in range(1, 200)], count)
        if rng.random() < 0.3:
            ids = [f"{rng.choice(('D', 'é', '1-', '日本', ''))}{name}" for name in ids]
            ids = list(dict.fromkeys(ids))
        numbers = [re.match("[0-9]*", name)[0].lstrip("0") for name in ids]  # type: ignore[index]
        if len(set(numbers) - {""}) < len([number for number in numbers if number]):
            ids = [str(n) for n in range(1, count + 1)]
        parts = ["<ROUGE-EVAL version='1.5.5'>"]
        kind = rng.choice(("SPL", "SEE", "ISI", "see"))
        for name in ids:
            text = self._text()
            parts.append(f"<EVAL ID={quoteattr(name)}><PEER-ROOT> . </PEER-ROOT><MODEL-ROOT>.</MODEL-ROOT>")
            parts.append(f"<INPUT-FORMAT TYPE={quoteattr(kind)}/><PEERS>")
            for system in systems:
                if rng.random() < 0.9:
                    parts.append(
                        f"<P ID={quoteattr(system)}>{escape(self._file(kind, self._near(text)))}</P>"
                    )
            parts.append("</PEERS><MODELS>")
            for model in range(rng.choice((0, 1, 1, 2, 5))):
                parts.append(f'<M ID="{model}"> {escape(self._file(kind, self._near(text)))}\n</M>')
            parts.append("</MODELS></EVAL>")
        parts.append("</ROUGE-EVAL>")
        (self.folder / "config.xml").write_text("\n".join(parts), encoding="utf-8")
        self.arguments += ["-a", "config.xml"] if rng.random() < 0.7 else ["config.xml", systems[0]]

    def _file(self, kind: str, text: str) -> str:
        name = f"text{len(list(self.folder.iterdir()))}"
        lines = text.split("\n")
        if kind.upper() == "SEE":
            rows = []
            for n, line in enumerate(lines, 1):
                start = self.rng.choice(("<a", "<a", "<a", "<A", ' <a size="5"', '<a size="5"'))
                mark = self.rng.choice((f"id={n}", f"id={n}", f'id="{n}"'))
                end = self.rng.choice(("</a>", "</a>", ""))
                rows.append(f'{start} name="{n}">[{n}]</a> <a href="#{n}" {mark}>{line}{end}')
            text = "<html>\n" + "\n".join(rows) + "\n</html>"
        elif kind.upper() == "ISI":
            text = "\n".join(f'<S SNTNO="{n}a,2">{line}</S>' for n, line in enumerate(lines, 1))
        (self.folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        return name


def ours_here(arguments: list[str], folder: Path, home: Path | None) -> Printed:
    """The command in this process, which spares its start."""
    from gramscore.cli import main

    out, err, before = io.BytesIO(), io.StringIO(), os.getcwd()
    shown = sys.stdout
    os.chdir(folder)
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    try:
        with redirect_stderr(err):
            code = main(["rouge155", *(() if home is None else ("-e", str(home))), *arguments])
        sys.stdout.flush()
        return Printed(out.getvalue(), err.getvalue().encode(), code)
    finally:
        sys.stdout.detach()
        sys.stdout = shown
        os.chdir(before)


def figures_of_equal_run(seed: int, program: Program, folder: Path) -> int:
    """Compares one run. Returns how many printed scores and bounds were equal; AssertionError if anything differs."""
    run = Run(seed, folder)
    theirs = program.run(run.arguments, folder)
    mine = ours_here(run.arguments, folder, program.data)
    where = f"--only {seed}: {' '.join(run.arguments)}, in {folder}"
    for expected, printed in zip_longest(theirs.out.split(b"\n"), mine.out.split(b"\n")):
        assert printed == expected, f"{where}\n{theirs.err.decode('utf-8', 'replace')}{mine.err.decode()}"
    assert mine.code == theirs.code, f"{where}\n{theirs.err.decode('utf-8', 'replace')}{mine.err.decode()}"
    return len(FIGURE.findall(theirs.out))


def record(path: Path, seeds: range, program: Program) -> None:
    """Writes runs of little text: their files, arguments and output, a character for a byte. Stop words are our own."""
    (program.data / "smart_common_words.txt").write_text(STOP_WORDS, encoding="ascii")
    runs = []
    for seed in seeds:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            run = Run(seed, folder)
            files = {file.name: file.read_bytes().decode("latin-1") for file in sorted(folder.iterdir())}
            printed = program.run(run.arguments, folder)
            if sum(map(len, files.values())) + len(printed.out) > MOST_RECORDED:
                continue
            recorded = {"files": files, "arguments": run.arguments, "code": printed.code}
            runs.append({**recorded, "out": printed.out.decode("latin-1")})
    recorded_at = {"stop_words": STOP_WORDS, "runs": runs}
    path.write_text(json.dumps(recorded_at, indent=1, ensure_ascii=True) + "\n", encoding="ascii")
    print(f"{len(runs)} runs recorded")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    parser.add_argument("--only", type=int, help="the seed of one run")
    parser.add_argument("--record", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    remedy = why_not()
    if remedy is not None:
        sys.exit(remedy)
    seeds = [chosen.only] if chosen.only is not None else range(chosen.seed, chosen.seed + chosen.runs)
    figures = 0
    with tempfile.TemporaryDirectory() as home:
        program = prepare(Path(home))
        if chosen.record is not None:
            record(chosen.record, range(chosen.seed, chosen.seed + chosen.runs), program)
            return 0
        for done, seed in enumerate(seeds):
            folder = Path(tempfile.mkdtemp(prefix="rouge155-"))
            figures += figures_of_equal_run(seed, program, folder)
            for path in folder.iterdir():
                path.unlink()
            folder.rmdir()
            if done % 100 == 99:
                print(f"{done + 1} runs, {figures} scores and bounds equal", flush=True)
    print(f"{len(seeds)} runs from seed {seeds[0]}: {figures} scores and bounds equal, 0 different")
    return 0


if __name__ == "__main__":
    sys.exit(main())
