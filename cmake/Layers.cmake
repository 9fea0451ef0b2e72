# The floors of the house, lowest first. The build links by this table and the layer lint checks the
# includes by it, so there is one place to change.
#
#   LAYER_<layer>_USES     the layers it may include
#   LAYER_<layer>_HEADERS  the external headers it may include (besides libc and POSIX)
#   LAYER_<layer>_LIBS     what it links: imported targets of CMakeLists.txt
set(LAYERS base model doc http store repo schema engine spec import github render config app sandbox cli)

set(LAYER_base_USES)
set(LAYER_base_HEADERS utf8proc.h sha2.h)
set(LAYER_base_LIBS PkgConfig::utf8proc PkgConfig::libmd Threads::Threads)

set(LAYER_model_USES base)

set(LAYER_doc_USES base)
set(LAYER_doc_HEADERS yaml.h jansson.h)
set(LAYER_doc_LIBS PkgConfig::yaml PkgConfig::jansson)

set(LAYER_http_USES base)
set(LAYER_http_HEADERS curl/curl.h)
set(LAYER_http_LIBS PkgConfig::curl)

set(LAYER_store_USES base model)
set(LAYER_store_HEADERS sqlite3.h)
set(LAYER_store_LIBS PkgConfig::sqlite3)

set(LAYER_repo_USES base model)
set(LAYER_repo_HEADERS git2.h)
set(LAYER_repo_LIBS PkgConfig::git2)

set(LAYER_schema_USES base model)
set(LAYER_schema_HEADERS sqlite3.h libpq-fe.h pg_query.h jansson.h)
set(LAYER_schema_LIBS PkgConfig::sqlite3 PkgConfig::jansson)

set(LAYER_engine_USES base model)

set(LAYER_spec_USES base model doc)

set(LAYER_import_USES base model doc)
set(LAYER_import_HEADERS cmark-gfm.h)

set(LAYER_github_USES base model http)
set(LAYER_github_HEADERS jansson.h)
set(LAYER_github_LIBS PkgConfig::jansson)

set(LAYER_render_USES base model)
set(LAYER_render_HEADERS cmark-gfm.h jansson.h)
set(LAYER_render_LIBS PkgConfig::jansson)

set(LAYER_config_USES base doc)

set(LAYER_app_USES base model doc http store repo schema engine spec import github render)

set(LAYER_sandbox_USES base model)
set(LAYER_sandbox_HEADERS microhttpd.h jansson.h)
set(LAYER_sandbox_LIBS PkgConfig::microhttpd PkgConfig::jansson)

set(LAYER_cli_USES base model config app render sandbox)
set(LAYER_cli_HEADERS getopt.h)
