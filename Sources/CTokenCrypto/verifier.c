#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <string.h>

#include "key_internal.h"

// The widest field is that of P-521.
enum { widest_coordinate = 66, longest_ecdsa_der = 3 + 2 * (2 + 1 + widest_coordinate) };

struct ptc_verifier {
    ptc_scheme scheme;
    EVP_PKEY *public_key;
    size_t signature_length;
    EVP_MD *digest;
    EVP_MD_CTX *hashing;     // RSA and ECDSA: the message's hash; one-shot schemes: everything
    EVP_PKEY_CTX *checking;  // RSA and ECDSA: set up once, because that is expensive
    EVP_MAC_CTX *keyed_hash;
};

void ptc_verifier_free(ptc_verifier *verifier) {
    if (verifier == NULL) return;
    EVP_PKEY_CTX_free(verifier->checking);
    EVP_MD_CTX_free(verifier->hashing);
    EVP_MAC_CTX_free(verifier->keyed_hash);
    EVP_MD_free(verifier->digest);
    EVP_PKEY_free(verifier->public_key);
    OPENSSL_free(verifier);
}

// How long each valid signature is: two coordinates for ECDSA, whose DER form varies, and what OpenSSL says for the others.
static size_t asymmetric_signature_length(const ptc_verifier *verifier) {
    int bits = EVP_PKEY_get_bits(verifier->public_key);
    int size = verifier->scheme == PTC_ECDSA ? 2 * ((bits + 7) / 8) : EVP_PKEY_get_size(verifier->public_key);
    return size > 0 ? (size_t)size : 0;
}

static int prepare_asymmetric(ptc_verifier *verifier, const char *digest) {
    if (verifier->public_key == NULL) return 0;
    verifier->signature_length = asymmetric_signature_length(verifier);
    if ((verifier->hashing = EVP_MD_CTX_new()) == NULL) return 0;
    if (verifier->scheme == PTC_ONE_SHOT) return 1;
    verifier->digest = EVP_MD_fetch(NULL, digest, NULL);
    verifier->checking = EVP_PKEY_CTX_new_from_pkey(NULL, verifier->public_key, NULL);
    if (verifier->digest == NULL || verifier->checking == NULL) return 0;
    EVP_PKEY_CTX *context = verifier->checking;
    if (EVP_PKEY_verify_init(context) != 1) return 0;
    if (verifier->scheme == PTC_RSA_PKCS1 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) != 1) return 0;
    if (verifier->scheme == PTC_RSA_PSS && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) != 1) return 0;
    if (EVP_PKEY_CTX_set_signature_md(context, verifier->digest) != 1) return 0;
    // Without these two OpenSSL accepts any salt length, and uses its default hash for MGF1.
    if (verifier->scheme == PTC_RSA_PSS && (EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) != 1 ||
                                            EVP_PKEY_CTX_set_rsa_mgf1_md(context, verifier->digest) != 1))
        return 0;
    return 1;
}

static int prepare_keyed_hash(ptc_verifier *verifier, const ptc_key *key, const char *digest) {
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    verifier->keyed_hash = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);
    EVP_MAC_free(mac);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)digest, 0),
        OSSL_PARAM_construct_end(),
    };
    if (verifier->keyed_hash == NULL) return 0;
    if (EVP_MAC_init(verifier->keyed_hash, key->secret, key->secret_length, parameters) != 1) return 0;
    verifier->signature_length = EVP_MAC_CTX_get_mac_size(verifier->keyed_hash);
    return 1;
}

ptc_verifier *ptc_verifier_new(const ptc_key *key, ptc_scheme scheme, const char *digest) {
    if ((key->public_key == NULL) != (scheme == PTC_HMAC)) return NULL;
    ptc_verifier *verifier = OPENSSL_zalloc(sizeof *verifier);
    if (verifier == NULL) return NULL;
    verifier->scheme = scheme;
    // A copy: OpenSSL locks a shared key at each use.
    if (key->public_key != NULL) verifier->public_key = EVP_PKEY_dup(key->public_key);
    int prepared = scheme == PTC_HMAC ? prepare_keyed_hash(verifier, key, digest) : prepare_asymmetric(verifier, digest);
    int fits = scheme != PTC_ECDSA || verifier->signature_length <= 2 * widest_coordinate;
    if (!prepared || !fits) {
        ERR_clear_error();
        ptc_verifier_free(verifier);
        return NULL;
    }
    return verifier;
}

