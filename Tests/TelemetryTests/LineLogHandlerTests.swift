import Foundation
import Logging
import Synchronization
import Telemetry
import Testing

@Suite("Log lines")
struct LineLogHandlerTests {
    /// Keeps lines as texts.
    final class Kept: LogOutput {
        private let list = Mutex<[String]>([])
        var lines: [String] { list.withLock { $0 } }
        func write(_ line: [UInt8], notice: (Int) -> [UInt8]) {
            list.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
        }
    }

    static func lines(_ format: LogFormat, _ body: (inout Logger) -> Void) -> [String] {
        let kept = Kept()
        var logger = logger(LogStyle(level: .info, format: format), kept)
        body(&logger)
        return kept.lines
    }

    static func logger(_ style: LogStyle, _ kept: Kept) -> Logger {
        Logger(label: "test") { _ in LineLogHandler(style: style, clock: { 1_900_000_000.123 }, output: kept) }
    }

    @Test("A line is one JSON object with time, level, message and the members")
    func writesJSON() {
        let lines = Self.lines(.json) { logger in
            logger[metadataKey: "pid"] = .stringConvertible(7)
            logger.info("request denied", metadata: ["reason": "token_expired", "answer": .stringConvertible(401)])
        }
        #expect(
            lines == [
                #"{"time":"2030-03-17T17:46:40.123Z","level":"info","message":"request denied","answer":401,"pid":7,"#
                    + #""reason":"token_expired"}"# + "\n"
            ]
        )
    }

    @Test("Members take every form of metadata, and never the place of time, level or message")
    func writesMembers() throws {
        let lines = Self.lines(.json) { logger in
            logger.warning(
                "m",
                metadata: [
                    "list": ["a", .array([.stringConvertible(true)])], "object": ["b": "c", "a": "b"],
                    "time": "now", "level": "high", "message": "other", "error": .stringConvertible(1.5),
                ]
            )
        }
        #expect(
            lines == [
                #"{"time":"2030-03-17T17:46:40.123Z","level":"warning","message":"m","error":"1.5","_level":"high","#
                    + #""list":["a",[true]],"_message":"other","object":{"a":"b","b":"c"},"_time":"now"}"# + "\n"
            ]
        )
    }

    @Test("Untrusted values stay inside their string, on one line")
    func escapes() throws {
        let hostile =
            "a\"b\\c\n\r\t\u{0}\u{1b}[31m\u{7f}\u{9b}\u{2028}\u{2029}\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}é😀\u{fffd}"
        for format in LogFormat.allCases {
            let lines = Self.lines(format) { logger in
                logger.error("\(hostile)", metadata: ["found": .string(hostile), hostile: "x"])
            }
            let line = try #require(lines.first)
            let strange = line.dropLast().unicodeScalars.filter { scalar in
                [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
            }
            #expect(strange.isEmpty)
            #expect(line.hasSuffix("\n"))
        }
        let lines = Self.lines(.json) { $0.error("\(hostile)", metadata: ["found": .string(hostile)]) }
        let json = try #require(lines.first)
        let object = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String])
        #expect(object["message"] == hostile)
        #expect(object["found"] == hostile)
    }

    @Test("Text is for people")
    func writesText() {
        let lines = Self.lines(.text) { logger in
            logger.notice("listening", metadata: ["address": "127.0.0.1:9090", "threads": .stringConvertible(2)])
        }
        #expect(
            lines == ["2030-03-17T17:46:40.123Z notice listening address=\"127.0.0.1:9090\" threads=2\n"]
        )
    }

    @Test("Lines below the level are not written")
    func filters() {
        let lines = Self.lines(.json) { logger in
            logger.debug("no")
            logger.info("yes")
            logger.logLevel = .error
            logger.warning("no")
        }
        #expect(lines.count == 1)
    }

    @Test("A style that is replaced holds for every copy of the logger")
    func followsStyle() {
        let kept = Kept()
        let style = LogStyle(level: .error, format: .json)
        let logger = Self.logger(style, kept)
        var copy = logger
        copy[metadataKey: "issuer"] = "a"
        copy.info("no")
        style.replace(level: .info, format: .text)
        #expect(logger.logLevel == .info)
        logger.info("yes")
        copy.info("yes")
        style.replace(level: .warning, format: .json)
        copy.info("no")
        copy.warning("yes")
        #expect(
            kept.lines == [
                "2030-03-17T17:46:40.123Z info yes\n", "2030-03-17T17:46:40.123Z info yes issuer=\"a\"\n",
                #"{"time":"2030-03-17T17:46:40.123Z","level":"warning","message":"yes","issuer":"a"}"# + "\n",
            ]
        )
    }

    @Test("An error is a member")
    func writesErrors() {
        struct Broken: Error, CustomStringConvertible { let description = "it broke" }
        let lines = Self.lines(.json) { $0.error("failed", error: Broken()) }
        #expect(lines.first?.contains(#""error":"it broke""#) == true)
    }
}
