import NIOCore
import NIOSSL
import Synchronization

/// What each listener speaks TLS with at present; asked once for each of their connections, never by a request.
final class TLSContexts: Sendable {
    /// By the listeners' places; those without TLS have none.
    private let contexts: Mutex<[Int: NIOSSLContext]>

    /// - Parameter files: each listener's, in their order; nil where it speaks no TLS.
    init(_ files: [TLSFiles?]) throws(TLSFileError) {
        contexts = Mutex(try Self.read(files))
    }

    /// For a listener that speaks TLS.
    func context(of index: Int) throws(ChannelError) -> NIOSSLContext {
        guard let context = contexts.withLock({ $0[index] }) else { throw .inappropriateOperationForState }
        return context
    }

    /// Replaces all or, when one is wrong, nothing; open connections go on with what they began with.
    func replace(with files: [TLSFiles?]) throws(TLSFileError) {
        let new = try Self.read(files)
        contexts.withLock { $0.merge(new) { $1 } }
    }

    private static func read(_ files: [TLSFiles?]) throws(TLSFileError) -> [Int: NIOSSLContext] {
        var contexts: [Int: NIOSSLContext] = [:]
        for (index, files) in files.enumerated() { contexts[index] = try files?.context() }
        return contexts
    }
}
