#include "key_internal.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <string.h>

// Takes ownership of the key, and frees it when there is no memory.
static ptc_key *wrap(EVP_PKEY *public_key) {
    if (public_key == NULL) {
        ERR_clear_error();
        return NULL;
    }
    ptc_key *key = OPENSSL_zalloc(sizeof *key);
    if (key == NULL) {
        EVP_PKEY_free(public_key);
        return NULL;
    }
    key->public_key = public_key;
    return key;
}

// Builds a public key of `type` and lets OpenSSL check it: `fromdata` alone accepts almost anything.
static EVP_PKEY *from_parameters(const char *type, OSSL_PARAM *parameters) {
    EVP_PKEY *public_key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    int built = context != NULL && EVP_PKEY_fromdata_init(context) == 1 &&
                EVP_PKEY_fromdata(context, &public_key, EVP_PKEY_PUBLIC_KEY, parameters) == 1;
    EVP_PKEY_CTX_free(context);
    if (!built) {
        EVP_PKEY_free(public_key);
        return NULL;
    }
    EVP_PKEY_CTX *check = EVP_PKEY_CTX_new_from_pkey(NULL, public_key, NULL);
    int sound = check != NULL && EVP_PKEY_public_check(check) == 1;
    EVP_PKEY_CTX_free(check);
    if (!sound) {
        EVP_PKEY_free(public_key);
        return NULL;
    }
    return public_key;
}

ptc_key *ptc_key_rsa(const uint8_t *modulus, size_t modulus_length, const uint8_t *exponent, size_t exponent_length) {
    if (modulus_length > 1024 || exponent_length > 8) return NULL;
    EVP_PKEY *public_key = NULL;
    BIGNUM *n = BN_bin2bn(modulus, (int)modulus_length, NULL);
    BIGNUM *e = BN_bin2bn(exponent, (int)exponent_length, NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    if (n != NULL && e != NULL && builder != NULL && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) == 1) {
        OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
        if (parameters != NULL) public_key = from_parameters("RSA", parameters);
        OSSL_PARAM_free(parameters);
    }
    OSSL_PARAM_BLD_free(builder);
    BN_free(n);
    BN_free(e);
    return wrap(public_key);
}

ptc_key *ptc_key_ec(const char *group, const uint8_t *point, size_t length) {
    if (length < 3 || length % 2 == 0 || point[0] != 4) return NULL;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, length),
        OSSL_PARAM_construct_end(),
    };
    return wrap(from_parameters("EC", parameters));
}

ptc_key *ptc_key_raw(const char *type, const uint8_t *bytes, size_t length) {
    return wrap(EVP_PKEY_new_raw_public_key_ex(NULL, type, NULL, bytes, length));
}

ptc_key *ptc_key_hmac(const uint8_t *secret, size_t length) {
    ptc_key *key = OPENSSL_zalloc(sizeof *key);
    if (key == NULL) return NULL;
    key->secret = OPENSSL_malloc(length == 0 ? 1 : length);
    if (key->secret == NULL) {
        OPENSSL_free(key);
        return NULL;
    }
    if (length > 0) memcpy(key->secret, secret, length);
    key->secret_length = length;
    return key;
}

void ptc_key_free(ptc_key *key) {
    if (key == NULL) return;
    EVP_PKEY_free(key->public_key);
    OPENSSL_clear_free(key->secret, key->secret_length);
    OPENSSL_free(key);
}

int ptc_key_type_available(const char *type) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    EVP_PKEY_CTX_free(context);
    ERR_clear_error();
    return context != NULL;
}

int ptc_group_available(const char *group) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    int known = context != NULL && EVP_PKEY_paramgen_init(context) == 1 && EVP_PKEY_CTX_set_group_name(context, group) == 1;
    EVP_PKEY_CTX_free(context);
    ERR_clear_error();
    return known;
}

const char *ptc_library_version(void) {
    return OpenSSL_version(OPENSSL_VERSION);
}
