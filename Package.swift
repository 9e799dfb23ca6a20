// swift-tools-version: 6.2
import PackageDescription

// The tiers of CONTRIBUTING.md. `CARTERA_TIER=core` leaves out everything that needs a dependency,
// `service` everything that needs NIO; the default builds all. `CARTERA_TESTS=A,B` keeps only those test targets.
let tier = Context.environment["CARTERA_TIER"] ?? "all"
let onlyTests = Context.environment["CARTERA_TESTS"]?.split(separator: ",").map(String.init)
precondition(["core", "service", "all"].contains(tier), "CARTERA_TIER is core, service or all")
let hasService = tier != "core"
let hasAll = tier == "all"

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: ["DESIGN.md"], swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> [Target] {
    if let onlyTests, !onlyTests.contains(name) { return [] }
    return [.testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)]
}

let core: [Target.Dependency] = ["FieldModel", "FieldRules", "SyncCore"]
let grpcCore: Target.Dependency = .product(name: "GRPCCore", package: "grpc-swift-2")
let grpcInProcess: Target.Dependency = .product(name: "GRPCInProcessTransport", package: "grpc-swift-2")
let grpcProtobuf: Target.Dependency = .product(name: "GRPCProtobuf", package: "grpc-swift-protobuf")
let swiftProtobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

var targets: [Target] = [
    library("FieldModel"),
    library("FieldRules", ["FieldModel"]),
    library("SyncCore", ["FieldModel", "FieldRules"]),
    library("SyncSimulation", core),
    program("cartera-simulate", core + ["SyncSimulation"] + (hasService ? ["SimulationStores"] : [])),
    program("cartera-bench", core),
]
targets += tests("FieldModelTests", ["FieldModel"])
targets += tests("FieldRulesTests", ["FieldModel", "FieldRules"])
targets += tests("SyncCoreTests", core)
targets += tests("SyncSimulationTests", core + ["SyncSimulation"])
targets += tests("TidyTests", [])

var dependencies: [Package.Dependency] = []

if hasService {
    dependencies += [
        .package(url: "https://github.com/grpc/grpc-swift-2.git", exact: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-protobuf.git", exact: "2.4.1"),
        .package(url: "https://github.com/apple/swift-protobuf.git", exact: "1.39.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", exact: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
    ]
    targets += [
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        library("HostLibraries", core + ["CZstd", "COpenSSL"]),
        library("SyncWire", core + [swiftProtobuf, grpcCore, grpcProtobuf]),
        library("SyncStorage", core + [grdb, grdbSQLite]),
        library("SimulationStores", core + ["SyncSimulation", "SyncStorage", "SyncClient", grdb]),
        library("SyncServer", core + ["SyncWire", grpcCore, swiftProtobuf, lifecycle, logging, metrics]),
        library("SyncClient", core + ["SyncWire", grpcCore, swiftProtobuf, logging]),
    ]
    let service: [Target.Dependency] = core + ["HostLibraries", "SyncWire"]
    targets += tests("SyncWireTests", service + [swiftProtobuf], exclude: ["Fixtures"])
    targets += tests(
        "SyncStorageTests", service + ["SyncStorage", "SyncSimulation", "SimulationStores", grdb], exclude: ["Fixtures"]
    )
    targets += tests(
        "ServiceTests",
        service + ["SyncStorage", "SyncServer", "SyncClient", grpcCore, grpcInProcess, swiftProtobuf, logging])
}

if hasAll {
    dependencies += [
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport.git", exact: "2.9.2"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-certificates.git", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1.git", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
    ]
    let nio: [Target.Dependency] = [
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
    ]
    let certificates: [Target.Dependency] = [
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "Crypto", package: "swift-crypto"),
    ]
    let shared: [Target.Dependency] = core + ["HostLibraries", "SyncWire", "SyncStorage", "SecureTransport"]
    targets += [
        library("SecureTransport", nio + certificates + [grpcCore]),
        program(
            "carterad",
            shared + [
                "SyncServer", argumentParser, yams, grpcCore, lifecycle, logging, metrics, swiftProtobuf,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
            ]),
        program(
            "cartera",
            shared + [
                "SyncClient", argumentParser, yams, grpcCore, logging, swiftProtobuf,
                .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
            ]),
    ]
    targets += [
        program(
            "cartera-portfolio",
            core + ["HostLibraries", "SyncWire", "SyncStorage", "SyncServer", "SyncSimulation", logging])
    ]
    targets += tests("SecureTransportTests", nio + certificates + ["SecureTransport", grpcCore])
    targets += tests("EndToEndTests", core, exclude: ["Golden/expected", "Golden/portfolio.csv", "ClockShift"])
}

let package = Package(name: "cartera", dependencies: dependencies, targets: targets)
