package import FieldModel

/// Where a content belongs: under its account, by its SHA-256.
///
/// Holding a content under one account says nothing about others: whoever names its hash under another account has to
/// send it once more.
package struct ContentPlace: Hashable, Sendable {
    package var account: AccountID
    package var hash: [UInt8]

    package init(account: AccountID, hash: [UInt8]) {
        self.account = account
        self.hash = hash
    }
}

/// A content that is whole.
package struct HeldContent: Hashable, Sendable {
    package var place: ContentPlace
    package var size: UInt64
    package var changedAt: Instant
    /// What the holder noted of it; empty when nothing.
    package var mark: String

    package init(place: ContentPlace, size: UInt64, changedAt: Instant, mark: String) {
        self.place = place
        self.size = size
        self.changedAt = changedAt
        self.mark = mark
    }
}

/// A content of which the beginning is there.
package struct ContentPart: Hashable, Sendable {
    package var name: String
    package var size: UInt64
    package var changedAt: Instant

    package init(name: String, size: UInt64, changedAt: Instant) {
        self.name = name
        self.size = size
        self.changedAt = changedAt
    }
}

/// What became of a part that was to be whole.
package enum ContentEnd: Hashable, Sendable {
    case kept
    /// Its size or its hash is another: it is gone.
    case mismatch
}

/// The contents of attachments beside a store. Blocking; what it says is held is whole, verified and on disk.
package protocol ContentStore: Sendable {
    func held(_ place: ContentPlace) throws -> HeldContent?
    /// By account and hash; of one account when it is given.
    func list(_ account: AccountID?) throws -> [HeldContent]
    /// At most `count` bytes from `offset` on, fewer at the end. Throws `not_found` when it is not held.
    func bytes(_ place: ContentPlace, from offset: UInt64, count: Int) throws -> [UInt8]
    func mark(_ place: ContentPlace, _ mark: String) throws
    func remove(_ place: ContentPlace) throws
    /// Leaves no file of the account, nor a part whose name begins with its id's digits and a dot.
    func removeAll(of account: AccountID) throws

    func part(_ name: String) throws -> ContentPart?
    func parts() throws -> [ContentPart]
    /// Throws `constraint` when the part does not end at `offset`.
    func append(_ bytes: [UInt8], to part: String, at offset: UInt64) throws
    func drop(part name: String) throws
    /// Verifies a part and keeps it at its place.
    func finish(part name: String, as place: ContentPlace) throws -> ContentEnd
    /// Places whose content is not what its hash says, each of which is read to its end.
    func damaged() throws -> [ContentPlace]
}
