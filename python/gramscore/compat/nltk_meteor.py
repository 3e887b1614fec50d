"""gramscore.compat.nltk.meteor_score under a name like that of nltk_bleu."""

from gramscore.compat.nltk.meteor_score import meteor_score, single_meteor_score

__all__ = ["meteor_score", "single_meteor_score"]
