#include "http/transfer.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "http/url.h"

/* Slower than this for so long counts as dead, whatever the total time allows. */
#define LOW_SPEED_BYTES 10L
#define LOW_SPEED_SECONDS 30L

/* libcurl takes an option or the machine is out of memory: nothing a caller could do. */
#define SET(easy, option, value)                                                                   \
    do {                                                                                           \
        if (curl_easy_setopt((easy), (option), (value)) != CURLE_OK)                               \
            BUG("libcurl does not take " #option);                                                 \
    } while (0)

static bool method_ok(const char *method)
{
    static const char *const methods[] = {"GET", "POST", "PATCH", "PUT", "DELETE"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (text_eq(method, methods[i]))
            return true;
    return false;
}

static bool header_name_ok(const char *name)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    return name[0] != '\0' && name[strspn(name, letters)] == '\0';
}

enum code transfer_check(struct arena *arena, const struct http_request *request,
                         struct http_response *response, const char **host, bool *plain,
                         struct err *err)
{
    response->failure = HTTP_NOT_ALLOWED;
    BUG_UNLESS(method_ok(request->method));
    struct http_url url;
    if (http_url_parse(arena, request->url, &url, err) != OK)
        return err->code;
    for (size_t i = 0; i < request->header_count; i++) {
        const struct http_header *header = &request->headers[i];
        if (!header_name_ok(header->name) || !http_header_value_ok(header->value))
            /* The value stays out of the message: it may be a token. */
            return err_set(err, ERR_FAILED, "the header '%s' has a line break or another control",
                           header_name_ok(header->name) ? header->name : "?");
    }
    response->failure = HTTP_ANSWERED;
    *host = url.host;
    *plain = text_eq(url.scheme, "http");
    return OK;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *state)
{
    struct transfer *transfer = state;
    size_t len = size * count;
    struct str *body = &transfer->response->body;
    if ((uint64_t)body->len + len > (uint64_t)transfer->settings->max_response_bytes) {
        transfer->too_large = true;
        return CURL_WRITEFUNC_ERROR;
    }
    str_addn(body, bytes, len);
    return len;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *state)
{
    struct transfer *transfer = state;
    size_t len = size * count;
    struct str *text = &transfer->response->header_text;
    /* Interim answers (1xx) and a proxy's come first; only the final answer's headers stay. */
    if (len >= 5 && memcmp(bytes, "HTTP/", 5) == 0) {
        str_clear(text);
        return len;
    }
    size_t kept = len;
    while (kept > 0 && (bytes[kept - 1] == '\n' || bytes[kept - 1] == '\r'))
        kept--;
    if (kept == 0)
        return len;
    if (memchr(bytes, '\0', kept))
        return CURL_WRITEFUNC_ERROR;
    str_addn(text, bytes, kept);
    str_addc(text, '\n');
    if (str_over(text)) {
        transfer->too_large = true;
        return CURL_WRITEFUNC_ERROR;
    }
    return len;
}

static size_t on_read(char *buffer, size_t size, size_t count, void *state)
{
    struct transfer *transfer = state;
    size_t len = size * count < transfer->body_left ? size * count : transfer->body_left;
    memcpy(buffer, transfer->body, len);
    transfer->body += len;
    transfer->body_left -= len;
    return len;
}

static void set_limits(CURL *easy, const struct transfer_settings *settings)
{
    SET(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)settings->connect_timeout_ms);
    SET(easy, CURLOPT_TIMEOUT_MS, (long)settings->total_timeout_ms);
    SET(easy, CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED_BYTES);
    SET(easy, CURLOPT_LOW_SPEED_TIME, LOW_SPEED_SECONDS);
    SET(easy, CURLOPT_NOSIGNAL, 1L);
}

