"""The metric `wer`, for evaluate.load(gramscore.compat.hf.path("wer"))."""

from gramscore.compat.hf.evaluate_module import module_class

WER = module_class("wer", __name__)
