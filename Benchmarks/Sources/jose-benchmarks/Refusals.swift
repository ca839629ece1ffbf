import Foundation
import JOSE

extension Main {
    /// The cost of refusing tokens of 16 KiB in hostile shapes, against that of a valid one of the same size.
    static func refusals() throws {
        let size = 16 << 10
        let filler = String(repeating: "x", count: 11_500)
        let payload = String(Subject.payload.dropLast()) + #","filler":"\#(filler)"}"#
        let subjects = [try Subject.rsa(payload)[0], try Subject.p256(payload), try Subject.ed25519(payload)]
        let valid = try subjects.map { (try Subject.verifier($0.jwk), $0.tokens[0]) }
        for (verifier, token) in valid { precondition(check(verifier, token)) }
        let works: [() -> Void] = valid.map { verifier, token in { _ = check(verifier, token) } }
        let wanted = CommandLine.arguments.dropFirst(2).first
        let times = Clock.microseconds(works, rounds: wanted == nil ? 40 : 1)
        for (subject, time) in zip(subjects, times) {
            print("valid \(subject.name), \(subject.tokens[0].count) bytes:", column(time, 8), "µs")
        }
        let verifier = valid[0].0
        for (name, token) in hostile(size) where wanted == nil || name == wanted {
            let bytes = Array(token.utf8)
            guard case .refused(let reason) = verifier.verify(bytes.span, at: Subject.now) else { fatalError(name) }
            let time = Clock.microseconds(
                [{ _ = verifier.verify(bytes.span, at: Subject.now) }],
                rounds: wanted == nil ? 15 : 500
            )[0]
            let ratio = time / times[0]
            print(
                name.padding(toLength: 34, withPad: " ", startingAt: 0),
                bytes.count,
                column(time, 8),
                "µs",
                column(ratio, 6),
                "times the cheapest valid one:",
                reason.rawValue
            )
        }
    }

