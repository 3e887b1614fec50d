"""gramscore.compat.nltk.ribes_score under a name like that of nltk_bleu."""

from gramscore.compat.nltk.ribes_score import corpus_ribes, sentence_ribes

__all__ = ["corpus_ribes", "sentence_ribes"]
