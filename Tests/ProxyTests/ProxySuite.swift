import Testing

/// Everything that starts servers, one after the other: they measure nothing, but they do share two cores.
@Suite("The service behind proxies", .serialized)
enum ProxySuite {}
