#include <openssl/bn.h>
#include <openssl/err.h>

#include "CTokenCrypto.h"

// A twisted Edwards curve, as far as it is needed to find x from y: x^2 is (y^2 - 1) / (a + b y^2), up to the sign of both
// and a common factor, which RFC 8032 hides in its constant d.
struct edwards_curve {
    size_t length;
    const char *prime;
    unsigned long factor;  // of the numerator: 121666 for Ed25519, whose d is -121665/121666
    unsigned long a;
    unsigned long b;
    int subtracts;  // whether b y^2 is taken from a
};

static const struct edwards_curve curves[] = {
    [PTC_ED25519] = {32, "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed", 121666, 121666, 121665, 1},
    [PTC_ED448] = {57,
                   "fffffffffffffffffffffffffffffffffffffffffffffffffffffffe"
                   "ffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                   1, 1, 39081, 0},
};

// Whether x^2 has a root: the product of numerator and denominator is a square exactly when their quotient is.
static int has_x(const struct edwards_curve *curve, const BIGNUM *y, const BIGNUM *prime, BN_CTX *context) {
    BIGNUM *square = BN_CTX_get(context);
    BIGNUM *numerator = BN_CTX_get(context);
    BIGNUM *denominator = BN_CTX_get(context);
    if (denominator == NULL || !BN_mod_sqr(square, y, prime, context)) return 0;
    // y^2 - 1 for Ed25519, 1 - y^2 for Ed448.
    if (!BN_copy(numerator, square) || !BN_sub_word(numerator, 1) || !BN_mul_word(numerator, curve->factor)) return 0;
    if (!curve->subtracts) BN_set_negative(numerator, !BN_is_negative(numerator));
    if (!BN_copy(denominator, square) || !BN_mul_word(denominator, curve->b)) return 0;
    if (curve->subtracts) BN_set_negative(denominator, 1);
    if (!BN_add_word(denominator, curve->a)) return 0;
    if (!BN_nnmod(numerator, numerator, prime, context) || !BN_nnmod(denominator, denominator, prime, context)) return 0;
    if (!BN_mod_mul(numerator, numerator, denominator, prime, context)) return 0;
    int symbol = BN_kronecker(numerator, prime, context);
    return symbol == 0 || symbol == 1;
}

int ptc_edwards_is_point(ptc_edwards name, const uint8_t *encoded, size_t length) {
    const struct edwards_curve *curve = &curves[name];
    if (length != curve->length) return 0;
    BN_CTX *context = BN_CTX_new();
    BIGNUM *y = BN_lebin2bn(encoded, (int)length, NULL);
    BIGNUM *prime = NULL;
    // The last bit is the sign of x.
    int sound = context != NULL && y != NULL && BN_hex2bn(&prime, curve->prime) != 0 &&
                (!BN_is_bit_set(y, (int)length * 8 - 1) || BN_clear_bit(y, (int)length * 8 - 1) == 1) &&
                BN_cmp(y, prime) < 0;
    if (sound) {
        BN_CTX_start(context);
        sound = has_x(curve, y, prime, context);
        BN_CTX_end(context);
    }
    BN_free(prime);
    BN_free(y);
    BN_CTX_free(context);
    ERR_clear_error();
    return sound;
}
