import Bytes
import FoundationEssentials
import Glibc

/// Keeps snapshots in the state directory, one file an issuer.
///
/// The files hold public keys, but whoever can write them can let tokens in: they are readable and writable by their
/// owner alone. Nothing is flushed to the disk: a file that a power failure cut short is found out and ignored.
struct SnapshotStore: Sendable {
    /// A snapshot that can be used.
    struct Found: Sendable {
        var snapshot: KeySnapshot
        /// Seconds by which the file's time was ahead of the clock, if that is more than clocks differ by.
        var secondsAhead: Double?
    }

    /// By how many seconds clocks may differ without a word.
    private static let clockTolerance = 60.0

    let directory: String

    /// Reads an issuer's snapshot.
    ///
    /// A snapshot from the future was written before the clock was set back. Its age is not known then, and it counts as
    /// written now; the caller writes it again with this time, so that it does not stay young forever.
    ///
    /// - Returns: nil when there is none.
    /// - Throws: ``FetchError`` when there is one that cannot be used.
    func read(_ issuer: IssuerKeys) throws(FetchError) -> Found? {
        let path = path(of: issuer)
        guard FileStamp(path: path) != nil else { return nil }
        // The set's text is at most doubled by its escapes, unless somebody plays with them.
        let (bytes, stamp) = try RegularFile.read(path, limit: 4 * KeyTransport.maxBytes)
        guard stamp.isOurs else {
            throw FetchError("the snapshot \(path) could have been written by others and is ignored")
        }
        var snapshot: KeySnapshot
        do {
            snapshot = try JSONDecoder().decode(KeySnapshot.self, from: Data(bytes))
        } catch {
            throw FetchError("the snapshot \(path) is damaged and is ignored")
        }
        guard snapshot.version == KeySnapshot.currentVersion else {
            throw FetchError("the snapshot \(path) is of version \(snapshot.version) and is ignored")
        }
        guard snapshot.belongs(to: issuer) else {
            throw FetchError("the snapshot \(path) is of another issuer or URL and is ignored")
        }
        guard snapshot.goodAt.isFinite else { throw FetchError("the snapshot \(path) is damaged and is ignored") }
        let now = WallClock.now()
        let ahead = snapshot.goodAt - now
        snapshot.goodAt = min(snapshot.goodAt, now)
        return Found(snapshot: snapshot, secondsAhead: ahead > Self.clockTolerance ? ahead : nil)
    }

    /// Puts a snapshot in place of the one before, in one step.
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

    /// The issuer's file: a few readable letters, and a number that makes it the issuer's own.
    func path(of issuer: IssuerKeys) -> String {
        let letters = issuer.issuer.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? Character(scalar) : "-"
        }
        let digits = String(Self.hash(issuer.issuer), radix: 16)
        return "\(directory)/\(String(letters.suffix(64)))-\(digits).json"
    }

    /// Why a snapshot could not be written; tried with an empty file that is gone at once.
    ///
    /// A directory that is not there yet would be made, and so the nearest one above it is tried; none is made here.
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

    /// Makes the directory and those above it, as far as they are missing.
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

    /// A stable hash; what makes a snapshot the issuer's is its content.
    private static func hash(_ text: String) -> UInt64 {
        var hash = ByteHash()
        for byte in text.utf8 { hash.combine(byte) }
        return hash.value
    }
}
