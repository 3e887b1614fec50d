#include "convert.hpp"

#include <pybind11/numpy.h>

#include <algorithm>
#include <bit>
#include <cstring>

#if PY_VERSION_HEX < 0x030b0000
#include <longintrepr.h>
#endif

#include "bound_prepared.hpp"
#include "foreign_objects.hpp"
#include "shared_objects.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// Memory for the strings of Python tokens before they are forgotten, at the next chunk.
constexpr std::size_t kTokenStringBytes = 16 << 20;

/// list(object), for an object that is one list among others in a document.
py::object items_of(PyObject* object) {
  if (PyList_Check(object) || PyTuple_Check(object)) return py::reinterpret_borrow<py::object>(items_now(object));
  return list_of_length(object);
}

PyObject* item(PyObject* items, Py_ssize_t index) {
  return PyList_Check(items) ? PyList_GET_ITEM(items, index) : PyTuple_GET_ITEM(items, index);
}

Py_ssize_t item_count(PyObject* items) {
  return PyList_Check(items) ? PyList_GET_SIZE(items) : PyTuple_GET_SIZE(items);
}

/// A str token of up to kShortToken ASCII characters is these and their number, in one token with this mark.
constexpr std::size_t kShortToken = 7;
constexpr Token kShort = Token{3} << 61;

bool is_short(Token token) { return token >> 61 == kShort >> 61; }

Token short_token(std::uint64_t characters, std::size_t size) { return kShort | Token{size} << 56 | characters; }

/// The same of a str if it is one, at once; else 0.
Token short_token_at_once(PyObject* string) {
  if (!PyUnicode_IS_COMPACT_ASCII(string)) return 0;
  const auto size = static_cast<std::size_t>(PyUnicode_GET_LENGTH(string));
  if (size > kShortToken) return 0;
  std::uint64_t characters = 0;
  if constexpr (std::endian::native == std::endian::little) {
    // Eight bytes that end with the last character: whatever their number, those before are the object's own, too.
    std::memcpy(&characters, static_cast<const char*>(PyUnicode_DATA(string)) + size - sizeof characters,
                sizeof characters);
    characters = characters >> 8 >> (56 - 8 * size);
  } else {
    const auto* const bytes = static_cast<const std::uint8_t*>(PyUnicode_DATA(string));
    for (std::size_t k = size; k-- > 0;) characters = characters << 8 | bytes[k];
  }
  return short_token(characters, size);
}

/// The value of an int if it is small, at once.
bool small_value(PyObject* integer, long long& value) {
  auto* const number = reinterpret_cast<PyLongObject*>(integer);
#if PY_VERSION_HEX >= 0x030c0000
  if (!PyUnstable_Long_IsCompact(number)) return false;
  value = PyUnstable_Long_CompactValue(number);
#else
  const Py_ssize_t size = Py_SIZE(number);
  if (size < -1 || size > 1) return false;
  value = static_cast<long long>(size) * static_cast<long long>(number->ob_digit[0]);
#endif
  return true;
}

/// Whether a token that is an integer would be taken for a str.
bool is_like_string(Token token) { return token >> 62 == 1; }

void require_sentence(PyObject* object, const Place& place) {
  if (!PyUnicode_Check(object)) throw_wrong_kind(place, object, "its sentences must be str");
}

/// A list or tuple of documents, or of lists of documents.
class ObjectColumn : public Column {
 public:
  ObjectColumn(py::object items, const char* argument, bool several, DocumentReader& reader)
      : items_(py::reinterpret_borrow<py::object>(items_now(items.ptr()))),
        argument_(argument),
        size_(static_cast<std::size_t>(item_count(items_.ptr()))),
        reader_(reader) {
    nested_ = several && is_nested();
  }

  [[nodiscard]] std::size_t size() const override { return size_; }

  [[nodiscard]] bool any_thread_reads() const override { return !nested_ && reader_.reads_plain_text(); }

