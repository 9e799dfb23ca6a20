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
    @Option(help: "Where to connect instead, HOST:PORT; remembered.") var server: String?

    func run() async throws {
        let program = Program(global)
        let address = try server.map { try readServer($0) }
        _ = try InvitationText.read(invitation)
        try program.home.create()
        guard let holding = try FileLock.exchange(of: program.home.path).tryHold() else {
            throw ClientFailure(
                "exchange_busy", "A sync is running on this home.", hint: "End it first.", status: .tryLater)
        }
        defer { holding.release() }
        let parts = try program.parts(creating: true)
        let enrolling = program.enrolling(parts)
        let device = try await enrolling.enroll(
            invitation, deviceName: deviceName ?? Self.hostName(), server: address)
        var result: JSONValue = [
            "device": .string(device.device), "device_code": .string(device.deviceCode),
            "person": .string(device.personName), "role": .string(device.role),
            "branch": .text(device.branchName), "organisation": .string(device.organisation),
        ]
        if device.hasReplica {
            do {
                let report = try await program.synchronising(parts, enrolling).once(timeoutMilliseconds: 60_000)
                result = result.adding("sync", StatusView.sync(report))
            } catch {
                program.printer.warn("first_sync_later")
                result = result.adding("sync", .null)
            }
        }
        program.printer.note("enrolled", [device.personName, device.role, device.organisation, device.deviceCode])
        program.printer.show(result)
    }

    private static func hostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "laptop" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

func readServer(_ text: String) throws -> ServerAddress {
    guard let address = ServerAddress(text) else { throw ValidationError("--server is HOST or HOST:PORT.") }
    return address
}
