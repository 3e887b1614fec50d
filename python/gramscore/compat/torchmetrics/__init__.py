"""A drop-in for text metrics of torchmetrics 1.9.0: the same functions (`functional.text`), classes (`text`),
arguments and scores, computed by the core: BLEU, SacreBLEU, chrF, TER, EED, ROUGE, WER, CER, MER, WIL, WIP, SQuAD and
the edit distance.

Not offered: perplexity, BERTScore and InfoLM, which are scores of models. Where torchmetrics is installed, the classes
are its Metrics: for collections, Lightning, several processes and devices.

Scores are tensors of float32 where torch is installed, and numbers of float32 where it is not; float32 is what
torchmetrics computes in. BLEU's logarithms are torch's where it is there, and may differ in their last bit where not.

>>> from gramscore.compat.torchmetrics.functional.text import word_error_rate
>>> float(word_error_rate(["the bat sat"], ["the cat sat"]))
0.3333333432674408
"""
