"""Remarks that take a look at the texts, batch by batch: what they look like is counted in the core."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.results.input_remarks import Seen
from gramscore.results.remarks import Remark, counted

Traits = npt.NDArray[np.int64]

# The columns of text_traits().
_CHARACTERS, _SEEN, _UNSEEN, _UNSPACED, _LINES, _ENDS, _TOKENIZED, _DIGEST, _JOINTS = range(9)
#: The share of examples that has to be of a kind to be remarked on, where single ones are nothing unusual.
_SHARE: Final = 0.1
_HALF: Final = 0.5
#: Among how many examples these shares say something.
_FEW: Final = 5
_MOST_DIGESTS: Final = 1 << 18

#: What the remarks call an option; a command has its own names.
OPTIONS: Final = {
    "rouge": 'tokenizer="unicode"',
    "bleu": 'tokenizer="zh", "ja-mecab" or "char"',
    "ter": "normalized=True with asian_support=True",
    "lsum": "sentence_splitter",
    "wer": 'tokenizer="none"',
}


def traits_of(texts: Any) -> Traits:
    """Of each string of an Arrow array, or of a list of them."""
    if isinstance(texts, list):
        return _of_list(texts)
    _, offsets, data = texts.buffers()
    if offsets is None:
        return np.zeros((0, 9), np.int64)
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return _core.text_traits(bounds, np.frombuffer(data if data is not None else b"", np.uint8))


def _of_list(texts: list[str]) -> Traits:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    lengths = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    if lengths[-1] > np.iinfo(np.int32).max:
        half = len(texts) // 2
        return (
            np.concatenate([_of_list(texts[:half]), _of_list(texts[half:])])
            if half
            else np.zeros((0, 9), np.int64)
        )
    return _core.text_traits(lengths.astype(np.int32), np.frombuffer(b"".join(encoded), np.uint8))


@dataclass
class _Count:
    """Examples of a kind: how many, and the first."""

    examples: int = 0
    first: int | None = None

    def add(self, rows: npt.NDArray[np.bool_], before: int) -> None:
        found = np.flatnonzero(rows)
        if len(found) and self.first is None:
            self.first = before + int(found[0])
        self.examples += len(found)


class _Repeats:
    """How often each digest came, of the first _MOST_DIGESTS different ones or some more."""

    def __init__(self) -> None:
        self._digests = np.zeros(0, np.int64)
        self._times = np.zeros(0, np.int64)
        self._pending: list[npt.NDArray[np.int64]] = []
        self._most_different = 0

    def add(self, digests: npt.NDArray[np.int64]) -> None:
        if self._most_different >= _MOST_DIGESTS:
            self._count()
            if self._most_different >= _MOST_DIGESTS:
                return
        self._pending.append(digests)
        self._most_different += len(digests)

    def most(self) -> int:
        """How often the most frequent one came."""
        self._count()
        return int(self._times.max(initial=0))

    def _count(self) -> None:
        if not self._pending:
            return
        every = np.concatenate([self._digests, *self._pending])
        once = np.ones(len(every) - len(self._digests), np.int64)
        self._digests, places = np.unique(every, return_inverse=True)
        times = np.zeros(len(self._digests), np.int64)
        np.add.at(times, places, np.concatenate([self._times, once]))
        self._times, self._pending, self._most_different = times, [], len(self._digests)


@dataclass
class TextRemarks:
    """Counts over batches. `metrics` are those computed, or their scores, by family; `options` what remedies are
    called. `sampled`: more examples were scored than these first ones."""

    metrics: Mapping[str, Any]
    options: Mapping[str, str] = field(default_factory=lambda: OPTIONS)
    sampled: bool = False

    def __post_init__(self) -> None:
        self.examples = 0
        self._counts: dict[str, _Count] = {}
        self._same = _Repeats()

    def add(
        self,
        predictions: Any,
        references: Any,
        sizes: npt.NDArray[np.int64] | None = None,
        sources: Any = None,
    ) -> None:
        """A batch: its predictions, its references, of which `sizes` says how many each example has, and its sources,
        if there are any."""
        ours, every = traits_of(predictions), traits_of(references)
        rows = len(ours)
        before, self.examples = self.examples, self.examples + rows
        owner = np.arange(rows) if sizes is None else np.repeat(np.arange(rows), sizes)
        most = (
            every
            if len(every) == rows
            else np.maximum.reduceat(every, np.searchsorted(owner, np.arange(rows)))
        )

        def count(kind: str, found: npt.NDArray[np.bool_]) -> None:
            self._counts.setdefault(kind, _Count()).add(found, before)

        count("empty predictions", ours[:, _CHARACTERS] == 0)
        count("empty references", most[:, _CHARACTERS] == 0)
        count("unseen", _invisible(ours) | _invisible_all(every, owner, rows))
        partly = (ours[:, _UNSEEN] > 0) | (most[:, _UNSEEN] > 0)
        count("partly seen", partly)
        count("unspaced", (most[:, _UNSPACED] * 3 > most[:, _SEEN]) & (most[:, _UNSPACED] > 0))
        count("sentences", (ours[:, _LINES] == 0) & (most[:, _LINES] == 0) & (most[:, _ENDS] > 0))
        count("joined", (ours[:, _JOINTS] > 0) | (most[:, _JOINTS] > 0))
        count("tokenized", ours[:, _TOKENIZED] > 0)
        count("tokenized references", most[:, _TOKENIZED] > 0)
        equal = np.zeros(rows, bool)
        equal[owner[every[:, _DIGEST] == ours[owner, _DIGEST]]] = True
        count("equal to the reference", equal & (ours[:, _CHARACTERS] > 0))
        if sources is not None:
            same = traits_of(sources)[:, _DIGEST] == ours[:, _DIGEST]
            count("equal to the source", same & (ours[:, _CHARACTERS] > 0))
        self._same.add(ours[ours[:, _CHARACTERS] > 0, _DIGEST])

    def __iter__(self) -> Iterator[Remark]:
        if not self.examples:
            return
        for kind in ("predictions", "references"):
            yield from self._some(
                f"empty {kind}", f"empty-{kind}", f"{{}} {{}} empty (first {kind}[{{}}])", kind
            )
        yield from self._of_tokenizers()
        yield from self._of_sentences()
        yield from self._of_joints()
        for kind, side in (("tokenized", "predictions"), ("tokenized references", "references")):
            if self._share(kind) >= _HALF and self.examples >= _FEW and self._tokenizes:
                yield from self._some(
                    kind,
                    f"tokenized-{side}",
                    "{} {} tokenized already, as punctuation apart from words shows (first "
                    + side
                    + "[{}]): BLEU is "
                    "defined on plain text",
                    side,
                    ("looks", "look"),
                )
        if self._share("equal to the reference") >= _HALF and self.examples >= _FEW:
            yield from self._some(
                "equal to the reference",
                "equal-to-reference",
                "{} {} equal to a reference (first predictions[{}]): are both of one source?",
                "predictions",
            )
        found = self._counts.get("equal to the source")
        if found is not None and found.examples:
            yield Remark(
                "copies",
                f"in {found.examples} of {self._all} examples the prediction is a copy of the source",
                found.examples,
                found.first,
            )
        if self.examples >= _FEW:
            times = self._same.most()
            if times > max(2, 2 * _SHARE * self.examples):
                yield Remark(
                    "same-predictions",
                    f"{self._counted(times, 'predictions')} are one and the same text",
                    times,
                )

    @property
    def _tokenizes(self) -> bool:
        return any(
            "|tok:13a" in metric.signature or "|tok:intl" in metric.signature
            for metric in self.metrics.values()
        )

    @property
    def _all(self) -> str:
        return f"the first {self.examples}" if self.sampled else f"{self.examples}"

    def _counted(self, some: int, what: str) -> str:
        return f"{some:,} of {self._all} {what}" if self.sampled else counted(some, self.examples, what)

    def _share(self, kind: str) -> float:
        found = self._counts.get(kind)
        return 0.0 if found is None else found.examples / self.examples

    def _some(
        self, kind: str, name: str, message: str, what: str, verbs: tuple[str, str] = ("is", "are")
    ) -> Iterator[Remark]:
        found = self._counts.get(kind)
        if found is not None and found.examples:
            subject = self._counted(found.examples, what)
            verb = verbs[0] if found.examples == 1 else verbs[1]
            yield Remark(name, message.format(subject, verb, found.first), found.examples, found.first)

    def _of_tokenizers(self) -> Iterator[Remark]:
        signatures = {name: metric.signature for name, metric in self.metrics.items()}
        if any("|tok:rouge|" in it for name, it in signatures.items() if name.startswith("rouge")):
            yield from self._of_rouge()
        if self._share("unspaced") < _SHARE:
            return
        found = self._counts["unspaced"]
        split = [
            name
            for name, it in signatures.items()
            if "|tok:13a" in it or "|tok:none" in it or "|tok:intl" in it
        ]
        if any("|tok:whitespace|" in it for it in signatures.values()):
            split.append("rouge")
        if "ter" in signatures and "|asian:no" in signatures["ter"]:
            split.append("ter")
        remedies = [
            self.options["ter" if name == "ter" else "rouge" if name == "rouge" else "bleu"] for name in split
        ]
        if split:
            yield Remark(
                "unspaced-script",
                f"{self._counted(found.examples, 'examples')} {'is' if found.examples == 1 else 'are'} in a "
                f"script without spaces, of which {' and '.join(split)} {'takes' if len(split) == 1 else 'take'} whole "
                f"sentences for words: "
                f"{'; '.join(dict.fromkeys(remedies))}",
                found.examples,
                found.first,
            )

    def _of_rouge(self) -> Iterator[Remark]:
        unseen, partly = self._counts["unseen"], self._counts["partly seen"]
        if unseen.examples:
            yield Remark(
                "unseen-text",
                f"in {unseen.examples} of {self._all} examples the tokenizer finds nothing: it only knows the "
                f"letters a to z and the digits; {self.options['rouge']} reads every script",
                unseen.examples,
                unseen.first,
            )
        others = partly.examples - unseen.examples
        if others > _SHARE * self.examples:
            yield Remark(
                "partly-seen-text",
                f"in {others} of {self._all} examples the tokenizer sees only part of the letters: it only knows a "
                f"to z and the digits, and cuts words at others; {self.options['rouge']} reads every script",
                others,
                partly.first,
            )

    def _of_sentences(self) -> Iterator[Remark]:
        metric = self.metrics.get("rouge")
        if metric is None or "rougeLsum" not in metric.types or "|sent:newline|" not in metric.signature:
            return
        if self._share("sentences") >= _HALF:
            found = self._counts["sentences"]
            yield Remark(
                "no-line-breaks",
                f"{self._counted(found.examples, 'examples')} {'has' if found.examples == 1 else 'have'} "
                f"several sentences and no line breaks, which rougeLsum takes for their ends: {self.options['lsum']}",
                found.examples,
                found.first,
            )

    def _of_joints(self) -> Iterator[Remark]:
        found = self._counts["joined"]
        asked = (it for name, it in self.metrics.items() if name.startswith("wer"))
        if found.examples and any("|tok:jiwer|" in it.signature for it in asked):
            yield Remark(
                "joined-words",
                f"in {found.examples} of {self._all} examples (first: {found.first}) a tab, a line break or other "
                f"white space than U+0020 is between words, which jiwer takes for one: {self.options['wer']} separates "
                "them",
                found.examples,
                found.first,
            )


def remarks_on_texts(seen: Seen, scores: Any) -> Iterator[Remark]:
    """What the first texts tell that were scored, if they are texts, one or several references each."""
    predictions, references = seen
    if not predictions or len(references) != len(predictions):
        return
    groups = [[it] if isinstance(it, str) else it for it in references]
    if not all(isinstance(group, (list, tuple)) and group for group in groups):
        return
    every = [text for group in groups for text in group]
    if not all(isinstance(text, str) for text in (*predictions, *every)):
        return
    family = scores.signature.partition("|")[0]
    texts = TextRemarks({family: scores}, sampled=len(predictions) < len(scores))
    texts.add([*predictions], every, np.fromiter(map(len, groups), np.int64, len(groups)))
    yield from texts


def _invisible(traits: Traits) -> npt.NDArray[np.bool_]:
    """Texts of which the tokenizer "rouge" sees nothing, though there is something."""
    found: npt.NDArray[np.bool_] = (traits[:, _SEEN] == 0) & (traits[:, _UNSEEN] > 0)
    return found


def _invisible_all(traits: Traits, owner: npt.NDArray[np.int64], rows: int) -> npt.NDArray[np.bool_]:
    """Examples of which no reference has anything that it sees, though one has something."""
    seen = np.zeros(rows, bool)
    seen[owner[traits[:, _SEEN] > 0]] = True
    there = np.zeros(rows, bool)
    there[owner[traits[:, _UNSEEN] > 0]] = True
    return there & ~seen
