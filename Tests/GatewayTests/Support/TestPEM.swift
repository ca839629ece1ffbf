/// An authority and what it signed, valid until 2120, for nothing but these tests.
enum TestPEM {
    /// Signed the server and the client.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBiDCCAS6gAwIBAgIUN+9WIkZ690n9GARY4OZGwghUCOQwCgYIKoZIzj0EAwIw
        ITEfMB0GA1UEAwwWUG9zdGVybiBUZXN0IEF1dGhvcml0eTAgFw0yNjExMjUxNDQ4
        MjhaGA8yMTE5MTIzMTE0NDgyOFowITEfMB0GA1UEAwwWUG9zdGVybiBUZXN0IEF1
        dGhvcml0eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCQlOQA5ksfr+bzG7z8n
        oiAIwbdM5RjXP6blW5p8Gib9CN+hZs5sk/hK+T9KkGjGzyvHSdosJGDLSOsAjvfw
        HQ+jQjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgIEMB0GA1UdDgQW
        BBSPQSKGKjEX6V6/JKR3gPJNZqz4GzAKBggqhkjOPQQDAgNIADBFAiAuesuutBeP
        7M4PGxNQPEOV2VW1uoMZbXpDCNkZnbFTYgIhAKqd/MjyxHWA6xZw9rRorBQtovPS
        3n08cZUGSqOCjC+K
        -----END CERTIFICATE-----
        """

    /// Signed nothing that is here.
    static let otherAuthority = """
        -----BEGIN CERTIFICATE-----
        MIIBhzCCAS6gAwIBAgIUXquEQWBdWu/3nr5dDCOv8rPqYOowCgYIKoZIzj0EAwIw
        ITEfMB0GA1UEAwwWQW5vdGhlciBUZXN0IEF1dGhvcml0eTAgFw0yNjExMjUxNDQ4
        MjhaGA8yMTE5MTIzMTE0NDgyOFowITEfMB0GA1UEAwwWQW5vdGhlciBUZXN0IEF1
        dGhvcml0eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHVK9WeLFg5StGPTE86S
        m2hxQnEejWj9K7HNGIrZZVA5k2gJciD3G42t8oc84L6hphiKmp6/PjKsu9bJQ9yf
        5K+jQjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgIEMB0GA1UdDgQW
        BBRCS0lYSF5vQ8l5hVIxbZTnidzOaTAKBggqhkjOPQQDAgNHADBEAiBvlpbNcwE8
        qP5A4zn2JkoxxKrGzTiJ9ngeMNyVSyAipAIgVXUz0MeLnCvo0Xyk3btiVTviksJ4
        N6N2FrszLjDb5nw=
        -----END CERTIFICATE-----
        """

    /// For postern.example and 127.0.0.1.
    static let server = """
        -----BEGIN CERTIFICATE-----
        MIIBvDCCAWKgAwIBAgIUKRQcPztQf2RDuN5WXbPZQchgutcwCgYIKoZIzj0EAwIw
        ITEfMB0GA1UEAwwWUG9zdGVybiBUZXN0IEF1dGhvcml0eTAgFw0yNjExMjUxNDQ4
        MjhaGA8yMTE5MTIzMTE0NDgyOFowETEPMA0GA1UEAwwGc2VydmVyMFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAE4kr/A8ecJ2S4CcroMxsueYLlAG3gI1T1xWq9g91z
        XtYt6qt6xyf/yvssOXYsrr+lWzniQTOYFoisFOGB0gvDwaOBhTCBgjAJBgNVHRME
        AjAAMCAGA1UdEQQZMBeCD3Bvc3Rlcm4uZXhhbXBsZYcEfwAAATATBgNVHSUEDDAK
        BggrBgEFBQcDATAdBgNVHQ4EFgQUditBRfgexNt02Xrb6Xza8xNeCycwHwYDVR0j
        BBgwFoAUj0EihioxF+levySkd4DyTWas+BswCgYIKoZIzj0EAwIDSAAwRQIgROMR
        atruW9vPBICNyCJHhSVVuTIbQ7dERNNVY0ApexUCIQDgEKVMbfZFIV4M9qC8Qd7T
        KIZX0XGGG03lto+Y/OGM2A==
        -----END CERTIFICATE-----
        """

    static let serverKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7vCaqlZRR+M05rJN
        4v8USsLRzcl4rsy+5OOHLlp3yf+hRANCAATiSv8Dx5wnZLgJyugzGy55guUAbeAj
        VPXFar2D3XNe1i3qq3rHJ//K+yw5diyuv6VbOeJBM5gWiKwU4YHSC8PB
        -----END PRIVATE KEY-----
        """

    /// For the same names, with another key.
    static let newServer = """
        -----BEGIN CERTIFICATE-----
        MIIBvDCCAWOgAwIBAgIUZ/eIFgEHJMd2h9+xiN0W4fEM0sIwCgYIKoZIzj0EAwIw
        ITEfMB0GA1UEAwwWUG9zdGVybiBUZXN0IEF1dGhvcml0eTAgFw0yNjExMjUxNDQ4
        MjhaGA8yMTE5MTIzMTE0NDgyOFowEjEQMA4GA1UEAwwHc2VydmVyMjBZMBMGByqG
        SM49AgEGCCqGSM49AwEHA0IABJm5c7r4x990vp+tcS6xVIHEawOcQ5vgYTaxBSa9
        glz2H64WWDBWg3R2o/71ebrMCuH9CXplTv2YdzA/D4b1CEujgYUwgYIwCQYDVR0T
        BAIwADAgBgNVHREEGTAXgg9wb3N0ZXJuLmV4YW1wbGWHBH8AAAEwEwYDVR0lBAww
        CgYIKwYBBQUHAwEwHQYDVR0OBBYEFG4odOZQilaCiAANc/WD6FKr7msKMB8GA1Ud
        IwQYMBaAFI9BIoYqMRfpXr8kpHeA8k1mrPgbMAoGCCqGSM49BAMCA0cAMEQCICTZ
        AaUFFEEnKNL0qG+viRQEUhdohyWz9SH0Z5vcepwWAiBYHyiDQsbdC/y6go4C7sc+
        KwNX+MtBiPjd0ByUW/0FAg==
        -----END CERTIFICATE-----
        """

