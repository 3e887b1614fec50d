"""The metric `nist_mt`, for evaluate.load(gramscore.compat.hf.path("nist_mt"))."""

from gramscore.compat.hf.evaluate_module import module_class

NistMt = module_class("nist_mt", __name__)
