"""The metric `squad_v2`, for evaluate.load(gramscore.compat.hf.path("squad_v2"))."""

from gramscore.compat.hf.evaluate_module import module_class

SquadV2 = module_class("squad_v2", __name__)
