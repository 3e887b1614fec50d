"""The metric `ter`, for evaluate.load(gramscore.compat.hf.path("ter"))."""

from gramscore.compat.hf.evaluate_module import module_class

Ter = module_class("ter", __name__)
