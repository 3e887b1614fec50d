// One function per concept, called by module.cpp.
#pragma once

#include <pybind11/pybind11.h>

namespace gramscore::bindings {

void bind_answers(pybind11::module_& module);
void bind_beam(pybind11::module_& module);
void bind_chrf(pybind11::module_& module);
void bind_cider(pybind11::module_& module);
void bind_row_metrics(pybind11::module_& module);
void bind_row_formula(pybind11::module_& module);
void bind_sari(pybind11::module_& module);
void bind_resample(pybind11::module_& module);
void bind_replicates(pybind11::module_& module);
void bind_bleu(pybind11::module_& module);
void bind_many(pybind11::module_& module);
void bind_moses(pybind11::module_& module);
void bind_metric(pybind11::module_& module);
void bind_extractiveness(pybind11::module_& module);
void bind_contamination(pybind11::module_& module);
void bind_extracts(pybind11::module_& module);
void bind_detokenize(pybind11::module_& module);
void bind_distinct(pybind11::module_& module);
void bind_explain(pybind11::module_& module);
void bind_groups(pybind11::module_& module);
void bind_kernels(pybind11::module_& module);
void bind_floors(pybind11::module_& module);
void bind_nist(pybind11::module_& module);
void bind_nltk_bleu(pybind11::module_& module);
void bind_rouge(pybind11::module_& module);
void bind_rouge155(pybind11::module_& module);
void bind_sums(pybind11::module_& module);
void bind_pool(pybind11::module_& module);
void bind_ter(pybind11::module_& module);
void bind_tool_bleu(pybind11::module_& module);
void bind_set_rouge(pybind11::module_& module);
void bind_traits(pybind11::module_& module);
void bind_tokenizers(pybind11::module_& module);
void bind_sclite(pybind11::module_& module);
void bind_wer(pybind11::module_& module);

}  // namespace gramscore::bindings