  std::size_t read_texts(std::size_t first, std::size_t count, Text* out, Chunk& chunk) override {
    if (nested_ || !reader_.reads_plain_text()) return 0;
    PyObject* const* const items = PySequence_Fast_ITEMS(items_.ptr());
    const auto size = static_cast<std::size_t>(item_count(items_.ptr()));
    const std::size_t owned = chunk.owned.size();
    chunk.owned.resize(owned + count);
    std::size_t k = 0;
    for (; k < count && first + k < size; ++k) {
      if (first + k + kAhead < size) prefetch(items[first + k + kAhead]);
      PyObject* const string = items[first + k];
      if (!PyUnicode_Check(string)) break;
      Py_INCREF(string);
      chunk.owned[owned + k] = string;
      out[2 * k] = text_of(string);
    }
    chunk.owned.resize(owned + k);
    return k;
  }

  std::size_t append(std::size_t index, Chunk& chunk) override {
    PyObject* items = items_.ptr();
    if (index + kAhead < static_cast<std::size_t>(item_count(items))) {
      prefetch(item(items, static_cast<Py_ssize_t>(index + kAhead)));
    } else if (index >= static_cast<std::size_t>(item_count(items))) {
      throw std::runtime_error(std::string(argument_) + " changed its length while it was being scored");
    }
    PyObject* object = item(items, static_cast<Py_ssize_t>(index));
    const Place place{argument_, index};
    if (!nested_) {
      reader_.append(object, place, chunk);
      return 1;
    }
    return append_nested(object, place, chunk);
  }

 private:
  /// Whether the items are lists of documents, by the first that does not leave it open.
  [[nodiscard]] bool is_nested() const {
    for (Py_ssize_t k = 0; k < item_count(items_.ptr()); ++k) {
      const py::object first = py::reinterpret_borrow<py::object>(item(items_.ptr(), k));
      if (PyUnicode_Check(first.ptr())) return false;
      if (!DocumentReader::is_empty_list(first.ptr())) return !reader_.is_document(first.ptr()) && is_list(first.ptr());
    }
    return size_ != 0 && !reader_.is_document(item(items_.ptr(), 0));
  }

  std::size_t append_nested(PyObject* object, const Place& place, Chunk& chunk) {
    const py::object given = known(object, place, "a list of references is expected");
    const bool empty = DocumentReader::is_empty_list(given.ptr());
    if (!empty && (!is_list(given.ptr()) || reader_.is_document(given.ptr()))) {
      throw_wrong_kind(place, object, "a list of references is expected, as for other examples");
    }
    if (empty) {
      throw py::value_error(place.str() + " is empty: each example needs at least one reference");
    }
    const py::object documents = items_of(given.ptr());
    const Py_ssize_t count = item_count(documents.ptr());
    for (Py_ssize_t k = 0; k < count; ++k) {
      if (k >= item_count(documents.ptr()))
        throw std::runtime_error(place.str() + " changed while it was being scored");
      reader_.append(item(documents.ptr(), k), {place.argument, place.index, k}, chunk);
    }
    return static_cast<std::size_t>(count);
  }

  py::object items_;
  const char* argument_;
  std::size_t size_;
  DocumentReader& reader_;
  bool nested_;
};

/// A one-dimensional NumPy array of fixed-width strings, read in place.
class FixedWidthColumn : public Column {
 public:
  FixedWidthColumn(py::array array, const char* argument) : array_(std::move(array)), argument_(argument) {}

  [[nodiscard]] std::size_t size() const override { return static_cast<std::size_t>(array_.shape(0)); }

  std::size_t append(std::size_t index, Chunk& chunk) override {
    const auto* begin = static_cast<const char*>(array_.data()) + static_cast<Py_ssize_t>(index) * array_.strides(0);
    std::size_t size = static_cast<std::size_t>(array_.itemsize()) / 4;
    // NumPy pads with NULs.
    for (std::uint32_t last = 0; size > 0; --size) {
      std::memcpy(&last, begin + 4 * (size - 1), sizeof last);
      if (last != 0) break;
    }
    check(begin, size, index);
    DocumentReader::append_text({begin, size, Encoding::ucs4}, chunk);
    return 1;
  }

