# cmake -P layers.cmake -- ROOT: every include below ROOT/src stays inside the table of
# cmake/Layers.cmake. Prints one line a problem; fails when there is one.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/Layers.cmake)
math(EXPR last "${CMAKE_ARGC} - 1")
set(root ${CMAKE_ARGV${last}})

# libc, POSIX and the few of Linux: open to all layers. Everything else in <> is somebody's library.
set(system_headers
    assert.h ctype.h errno.h float.h inttypes.h limits.h math.h setjmp.h signal.h stdalign.h stdarg.h
    stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h strings.h time.h
    wchar.h dirent.h fcntl.h fnmatch.h langinfo.h locale.h netdb.h poll.h pthread.h pwd.h regex.h
    sched.h spawn.h termios.h unistd.h
    arpa/inet.h netinet/in.h netinet/tcp.h sys/file.h sys/ioctl.h sys/mman.h sys/random.h
    sys/resource.h sys/select.h sys/socket.h sys/stat.h sys/statfs.h sys/statvfs.h sys/time.h
    sys/prctl.h sys/types.h sys/uio.h sys/un.h sys/utsname.h sys/vfs.h sys/wait.h sys/syscall.h
    linux/magic.h linux/openat2.h linux/close_range.h)

set(problems 0)
function(problem text)
    message("${text}")
    math(EXPR count "${problems} + 1")
    set(problems ${count} PARENT_SCOPE)
endfunction()

file(GLOB folders LIST_DIRECTORIES true RELATIVE ${root}/src ${root}/src/*)
foreach(layer IN LISTS folders)
    if(NOT layer IN_LIST LAYERS)
        problem("src/${layer}: no layer of that name in cmake/Layers.cmake")
        continue()
    endif()
    file(GLOB_RECURSE sources RELATIVE ${root} ${root}/src/${layer}/*.c ${root}/src/${layer}/*.h)
    foreach(source IN LISTS sources)
        # Brackets and semicolons mean something in a list of CMake; an include has neither.
        file(STRINGS ${root}/${source} lines REGEX "^[ \t]*#[ \t]*include")
        foreach(line IN LISTS lines)
            if(line MATCHES "include[ \t]*\"([^\"]*)\"")
                set(path ${CMAKE_MATCH_1})
                if(NOT path MATCHES "^([a-z_0-9]+)/[a-z_0-9]+\\.h$")
                    problem("${source}: \"${path}\" is not written \"layer/file.h\"")
                    continue()
                endif()
                set(used ${CMAKE_MATCH_1})
                if(NOT used IN_LIST LAYERS)
                    problem("${source}: \"${path}\" is in no layer")
                elseif(NOT used STREQUAL layer AND NOT used IN_LIST LAYER_${layer}_USES)
                    problem("${source}: layer '${layer}' may not include \"${path}\"")
                elseif(NOT EXISTS ${root}/src/${path})
                    problem("${source}: \"${path}\" is not there")
                endif()
            elseif(line MATCHES "include[ \t]*<([^>]*)>")
                set(path ${CMAKE_MATCH_1})
                if(NOT path IN_LIST system_headers AND NOT path IN_LIST LAYER_${layer}_HEADERS)
                    problem("${source}: layer '${layer}' may not include <${path}>")
                endif()
            else()
                problem("${source}: an include that cannot be read: ${line}")
            endif()
        endforeach()
    endforeach()
endforeach()

if(problems GREATER 0)
    message(FATAL_ERROR "${problems} includes against the table of cmake/Layers.cmake")
endif()
