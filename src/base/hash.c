#include "base/hash.h"

#include <sha2.h>
#include <stdint.h>
#include <string.h>

#include "base/err.h"

void sha256_hex(const void *bytes, size_t len, char out[65])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA2_CTX context;
    SHA256Init(&context);
    if (len)
        SHA256Update(&context, bytes, len);
    SHA256Final(digest, &context);
    for (size_t i = 0; i < sizeof digest; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[64] = '\0';
}

void sha256_short(const char *text, int digits, char *out)
{
    BUG_UNLESS(digits >= 1 && digits <= 64);
    char hex[65];
    sha256_hex(text, strlen(text), hex);
    memcpy(out, hex, (size_t)digits);
    out[digits] = '\0';
}