 private:
  /// NumPy lets any 32-bit number pass for a character, as far as nobody looks.
  void check(const char* begin, std::size_t size, std::size_t index) const {
    const auto* const units = reinterpret_cast<const std::uint32_t*>(begin);
    std::uint32_t most = 0;
    for (std::size_t i = 0; i < size; ++i) most = std::max(most, units[i]);
    if (most > 0x10ffff) {
      throw py::value_error(Place{argument_, index}.str() + " holds the number " + std::to_string(most) +
                            ", which is no character");
    }
  }

  py::array array_;
  const char* argument_;
};

/// A one-dimensional array of native fixed-width strings.
bool is_string_array(const py::array& array) {
  return array_kind(array) == 'U' && array.ndim() == 1 && array.dtype().attr("isnative").cast<bool>() &&
         reinterpret_cast<std::uintptr_t>(array.data()) % 4 == 0 && array.strides(0) % 4 == 0;
}

/// Whether a Series or the like holds Python objects, which are best read as they are.
bool holds_objects(py::handle object) {
  if (!type_has(object.ptr(), "dtype")) return false;
  return py::str(object.attr("dtype")).cast<std::string>() == "object";
}

}  // namespace

std::string Place::str() const {
  std::string text = std::string(argument) + "[" + std::to_string(index) + "]";
  if (item >= 0) text += "[" + std::to_string(item) + "]";
  return text;
}

bool one_each(py::handle references) {
  if (PyList_CheckExact(references.ptr())) {
    const Kept first = first_item(references.ptr());
    return first && PyUnicode_Check(first.ptr());
  }
  try {
    return py::isinstance<py::str>(py::object(references[py::int_(0)]));
  } catch (const py::error_already_set& error) {  // a table, a Series with names of its own
    if (!error.matches(PyExc_Exception)) throw;
    return false;
  }
}

std::string describe(PyObject* object) {
  if (object == Py_None) return "None";
  const std::string type = Py_TYPE(object)->tp_name;
  if (type == "MaskedConstant") return "masked, a missing value";
  const bool vowel = !type.empty() && std::strchr("aeiou", type[0]) != nullptr;
  if (PyFloat_Check(object) || PyLong_Check(object)) return py::repr(object).cast<std::string>() + " (" + type + ")";
  return (vowel ? "an " : "a ") + type;
}

void throw_wrong_kind(const Place& place, PyObject* object, const char* expected) {
  throw py::type_error(place.str() + " is " + describe(object) + ": " + expected);
}

DocumentReader::DocumentReader(const InputOptions& options)
    : options_(options),
      plain_(!options_.tokens && !options_.sentence_lists && options_.tokenizer.is_none() &&
             (options_.sentence_splitter.is_none() || !options_.needs_sentences)) {}

bool DocumentReader::is_document(PyObject* object) const {
  // A document is a str, a list of tokens, a list of sentences, or a list of sentences of tokens: known by
  // how deep the str or the numbers lie. An empty list can be any of the last three.
  int depth = (options_.tokens ? 1 : 0) + (options_.sentence_lists ? 1 : 0);
  if (depth == 0 && (PyList_Check(object) || PyTuple_Check(object))) return false;
  try {
    py::object level = known(object);
    for (; depth > 0 && is_list(level.ptr()); --depth) {
      if (options_.tokens && is_row_of_numbers(level)) return depth == 1;
      const py::object items = items_of(level.ptr());
      if (item_count(items.ptr()) == 0) return true;
      level = known(item(items.ptr(), 0));
    }
    return depth == 0 && !is_list(level.ptr());
  } catch (const py::error_already_set& error) {  // who reads it will say so
    if (!error.matches(PyExc_Exception)) throw;
    return false;
  }
}

