"""ROUGE-1.5.5 against the program itself."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import rouge155_runs as runs
from rouge155_program import Program, prepare, why_not

import gramscore
from gramscore import _core

REMEDY = why_not()
if REMEDY is not None:
    pytest.skip(REMEDY, allow_module_level=True)
pytest.importorskip("click")

SUFFIXES = (
    "s es ed ing er ly y yy ies sses eed ational tional enci anci izer bli alli entli eli ousli ization ation ator "
    "alism iveness fulness ousness aliti iviti biliti logi icate ative alize iciti ical ful ness al ance ence ic able "
    "ible ant ement ment ent ion sion tion ou ism ate iti ous ive ize e ll"
).split()
WORDS = 80_000


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return prepare(tmp_path_factory.mktemp("rouge155"))


@pytest.mark.parametrize("part", range(4))
def test_random_runs_print_the_same_bytes(
    part: int, program: Program, tmp_path: Path, rng: random.Random
) -> None:
    figures = 0
    for number in range(5):
        folder = tmp_path / str(number)
        folder.mkdir()
        figures += runs.figures_of_equal_run(rng.getrandbits(40), program, folder)
    assert figures > 0


def words_of_all_kinds(rng: random.Random, count: int) -> list[str]:
    """Irregular forms and their bases, words put together from suffixes, and strings of few letters."""
    entries = _core.Exceptions.wordnet().entries()
    known = [word.decode() for entry in entries for word in entry]
    known = [word for word in known if re.fullmatch("[a-z0-9]+", word)]
    words = dict.fromkeys(known)
    while len(words) < count:
        kind = rng.randrange(3)
        if kind == 0:
            word = "".join(rng.choices("aeiouybcdlstz19", k=rng.randint(1, 9)))
        else:
            word = rng.choice(known)[: rng.randint(1, 12)]
        words[word + "".join(rng.choices(SUFFIXES, k=rng.randint(0, 3)))] = None
    return list(words)


def test_stems_of_many_words(program: Program, rng: random.Random) -> None:
    words = words_of_all_kinds(rng, WORDS)
    expected = program.stems(words)
    exceptions = _core.Exceptions.wordnet()
    found = [_core.rouge155_base(word.encode(), exceptions).decode() for word in words]
    assert len(words) >= WORDS
    assert found == expected
    # And as the tokenizer has them, which leaves short words alone.
    reading = _core.Rouge155Words("none", 0, False, [], exceptions)
    surfaces, tokens, _ = _core.rouge155_tokens(" ".join(words), reading, True, False)
    assert surfaces == words
    stems = [stem if len(word) > 3 else word for word, stem in zip(words, expected, strict=True)]
    assert tokens == stems


ERRORS = [
    ["-n", "1", "-c", "101", "-z", "SPL", "list"],
    ["-n", "1", "-w", "0", "-z", "SPL", "list"],
    ["-n", "1", "-p", "2", "-z", "SPL", "list"],
    ["-n", "1", "-p", "-0.1", "-z", "SPL", "list"],
    ["-n", "1", "-l", "5", "-b", "5", "-z", "SPL", "list"],
    ["-n", "1", "-r", "0", "-z", "SPL", "list"],
    ["-n", "1", "-r", "x", "-z", "SPL", "list"],
    ["-n", "1", "-w", "x", "-z", "SPL", "list"],
    ["-n", "1", "-z", "FOO", "list"],
    ["-n", "1", "-z", "SPL", "nothing"],
    ["-n", "1", "list"],
    ["-n", "1", "-z", "SPL", "alone"],
    ["-n", "1", "-z", "SPL", "missing"],
    ["-3", "HM", "-n", "1", "-z", "SIMPLE", "elements"],
    ["-3", "HM", "-z", "SPL", "elements"],
    ["-3", "HM", "-z", "SIMPLE", "broken"],
    ["-n", "1", "-a", "broken.xml"],
    ["-n", "1", "-a", "unknown.xml"],
    ["-n", "1", "-a", "nothing.xml"],
    ["-n", "1", "-w", "1.2", "-z", "SPL", "empty"],
    ["-h"],
    ["-H"],
    [],
]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("broken")
    files = {
        "p1": "the cat sat\n",
        "m1": "a cat sat\n",
        "m2": " \n",
        "e1": "cat|the|det\n",
        "e2": "cat|the\n",
        "list": "p1 m1\n",
        "alone": "p1\n",
        "missing": "p1 m1 nowhere\n",
        "empty": "p1 m2\n",
        "elements": "e1 e1\n",
        "broken": "e1 e2\n",
        "broken.xml": "<a><b>\n",
        "unknown.xml": '<R><EVAL ID="1"><PEER-ROOT>.</PEER-ROOT><MODEL-ROOT>.</MODEL-ROOT><INPUT-FORMAT TYPE="X"/>'
        '<PEERS><P ID="1">p1</P></PEERS><MODELS><M ID="1">m1</M></MODELS></EVAL></R>',
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("arguments", ERRORS, ids=" ".join)
def test_where_the_program_dies_we_say_why_with_its_exit_code(
    arguments: list[str], program: Program, broken: Path
) -> None:
    theirs = program.run(arguments, broken) if arguments else None
    mine = runs.ours_here(arguments, broken, None if not arguments else program.data)
    if theirs is not None:
        assert theirs.code != 0
        assert mine.code == theirs.code
        assert mine.out == theirs.out
    else:
        assert mine.code == 255
        assert mine.out == b""
    if arguments and arguments[0] not in ("-h", "-H"):
        lines = mine.err.decode().splitlines()
        assert len(lines) == 1
        assert lines[0].startswith("gramscore rouge155: error: ")


NUMBERS = ["x", "1x", " 2", "2.9", "1e0z", ".5", "-1", "+1.", "0x1", "1_0", "\uff12", ""]


@pytest.mark.parametrize("letter", ["n", "2", "c", "p", "t", "l"])
def test_numbers_are_read_as_perl_reads_them(letter: str, program: Program, broken: Path) -> None:
    for number in NUMBERS:
        if letter == "l" and "." in number:
            continue
        arguments = ["-n1", "-r3", f"-{letter}", number, "-d", "-z", "SPL", "list"]
        theirs = program.run(arguments, broken)
        mine = runs.ours_here(arguments, broken, program.data)
        assert (mine.code, mine.out) == (theirs.code, theirs.out), number


MODES = ("H", "HM", "HMR", "HM1", "HMR1", "HMR2")


def random_elements(rng: random.Random) -> str:
    heads = [
        "cats",
        "dogs running",
        "Went",
        "nil",
        "NIL",
        "a b",
        "state-of-the-art",
        "U.S.",
        "  is best ",
        "x",
    ]
    return "".join(
        f"{rng.choice(heads)}|{rng.choice(heads)}|{rng.choice(['nil', 'subj', 'Obj'])}\n"
        for _ in range(rng.randint(0, 6))
    )


@pytest.mark.parametrize("mode", MODES)
def test_basic_elements(mode: str, program: Program, tmp_path: Path, rng: random.Random) -> None:
    rows = []
    for number in range(8):
        names = [f"e{number}.{k}" for k in range(rng.randint(2, 4))]
        for name in names:
            (tmp_path / name).write_text(random_elements(rng), encoding="utf-8")
        rows.append(" ".join(names))
    (tmp_path / "list").write_text("\n".join(rows), encoding="utf-8")
    for stemmer in ([], ["-m"]):
        arguments = ["-3", mode, *stemmer, "-d", "-f", rng.choice("AB"), "-r", "20", "-z", "SIMPLE", "list"]
        theirs = program.run(arguments, tmp_path)
        assert runs.ours_here(arguments, tmp_path, program.data).out == theirs.out


def test_the_metric_has_the_programs_digits(program: Program, tmp_path: Path, rng: random.Random) -> None:
    """From Python lists: what the program prints for the same texts in files, whatever the number of threads."""
    texts = [
        (f"the cat {n} sat\nIt was happy, naïve", f"a cat {n % 3} sat\nit was glad and naïve")
        for n in range(23)
    ]
    rows = []
    for n, pair in enumerate(texts):
        for name, text in zip("pm", pair, strict=True):
            (tmp_path / f"{name}{n}").write_text(text, encoding="utf-8")
        rows.append(f"p{n} m{n}")
    (tmp_path / "list").write_text("\n".join(rows), encoding="utf-8")
    options = ["-n", "2", "-w", "1.2", "-2", "4", "-U", "-m", "-b", "30", "-f", "B", "-p", "0.3"]
    theirs = program.run([*options, "-d", "-z", "SPL", "list"], tmp_path).out.decode()
    metric = gramscore.ROUGE155(2, True, 1.2, 4, "U", True, bytes=30, formula="B", alpha=0.3)
    for threads in (1, 2, None):
        scores = metric.score([p for p, _ in texts], [m for _, m in texts], threads=threads)
        for name in metric.types:
            for letter, part in (("R", "recall"), ("P", "precision"), ("F", "fmeasure")):
                value, low, high = getattr(scores.corpus[name], part)
                line = f"X {name} Average_{letter}: {value:.5f} (95%-conf.int. {low:.5f} - {high:.5f})"
                assert line in theirs
            for n in range(len(texts)):
                r, p, f = (
                    column[n]
                    for column in (scores[name].recall, scores[name].precision, scores[name].fmeasure)
                )
                assert f"X {name} Eval {n + 1}.X R:{r:.5f} P:{p:.5f} F:{f:.5f}" in theirs
