"""The Perl program ROUGE-1.5.5, and what calls it: pyrouge, files2rouge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gramscore.reproducing.packages.rouge_score import scores_of
from gramscore.reproducing.rouge import PerlCounts
from gramscore.reproducing.settings import RougeSetting
from gramscore.reproducing.targets import Target

#: Lengths of texts in evaluations that used the program: words, bytes, and what they cost.
_LIMITS: tuple[tuple[int | None, int | None, int], ...] = (
    (None, None, 0),
    (100, None, 2),
    (250, None, 3),
    (None, 75, 2),
    (None, 275, 3),
    (None, 665, 2),
)


def settings(several: bool) -> Iterator[RougeSetting]:
    """Of several references "-f A" adds up the counts, "-f B" takes the one of best recall."""
    for stemmer in (True, False):
        for words, most, cost in _LIMITS:
            for formula in ("A", "B") if several else ("A",):
                for part, extra in (("fmeasure", 0), ("recall", 1), ("precision", 3)):
                    yield RougeSetting(
                        "ROUGE-1.5.5",
                        "1.5.5",
                        (
                            "stemmed (-m)" if stemmer else "not stemmed",
                            *((f"the first {words} words (-l)",) if words else ()),
                            *((f"the first {most} bytes (-b)",) if most else ()),
                            *((f"references by -f {formula}",) if several else ()),
                            *((f"{part} reported",) if part != "fmeasure" else ()),
                        ),
                        1 + cost + extra + (formula == "B"),
                        PerlCounts(stemmer, words, most),
                        _lines,
                        "pooled" if formula == "A" else "best recall",
                        "five digits",
                        "program",
                        part,
                        True,
                    )


def _lines(setting: RougeSetting, targets: Sequence[Target], several: bool) -> list[str]:
    counting = setting.counting
    assert isinstance(counting, PerlCounts)
    order = max([int(name[-1]) for name in setting.names(targets) if name[-1].isdigit()], default=0)
    arguments = [
        *(("-n", str(order)) if order else ()),
        *(("-x",) if not any("L" in name for name in setting.names(targets)) else ()),
        *(("-m",) if counting.stemmer else ()),
        *(("-l", str(counting.words)) if counting.words else ()),
        *(("-b", str(counting.bytes)) if counting.bytes else ()),
        *(("-f", "B") if setting.references == "best recall" else ()),
    ]
    of_part = {"fmeasure": "F", "recall": "R", "precision": "P"}
    name = {
        it: f"ROUGE-{'L' if 'L' in it.name else it.name[-1]} Average_{of_part[setting.part_of(it)]}"
        for it in targets
    }
    return [
        "import os, re, subprocess, tempfile",
        "folder = tempfile.mkdtemp()",
        "with open(os.path.join(folder, 'list'), 'w') as table:",
        "    for row, (text, goal) in enumerate(zip(predictions, references)):",
        "        paths = []",
        f"        for one in [text, {'*goal' if several else 'goal'}]:",
        "            paths.append(os.path.join(folder, f'{row}.{len(paths)}'))",
        "            with open(paths[-1], 'w', encoding='utf-8', newline='') as file:",
        "                file.write(one)",
        "        print(*paths, file=table)",
        f"program = ['ROUGE-1.5.5.pl', '-e', os.environ['ROUGE_EVAL_HOME'], {', '.join(map(repr, arguments))}]",
        "command = [*program, '-z', 'SPL', table.name]",
        "printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout",
        *scores_of([(it, f"float(re.search({name[it] + ': ([0-9.]+)'!r}, printed)[1])") for it in targets]),
    ]
