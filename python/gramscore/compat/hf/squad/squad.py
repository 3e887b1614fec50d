"""The metric `squad`, for evaluate.load(gramscore.compat.hf.path("squad"))."""

from gramscore.compat.hf.evaluate_module import module_class

Squad = module_class("squad", __name__)
