// OpenSSL called as plainly as can be, to measure Postern against; and a count of heap allocations.
#ifndef CBARE_H
#define CBARE_H

#include <stddef.h>
#include <stdint.h>

typedef struct bare_key bare_key;

// `digest` is NULL for schemes that hash by themselves; `pss` is 1 for RSA-PSS. A reused context each.
bare_key *bare_rsa(const uint8_t *n, size_t n_length, const uint8_t *e, size_t e_length, const char *digest, int pss);
bare_key *bare_ec(const char *group, const uint8_t *point, size_t length, const char *digest);
bare_key *bare_raw(const char *type, const uint8_t *bytes, size_t length);
bare_key *bare_hmac(const uint8_t *secret, size_t length, const char *digest);
// An ECDSA signature is r and s side by side.
int bare_verify(bare_key *key, const uint8_t *message, size_t length, const uint8_t *signature, size_t signature_length);

// How often this process has asked for heap memory.
uint64_t bare_allocations(void);
double bare_seconds(void);

#endif
