// The interface to OpenSSL: opaque handles, bytes and lengths. No OpenSSL type leaves this module.
#ifndef POSTERN_CTOKENCRYPTO_H
#define POSTERN_CTOKENCRYPTO_H

#include <stddef.h>
#include <stdint.h>

// A public key or a shared secret. Immutable after creation, so threads may share it.
typedef struct ptc_key ptc_key;

// One key prepared for one algorithm. Used by one thread at a time.
typedef struct ptc_verifier ptc_verifier;

// A reusable SHA-256 context. Used by one thread at a time.

typedef enum ptc_scheme {
    PTC_RSA_PKCS1,  // RSASSA-PKCS1-v1_5
    PTC_RSA_PSS,    // RSASSA-PSS, salt as long as the hash, MGF1 with the same hash
    PTC_ECDSA,      // r and s concatenated, each as wide as the field
    PTC_ONE_SHOT,   // the scheme hashes the message itself: Ed448, ML-DSA
    PTC_HMAC,
} ptc_scheme;

// Each constructor returns NULL when OpenSSL rejects the key. The caller checks sizes, parity and exponents first.
ptc_key *ptc_key_rsa(const uint8_t *modulus, size_t modulus_length, const uint8_t *exponent, size_t exponent_length);
// `point` is 0x04 | x | y; rejected when it is not on the curve or is the point at infinity.
ptc_key *ptc_key_ec(const char *group, const uint8_t *point, size_t length);
// `type` is OpenSSL's name, such as "ED448" or "ML-DSA-65".
ptc_key *ptc_key_raw(const char *type, const uint8_t *bytes, size_t length);
ptc_key *ptc_key_hmac(const uint8_t *secret, size_t length);
void ptc_key_free(ptc_key *key);

typedef enum ptc_edwards {
    PTC_ED25519,
    PTC_ED448,
} ptc_edwards;

// 1 when the bytes are the only encoding of a point (RFC 8032 sections 5.1.3 and 5.2.3): y below the prime, and on the curve.
// The libraries accept any bytes as a key, and fail only when they verify.
int ptc_edwards_is_point(ptc_edwards curve, const uint8_t *encoded, size_t length);

// `digest` is OpenSSL's name, such as "SHA256"; ignored by PTC_ONE_SHOT. NULL when key and scheme do not match.
ptc_verifier *ptc_verifier_new(const ptc_key *key, ptc_scheme scheme, const char *digest);
void ptc_verifier_free(ptc_verifier *verifier);
// 1 when the signature is valid, 0 in every other case, such as a wrong length.
int ptc_verifier_verify(ptc_verifier *verifier, const uint8_t *message, size_t message_length, const uint8_t *signature,
                        size_t signature_length);

// 1 when the libcrypto found at run time supports this key type, such as "ML-DSA-65".
int ptc_key_type_available(const char *type);
// 1 when it supports this elliptic curve, such as "secp256k1"; distributions omit some.
int ptc_group_available(const char *group);
// The version text of the libcrypto found at run time.
const char *ptc_library_version(void);

// Writes 32 bytes, and allocates nothing; 1 on success.
int ptc_sha256(const uint8_t *message, size_t length, uint8_t *output);

#endif
