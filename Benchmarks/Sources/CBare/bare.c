#include "CBare.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct bare_key {
    EVP_PKEY *key;
    EVP_PKEY_CTX *context;
    EVP_MD *digest;
    EVP_MD_CTX *hashing;
    EVP_MAC_CTX *mac;
    int is_ec;
};

static EVP_PKEY *from_parameters(const char *type, OSSL_PARAM *parameters) {
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (EVP_PKEY_fromdata_init(context) != 1) abort();
    if (EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) abort();
    EVP_PKEY_CTX_free(context);
    return key;
}

static bare_key *prepared(EVP_PKEY *key, const char *digest, int padding) {
    bare_key *bare = calloc(1, sizeof *bare);
    bare->key = key;
    bare->hashing = EVP_MD_CTX_new();
    if (digest == NULL) return bare;
    bare->digest = EVP_MD_fetch(NULL, digest, NULL);
    bare->context = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    EVP_PKEY_verify_init(bare->context);
    if (padding != 0) EVP_PKEY_CTX_set_rsa_padding(bare->context, padding);
    EVP_PKEY_CTX_set_signature_md(bare->context, bare->digest);
    if (padding == RSA_PKCS1_PSS_PADDING) EVP_PKEY_CTX_set_rsa_pss_saltlen(bare->context, RSA_PSS_SALTLEN_DIGEST);
    return bare;
}

bare_key *bare_rsa(const uint8_t *n, size_t n_length, const uint8_t *e, size_t e_length, const char *digest, int pss) {
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, BN_bin2bn(n, (int)n_length, NULL));
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, BN_bin2bn(e, (int)e_length, NULL));
    EVP_PKEY *key = from_parameters("RSA", OSSL_PARAM_BLD_to_param(builder));
    return prepared(key, digest, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING);
}

bare_key *bare_ec(const char *group, const uint8_t *point, size_t length, const char *digest) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, length),
        OSSL_PARAM_construct_end(),
    };
    bare_key *bare = prepared(from_parameters("EC", parameters), digest, 0);
    bare->is_ec = 1;
    return bare;
}

bare_key *bare_raw(const char *type, const uint8_t *bytes, size_t length) {
    return prepared(EVP_PKEY_new_raw_public_key_ex(NULL, type, NULL, bytes, length), NULL, 0);
}

bare_key *bare_hmac(const uint8_t *secret, size_t length, const char *digest) {
    bare_key *bare = calloc(1, sizeof *bare);
    bare->mac = EVP_MAC_CTX_new(EVP_MAC_fetch(NULL, "HMAC", NULL));
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)digest, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC_init(bare->mac, secret, length, parameters);
    return bare;
}

int bare_verify(bare_key *key, const uint8_t *message, size_t length, const uint8_t *signature, size_t signature_length) {
    if (key->mac != NULL) {
        uint8_t expected[EVP_MAX_MD_SIZE];
        size_t expected_length = 0;
        EVP_MAC_init(key->mac, NULL, 0, NULL);
        EVP_MAC_update(key->mac, message, length);
        EVP_MAC_final(key->mac, expected, &expected_length, sizeof expected);
        return expected_length == signature_length && memcmp(expected, signature, signature_length) == 0;
    }
    if (key->digest == NULL) {
        EVP_MD_CTX_reset(key->hashing);
        return EVP_DigestVerifyInit_ex(key->hashing, NULL, NULL, NULL, NULL, key->key, NULL) == 1 &&
               EVP_DigestVerify(key->hashing, signature, signature_length, message, length) == 1;
    }
    uint8_t hash[EVP_MAX_MD_SIZE];
    unsigned int hash_length = 0;
    EVP_DigestInit_ex2(key->hashing, key->digest, NULL);
    EVP_DigestUpdate(key->hashing, message, length);
    EVP_DigestFinal_ex(key->hashing, hash, &hash_length);
    if (!key->is_ec) return EVP_PKEY_verify(key->context, signature, signature_length, hash, hash_length) == 1;
    int half = (int)(signature_length / 2);
    ECDSA_SIG *pair = ECDSA_SIG_new();
    ECDSA_SIG_set0(pair, BN_bin2bn(signature, half, NULL), BN_bin2bn(signature + half, half, NULL));
    uint8_t der[160];
    uint8_t *end = der;
    int der_length = i2d_ECDSA_SIG(pair, &end);
    ECDSA_SIG_free(pair);
    return EVP_PKEY_verify(key->context, der, (size_t)der_length, hash, hash_length) == 1;
}

double bare_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