    static let newServerKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgB+Q9PU0WywiSGM9l
        BD+dOYIY5Lqgz2bq4kkytfidugOhRANCAASZuXO6+MffdL6frXEusVSBxGsDnEOb
        4GE2sQUmvYJc9h+uFlgwVoN0dqP+9Xm6zArh/Ql6ZU79mHcwPw+G9QhL
        -----END PRIVATE KEY-----
        """

    /// The server's key, with a passphrase.
    static let encryptedKey = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhd9OjW8XhwFQICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEENSzbW3o+xSvZnsRQkaZP/EEgZCR
        eKIutwsPk/NUZFFW/mpx9niX7fM05cSBwUt98tTOfJeLTef6s9tBPzlwD0WAT2qB
        Q4G0sCmxkVTt6pksAVlS6bHiYGdgy3AeUXVrcVhRSvGo1FzKreFf5EtlR3Lir7fY
        bjTpb9Nc+YB2Sszxsaz4y/nxG15v6f74yH5t/v3hYZDuP8pnOXt1VbxzyAp7FNU=
        -----END ENCRYPTED PRIVATE KEY-----
        """

    /// A proxy's.
    static let client = """
        -----BEGIN CERTIFICATE-----
        MIIBlzCCAT2gAwIBAgIUU+w7xJNqMLAmx7qAQne5SUAgKiUwCgYIKoZIzj0EAwIw
        ITEfMB0GA1UEAwwWUG9zdGVybiBUZXN0IEF1dGhvcml0eTAgFw0yNjExMjUxNDQ4
        MjhaGA8yMTE5MTIzMTE0NDgyOFowEDEOMAwGA1UEAwwFcHJveHkwWTATBgcqhkjO
        PQIBBggqhkjOPQMBBwNCAARkLTnAGDF9znd0L9NkheoLCqglSKuHxtszzqAlle+G
        tO0AI5fuDW+Z+5RxNldE8XHDMgAWS72uGq1nMdVSBC2Oo2IwYDAJBgNVHRMEAjAA
        MBMGA1UdJQQMMAoGCCsGAQUFBwMCMB0GA1UdDgQWBBSfNXT5i5wCS1vqBvZS7zgC
        DGqBdjAfBgNVHSMEGDAWgBSPQSKGKjEX6V6/JKR3gPJNZqz4GzAKBggqhkjOPQQD
        AgNIADBFAiEA/HFJ7kWiaJDvIiFj9eNusYRIE8rFRZWsykrjz0zRURsCIC1g1t0D
        0f5BimWqakYYAEak8gPoHmbjjLv3ODtLyPMb
        -----END CERTIFICATE-----
        """

    static let clientKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgf0ndbwquks9CgrW6
        51YTaPWBRopbhLusHZsLzchfj2qhRANCAARkLTnAGDF9znd0L9NkheoLCqglSKuH
        xtszzqAlle+GtO0AI5fuDW+Z+5RxNldE8XHDMgAWS72uGq1nMdVSBC2O
        -----END PRIVATE KEY-----
        """

    /// By itself, for a key on secp256k1, which TLS does not know; valid until 2199.
    static let strange = """
        -----BEGIN CERTIFICATE-----
        MIIBeTCCAR6gAwIBAgIUbpNrzL5U5leAyYNPECSbbT90fLwwCgYIKoZIzj0EAwIw
        EjEQMA4GA1UEAwwHc3RyYW5nZTAgFw0yNjExMjUxNzU5MjVaGA8yMTk5MDUyMjE3
        NTkyNVowEjEQMA4GA1UEAwwHc3RyYW5nZTBWMBAGByqGSM49AgEGBSuBBAAKA0IA
        BFOXq8fION+4pO+DIqjmO74hrhj/c5X/Ua0448500tdz5z3oRwipNoBTuFh6hB7J
        0GF1rbOVpfKiWyRWjEn9ji+jUzBRMB0GA1UdDgQWBBQAi1K7sV3cgLo/UDc3LcFF
        O34RljAfBgNVHSMEGDAWgBQAi1K7sV3cgLo/UDc3LcFFO34RljAPBgNVHRMBAf8E
        BTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDvBWk75jnm1hhKGrWcVQneOM28+MgL
        qtXLJwjPwGcLiAIhAMOBBG19KumPqk2HFXyZU1cv4EPVH/tWTis5z4eAYKLv
        -----END CERTIFICATE-----
        """
    static let strangeKey = """
        -----BEGIN PRIVATE KEY-----
        MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQghvSLh4qf9CEASVCbrOvV
        V3hrOcrg6hY05Iie39t+va+hRANCAARTl6vHyDjfuKTvgyKo5ju+Ia4Y/3OV/1Gt
        OOPOdNLXc+c96EcIqTaAU7hYeoQeydBhda2zlaXyolskVoxJ/Y4v
        -----END PRIVATE KEY-----
        """
}
