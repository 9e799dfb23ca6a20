internal import FieldModel
internal import SyncCore

extension PlantedBug {
    /// Bytes as a planted bug lets them be written; nil when it drops them.
    static func kept(_ watch: StoreWatch?, _ key: RecordKey, _ bytes: [UInt8]) -> [UInt8]? {
        switch watch?.plant {
        // The server keeps the later of two edits and drops the record that says that there were two.
        case .lastWriteWins: key.kind == .conflict ? nil : bytes
        // Nobody hears of what somebody did without having been granted it.
        case .droppedFinding: key.kind == .finding ? nil : bytes
        case .countedTwice: watch.map { unpaired(key, bytes, $0.codec) }
        case .claimedContact: watch.map { claimed(key, bytes, $0.codec) }
        case .undeadPromise: watch.map { undead(key, bytes, $0.codec) }
        default: bytes
        }
    }
}
