"""The metric `sari`, for evaluate.load(gramscore.compat.hf.path("sari"))."""

from gramscore.compat.hf.evaluate_module import module_class

Sari = module_class("sari", __name__)
