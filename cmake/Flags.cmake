# Two interfaces: roadmap_flags (everything we compile) and roadmap_warnings (what people wrote).
add_library(roadmap_flags INTERFACE)
target_compile_definitions(roadmap_flags INTERFACE _GNU_SOURCE)
target_compile_options(roadmap_flags INTERFACE -fno-common -fno-strict-aliasing)
target_link_options(roadmap_flags INTERFACE -Wl,--as-needed)

add_library(roadmap_warnings INTERFACE)
target_compile_options(roadmap_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
    -Wformat=2 -Wvla -Wundef -Werror
    # A long text in a table of texts is written over several lines.
    $<$<C_COMPILER_ID:Clang>:-Wno-string-concatenation>)

if(SANITIZE)
    set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_compile_options(roadmap_flags INTERFACE ${sanitizers})
    target_link_options(roadmap_flags INTERFACE ${sanitizers})
endif()

if(COVERAGE)
    target_compile_options(roadmap_flags INTERFACE --coverage -fprofile-update=atomic)
    target_link_options(roadmap_flags INTERFACE --coverage)
endif()

if(ANALYZE)
    target_compile_options(roadmap_flags INTERFACE -fanalyzer)
endif()

if(CMAKE_BUILD_TYPE STREQUAL "Release")
    include(CheckPIESupported)
    check_pie_supported()
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)
    target_compile_options(roadmap_flags INTERFACE
        -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection)
    target_link_options(roadmap_flags INTERFACE -Wl,-z,relro,-z,now -Wl,-z,noexecstack)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64")
        target_compile_options(roadmap_flags INTERFACE -fcf-protection)
    endif()
endif()
