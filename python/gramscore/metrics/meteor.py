"""METEOR: words aligned by their form, their stem and their meaning."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.meteor import MeteorFormula
from gramscore.metrics.means import MeanScores
from gramscore.metrics.metric import Metric, callback_of
from gramscore.options.callables import callable_name
from gramscore.options.checks import check_flag, check_number, check_threads
from gramscore.options.printable import shortest
from gramscore.options.tokenizers import case_signature, choose, tokenizer_signature, tokens_of

if TYPE_CHECKING:
    from gramscore.explain.meteor import MeteorExplanation


class WordNet(Protocol):
    """What METEOR asks of a WordNet, such as nltk.corpus.wordnet: for a word, objects whose lemmas() have a name()."""

    def synsets(self, word: str, /) -> Iterable[Any]: ...


class METEOR(Metric["MeteorScores"]):
    """METEOR (Lavie and Agarwal, 2007) as NLTK 3.10.4's nltk.translate.meteor_score computes it, 0..1, to the last
    bit: the harmonic mean of precision and recall of the words that can be aligned, less a penalty for the pieces into
    which the alignment falls. The METEOR 1.5 of papers since 2014 is another metric: see docs/meteor.md.

    wordnet: an object with `synsets(word)`, such as nltk.corpus.wordnet once its data are there, for words that mean
        the same. Without one, words are aligned by their forms and stems only, which the signature says.
    alpha: the weight of precision against recall, 0..1.
    beta, gamma: the exponent of the penalty and its weight, at least 0.
    tokenizer: how texts become words. "whitespace", the default, splits as str.split() does; else as for BLEU: a
        name, a callable, or None for texts given as tokens.
    lowercase: compare words in lower case, as str.lower() makes them.
    stem: a callable from a word to its stem, in place of Porter's stemmer as NLTK has it.

    Words are aligned from the last to the first, each with the last free word of the reference that is equal; then,
    of those left, so by stems; then by the synonyms of stems. Of several references the one with the highest score
    counts, the first of equals.

    Raises TypeError or ValueError for options that are not possible or have no effect.

    >>> METEOR().score(["the cats sat on the mat"], ["on the mat sat the cat"]).corpus
    MeteorScore(score=0.5)
    """

    def __init__(
        self,
        wordnet: WordNet | None = None,
        *,
        alpha: float = 0.9,
        beta: float = 3.0,
        gamma: float = 0.5,
        tokenizer: str | Callable[[str], Sequence[str]] | None = "whitespace",
        lowercase: bool = True,
        stem: Callable[[str], str] | None = None,
    ) -> None:
        check_number("alpha", alpha, 0, 1)
        check_number("beta", beta, 0)
        check_number("gamma", gamma, 0)
        check_flag("lowercase", lowercase)
        if wordnet is not None and not callable(getattr(wordnet, "synsets", None)):
            raise TypeError(f"wordnet is {wordnet!r}: an object with synsets(word) is expected")
        if stem is not None and not callable(stem):
            raise TypeError(f"stem is {stem!r}: a callable from a word to its stem is expected")
        chosen: Any = tokenizer if tokenizer == "whitespace" else choose(tokenizer)
        self._options: dict[str, Any] = {
            "wordnet": wordnet,
            "alpha": float(alpha),
            "beta": float(beta),
            "gamma": float(gamma),
            "tokenizer": tokenizer,
            "lowercase": lowercase,
            "stem": stem,
        }
        formula = MeteorFormula(float(alpha), float(beta), float(gamma))
        #: What looks at words in Python, where the core cannot.
        self._words: Words | None = None
        if wordnet is not None or stem is not None or not lowercase or not isinstance(chosen, str):
            tokens = functools.partial(_words_of, chosen) if callable(chosen) else chosen
            stems = None if stem is None else functools.partial(_stem_of, stem)
            self._words = Words(tokens, str.lower if lowercase else None, stems, wordnet)
        name = chosen if isinstance(chosen, str) else "whitespace"
        self._core = _core.Meteor(formula.rows(), name, lowercase, self._words is not None)
        self._chosen = chosen
        signature = "|".join(
            (
                "meteor",
                f"alpha:{shortest(alpha)}",
                f"beta:{shortest(beta)}",
                f"gamma:{shortest(gamma)}",
                f"case:{case_signature(lowercase, str.split if self._words else 'none')}",
                f"tok:{tokenizer_signature(chosen)}",
                f"stem:{'porter' if stem is None else callable_name(stem)}",
                f"wordnet:{'none' if wordnet is None else _wordnet_name(wordnet)}",
                f"version:{_core.__version__}",
            )
        )
        columns = ("matches", "chunks", "prediction_words", "reference_words")
        self._results = (MeteorScores, columns, signature, formula)

    def score(
        self,
        predictions: Any,
        references: Any,
        *,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> MeteorScores:
        """Score N predictions against their references, as other metrics do.

        With a WordNet, a stemmer or a tokenizer in Python, and for texts given as tokens, words are looked at in
        Python, by one thread.

        Raises what other metrics raise.
        """
        if self._words is None:
            return super().score(predictions, references, threads=threads, progress=progress)
        if threads is not None:
            check_threads(threads)
        callback = callback_of(progress)
        examples = list(examples_of(predictions, references, self._options["tokenizer"] is None))
        scores = self._scores(self._words.rows(self._results[3].rows(), examples))
        scores.single_reference = all(len(others) == 1 for _, others in examples)
        if callback is not None:
            callback(len(examples), len(examples))
        return scores

    def explain(self, prediction: Any, reference: Any) -> MeteorExplanation:
        """Which words of one prediction are aligned with those of the reference that counts, and in how many pieces.

        prediction, reference: as `score` takes them for one example; `reference` may be a list of references.

        The scores are those of `score`. What is returned is described in gramscore.explain; it shows itself in
        notebooks, and in terminals by rich.print().

        >>> METEOR().explain("the cats sat on the mat", "on the mat sat the cat").figures
        '6 of 6 words of the prediction, of 6 of reference 1, in 6 pieces'
        """
        from gramscore.explain.document import in_python, natively
        from gramscore.explain.meteor import explain

        options, chosen = self._options, self._chosen
        lowercase, wordnet = options["lowercase"], options["wordnet"]
        if self._words is None:
            tokenize, form = natively(chosen, lowercase=lowercase), None
        else:
            tokenize = natively(chosen) if isinstance(chosen, str) else chosen and in_python(chosen)
            form = str.lower if lowercase else None
        return explain(
            self,
            tokenize,
            form,
            options["stem"] or porter_stem,
            None if wordnet is None else functools.partial(_names, wordnet),
            prediction,
            reference,
        )

    def prepare(
        self, texts: Any, *, progress: bool | Callable[[int, int], object] = False
    ) -> _core.PreparedTexts:
        self._need_core("prepared texts")
        return super().prepare(texts, progress=progress)

    def prepare_groups(self, groups: Iterable[Any], argument: str = "groups") -> list[_core.PreparedTexts]:
        self._need_core("prepared texts")
        return super().prepare_groups(groups, argument)

    def _sides(self, predictions: Any, references: Any) -> Any:
        self._need_core("matrices")
        return super()._sides(predictions, references)

    def _at_least_two(self, texts: Any) -> _core.PreparedTexts:
        self._need_core("matrices")
        return super()._at_least_two(texts)

    def _group_sides(self, groups: Any, references: Any) -> Any:
        self._need_core("matrices")
        return super()._group_sides(groups, references)

    def _plan(self) -> _core.MatrixPlan:
        return _core.row_plan(self._core, self._results[3].rows())

    def _need_core(self, what: str) -> None:
        if self._words is not None:
            raise TypeError(
                f"METEOR has no {what} with a WordNet, a stemmer or a tokenizer in Python, nor of tokens"
            )

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (self._options,))


def _restore(options: dict[str, Any]) -> METEOR:
    return METEOR(**options)


def _wordnet_name(wordnet: Any) -> str:
    """How signatures name a WordNet: by its version if it says one."""
    version = getattr(wordnet, "get_version", None)
    if callable(version):
        return str(version())
    return callable_name(wordnet.synsets).removesuffix(".synsets")


class Words:
    """Words and their stems as numbers, for the core to align.

    tokens: from texts to words: a tokenizer of the core by name, a callable, or None for texts that are words already.
    preprocess: what is done with each word first, or None.
    stem: from words to stems; None is Porter's stemmer.
    """

    def __init__(
        self,
        tokens: str | Callable[[str], Sequence[str]] | None,
        preprocess: Callable[[str], str] | None,
        stem: Callable[[str], str] | None,
        wordnet: WordNet | None,
    ) -> None:
        self._tokens = _tokenizer_of(tokens)
        self._preprocess = preprocess
        self._stem = porter_stem if stem is None else stem
        self._wordnet = wordnet
        self._stems: dict[str, str] = {}

    def rows(
        self, formula: _core.MeteorFormula, examples: Iterable[tuple[Any, Sequence[Any]]]
    ) -> npt.NDArray[np.int64]:
        """The rows of examples: a prediction and its references each."""
        read = [
            (self._words(prediction), [self._words(one) for one in references])
            for prediction, references in examples
        ]
        names: dict[str, set[str]] = {}
        if self._wordnet is not None:
            # Only words that find no partner by form and stem are looked up.
            pairs = [(ours, [theirs]) for ours, references in read for theirs in references]
            rows = self._aligned(formula, pairs, names).tolist()
            left = [ours for (ours, _), row in zip(pairs, rows, strict=True) if row[0] < row[2]]
            names = {stem: _names(self._wordnet, stem) for words in left for _, stem in words}
        return self._aligned(formula, read, names)

    def _words(self, document: Any) -> list[tuple[str, str]]:
        """The words of a text, and their stems."""
        given = document if self._tokens is None else self._tokens(document)
        if self._preprocess is not None:
            given = map(self._preprocess, given)
        return [(word, self._known_stem(word)) for word in given]

    def _known_stem(self, word: str) -> str:
        if word not in self._stems:
            if len(self._stems) == _MOST_STEMS:
                self._stems.clear()
            self._stems[word] = self._stem(word)
        return self._stems[word]

    @staticmethod
    def _aligned(
        formula: _core.MeteorFormula,
        examples: Sequence[tuple[Any, Sequence[Any]]],
        names: Mapping[str, set[str]],
    ) -> npt.NDArray[np.int64]:
        """names: what means the same as a stem."""
        words: dict[str, int] = {}
        stems: dict[str, int] = {}
        stem_of: list[int] = []
        numbers: list[int] = []
        ends: list[int] = []
        for prediction, references in examples:
            for document in (prediction, *references):
                for word, stem in document:
                    number = words.setdefault(word, len(words))
                    if number == len(stem_of):
                        stem_of.append(stems.setdefault(stem, len(stems)))
                    numbers.append(number)
                ends.append(len(numbers))
        synonyms: list[int] = []
        synonym_ends: list[int] = []
        for stem in stems if names else ():
            synonyms.extend(stems[name] for name in names.get(stem, ()) if name in stems)
            synonym_ends.append(len(synonyms))
        counts = [len(references) for _, references in examples]
        columns = (numbers, ends, counts, stem_of, synonym_ends, synonyms)
        return _core.meteor_rows(formula, *(np.array(column, np.int64) for column in columns))


#: Stems that are remembered.
_MOST_STEMS: Final = 1 << 16


def _names(wordnet: WordNet, stem: str) -> set[str]:
    """The names of all meanings of a stem that are one word."""
    names = {lemma.name() for meaning in wordnet.synsets(stem) for lemma in meaning.lemmas()}
    return {name for name in names if "_" not in name}


def porter_stem(word: str) -> str:
    """The stem of a word as NLTK's PorterStemmer has it in its default mode."""
    small = word.lower()
    return small if len(word) <= 2 else _core.porter_stem(small)


