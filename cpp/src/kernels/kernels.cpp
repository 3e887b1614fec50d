#include "gramscore/kernels/kernels.hpp"

#include <array>
#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "kernels/tables.hpp"

#if defined(GRAMSCORE_X86) && defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

namespace gramscore {
namespace {

#if defined(GRAMSCORE_X86)
#if defined(_MSC_VER) && !defined(__clang__)
struct Cpu {
  bool avx2 = false;
  bool avx512 = false;

  Cpu() {
    int r[4];
    __cpuid(r, 0);
    if (r[0] < 7) return;
    __cpuid(r, 1);
    const bool popcnt = (r[2] >> 23 & 1) != 0;
    if ((r[2] >> 27 & 1) == 0) return;  // the system does not save vector registers
    const unsigned long long saved = _xgetbv(0);
    __cpuidex(r, 7, 0);
    const auto b = static_cast<unsigned>(r[1]);
    const auto c = static_cast<unsigned>(r[2]);
    const unsigned bmi_avx2 = 1u << 3 | 1u << 5 | 1u << 8;
    avx2 = popcnt && (saved & 6) == 6 && (b & bmi_avx2) == bmi_avx2;
    const unsigned f_dq_ifma_cd_bw_vl = 1u << 16 | 1u << 17 | 1u << 21 | 1u << 28 | 1u << 30 | 1u << 31;
    const unsigned vbmi_vbmi2_vpopcntdq = 1u << 1 | 1u << 6 | 1u << 14;
    avx512 = avx2 && (saved & 0xe6) == 0xe6 && (b & f_dq_ifma_cd_bw_vl) == f_dq_ifma_cd_bw_vl &&
             (c & vbmi_vbmi2_vpopcntdq) == vbmi_vbmi2_vpopcntdq;
  }
};
#else
struct Cpu {
  bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
              __builtin_cpu_supports("popcnt");
  bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                __builtin_cpu_supports("avx512ifma") && __builtin_cpu_supports("avx512vl") &&
                __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
                __builtin_cpu_supports("avx512vpopcntdq");
};
#endif
#endif

struct Available {
  std::array<const Kernels*, 3> tables{};
  std::size_t count = 0;

  Available() {
    tables[count++] = &kPortableKernels;
#if defined(GRAMSCORE_X86)
    const Cpu cpu;
    if (cpu.avx2) tables[count++] = &kAvx2Kernels;
    if (cpu.avx512) tables[count++] = &kAvx512Kernels;
#endif
  }
};

const Available& available() {
  static const Available found;
  return found;
}

const Kernels* named(std::string_view name) {
  std::string known;
  for (const Kernels* table : available_kernels()) {
    if (name == table->name) return table;
    known += (known.empty() ? "" : ", ") + std::string(table->name);
  }
  throw std::invalid_argument("unknown kernels '" + std::string(name) + "': this processor can run " + known);
}

std::atomic<const Kernels*>& chosen() {
  static std::atomic<const Kernels*> table = [] {
    const char* name = std::getenv("GRAMSCORE_KERNELS");
    return name != nullptr && *name != '\0' ? named(name) : available_kernels().back();
  }();
  return table;
}

}  // namespace

std::span<const Kernels* const> available_kernels() { return {available().tables.data(), available().count}; }

const Kernels& kernels() { return *chosen().load(std::memory_order_relaxed); }

void select_kernels(const char* name) { chosen().store(named(name), std::memory_order_relaxed); }

}  // namespace gramscore
