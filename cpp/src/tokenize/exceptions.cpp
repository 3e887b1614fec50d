#include "gramscore/tokenize/exceptions.hpp"

#include <algorithm>

#include "tokenize/tables/wordnet_exceptions.hpp"
#include "work/hash.hpp"

namespace gramscore {
namespace {

constexpr std::string_view kSpace = " \t\r\f\v";

/// Takes the next word off a line; empty at its end.
std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(kSpace));
  line.remove_prefix(word.size());
  return word;
}

/// Calls use(form, base) for each line that has both.
template <class Use>
void each_line(std::string_view text, Use use) {
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::string_view form = next_word(line);
    const std::string_view base = next_word(line);
    if (!base.empty()) use(form, base);
  }
}

}  // namespace

Exceptions::Exceptions(std::span<const std::string> lists) {
  for (const std::string& list : lists) (text_ += list) += '\n';
  each_line(text_, [&](std::string_view form, std::string_view base) { entries_.emplace_back(form, base); });
  // The last of equal forms becomes the first, and stays alone.
  std::reverse(entries_.begin(), entries_.end());
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.first < b.first; });
  const auto same = [](const Entry& a, const Entry& b) { return a.first == b.first; };
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
  number_forms();
}

std::shared_ptr<const Exceptions> Exceptions::wordnet() {
  static const std::shared_ptr<const Exceptions> made = [] {
    std::shared_ptr<Exceptions> exceptions(new Exceptions);
    for (const std::string_view lines : tables::kWordnetExceptions) {
      each_line(lines,
                [&](std::string_view form, std::string_view base) { exceptions->entries_.emplace_back(form, base); });
    }
    exceptions->number_forms();
    return exceptions;
  }();
  return made;
}

const Exceptions::Entry* Exceptions::find(std::string_view form) const {
  if (!may_be_form_[bit_of(form)]) return nullptr;
  const auto place = forms_.find(reinterpret_cast<const std::uint8_t*>(form.data()), form.size());
  return place ? &entries_[*place] : nullptr;
}

std::size_t Exceptions::bit_of(std::string_view form) {
  return hash_bytes(reinterpret_cast<const std::uint8_t*>(form.data()), form.size(), hash_seed()) % kBits;
}

void Exceptions::number_forms() {
  for (const Entry& entry : entries_) {
    forms_.number(reinterpret_cast<const std::uint8_t*>(entry.first.data()), entry.first.size());
    may_be_form_.set(bit_of(entry.first));
  }
}

}  // namespace gramscore
