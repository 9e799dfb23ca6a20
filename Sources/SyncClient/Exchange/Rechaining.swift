internal import FieldModel
internal import SyncCore

extension ExchangeStore {
    /// Goes on in a new incarnation: what the server does not know keeps names and bodies and gets new positions.
    package func rechain(_ incarnation: UInt32) throws {
        try parts.store.write { transaction in
            var end = ChainEnd(incarnation: incarnation)
            // Another than it was where the home was enrolled anew.
            let device = try transaction.identity().device
            let entries = try transaction.operations(states: [.pending], from: .start, limit: .max)
            for var entry in entries.inOrder {
                entry.header.device = device
                entry.header.incarnation = incarnation
                entry.header.sequence = end.sequence + 1
                entry.header.previousLink = end.link
                entry.sealed.header = try parts.operations.encodeHeader(entry.header)
                entry.link = ChainHash.link(header: entry.sealed.header, hash: parts.hash)
                try transaction.update(entry)
                end = ChainEnd(incarnation: incarnation, sequence: entry.header.sequence, link: entry.link)
            }
            try transaction.set(.incarnation, Int64(incarnation))
        }
    }
}
