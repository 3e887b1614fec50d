"""A drop-in for the package rouge-score 0.1.2: the same names, arguments, figures and errors.

>>> from gramscore.compat.rouge_score import rouge_scorer
>>> scorer = rouge_scorer.RougeScorer(["rouge1", "rougeL"], use_stemmer=True)
>>> scorer.score("The cats sat down.", "A cat sat.")["rouge1"]
Score(precision=0.6666666666666666, recall=0.5, fmeasure=0.5714285714285715)
"""
