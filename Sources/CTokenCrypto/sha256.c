// EVP allocates a context for each digest before OpenSSL 3.1, which a cached answer must not. SHA256_* are
// deprecated in name, but stay as long as libcrypto.so.3.
#undef OPENSSL_NO_DEPRECATED
#define OPENSSL_API_COMPAT 10100
#include <openssl/sha.h>

#include "CTokenCrypto.h"

int ptc_sha256(const uint8_t *message, size_t length, uint8_t *output) {
    SHA256_CTX hashing;
    return SHA256_Init(&hashing) == 1 && SHA256_Update(&hashing, message, length) == 1 &&
           SHA256_Final(output, &hashing) == 1;
}
