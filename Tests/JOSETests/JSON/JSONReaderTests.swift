import JOSE
import TestSupport
import Testing

@testable import JOSE

@Suite("The JSON reader") struct JSONReaderTests {
    private func error(_ text: String) -> JSONError.Code? {
        do {
            _ = try JSONDocument(parsing: Array(text.utf8))
            return nil
        } catch {
            return error.code
        }
    }

    @Test("Every code with its place") func everyCodeWithItsPlace() throws {
        for (text, code, offset) in [
            ("", JSONError.Code.unexpectedEnd, 0), ("{", .unexpectedEnd, 1), (#"{"a""#, .unexpectedEnd, 4),
            (#"""#, .unexpectedEnd, 1),
            (#""\"#, .unexpectedEnd, 2), ("tru", .unexpectedEnd, 3), ("x", .unexpectedByte, 0),
            ("[1,]", .unexpectedByte, 3),
            ("{a:1}", .unexpectedByte, 1), (#"{"a":1,}"#, .unexpectedByte, 7), (#"{"a" 1}"#, .unexpectedByte, 5),
            ("[1 2]", .unexpectedByte, 3), ("\"\u{1}\"", .unexpectedByte, 1), ("truth", .unexpectedByte, 3),
            ("1 1", .trailingBytes, 2), ("01", .trailingBytes, 1), ("{}}", .trailingBytes, 2),
            (#""\x""#, .invalidEscape, 1),
            (#""\u12""#, .invalidEscape, 1), (#""\u00g0""#, .invalidEscape, 1), (#""\ud800""#, .loneSurrogate, 1),
            ("-", .invalidNumber, 1), ("1.", .invalidNumber, 2), ("1e", .invalidNumber, 2), ("1e+", .invalidNumber, 3),
            ("-x", .invalidNumber, 1), (#"{"a":1,"a":2}"#, .repeatedMember, 8),
        ] {
            do {
                _ = try JSONDocument(parsing: Array(text.utf8))
                Issue.record("\(text) was accepted")
            } catch {
                #expect(error == JSONError(code, at: offset), "\(text)")
            }
        }
        #expect(JSONError(.tooDeep, at: 33).description == "nested deeper than 32 levels at byte 33")
    }

    /// Every prefix of a text is refused: no reading past the end anywhere.
    @Test("Every prefix") func everyPrefix() throws {
        let text = Array(#"{"a":[true,false,null,-1.5e+3,"\u00e9\ud83d\ude00€😀\n"],"b":{"c":"","d":[]},"e":0}"#.utf8)
        #expect((try? JSONDocument(parsing: text)) != nil)
        for length in 0..<text.count {
            #expect((try? JSONDocument(parsing: Array(text.prefix(length)))) == nil, "\(length)")
        }
    }

    @Test("Nesting depth") func depth() {
        func nested(_ open: String, _ close: String, _ depth: Int) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            #expect(error(nested(open, close, 32)) == nil)
            #expect(error(nested(open, close, 33)) == .tooDeep)
            #expect(error(nested(open, close, 100_000)) == .tooDeep)
        }
        #expect(error("[" + (0..<40).map { _ in "[[]]" }.joined(separator: ",") + "]") == nil)
    }

    @Test("Values of every kind") func values() throws {
        let text = #"{"s":"a\u0062\/","n":-12.5,"t":true,"f":false,"z":null,"a":[1,"2",[]],"o":{"x":{"y":1}}, "":"e"}"#
        let root = try JSONDocument(parsing: Array(text.utf8)).root
        #expect(root.isObject)
        #expect(root["s"]?.string == "ab/")
        #expect(root["s"]?.text == #""a\u0062\/""#)
        #expect(root["n"]?.number == -12.5)
        #expect(root["n"]?.text == "-12.5")
        #expect(root["t"]?.bool == true)
        #expect(root["f"]?.bool == false)
        #expect(root["z"]?.isNull == true)
        #expect(root["a"]?.array?.map(\.text) == ["1", "\"2\"", "[]"])
        #expect(root["o"]?["x"]?["y"]?.number == 1)
        #expect(root[""]?.string == "e")
        #expect(root["o"]?.text == #"{"x":{"y":1}}"#)
        for name in ["x", "S", "s\u{301}"] { #expect(root[name] == nil) }
        #expect(
            root["s"]?.number == nil && root["n"]?.string == nil && root["t"]?.array == nil && root["a"]?["x"] == nil
        )
        #expect(root["z"]?.bool == nil && root["s"]?.isNull == false && root["a"]?.isObject == false)
    }

    @Test(
        "Numbers",
        arguments: [
            ("0", 0.0), ("-0", 0), ("1", 1), ("-1", -1), ("999999999999999", 999_999_999_999_999),
            ("1700000000", 1.7e9),
            ("9007199254740993", 9_007_199_254_740_992), ("9007199254740992.5", 9_007_199_254_740_992), ("0.1", 0.1),
            ("1e23", 1e23),
            ("1.7976931348623157e308", Double.greatestFiniteMagnitude), ("1e309", .infinity), ("-1e309", -.infinity),
            ("5e-324", Double.leastNonzeroMagnitude), ("1e-400", 0), ("1e0000000000000000001", 10),
            ("0e999999999999999999999", 0), ("1e999999999999999999999", .infinity), ("1e-999999999999999999999", 0),
            ("123456789012345678901234567890", 1.2345678901234568e29),
            ("1700000000.123456789", 1_700_000_000.123456789),
            ("179769313486231580793728971405301e276", 1.7976931348623158e308),
            ("0.000000000000000000000000000001", 1e-30),
            ("4.35", 4.35), ("1e22", 1e22), ("123456789012345e-20", 123456789012345e-20), ("-12345.678E-3", -12.345678),
        ]
    )
    func numbers(_ text: String, _ expected: Double) throws {
        #expect(try JSONDocument(parsing: Array(text.utf8)).root.number == expected)
    }

    /// Digits without end: 16,000 of them are one number, read in one go.
    @Test("Long numbers") func longNumbers() throws {
        func number(_ text: String) throws -> Double? { try JSONDocument(parsing: Array(text.utf8)).root.number }
        let zeros = String(repeating: "0", count: 16_000)
        #expect(try number("1" + zeros) == .infinity)
        #expect(try number("0." + zeros + "1") == 0)
        #expect(try number("1." + zeros + "1") == 1)
        #expect(try number("1" + zeros + "e-16000") == 1)
        #expect(try number("0." + zeros + "1e16001") == 1)
        #expect(try number(String(repeating: "9", count: 300)) == 1e300)
    }

    @Test("Numbers as Foundation reads them") func numbersLikeFoundations() throws {
        var random = SeededGenerator(3)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            for text in [
                "\(value)", "\(value / 1e300)", "\(Float(value))", "\(Int64(truncatingIfNeeded: random.next()))",
            ]
            where text.allSatisfy({ "0123456789+-.e".contains($0) }) {
                #expect(try JSONDocument(parsing: Array(text.utf8)).root.number == Double(text), "\(text)")
            }
        }
    }

    // MARK: Repeated names

    @Test("Repeated names in objects of every size") func repeatedNamesInObjectsOfEverySize() {
        for count in 1...200 {
            let members = (0..<count).map { #""n\#($0)":{}"# }
            #expect(error("{" + members.joined(separator: ",") + "}") == nil, "\(count)")
            for repeated in Set([0, count / 2, count - 1]) {
                #expect(error("{" + (members + [members[repeated]]).joined(separator: ",") + "}") == .repeatedMember)
            }
        }
    }

    /// Names of one object do not collide with those of another, whichever of the two is read first.
    @Test("Same names in several objects") func sameNamesInSeveralObjects() {
        let inner = "{" + (0..<20).map { #""n\#($0)":1"# }.joined(separator: ",") + "}"
        let outer = "{" + (0..<20).map { #""n\#($0)":\#(inner)"# }.joined(separator: ",") + "}"
        #expect(error(outer) == nil)
        #expect(error("[\(outer),\(outer)]") == nil)
        #expect(error(outer.dropLast() + #","n7":1}"#) == .repeatedMember)
    }

    @Test(
        "One name in two spellings",
        arguments: [
            ("a", #"\u0061"#), (#"\u0061"#, "a"), (#"\u0061"#, #"\u0061"#), ("é", #"\u00e9"#), (#"\u00E9"#, #"\u00e9"#),
            ("€", #"\u20AC"#),
            ("😀", #"\uD83D\ude00"#), ("/", #"\/"#), (#"\b"#, #"\u0008"#), (#"\f"#, #"\u000c"#), (#"\n"#, #"\u000A"#),
            (#"\r"#, #"\u000d"#),
            (#"\t"#, #"\u0009"#), (#"\""#, #"\u0022"#), (#"\\"#, #"\u005c"#), ("", ""), (#"x\u0000"#, #"\u0078\u0000"#),
            ("abcdefg", #"\u0061bcdefg"#), ("abcdefgh", #"abcdefg\u0068"#),
        ]
    )
    func oneNameInTwoSpellings(_ one: String, _ other: String) {
        #expect(error(#"{"\#(one)":1,"\#(other)":2}"#) == .repeatedMember)
    }

    @Test(
        "Two names that are not one",
        arguments: [
            ("é", "e\u{301}"), ("a", "A"), ("a", "a "), ("K", "\u{212A}"), ("", #"\u0000"#),
            (#"\u0000"#, #"\u0000\u0000"#),
            ("a", #"a\u0000"#),
            (#"\u0000a"#, "a"), ("abcdefg", #"abcdefg\u0000"#), ("ab", "ba"),
        ]
    )
    func twoNamesThatAreNotOne(_ one: String, _ other: String) {
        #expect(error(#"{"\#(one)":1,"\#(other)":2}"#) == nil)
    }

    /// With a hash of one value for all, the table is slow and just as right.
    @Test("Names that all collide") func namesThatAllCollide() throws {
        let text = Array(("{" + (0..<300).map { #""n\#($0)":1"# }.joined(separator: ",") + "}").utf8)
        let nodes = try JSONDocument(parsing: text).nodes
        var table = JSONNameTable(hash: JSONNameHash(secret: 1 << 63))
        for _ in 0..<2 {
            table.removeAll()
            for name in stride(from: 1, to: nodes.count, by: 2) {
                let isNew = table.insert(nodes[name], name, ofObject: 0, nodes: nodes.span, bytes: text.span)
                let isNewOfAnother = table.insert(nodes[name], name, ofObject: 7, nodes: nodes.span, bytes: text.span)
                #expect(isNew && isNewOfAnother)
            }
            for name in stride(from: 1, to: nodes.count, by: 2) {
                let isNew = table.insert(nodes[name], name, ofObject: 0, nodes: nodes.span, bytes: text.span)
                #expect(!isNew)
            }
        }
    }

    /// Short names differ in the hash, whatever the secret.
    @Test("The hash distinguishes names") func hashTellsNamesApart() throws {
        let hash = JSONNameHash(secret: 0x1234_5678_9ABC_DEF1)
        let names = (0..<2000).map { "n\($0)" } + (0..<20).map { String(repeating: #"\u0000"#, count: $0) }
        let text = Array(("{" + names.map { #""\#($0)":1"# }.joined(separator: ",") + "}").utf8)
        let nodes = try JSONDocument(parsing: text).nodes
        var values: Set<UInt64> = []
        for name in stride(from: 1, to: nodes.count, by: 2) {
            for object in 0..<3 { values.insert(hash.value(of: nodes[name], ofObject: UInt32(object), in: text.span)) }
        }
        #expect(values.count == 3 * names.count)
    }

    /// The reader is used over and over: nothing of one text is left in the next.
    @Test("A reader can be reused") func reuse() throws {
        var reader = JSONReader()
        var document = JSONDocument()
        for text in [#"{"a":1}"#, "[1,2,3", #"{"a":1}"#, "", #"{"a":{"a":[{"a":1}]}}"#, "x", "3"] {
            document.bytes = Array(text.utf8)
            let expected = try? JSONDocument(parsing: Array(text.utf8))
            let accepted = (try? document.reparse(with: &reader)) != nil
            #expect(accepted == (expected != nil), "\(text)")
            if let expected { #expect(document.nodes == expected.nodes) }
        }
    }
}
