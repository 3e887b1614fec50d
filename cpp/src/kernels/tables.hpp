// The tables of kernels that this build contains.
#pragma once

#include "gramscore/kernels/kernels.hpp"

namespace gramscore {

extern const Kernels kPortableKernels;
#if defined(GRAMSCORE_X86)
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

}  // namespace gramscore
