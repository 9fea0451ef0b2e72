# tests/unit/test_<name>.c becomes the program test_<name> and the test unit/<name>; the same for
# tests/integration/ (the program is itest_<name> where both folders have the name). A test program
# links the layers whose headers it includes, and with them all they use; so a test of a low floor
# does not wait for the floors above.

# The libraries behind the headers that `source` includes; a header of tests/support without a .c file
# stands for what it includes itself.
function(roadmap_libraries_of source out)
    set(libraries ${${out}})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
    file(STRINGS ${source} includes REGEX "^#include \"[a-z_]+/")
    foreach(include IN LISTS includes)
        string(REGEX REPLACE "^#include \"([a-z_]+)/([a-z_0-9]+).*" "\\1;\\2" parts "${include}")
        list(GET parts 0 layer)
        list(GET parts 1 name)
        if(TARGET roadmap_${layer})
            list(APPEND libraries roadmap_${layer})
        elseif(layer STREQUAL "support" AND EXISTS ${CMAKE_SOURCE_DIR}/tests/support/${name}.c)
            list(APPEND libraries roadmap_test_support)
        elseif(layer STREQUAL "support" AND EXISTS ${CMAKE_SOURCE_DIR}/tests/support/${name}.h)
            roadmap_libraries_of(${CMAKE_SOURCE_DIR}/tests/support/${name}.h libraries)
        endif()
    endforeach()
    list(REMOVE_DUPLICATES libraries)
    set(${out} ${libraries} PARENT_SCOPE)
endfunction()

# tests/support/<name>_server.c is a program that scripts start; the other .c files there are shared by
# test programs.
file(GLOB support_sources CONFIGURE_DEPENDS tests/support/*.c)
foreach(source IN LISTS support_sources)
    cmake_path(GET source STEM name)
    if(name MATCHES "_server$")
        list(REMOVE_ITEM support_sources ${source})
        add_executable(${name} ${source})
        set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
        set(links)
        roadmap_libraries_of(${source} links)
        target_link_libraries(${name} PRIVATE ${links} roadmap_flags roadmap_warnings)
    endif()
endforeach()
if(support_sources)
    add_library(roadmap_test_support STATIC ${support_sources})
    target_include_directories(roadmap_test_support PUBLIC tests)
    target_compile_definitions(roadmap_test_support PUBLIC ROADMAP_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_link_libraries(roadmap_test_support
        PUBLIC ${roadmap_layers} PkgConfig::cmocka roadmap_externals
        PRIVATE roadmap_warnings)
endif()

set(test_environment
    ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:detect_stack_use_after_return=1:strict_string_checks=1
    UBSAN_OPTIONS=print_stacktrace=1)

function(roadmap_test_programs folder)
    file(GLOB sources CONFIGURE_DEPENDS tests/${folder}/test_*.c)
    foreach(source IN LISTS sources)
        cmake_path(GET source STEM stem)
        string(REGEX REPLACE "^test_" "" name ${stem})
        set(target test_${name})
        if(TARGET ${target})
            set(target i${target})
        endif()
        set(links)
        roadmap_libraries_of(${source} links)

        add_executable(${target} ${source})
        set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
        target_include_directories(${target} PRIVATE src tests)
        target_compile_definitions(${target} PRIVATE ROADMAP_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
        target_link_libraries(${target} PRIVATE
            ${links} PkgConfig::cmocka roadmap_externals roadmap_flags roadmap_warnings)
        add_test(NAME ${folder}/${name} COMMAND ${target} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
        set_tests_properties(${folder}/${name} PROPERTIES
            LABELS ${folder} TIMEOUT 1500
            ENVIRONMENT "${test_environment};ROADMAP=$<TARGET_FILE_DIR:${target}>/../roadmap")
    endforeach()
endfunction()

roadmap_test_programs(unit)
roadmap_test_programs(integration)

# One program of several files. It allocates all the time, so ASan keeps short stacks here.
file(GLOB property_sources CONFIGURE_DEPENDS tests/property/*.c)
add_executable(test_two_sided ${property_sources})
set_target_properties(test_two_sided PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
target_include_directories(test_two_sided PRIVATE src tests)
target_link_libraries(test_two_sided PRIVATE
    roadmap_test_support PkgConfig::cmocka roadmap_externals roadmap_flags roadmap_warnings)
add_test(NAME property/two_sided COMMAND test_two_sided WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(property/two_sided PROPERTIES
    LABELS property TIMEOUT 1500
    ENVIRONMENT "ASAN_OPTIONS=detect_leaks=1:malloc_context_size=2:quarantine_size_mb=16;UBSAN_OPTIONS=print_stacktrace=1")

# tests/e2e/<name>.sh becomes e2e/<name>. All have the label e2e; those that say `# e2e: short` also
# have e2e-short and run with every compiler.
file(GLOB scripts CONFIGURE_DEPENDS tests/e2e/*.sh)
list(REMOVE_ITEM scripts ${CMAKE_SOURCE_DIR}/tests/e2e/lib.sh)
if(TARGET roadmap)
    foreach(script IN LISTS scripts)
        cmake_path(GET script STEM name)
        file(STRINGS ${script} short REGEX "^# e2e: short")
        set(labels e2e)
        if(short)
            list(APPEND labels e2e-short)
        endif()
        add_test(NAME e2e/${name} COMMAND tests/e2e/run ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
        set_tests_properties(e2e/${name} PROPERTIES
            LABELS "${labels}" TIMEOUT 600
            ENVIRONMENT "${test_environment};ROADMAP=$<TARGET_FILE:roadmap>")
    endforeach()
endif()

# The spec's JSON Schema against the fixtures of the spec reader; skipped until npm's part is there.
add_test(NAME node/schema_fixtures
    COMMAND sh -c "test -d tests/node/node_modules/ajv || exit 77; exec node tests/node/schema_fixtures.mjs"
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(node/schema_fixtures PROPERTIES LABELS node SKIP_RETURN_CODE 77)
add_test(NAME node/output_schema
    COMMAND sh -c "test -d tests/node/node_modules/ajv || exit 77; exec node tests/node/output_schema.mjs tests/fixtures/golden/json"
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(node/output_schema PROPERTIES LABELS node SKIP_RETURN_CODE 77)

add_subdirectory(tests/torture)
add_subdirectory(tests/corpus)

include(cmake/Lint.cmake)
