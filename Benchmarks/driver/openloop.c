// Asks at random moments, so many times a second on average (a Poisson process), whatever the answers take. The time of
// a request counts from the moment at which it was due, also when no connection was free: nothing is left out because
// the server was slow. Reads the request from standard input, prints one JSON object; where some were refused, with the
// times of the others and of the refusals beside those of all.
//
//   openloop PORT|PATH RATE SECONDS CONNECTIONS spin|sleep
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

struct connection {
    int socket;
    int64_t due; // of the request under way
    size_t filled;
    char answer[8192];
};

static char request[65536];
static size_t requestLength;
static struct connection *connections;
static int *idle, idleCount; // indices of connections without a request
static int64_t *waiting;     // moments at which requests were due that have no connection yet
static size_t waitingHead, waitingTail;
static double *times, *allowedTimes, *refusedTimes;
static size_t answered, allowed, refused;

static void fail(const char *what) {
    fprintf(stderr, "openloop: %s: %s\n", what, errno ? strerror(errno) : "unexpected");
    exit(1);
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int64_t gap(double rate) {
    return (int64_t)(-log(1 - drand48()) / rate * 1e9);
}

static int connectTo(const char *address) {
    int port = atoi(address), one = 1;
    int descriptor = socket(port ? AF_INET : AF_UNIX, SOCK_STREAM, 0);
    if (descriptor < 0) fail("socket");
    if (port) {
        struct sockaddr_in target = {
            .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
        if (connect(descriptor, (struct sockaddr *)&target, sizeof target)) fail("connect");
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    } else {
        struct sockaddr_un target = {.sun_family = AF_UNIX};
        strncpy(target.sun_path, address, sizeof target.sun_path - 1);
        if (connect(descriptor, (struct sockaddr *)&target, sizeof target)) fail("connect");
    }
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    return descriptor;
}

static void ask(int index, int64_t due) {
    connections[index].due = due;
    connections[index].filled = 0;
    if (write(connections[index].socket, request, requestLength) != (ssize_t)requestLength) fail("write");
}

static void receive(int index) {
    struct connection *connection = &connections[index];
    size_t room = sizeof connection->answer - 1 - connection->filled;
    ssize_t count = read(connection->socket, connection->answer + connection->filled, room);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) fail("the server closed a connection");
    connection->filled += count;
    connection->answer[connection->filled] = 0;
    if (!strstr(connection->answer, "\r\n\r\n")) return; // answers have no body
    double time = (now() - connection->due) / 1e6;
    times[answered++] = time;
    if (connection->answer[9] == '2')
        allowedTimes[allowed++] = time;
    else
        refusedTimes[refused++] = time;
    if (waitingHead < waitingTail)
        ask(index, waiting[waitingHead++]);
    else
        idle[idleCount++] = index;
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

// Prints the rest of a JSON object. The first tenth warms up.
static void percentiles(double *all, size_t total) {
    size_t skipped = total / 10, kept = total - skipped;
    double *sorted = all + skipped;
    qsort(sorted, kept, sizeof *sorted, ascending);
    printf("\"p50\":%.4f,\"p90\":%.4f,\"p99\":%.4f,\"p99.9\":%.4f}", sorted[kept / 2], sorted[(size_t)(kept * 0.9)],
           sorted[(size_t)(kept * 0.99)], sorted[(size_t)(kept * 0.999)]);
}

int main(int count, char **words) {
    if (count != 6) fail("usage: openloop PORT|PATH RATE SECONDS CONNECTIONS spin|sleep");
    double rate = atof(words[2]), seconds = atof(words[3]);
    int connectionCount = atoi(words[4]), spin = !strcmp(words[5], "spin");
    size_t most = (size_t)(rate * seconds * 1.5) + 1000;
    requestLength = fread(request, 1, sizeof request, stdin);
    connections = calloc(connectionCount, sizeof *connections);
    idle = calloc(connectionCount, sizeof *idle);
    waiting = calloc(most, sizeof *waiting);
    times = calloc(most, sizeof *times);
    allowedTimes = calloc(most, sizeof *allowedTimes);
    refusedTimes = calloc(most, sizeof *refusedTimes);
    prctl(PR_SET_TIMERSLACK, 1);

    int events = epoll_create1(0);
    for (int index = 0; index < connectionCount; index++) {
        connections[index].socket = connectTo(words[1]);
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = index};
        epoll_ctl(events, EPOLL_CTL_ADD, connections[index].socket, &event);
        idle[idleCount++] = index;
    }

    srand48(1);
    int64_t start = now(), end = start + (int64_t)(seconds * 1e9), next = start + gap(rate);
    size_t asked = 0;
    while (1) {
        int64_t moment = now();
        for (; next <= moment && next < end && asked < most; next += gap(rate), asked++) {
            if (idleCount)
                ask(idle[--idleCount], next);
            else
                waiting[waitingTail++] = next;
        }
        if (next >= end && answered == asked) break;
        if (moment > end + INT64_C(10000000000)) fail("answers are missing after ten seconds");
        int64_t pause = spin ? 0 : next < end ? next - moment : 1000000;
        struct timespec timeout = {.tv_sec = pause / 1000000000, .tv_nsec = pause % 1000000000};
        struct epoll_event ready[64];
        int readyCount = epoll_pwait2(events, ready, 64, &timeout, NULL);
        for (int index = 0; index < readyCount; index++) receive(ready[index].data.u32);
    }

    printf("{\"requests\":%zu,\"refused\":%zu,\"seconds\":%.3f,", answered, refused, seconds);
    if (refused) {
        printf("\"refusals\":{");
        percentiles(refusedTimes, refused);
        printf(",");
        if (allowed) {
            printf("\"allows\":{");
            percentiles(allowedTimes, allowed);
            printf(",");
        }
    }
    percentiles(times, answered);
    printf("\n");
    return 0;
}