    private static func hostile(_ size: Int) -> [(String, String)] {
        let header = base64(Array(#"{"alg":"RS256","kid":"k"}"#.utf8))
        let room = (size - header.utf8.count - 360) / 4 * 3
        let claims = String(Subject.payload.dropLast())
        func token(_ payload: String, header: String = header) -> String {
            header + "." + base64(Array(payload.utf8)) + "." + base64([UInt8](repeating: 1, count: 256))
        }
        func filled(_ unit: (Int) -> String, start: String = "{", end: String = "}") -> String {
            var text = start
            var number = 0
            while text.utf8.count < room - end.utf8.count - 16 {
                text +=
                    (number == 0 && start.hasSuffix(",") == false && start != "{" && start != "["
                        ? "," : number > 0 ? "," : "") + unit(number)
                number += 1
            }
            return text + end
        }
        func name(_ number: Int) -> String { String(number, radix: 36) }
        let members = filled({ #""\#(name($0))":0"# }, start: claims)
        let late = filled({ #""\#(name($0))":0"# }, end: ",\(claims.dropFirst())}")
        let escapedNames = filled({ String(format: #""\u%04x":0"#, $0 + 0x100) }, start: claims)
        let header16 = base64(Array(filled({ #""\#(name($0))":0"# }, end: #","alg":"RS256","kid":"k"}"#).utf8))
        let digits = String(repeating: "1", count: room - 420)
        return [
            ("members", token(members)),
            ("members, claims last", token(late)),
            ("members, names escaped", token(escapedNames)),
            (
                "members in the header",
                header16 + "." + base64(Array(Subject.payload.utf8)) + "." + base64([UInt8](repeating: 1, count: 256))
            ),
            (
                "empty names in objects",
                token(
                    filled({ _ in #"{"":0}"# }, start: claims + #","x":["#, end: "]}").replacingOccurrences(
                        of: "[,",
                        with: "["
                    )
                )
            ),
            (
                "elements of an array",
                token(
                    filled({ _ in "0" }, start: claims + #","x":["#, end: "]}").replacingOccurrences(
                        of: "[,",
                        with: "["
                    )
                )
            ),
            (
                "empty arrays",
                token(
                    filled({ _ in "[]" }, start: claims + #","x":["#, end: "]}").replacingOccurrences(
                        of: "[,",
                        with: "["
                    )
                )
            ),
            ("escapes", token(claims + #","x":""# + String(repeating: #"\u00e9"#, count: (room - 420) / 6) + #""}"#)),
            ("short escapes", token(claims + #","x":""# + String(repeating: #"\n"#, count: (room - 420) / 2) + #""}"#)),
            (
                "escaped name, long",
                token(claims + #",""# + String(repeating: #"\u00e9"#, count: (room - 420) / 6) + #"":0}"#)
            ),
            (
                "two long escaped names",
                token(
                    claims
                        + [",", ","].enumerated().map {
                            $1 + "\"" + String(repeating: #"\u00e9"#, count: (room - 440) / 12) + ($0 == 0 ? "a" : "b")
                                + "\":0"
                        }.joined() + "}"
                )
            ),
            (
                "UTF-8 of two bytes",
                token(claims + #","x":""# + String(repeating: "é", count: (room - 420) / 2) + #""}"#)
            ),
            (
                "UTF-8 of four bytes",
                token(claims + #","x":""# + String(repeating: "😀", count: (room - 420) / 4) + #""}"#)
            ),
            ("white space", token(claims + String(repeating: " ", count: room - 400) + "}")),
            ("deep nesting", token(String(repeating: "[", count: room))),
            (
                "deep nesting, lawful",
                token(
                    filled(
                        { _ in String(repeating: "[", count: 30) + String(repeating: "]", count: 30) },
                        start: claims + #","x":["#,
                        end: "]}"
                    ).replacingOccurrences(of: "[,", with: "[")
                )
            ),
            ("digits in exp", token(#"{"iss":"https://issuer.example","exp":1\#(digits)}"#)),
            ("digits after the point in exp", token(#"{"iss":"https://issuer.example","exp":1.\#(digits)}"#)),
            (
                "digits in exp, nbf and iat",
                token(
                    #"{"iss":"https://issuer.example","aud":"api","exp":9999999999.\#(digits.prefix(room / 3 - 60)),"nbf":1.\#(digits.prefix(room / 3 - 60)),"iat":1.\#(digits.prefix(room / 3 - 60))}"#
                )
            ),
            ("digits in an exponent", token(#"{"iss":"https://issuer.example","exp":1e\#(digits)}"#)),
            (
                "audiences",
                token(
                    filled(
                        { _ in #""ap""# },
                        start: #"{"iss":"https://issuer.example","exp":1700000300,"aud":["#,
                        end: "]}"
                    ).replacingOccurrences(of: "[,", with: "[")
                )
            ),
            ("dots", String(repeating: ".", count: size)),
            ("dots after a token", token(Subject.payload) + String(repeating: ".", count: size - 1200)),
            ("base64url without dots", String(repeating: "A", count: size)),
            ("bad base64url at the end", token(members).dropLast() + "="),
            (
                "long kid",
                token(
                    Subject.payload,
                    header: base64(
                        Array(#"{"alg":"RS256","kid":"\#(String(repeating: "k", count: room - 800))"}"#.utf8)
                    )
                )
            ),
            (
                "long alg",
                token(
                    Subject.payload,
                    header: base64(Array(#"{"alg":"\#(String(repeating: "R", count: room - 800))","kid":"k"}"#.utf8))
                )
            ),
            (
                "long signature",
                header + "." + base64(Array(Subject.payload.utf8)) + "." + String(repeating: "A", count: size - 520)
            ),
            ("bad signature", token(claims + #","x":""# + String(repeating: "x", count: room - 420) + #""}"#)),
            ("bad signature, members", token(members)),
        ]
    }
}
