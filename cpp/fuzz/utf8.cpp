// Bytes that claim to be UTF-8 and need not be: every tokenizer stays within bounds, but Moses', which needs rules.
#include <cstring>
#include <memory>

#include "gramscore/tokenize/rouge155_words.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "tests/sequences.hpp"

using namespace gramscore;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto kind = static_cast<TokenizerKind>(data[0] % static_cast<unsigned>(TokenizerKind::moses));
  // A copy of exactly the size, so that the sanitizer sees what is read behind it.
  const std::size_t length = size - 1;
  const std::unique_ptr<std::uint8_t[]> bytes(new std::uint8_t[length]);
  std::memcpy(bytes.get(), data + 1, length);
  testing::for_kernels([&] {
    for (const bool lowercase : {false, true}) {
      TokenizerOptions options;
      options.kind = kind;
      options.lowercase = lowercase;
      options.normalized = options.asian_support = kind == TokenizerKind::tercom;
      options.rouge155 = std::make_shared<Rouge155Words>();
      Tokenizer tokenizer(options);
      const Text text{bytes.get(), length, Encoding::utf8};
      const std::size_t end = 1;
      TokenBatch batch;
      tokenizer.tokenize(&text, 0, &end, 1, batch, Checkpoint());
      tokenizer.count(&text, 1);
    }
  });
  return 0;
}