bool DocumentReader::is_empty_list(PyObject* object) {
  if (PyList_Check(object)) return PyList_GET_SIZE(object) == 0;
  if (!is_list(object)) return false;
  const Py_ssize_t size = PyObject_Size(object);
  if (size < 0) PyErr_Clear();
  return size == 0;
}

void DocumentReader::append(PyObject* object, const Place& place, Chunk& chunk) {
  if (plain_) {
    append_plain(object, place, chunk);
  } else if (options_.tokens && options_.sentence_lists) {
    constexpr const char* kExpected = "a list of sentences, each a list of tokens, is expected";
    const py::object given = known(object, place, kExpected);
    if (!is_list(given.ptr())) throw_wrong_kind(place, object, kExpected);
    const py::object sentences = items_of(given.ptr());
    for (Py_ssize_t s = 0; s < item_count(sentences.ptr()); ++s) {
      add_tokens(item(sentences.ptr(), s), place, chunk.texts, chunk);
      const auto& ends = chunk.texts.tokens.sentence_end;
      if (chunk.texts.token_count > (ends.empty() ? 0 : ends.back())) {
        chunk.texts.tokens.sentence_end.push_back(chunk.texts.token_count);
      }
    }
    chunk.texts.tokens.document_end.push_back(chunk.texts.token_count);
    chunk.texts.tokens.document_sentence_end.push_back(chunk.texts.tokens.sentence_end.size());
  } else if (options_.tokens) {
    add_tokens(object, place, chunk.texts, chunk);
    const auto& ends = chunk.texts.tokens.sentence_end;
    if (chunk.texts.token_count > (ends.empty() ? 0 : ends.back())) {
      chunk.texts.tokens.sentence_end.push_back(chunk.texts.token_count);
    }
    chunk.texts.tokens.document_end.push_back(chunk.texts.token_count);
    chunk.texts.tokens.document_sentence_end.push_back(chunk.texts.tokens.sentence_end.size());
  } else if (options_.sentence_lists && options_.tokenizer.is_none()) {
    append_sentence_texts(object, place, chunk.texts, chunk);
  } else {
    append_text_in_python(object, place, chunk);
  }
}

void DocumentReader::append_plain(PyObject* object, const Place& place, Chunk& chunk) {
  if (PyUnicode_Check(object)) {
    chunk.own(object);
    append_text(text_of(object), chunk);
    return;
  }
  const py::object text = known(object, place, "a str is expected");
  if (!PyUnicode_Check(text.ptr())) throw_no_text(text.ptr(), place);
  chunk.own(text.ptr());
  append_text(text_of(text.ptr()), chunk);
}

/// Says what stands where a text is expected, and what may have been meant.
void DocumentReader::throw_no_text(PyObject* object, const Place& place) const {
  std::string expected = "a str is expected";
  const auto is_message = [](PyObject* dict) {
    return PyDict_Check(dict) && PyDict_GetItemString(dict, "content") != nullptr;
  };
  const py::object items = is_list(object) ? items_of(object) : py::none();
  PyObject* const first = items.is_none() || item_count(items.ptr()) == 0 ? Py_None : item(items.ptr(), 0);
  if (is_message(object)) {
    expected += " (of a chat message pass the text, message['content'])";
  } else if (is_message(first)) {
    expected += " (of chat messages pass the text of one, such as messages[-1]['content'])";
  } else if (PyDict_Check(object)) {
    expected += " (of records pass the values of one field, such as [row['text'] for row in rows])";
  } else if (!PyUnicode_Check(first) && !PyLong_Check(first)) {
    // nothing to advise
  } else if (place.item < 0 && std::strcmp(place.argument, "references") == 0) {
    expected = "a str is expected, as for other examples (with several references for any, give each a list)";
  } else if (PyTuple_Check(object)) {
    expected += " (of rows pass one column, such as [row[0] for row in rows])";
  } else if (options_.may_be_tokens) {
    expected += " (for texts given as lists of tokens pass tokenizer=None)";
  } else if (PyUnicode_Check(first)) {
    expected += " (of a list of tokens pass ' '.join(tokens))";
  }
  throw_wrong_kind(place, object, expected.c_str());
}

