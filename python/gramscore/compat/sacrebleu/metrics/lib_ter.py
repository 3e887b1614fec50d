"""tercom's edit distance with shifts, step by step, for programs that use the steps. The core computes the same."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

_COST_INS = 1
_COST_DEL = 1
_COST_SUB = 1

_MAX_SHIFT_SIZE = 10
_MAX_SHIFT_DIST = 50
_BEAM_WIDTH = 25
_MAX_CACHE_SIZE = 10000
_MAX_SHIFT_CANDIDATES = 1000
_INT_INFINITY = int(1e16)

_OP_INS = "i"
_OP_DEL = "d"
_OP_NOP = " "
_OP_SUB = "s"
_OP_UNDEF = "x"

_FLIP_OPS = str.maketrans("id", "di")

Words = list[str]


def translation_edit_rate(words_hyp: Words, words_ref: Words) -> tuple[int, int]:
    """The edits (insertions, deletions, substitutions and shifts) that make the reference of a text, and its length."""
    if not words_ref:
        return len(words_hyp), 0
    distance = BeamEditDistance(words_ref)
    words, shifts, tried = words_hyp, 0, 0
    while True:
        gain, shifted, tried = _shift(words, words_ref, distance, tried)
        if tried >= _MAX_SHIFT_CANDIDATES or gain <= 0:
            break
        shifts += 1
        words = shifted
    return shifts + distance(words)[0], len(words_ref)


def _shift(
    words_h: Words, words_r: Words, cached_ed: BeamEditDistance, checked_candidates: int
) -> tuple[int, Words, int]:
    """The shift that saves most: what it saves, the shifted words, and how many shifts were tried so far.

    Of equal ones the longest counts, then the earliest source, then the earliest target.
    """
    before, inverse = cached_ed(words_h)
    align, ref_err, hyp_err = trace_to_alignment(_flip_trace(inverse))
    best: tuple[int, int, int, int, Words] | None = None
    for start_h, start_r, length in _find_shifted_pairs(words_h, words_r):
        if not any(hyp_err[start_h : start_h + length]) or not any(ref_err[start_r : start_r + length]):
            continue
        if start_h <= align[start_r] < start_h + length:
            continue
        last = -1
        for place in range(start_r - 1, start_r + length):
            if place == -1:
                target = 0
            elif place in align:
                target = align[place] + 1
            else:
                break
            if target == last:
                continue
            last = target
            shifted = _perform_shift(words_h, start_h, length, target)
            checked_candidates += 1
            candidate = (before - cached_ed(shifted)[0], length, -start_h, -target, shifted)
            if best is None or candidate > best:
                best = candidate
        if checked_candidates >= _MAX_SHIFT_CANDIDATES:
            break
    if best is None:
        return 0, words_h, checked_candidates
    return best[0], best[4], checked_candidates


def _perform_shift(words: Words, start: int, length: int, target: int) -> Words:
    """Words with `length` of them moved to a place, which is counted before they are taken out, or lies within them."""
    moved = words[start : start + length]
    rest = words[:start] + words[start + length :]
    place = target if target <= start + length else target - length
    return rest[:place] + moved + rest[place:]


def _find_shifted_pairs(words_h: Words, words_r: Words) -> Iterator[tuple[int, int, int]]:
    """Where the texts have words in common: (place in one, place in the other, number), all numbers up to the most."""
    for start_h in range(len(words_h)):
        for start_r in range(len(words_r)):
            if abs(start_r - start_h) > _MAX_SHIFT_DIST:
                continue
            most = min(_MAX_SHIFT_SIZE, len(words_h) - start_h, len(words_r) - start_r)
            for length in range(most):
                if words_h[start_h + length] != words_r[start_r + length]:
                    break
                yield start_h, start_r, length + 1


def _flip_trace(trace: str) -> str:
    """The trace of the edits the other way round."""
    return trace.translate(_FLIP_OPS)


def trace_to_alignment(trace: str) -> tuple[dict[int, int], list[int], list[int]]:
    """The places in the text of those in the reference; then for either side 1 where a place is wrong, else 0."""
    hyp = ref = -1
    align: dict[int, int] = {}
    hyp_err: list[int] = []
    ref_err: list[int] = []
    for op in trace:
        if op not in (_OP_NOP, _OP_SUB, _OP_INS, _OP_DEL):
            raise Exception(f"unknown operation {op!r}")
        wrong = int(op != _OP_NOP)
        if op != _OP_DEL:
            hyp += 1
            hyp_err.append(wrong)
        if op != _OP_INS:
            ref += 1
            align[ref] = hyp
            ref_err.append(wrong)
    return align, ref_err, hyp_err


_Cell = tuple[int, str]


class BeamEditDistance:
    """The edit distance to a reference, near the diagonal only, and the edits.

    Rows of texts with the same beginning are computed once.

    Calling it with words returns the distance and the trace.
    """

    def __init__(self, words_ref: Words) -> None:
        self._words_ref = words_ref
        self._n_words_ref = len(words_ref)
        self._initial_row: list[_Cell] = [(i * _COST_INS, _OP_INS) for i in range(len(words_ref) + 1)]
        self._empty_row: list[_Cell] = [(_INT_INFINITY, _OP_UNDEF)] * (len(words_ref) + 1)
        self._cache: dict[str, Any] = {}  # by word: the cache of the words behind it, and its row
        self._cache_size = 0

    def __call__(self, words_hyp: Words) -> tuple[int, str]:
        known, rows = self._find_cache(words_hyp)
        distance, new, trace = self._edit_distance(words_hyp, known, rows)
        self._add_cache(words_hyp, new)
        return distance, trace

    def _edit_distance(
        self, words_h: Words, start_h: int, cache: list[Sequence[_Cell]]
    ) -> tuple[int, list[Sequence[_Cell]], str]:
        """The distance, the rows behind the known ones, and the trace."""
        ref, most = self._words_ref, self._n_words_ref
        ratio = most / len(words_h) if words_h else 1
        width = math.ceil(ratio / 2 + _BEAM_WIDTH) if ratio / 2 > _BEAM_WIDTH else _BEAM_WIDTH
        rows: list[Any] = list(cache)
        for i in range(start_h + 1, len(words_h) + 1):
            above, row = rows[i - 1], list(self._empty_row)
            rows.append(row)
            diagonal = math.floor(i * ratio)
            end = most + 1 if i == len(words_h) else min(most + 1, diagonal + width)
            for j in range(max(0, diagonal - width), end):
                if j == 0:
                    row[0] = (above[0][0] + _COST_DEL, _OP_DEL)
                    continue
                same = words_h[i - 1] == ref[j - 1]
                # Of equal costs the first counts.
                steps = (
                    (above[j - 1][0] + (0 if same else _COST_SUB), _OP_NOP if same else _OP_SUB),
                    (above[j][0] + _COST_DEL, _OP_DEL),
                    (row[j - 1][0] + _COST_INS, _OP_INS),
                )
                cheapest = min(steps, key=_cost)
                if cheapest[0] < row[j][0]:
                    row[j] = cheapest
        return rows[-1][-1][0], rows[len(cache) :], self._trace(rows)

    def _trace(self, rows: Sequence[Sequence[_Cell]]) -> str:
        i, j = len(rows) - 1, self._n_words_ref
        ops = []
        while i > 0 or j > 0:
            op = rows[i][j][1]
            if op not in (_OP_NOP, _OP_SUB, _OP_INS, _OP_DEL):
                raise Exception(f"unknown operation {op!r}")
            ops.append(op)
            i -= op != _OP_INS
            j -= op != _OP_DEL
        return "".join(reversed(ops))

    def _add_cache(self, words_hyp: Words, mat: Sequence[Sequence[_Cell]]) -> None:
        """Keeps the rows of the last words."""
        if self._cache_size >= _MAX_CACHE_SIZE:
            return
        node = self._cache
        known = len(words_hyp) - len(mat)
        for word in words_hyp[:known]:
            node = node[word][0]
        for word, row in zip(words_hyp[known:], mat, strict=True):
            if word not in node:
                node[word] = ({}, tuple(row))
                self._cache_size += 1
            node = node[word][0]

    def _find_cache(self, words_hyp: Words) -> tuple[int, list[Sequence[_Cell]]]:
        """The number of words whose rows are known, and these rows behind the first one."""
        node = self._cache
        rows: list[Sequence[_Cell]] = [self._initial_row]
        for word in words_hyp:
            if word not in node:
                break
            node, row = node[word]
            rows.append(row)
        return len(rows) - 1, rows


def _cost(cell: _Cell) -> int:
    return cell[0]
