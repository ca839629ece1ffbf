package import Authorization
import Bytes
import Foundation
import JOSE
package import Settings

/// The JSON object that `postern check --json` prints.
package struct CheckReport: Encodable {
    /// An error or a warning; file, line and column may be null.
    struct Entry: Encodable {
        var file: String?
        var line: Int?
        var column: Int?
        var message: String

        private enum CodingKeys: CodingKey {
            case file, line, column, message
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(file, forKey: .file)
            try container.encode(line, forKey: .line)
            try container.encode(column, forKey: .column)
            try container.encode(message, forKey: .message)
        }
    }

    struct Issuer: Encodable {
        struct Rejection: Encodable {
            var kid: String?
            var reason: String

            private enum CodingKeys: CodingKey {
                case kid, reason
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(kid, forKey: .kid)
                try container.encode(reason, forKey: .reason)
            }
        }

        var issuer: String
        /// The URL or file of the keys.
        var source: String
        /// The `kid` of each usable key; null for a key without.
        var usable: [String?]
        var rejected: [Rejection]
        /// Why there are no keys; absent if there are.
        var error: String?
    }

    private(set) var errors: [Entry] = []
    private(set) var warnings: [Entry] = []
    private(set) var issuers: [Issuer] = []

    /// Creates an empty report.
    package init() {}

    /// Adds errors and warnings.
    package mutating func add(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics {
            switch diagnostic.severity {
            case .error: errors.append(Entry(diagnostic))
            case .warning: warnings.append(Entry(diagnostic))
            }
        }
    }

    /// Adds an error in the command's options.
    package mutating func add(error: String) {
        errors.append(Entry(message: error))
    }

    /// Adds a warning about something outside of the configuration.
    package mutating func add(warning: String) {
        warnings.append(Entry(message: warning))
    }

    /// Adds the keys of an issuer.
    package mutating func add(_ status: IssuerStatus) {
        issuers.append(
            Issuer(
                issuer: status.issuer,
                source: (status.keysURL ?? status.source).withoutInvisibles,
                usable: status.keys.map { $0.keyID?.withoutInvisibles },
                rejected: status.rejections.map { rejection in
                    Issuer.Rejection(
                        kid: rejection.keyID?.withoutInvisibles,
                        reason: rejection.reason.withoutInvisibles
                    )
                },
                error: status.lastError?.withoutInvisibles
            )
        )
        for warning in status.warnings {
            add(warning: "issuer \(status.issuer): \(warning.withoutInvisibles)")
        }
    }

    /// The report as JSON, on one line.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

extension CheckReport.Entry {
    init(_ diagnostic: Diagnostic) {
        switch diagnostic.location {
        case .position(let file, let line, let column):
            self.init(file: file, line: line, column: column, message: diagnostic.text)
        case .file(let file):
            self.init(file: file, message: diagnostic.text)
        case .flag(let name), .variable(let name):
            self.init(message: "\(name): \(diagnostic.text)")
        }
    }
}
