// Unicode's general categories, as far as tokenizers ask for them.
#pragma once

#include <cstdint>

#include "tokenize/tables/categories.hpp"

namespace gramscore {

enum class Category : std::uint8_t { other, number, punctuation, symbol };

/// The category of a code point. Numbers beyond the last code point have none.
inline Category category(std::uint32_t c) {
  if (c >= 0x110000) return Category::other;
  const std::uint32_t block = tables::kCategoriesIndex[c / tables::kCategoriesBlock];
  return static_cast<Category>(
      tables::kCategoriesBlocks[block * tables::kCategoriesBlock + c % tables::kCategoriesBlock]);
}

}  // namespace gramscore
