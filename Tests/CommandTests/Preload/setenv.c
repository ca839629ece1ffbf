// What agents that monitor applications do when they are loaded: they set variables, and the C library moves `environ`.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>

// Early enough where Swift's library is part of the command.
__attribute__((constructor)) static void set(void) {
    setenv("PRELOADED_AGENT", "1", 1);
}

// Where it is a library of its own, that is made ready before this one: the libraries before it call this.
int __cxa_atexit(void (*function)(void *), void *argument, void *library) {
    int (*next)(void (*)(void *), void *, void *) = dlsym(RTLD_NEXT, "__cxa_atexit");
    set();
    return next(function, argument, library);
}
