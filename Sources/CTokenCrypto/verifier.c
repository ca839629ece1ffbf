#include "CTokenCrypto.h"
