"""The metric `exact_match`, for evaluate.load(gramscore.compat.hf.path("exact_match"))."""

from gramscore.compat.hf.evaluate_module import module_class

ExactMatch = module_class("exact_match", __name__)
