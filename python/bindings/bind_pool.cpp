#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "bound_metric.hpp"
#include "bound_prepared.hpp"
#include "gil.hpp"
#include "gramscore/metrics/bleu.hpp"
#include "gramscore/pools/pool.hpp"
#include "gramscore/work/parallel.hpp"
#include "thread_count.hpp"

namespace py = pybind11;

namespace gramscore::bindings {
namespace {

/// A plan, and the metric that it needs.
struct BoundPoolPlan {
  PoolPlan plan;
  py::object owner;
};

const Metric& metric_of(const py::object& metric) { return metric.cast<const BoundMetric&>().metric(); }

/// Long work without the GIL, that hears of Ctrl-C and reports how many texts are done.
class Unlocked {
 public:
  Unlocked(py::object progress, std::size_t total) : progress_(std::move(progress)), total_(total) {
    released_ = PyEval_SaveThread();
  }
  Unlocked(const Unlocked&) = delete;
  Unlocked& operator=(const Unlocked&) = delete;
  ~Unlocked() { hold(); }

  [[nodiscard]] Checkpoint checkpoint() {
    return Checkpoint(nullptr, [](void* self) { static_cast<Unlocked*>(self)->poll(); }, this);
  }

  void finish() {
    hold();
    if (!progress_.is_none()) progress_(total_, total_);
  }

  std::atomic<std::size_t> done{0};

 private:
  using Clock = std::chrono::steady_clock;

  void hold() {
    if (released_ != nullptr) take_gil(released_);
    released_ = nullptr;
  }

  void poll() {
    const Clock::time_point now = Clock::now();
    if (now - last_poll_ < kPollEvery) return;
    last_poll_ = now;
    hold();
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (!progress_.is_none() && now - last_report_ >= kReportEvery) {
      last_report_ = now;
      progress_(done.load(std::memory_order_relaxed), total_);
    }
    released_ = PyEval_SaveThread();
  }

  py::object progress_;
  std::size_t total_;
  PyThreadState* released_ = nullptr;
  Clock::time_point last_poll_ = Clock::now();
  Clock::time_point last_report_ = Clock::now();
};

/// A pool, which one call uses at a time.
class BoundPool {
 public:
  BoundPool(BoundPoolPlan plan, double threshold)
      : owner_(std::move(plan.owner)), judges_(plan.plan.items == PoolItems::sequence), pool_(plan.plan, threshold) {}

  /// While a call is at work, what it was before.
  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] bool judges() const { return judges_; }

  py::object filter(const BoundPrepared& texts, bool nearest, std::size_t threads, py::object progress) {
    const Use use(*this);
    const auto count = static_cast<py::ssize_t>(texts.texts->items());
    py::array_t<bool> kept(count);
    std::optional<py::array_t<std::int64_t>> ids;
    std::optional<py::array_t<double>> scores;
    PoolOutput output;
    output.kept = reinterpret_cast<std::uint8_t*>(kept.mutable_data());
    if (nearest) {
      output.nearest = ids.emplace(count).mutable_data();
      output.scores = scores.emplace(count).mutable_data();
    }
    threads = thread_count(threads);
    Unlocked unlocked(std::move(progress), texts.texts->items());
    pool_.filter(*texts.texts, output, threads, unlocked.checkpoint(), unlocked.done);
    unlocked.finish();
    if (!nearest) return py::object(kept);
    return py::make_tuple(kept, *ids, *scores);
  }

  py::tuple judge(const BoundPrepared& texts, std::size_t best, bool grow, std::size_t threads, py::object progress) {
    const Use use(*this);
    const auto count = static_cast<py::ssize_t>(texts.texts->items());
    const std::array<py::ssize_t, 2> shape{count, static_cast<py::ssize_t>(best)};
    py::array_t<bool> kept(count);
    py::array_t<std::int64_t> ids(shape);
    py::array_t<double> scores(shape);
    py::array_t<double> means(count);
    PoolJudgement output;
    if (grow) output.kept = reinterpret_cast<std::uint8_t*>(kept.mutable_data());
    output.best = best;
    output.nearest = ids.mutable_data();
    output.scores = scores.mutable_data();
    output.means = means.mutable_data();
    threads = thread_count(threads);
    Unlocked unlocked(std::move(progress), texts.texts->items());
    pool_.judge(*texts.texts, output, threads, unlocked.checkpoint(), unlocked.done);
    unlocked.finish();
    return py::make_tuple(kept, ids, scores, means);
  }

  void add(const BoundPrepared& texts) {
    const Use use(*this);
    Unlocked unlocked(py::none(), texts.texts->items());
    pool_.add(*texts.texts, unlocked.checkpoint());
    unlocked.finish();
  }

  /// None before the first text.
  [[nodiscard]] std::optional<BoundPrepared> texts(const std::string& signature) {
    const Use use(*this);
    auto found = pool_.texts();
    if (found == nullptr) return std::nullopt;
    return BoundPrepared{std::move(found), signature};
  }

