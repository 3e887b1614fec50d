"""The metric `cer`, for evaluate.load(gramscore.compat.hf.path("cer"))."""

from gramscore.compat.hf.evaluate_module import module_class

CER = module_class("cer", __name__)
