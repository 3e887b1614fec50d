"""The metrics by name. A line here is all that `evaluate`, the command and the documentation's table ask for."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gramscore.metrics.answers import ANLS, EditSimilarity, ExactMatch, TokenF1
from gramscore.metrics.bleu import BLEU
from gramscore.metrics.character import CharacTER
from gramscore.metrics.chrf import CHRF
from gramscore.metrics.cider import CIDEr
from gramscore.metrics.distinct import Distinct
from gramscore.metrics.eed import EED
from gramscore.metrics.extractiveness import Extractiveness
from gramscore.metrics.gec_gleu import GECGLEU
from gramscore.metrics.gleu import GLEU
from gramscore.metrics.jaccard import Jaccard
from gramscore.metrics.meteor import METEOR
from gramscore.metrics.nist import NIST
from gramscore.metrics.ribes import RIBES
from gramscore.metrics.rouge import ROUGE
from gramscore.metrics.rouge155 import ROUGE155
from gramscore.metrics.sari import SARI
from gramscore.metrics.ter import TER
from gramscore.metrics.wer import CER, WER


@dataclass(frozen=True, eq=False)
class Family:
    """Names that stand for metrics of one class.

    kind: the class.
    names: what people type. Where there are several, one metric of the class computes any of them together.
    scale: of the scores.
    equals: the package whose scores they are.
    options: what the names stand for beside the defaults of the class. Names stand for metrics of texts.
    maker: what makes the metric, where that is not the class.
    """

    name: str
    kind: type[Any]
    names: tuple[str, ...]
    scale: str
    equals: str
    options: Mapping[str, Any] = field(default_factory=dict)
    maker: Callable[..., Any] | None = None

    def make(self, names: Sequence[str], **options: Any) -> Any:
        """The metric that computes these of the names, with more options of the class."""
        listed = (list(names),) if len(self.names) > 1 else ()
        return (self.maker or self.kind)(*listed, **{**self.options, **options})

    def takes(self, option: str) -> bool:
        """Whether the class has an option of that name."""
        return option in inspect.signature(self.maker or self.kind).parameters


ROUGE_TYPES: Final = (*(f"rouge{n}" for n in range(1, 10)), "rougeL", "rougeLsum")

FAMILIES: Final = (
    Family("rouge", ROUGE, ROUGE_TYPES, "0 to 1", "rouge-score 0.1.2"),
    Family("rouge155", ROUGE155, ("rouge155",), "0 to 1", "ROUGE-1.5.5"),
    Family("bleu", BLEU, ("bleu",), "0 to 100", "sacrebleu 2.6.0"),
    Family("chrf", CHRF, ("chrf",), "0 to 100", "sacrebleu 2.6.0"),
    Family("chrf++", CHRF, ("chrf++",), "0 to 100", "sacrebleu 2.6.0", {"word_order": 2}),
    Family("ter", TER, ("ter",), "0 (best) to 100 or more", "sacrebleu 2.6.0"),
    Family("gleu", GLEU, ("gleu",), "0 to 1", "nltk 3.10.4", {"tokenizer": "13a"}),
    Family("wer", WER, ("wer",), "0 (best) to 1 or more", "jiwer 4.0.0"),
    Family("cer", CER, ("cer",), "0 (best) to 1 or more", "jiwer 4.0.0"),
    Family("exact_match", ExactMatch, ("exact_match",), "0 to 1", "SQuAD's evaluate-v1.1"),
    Family("token_f1", TokenF1, ("token_f1",), "0 to 1", "SQuAD's evaluate-v1.1"),
    Family("anls", ANLS, ("anls",), "0 to 1", "anls 0.0.2"),
    Family("edit_similarity", EditSimilarity, ("edit_similarity",), "0 to 1", "rapidfuzz 3.14.6"),
    Family("jaccard", Jaccard, ("jaccard",), "0 to 1", "Python's sets"),
    Family("meteor", METEOR, ("meteor",), "0 to 1", "nltk 3.10.4"),
    Family("character", CharacTER, ("character",), "0 (best) to 1", "cer 1.2.0"),
    Family("eed", EED, ("eed",), "0 (best) to 1", "torchmetrics 1.9.0"),
    Family("sari", SARI, ("sari",), "0 to 100", "evaluate 0.4.6"),
    Family("ribes", RIBES, ("ribes",), "0 to 1", "nltk 3.10.4"),
    Family("gec-gleu", GECGLEU, ("gec-gleu",), "0 to 1", "compute_gleu of 2017"),
    Family("distinct", Distinct, ("distinct",), "0 to 1", "diversity 0.3.1"),
    Family("nist", NIST, ("nist",), "0 or more", "nltk 3.10.4", {"tokenizer": "13a"}),
    Family("coverage", Extractiveness, ("coverage",), "0 to 1", "newsroom", {"measure": "coverage"}),
    Family("density", Extractiveness, ("density",), "0 or more", "newsroom", {"measure": "density"}),
    Family(
        "compression", Extractiveness, ("compression",), "0 or more", "newsroom", {"measure": "compression"}
    ),
    Family("cider", CIDEr, ("cider",), "0 to 10", "pycocoevalcap 1.2"),
)
# BLEU of lower orders, as NLTK's users call them; BLEU-4 is BLEU.
_BLEU_OF_ORDERS: Final = tuple(
    Family(f"bleu{order}", BLEU, (f"bleu{order}",), "0 to 100", "sacrebleu 2.6.0", {"max_order": order})
    for order in (1, 2, 3)
)
_BLEU_OF_OTHERS: Final = (
    Family("bleu-nltk", BLEU, ("bleu-nltk",), "0 to 1", "nltk 3.10.4", {"tokenizer": "13a"}, BLEU.nltk),
    Family("bleu-hf", BLEU, ("bleu-hf",), "0 to 1", "evaluate 0.4.6", maker=BLEU.huggingface),
    Family("bleu-coco", BLEU, ("bleu-coco",), "0 to 1", "pycocoevalcap 1.2", maker=BLEU.coco),
    Family("bleu-multi", BLEU, ("bleu-multi",), "0 to 100", "multi-bleu.perl", maker=BLEU.multi_bleu),
    Family(
        "bleu-multi-detok",
        BLEU,
        ("bleu-multi-detok",),
        "0 to 100",
        "multi-bleu-detok.perl",
        maker=BLEU.multi_bleu_detok,
    ),
    Family("bleu-mteval", BLEU, ("bleu-mteval",), "0 to 1", "mteval-v13a.pl", maker=BLEU.mteval),
    Family(
        "bleu-torchmetrics",
        BLEU,
        ("bleu-torchmetrics",),
        "0 to 1",
        "torchmetrics 1.9.0",
        maker=BLEU.torchmetrics,
    ),
    Family("bleu-fairseq", BLEU, ("bleu-fairseq",), "0 to 100", "fairseq", maker=BLEU.fairseq),
)
_WER_OF_SCLITE: Final = Family(
    "wer-sclite", WER, ("wer-sclite",), "0 (best) to 1 or more", "sclite 2.10", maker=WER.sclite
)
# Of n-grams: new ones, and those that come again.
_GRAMS_OF_SUMMARIES: Final = tuple(
    Family(name, Extractiveness, (name,), "0 to 1", "See et al., 2017", {"measure": name})
    for name in (f"{measure}{order}" for measure in ("novel", "repetition") for order in range(1, 5))
)
#: All of them: those that the table of the documents shows, and variants.
ALL_FAMILIES: Final = (*FAMILIES, *_BLEU_OF_ORDERS, *_BLEU_OF_OTHERS, _WER_OF_SCLITE, *_GRAMS_OF_SUMMARIES)
#: The family that each name belongs to.
FAMILY_OF: Final = {name: family for family in ALL_FAMILIES for name in family.names}
KINDS: Final = tuple(dict.fromkeys(family.kind for family in FAMILIES))
