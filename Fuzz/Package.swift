// swift-tools-version: 6.2
import PackageDescription

// A package of its own, because only here are the rooms that read hostile bytes compiled with instrumentation. They are the
// same files (links to ../Sources); swift-crypto stays as it is, and neither NIO nor the HTTP client is needed.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

// The targets look at what the rooms keep to themselves.
let instrumented = strict + [.unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])]

let package = Package(
    name: "postern-fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0")
    ],
    targets: [
        .target(name: "Bytes", swiftSettings: instrumented),
        .systemLibrary(name: "CLibFuzzer"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto"),
        .target(
            name: "CTokenCrypto",
            dependencies: ["COpenSSL"],
            cSettings: [
                .define("OPENSSL_NO_DEPRECATED"),
                .unsafeFlags(["-fsanitize=fuzzer-no-link,address"]),
            ]
        ),
        .target(
            name: "JOSE",
            dependencies: ["Bytes", "CTokenCrypto", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: instrumented
        ),
        .target(name: "Authorization", dependencies: ["Bytes", "JOSE"], swiftSettings: instrumented),
        .target(name: "ProxyProtocol", dependencies: ["Bytes", "JOSE", "Authorization"], swiftSettings: instrumented),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Bytes", "JOSE", "Authorization", "ProxyProtocol", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: instrumented
        ),
        .executableTarget(
            name: "fuzz",
            dependencies: ["CLibFuzzer", "FuzzTargets"],
            swiftSettings: strict,
            // libFuzzer itself is handed over by scripts/fuzz, which knows where the toolchain keeps it.
            linkerSettings: [.unsafeFlags(["-sanitize=address"]), .linkedLibrary("stdc++")]
        ),
    ],
    swiftLanguageModes: [.v6]
)
