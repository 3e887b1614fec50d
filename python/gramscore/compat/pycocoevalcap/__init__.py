"""What pycocoevalcap 1.2 has for captions, without Java: the same names, arguments and scores, but METEOR and SPICE.

    from gramscore.compat.pycocoevalcap.eval import COCOEvalCap
    from gramscore.compat.pycocoevalcap.bleu.bleu import Bleu

The modules are called as there. Errors are ours: what the original refuses with an AssertionError is a TypeError or
a ValueError that names the image.
"""

from gramscore.compat.pycocoevalcap.bleu.bleu import Bleu
from gramscore.compat.pycocoevalcap.cider.cider import Cider
from gramscore.compat.pycocoevalcap.eval import COCOEvalCap
from gramscore.compat.pycocoevalcap.rouge.rouge import Rouge
from gramscore.compat.pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

__all__ = ["Bleu", "COCOEvalCap", "Cider", "PTBTokenizer", "Rouge"]
