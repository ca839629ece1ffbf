import Bytes
import Glibc
import NIOSSL
import Synchronization

/// The CA certificates that the system trusts, found as OpenSSL does and read again when they change.
///
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` replace the usual files and folders. In a folder, only files are used whose
/// names are hashes, as `openssl rehash` and `update-ca-certificates` create them.
final class TrustStore: Sendable {
    /// The certificates that were found.
    struct Content: Sendable {
        var certificates: [NIOSSLCertificate]
        /// Their paths, for messages; nil when there are none.
        var name: String?
        /// Problems of the paths that the variables name.
        var problems: [String]
    }

    private struct Reading {
        var stamps: [String: FileStamp]
        var content: Content
    }

    /// Where to look for certificates.
    let paths: TrustStorePaths
    private let last = Mutex<Reading?>(nil)

    init(_ paths: TrustStorePaths) {
        self.paths = paths
    }

    /// The current certificates; blocks while it reads files, for some milliseconds after a change.
    func content() -> Content {
        let stamps = stamps()
        return last.withLock { last in
            if let last, last.stamps == stamps { return last.content }
            let content = read()
            last = Reading(stamps: stamps, content: content)
            return content
        }
    }

    /// Stamps that change when any of the files changes or one is added.
    private func stamps() -> [String: FileStamp] {
        var stamps: [String: FileStamp] = [:]
        for path in paths.files + paths.folders { stamps[path] = FileStamp(path: path) }
        for folder in paths.folders {
            for path in Self.hashedFiles(in: folder) { stamps[path] = FileStamp(path: path) }
        }
        return stamps
    }

    private func read() -> Content {
        var content = Content(certificates: [], problems: [])
        var names: [String] = []
        for path in paths.files {
            let found = Self.certificates(in: path)
            if found.isEmpty {
                if paths.isFileChosen { content.problems.append(problem(ofFile: path)) }
            } else {
                content.certificates = found
                names.append(path + (paths.isFileChosen ? " (SSL_CERT_FILE)" : ""))
                break
            }
        }
        var known = Set(content.certificates)
        for folder in paths.folders {
            let found = Self.hashedFiles(in: folder).flatMap(Self.certificates)
            if found.isEmpty {
                if paths.areFoldersChosen { content.problems.append(Self.problem(ofFolder: folder)) }
                continue
            }
            content.certificates += found.filter { known.insert($0).inserted }
            names.append(folder + (paths.areFoldersChosen ? " (SSL_CERT_DIR)" : ""))
            // One of the usual folders is enough: others are links to it.
            if !paths.areFoldersChosen { break }
        }
        content.name = names.isEmpty ? nil : names.joined(separator: " and ")
        return content
    }

    private func problem(ofFile path: String) -> String {
        do throws(FetchError) {
            _ = try RegularFile.read(path, limit: Self.maxBytes)
            return "SSL_CERT_FILE: \(path) contains no readable PEM certificate"
        } catch {
            return "SSL_CERT_FILE: \(error.message)"
        }
    }

    private static func problem(ofFolder path: String) -> String {
        guard let stamp = FileStamp(path: path) else { return "SSL_CERT_DIR: \(path) cannot be read: \(SystemError())" }
        guard !stamp.isRegular else { return "SSL_CERT_DIR: \(path) is a file; name it in SSL_CERT_FILE" }
        return "SSL_CERT_DIR: \(path) contains no certificate named by its hash; run `openssl rehash`"
    }

    private static let maxBytes = 16 << 20

    private static func certificates(in path: String) -> [NIOSSLCertificate] {
        guard let bytes = try? RegularFile.read(path, limit: maxBytes).bytes else { return [] }
        if let all = try? NIOSSLCertificate.fromPEMBytes(bytes) { return all }
        // One damaged certificate must not affect the others.
        let text = String(decoding: bytes, as: UTF8.self)
        return text.matches(of: /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/).compactMap { match in
            try? NIOSSLCertificate(bytes: Array(match.0.utf8), format: .pem)
        }
    }

    /// The files of a folder that OpenSSL would read, such as `3513523f.0`.
    private static func hashedFiles(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var files: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if isHash(name) { files.append("\(folder)/\(name)") }
        }
        return files.sorted()
    }

    private static func isHash(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].count == 8 && !parts[1].isEmpty
            && parts[0].allSatisfy(\.isHexDigit) && parts[1].allSatisfy(\.isDigit)
    }
}
