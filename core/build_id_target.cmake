# SPDX-License-Identifier: Apache-2.0
# The compiled module and the Python package beside it carry the same fingerprint of core/, so that
# a mixture of two builds is noticed at import. Both halves come from here:
#   findling_build_id     target that gives <build_id.h>
#   FINDLING_BUILD_ID_PY  the file to install as findling/_build_id.py
set(build_id_dir ${CMAKE_CURRENT_BINARY_DIR}/build_id)
set(FINDLING_BUILD_ID_PY ${build_id_dir}/_build_id.py)
file(GLOB_RECURSE build_id_sources CONFIGURE_DEPENDS
  ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h
  ${CMAKE_CURRENT_SOURCE_DIR}/*.txt ${CMAKE_CURRENT_SOURCE_DIR}/*.cmake)
add_custom_command(
  OUTPUT ${build_id_dir}/build_id.h ${FINDLING_BUILD_ID_PY}
  COMMAND ${CMAKE_COMMAND} -DCORE_DIR=${CMAKE_CURRENT_SOURCE_DIR} -DOUT_DIR=${build_id_dir}
    -P ${CMAKE_CURRENT_SOURCE_DIR}/build_id.cmake
  DEPENDS ${build_id_sources}
  COMMENT "Fingerprint of core/"
  VERBATIM)
add_custom_target(findling_build_id_files DEPENDS ${build_id_dir}/build_id.h)
add_library(findling_build_id INTERFACE)
add_dependencies(findling_build_id findling_build_id_files)
target_include_directories(findling_build_id INTERFACE ${build_id_dir})
