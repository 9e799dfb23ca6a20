import ArgumentParser
internal import Glibc
import SyncClient
import SyncStorage

struct Enroll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "Get a key and a certificate with an invitation, then sync for the first time.",
        discussion: """
            On a home that is enrolled: the same device again, with replica and outbox kept.

            example:
              cartera enroll cartera1-CgtleGFtcGxl… --device ana-laptop
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The text that the administrator gave you.") var invitation: String
    @Option(name: .customLong("device"), help: "A name for this laptop (default: the computer's).") var deviceName:
        String?
    @Option(help: "Where to connect instead, HOST:PORT[,HOST:PORT…] in the order to try; remembered.") var server:
        String?

    func run() async throws {
        let program = Program(global)
        let addresses = try server.map { try readServers($0) } ?? []
        _ = try InvitationText.read(invitation)
        try program.home.create()
        guard let holding = try FileLock.exchange(of: program.home.path).tryHold() else {
            throw ClientFailure(
                "exchange_busy", "Another sync is running on this home.", hint: "End it first.", status: .tryLater)
        }
        defer { holding.release() }
        let parts = try program.parts(creating: true)
        let enrolling = program.enrolling(parts)
        let device = try await enrolling.enroll(
            invitation, deviceName: deviceName ?? Self.hostName(), servers: addresses)
        var result: JSONValue = [
            "device": .string(device.device), "device_code": .string(device.deviceCode),
            "person": .string(device.personName), "role": .string(device.role),
            "branch": .text(device.branchName), "organisation": .string(device.organisation),
        ]
        var synced: JSONValue?
        if device.hasReplica {
            do {
                let report = try await program.synchronising(parts, enrolling).once(timeoutMilliseconds: 60_000)
                synced = StatusView.sync(report)
                result = result.adding("sync", synced ?? .null)
            } catch {
                program.printer.warn("first_sync_later")
                result = result.adding("sync", .null)
            }
        }
        let printer = program.printer
        let role = Texts.word("role=\(device.role)", printer.language)
        printer.note("enrolled", [device.personName, role, device.organisation, device.deviceCode])
        if printer.isJSON { return printer.show(result) }
        printer.show(result.without("sync"))
        if let synced { printer.show(sync: synced) }
    }

    private static func hostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "laptop" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

func readServers(_ text: String) throws -> [ServerAddress] {
    guard let addresses = ServerAddress.list(text) else {
        throw ValidationError("--server is HOST or HOST:PORT, several separated by commas.")
    }
    return addresses
}
