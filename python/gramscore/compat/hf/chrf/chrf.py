"""The metric `chrf`, for evaluate.load(gramscore.compat.hf.path("chrf"))."""

from gramscore.compat.hf.evaluate_module import module_class

ChrF = module_class("chrf", __name__)
