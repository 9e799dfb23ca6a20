package import FieldModel

/// What the server knows of the moment at which a device made an operation.
package struct ContactBounds: Hashable, Sendable {
    /// Server time less device time, as the first contact after the operation measured it.
    package var clockOffset: Int64 = 0
    /// Whether the device's clock jumped between the contacts before and after the operation.
    package var clockSuspect = false
    /// The last contact before the operation was made.
    package var previousContact: Instant?

    package init(clockOffset: Int64 = 0, clockSuspect: Bool = false, previousContact: Instant? = nil) {
        self.clockOffset = clockOffset
        self.clockSuspect = clockSuspect
        self.previousContact = previousContact
    }
}

/// When a device was in contact, and how far its chain had come by then.
///
/// A Hello whose push was cut says more than that there was a contact: what the device had minted by then is older, and
/// what comes later is younger. Only contacts that can still bound an operation that has not arrived are kept.
package struct ContactHistory: Hashable, Sendable {
    /// The end of a chain as a contact showed it.
    package struct Place: Hashable, Sendable {
        var minted: UInt64
        /// Of the last operation minted, in short: a copy of the laptop has another one under the same number.
        var mark: UInt64

        init(minted: UInt64, mark: UInt64) {
            self.minted = minted
            self.mark = mark
        }

        package init(_ minted: UInt64, _ link: [UInt8]) {
            self.init(minted: minted, mark: link.isEmpty ? 0 : bigEndianWord(link.prefix(8)))
        }
    }

    /// The contacts at which the device had minted so much and no more.
    struct Point: Hashable, Sendable {
        var place: Place
        /// As the first of them measured it: of the operations up to `place`.
        var offset: Int64
        var isSuspect: Bool
        /// Of the last of them, which is before all operations beyond `place`.
        var lastAt: Instant
        var lastOffset: Int64
    }

    package static let mostPoints = 32

    var incarnation: UInt32
    /// By what was minted, ascending.
    private(set) var points: [Point] = []
    /// Whether all up to the first point has arrived: that one is before the rest and after nothing that is to come, as
    /// whatever comes under those numbers is a copy's.
    private var hasFloor = false

    package init(incarnation: UInt32 = 1) { self.incarnation = incarnation }

    /// Takes in a contact. `arrived` are the places, of these points and of the Hello, that the server's own chain has.
    package mutating func add(
        _ hello: Hello, at now: Instant, offset: Int64, isSuspect: Bool, arrived: Set<Place>
    ) {
        let wasSuspect = hello.incarnation != incarnation && beginAnew(hello.incarnation)
        let place = Place(hello.lastMinted.sequence, hello.lastMinted.link)
        if points.first.map({ $0.place.minted >= place.minted && $0.place != place }) ?? true { hasFloor = false }
        // Set back to an earlier state, the device will mint these numbers again, or has.
        points.removeAll { $0.place.minted >= place.minted && $0.place != place }
        if let last = points.indices.last, points[last].place == place {
            points[last].lastAt = now
            points[last].lastOffset = offset
        } else {
            points.append(
                Point(
                    place: place, offset: offset, isSuspect: isSuspect || wasSuspect, lastAt: now,
                    lastOffset: offset))
        }
        if let floor = points.lastIndex(where: { arrived.contains($0.place) }) {
            points.removeFirst(floor)
            hasFloor = true
        }
        while points.count > Self.mostPoints {
            // The operations between two points get wider bounds.
            points[2].isSuspect = points[2].isSuspect || points[1].isSuspect
            points.remove(at: 1)
        }
    }

    /// What waits gets new numbers; all of it is younger than the floor. Returns whether a jump of the clock lies among
    /// what is forgotten.
    private mutating func beginAnew(_ next: UInt32) -> Bool {
        let isSuspect = points.dropFirst(hasFloor ? 1 : 0).contains(where: \.isSuspect)
        incarnation = next
        points = hasFloor ? Array(points.prefix(1)) : []
        if hasFloor { points[0].place = Place(minted: 0, mark: 0) }
        return isSuspect
    }

    /// Of a copy's operation no contact but the last is known to be its own: its clock counts as suspect if there are
    /// others.
    package func bounds(_ header: OperationHeader, isCopy: Bool = false) -> ContactBounds {
        guard let last = points.last else { return ContactBounds() }
        let toCome = points.dropFirst(hasFloor ? 1 : 0)
        guard header.incarnation == incarnation else {
            return ContactBounds(
                clockOffset: last.lastOffset, clockSuspect: toCome.contains(where: \.isSuspect),
                previousContact: hasFloor ? points[0].lastAt : nil)
        }
        let after = toCome.first { $0.place.minted >= header.sequence }
        let before = points.last { $0.place.minted < header.sequence }
        return ContactBounds(
            clockOffset: after?.offset ?? last.lastOffset,
            clockSuspect: after?.isSuspect ?? false || isCopy && toCome.count > 1, previousContact: before?.lastAt)
    }
}

extension ContactHistory {
    /// The places, of the points and of the Hello, that the server's chain has too.
    ///
    /// A number alone does not say it: a laptop that was set back, or whose server was, has other operations under
    /// numbers that the other side has seen.
    func arrived(with hello: Hello, of device: DeviceID, in reading: any ServerReading) throws -> Set<Place> {
        let known = hello.incarnation == incarnation ? points.map(\.place) : []
        let places = known + [Place(minted: 0, mark: 0), Place(hello.lastMinted.sequence, hello.lastMinted.link)]
        return Set(
            try places.filter { place in
                guard place.minted > 0 else { return place.mark == 0 }
                let kept = try reading.operation(
                    device: device, incarnation: hello.incarnation, sequence: place.minted)
                return kept.map { Place(place.minted, $0.link) == place } ?? false
            })
    }
}

/// As a setting of the store keeps it: two numbers, and six a point.
extension ContactHistory {
    package static func key(_ device: DeviceID) -> String { "contacts.\(device)" }

    package var text: String {
        let numbers = points.flatMap { point in
            [
                "\(point.place.minted)", "\(point.place.mark)", "\(point.offset)", point.isSuspect ? "1" : "0",
                "\(point.lastAt.milliseconds)", "\(point.lastOffset)",
            ]
        }
        return (["\(incarnation)", hasFloor ? "1" : "0"] + numbers).joined(separator: " ")
    }

    package init?(text: String) {
        let words = text.split(separator: " ")
        guard words.count % 6 == 2, let first = UInt32(words[0]) else { return nil }
        incarnation = first
        hasFloor = words[1] == "1" && words.count > 2
        for start in stride(from: 2, to: words.count, by: 6) {
            guard let minted = UInt64(words[start]), let mark = UInt64(words[start + 1]),
                let offset = Int64(words[start + 2]), let lastAt = Int64(words[start + 4]),
                let lastOffset = Int64(words[start + 5])
            else { return nil }
            points.append(
                Point(
                    place: Place(minted: minted, mark: mark), offset: offset, isSuspect: words[start + 3] == "1",
                    lastAt: Instant(milliseconds: lastAt), lastOffset: lastOffset))
        }
    }
}
