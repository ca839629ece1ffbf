// The one function of libFuzzer that a program with its own `main` calls; compilers ship it without a header.
#ifndef POSTERN_LIBFUZZER_H
#define POSTERN_LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

// Calls `callback` with one input after another, for as long as the arguments say. Takes what `main` got.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *input, size_t length));

#endif
