import Authorization
import JOSE
import Testing

@testable import Gateway

/// One issuer with two keys, and tokens that it signed (Ed25519, seeds of 32 bytes 01 and 02).
enum Fixtures {
    /// 2030-03-17T17:46:40Z; the good tokens end in the year 2100.
    static let now = 1_900_000_000.0

    static let keyOne =
        #"{"kty":"OKP","crv":"Ed25519","kid":"one","alg":"EdDSA","use":"sig","#
        + #""x":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w"}"#
    static let keyTwo =
        #"{"kty":"OKP","crv":"Ed25519","kid":"two","alg":"EdDSA","use":"sig","#
        + #""x":"gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q"}"#

    private static let goodClaims =
        "eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiYXVkIjoiYXBpIiwic3ViIjoiYWxpY2UiLCJjb21wYW55IjoiZXhhbXBsZSIs"
        + "ImV4cCI6NDEwMjQ0NDgwMH0"

    /// Of alice at example, by key `one`.
    static let tokenOne =
        "eyJhbGciOiJFZERTQSIsImtpZCI6Im9uZSJ9." + goodClaims
        + ".xxQa2Io_VN_WdJ9avHrVVwY-yC3zH5Q_nIKBoHT7X_0IbmlpkEVBvypy1maIzj-pDC1g7ejkKHHWw9tjsmXgCQ"
    /// The same, by key `two`.
    static let tokenTwo =
        "eyJhbGciOiJFZERTQSIsImtpZCI6InR3byJ9." + goodClaims
        + ".gZUhU0eIusXi7wRoiHlhGumXiEIku1Qp5QwwpWraAg8tmcHtg4rIoP-zh-p190XZfp3PnaaDeb6oMTfcZIeKAQ"
    /// The second, as if by key `one`: its signature is not valid.
    static let forgedToken = String(tokenOne.prefix { $0 != "." } + tokenTwo.drop { $0 != "." })
    /// By key `one`, expired in 2001.
    static let expiredToken =
        "eyJhbGciOiJFZERTQSIsImtpZCI6Im9uZSJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiYXVkIjoiYXBpIiwic3ViIjoi"
        + "YWxpY2UiLCJjb21wYW55IjoiZXhhbXBsZSIsImV4cCI6MTAwMDAwMDAwMH0"
        + ".wZgD4jL2reN8e5p5ndYfZY3Up9iUTY5bRTDbIICtRK52zEPFyd-ihBhThkboFYiNFb-9_WLiCezK06ldy_SbCw"

    static func keys(_ keys: String...) throws -> JWKSet {
        try JWKSet(parsing: Array(#"{"keys":[\#(keys.joined(separator: ","))]}"#.utf8), trust: .fetched)
    }

    static func update(
        _ keys: JWKSet?,
        generation: UInt64,
        refusedUntil: Double = 0,
        issuer: Int = 0
    ) -> EvidenceUpdate {
        .keys(
            IssuerID(issuer),
            KeyEvidence(keys: keys, generation: generation, unknownKeysRefusedUntil: refusedUntil)
        )
    }

    /// What a token by a key that is not at hand lacks.
    static let need = Need.keys(IssuerID(0))

    /// The issuer with its claim headers.
    static func authorization(
        rules: [Rule] = [],
        policies: [String: [Rule]] = [:]
    ) throws -> AuthorizationConfiguration {
        AuthorizationConfiguration(
            issuers: [TokenRequirements(issuer: "https://issuer.example", audiences: .anyOf(["api"]))],
            claimHeaders: [
                ClaimHeader(name: "X-Auth-Subject", content: .claim(try #require(ClaimPath("sub")), .plain)),
                ClaimHeader(name: "X-Auth-Company", content: .claim(try #require(ClaimPath("company")), .plain)),
            ],
            rules: rules,
            policies: policies
        )
    }

    /// A policy under which everybody may pass, so that a test is about the connection alone.
    static let anonymous = Rule(label: "rules[0]", access: .anonymous)
    static let denied = Rule(label: "rules[0]", access: .denied)
}
