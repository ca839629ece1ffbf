// swift-tools-version: 6.2
import PackageDescription

// One strict dialect for every target of ours: see docs/architecture.md.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

// Tests may be lax about unsafe pointers, and about nothing else.
let strictTests: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

// scripts/fuzz sets it: what reads hostile bytes is then compiled with instrumentation, and `fuzz` is there to feed it.
let isFuzzing = Context.environment["POSTERN_FUZZ"] != nil
let instrumentation: [SwiftSetting] = isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : []
let instrumentationC: [CSetting] = isFuzzing ? [.unsafeFlags(["-fsanitize=fuzzer-no-link,address"])] : []

let package = Package(
    name: "postern",
    products: [
        .library(name: "JOSE", targets: ["JOSE"]),
        .library(name: "Authorization", targets: ["Authorization"]),
        .executable(name: "postern", targets: ["postern"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        .target(name: "Bytes", swiftSettings: strict + instrumentation),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(
            name: "CTokenCrypto",
            dependencies: ["COpenSSL"],
            cSettings: [.define("OPENSSL_NO_DEPRECATED"), .treatAllWarnings(as: .error)] + instrumentationC
        ),
        .target(
            name: "JOSE",
            dependencies: ["Bytes", "CTokenCrypto", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict + instrumentation
        ),
        .target(name: "Authorization", dependencies: ["Bytes", "JOSE"], swiftSettings: strict + instrumentation),
        .target(
            name: "ProxyProtocol",
            dependencies: ["Bytes", "JOSE", "Authorization"],
            swiftSettings: strict + instrumentation
        ),
        .target(
            name: "Issuers",
            dependencies: [
                "Bytes", "JOSE", "Authorization",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Telemetry",
            dependencies: ["Authorization", "Bytes", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict
        ),
        .target(
            name: "Listeners",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Gateway",
            dependencies: [
                "Bytes", "JOSE", "Authorization", "ProxyProtocol", "Telemetry", "Listeners",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Admin",
            dependencies: [
                "Bytes", "JOSE", "Authorization", "Telemetry", "Listeners",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            resources: [
                .embedInCode("StatusPage/status.html"), .embedInCode("StatusPage/status.css"),
                .embedInCode("StatusPage/status.js"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Settings",
            dependencies: [
                "Bytes", "JOSE", "Authorization", "ProxyProtocol", "Issuers", "Telemetry", "Listeners", "Gateway",
                "Admin",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Snippets",
            dependencies: ["Authorization", "ProxyProtocol", "Issuers", "Listeners", "Gateway", "Settings"],
            swiftSettings: strict
        ),
        .target(name: "ProcessControl", dependencies: ["Bytes", "JOSE", "Telemetry"], swiftSettings: strict),
        .target(
            name: "Reports",
            dependencies: [
                "Bytes", "JOSE", "Authorization", "ProxyProtocol", "Issuers", "Telemetry", "Gateway", "Settings",
                "ProcessControl",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Demo",
            dependencies: [
                "Bytes", "JOSE",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "postern",
            dependencies: [
                "Bytes", "JOSE", "Authorization", "ProxyProtocol", "Issuers", "Telemetry", "Listeners", "Gateway",
                "Admin",
                "Settings", "Snippets", "ProcessControl", "Reports", "Demo",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "BytesTests", dependencies: ["Bytes", "TestSupport"], swiftSettings: strictTests),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Bytes", "ProxyProtocol", "Authorization", "JOSE", .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Fuzz/Sources/FuzzTargets",
            swiftSettings: strictTests + instrumentation
        ),
        .target(
            name: "TestSupport",
            dependencies: [
                "Demo", "JOSE",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/TestSupport",
            swiftSettings: strictTests
        ),
        .testTarget(
            name: "JOSETests",
            dependencies: ["JOSE", "TestSupport", .product(name: "Crypto", package: "swift-crypto")],
            exclude: ["Fixtures"],
            swiftSettings: strictTests
        ),
        .testTarget(
            name: "AuthorizationTests",
            dependencies: ["Authorization", "ProxyProtocol", "JOSE", "TestSupport"],
            swiftSettings: strictTests
        ),
        .testTarget(
            name: "ProxyProtocolTests",
            dependencies: [
                "ProxyProtocol", "Authorization", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strictTests
        ),
        .testTarget(
            name: "IssuersTests",
            dependencies: [
                "Bytes", "Demo", "Issuers", "JOSE", "Authorization", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strictTests
        ),
        .testTarget(
            name: "TelemetryTests",
            dependencies: ["Bytes", "Telemetry", "Authorization", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strictTests
        ),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Gateway", "Admin", "ProxyProtocol", "Listeners", "Authorization", "JOSE", "Telemetry", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: strictTests
        ),
        .testTarget(
            name: "AdminTests",
            dependencies: ["Admin", "Authorization", "Listeners", "Telemetry", "TestSupport"],
            swiftSettings: strictTests
        ),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "Settings", "Admin", "Authorization", "Gateway", "JOSE", "Issuers", "Listeners", "ProxyProtocol",
                "Telemetry", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Diagnostics"],
            swiftSettings: strictTests
        ),
        .testTarget(
            name: "SnippetsTests",
            dependencies: [
                "Snippets", "Authorization", "Gateway", "Issuers", "Listeners", "ProxyProtocol", "Settings",
            ],
            swiftSettings: strictTests
        ),
        // Replays what the fuzzers keep.
        .testTarget(
            name: "FuzzRegressionTests",
            dependencies: ["FuzzTargets", "TestSupport"],
            swiftSettings: strictTests
        ),
        .testTarget(
            name: "ProcessControlTests",
            dependencies: ["ProcessControl", "TestSupport"],
            swiftSettings: strictTests
        ),
        .testTarget(name: "ReportsTests", dependencies: ["Reports"], swiftSettings: strictTests),
        .testTarget(
            name: "CommandTests",
            dependencies: ["postern", "ProcessControl", "TestSupport"],
            exclude: ["Differential", "Preload"],
            swiftSettings: strictTests
        ),
        .testTarget(
            name: "ProxyTests",
            dependencies: [
                "postern", "Demo", "JOSE", "TestSupport",
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            exclude: ["Harness/flow.lua", "Telemetry/alerts.test.yaml"],
            swiftSettings: strictTests
        ),
    ],
    swiftLanguageModes: [.v6]
)

if isFuzzing {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Fuzz/Sources/CLibFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: ["CLibFuzzer", "FuzzTargets"],
            path: "Fuzz/Sources/fuzz",
            swiftSettings: strictTests,
            // libFuzzer itself is passed by scripts/fuzz, which knows where the toolchain keeps it.
            linkerSettings: [.unsafeFlags(["-sanitize=address"]), .linkedLibrary("stdc++")]
        ),
    ]
}