// Writes one non-negative INTEGER in DER: no superfluous leading zero, none missing. Returns the bytes written.
static size_t der_integer(uint8_t *output, const uint8_t *number, size_t width) {
    while (width > 1 && *number == 0) {
        number++;
        width--;
    }
    size_t sign = *number >> 7;
    output[0] = 0x02;
    output[1] = (uint8_t)(width + sign);
    output[2] = 0;
    memcpy(output + 2 + sign, number, width);
    return 2 + sign + width;
}

// JOSE concatenates r and s, OpenSSL reads a DER SEQUENCE.
static size_t der_signature(uint8_t output[longest_ecdsa_der], const uint8_t *signature, size_t coordinate) {
    uint8_t body[longest_ecdsa_der];
    size_t length = der_integer(body, signature, coordinate);
    length += der_integer(body + length, signature + coordinate, coordinate);
    size_t at = 0;
    output[at++] = 0x30;
    if (length > 0x7f) output[at++] = 0x81;
    output[at++] = (uint8_t)length;
    memcpy(output + at, body, length);
    return at + length;
}

static int verify_hashed(ptc_verifier *verifier, const uint8_t *message, size_t message_length, const uint8_t *signature,
                         size_t signature_length) {
    uint8_t hash[EVP_MAX_MD_SIZE];
    unsigned int hash_length = 0;
    uint8_t der[longest_ecdsa_der];
    if (verifier->scheme == PTC_ECDSA) {
        signature_length = der_signature(der, signature, signature_length / 2);
        signature = der;
    }
    return EVP_DigestInit_ex2(verifier->hashing, verifier->digest, NULL) == 1 &&
           EVP_DigestUpdate(verifier->hashing, message, message_length) == 1 &&
           EVP_DigestFinal_ex(verifier->hashing, hash, &hash_length) == 1 &&
           EVP_PKEY_verify(verifier->checking, signature, signature_length, hash, hash_length) == 1;
}

static int verify_one_shot(ptc_verifier *verifier, const uint8_t *message, size_t message_length,
                           const uint8_t *signature, size_t signature_length) {
    // A one-shot context may not be used twice, by the letter of OpenSSL's manual.
    return EVP_MD_CTX_reset(verifier->hashing) == 1 &&
           EVP_DigestVerifyInit_ex(verifier->hashing, NULL, NULL, NULL, NULL, verifier->public_key, NULL) == 1 &&
           EVP_DigestVerify(verifier->hashing, signature, signature_length, message, message_length) == 1;
}

static int verify_keyed_hash(ptc_verifier *verifier, const uint8_t *message, size_t message_length,
                             const uint8_t *signature, size_t signature_length) {
    uint8_t expected[EVP_MAX_MD_SIZE];
    size_t expected_length = 0;
    return EVP_MAC_init(verifier->keyed_hash, NULL, 0, NULL) == 1 &&
           EVP_MAC_update(verifier->keyed_hash, message, message_length) == 1 &&
           EVP_MAC_final(verifier->keyed_hash, expected, &expected_length, sizeof expected) == 1 &&
           expected_length == signature_length && CRYPTO_memcmp(expected, signature, expected_length) == 0;
}

int ptc_verifier_verify(ptc_verifier *verifier, const uint8_t *message, size_t message_length, const uint8_t *signature,
                        size_t signature_length) {
    // OpenSSL takes an RSA-PSS signature whose leading zeros are missing; JWS does not (RFC 7518 section 3.5).
    if (signature_length != verifier->signature_length) return 0;
    int valid;
    switch (verifier->scheme) {
        case PTC_HMAC:
            valid = verify_keyed_hash(verifier, message, message_length, signature, signature_length);
            break;
        case PTC_ONE_SHOT:
            valid = verify_one_shot(verifier, message, message_length, signature, signature_length);
            break;
        default:
            valid = verify_hashed(verifier, message, message_length, signature, signature_length);
    }
    // A failure leaves entries in the thread's error queue, which would grow and mislead its next reader.
    if (!valid) ERR_clear_error();
    return valid;
}
