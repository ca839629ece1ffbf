// swift-tools-version: 6.2
import PackageDescription

// What the figures in docs/cryptography.md are measured with. A package of its own, so that nobody who builds or embeds
// Postern builds it.
let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "postern", path: ".."),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto"),
        .target(name: "CBare", dependencies: ["CLibcrypto"]),
        .executableTarget(
            name: "jose-benchmarks",
            dependencies: [
                "CBare",
                .product(name: "JOSE", package: "postern"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