 private:
  /// Says so if the pool is in use.
  class Use {
   public:
    explicit Use(BoundPool& pool) : pool_(pool) {
      if (pool_.used_.exchange(true)) throw std::runtime_error("the pool is in use by another thread");
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use() {
      pool_.size_ = pool_.pool_.size();
      pool_.used_ = false;
    }

   private:
    BoundPool& pool_;
  };

  py::object owner_;
  bool judges_;
  Pool pool_;
  std::atomic<bool> used_{false};
  std::atomic<std::size_t> size_{0};
};

}  // namespace

void bind_pool(py::module_& module) {
  py::class_<BoundPoolPlan>(module, "PoolPlan", "How a pool scores its texts.");
  module.def(
      "rouge_pool", [](std::size_t order) { return BoundPoolPlan{rouge_pool(order), py::none()}; }, py::arg("order"),
      "F of n-grams, or with order 0 of the longest common subsequence.");
  module.def("token_f1_pool", [] { return BoundPoolPlan{token_f1_pool(), py::none()}; }, "F1 of tokens.");
  module.def(
      "gleu_pool",
      [](std::size_t min_order, std::size_t max_order) {
        return BoundPoolPlan{gleu_pool(min_order, max_order), py::none()};
      },
      py::arg("min_order"), py::arg("max_order"));
  module.def("jaccard_pool", [] { return BoundPoolPlan{jaccard_pool(), py::none()}; });
  module.def(
      "ter_pool", [](const py::object& metric) { return BoundPoolPlan{ter_pool(metric_of(metric)), metric}; },
      py::arg("metric"));
  module.def(
      "wer_pool", [](const py::object& metric) { return BoundPoolPlan{wer_pool(metric_of(metric)), metric}; },
      py::arg("metric"));
  module.def(
      "edit_similarity_pool",
      [](const py::object& metric, double threshold) {
        return BoundPoolPlan{edit_similarity_pool(metric_of(metric), threshold), metric};
      },
      py::arg("metric"), py::arg("threshold"));
  module.def(
      "bleu_pool",
      [](const py::object& metric, std::size_t max_order, const std::string& smoothing, double smooth_value,
         bool effective_order) {
        const BleuFormula formula{bleu_smoothing(smoothing), smooth_value, effective_order};
        return BoundPoolPlan{bleu_pool(metric_of(metric), max_order, formula), metric};
      },
      py::arg("metric"), py::arg("max_order"), py::arg("smoothing"), py::arg("smooth_value"),
      py::arg("effective_order"));
  module.def(
      "joined_texts",
      [](const std::vector<BoundPrepared>& parts) {
        if (parts.empty()) throw py::value_error("at least one part is needed");
        std::vector<std::shared_ptr<const PreparedTexts>> texts;
        for (const BoundPrepared& part : parts) {
          check_signature(part, "parts", parts.front().signature);
          texts.push_back(part.texts);
        }
        return BoundPrepared{joined_texts(texts), parts.front().signature};
      },
      py::arg("parts"), "Prepared texts one behind the other.");
  module.def(
      "texts_to_bytes",
      [](const BoundPrepared& texts) {
        const std::vector<std::uint8_t> bytes = texts.texts->write();
        return py::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      },
      py::arg("texts"), "Prepared texts without their signature.");
  module.def(
      "texts_from_bytes",
      [](const py::bytes& bytes, std::string signature) {
        const auto view = static_cast<std::string_view>(bytes);
        return BoundPrepared{PreparedTexts::read({reinterpret_cast<const std::uint8_t*>(view.data()), view.size()}),
                             std::move(signature)};
      },
      py::arg("bytes"), py::arg("signature"), "And back; ValueError for other bytes.");
  py::class_<BoundPool>(module, "Pool", "Texts that are unlike each other.")
      .def(py::init<BoundPoolPlan, double>(), py::arg("plan"), py::arg("threshold"))
      .def("__len__", &BoundPool::size)
      .def("filter", &BoundPool::filter, py::arg("texts"), py::arg("nearest"), py::arg("threads"), py::arg("progress"),
           "Which texts are kept, bool (N,); with `nearest` a tuple with the nearest text of each rejected one, int64 "
           "(N,), and the score, float64 (N,).")
      .def_property_readonly("judges", &BoundPool::judges, "Whether there is judge(): for subsequences.")
      .def("judge", &BoundPool::judge, py::arg("texts"), py::arg("best"), py::arg("grow"), py::arg("threads"),
           py::arg("progress"),
           "(kept, nearest, scores, means): which are kept (nothing of that without `grow`), the best of the pool, (N, "
           "best) each, and the mean with all.")
      .def("add", &BoundPool::add, py::arg("texts"))
      .def("texts", &BoundPool::texts, py::arg("signature"), "The texts, prepared; None before the first one.");
}

}  // namespace gramscore::bindings
