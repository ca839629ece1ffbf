/// What messages call the parts of a request that rules look at: the headers of one proxy, or plain words.
package struct RequestPartNames: Sendable, Equatable {
    package var method = "method"
    package var host = "host"
    package var path = "path"

    package init() {}

    package init(method: String, host: String, path: String) {
        self.method = method
        self.host = host
        self.path = path
    }
}
