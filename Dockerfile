# Postern in an image of its files alone: the command, the libraries that it loads, and the authorities' certificates.
# No shell, no package manager, no root; it runs with a read-only root file system.
#
#   docker build --tag postern .
#   docker run --publish 9090:9090 --env POSTERN_ISSUER=https://issuer.example --env POSTERN_AUDIENCE=api \
#       --env POSTERN_LISTEN=0.0.0.0:9090 postern
#   docker run --publish 9090:9090 --volume "$PWD/postern.yaml:/etc/postern/postern.yaml:ro" \
#       --env POSTERN_CONFIG=/etc/postern/postern.yaml --read-only postern
FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libssl-dev pkg-config zlib1g-dev
WORKDIR /source
COPY . .
RUN swift build -c release --product postern --static-swift-stdlib \
    && strip .build/release/postern \
    && scripts/runtime-root .build/release/postern /root-of-postern

FROM scratch
COPY --from=build /root-of-postern /
USER 65532:65532
# Listeners must not be on 127.0.0.1, which is the container's own: POSTERN_LISTEN says where they are, or the file. It is not
# set here, because it would have no effect beside a file, and draw a warning.
EXPOSE 9090
# No HEALTHCHECK, since it would have to run a program inside: ask /readyz on the admin listener from outside, as
# examples/kubernetes.yaml does. It is on the container's 127.0.0.1:9091 unless `admin` and `admin_public` say otherwise.
ENTRYPOINT ["/usr/bin/postern"]
CMD ["serve"]
