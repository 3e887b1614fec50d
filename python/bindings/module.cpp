// The extension module, as a table of contents.
#include "bind.hpp"

PYBIND11_MODULE(_core, module, pybind11::mod_gil_not_used()) {
  module.doc() = "The compiled core of gramscore. Private: the public names are in gramscore.";
  module.attr("__version__") = GRAMSCORE_VERSION;
  gramscore::bindings::bind_kernels(module);
  gramscore::bindings::bind_tokenizers(module);
  gramscore::bindings::bind_moses(module);
  gramscore::bindings::bind_detokenize(module);
  gramscore::bindings::bind_many(module);
  gramscore::bindings::bind_metric(module);
  gramscore::bindings::bind_sums(module);
  gramscore::bindings::bind_groups(module);
  gramscore::bindings::bind_rouge(module);
  gramscore::bindings::bind_rouge155(module);
  gramscore::bindings::bind_set_rouge(module);
  gramscore::bindings::bind_chrf(module);
  gramscore::bindings::bind_ter(module);
  gramscore::bindings::bind_beam(module);
  gramscore::bindings::bind_traits(module);
  gramscore::bindings::bind_wer(module);
  gramscore::bindings::bind_sclite(module);
  gramscore::bindings::bind_answers(module);
  gramscore::bindings::bind_extractiveness(module);
  gramscore::bindings::bind_extracts(module);
  gramscore::bindings::bind_contamination(module);
  gramscore::bindings::bind_row_formula(module);
  gramscore::bindings::bind_row_metrics(module);
  gramscore::bindings::bind_distinct(module);
  gramscore::bindings::bind_sari(module);
  gramscore::bindings::bind_resample(module);
  gramscore::bindings::bind_replicates(module);
  gramscore::bindings::bind_bleu(module);
  gramscore::bindings::bind_nltk_bleu(module);
  gramscore::bindings::bind_tool_bleu(module);
  gramscore::bindings::bind_nist(module);
  gramscore::bindings::bind_cider(module);
  gramscore::bindings::bind_pool(module);
  gramscore::bindings::bind_explain(module);
  gramscore::bindings::bind_floors(module);
}
