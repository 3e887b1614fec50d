"""The metric `sacrebleu`, for evaluate.load(gramscore.compat.hf.path("sacrebleu"))."""

from gramscore.compat.hf.evaluate_module import module_class

Sacrebleu = module_class("sacrebleu", __name__)
