import Bytes
import FoundationEssentials
import Glibc

/// Stores snapshots in the state directory, one file per issuer.
///
/// The files hold public keys, but anyone who can write them can let tokens in: only their owner can read and
/// write them. Files are not synced to disk: one that a power failure truncated is detected and ignored.
struct SnapshotStore: Sendable {
    /// A usable snapshot.
    struct Found: Sendable {
        var snapshot: KeySnapshot
        /// Seconds that the file's time is ahead of the clock; nil within the tolerated difference.
        var secondsAhead: Double?
    }

    /// The tolerated difference of clocks, in seconds.
    private static let clockTolerance = 60.0

    let directory: String

    /// Reads an issuer's snapshot.
    ///
    /// A time in the future means that the clock was set back after the snapshot was written. Its age is unknown, so it
    /// counts as written now; the caller writes it again with that time, so that it ages.
    ///
    /// - Returns: nil when there is no snapshot.
    /// - Throws: ``FetchError`` when the snapshot cannot be used.
    func read(_ issuer: IssuerKeys) throws(FetchError) -> Found? {
        let path = path(of: issuer)
        guard FileStamp(path: path) != nil else { return nil }
        // Escapes at most double the size of the set's text, except in crafted files.
        let (bytes, stamp) = try RegularFile.read(path, limit: 4 * KeyTransport.maxBytes)
        guard stamp.isOurs else {
            throw FetchError("the snapshot \(path) is writable by other users and is ignored")
        }
        var snapshot: KeySnapshot
        do {
            snapshot = try JSONDecoder().decode(KeySnapshot.self, from: Data(bytes))
        } catch {
            throw FetchError("the snapshot \(path) is damaged and is ignored")
        }
        guard snapshot.version == KeySnapshot.currentVersion else {
            throw FetchError("the snapshot \(path) has format version \(snapshot.version) and is ignored")
        }
        guard snapshot.belongs(to: issuer) else {
            throw FetchError("the snapshot \(path) is for another issuer or URL and is ignored")
        }
        guard snapshot.lastSuccess.isFinite else { throw FetchError("the snapshot \(path) is damaged and is ignored") }
        let now = WallClock.now()
        let ahead = snapshot.lastSuccess - now
        snapshot.lastSuccess = min(snapshot.lastSuccess, now)
        return Found(snapshot: snapshot, secondsAhead: ahead > Self.clockTolerance ? ahead : nil)
    }

    /// Replaces the previous snapshot atomically.
    func write(_ snapshot: KeySnapshot, of issuer: IssuerKeys) throws(FetchError) {
        let path = path(of: issuer)
        let temporary = "\(path).\(UInt64.random(in: 0 ... .max))"
        do {
            let text = try JSONEncoder().encode(snapshot)
            try createDirectory()
            try Self.create(temporary, text)
            guard unsafe rename(temporary, path) == 0 else { throw SystemError() }
        } catch {
            _ = unsafe unlink(temporary)
            throw FetchError("the snapshot \(path) cannot be written: \(error)")
        }
    }

    /// The issuer's file: a few readable letters, and a hash that makes the name unique.
    func path(of issuer: IssuerKeys) -> String {
        let letters = issuer.issuer.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? Character(scalar) : "-"
        }
        let digits = String(Self.hash(issuer.issuer), radix: 16)
        return "\(directory)/\(String(letters.suffix(64)))-\(digits).json"
    }

    /// Why a snapshot cannot be written; tested with an empty file that is deleted at once.
    ///
    /// If the directory does not exist, its nearest existing parent is tested; no directory is created.
    func writingProblem() -> SystemError? {
        var nearest = directory[...]
        while FileStamp(path: String(nearest)) == nil, let slash = nearest.lastIndex(of: "/"), nearest != "/" {
            nearest = slash == nearest.startIndex ? "/" : nearest[..<slash]
        }
        let probe = "\(nearest)/.postern-\(UInt64.random(in: 0 ... .max))"
        do throws(SystemError) {
            try Self.create(probe, Data())
            _ = unsafe unlink(probe)
            return nil
        } catch {
            return error
        }
    }

    /// Creates the directory and its missing parents.
    private func createDirectory() throws(SystemError) {
        var path = directory.hasPrefix("/") ? "" : "."
        for part in directory.split(separator: "/") {
            path += "/\(part)"
            guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemError() }
        }
    }

    private static func create(_ path: String, _ text: Data) throws(SystemError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError() }
        defer { close(descriptor) }
        var rest = text[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw SystemError() }
            rest = rest.dropFirst(written)
        }
    }

    /// A stable hash for the file name; the content identifies the issuer.
    private static func hash(_ text: String) -> UInt64 {
        var hash = ByteHash()
        for byte in text.utf8 { hash.combine(byte) }
        return hash.value
    }
}
