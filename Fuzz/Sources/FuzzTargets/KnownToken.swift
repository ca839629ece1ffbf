/// Valid tokens of an issuer whose private keys were destroyed: nothing else can be signed with them.
///
/// Taken from Tests/JOSETests/Fixtures/tokens.json, one of each kind of key.
enum KnownToken {
    static let all: [(jwk: String, jws: String)] = [
        (
            #"""
            {"n":"qz7p-DGkWm3S909A9bfHjxLPbZvkdDCrnEzEq0iguwQqVlEjNO1ysDiBUl1uwniX09EssOgp_hpFheTtp6Z2dVC_t9\#
            rVZwR4pH0uEnkVR0XvrjV1ktkB58v_pg6UC7so183lBnHfy2p0uxYL6TrpCOFxJRPtWe3E20NMpU9ZF_FdoGqnVJvLhURLkr\#
            ucMjxxmAgsNN0tVR60_iEOj3Aluw9wGZb2lk3Y2KrF1M5ffp3oXzRKBKjepcZeK-WD40yRNZox2bj6OsNb5R_7UO0OitVmTB\#
            6Xx8kPQranqppqARFRqVgP_QTKjFq3YniVU7T_auUEy-CfB_hkt8WlASDKpw","e":"AQAB","kty":"RSA","kid":"RSA"\#
            }
            """#,
            #"""
            eyJhbGciOiJSUzI1NiIsImtpZCI6IlJTQSJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwic3ViIjoicyIsImF\#
            1ZCI6ImFwaSIsImV4cCI6NDAwMDAwMDAwMH0.g4kzOfPkWyyOf5cexGNbgawFqR9aWgp_rvM3M28tIJi5WoInsRlLY6b6mxS\#
            o1AG6XebeCo892ygHZvPPuwI3K1XaMFnHtrNQ2YHHK1DCSp0JyAUaiO_S-I54b4yvFueLbhmyZ5lPQ9U4TpCyzkLnIfU3zjB\#
            SaKyBQsO3_-FjPIe_sESt3djKG6mjLHzUq0qSiEmSTDhZOBw-OF9Ir4h5z1T_t4Ckyd-ovK3oyIn1DxrBNBYOHZYe8754Q37\#
            _1v--qxpiWVpDH_QVTWNyAY574Pkwy6e7MVcr8w4NzA6UDLhPN_N2czrnCkiVekvBNj7lHse1FOfo5379hySrlN-ZFg
            """#
        ),
        (
            #"""
            {"crv":"P-256","x":"BC19hIxtE7fJwhiliav6LxFINdU5zgXEYGOzRKU2aPc","y":"TfgnTMJLDUSGzu0v0jUAFXD4rK\#
            pOaAMVLHVpk0Qqf0s","kty":"EC","kid":"ES256"}
            """#,
            #"""
            eyJhbGciOiJFUzI1NiIsImtpZCI6IkVTMjU2In0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwic3ViIjoicyIs\#
            ImF1ZCI6ImFwaSIsImV4cCI6NDAwMDAwMDAwMH0.lVsjFfEoMFG5WltHmlI72AEityO87nbyIVFjjNfNvGm_xyrwRFwGH2rW\#
            mwTWRgJZaavhTZg7KcRPAQNfuLbWdA
            """#
        ),
        (
            #"""
            {"crv":"Ed25519","x":"YOh_dtTqW2GPL6H_CyIbsh2lDo-xy0kPCjIiYOaHAEI","kty":"OKP","kid":"Ed25519"}
            """#,
            #"""
            eyJhbGciOiJFZERTQSIsImtpZCI6IkVkMjU1MTkifQ.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwic3ViIjoic\#
            yIsImF1ZCI6ImFwaSIsImV4cCI6NDAwMDAwMDAwMH0.rwnvbhF9hBlWnWMHI8fgML5769Vdp76rli1yhOtIQ72hnwz0gBaZ6\#
            gyL7jHV4KMESn4mh4ynuOMkQqAogipQAw
            """#
        ),
        (
            #"""
            {"kty":"OKP","crv":"Ed448","x":"blzZzeCF7A4Q8D719S3ozCtyJIn10e08lchYDv5I5PyQRFJIReDQL3We6bu5Mlbt\#
            6h18xySAM5gA","kid":"Ed448-by-name"}
            """#,
            #"""
            eyJhbGciOiJFZDQ0OCIsImtpZCI6IkVkNDQ4LWJ5LW5hbWUifQ.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwic\#
            3ViIjoicyIsImF1ZCI6ImFwaSIsImV4cCI6NDAwMDAwMDAwMH0.VjmdXJjwAwgbMqLwtZen0nTyS7fQTZ-PT-zUUq7eLSY8F\#
            x_qmGkIZ7kk0RmAPVWqxhu-xp99lEyAhLnhSJ5OPw6qIOJFfD8GBL7AJc65BGB74RfE9Kptuv-wHROfDDvwKQvt1yzp8f-P8\#
            JkEjwyZ6RQA
            """#
        ),
    ]

    /// What was signed: the text before the second dot.
    static let signedTexts = all.map { token in
        token.jws.utf8.split(separator: UInt8(ascii: ".")).prefix(2).joined(separator: [UInt8(ascii: ".")])
    }
}
