internal import FieldModel
internal import GRPCCore
internal import Synchronization

/// How often strangers may ask: per address and for all together, refilled as time passes.
package final class RateLimit: Sendable {
    package struct Allowance: Sendable, Hashable {
        package var burst: Int64
        package var perMinute: Int64
        package init(burst: Int64, perMinute: Int64) {
            self.burst = burst
            self.perMinute = perMinute
        }
    }

    /// Addresses remembered at most; when they are more, those whose allowance is full again are forgotten.
    static let mostAddresses = 10_000

    private let perAddress: Allowance
    private let inTotal: Allowance
    private let state = Mutex(State())

    private struct State {
        var addresses: [String: Bucket] = [:]
        var total: Bucket?
    }

    /// Thousandths of a call.
    private struct Bucket {
        var thousandths: Int64
        var at: Instant

        mutating func take(_ allowance: Allowance, now: Instant) -> Bool {
            let full = allowance.burst * 1000
            let passed = max(0, min(now - at, 3_600_000))
            thousandths = min(full, thousandths + passed * allowance.perMinute / 60)
            at = now
            guard thousandths >= 1000 else { return false }
            thousandths -= 1000
            return true
        }

        func isFull(_ allowance: Allowance, now: Instant) -> Bool {
            thousandths + max(0, now - at) * allowance.perMinute / 60 >= allowance.burst * 1000
        }
    }

    package init(
        perAddress: Allowance = Allowance(burst: 20, perMinute: 20),
        inTotal: Allowance = Allowance(burst: 200, perMinute: 600)
    ) {
        self.perAddress = perAddress
        self.inTotal = inTotal
    }

    /// `peer` is `ipv4:127.0.0.1:4711`; the port is no part of the address.
    func demand(_ peer: String, now: Instant) throws {
        let address = peer.lastIndex(of: ":").map { String(peer[..<$0]) } ?? peer
        let isAllowed = state.withLock { state in
            var total = state.total ?? Bucket(thousandths: inTotal.burst * 1000, at: now)
            defer { state.total = total }
            guard total.take(inTotal, now: now) else { return false }
            if state.addresses.count >= Self.mostAddresses {
                state.addresses = state.addresses.filter { !$0.value.isFull(perAddress, now: now) }
                if state.addresses.count >= Self.mostAddresses { return false }
            }
            var bucket = state.addresses[address] ?? Bucket(thousandths: perAddress.burst * 1000, at: now)
            defer { state.addresses[address] = bucket }
            return bucket.take(perAddress, now: now)
        }
        guard isAllowed else {
            throw ServiceFailure(
                .resourceExhausted, code: "rate_limited", "Too many requests.", hint: "Try again in a minute.")
        }
    }
}
