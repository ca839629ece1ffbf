import NIOSSL

/// A certificate authority and what it signed, valid until 2120, for nothing but these tests.
enum TestCertificates {
    /// What a server shows: a chain, and the one private key that all of them share.
    static func server(_ certificate: String) throws -> TLSConfiguration {
        TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(privateKey.utf8), format: .pem))
        )
    }

    /// Signed the three below.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBdDCCARugAwIBAgIBATAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZQb3N0ZXJu
        IFRlc3QgQXV0aG9yaXR5MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAw
        WjAhMR8wHQYDVQQDDBZQb3N0ZXJuIFRlc3QgQXV0aG9yaXR5MFkwEwYHKoZIzj0C
        AQYIKoZIzj0DAQcDQgAEoNnCU/WbHTHI3DQDDIZm2b3Wrc7TcrwCPlTjHr8FPS+i
        362SFd7MtQ4D06eqw3ecq4nBSzezw7yzVqiV2upLm6NCMEAwDwYDVR0TAQH/BAUw
        AwEB/zAOBgNVHQ8BAf8EBAMCAgQwHQYDVR0OBBYEFH3iYYqHBnaVqnRDTluqFd6c
        YWbGMAoGCCqGSM49BAMCA0cAMEQCIE7y6NUaQNwirvy2PkskmyGovLzdRYAXVYhw
        SfE3j2h7AiAGyTRENPTHDk0dqwxxqej9bM4EHTnCcDTa+H5iGeAmMw==
        -----END CERTIFICATE-----
        """

    /// Signed nothing.
    static let otherAuthority = """
        -----BEGIN CERTIFICATE-----
        MIIBdjCCARugAwIBAgIBAjAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZBbm90aGVy
        IFRlc3QgQXV0aG9yaXR5MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAw
        WjAhMR8wHQYDVQQDDBZBbm90aGVyIFRlc3QgQXV0aG9yaXR5MFkwEwYHKoZIzj0C
        AQYIKoZIzj0DAQcDQgAESQDZxOjpfEQVNQYJTKJ3RTYHrYJcTpYK/4c3zachay+6
        8/Yz3XvREn0+xTy0dc+ldEC+NoXwIVuvGkAzkXyNzKNCMEAwDwYDVR0TAQH/BAUw
        AwEB/zAOBgNVHQ8BAf8EBAMCAgQwHQYDVR0OBBYEFLWjx/m4KUzcqcYpJ9yxXQly
        B1NpMAoGCCqGSM49BAMCA0kAMEYCIQCN72AMM2kjHqs79q45NifbHgqJSEFZdQOn
        uLFJPcguBAIhALIasHIXkRdfsEAkUC2r7DFurpem+5KKNQTJb8EdJBGD
        -----END CERTIFICATE-----
        """

    /// For localhost and 127.0.0.1.
    static let localhost = """
        -----BEGIN CERTIFICATE-----
        MIIBpDCCAUqgAwIBAgIBAzAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZQb3N0ZXJu
        IFRlc3QgQXV0aG9yaXR5MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAw
        WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
        AARviKHYgMMYIYOtsdhcEN9aLpirviq7QihU//bKv+ZBU2SRync7tS5jT4iQ+f7t
        xcsbGxxPeOhfIOWP/HwCw+Yto34wfDAJBgNVHRMEAjAAMBMGA1UdJQQMMAoGCCsG
        AQUFBwMBMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAdBgNVHQ4EFgQU+Bcs
        SASI1SDsGPb7GfY/iOK9h6MwHwYDVR0jBBgwFoAUfeJhiocGdpWqdENOW6oV3pxh
        ZsYwCgYIKoZIzj0EAwIDSAAwRQIhANQnfB30YgCl4nfaXYCK+PCPtLTNRbWn6ehW
        khCsLtEjAiArf9NNoH7iHMzObAo0eIiHFzojCn6LLfKUS+/+wLYjmg==
        -----END CERTIFICATE-----
        """

    /// For elsewhere.example.
    static let elsewhere = """
        -----BEGIN CERTIFICATE-----
        MIIBpzCCAU2gAwIBAgIBBDAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZQb3N0ZXJu
        IFRlc3QgQXV0aG9yaXR5MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAw
        WjAUMRIwEAYDVQQDDAllbHNld2hlcmUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
        AARviKHYgMMYIYOtsdhcEN9aLpirviq7QihU//bKv+ZBU2SRync7tS5jT4iQ+f7t
        xcsbGxxPeOhfIOWP/HwCw+Yto4GAMH4wCQYDVR0TBAIwADATBgNVHSUEDDAKBggr
        BgEFBQcDATAcBgNVHREEFTATghFlbHNld2hlcmUuZXhhbXBsZTAdBgNVHQ4EFgQU
        +BcsSASI1SDsGPb7GfY/iOK9h6MwHwYDVR0jBBgwFoAUfeJhiocGdpWqdENOW6oV
        3pxhZsYwCgYIKoZIzj0EAwIDSAAwRQIgP3jlToIWGFeoCN70qXyTlNlvQZz02/q7
        TiUshzqlI+ICIQCJi2Za6PFjXr+myESoECT5D3rIobl0yZ1x8iw9GUyoow==
        -----END CERTIFICATE-----
        """

    /// For localhost, in January 2020.
    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBojCCAUigAwIBAgIBBTAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZQb3N0ZXJu
        IFRlc3QgQXV0aG9yaXR5MB4XDTIwMDEwMTAwMDAwMFoXDTIwMDIwMTAwMDAwMFow
        FDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        b4ih2IDDGCGDrbHYXBDfWi6Yq74qu0IoVP/2yr/mQVNkkcp3O7UuY0+IkPn+7cXL
        GxscT3joXyDlj/x8AsPmLaN+MHwwCQYDVR0TBAIwADATBgNVHSUEDDAKBggrBgEF
        BQcDATAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwHQYDVR0OBBYEFPgXLEgE
        iNUg7Bj2+xn2P4jivYejMB8GA1UdIwQYMBaAFH3iYYqHBnaVqnRDTluqFd6cYWbG
        MAoGCCqGSM49BAMCA0gAMEUCICVxUF8ge6I1Rg0juzhSCG6pkjjXW3g1vlPzFFUC
        05HMAiEAy8WA75lF9rFJZV32NIQzNNMlfAZXL4QmSnk9NX16e90=
        -----END CERTIFICATE-----
        """

    private static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyq7sC/ePjYvFarMc
        YC7Vf3SCpd8ZDtunFY8KwDm+0IKhRANCAARviKHYgMMYIYOtsdhcEN9aLpirviq7
        QihU//bKv+ZBU2SRync7tS5jT4iQ+f7txcsbGxxPeOhfIOWP/HwCw+Yt
        -----END PRIVATE KEY-----
        """
}
