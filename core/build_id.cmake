# SPDX-License-Identifier: Apache-2.0
# Writes the fingerprint of the engine's sources to OUT_DIR/build_id.h and OUT_DIR/_build_id.py.
# Run with -DCORE_DIR=... -DOUT_DIR=... -P, at build time, whenever a source has changed.
file(GLOB_RECURSE sources RELATIVE ${CORE_DIR} ${CORE_DIR}/*.cpp ${CORE_DIR}/*.h
  ${CORE_DIR}/*.txt ${CORE_DIR}/*.cmake)
list(SORT sources)
set(all "")
foreach(source IN LISTS sources)
  file(SHA256 ${CORE_DIR}/${source} digest)
  string(APPEND all "${source} ${digest}\n")
endforeach()
string(SHA256 digest "${all}")
string(SUBSTRING ${digest} 0 16 id)

file(CONFIGURE OUTPUT ${OUT_DIR}/build_id.h CONTENT
"// SPDX-License-Identifier: Apache-2.0
// Written by the build.
#pragma once

namespace findling {
inline constexpr const char* kBuildId = \"@id@\";
}
" @ONLY)
file(CONFIGURE OUTPUT ${OUT_DIR}/_build_id.py CONTENT
"# SPDX-License-Identifier: Apache-2.0
\"\"\"Written by the build: the fingerprint of the engine's sources.\"\"\"

BUILD_ID = \"@id@\"
" @ONLY)
