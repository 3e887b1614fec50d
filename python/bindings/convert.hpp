// From Python and Arrow objects to chunks of examples: the only place that looks into either.
#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "chunk.hpp"
#include "gramscore/tokenize/tokenizer.hpp"
#include "gramscore/tokenize/vocabulary.hpp"

namespace gramscore::bindings {

/// Where an object stands in what the user passed: argument[index], or argument[index][item].
struct Place {
  const char* argument;
  std::size_t index;
  Py_ssize_t item = -1;

  [[nodiscard]] std::string str() const;
};

/// How documents are given and what is made of them in Python.
struct InputOptions {
  /// The documents are tokens (lists of str, or integers) instead of texts.
  bool tokens = false;
  /// The metric has an option `tokenizer`, which may be None to say so.
  bool may_be_tokens = false;
  /// Each document is a list of its sentences.
  bool sentence_lists = false;
  /// A Python callable text -> tokens, or none.
  pybind11::object tokenizer = pybind11::none();
  /// A Python callable text -> sentences, or none.
  pybind11::object sentence_splitter = pybind11::none();
  bool needs_texts = true;
  bool needs_sentences = false;
};

/// Reads one argument. Keeps the object alive, and reads it as it is at the time of append().
class Column {
 public:
  virtual ~Column() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;

  /// Adds the documents of example `index` to the chunk: one for a prediction, one or more for references. Returns their
  /// number. Throws pybind11::type_error or value_error naming the place.
  virtual std::size_t append(std::size_t index, Chunk& chunk) = 0;

  /// Whether any thread that holds the GIL may read, because no Python code runs, but for what errors say of objects and
  /// what happens at the end of an object that nobody else has any more.
  [[nodiscard]] virtual bool any_thread_reads() const { return false; }

  /// Reads single texts in bulk: those of examples from `first` on, up to `count`, into out[0], out[2]... It stops early
  /// at what append() has to look at, be it because it is wrong. Returns the number of texts. The chunk keeps them alive.
  virtual std::size_t read_texts(std::size_t first, std::size_t count, Text* out, Chunk& chunk) {
    (void)first, (void)count, (void)out, (void)chunk;
    return 0;
  }
};

/// Reads documents of the kind that InputOptions describes from Python objects.
class DocumentReader {
 public:
  /// Keeps a reference to the options.
  explicit DocumentReader(const InputOptions& options);

  /// Whether `object` looks like one document, rather than like a list of documents.
  [[nodiscard]] bool is_document(PyObject* object) const;

  /// Whether `object` is a list without items, which can be a document as well as a list of documents.
  [[nodiscard]] static bool is_empty_list(PyObject* object);

  /// Adds one document. What stands there instead of a document is a TypeError.
  void append(PyObject* object, const Place& place, Chunk& chunk);

  /// Adds one document whose text is `text`, borrowed from an object that the chunk or the column keeps. Only if
  /// reads_plain_text().
  static void append_text(const Text& text, Chunk& chunk) {
    chunk.texts.texts.push_back(text);
    chunk.texts.text_end.push_back(chunk.texts.texts.size());
    chunk.units += text.size;
  }

  /// Whether a document is a str that the core tokenizes and splits, nothing else.
  [[nodiscard]] bool reads_plain_text() const { return plain_; }

  /// What stands for the tokens that it numbered itself, since it forgot any.
  [[nodiscard]] const LongTokens& given_tokens() const { return given_; }

  /// Forgets the numbers given to tokens; called between chunks.
  void forget_tokens();

 private:
  void append_plain(PyObject* object, const Place& place, Chunk& chunk);
  [[noreturn]] void throw_no_text(PyObject* object, const Place& place) const;
  void append_sentence_texts(PyObject* sentences, const Place& place, DocumentList& list, Chunk& chunk);
  [[nodiscard]] pybind11::object tokenized(const pybind11::object& text, const Place& place) const;
  void append_text_in_python(PyObject* text, const Place& place, Chunk& chunk);
  void add_tokens(PyObject* tokens, const Place& place, DocumentList& list, Chunk& chunk);
  void add_listed_tokens(const pybind11::object& tokens, const Place& place, DocumentList& list);
  Py_ssize_t add_usual_tokens(PyObject* tokens, Py_ssize_t first, DocumentList& list);
  void add_token_object(PyObject* token, const Place& place, std::size_t position, DocumentList& list);
  Token integer_token(std::int64_t value);
  Token number_of(PyObject* token);

  /// Strings by their characters, and integers that are none of the core's short tokens by themselves.
  class GivenTokens : public LongTokens {
   public:
    explicit GivenTokens(const Vocabulary* strings) : strings_(strings) {}
    bool key_of(Token token, std::vector<std::uint8_t>& key) const override;

   private:
    static constexpr std::uint8_t kIntegerKey = 0xff;

    const Vocabulary* strings_;
  };

  const InputOptions& options_;
  bool plain_;
  PyTypeObject* integers_ = nullptr;  // a type whose objects are all whole numbers, met before
  static constexpr std::size_t kEncodings = 5;
  Vocabulary strings_[kEncodings + 1];  // by encoding: equal str have equal encodings; behind them integers
  GivenTokens given_{strings_};
};

/// Reads `object`, passed as `argument`. With `several`, an example may have a list of documents.
/// Throws TypeError for what is no collection of documents.
std::unique_ptr<Column> make_column(pybind11::handle object, const char* argument, bool several,
                                    DocumentReader& reader);

/// Reads an Arrow array of strings, or with `several` of lists of strings, through the Arrow C data interface. Null
/// if `object` offers none or holds another type.
std::unique_ptr<Column> make_arrow_column(pybind11::handle object, const char* argument, bool several);

/// What is given as `argument`, as a list, of known() items. Throws TypeError "ARGUMENT is WHAT: EXPECTED is expected" for
/// what is no collection.
pybind11::list listed(pybind11::handle object, const std::string& argument, const std::string& expected);

/// Whether references are N texts, by the first of them; what is not indexed by numbers is not looked into.
bool one_each(pybind11::handle references);

/// The text of a str, in place. The object must outlive the text.
inline Text text_of(PyObject* string) {
#if PY_VERSION_HEX < 0x030c0000
  if (PyUnicode_READY(string) != 0) throw pybind11::error_already_set();
#endif
  Encoding encoding = Encoding::ascii;
  if (!PyUnicode_IS_ASCII(string)) {
    switch (PyUnicode_KIND(string)) {
      case PyUnicode_1BYTE_KIND: encoding = Encoding::latin1; break;
      case PyUnicode_2BYTE_KIND: encoding = Encoding::ucs2; break;
      default: encoding = Encoding::ucs4; break;
    }
  }
  return {PyUnicode_DATA(string), static_cast<std::size_t>(PyUnicode_GET_LENGTH(string)), encoding};
}

/// "5 (int)", "None", "nan (float)": an object in an error message.
std::string describe(PyObject* object);

/// Throws TypeError "PLACE is WHAT: EXPECTED".
[[noreturn]] void throw_wrong_kind(const Place& place, PyObject* object, const char* expected);

}  // namespace gramscore::bindings
