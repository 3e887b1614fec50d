"""BLEU by programs that are no packages, and by evaluate's own metric."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

from gramscore.figures.bleu import Formula, HuggingFaceFormula, ToolFormula
from gramscore.metrics.bleu import BLEU
from gramscore.reproducing.corpus_counts import (
    MetricCounts,
    Tallied,
    ascii_counts,
    bleu_counts,
    corpus_bleu,
    tool_counts,
)
from gramscore.reproducing.settings import CorpusSetting


def settings(several: bool) -> Iterator[CorpusSetting]:
    """evaluate's bleu, Moses' two scripts, NIST's, and fairseq-score."""
    yield from _evaluate()
    for lowercase in (False, True):
        for script, tokenizer, tool in (
            ("multi-bleu.perl", "none", BLEU.multi_bleu),
            ("multi-bleu-detok.perl", "13a", BLEU.multi_bleu_detok),
        ):
            yield _program(
                script,
                ("-lc",) if lowercase else (),
                1 + lowercase + (tokenizer != "none"),
                ascii_counts(tool, tokenizer) if lowercase else bleu_counts(tokenizer),
                ToolFormula("multi-bleu"),
                partial(_multi_bleu, script, lowercase),
            )
    for cased, smoothing in product((False, True), (True, False)):
        said = (*(("-c",) if cased else ()), *(() if smoothing else ("--no-smoothing",)))
        yield _program(
            "mteval-v13a.pl",
            said,
            2 + (not smoothing),
            bleu_counts("13a") if cased else ascii_counts(BLEU.multi_bleu_detok, "13a"),
            ToolFormula("mteval", smoothing),
            partial(_mteval, said),
            scale=1,
        )
    if not several:
        yield _program("fairseq-score", (), 2, bleu_counts("none"), ToolFormula("fairseq"), _fairseq)


def _evaluate() -> Iterator[CorpusSetting]:
    for smooth in (False, True):
        for order in (4, 1, 2, 3):
            yield CorpusSetting(
                "evaluate",
                "0.4.6",
                (
                    "bleu",
                    *(("smooth=True",) if smooth else ()),
                    *((f"max_order={order}",) if order != 4 else ()),
                ),
                1 + 2 * smooth + 2 * (order != 4),
                tool_counts(BLEU.huggingface, "13a"),
                partial(_score, HuggingFaceFormula(smooth), order),
                partial(_evaluate_call, smooth, order),
                lambda several: ["import evaluate"],
                scale=1,
                plain=order == 4,
            )


def _score(formula: Formula, order: int, counted: Tallied, asked: int | None) -> float:
    return corpus_bleu(counted, formula, asked or order)


def _evaluate_call(smooth: bool, order: int, asked: int | None, several: bool) -> str:
    own = asked or order
    options = f"{', smooth=True' if smooth else ''}{f', max_order={own}' if own != 4 else ''}"
    return f'evaluate.load("bleu").compute(predictions=predictions, references=references{options})["bleu"]'


def _program(
    name: str,
    said: tuple[str, ...],
    cost: int,
    counting: MetricCounts,
    formula: ToolFormula,
    before: Callable[[bool], list[str]],
    scale: int = 100,
) -> CorpusSetting:
    return CorpusSetting(
        name,
        "",
        said,
        cost,
        counting,
        partial(_score, formula, 4),
        lambda asked, several: "float(printed)",
        before,
        scale=scale,
        only_order=4,
    )


def _files(several: bool) -> list[str]:
    """Lines that write the texts into files, a line each."""
    group = "goal" if several else "[goal]"
    return [
        "import os, re, subprocess, tempfile",
        "folder = tempfile.mkdtemp()",
        f"groups = [{group} for goal in references]",
        "columns = {'hypotheses': predictions}",
        "for k in range(max(map(len, groups))):",
        "    columns[f'reference{k}'] = [group[k] if k < len(group) else '' for group in groups]",
        "for name, texts in columns.items():",
        "    with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:",
        "        file.writelines(text.replace('\\n', ' ') + '\\n' for text in texts)",
    ]


def _multi_bleu(script: str, lowercase: bool, several: bool) -> list[str]:
    option = "'-lc', " if lowercase else ""
    return [
        *_files(several),
        f"command = ['perl', {script!r}, {option}os.path.join(folder, 'reference{'' if several else '0'}')]",
        "with open(os.path.join(folder, 'hypotheses')) as file:",
        "    shown = subprocess.run(command, stdin=file, capture_output=True, text=True, check=True).stdout",
        "printed = re.search(r'BLEU = ([0-9.]+)', shown)[1]",
    ]


def _mteval(options: tuple[str, ...], several: bool) -> list[str]:
    return [
        *_files(several),
        "import xml.sax.saxutils",
        "def sgm(kind, columns):  # what the script reads",
        '    parts = [f\'<{kind} setid="s" srclang="any" trglang="any">\']',
        "    for name, texts in columns.items():",
        '        parts.append(f\'<doc docid="d" sysid="{name}">\')',
        "        for row, text in enumerate(texts, 1):",
        "            parts.append(f'<seg id=\"{row}\">{xml.sax.saxutils.escape(text)}</seg>')",
        "        parts.append('</doc>')",
        "    path = os.path.join(folder, kind + '.sgm')",
        "    with open(path, 'w', encoding='utf-8') as file:",
        "        file.write('\\n'.join([*parts, f'</{kind}>', '']))",
        "    return path",
        "goals = {name: texts for name, texts in columns.items() if name != 'hypotheses'}",
        "paths = ['-s', sgm('srcset', {'source': predictions}), '-r', sgm('refset', goals)]",
        "paths += ['-t', sgm('tstset', {'hypotheses': predictions})]",
        f"command = {['perl', 'mteval-v13a.pl', '-b', *options]} + paths",
        "shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout",
        "printed = re.search(r'BLEU score = ([0-9.]+)', shown)[1]",
    ]


def _fairseq(several: bool) -> list[str]:
    return [
        *_files(several),
        "command = ['fairseq-score', '--sys', os.path.join(folder, 'hypotheses')]",
        "command += ['--ref', os.path.join(folder, 'reference0')]",
        "shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout",
        "printed = re.search(r'BLEU4 = ([0-9.]+)', shown)[1]",
    ]