/// Adds one document that is a list of sentences.
void DocumentReader::append_sentence_texts(PyObject* object, const Place& place, DocumentList& list, Chunk& chunk) {
  const py::object given = known(object, place, "a list of sentences is expected");
  if (!is_list(given.ptr())) throw_wrong_kind(place, object, "a list of sentences is expected");
  const py::object sentences = items_of(given.ptr());
  for (Py_ssize_t s = 0; s < item_count(sentences.ptr()); ++s) {
    PyObject* sentence = item(sentences.ptr(), s);
    require_sentence(sentence, place);
    chunk.own(sentence);
    list.texts.push_back(text_of(sentence));
    chunk.units += list.texts.back().size;
  }
  list.text_end.push_back(list.texts.size());
}

py::object DocumentReader::tokenized(const py::object& text, const Place& place) const {
  py::object tokens = options_.tokenizer(text);
  if (!is_list(tokens.ptr())) {
    throw py::type_error(place.str() + ": tokenizer returned " + describe(tokens.ptr()) +
                         ": a list of tokens is expected");
  }
  return tokens;
}

/// Adds one document that Python tokenizes, splits into sentences, or both.
void DocumentReader::append_text_in_python(PyObject* object, const Place& place, Chunk& chunk) {
  const bool in_python = !options_.tokenizer.is_none();
  py::object sentences;
  py::object whole = known(object, place, "a str is expected");
  if (options_.sentence_lists) {
    if (!is_list(whole.ptr())) throw_wrong_kind(place, object, "a list of sentences is expected");
    sentences = items_of(whole.ptr());
    for (Py_ssize_t s = 0; s < item_count(sentences.ptr()); ++s) require_sentence(item(sentences.ptr(), s), place);
    whole = py::str("\n").attr("join")(sentences);
  } else {
    if (!PyUnicode_Check(whole.ptr())) throw_no_text(whole.ptr(), place);
    if (options_.needs_sentences) {
      sentences = options_.sentence_splitter.is_none() ? whole.attr("split")("\n") : options_.sentence_splitter(whole);
      if (!is_list(sentences.ptr())) {
        throw py::type_error(place.str() + ": sentence_splitter returned " + describe(sentences.ptr()) +
                             ": a list of str is expected");
      }
      sentences = items_of(sentences.ptr());
    }
  }
  if (options_.needs_texts) {
    if (in_python) {
      const py::object tokens = tokenized(whole, place);
      add_tokens(tokens.ptr(), place, chunk.texts, chunk);
      chunk.texts.tokens.document_end.push_back(chunk.texts.token_count);
    } else {
      chunk.own(whole.ptr());
      append_text(text_of(whole.ptr()), chunk);
    }
  }
  if (!options_.needs_sentences) return;
  if (!in_python) {
    append_sentence_texts(sentences.ptr(), place, chunk.sentences, chunk);
    return;
  }
  TokenBatch& batch = chunk.sentences.tokens;
  for (Py_ssize_t s = 0; s < item_count(sentences.ptr()); ++s) {
    const py::object sentence = py::reinterpret_borrow<py::object>(item(sentences.ptr(), s));
    require_sentence(sentence.ptr(), place);
    if (PyUnicode_GET_LENGTH(sentence.ptr()) == 0) continue;
    const py::object tokens = tokenized(sentence, place);
    add_tokens(tokens.ptr(), place, chunk.sentences, chunk);
    if (chunk.sentences.token_count > (batch.sentence_end.empty() ? 0 : batch.sentence_end.back())) {
      batch.sentence_end.push_back(chunk.sentences.token_count);
    }
  }
  batch.document_end.push_back(chunk.sentences.token_count);
  batch.document_sentence_end.push_back(batch.sentence_end.size());
}

