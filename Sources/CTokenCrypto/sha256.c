#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "CTokenCrypto.h"

struct ptc_sha256 {
    EVP_MD *digest;
    EVP_MD_CTX *hashing;
};

ptc_sha256 *ptc_sha256_new(void) {
    ptc_sha256 *context = OPENSSL_zalloc(sizeof *context);
    if (context == NULL) return NULL;
    context->digest = EVP_MD_fetch(NULL, "SHA256", NULL);
    context->hashing = EVP_MD_CTX_new();
    if (context->digest == NULL || context->hashing == NULL) {
        ptc_sha256_free(context);
        return NULL;
    }
    return context;
}

void ptc_sha256_free(ptc_sha256 *context) {
    if (context == NULL) return;
    EVP_MD_CTX_free(context->hashing);
    EVP_MD_free(context->digest);
    OPENSSL_free(context);
}

int ptc_sha256_digest(ptc_sha256 *context, const uint8_t *message, size_t length, uint8_t *output) {
    return EVP_DigestInit_ex2(context->hashing, context->digest, NULL) == 1 &&
           EVP_DigestUpdate(context->hashing, message, length) == 1 &&
           EVP_DigestFinal_ex(context->hashing, output, NULL) == 1;
}
