"""torchmetrics.functional.text: the functions that the core computes."""

from gramscore.compat.torchmetrics.bleu import bleu_score, sacre_bleu_score
from gramscore.compat.torchmetrics.chrf import chrf_score
from gramscore.compat.torchmetrics.edit import edit_distance
from gramscore.compat.torchmetrics.eed import extended_edit_distance
from gramscore.compat.torchmetrics.rates import (
    char_error_rate,
    match_error_rate,
    word_error_rate,
    word_information_lost,
    word_information_preserved,
)
from gramscore.compat.torchmetrics.rouge import rouge_score
from gramscore.compat.torchmetrics.squad import squad
from gramscore.compat.torchmetrics.ter import translation_edit_rate

__all__ = [
    "bleu_score",
    "char_error_rate",
    "chrf_score",
    "edit_distance",
    "extended_edit_distance",
    "match_error_rate",
    "rouge_score",
    "sacre_bleu_score",
    "squad",
    "translation_edit_rate",
    "word_error_rate",
    "word_information_lost",
    "word_information_preserved",
]
