import ArgumentParser
import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Logging
import SecureTransport
import ServiceLifecycle
import SyncCore
import SyncServer
import SyncStorage
import SyncWire
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve devices and administrators until SIGTERM.",
        discussion: """
            EXAMPLES
              carterad serve --data /var/lib/cartera
              carterad serve --data /var/lib/cartera --listen 127.0.0.1:7443 --json
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "HOST:PORT to listen on, an IPv4 or IPv6 address; port 0 lets the system choose.")
    var listen: String?

    func run() async throws {
        let isJSON = options.json
        let logger = Logger(label: "carterad") { _ in LineLogHandler(isJSON: isJSON) }
        let folder = options.folder
        let settings = try folder.settings()
        let address = try HostList.split((listen ?? settings.listen)[...])
        let holding = try folder.hold()
        defer { holding.release() }
        let host = address.host == "localhost" ? "127.0.0.1" : address.host
        let server = try OpenServer.open(folder, logger: logger, listen: (host, address.port))
        try await serve(server, logger)
        try server.store.close()
    }

    private func serve(_ server: OpenServer, _ logger: Logger) async throws {
        guard let identity = server.identity else { preconditionFailure("a server that serves has an identity") }
        let transport = SecureServerTransport.make(identity)
        let readiness = Readiness()
        let core = server.core
        let grpc = GRPCServer(
            transport: transport,
            services: [
                ExchangeService(core: core, peer: tlsPeer), EnrolmentService(core: core),
                AdministrationService(core: core, peer: tlsPeer, revocations: RevocationLog(folder: server.folder)),
                AttachmentService(core: core, peer: tlsPeer),
                HealthService(
                    readiness: readiness,
                    services: [
                        "cartera.v1.Exchange", "cartera.v1.Enrolment", "cartera.v1.Administration",
                        "cartera.v1.Attachments",
                    ]),
            ], interceptors: [FailureTelling(), DeviceLimits(peer: tlsPeer), SlowCallers()])
        let services: [any Service] = [
            ControlSocket(server: server, logger: logger), PromiseJudge(core: core), ContentKeeper(core: core),
            DutyJudge(core: core), ScoreKeeper(core: core),
            FeedCompactor(core: core), UpgradeJudge(core: core),
            ServerCertificateRenewal(server: server, identity: identity, logger: logger),
            Listener(grpc: grpc, transport: transport, readiness: readiness, isJSON: options.json, logger: logger),
        ]
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(18)
        try await ServiceGroup(configuration: configuration).run()
        logger.info("stopped")
    }
}

/// The gRPC server as a service of the group: stops gracefully, and says where it listens.
private struct Listener: Service {
    let grpc: GRPCServer<HTTP2ServerTransport.Posix>
    let transport: HTTP2ServerTransport.Posix
    let readiness: Readiness
    let isJSON: Bool
    let logger: Logger

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    do {
                        try await grpc.serve()
                    } catch let error as RuntimeError where error.code == .transportError {
                        throw ProgramFailure(
                            .inputOutput, code: "cannot_listen", "The address cannot be listened on.",
                            hint: "Another program may use the port, or the address is not this machine's.")
                    }
                }
                group.addTask {
                    let (host, port) = try await SecureServerTransport.boundAddress(of: transport)
                    let address = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
                    // On stdout, so that whoever started it with port 0 can read where it listens.
                    Console.result("listening on \(address)")
                    if isJSON { logger.info("listening", metadata: ["address": "\(address)"]) }
                }
                try await group.waitForAll()
            }
        } onGracefulShutdown: {
            readiness.set(false)
            grpc.beginGracefulShutdown()
        }
    }
}
