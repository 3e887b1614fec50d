"""The metric `meteor`, for evaluate.load(gramscore.compat.hf.path("meteor"))."""

from gramscore.compat.hf.evaluate_module import module_class

Meteor = module_class("meteor", __name__)
