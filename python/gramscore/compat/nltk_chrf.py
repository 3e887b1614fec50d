"""gramscore.compat.nltk.chrf_score under a name like that of nltk_bleu."""

from gramscore.compat.nltk.chrf_score import corpus_chrf, sentence_chrf

__all__ = ["corpus_chrf", "sentence_chrf"]
