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
    /// The contacts at which the device had minted so much and no more.
    struct Point: Hashable, Sendable {
        var minted: UInt64
        /// As the first of them measured it: of the operations up to `minted`.
        var offset: Int64
        var isSuspect: Bool
        /// Of the last of them, which is before all operations beyond `minted`.
        var lastAt: Instant
        var lastOffset: Int64
    }

    package static let mostPoints = 32

    var incarnation: UInt32
    /// By `minted`, ascending.
    private(set) var points: [Point] = []

    package init(incarnation: UInt32 = 1) { self.incarnation = incarnation }

    /// Takes in a contact. `acknowledged` is where the server's side of the chain ends: what the device knows to be
    /// acknowledged up to there does not come again. A laptop that was set back does not know it, and has other
    /// operations under those numbers.
    package mutating func add(
        _ hello: Hello, at now: Instant, offset: Int64, isSuspect: Bool, acknowledged: UInt64
    ) {
        if hello.incarnation != incarnation { beginAnew(hello.incarnation) }
        let minted = hello.lastMinted.sequence
        // Set back to an earlier state, the device will mint these numbers again.
        points.removeAll { $0.minted > minted }
        if let last = points.indices.last, points[last].minted == minted {
            points[last].lastAt = now
            points[last].lastOffset = offset
        } else {
            points.append(
                Point(minted: minted, offset: offset, isSuspect: isSuspect, lastAt: now, lastOffset: offset))
        }
        let settled = min(acknowledged, hello.lastAcknowledged.sequence)
        if let needed = points.lastIndex(where: { $0.minted <= settled }) { points.removeFirst(needed) }
        while points.count > Self.mostPoints {
            // The operations between two points get wider bounds.
            points[2].isSuspect = points[2].isSuspect || points[1].isSuspect
            points.remove(at: 1)
        }
    }

    /// What waits gets new numbers; all of it is younger than the oldest contact that still counted.
    private mutating func beginAnew(_ next: UInt32) {
        incarnation = next
        guard var oldest = points.first else { return }
        oldest.minted = 0
        points = [oldest]
    }

    package func bounds(_ header: OperationHeader) -> ContactBounds {
        guard let last = points.last else { return ContactBounds() }
        guard header.incarnation == incarnation else {
            return ContactBounds(
                clockOffset: last.lastOffset, clockSuspect: points.contains(where: \.isSuspect),
                previousContact: points[0].lastAt)
        }
        let after = points.first { $0.minted >= header.sequence }
        let before = points.last { $0.minted < header.sequence }
        return ContactBounds(
            clockOffset: after?.offset ?? last.lastOffset, clockSuspect: after?.isSuspect ?? false,
            previousContact: before?.lastAt)
    }
}

/// As a setting of the store keeps it: numbers, five a point.
extension ContactHistory {
    package static func key(_ device: DeviceID) -> String { "contacts.\(device)" }

    package var text: String {
        let numbers = points.flatMap {
            ["\($0.minted)", "\($0.offset)", $0.isSuspect ? "1" : "0", "\($0.lastAt.milliseconds)", "\($0.lastOffset)"]
        }
        return (["\(incarnation)"] + numbers).joined(separator: " ")
    }

    package init?(text: String) {
        let words = text.split(separator: " ")
        guard let first = words.first.flatMap({ UInt32($0) }), words.count % 5 == 1 else { return nil }
        incarnation = first
        for start in stride(from: 1, to: words.count, by: 5) {
            guard let minted = UInt64(words[start]), let offset = Int64(words[start + 1]),
                let lastAt = Int64(words[start + 3]), let lastOffset = Int64(words[start + 4])
            else { return nil }
            points.append(
                Point(
                    minted: minted, offset: offset, isSuspect: words[start + 2] == "1",
                    lastAt: Instant(milliseconds: lastAt), lastOffset: lastOffset))
        }
    }
}