def _words_of(tokenizer: Callable[[str], Sequence[str]], text: str) -> list[str]:
    words = tokens_of(tokenizer, text)
    for word in words:
        if not isinstance(word, str):
            raise TypeError(
                f"tokenizer returned {_core.described(word)} among the words of {text[:40]!r}: words are str"
            )
    return words


def _stem_of(stem: Callable[[str], str], word: str) -> str:
    found = stem(word)
    if not isinstance(found, str):
        raise TypeError(f"stem returned {_core.described(found)} for {word!r}: a str is expected")
    return found


def _tokenizer_of(tokens: Any) -> Callable[[str], Sequence[str]] | None:
    if not isinstance(tokens, str):
        return tokens  # type: ignore[no-any-return]
    return (
        str.split if tokens in ("whitespace", "none") else functools.partial(_core.tokenize, tokenizer=tokens)
    )


def examples_of(predictions: Any, references: Any, tokens: bool) -> Iterator[tuple[Any, list[Any]]]:
    """Each prediction and a list of its references, read in Python. tokens: whether texts are lists of words.

    Raises TypeError and ValueError as the core does.
    """
    ours = _core.listed(predictions, "predictions", "a list of predictions, one per example,")
    theirs = _core.listed(
        references, "references", "a list of references, one or a list of them per example,"
    )
    if len(ours) != len(theirs):
        raise ValueError(f"predictions and references differ in length: {len(ours)} and {len(theirs)}")
    if not ours:
        raise ValueError("predictions and references are empty: there is nothing to score")
    expected = "a list of words" if tokens else "a str"
    for index, (prediction, goals) in enumerate(zip(ours, theirs, strict=True)):
        text = _text(f"predictions[{index}]", prediction, tokens)
        place = f"references[{index}]"
        if _is_text(goals, tokens):
            yield text, [_text(place, goals, tokens)]
            continue
        if isinstance(goals, np.ma.core.MaskedConstant) or not hasattr(type(goals), "__iter__"):
            raise TypeError(f"{place} is {_core.described(goals)}: {expected} or a list of them is expected")
        several = _core.listed(goals, place, f"{expected} or a list of them")
        if not several:
            raise ValueError(f"{place} is empty: each example needs at least one reference")
        yield text, [_text(f"{place}[{k}]", goal, tokens) for k, goal in enumerate(several)]


def _is_text(value: Any, tokens: bool) -> bool:
    if not tokens:
        return isinstance(value, str)
    row = isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim == 1)
    return row and all(isinstance(word, str) for word in value)


def _text(place: str, value: Any, tokens: bool) -> Any:
    if not _is_text(value, tokens):
        expected = "a list of words" if tokens else "a str"
        raise TypeError(f"{place} is {_core.described(value)}: {expected} is expected")
    return value


class MeteorScores(MeanScores):
    """Scores of METEOR: `scores.examples` per example, `scores.corpus` of all together, a mean.

    Four statistics, with the reference that was chosen: words that are aligned, the pieces of which the alignment is
    made, and the words of the prediction and of the reference.
    """

    __slots__ = ()
