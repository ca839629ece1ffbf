/// The member names that Postern looks for, ready for comparison with bytes.
package enum Name {
    static let alg = Array("alg".utf8)
    static let kid = Array("kid".utf8)
    static let typ = Array("typ".utf8)
    static let crit = Array("crit".utf8)
    static let b64 = Array("b64".utf8)
    static let zip = Array("zip".utf8)
    static let enc = Array("enc".utf8)
    package static let iss = Array("iss".utf8)
    static let aud = Array("aud".utf8)
    package static let exp = Array("exp".utf8)
    package static let nbf = Array("nbf".utf8)
    static let iat = Array("iat".utf8)
    package static let scope = Array("scope".utf8)
    package static let scp = Array("scp".utf8)
    package static let scopes = Array("scopes".utf8)
}
