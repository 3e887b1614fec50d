"""`gramscore dedup`: what it keeps, writes, goes on with and refuses."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import gramscore

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

METRIC = gramscore.ROUGE(["rougeL"])
OPTIONS = ["--field", "instruction", "--metric", "rougeL", "--threshold", "0.7"]


def instructions(count: int, seed: int = 1) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    words = "name write explain a the two rivers poems cities songs of about in old new big".split()
    return [
        {"id": n, "instruction": " ".join(draw.choices(words, k=draw.randint(2, 8)))} for n in range(count)
    ]


ROWS = instructions(300)
TEXTS = [row["instruction"] for row in ROWS]


def write(path: Path, rows: Sequence[dict[str, Any]]) -> str:
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=70)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def rows_of(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def call(run: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: run("dedup", *map(str, arguments))


def loop(texts: Sequence[str], kept: list[str]) -> list[bool]:
    flags = []
    for text in texts:
        scores = METRIC.score([text] * len(kept), kept)["rougeL"].fmeasure if kept else []
        flags.append(not any(score > 0.7 for score in scores))
        if flags[-1]:
            kept.append(text)
    return flags


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_what_is_kept(call: Callable[..., Any], tmp_path: Path, suffix: str) -> None:
    one = write(tmp_path / f"a.{suffix}", ROWS[:180])
    two = write(tmp_path / f"b.{suffix}", ROWS[180:])
    out, why = tmp_path / f"kept.{suffix}", tmp_path / f"why.{suffix}"
    done = call(one, two, *OPTIONS, "-o", out, "--rejected", why)
    assert done.code == 0, done.err
    flags = loop(TEXTS, [])
    assert rows_of(out) == [row for row, flag in zip(ROWS, flags, strict=True) if flag]
    assert done.out.startswith(f"{sum(flags)} of 300 texts are kept, {300 - sum(flags)} rejected\n")
    sifted = gramscore.Pool(METRIC, 0.7).sift(TEXTS)
    kept = [n for n, flag in enumerate(flags) if flag]
    expected = []
    for n, (flag, nearest, score) in enumerate(zip(*sifted, strict=True)):
        if not flag:
            by = kept[nearest]
            expected.append(
                {
                    "file": one if n < 180 else two,
                    "row": n if n < 180 else n - 180,
                    "text": TEXTS[n],
                    "nearest": nearest,
                    "nearest_file": one if by < 180 else two,
                    "nearest_row": by if by < 180 else by - 180,
                    "nearest_text": TEXTS[by],
                    "score": score,
                }
            )
    assert rows_of(why) == expected
    assert expected


def test_lines_stay_as_they_are(call: Callable[..., Any], tmp_path: Path) -> None:
    lines = [
        '{"instruction":"a  b c",  "n": 1.50}\n',
        '{"instruction": "\\u00e9 x y"}\n',
        '{"instruction":"a b c"}',
    ]
    (tmp_path / "in.jsonl").write_text("".join(lines), encoding="utf-8")
    assert call(tmp_path / "in.jsonl", *OPTIONS, "-o", tmp_path / "out.jsonl").code == 0
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "".join(lines[:2])


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst"])
def test_what_is_kept_is_compressed_as_its_name_says(
    call: Callable[..., Any], tmp_path: Path, suffix: str
) -> None:
    plain, packed = tmp_path / "a.jsonl", tmp_path / f"a.jsonl{suffix}"
    again = tmp_path / "again.jsonl"
    lines = b'{"text": "one two"}\n{"text": "three four"}\n'
    plain.write_bytes(lines)
    for source, target in ((plain, packed), (packed, again)):
        assert call(source, "-o", target, "--field", "text", "--threshold", "0.7").code == 0
    assert packed.read_bytes()[:1] != b"{"
    assert again.read_bytes() == lines


def test_a_saved_pool_goes_on(call: Callable[..., Any], tmp_path: Path) -> None:
    pool, out, why = tmp_path / "pool", tmp_path / "kept.jsonl", tmp_path / "why.jsonl"
    one, two = write(tmp_path / "a.jsonl", ROWS[:200]), write(tmp_path / "b.jsonl", ROWS[200:])
    kept: list[str] = []
    for path, texts in ((one, TEXTS[:200]), (two, TEXTS[200:])):
        done = call(path, *OPTIONS, "-o", out, "--pool", pool, "--format", "json", "--rejected", why)
        assert done.code == 0, done.err
        flags = loop(texts, kept)
        assert [row["instruction"] for row in rows_of(out)] == [
            text for text, flag in zip(texts, flags, strict=True) if flag
        ]
        found = json.loads(done.out)
        assert (found["kept"], found["pool"]) == (sum(flags), len(kept))
    assert any(row["nearest_text"] is None for row in rows_of(why))
    assert len(gramscore.Pool.load(pool, METRIC)) == len(kept)


def test_seeds_are_compared_with_but_not_written(call: Callable[..., Any], tmp_path: Path) -> None:
    seeds = write(tmp_path / "seeds.jsonl", ROWS[:50])
    rest = write(tmp_path / "rest.jsonl", ROWS[50:])
    out = tmp_path / "kept.jsonl"
    assert call(rest, *OPTIONS, "--seeds", seeds, "-o", out).code == 0
    flags = loop(TEXTS[50:], TEXTS[:50])
    assert [row["id"] for row in rows_of(out)] == [n for n, flag in enumerate(flags, 50) if flag]


@pytest.mark.parametrize(
    "line", ["[{}, {}]", '{{"a": {}, "b": {}, "jaccard": 0.8}}', "{},{}", "{}\t{}\t0.91", "{} {}", "({}, {})"]
)
def test_verifying_candidates(call: Callable[..., Any], tmp_path: Path, line: str) -> None:
    one, two = write(tmp_path / "a.jsonl", ROWS[:100]), write(tmp_path / "b.jsonl", ROWS[100:])
    draw = random.Random(3)
    pairs = [tuple(draw.sample(range(300), 2)) for _ in range(500)] + [(n, n + 1) for n in range(299)]
    (tmp_path / "pairs.txt").write_text("\n".join(line.format(*pair) for pair in pairs), encoding="utf-8")
    out = tmp_path / "near.jsonl"
    options = ["--field", "instruction", "--threshold", "0.5"]
    done = call(one, two, *options, "--verify", tmp_path / "pairs.txt", "-o", out)
    assert done.code == 0, done.err
    scores = METRIC.score([TEXTS[max(p)] for p in pairs], [TEXTS[min(p)] for p in pairs])["rougeL"].fmeasure
    expected = [
        {"a": min(pair), "b": max(pair), "score": score}
        for pair, score in zip(pairs, scores.tolist(), strict=True)
        if score > 0.5
    ]
    assert rows_of(out) == expected
    assert done.out.startswith(f"{len(expected)} of 799 pairs are beyond the threshold\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("1,2\nx,y\n", "pairs.txt:2: two row numbers are expected"),
        ("[1]\n", "pairs.txt:1: two row numbers are expected"),
        ('{"a": 1}\n', "pairs.txt:1: two row numbers are expected"),
        ('{"a": 1, "b": -2}\n', "pairs.txt:1: two row numbers are expected"),
        ("4,4\n", "pairs.txt:1: row 4 makes no pair with itself"),
        ("1,2\n\n3,300\n", "pairs.txt:3: there is no row 300, the last one is 299"),
    ],
)
def test_what_are_no_candidates(call: Callable[..., Any], tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "pairs.txt").write_text(content, encoding="utf-8")
    path, out = write(tmp_path / "a.jsonl", ROWS), tmp_path / "out.jsonl"
    done = call(path, *OPTIONS, "--verify", tmp_path / "pairs.txt", "-o", out)
    assert done.code == 2
    assert message in done.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--threshold", "1.5"], "0 to 1 is expected"),
        (["--field", "text"], "field 'text' is missing; the fields are 'id', 'instruction'"),
        (["-m", "rouge1,rouge2"], "one metric is expected"),
        (["-m", "nobody"], "nobody"),
        (["--rejected", "why.txt"], "must end with .jsonl or .parquet"),
        (["--output", "kept.parquet"], "what is kept has to be, too"),
        (["--verify", "pairs.csv", "--pool", "pool"], "--pool has no use with --verify"),
    ],
)
def test_what_is_refused(
    call: Callable[..., Any],
    tmp_path: Path,
    options: list[str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path / "a.jsonl", ROWS[:20])
    done = call(path, *OPTIONS, "-o", "kept.jsonl", *options)
    assert done.code == 2
    assert message in done.err
    assert len(done.err.splitlines()) == 1
    assert [it.name for it in tmp_path.iterdir()] == ["a.jsonl"]


def test_pools_that_do_not_fit(call: Callable[..., Any], tmp_path: Path) -> None:
    path, out, pool = write(tmp_path / "a.jsonl", ROWS[:20]), tmp_path / "kept.jsonl", tmp_path / "pool"
    gramscore.Pool(gramscore.ROUGE(["rouge1"]), 0.7).save(pool)
    done = call(path, *OPTIONS, "-o", out, "--pool", pool)
    assert done.code == 2
    assert "a pool for rouge|types:rouge1" in done.err
    pool.write_bytes(b"gramscore pool 1\n{")
    done = call(path, *OPTIONS, "-o", out, "--pool", pool)
    assert done.code == 2
    assert "a damaged file of a pool" in done.err
    assert not out.exists()


def test_damage_in_the_middle_leaves_what_was_there(call: Callable[..., Any], tmp_path: Path) -> None:
    one = write(tmp_path / "a.jsonl", ROWS[:20])
    (tmp_path / "b.jsonl").write_text('{"instruction": "a"}\n{"instruction": 5}\n', encoding="utf-8")
    out, pool = tmp_path / "kept.jsonl", tmp_path / "pool"
    out.write_text("before", encoding="utf-8")
    done = call(one, tmp_path / "b.jsonl", *OPTIONS, "-o", out, "--pool", pool)
    assert done.code == 2
    assert "b.jsonl:2: field 'instruction' holds" in done.err
    assert out.read_text(encoding="utf-8") == "before"
    assert {it.name for it in tmp_path.iterdir()} == {"a.jsonl", "b.jsonl", "kept.jsonl"}


def test_an_interrupt_leaves_no_half_file(
    call: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = write(tmp_path / "a.jsonl", ROWS), tmp_path / "kept.jsonl"

    def interrupted(*given: Any, **more: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gramscore.Pool, "filter", interrupted)
    done = call(path, *OPTIONS, "-o", out, "--pool", tmp_path / "pool")
    assert done.code != 0
    assert [it.name for it in tmp_path.iterdir()] == ["a.jsonl"]