static void set_safety(CURL *easy, const struct transfer_settings *settings, bool plain)
{
    SET(easy, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
    SET(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
    SET(easy, CURLOPT_FOLLOWLOCATION, 0L);
    SET(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    SET(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    SET(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (settings->ca_file)
        SET(easy, CURLOPT_CAINFO, settings->ca_file);
    if (plain) /* loopback is never reached through a proxy */
        SET(easy, CURLOPT_PROXY, "");
}

static void set_headers(struct transfer *transfer, const struct http_request *request)
{
    for (size_t i = 0; i < request->header_count; i++) {
        const struct http_header *header = &request->headers[i];
        struct str line;
        str_init(&line, 0);
        str_addf(&line, "%s: %s", header->name, header->value);
        struct curl_slist *longer = curl_slist_append(transfer->headers, line.p);
        explicit_bzero(line.p, line.len); /* it may have been the token */
        str_release(&line);
        if (!longer)
            BUG("out of memory");
        transfer->headers = longer;
    }
    /* Never wait for "100 Continue". */
    struct curl_slist *longer = curl_slist_append(transfer->headers, "Expect:");
    if (!longer)
        BUG("out of memory");
    transfer->headers = longer;
    SET(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
}

/* libcurl sends a request again by itself when a kept-alive connection dies before the first byte
 * of the answer. It cannot when the body comes from a callback that has no seek function; a request
 * without a body gets a connection of its own, where libcurl does not try again. (sync: journal) */
static void set_method(struct transfer *transfer, const struct http_request *request)
{
    CURL *easy = transfer->easy;
    if (text_eq(request->method, "GET")) {
        SET(easy, CURLOPT_HTTPGET, 1L);
        return;
    }
    if (request->body_len > 0) {
        transfer->body = request->body;
        transfer->body_left = request->body_len;
        SET(easy, CURLOPT_POST, 1L);
        SET(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_len);
        SET(easy, CURLOPT_READFUNCTION, on_read);
        SET(easy, CURLOPT_READDATA, transfer);
    } else {
        SET(easy, CURLOPT_FRESH_CONNECT, 1L);
        if (!text_eq(request->method, "DELETE")) {
            SET(easy, CURLOPT_POST, 1L);
            SET(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)0);
            SET(easy, CURLOPT_POSTFIELDS, "");
        }
    }
    SET(easy, CURLOPT_CUSTOMREQUEST, request->method);
}

void transfer_prepare(struct transfer *transfer, const struct transfer_settings *settings,
                      const struct http_request *request, struct http_response *response,
                      const char *host, bool plain, bool many)
{
    *transfer = (struct transfer){
        .easy = curl_easy_init(), .host = host, .settings = settings, .response = response};
    CURL *easy = transfer->easy;
    if (!easy)
        BUG("out of memory");
    SET(easy, CURLOPT_URL, request->url);
    SET(easy, CURLOPT_SHARE, settings->share);
    SET(easy, CURLOPT_USERAGENT, settings->user_agent);
    SET(easy, CURLOPT_ACCEPT_ENCODING, "");
    SET(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    SET(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    SET(easy, CURLOPT_PATH_AS_IS, 1L);
    SET(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)settings->max_response_bytes);
    if (many) /* rather share one HTTP/2 connection than open ten */
        SET(easy, CURLOPT_PIPEWAIT, 1L);
    SET(easy, CURLOPT_WRITEFUNCTION, on_body);
    SET(easy, CURLOPT_WRITEDATA, transfer);
    SET(easy, CURLOPT_HEADERFUNCTION, on_header);
    SET(easy, CURLOPT_HEADERDATA, transfer);
    SET(easy, CURLOPT_PRIVATE, transfer);
    set_limits(easy, settings);
    set_safety(easy, settings, plain);
    set_headers(transfer, request);
    set_method(transfer, request);
}

static void take_facts(struct transfer *transfer)
{
    struct http_response *response = transfer->response;
    long status = 0, request_size = 0;
    curl_off_t duration_us = 0;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &request_size);
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &duration_us);
    response->status = (int)status;
    response->bytes_sent = request_size;
    response->duration_ms = duration_us / 1000;
}

static enum code fail(struct transfer *transfer, enum http_failure failure, enum code code,
                      struct err *err, const char *format, ...) printf_like(5, 6);

static enum code fail(struct transfer *transfer, enum http_failure failure, enum code code,
                      struct err *err, const char *format, ...)
{
    transfer->response->failure = failure;
    struct str text;
    str_init(&text, 0);
    va_list args;
    va_start(args, format);
    str_vaddf(&text, format, args);
    va_end(args);
    (void)err_set(err, code, "%s", text.p);
    str_release(&text);
    return code;
}

static enum code fail_too_large(struct transfer *transfer, struct err *err)
{
    return fail(transfer, HTTP_TOO_LARGE, ERR_CEILING, err,
                "the answer of '%s' is larger than its ceiling (%lld bytes, headers %u bytes)",
                transfer->host, (long long)transfer->settings->max_response_bytes,
                LIMIT_HEADER_BYTES);
}

static enum code fail_tls(struct transfer *transfer, CURLcode result, struct err *err)
{
    (void)fail(transfer, HTTP_TLS, ERR_FAILED, err, "no secure connection to '%s': %s",
               transfer->host, curl_easy_strerror(result));
    return err_hint(err, "check the clock of this machine; for a private certificate authority set "
                         "SSL_CERT_FILE to its certificate");
}

enum code transfer_finish(struct transfer *transfer, CURLcode result, struct err *err)
{
    take_facts(transfer);
    if (result == CURLE_OK && transfer->response->status > 0) {
        transfer->response->answered = true;
        return OK;
    }
    if (transfer->too_large)
        return fail_too_large(transfer, err);
    switch ((int)result) {
    case CURLE_FILESIZE_EXCEEDED:
        return fail_too_large(transfer, err);
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        (void)fail(transfer, HTTP_NO_HOST, ERR_RETRY, err, "the address of %s'%s' is not found",
                   result == CURLE_COULDNT_RESOLVE_PROXY ? "the proxy for " : "", transfer->host);
        return err_hint(err, "check the network connection, then run the same command again");
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
        (void)fail(transfer, HTTP_NO_CONNECTION, ERR_RETRY, err, "cannot connect to '%s'",
                   transfer->host);
        return err_hint(err, "check the network connection, then run the same command again");
    case CURLE_OPERATION_TIMEDOUT:
        (void)fail(transfer, HTTP_TIMEOUT, ERR_RETRY, err,
                   "no whole answer from '%s' within %lld ms", transfer->host,
                   (long long)transfer->settings->total_timeout_ms);
        return err_hint(err, "run the same command again; ROADMAP_HTTP_TIMEOUT_MS sets the limit");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ENGINE_INITFAILED:
        return fail_tls(transfer, result, err);
    default:
        (void)fail(transfer, HTTP_BROKEN, ERR_RETRY, err,
                   "the connection to '%s' ended before the whole answer was there (%s)",
                   transfer->host, curl_easy_strerror(result));
        return err_hint(err, "run the same command again");
    }
}

enum code transfer_interrupted(struct transfer *transfer, struct err *err)
{
    take_facts(transfer);
    return fail(transfer, HTTP_INTERRUPTED, ERR_INTERRUPTED, err,
                "interrupted while waiting for '%s'", transfer->host);
}

void transfer_release(struct transfer *transfer)
{
    if (transfer->easy)
        curl_easy_cleanup(transfer->easy);
    for (struct curl_slist *line = transfer->headers; line; line = line->next)
        explicit_bzero(line->data, strlen(line->data));
    curl_slist_free_all(transfer->headers);
    *transfer = (struct transfer){0};
}
