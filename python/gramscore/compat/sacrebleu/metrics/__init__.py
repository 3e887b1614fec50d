"""The metrics as classes, and their results."""

from gramscore.compat.sacrebleu.metrics.bleu import BLEU, BLEUScore
from gramscore.compat.sacrebleu.metrics.chrf import CHRF, CHRFScore
from gramscore.compat.sacrebleu.metrics.ter import TER, TERScore

METRICS = {"BLEU": BLEU, "CHRF": CHRF, "TER": TER}

__all__ = ["BLEU", "CHRF", "METRICS", "TER", "BLEUScore", "CHRFScore", "TERScore"]