/// Adds tokens to the document being built: from a list, or an integer array.
void DocumentReader::add_tokens(PyObject* object, const Place& place, DocumentList& list, Chunk& chunk) {
  const std::size_t before = list.token_count;
  if (PyList_CheckExact(object) || PyTuple_CheckExact(object)) {
    add_listed_tokens(items_of(object), place, list);
    chunk.units += (list.token_count - before) * 6;
    return;
  }
  const py::object given = known(object, place, "a list of tokens is expected");
  if (is_array(given)) {
    const auto array = py::reinterpret_borrow<py::array>(given);
    const char kind = array_kind(array);
    throw_if_masked(array, [&](const std::vector<std::size_t>& position) {
      return place.str() + ": token " + std::to_string(position.back()) + " is masked, a missing value";
    });
    if (array.ndim() == 1 && array.size() == 0) return;  // tensors without numbers are of floats
    // Unsigned integers of 64 bits may not fit, and are looked at one by one.
    if (array.ndim() == 1 && (kind == 'i' || (kind == 'u' && array.itemsize() < 8))) {
      using Integers = py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>;
      const Integers values = Integers::ensure(array);
      list.tokens.tokens.reserve(before + static_cast<std::size_t>(values.size()) + kTokenSlack, before);
      Token* const tokens = list.tokens.tokens.data() + before;
      for (Py_ssize_t k = 0; k < values.size(); ++k) tokens[k] = integer_token(values.data()[k]);
      list.token_count += static_cast<std::size_t>(values.size());
      chunk.units += static_cast<std::size_t>(values.size()) * 6;
      return;
    }
  }
  if (!is_list(given.ptr())) throw_wrong_kind(place, object, "a list of tokens is expected");
  add_listed_tokens(items_of(given.ptr()), place, list);
  chunk.units += (list.token_count - before) * 6;
}

/// Adds the tokens of a list or tuple.
void DocumentReader::add_listed_tokens(const py::object& tokens, const Place& place, DocumentList& list) {
  for (Py_ssize_t k = 0; k < item_count(tokens.ptr());) {
    k += add_usual_tokens(tokens.ptr(), k, list);
    if (k == item_count(tokens.ptr())) break;
    add_token_object(item(tokens.ptr(), k), place, static_cast<std::size_t>(k), list);  // which may run Python code
    ++k;
  }
}

/// Adds the tokens of a list or tuple from `first` on as long as they are short str, or small int. Returns how many.
Py_ssize_t DocumentReader::add_usual_tokens(PyObject* tokens, Py_ssize_t first, DocumentList& list) {
  const Py_ssize_t count = item_count(tokens);
  const auto most = static_cast<std::size_t>(count - first);
  Token* const out =
      list.tokens.tokens.reserve(list.token_count + most + kTokenSlack, list.token_count) + list.token_count;
  PyObject* const* const items = PySequence_Fast_ITEMS(tokens) + first;
  std::size_t k = 0;
  for (; k < most; ++k) {
    if (k + kAhead < most) prefetch(items[k + kAhead]);
    PyObject* const object = items[k];
    if (Py_TYPE(object) == &PyUnicode_Type) {
      out[k] = short_token_at_once(object);
      if (out[k] == 0) out[k] = number_of(object);
    } else {
      long long value = 0;
      if (!PyLong_CheckExact(object) || !small_value(object, value)) break;
      out[k] = static_cast<Token>(value);
    }
  }
  list.token_count += k;
  return static_cast<Py_ssize_t>(k);
}

