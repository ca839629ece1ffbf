// What the two halves of the shim share.
#ifndef POSTERN_PTC_KEY_H
#define POSTERN_PTC_KEY_H

#include <openssl/evp.h>

#include "CTokenCrypto.h"

struct ptc_key {
    EVP_PKEY *public_key;  // NULL for a shared secret
    uint8_t *secret;
    size_t secret_length;
};

#endif
