"""A drop-in for BLEU, GLEU and NIST of NLTK 3.10 (nltk.translate): the same functions, arguments, values and errors.

>>> from gramscore.compat.nltk import gleu
>>> gleu([["the", "cat", "sat"]], ["the", "cat", "slept"])
0.5
"""

from gramscore.compat.nltk.bleu_score import sentence_bleu as bleu
from gramscore.compat.nltk.gleu_score import sentence_gleu as gleu
from gramscore.compat.nltk.nist_score import sentence_nist as nist

__all__ = ["bleu", "gleu", "nist"]
