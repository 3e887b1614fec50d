"""The metric `bleu`, for evaluate.load(gramscore.compat.hf.path("bleu"))."""

from gramscore.compat.hf.evaluate_module import module_class

Bleu = module_class("bleu", __name__)
