"""Which settings give these scores?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gramscore.options.checks import progress_callback
from gramscore.reproducing.found import Found, found_of
from gramscore.reproducing.search import Search
from gramscore.reproducing.targets import read_targets
from gramscore.reproducing.texts import texts_for


def reproduce(
    predictions: Any,
    references: Any,
    scores: Mapping[str, float | str],
    sources: Any = None,
    *,
    progress: bool | Callable[[int, int], object] = False,
    interruptible: bool = False,
) -> Found:
    """Search for the settings that give scores which somebody reports.

    predictions: N texts. references: N texts, or N lists of one or more.
    scores: by name, as {"rouge1": 43.1, "rougeL": "40.90"}: numbers of 0 to 1 or of 0 to 100, or texts, which carry
        their zeros. Names are rouge1 to rouge9, rougeL, rougeLsum, bleu, bleu1 to bleu4, chrf, chrf++, ter, meteor
        and sari; of ROUGE also rouge1_recall and the like, where it is known which of precision, recall and F it is.
    sources: N texts that the predictions were made of, for sari.
    progress: True shows a bar on stderr (needs rich); a callable receives (done, total).
    interruptible: KeyboardInterrupt ends the search, and what was found by then is returned.

    Tried are the packages that people use, with their options, and the ways in which texts are handled before: case,
    truncation, sentences, marks of sub-words, swapped sides... The result is a sequence of rows: first those that give
    all scores to the digits given, the usual before the unusual, then the nearest. Each has the package, its version,
    what is done, and Python that can be pasted to see it. Settings that coincide on these texts are one row.

    Raises TypeError or ValueError for what is no text or no score, and for names that nobody knows.

    >>> import gramscore
    >>> predictions = ["The cats sat down. They slept.", "A dog was running home."]
    >>> references = ["A cat sat there. It slept.", "The dogs ran home."]
    >>> found = gramscore.reproduce(predictions, references, {"rouge1": "47.22", "rouge2": "10.00"})
    >>> found[0].package, found[0].settings
    ('rouge-score', ('use_stemmer=True',))
    >>> print(found[0].call)
    from rouge_score.rouge_scorer import RougeScorer
    from statistics import fmean
    scorer = RougeScorer(['rouge1', 'rouge2'], use_stemmer=True)
    found = [scorer.score(goal, text) for text, goal in zip(predictions, references)]
    scores = {
        'rouge1': fmean(it['rouge1'].fmeasure for it in found),
        'rouge2': fmean(it['rouge2'].fmeasure for it in found),
    }
    """
    targets = read_targets(scores)
    texts = texts_for(targets.families(), predictions, references, sources)
    callback = progress_callback(progress)
    # Scores of at most 1 may be those of 0 to 100, which other settings are near to.
    bounded = targets.scale == 100
    searches = [Search(texts, own, bounded=bounded) for own in targets.families().values()]
    complete = True
    try:
        for search in searches:
            search.run(callback)
    except KeyboardInterrupt:
        if not interruptible:
            raise
        complete = False
        for search in searches:
            search.forget()
    return found_of(searches, targets, complete)
