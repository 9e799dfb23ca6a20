internal import FieldModel
internal import SyncCore

/// The twins of a world's laptops, and of their images.
struct Twins {
    let making: TwinMaking?
    private var ofLaptops: [Int: any ReplicaTwin] = [:]
    private var ofImages: [Int: any ReplicaTwin] = [:]

    init(_ making: TwinMaking?) { self.making = making }

    subscript(laptop: Int) -> (any ReplicaTwin)? {
        get { ofLaptops[laptop] }
        set { ofLaptops[laptop] = newValue }
    }

    mutating func takeImage(_ laptop: Int) throws { ofImages[laptop] = try ofLaptops[laptop]?.copied() }
    mutating func setBack(_ laptop: Int) throws { ofLaptops[laptop] = try ofImages[laptop]?.copied() }

    mutating func copy(_ laptop: Int, fromImage: Bool, to other: Int) throws {
        ofLaptops[other] = try (fromImage ? ofImages : ofLaptops)[laptop]?.copied()
    }
}

extension World {
    /// The twin does what the model of the laptop has done, and must then be as that is.
    mutating func mirror(_ device: Int, _ what: String, _ act: (any ReplicaTwin) throws -> Void) {
        guard let making = twins.making, violation == nil else { return }
        let laptop = devices[device]
        do {
            let twin = try twins[device] ?? making(laptop.twinParts)
            twins[device] = twin
            let clocks = TwinClocks(
                wall: laptop.wallClock(at: now), monotonic: now - laptop.bootedAt, bootID: laptop.bootID)
            twin.prepare(clocks, unknownKinds: laptop.unknownKinds)
            try act(twin)
            let difference = try SameReplica.difference(laptop, twin)
            report(.sameReplica, difference.map { "device \(device), after \(what): \($0)" })
        } catch {
            report(.sameReplica, "device \(device), in \(what): \(error)")
        }
    }

    /// Before an exchange: what the device says of itself.
    mutating func mirrorHello(_ device: Int, _ hello: Hello) {
        var said: Hello?
        mirror(device, "a hello") { said = try $0.hello() }
        report(.sameReplica, said.flatMap { SameReplica.difference(hello, $0) }.map { "device \(device): \($0)" })
    }

    /// What happens to a laptop's disk as a whole.
    mutating func mirrorDisk(_ act: (inout Twins) throws -> Void) {
        guard twins.making != nil else { return }
        do { try act(&twins) } catch { report(.sameReplica, "a twin cannot be copied: \(error)") }
    }
}

extension SimulatedDevice {
    fileprivate var twinParts: TwinParts {
        TwinParts(
            hash: hash, records: codec, operations: codec, rules: SimulatedRuleCodec(), actor: actor,
            branch: scope.branch)
    }
}