void DocumentReader::add_token_object(PyObject* token, const Place& place, std::size_t position, DocumentList& list) {
  if (PyUnicode_Check(token)) {
    list.add_token(number_of(token));
    return;
  }
  const auto wrong_kind = [&] {
    return py::type_error(place.str() + ": token " + std::to_string(position) + " is " + describe(token) +
                          ": tokens are str or integers");
  };
  py::object integer = py::reinterpret_borrow<py::object>(token);
  if (!PyLong_CheckExact(token) && Py_TYPE(token) != integers_) {
    const py::object value = known_or_null(token);
    if (!value || is_truth_value(value.ptr())) throw wrong_kind();
    if (PyUnicode_Check(value.ptr())) {
      list.add_token(number_of(value.ptr()));
      return;
    }
    integer = value;
  }
  if (!PyLong_CheckExact(integer.ptr())) {
    integer = py::reinterpret_steal<py::object>(PyIndex_Check(integer.ptr()) ? PyNumber_Index(integer.ptr()) : nullptr);
    if (!integer) {
      PyErr_Clear();
      throw wrong_kind();
    }
    if (is_number_type(Py_TYPE(token))) integers_ = Py_TYPE(token);
  }
  int overflow = 0;
  const long long value = PyLong_AsLongLongAndOverflow(integer.ptr(), &overflow);
  if (overflow != 0) {
    throw py::value_error(place.str() + ": token " + std::to_string(position) + " does not fit into 64 bits");
  }
  list.add_token(integer_token(value));
}

/// Integers are themselves, but those that would be taken for str are numbered, too.
Token DocumentReader::integer_token(std::int64_t value) {
  const auto token = static_cast<Token>(value);
  if (!is_like_string(token)) [[likely]]
    return token;
  std::uint8_t bytes[sizeof token];
  for (unsigned k = 0; k < sizeof token; ++k) bytes[k] = static_cast<std::uint8_t>(token >> (8 * k));
  return Token{1} << 62 | Token{kEncodings} << 32 | strings_[kEncodings].number(bytes, sizeof bytes);
}

/// What stands for a str token: from 2^62 up, apart by encoding, itself if it is short, else a number.
Token DocumentReader::number_of(PyObject* token) {
  const Text text = text_of(token);
  const auto encoding = static_cast<std::size_t>(text.encoding);
  if (text.encoding == Encoding::ascii && text.size <= kShortToken) {
    const auto* const bytes = static_cast<const std::uint8_t*>(text.data);
    std::uint64_t characters = 0;
    for (std::size_t k = text.size; k-- > 0;) characters = characters << 8 | bytes[k];
    return short_token(characters, text.size);
  }
  const std::size_t unit = text.encoding == Encoding::ucs4 ? 4 : text.encoding == Encoding::ucs2 ? 2 : 1;
  const std::uint32_t number = strings_[encoding].number(static_cast<const std::uint8_t*>(text.data), text.size * unit);
  return Token{1} << 62 | Token{encoding} << 32 | number;
}

bool DocumentReader::GivenTokens::key_of(Token token, std::vector<std::uint8_t>& key) const {
  if (token >> 62 == 0) return false;
  const auto add_bytes = [&](std::uint64_t value, std::size_t count) {
    for (std::size_t k = 0; k < count; ++k) key.push_back(static_cast<std::uint8_t>(value >> (8 * k)));
  };
  if (is_short(token)) {
    key.assign(1, static_cast<std::uint8_t>(Encoding::ascii));
    add_bytes(token, token >> 56 & 7);
    return true;
  }
  if (is_like_string(token)) {
    const std::size_t encoding = token >> 32 & 0x1fffffff;
    const auto characters = strings_[encoding].bytes(static_cast<std::uint32_t>(token));
    key.assign(1, encoding == kEncodings ? kIntegerKey : static_cast<std::uint8_t>(encoding));
    key.insert(key.end(), characters.begin(), characters.end());
    return true;
  }
  key.assign(1, kIntegerKey);
  add_bytes(token, sizeof token);
  return true;
}

