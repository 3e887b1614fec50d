"""The metric `character`, for evaluate.load(gramscore.compat.hf.path("character"))."""

from gramscore.compat.hf.evaluate_module import module_class

Character = module_class("character", __name__)
