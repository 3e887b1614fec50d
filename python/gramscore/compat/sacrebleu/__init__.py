"""A drop-in for the package sacrebleu 2.6.0: the same names, arguments, figures, signatures and leniency.

References are streams: a list for each set of references, with one text (or None) per hypothesis.

>>> from gramscore.compat import sacrebleu
>>> bleu = sacrebleu.corpus_bleu(["The dog bit the man."], [["The dog had bit the man."]])
>>> print(bleu)
BLEU = 51.15 100.0/80.0/50.0/33.3 (BP = 0.846 ratio = 0.857 hyp_len = 6 ref_len = 7)

The command line and the test sets are not part of it.
"""

from gramscore.compat.sacrebleu.compat import (
    corpus_bleu,
    corpus_chrf,
    corpus_ter,
    raw_corpus_bleu,
    sentence_bleu,
    sentence_chrf,
    sentence_ter,
)
from gramscore.compat.sacrebleu.dataset import DATASETS
from gramscore.compat.sacrebleu.metrics import BLEU, CHRF, TER
from gramscore.compat.sacrebleu.metrics.helpers import extract_char_ngrams, extract_word_ngrams
from gramscore.compat.sacrebleu.utils import (
    SACREBLEU_DIR,
    download_test_set,
    get_available_testsets,
    get_langpairs_for_testset,
    get_reference_files,
    get_source_file,
    smart_open,
)
from gramscore.compat.sacrebleu.version import __version__

__description__ = "sacrebleu's BLEU, chrF and TER, computed by gramscore"

__all__ = [
    "BLEU",
    "CHRF",
    "DATASETS",
    "SACREBLEU_DIR",
    "TER",
    "__version__",
    "corpus_bleu",
    "corpus_chrf",
    "corpus_ter",
    "download_test_set",
    "extract_char_ngrams",
    "extract_word_ngrams",
    "get_available_testsets",
    "get_langpairs_for_testset",
    "get_reference_files",
    "get_source_file",
    "raw_corpus_bleu",
    "sentence_bleu",
    "sentence_chrf",
    "sentence_ter",
    "smart_open",
]