void DocumentReader::forget_tokens() {
  for (Vocabulary& strings : strings_) {
    if (strings.memory() > kTokenStringBytes) strings.clear();
  }
}

namespace {

/// Throws TypeError for what is no collection, and for an array that is masked somewhere.
void check_collection(py::handle object, const char* argument, const std::string& expected) {
  PyObject* const raw = object.ptr();
  if (PyUnicode_Check(raw) || PyBytes_Check(raw) || PyByteArray_Check(raw) || PyDict_Check(raw) ||
      PyAnySet_Check(raw) || raw == Py_None) {
    throw py::type_error(std::string(argument) + " is " + describe(raw) + ": " + expected);
  }
  if (const BoundPrepared* const prepared = prepared_in(object)) {
    throw py::type_error(std::string(argument) + " is texts prepared for " + prepared->signature +
                         ", which is no metric of this call");
  }
  if (!is_array(object)) return;
  const auto array = py::reinterpret_borrow<py::array>(object);
  if (array.ndim() == 0) {
    const std::string what = describe(raw);
    const bool missing = what.rfind("masked", 0) == 0;
    throw py::type_error(std::string(argument) + " is " + (missing ? what : "an array of no dimension") + ": " +
                         expected);
  }
  throw_if_masked(array, [&](const std::vector<std::size_t>& position) {
    std::string place = argument;
    for (const std::size_t index : position) place += "[" + std::to_string(index) + "]";
    return place + " is masked, a missing value";
  });
}

/// The items of what is no list or tuple. Rows of numbers stay arrays.
py::object items_of(py::handle object, const char* argument, const std::string& expected) {
  if (!is_array(object)) return list_of(object, argument, expected);
  const auto array = py::reinterpret_borrow<py::array>(object);
  if (array_kind(array) == 'i' || array_kind(array) == 'u') {
    return py::reinterpret_steal<py::object>(PySequence_List(object.ptr()));
  }
  return array.attr("tolist")();
}

/// What is expected for an argument that is one text, or with `several` one or more, for each example.
std::string expected_of(const std::string& argument, bool several) {
  const bool examples = argument == "predictions" || argument == "references";
  std::string expected = "a list of " + (examples ? argument : "texts");
  if (several) {
    expected += ", one or a list of them per example,";
  } else if (examples) {
    expected += ", one per example,";
  }
  return expected + " is expected";
}

}  // namespace

py::list listed(py::handle object, const std::string& argument, const std::string& expected) {
  py::object items = py::reinterpret_borrow<py::object>(object);
  if (!PyList_Check(object.ptr()) && !PyTuple_Check(object.ptr())) {
    const std::string sentence = expected + " is expected";
    check_collection(object, argument.c_str(), sentence);
    items = items_of(object, argument.c_str(), sentence);
  }
  py::list list;
  for (const py::handle item : items) {
    py::object read = known_or_null(item.ptr());
    list.append(read ? std::move(read) : py::reinterpret_borrow<py::object>(item));
  }
  return list;
}

std::unique_ptr<Column> make_column(py::handle object, const char* argument, bool several, DocumentReader& reader) {
  PyObject* raw = object.ptr();
  const auto objects = [&](py::object items) {
    return std::make_unique<ObjectColumn>(std::move(items), argument, several, reader);
  };
  if (PyList_Check(raw) || PyTuple_Check(raw)) return objects(py::reinterpret_borrow<py::object>(object));
  const std::string expected = expected_of(argument, several);
  check_collection(object, argument, expected);
  if (is_array(object)) {
    const auto array = py::reinterpret_borrow<py::array>(object);
    if (reader.reads_plain_text() && is_string_array(array)) return std::make_unique<FixedWidthColumn>(array, argument);
  } else if (reader.reads_plain_text() && !holds_objects(object)) {
    if (auto column = make_arrow_column(object, argument, several)) return column;
  }
  return objects(items_of(object, argument, expected));
}

}  // namespace gramscore::bindings
