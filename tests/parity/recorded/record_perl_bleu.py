"""Records what the Perl scripts say of small corpora, with all digits, in perl_bleu.json.

    python tests/parity/recorded/record_perl_bleu.py SCRIPTS

SCRIPTS is the folder scripts/generic of Moses, https://github.com/moses-smt/mosesdecoder, with multi-bleu.perl,
multi-bleu-detok.perl, mteval-v13a.pl and mteval-v14.pl. Copies of them are run whose formats of numbers are longer.
Modules of Perl that the scripts load for XML alone are replaced by empty ones.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

RECORDED = Path(__file__).with_name("perl_bleu.json")

#: The segments of the table in docs/bleu.md.
SEGMENTS: list[tuple[str, list[str]]] = [
    ("the cat sat on the mat", ["the cat sat on the mat"]),
    ("a dog runs", ["a dog runs"]),
    ("The cat sat", ["the cat sat"]),
    ("the cat sat on the mat .", ["the cat was on the mat ."]),
    ("the dog ran home", ["a cat sat here"]),
    ("It rained.", ["It rained all day, and then it stopped."]),
    ("one two three four five", ["one two three four", "one two three four five six"]),
    ("two two two two", ["two four", "one two three two"]),
]

WORDS = (
    "the a cat Cat dog sat ran on mat home . , ! \" ( ) 3.14 1,000 10-20 it's state-of-the-art U.S. naïve Ärger "
    "日本 😀 &amp; &quot;x&quot; A&B x_y a/b $5 5% end."
).split()


def random_corpora() -> list[list[tuple[str, list[str]]]]:
    rng = random.Random(20251129)
    corpora = []
    for size in [1] * 40 + [2, 3, 5, 20, 60]:
        several = rng.choice([1, 1, 2, 3])
        corpus = []
        for _ in range(size):
            base = [rng.choice(WORDS) for _ in range(rng.randint(1, 12))]
            versions = []
            for _ in range(1 + several):
                words = [rng.choice(WORDS) if rng.random() < 0.25 else word for word in base]
                versions.append(" ".join(words[: rng.randint(max(1, len(words) - 3), len(words))]))
            corpus.append((versions[0], versions[1:]))
        corpora.append(corpus)
    return corpora


class Scripts:
    """The scripts of a folder, copied with longer formats of numbers."""

    def __init__(self, folder: Path, work: Path) -> None:
        self._work = work
        for name in ("multi-bleu.perl", "multi-bleu-detok.perl", "mteval-v13a.pl", "mteval-v14.pl"):
            text = (folder / name).read_text(encoding="utf-8", errors="surrogateescape")
            text = re.sub(r"%\d?\.\d?f", "%.17g", text)
            (work / name).write_text(text, encoding="utf-8", errors="surrogateescape")
        for name, sub in (("XML/Twig.pm", ""), ("Sort/Naturally.pm", "sub nsort { sort @_ }")):
            path = work / "perl" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            package = name.removesuffix(".pm").replace("/", "::")
            exported = "use Exporter 'import'; our @EXPORT = ('nsort');" if sub else ""
            path.write_text(f"package {package}; {exported} {sub} 1;\n", encoding="utf-8")

    def _run(self, *arguments: str, stdin: str | None = None) -> str:
        found = subprocess.run(
            ["perl", "-I", str(self._work / "perl"), *arguments],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=self._work,
        )
        return found.stdout + (found.stderr if not found.stdout else "")

    def multi_bleu(self, name: str, corpus: list[tuple[str, list[str]]], *options: str) -> list[float]:
        """BLEU, four precisions and the penalty, as printed."""
        for number in range(len(corpus[0][1])):
            lines = "".join(f"{references[number]}\n" for _, references in corpus)
            (self._work / f"ref{number}").write_text(lines, encoding="utf-8")
        # A single reference is a file "ref", several are "ref0", "ref1"...
        (self._work / "ref").unlink(missing_ok=True)
        for path in self._work.glob("ref[0-9]"):
            if int(path.name[3:]) >= len(corpus[0][1]):
                path.unlink()
        printed = self._run(name, *options, "ref", stdin="".join(f"{text}\n" for text, _ in corpus))
        return [float(number) for number in re.findall(r"\d[\d.]*(?:e[-+]?\d+)?", printed)[:6]]

    def mteval(self, name: str, corpus: list[tuple[str, list[str]]], *options: str) -> float:
        def document(system: str, texts: list[str]) -> str:
            segments = "".join(f'<seg id="{n}">{text}</seg>\n' for n, text in enumerate(texts, 1))
            return f'<doc docid="d" sysid="{system}">\n{segments}</doc>\n'

        texts = [text for text, _ in corpus]
        references = [list(column) for column in zip(*(references for _, references in corpus), strict=True)]
        files = {
            "src.sgm": f'<srcset setid="s" srclang="x">\n{document("src", texts)}</srcset>\n',
            "tst.sgm": f'<tstset setid="s" srclang="x" trglang="y">\n{document("tst", texts)}</tstset>\n',
            "ref.sgm": '<refset setid="s" srclang="x" trglang="y">\n'
            + "".join(document(f"r{n}", column) for n, column in enumerate(references))
            + "</refset>\n",
        }
        for path, content in files.items():
            (self._work / path).write_text(content, encoding="utf-8")
        printed = self._run(name, "-r", "ref.sgm", "-s", "src.sgm", "-t", "tst.sgm", "-b", *options)
        found = re.search(r"BLEU score = (\S+) for", printed)
        if found is None:
            raise RuntimeError(printed)
        return float(found[1])


def said(scripts: Scripts, corpus: list[tuple[str, list[str]]]) -> dict[str, object]:
    return {
        "multi-bleu": scripts.multi_bleu("multi-bleu.perl", corpus),
        "multi-bleu -lc": scripts.multi_bleu("multi-bleu.perl", corpus, "-lc"),
        "multi-bleu-detok": scripts.multi_bleu("multi-bleu-detok.perl", corpus),
        "multi-bleu-detok -lc": scripts.multi_bleu("multi-bleu-detok.perl", corpus, "-lc"),
        "mteval-v13a": scripts.mteval("mteval-v13a.pl", corpus),
        "mteval-v13a -c": scripts.mteval("mteval-v13a.pl", corpus, "-c"),
        "mteval-v13a --no-smoothing": scripts.mteval("mteval-v13a.pl", corpus, "--no-smoothing"),
        "mteval-v14": scripts.mteval("mteval-v14.pl", corpus),
        "mteval-v14 -c": scripts.mteval("mteval-v14.pl", corpus, "-c"),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        scripts = Scripts(Path(sys.argv[1]), Path(work))
        corpora = [[segment] for segment in SEGMENTS] + random_corpora()
        found = [{"corpus": corpus, "said": said(scripts, corpus)} for corpus in corpora]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in found)
    RECORDED.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
