// Prepared texts as Python objects.
#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "convert.hpp"
#include "gramscore/many/prepared_texts.hpp"
#include "gramscore/tokenize/tokenizer.hpp"

namespace gramscore::bindings {

/// Texts that a metric has read, and by its signature which.
struct BoundPrepared {
  std::shared_ptr<const PreparedTexts> texts;
  std::string signature;
};

/// The prepared texts that `object` is, null if it is something else.
const BoundPrepared* prepared_in(pybind11::handle object);

/// Reads `texts` as a metric with such views and input does: one per item, or, with `several`, perhaps a list of them.
/// Errors name `argument`.
std::shared_ptr<const PreparedTexts> prepare(std::span<const TokenizerOptions> views, const InputOptions& input,
                                             pybind11::handle texts, const char* argument, bool several,
                                             const pybind11::object& progress);

/// The same of texts that may be prepared for `signature` already.
BoundPrepared prepare_unless_done(std::span<const TokenizerOptions> views, const InputOptions& input,
                                  pybind11::handle texts, const char* argument, bool several,
                                  const pybind11::object& progress, const std::string& signature);

/// The same of groups of texts, one behind the other: a list of lists. Writes how many each has. Errors name
/// `argument[index of the group]`.
std::shared_ptr<const PreparedTexts> prepare_groups(std::span<const TokenizerOptions> views, const InputOptions& input,
                                                    const pybind11::list& groups, const std::string& argument,
                                                    std::vector<std::int64_t>& sizes);

/// Throws ValueError, naming both, if the texts were prepared for another signature.
void check_signature(const BoundPrepared& prepared, const char* argument, const std::string& signature);

/// The items of prepared texts as a column whose documents are empty: where they are comes from the texts themselves.
class PreparedColumn : public Column {
 public:
  explicit PreparedColumn(const PreparedTexts& texts) : texts_(texts) {}

  [[nodiscard]] std::size_t size() const override { return texts_.items(); }
  [[nodiscard]] bool any_thread_reads() const override { return true; }
  std::size_t append(std::size_t index, Chunk& chunk) override;
  std::size_t read_texts(std::size_t first, std::size_t count, Text* out, Chunk& chunk) override;

 private:
  [[nodiscard]] std::size_t units(std::size_t item, std::size_t text) const;

  const PreparedTexts& texts_;
};

}  // namespace gramscore::bindings
