# tests/lint/: each rule of the house is one test lint/<rule>, and each has a self-test
# lint/<rule>-can-fail that runs it on the small trees of tests/lint/fixtures/<rule>/.
set(lint ${CMAKE_SOURCE_DIR}/tests/lint)

function(roadmap_lint rule)
    add_test(NAME lint/${rule} COMMAND ${ARGN} ${CMAKE_SOURCE_DIR} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    add_test(NAME lint/${rule}-can-fail
        COMMAND bash ${lint}/can-fail.sh ${lint}/fixtures/${rule} ${ARGN}
        WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(lint/${rule} lint/${rule}-can-fail PROPERTIES
        LABELS lint TIMEOUT 1500 ENVIRONMENT "CC=${CMAKE_C_COMPILER}")
endfunction()

roadmap_lint(layers ${CMAKE_COMMAND} -P ${lint}/layers.cmake --)
roadmap_lint(banned bash ${lint}/banned.sh)
roadmap_lint(headers bash ${lint}/headers.sh)
roadmap_lint(model bash ${lint}/model.sh)
roadmap_lint(sizes bash ${lint}/sizes.sh)
roadmap_lint(words bash ${lint}/words.sh)
roadmap_lint(shell bash ${lint}/shell.sh)

add_test(NAME lint/embed
    COMMAND bash ${lint}/embed.sh ${CMAKE_COMMAND} ${CMAKE_SOURCE_DIR}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(lint/embed PROPERTIES LABELS lint ENVIRONMENT "CC=${CMAKE_C_COMPILER}")

add_test(NAME lint/mutants
    COMMAND bash ${CMAKE_SOURCE_DIR}/tests/mutants/run --applies
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(lint/mutants PROPERTIES LABELS lint)
