"""The metric `rouge`, for evaluate.load(gramscore.compat.hf.path("rouge"))."""

from gramscore.compat.hf.evaluate_module import module_class

Rouge = module_class("rouge", __name__)
