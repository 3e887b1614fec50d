"""The metric `google_bleu`, for evaluate.load(gramscore.compat.hf.path("google_bleu"))."""

from gramscore.compat.hf.evaluate_module import module_class

GoogleBleu = module_class("google_bleu", __name__)
