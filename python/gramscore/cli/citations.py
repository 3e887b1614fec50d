"""The papers that define the metrics, as BibTeX."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple


class _Paper(NamedTuple):
    kind: str
    author: str
    title: str
    venue: str
    year: int


def _proceedings(author: str, title: str, venue: str, year: int) -> _Paper:
    return _Paper("inproceedings", author, title, venue, year)


def _article(author: str, title: str, venue: str, year: int) -> _Paper:
    return _Paper("article", author, title, venue, year)


_PAPERS: Final = {
    "lin-2004-rouge": _proceedings(
        "Lin, Chin-Yew",
        "{ROUGE}: A Package for Automatic Evaluation of Summaries",
        "Text Summarization Branches Out",
        2004,
    ),
    "papineni-2002-bleu": _proceedings(
        "Papineni, Kishore and Roukos, Salim and Ward, Todd and Zhu, Wei-Jing",
        "{BLEU}: a Method for Automatic Evaluation of Machine Translation",
        "Proceedings of ACL",
        2002,
    ),
    "post-2018-sacrebleu": _proceedings(
        "Post, Matt", "A Call for Clarity in Reporting {BLEU} Scores", "Proceedings of WMT", 2018
    ),
    "popovic-2015-chrf": _proceedings(
        r"Popovi{\'c}, Maja",
        "chr{F}: character n-gram {F}-score for automatic {MT} evaluation",
        "Proceedings of WMT",
        2015,
    ),
    "popovic-2017-chrfpp": _proceedings(
        r"Popovi{\'c}, Maja", "chr{F}++: words helping character n-grams", "Proceedings of WMT", 2017
    ),
    "snover-2006-ter": _proceedings(
        "Snover, Matthew and Dorr, Bonnie and Schwartz, Rich and Micciulla, Linnea and Makhoul, John",
        "A Study of Translation Edit Rate with Targeted Human Annotation",
        "Proceedings of AMTA",
        2006,
    ),
    "wu-2016-gnmt": _article(
        "Wu, Yonghui and Schuster, Mike and Chen, Zhifeng and Le, Quoc V. and Norouzi, Mohammad and others",
        "{Google's} Neural Machine Translation System: Bridging the Gap between Human and Machine Translation",
        "arXiv preprint arXiv:1609.08144",
        2016,
    ),
    "morris-2004-wer": _proceedings(
        "Morris, Andrew Cameron and Maier, Viktoria and Green, Phil",
        "From {WER} and {RIL} to {MER} and {WIL}: improved evaluation measures for connected speech recognition",
        "Proceedings of Interspeech",
        2004,
    ),
    "rajpurkar-2016-squad": _proceedings(
        "Rajpurkar, Pranav and Zhang, Jian and Lopyrev, Konstantin and Liang, Percy",
        "{SQuAD}: 100,000+ Questions for Machine Comprehension of Text",
        "Proceedings of EMNLP",
        2016,
    ),
    "biten-2019-anls": _proceedings(
        r"Biten, Ali Furkan and Tito, Rub{\`e}n and Mafla, Andres and Gomez, Lluis and Rusi{\~n}ol, Mar{\c{c}}al "
        r"and Valveny, Ernest and Jawahar, C. V. and Karatzas, Dimosthenis",
        "Scene Text Visual Question Answering",
        "Proceedings of ICCV",
        2019,
    ),
    "levenshtein-1966-distance": _article(
        "Levenshtein, Vladimir I.",
        "Binary codes capable of correcting deletions, insertions, and reversals",
        "Soviet Physics Doklady",
        1966,
    ),
    "jaccard-1912-flora": _article(
        "Jaccard, Paul", "The distribution of the flora in the alpine zone", "New Phytologist", 1912
    ),
    "banerjee-2005-meteor": _proceedings(
        "Banerjee, Satanjeev and Lavie, Alon",
        "{METEOR}: An Automatic Metric for {MT} Evaluation with Improved Correlation with Human Judgments",
        "Proceedings of the ACL Workshop on Intrinsic and Extrinsic Evaluation Measures for MT and/or Summarization",
        2005,
    ),
    "wang-2016-character": _proceedings(
        "Wang, Weiyue and Peter, Jan-Thorsten and Rosendahl, Hendrik and Ney, Hermann",
        "{CharacTER}: Translation Edit Rate on Character Level",
        "Proceedings of WMT",
        2016,
    ),
    "stanchev-2019-eed": _proceedings(
        "Stanchev, Peter and Wang, Weiyue and Ney, Hermann",
        "{EED}: Extended Edit Distance Measure for Machine Translation",
        "Proceedings of WMT",
        2019,
    ),
    "xu-2016-sari": _article(
        "Xu, Wei and Napoles, Courtney and Pavlick, Ellie and Chen, Quanze and Callison-Burch, Chris",
        "Optimizing Statistical Machine Translation for Text Simplification",
        "Transactions of the Association for Computational Linguistics",
        2016,
    ),
    "isozaki-2010-ribes": _proceedings(
        "Isozaki, Hideki and Hirao, Tsutomu and Duh, Kevin and Sudoh, Katsuhito and Tsukada, Hajime",
        "Automatic Evaluation of Translation Quality for Distant Language Pairs",
        "Proceedings of EMNLP",
        2010,
    ),
    "napoles-2015-gleu": _proceedings(
        "Napoles, Courtney and Sakaguchi, Keisuke and Post, Matt and Tetreault, Joel",
        "Ground Truth for Grammatical Error Correction Metrics",
        "Proceedings of ACL-IJCNLP",
        2015,
    ),
    "napoles-2016-gleu": _article(
        "Napoles, Courtney and Sakaguchi, Keisuke and Post, Matt and Tetreault, Joel",
        "{GLEU} Without Tuning",
        "arXiv preprint arXiv:1605.02592",
        2016,
    ),
    "li-2016-distinct": _proceedings(
        "Li, Jiwei and Galley, Michel and Brockett, Chris and Gao, Jianfeng and Dolan, Bill",
        "A Diversity-Promoting Objective Function for Neural Conversation Models",
        "Proceedings of NAACL-HLT",
        2016,
    ),
    "salkar-2022-repetition": _proceedings(
        "Salkar, Nikita and Trikalinos, Thomas and Wallace, Byron and Nenkova, Ani",
        "Self-Repetition in Abstractive Neural Summarizers",
        "Proceedings of AACL-IJCNLP",
        2022,
    ),
    "doddington-2002-nist": _proceedings(
        "Doddington, George",
        "Automatic Evaluation of Machine Translation Quality Using N-gram Co-occurrence Statistics",
        "Proceedings of HLT",
        2002,
    ),
    "grusky-2018-newsroom": _proceedings(
        "Grusky, Max and Naaman, Mor and Artzi, Yoav",
        "Newsroom: A Dataset of 1.3 Million Summaries with Diverse Extractive Strategies",
        "Proceedings of NAACL-HLT",
        2018,
    ),
    "see-2017-pointer": _proceedings(
        "See, Abigail and Liu, Peter J. and Manning, Christopher D.",
        "Get To The Point: Summarization with Pointer-Generator Networks",
        "Proceedings of ACL",
        2017,
    ),
    "vedantam-2015-cider": _proceedings(
        "Vedantam, Ramakrishna and Zitnick, C. Lawrence and Parikh, Devi",
        "{CIDEr}: Consensus-based Image Description Evaluation",
        "Proceedings of CVPR",
        2015,
    ),
}
_BLEU: Final = ("papineni-2002-bleu",)
_SACREBLEU: Final = "post-2018-sacrebleu"
_OF_FAMILY: Final = {
    "rouge": ("lin-2004-rouge",),
    "rouge155": ("lin-2004-rouge",),
    **dict.fromkeys(("bleu", "bleu1", "bleu2", "bleu3"), (*_BLEU, _SACREBLEU)),
    **dict.fromkeys(
        (
            *("bleu-nltk", "bleu-hf", "bleu-coco", "bleu-multi", "bleu-multi-detok", "bleu-mteval"),
            *("bleu-torchmetrics", "bleu-fairseq"),
        ),
        _BLEU,
    ),
    "chrf": ("popovic-2015-chrf", _SACREBLEU),
    "chrf++": ("popovic-2017-chrfpp", _SACREBLEU),
    "ter": ("snover-2006-ter", _SACREBLEU),
    "gleu": ("wu-2016-gnmt",),
    **dict.fromkeys(("wer", "wer-sclite", "cer"), ("morris-2004-wer",)),
    "exact_match": ("rajpurkar-2016-squad",),
    "token_f1": ("rajpurkar-2016-squad",),
    "anls": ("biten-2019-anls",),
    "edit_similarity": ("levenshtein-1966-distance",),
    "jaccard": ("jaccard-1912-flora",),
    "meteor": ("banerjee-2005-meteor",),
    "character": ("wang-2016-character",),
    "eed": ("stanchev-2019-eed",),
    "sari": ("xu-2016-sari",),
    "ribes": ("isozaki-2010-ribes",),
    "gec-gleu": ("napoles-2015-gleu", "napoles-2016-gleu"),
    "distinct": ("li-2016-distinct", "salkar-2022-repetition"),
    "nist": ("doddington-2002-nist",),
    **dict.fromkeys(("coverage", "density", "compression"), ("grusky-2018-newsroom",)),
    "cider": ("vedantam-2015-cider",),
    **dict.fromkeys(
        (f"{kind}{n}" for kind in ("novel", "repetition") for n in range(1, 5)), ("see-2017-pointer",)
    ),
}


def citations_of(families: Iterable[str]) -> str:
    """Entries of the papers of these families of metrics, each once, in their order."""
    keys = dict.fromkeys(key for family in families for key in _OF_FAMILY[family])
    return "\n\n".join(_entry(key, _PAPERS[key]) for key in keys)


def _entry(key: str, paper: _Paper) -> str:
    place = "booktitle" if paper.kind == "inproceedings" else "journal"
    fields = {"author": paper.author, "title": paper.title, place: paper.venue, "year": paper.year}
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{paper.kind}{{{key},\n{lines}\n}}"
